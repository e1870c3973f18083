"""`sparkle make --watch`: what a person sees, and a program reads, of a film that follows its text.

What belongs here: a report after every make. What does not: when to make (`graph/follow_film.py`).
With --json every make is one line of stdout: the JSON of `make`, or `{"film", "error"}`.
"""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sparkle_motion_dagster.cli.make import premiere_json, say_film
from sparkle_motion_dagster.cli.options import tell_error
from sparkle_motion_dagster.cli.slate import Slate
from sparkle_motion_dagster.errors import ApprovalNeededError, FilmBusyError, InputError, SparkleError
from sparkle_motion_dagster.settings import Settings

if TYPE_CHECKING:
    from sparkle_motion_dagster.crafts.premiere import Premiere


def watch_film(settings: Settings, film: str, brief: Path, as_json: bool) -> NoReturn:
    """Make the film, and again at every change, until Ctrl-C (exit code 0, unless it comes while a film is made).

    Raises InputError if there is no brief to begin with, ProfileError.
    """
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.graph.follow_film import follow_film

    load_profile(settings.profile)  # a wrong name is no text that will be mended
    if not brief.is_file():
        raise InputError(f"there is no file {brief} to watch: check the name and the folder")
    report = _Report(film, brief, as_json)
    try:
        follow_film(settings, brief, film, report.slate, report.tell)
    except KeyboardInterrupt:
        if report.making:
            raise
        sys.exit(0)


class _Report:
    """Tells of one make after the other."""

    def __init__(self, film: str, brief: Path, as_json: bool):
        self._film, self._brief, self._as_json = film, brief, as_json
        self._began = 0.0
        self.making = False

    def slate(self) -> Slate:
        """The bars of the next make."""
        self._began, self.making = time.monotonic(), True
        return Slate(self._film)

    def tell(self, made: "Premiere | SparkleError") -> None:
        """Of a finished film, or of what went wrong; and what is waited for now."""
        self.making = False
        if isinstance(made, SparkleError):
            self._tell_error(made)
        else:
            report = premiere_json(made)
            if self._as_json:
                print(json.dumps(report, ensure_ascii=False), flush=True)
            else:
                say_film(made, report)
                sys.stdout.flush()
            try:
                made.check_decided()
            except ApprovalNeededError as error:
                tell_error(error)
        took = f"{time.strftime('%H:%M:%S')}  after {time.monotonic() - self._began:.1f} s"
        waits = "that run to end" if isinstance(made, FilmBusyError) else f"{self._brief.name} to change"
        print(f"{took}; waiting for {waits}; Ctrl-C ends", file=sys.stderr, flush=True)

    def _tell_error(self, error: SparkleError) -> None:
        tell_error(error)
        if self._as_json:
            print(json.dumps({"film": self._film, "error": str(error)}, ensure_ascii=False), flush=True)
