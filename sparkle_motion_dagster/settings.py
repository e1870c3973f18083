"""Settings from the environment: the one place that reads it.

What belongs here: names of variables, their defaults, where folders are. What does not: what a profile says
(`backends/profile.py`). One precedence everywhere: a flag, else the environment, else the default.
"""

import os
import tempfile
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
    def recent_index(self) -> Path:
        """The index of pictures seen lately: `SPARKLE_DB_PATH` (default: in the studio)."""
        return Path(os.environ.get("SPARKLE_DB_PATH") or self.home / "recent_index.sqlite")

    @property
    def turnovers(self) -> Path:
        """Films as editing programs take them."""
        return self.home / "turnovers"

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


def device_locks() -> Path:
    """Where processes keep the locks of the machine's devices: `SPARKLE_DEVICE_LOCKS`, default a folder of this user's.

    It must be the same for all studios of a machine: they share its devices.
    """
    named = os.environ.get("SPARKLE_DEVICE_LOCKS")
    return Path(named) if named else Path(tempfile.gettempdir()) / f"sparkle-devices-{os.getuid()}"


def rate_books() -> Path:
    """Where requests to endpoints are counted: `SPARKLE_RATES`, default a folder of this user's.

    It is the same for all studios of a machine: a server counts them together too.
    """
    named = os.environ.get("SPARKLE_RATES")
    return Path(named) if named else Path(tempfile.gettempdir()) / f"sparkle-rates-{os.getuid()}"


def outside_environments() -> Path:
    """Where engines that cannot be installed beside ours have environments of their own: `SPARKLE_ENVIRONMENTS`,
    default a folder of this user's data, shared by all studios of the machine.
    """
    named = os.environ.get("SPARKLE_ENVIRONMENTS")
    data = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()
    return Path(named) if named else data / "sparkle-motion" / "environments"


def cast_book() -> Path:
    """The book of which speech provider speaks which role: `SPARKLE_CAST_BOOK`, default a file of this user's data."""
    named = os.environ.get("SPARKLE_CAST_BOOK")
    data = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()
    return Path(named) if named else data / "sparkle-motion" / "cast.sqlite"
