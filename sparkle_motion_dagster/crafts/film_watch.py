"""Waiting until what a film is made from has changed: its brief, its profile, or what people decided about it.

What belongs here: noticing a change, and that its writing has ended. What does not: making the film (`graph/follow_film.py`),
watching a folder of briefs (`brief_watch.py`). It looks, and asks no service of the system's: that works on every disk.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster.store import cast, decisions
from sparkle_motion_dagster.store.folder_shelf import FolderShelf

LOOK_EVERY_S = 0.15
"""What has not changed between two looks is whole: an editor writes a text in less."""

Stamp = tuple[object, ...]


@dataclass(frozen=True)
class FilmWatch:
    """What one film is made from."""

    film: str
    brief: Path
    profile: Path | None
    """The profile's file, if it is the person's own."""
    store: Path
    """The store's folder; it may not be there yet."""

    def stamp(self) -> Stamp:
        """What there is now. Raises StoreError if the decisions cannot be listed."""
        return (_file(self.brief), _file(self.profile), *self._decided())

    @staticmethod
    def only_decided(before: Stamp, now: Stamp) -> bool:
        """Whether nothing has changed but decisions: a make writes down which takes QA asks for."""
        return before != now and before[:2] == now[:2]

    def wait(self, before: Stamp) -> None:
        """Return once there is a brief, something is not as it was, and nobody is writing to it."""
        last = before
        while True:
            time.sleep(LOOK_EVERY_S)
            now = self.stamp()
            if now != before and now == last and now[0] is not None:
                return
            last = now

    def _decided(self) -> list[str]:
        """A decision is a new object of the store; none is ever changed."""
        shelf = FolderShelf(self.store)
        return sorted(key for folder in (decisions.FOLDER, cast.FOLDER) for key in shelf.keys(f"{folder}/{self.film}"))


def _file(path: Path | None) -> tuple[int, int, int] | None:
    """Size, time and inode (an editor may put a new file in the old one's place); None if it is not there."""
    try:
        status = path.stat() if path else None
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns, status.st_ino) if status else None
