"""What a person sees in the terminal while a film is made: a bar for each stage.

What belongs here: bars, on stderr. What does not: any work.
"""

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from sparkle_motion_dagster.crafts.result import Result
from sparkle_motion_dagster.film.step import STAGES


class Slate:
    """A bar for each stage with the shot just finished and the time left; plain lines where there is no terminal."""

    def __init__(self, film: str):
        self.film = film
        self.console = Console(stderr=True)
        self.started = time.monotonic()
        self.tasks: dict[str, TaskID] = {}
        self.progress = Progress(
            TextColumn("{task.description:9}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[shot]}"),
            console=self.console,
            disable=not self.console.is_terminal,
        )

    def __enter__(self) -> "Slate":
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def underway(self, asset: str, key: str, share: float) -> None:
        """A shot is so far, 0 to 1: a model tells it step by step."""
        if asset not in self.tasks:
            self.tasks[asset] = self.progress.add_task(STAGES.get(asset, asset), total=None, shot="")
        self.progress.update(self.tasks[asset], shot=f"{key.partition('~')[2] or key} {share:.0%}")

    def __call__(self, asset: str, result: Result, done: int, total: int) -> None:
        """A shot is finished."""
        name = STAGES.get(asset, asset)
        shot = f"{result.key.partition('~')[2] or result.key} {result.outcome}"
        if asset not in self.tasks:
            self.tasks[asset] = self.progress.add_task(name, total=total, shot="")
        self.progress.update(self.tasks[asset], completed=done, total=total, shot=shot)
        if result.outcome == "failed":
            self.console.print(f"{name} {shot}: {result.reason}", style="red", markup=False)
        elif not self.console.is_terminal and done == total:
            elapsed_s = time.monotonic() - self.started
            self.console.print(
                f"{self.film}: {name} {done}/{total} after {elapsed_s:.1f} s", markup=False, highlight=False
            )
