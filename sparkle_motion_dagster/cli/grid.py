"""A film's state as a picture for a terminal: stages down, shots across, like frames on strips of film.

What belongs here: strips, marks and the list of what is to be made, for any width. What does not: finding the state
out (`crafts/standing.py`). 200 shots are three bands of 80 columns. Colour comes on top of marks that differ anyway,
and only in a terminal.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console
from rich.text import Text

from sparkle_motion_dagster.cli.options import with_same_options
from sparkle_motion_dagster.cli.verdicts import verdict_json, verdict_words
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.standing import Cell, Standing
from sparkle_motion_dagster.film.plan import Shot
from sparkle_motion_dagster.film.step import LOCKED_MARK, MARKS, STAGES, Status

_DRAWN: dict[Status, tuple[str, str]] = {
    "fresh": ("#", "green"),
    "running": (">", "bold cyan"),
    "stale": ("~", "yellow"),
    "missing": (".", "bright_black"),
    "failed": ("X", "bold red"),
}
"""The mark where the terminal knows ASCII only, and the style."""
_LOCKED_DRAWN = ("=", "blue")
_LABEL_WIDTH = 10
_MOST_ENTRIES = 24
"""Different things to be made that are listed; `--json` has all."""
_MOST_SHOTS_NAMED = 8
_MOST_RUNS = 3
"""Failed runs that are told, the latest; `--json` has all."""


def mark(status: Status, console: Console) -> Text:
    """The mark of a status in its colour."""
    ascii_mark, style = _DRAWN[status]
    return Text(MARKS[status] if _knows_marks(console) else ascii_mark, style=style)


def _cell_mark(cell: Cell, console: Console) -> Text:
    if not cell.locked:
        return mark(cell.status, console)
    ascii_mark, style = _LOCKED_DRAWN
    return Text(LOCKED_MARK if _knows_marks(console) else ascii_mark, style=style)


def _knows_marks(console: Console) -> bool:
    try:
        "".join(MARKS.values()).encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def print_standing(film: Standing, console: Console) -> None:
    """Heading, strips, legend, and below them why anything is not fresh."""
    _print_heading(film, console)
    cells = {(cell.shot, cell.asset): cell for cell in film.cells}
    for band in bands(film.shots, console.width - _LABEL_WIDTH):
        console.print()
        console.print(
            Text(" " * _LABEL_WIDTH + labels(band, console.width - _LABEL_WIDTH)),
            style="bright_black",
            no_wrap=True,
            crop=True,
        )
        for asset in SHOT_ASSETS:
            row = Text(f" {STAGES[asset]:<{_LABEL_WIDTH - 1}}")
            for at, scene in enumerate(band):
                row.append(" " if at else "")
                for shot in scene:
                    row.append_text(_cell_mark(cells[shot, asset], console))
            console.print(row, no_wrap=True, crop=True)
    console.print()
    legend = Text(" " * _LABEL_WIDTH)
    for status in MARKS:
        legend.append_text(mark(status, console)).append(f" {status}   ", style="dim")
    locked = [cell for cell in film.cells if cell.locked]
    if locked:
        legend.append_text(_cell_mark(locked[0], console)).append(" locked", style="dim")
    console.print(legend)
    _print_entries(film, console)
    _print_locked(locked, console)
    _print_verdicts(film, console)


def _print_heading(film: Standing, console: Console) -> None:
    counts = {status: 0 for status in MARKS}
    for status in film.shot_statuses().values():
        counts[status] += 1
    told = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    shots = f"{len(film.shots)} shot{'s' if len(film.shots) != 1 else ''}"
    console.print(Text.assemble((film.title, "bold"), f"  {film.film}"))
    console.print(Text(f"{shots}: {told}" if film.shots else "no shots yet"))
    if film.another_profile is not None:
        told = f"its movie was made with --profile {film.another_profile}; this is how it stands with {film.profile}"
        console.print(Text(told, style="yellow"))
    if film.made_by is not None:
        by = f" by process {film.made_by}" if film.made_by else ""
        console.print(Text(f"being made now{by}", style="cyan"))
    for failure in film.failed_runs[-_MOST_RUNS:]:
        _print_wrapped(
            mark("failed", console) + Text(f" {failure.failed_at:%Y-%m-%d %H:%M} UTC: {failure.message}", style="red"),
            console,
        )
    for asset, cell in film.of_shot(None).items():
        row = Text.assemble(f" {STAGES[asset]:<{_LABEL_WIDTH - 1}}", mark(cell.status, console), f" {cell.status}")
        if asset == "final_movie" and film.movie is not None:
            row.append(f", {film.movie.facts['duration_s']:.1f} s" + (", DRAFT" if film.movie.draft else ""))
        if cell.waits:
            row.append(f": {'; '.join(cell.reasons)}")
        console.print(row)


def bands(shots: Sequence[Shot], width: int) -> Iterator[list[list[str]]]:
    """Shots in bands that are not wider than `width`, with a gap between scenes.

    A scene is kept together where it fits into a band; a longer one goes on in the next.
    """
    width = max(width, 10)
    band: list[list[str]] = []
    used = 0
    for _, of_scene in groupby(shots, key=lambda shot: shot.scene):
        ids = [shot.id for shot in of_scene]
        gap = 1 if band else 0
        if band and used + gap + len(ids) > width:
            yield band
            band, used, gap = [], 0, 0
        for start in range(0, len(ids), width):
            if start:
                yield band
                band, used = [], 0
            band.append(ids[start : start + width])
            used += gap + len(band[-1])
    if band:
        yield band


def labels(band: Sequence[Sequence[str]], width: int) -> str:
    """The id of each scene's first shot above its column, where there is room for all of it."""
    line, column = "", 0
    for scene in band:
        if (column == 0 or column > len(line)) and column + len(scene[0]) <= width:
            line = line.ljust(column) + scene[0]
        column += len(scene) + 1
    return line


