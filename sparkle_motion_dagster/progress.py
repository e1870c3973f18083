"""What a person sees in the terminal while and after a film is made.

What belongs here: bars and tables. What does not: any work. Everything goes to stderr but finished tables.
"""

import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.shoot import Result
from sparkle_motion_dagster.crafts.state import FilmState
from sparkle_motion_dagster.settings import Settings

_STAGES = {
    "movie_plan": "plan",
    "dialogue_audio": "voices",
    "shot_images": "stills",
    "video_clips": "clips",
    "lipsynced_clips": "lip-sync",
    "qa_report": "QA",
    "final_movie": "film",
}
_MARKS = {"fresh": "[green]●[/]", "stale": "[yellow]◐[/]", "missing": "[dim]○[/]"}


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

    def __call__(self, asset: str, result: Result, done: int, total: int) -> None:
        """A shot is finished."""
        name = _STAGES.get(asset, asset)
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


def print_state(state: FilmState) -> None:
    """The film as a grid, shot × asset, and below it why anything is not fresh."""
    console = Console()
    table = Table(title=f"{state.film}: {'all fresh' if state.fresh else 'not finished'}", title_justify="left")
    table.add_column("shot")
    for asset in SHOT_ASSETS:
        table.add_column(_STAGES[asset], justify="center")
    rows: dict[str, dict[str, str]] = {}
    for cell in state.cells:
        if cell.shot is not None:
            rows.setdefault(cell.shot, {})[cell.asset] = _MARKS[cell.status]
    for shot, cells in rows.items():
        table.add_row(shot, *(cells[asset] for asset in SHOT_ASSETS))
    console.print(table)
    console.print("● fresh  ◐ stale  ○ missing", style="dim", highlight=False)
    for cell in state.cells:
        if cell.status != "fresh" and not cell.reasons[0].startswith("waits for"):
            console.print(
                f"{cell.shot or 'film'} {cell.asset}: {'; '.join(cell.reasons)}", markup=False, highlight=False
            )
    film = next(cell for cell in state.cells if cell.shot is None)
    console.print(f"film: {film.status} {'; '.join(film.reasons)}", markup=False, highlight=False)


def print_doctor(settings: Settings, profile: Profile, crafts: Sequence[Mapping[str, Any]]) -> None:
    """Settings in force, then a row for each craft."""
    console = Console()
    console.print(
        f"home {settings.home}   profile {profile.name}   cores {settings.cores}", markup=False, highlight=False
    )
    console.print("settings come from a flag, else the environment (SPARKLE_*), else the default", style="dim")
    table = Table()
    for title in ("craft", "backend", "ready", "what", "licence"):
        table.add_column(title)
    for craft in crafts:
        ready = "[green]yes[/]" if craft["ready"] else "[red]no[/]"
        table.add_row(craft["craft"], craft["backend"], ready, craft["detail"], craft["licence"])
    console.print(table)
