"""Where the configuration and schemas that come with the program are.

What belongs here: two folders, found from this file. What does not: what lies in them.
"""

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def configs_folder() -> Path:
    """`configs/` of the repository."""
    return _ROOT / "configs"


def resources_folder() -> Path:
    """`resources/` of the repository."""
    return _ROOT / "resources"