@dataclass(frozen=True)
class Entry:
    """Something to be made, and for which shots it is the same."""

    status: Status
    stage: str
    reason: str
    shots: tuple[str, ...]


def entries(cells: Iterable[Cell]) -> list[Entry]:
    """What is not fresh and why, failures first; what only waits for something else is left out."""
    grouped: dict[tuple[Status, str, str], list[str]] = {}
    for cell in cells:
        if cell.status != "fresh" and not cell.waits:
            key = cell.status, STAGES[cell.asset], "; ".join(cell.reasons)
            grouped.setdefault(key, []).append(cell.shot or "film")
    found = [Entry(status, stage, reason, tuple(shots)) for (status, stage, reason), shots in grouped.items()]
    urgency: tuple[Status, ...] = ("failed", "running", "stale", "missing")
    return sorted(found, key=lambda entry: urgency.index(entry.status))


def _print_entries(film: Standing, console: Console) -> None:
    listed = entries(film.cells)
    if not listed:
        console.print(Text("all fresh: sparkle make would make nothing", style="green"))
        return
    console.print()
    for entry in listed[:_MOST_ENTRIES]:
        who = _named(entry.shots)
        head = Text.assemble(mark(entry.status, console), f" {who} ", (f"{entry.stage}: ", "bold"))
        _print_wrapped(head + Text(entry.reason, style="red" if entry.status == "failed" else ""), console)
    if len(listed) > _MOST_ENTRIES:
        more = sum(len(entry.shots) for entry in listed[_MOST_ENTRIES:])
        console.print(Text(f"… and {more} more; all of them: sparkle status {film.film} --json", style="dim"))


def _print_locked(cells: Sequence[Cell], console: Console) -> None:
    """The locked shots, and what would be made of them if they were not."""
    for shot, of_shot in groupby(cells, key=lambda cell: cell.shot):
        differs = [f"{STAGES[cell.asset]}: {'; '.join(cell.reasons)}" for cell in of_shot if cell.reasons]
        told = f"would differ: {', '.join(differs)}" if differs else "as its plan says"
        _print_wrapped(Text.assemble(f"{shot} ", ("locked: ", "bold blue"), told), console)


def _print_verdicts(film: Standing, console: Console) -> None:
    """The shots that QA rejects, and what is or may be done about them."""
    for verdict in film.verdicts:
        words = verdict_words(film.film, verdict_json(verdict))
        if verdict is film.verdicts[-1]:
            words = with_same_options(words)
        _print_wrapped(Text(words, style="red" if verdict.waits_for_person else "yellow"), console)


def _print_wrapped(text: Text, console: Console) -> None:
    """In as many lines as it needs, the further ones indented."""
    for at, line in enumerate(text.wrap(console, max(console.width - 2, 20))):
        console.print(line if at == 0 else Text("  ") + line)


def _named(shots: Sequence[str]) -> str:
    if len(shots) > _MOST_SHOTS_NAMED:
        return f"{shots[0]} … {shots[-1]} ({len(shots)} shots)"
    return ", ".join(shots)
