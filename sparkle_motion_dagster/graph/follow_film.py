"""Make a film, and again whenever what it is made from has changed, in one process.

What belongs here: when to make it, and what becomes of the workers. What does not: making it (`make_film.py`), noticing a
change (`crafts/film_watch.py`), the terminal (`cli/`). Dagster stays imported and the voices stay loaded, so an edit costs
what has to be made for it and little more. Between two makes the film is nobody's: other runs may have it.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.film_watch import FilmWatch, Stamp
from sparkle_motion_dagster.crafts.premiere import Premiere
from sparkle_motion_dagster.crafts.result import Listener
from sparkle_motion_dagster.crafts.work import stand_by
from sparkle_motion_dagster.crafts.workers import Workers, workers
from sparkle_motion_dagster.errors import (
    ApprovalNeededError,
    BriefError,
    FilmBusyError,
    ProfileError,
    ShotsFailedError,
    SparkleError,
)
from sparkle_motion_dagster.graph.interrupts import heeding_interrupts
from sparkle_motion_dagster.graph.make_film import make_film
from sparkle_motion_dagster.settings import Settings

BUSY_WAIT_S = 2.0
_NOTHING_UNDER_WAY = (BriefError, ProfileError, ShotsFailedError, ApprovalNeededError)
"""After these no worker is busy with the film; after another error some may be, and are ended."""


def follow_film(
    settings: Settings,
    source: Path,
    film: str,
    listening: Callable[[], AbstractContextManager[Listener]],
    tell: Callable[[Premiere | SparkleError], None],
) -> NoReturn:
    """Make the film now and after every change of its brief, its profile or the decisions about it, until interrupted.

    Args:
        settings: where the studio is.
        source: the brief.
        film: film id.
        listening: who is told of every shot, for each make anew.
        tell: told of every film that is finished, and of everything that went wrong: that waits for the next change.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    own_profile = Path(settings.profile) if settings.profile.endswith((".yaml", ".yml")) else None
    following = _Following(settings, FilmWatch(film, source, own_profile, settings.store), listening, tell)
    while True:
        try:
            with workers(settings.cores) as pool:
                following.make_with(pool)
        except SparkleError as error:
            tell(error)
            following.wait(erred=True)


@dataclass
class _Following:
    settings: Settings
    watch: FilmWatch
    listening: Callable[[], AbstractContextManager[Listener]]
    tell: Callable[[Premiere | SparkleError], None]
    seen: Stamp = ()
    """What there was when the last make began: what came since is not in it."""
    answers: bool = True
    """Whether a make is told of even if it makes nothing: not where the make before itself has caused it."""

    def make_with(self, pool: Workers) -> None:
        """Make, wait, make, for as long as the pool is whole.

        Raises SparkleError after which workers may be busy with what nobody waits for.
        """
        while pool.whole:
            self.seen = self.watch.stamp()
            try:
                made = self._make(pool)
            except _NOTHING_UNDER_WAY as error:
                self.tell(error)
                self.wait(erred=True)
                continue
            if made.made or self.answers:
                self.tell(made)
            if any(shot.dialogue for shot in made.plan.shots):
                stand_by(gather(load_profile(self.settings.profile)), pool, self.settings.cores)
            self.wait()

    def wait(self, *, erred: bool = False) -> None:
        """Until something has changed, be it while the film was made."""
        self.answers = erred or not self.watch.only_decided(self.seen, self.watch.stamp())
        self.watch.wait(self.seen)

    def _make(self, pool: Workers) -> Premiere:
        """Make it, as soon as no other run has it."""
        told = False
        while True:
            try:
                with heeding_interrupts(), self.listening() as listen:
                    profile = load_profile(self.settings.profile)
                    return make_film(self.settings, profile, self.watch.brief, self.watch.film, listen, pool=pool)
            except FilmBusyError as error:
                if not told:
                    self.tell(error)
                told = True
                time.sleep(BUSY_WAIT_S)
