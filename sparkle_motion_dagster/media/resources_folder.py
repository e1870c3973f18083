"""Where the data beside the package is, under the name that media and backends know it by.

What belongs here: nothing but these names. What does not: finding the folders (`film/shipped.py`).
"""

from sparkle_motion_dagster.film.shipped import configs_folder, resources_folder

__all__ = ["configs_folder", "resources_folder"]
