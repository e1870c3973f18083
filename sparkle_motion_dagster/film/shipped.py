"""Where the configuration and the data that come with the program are.

What belongs here: three folders, found from this file. What does not: what lies in them.
"""

from functools import cache
from pathlib import Path

from sparkle_motion_dagster.errors import SparkleError

_PACKAGE = Path(__file__).resolve().parents[1]


def configs_folder() -> Path:
    """`configs/` of the repository, or of an installed copy. Raises SparkleError if there is neither."""
    return _shipped("configs")


def resources_folder() -> Path:
    """`resources/` of the repository, or of an installed copy. Raises SparkleError if there is neither."""
    return _shipped("resources")


def requirements_folder() -> Path:
    """`requirements/` of the repository, or of an installed copy: locked packages. Raises SparkleError if there is neither."""
    return _shipped("requirements")


@cache
def _shipped(name: str) -> Path:
    """The folder beside the package (a checkout), else inside it (`sparkle_motion_dagster/_resources`)."""
    for folder in (_PACKAGE.parent / name, _PACKAGE / f"_{name}"):
        if folder.is_dir():
            return folder
    raise SparkleError(
        f"the folder {name}/ that belongs beside {_PACKAGE} is missing: run from a whole checkout of the repository, "
        f"or install with pip install -e ."
    )
