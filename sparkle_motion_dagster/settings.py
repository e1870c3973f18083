"""Settings from the environment: the one place that reads it.

What belongs here: names of variables, their defaults, where folders are. What does not: what a profile says
(`backends/profile.py`). One precedence everywhere: a flag, else the environment, else the default.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster.errors import InputError


@dataclass(frozen=True)
class Settings:
    """Where this studio is and which profile it uses."""

    home: Path
    """`SPARKLE_HOME` (default `./studio`): films, store, Dagster's instance, screenings."""
    profile: str
    """`SPARKLE_PROFILE` (default `animatic`): a name in configs/profiles or a path to a YAML file."""
    cores: int
    """`SPARKLE_CORES`: processes for work on the CPU; default all cores this process may use."""

    @property
    def films(self) -> Path:
        """The briefs, one file for each film."""
        return self.home / "films"

    @property
    def store(self) -> Path:
        """The artifact store."""
        return self.home / "store"

    @property
    def dagster_home(self) -> Path:
        """Dagster's instance: runs and events."""
        return self.home / "dagster"

    @property
    def screenings(self) -> Path:
        """The films as people watch them."""
        return self.home / "screenings"


def load_settings(home: Path | None = None, profile: str | None = None) -> Settings:
    """Settings with flags given their precedence over the environment. Raises InputError for a bad number."""
    cores_text = os.environ.get("SPARKLE_CORES", "")
    if cores_text and not (cores_text.isdigit() and int(cores_text) > 0):
        raise InputError(f"SPARKLE_CORES is {cores_text!r}: expected a whole number above 0, or nothing for all cores")
    chosen_home = home or Path(os.environ.get("SPARKLE_HOME") or "studio")
    return Settings(
        home=chosen_home.expanduser().absolute(),
        profile=profile or os.environ.get("SPARKLE_PROFILE") or "animatic",
        cores=int(cores_text) if cores_text else len(os.sched_getaffinity(0)),
    )
