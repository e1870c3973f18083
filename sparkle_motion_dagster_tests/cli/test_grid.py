"""The picture of a film's state fits the terminal, says why, and has colour only where there is a terminal."""

import io
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
from rich.console import Console

from sparkle_motion_dagster.cli.grid import bands, entries, labels, print_standing
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.standing import Cell, Standing
from sparkle_motion_dagster.film.plan import MoviePlan, Shot


def shots(count: int, a_scene: int = 7) -> tuple[Shot, ...]:
    return tuple(
        Shot(
            id=f"s{(number + 1) * 10:03d}",
            duration_sec=2,
            visual_description="",
            start_base_image_id="a",
            end_base_image_id="b",
            scene=f"c{number // a_scene}",
        )
        for number in range(count)
    )


@dataclass(frozen=True)
class Movie:
    """Of a movie, what the picture shows."""

    facts: dict[str, Any]
    draft: bool = True


def film(count: int, **cells: tuple[str, ...]) -> Standing:
    """A fresh film; `s020__shot_images=("failed", "why")` changes a cell."""
    made = [Cell(None, "movie_plan", "fresh", (), None)]
    for shot in shots(count):
        for asset in SHOT_ASSETS:
            status, *reasons = cells.get(f"{shot.id}__{asset}", ("fresh",))
            made.append(Cell(shot.id, asset, status, tuple(reasons), None))  # type: ignore[arg-type]
    made.append(Cell(None, "final_movie", "fresh", (), None))
    plan = MoviePlan(title="The Wind", base_images=(), shots=shots(count))
    return Standing("wind", "The Wind", "animatic", plan, tuple(made), None, None)


def printed(standing: Standing, width: int, encoding: str = "utf-8", terminal: bool = False) -> str:
    buffer = io.BytesIO()
    out = io.TextIOWrapper(buffer, encoding=encoding, newline="\n")
    print_standing(
        standing, Console(file=out, width=width, force_terminal=terminal, color_system="standard" if terminal else None)
    )
    out.flush()
    return buffer.getvalue().decode(encoding)


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("count", [0, 1, 40, 200])
def test_every_line_fits_and_every_shot_has_its_five_marks(count, width):
    text = printed(film(count), width)
    assert max(len(line) for line in text.splitlines()) <= width
    rows = [line for line in text.splitlines() if line.startswith((" voices", " stills", " clips", " lip-sync", " QA"))]
    assert sum(row.count("●") for row in rows) == count * len(SHOT_ASSETS)


def test_200_shots_fit_on_one_screen_of_80_columns():
    assert len(printed(film(200), 80).splitlines()) <= 40


def test_a_scene_is_named_by_its_first_shot_above_its_column():
    band = next(bands(shots(20), 70))
    assert [len(scene) for scene in band] == [7, 7, 6]
    line = labels(band, 70)
    assert (line.index("s010"), line.index("s080"), line.index("s150")) == (0, 8, 16)


def test_a_scene_longer_than_the_screen_goes_on_below():
    found = list(bands(shots(50, a_scene=50), 20))
    assert [sum(len(scene) for scene in band) for band in found] == [20, 20, 10]


def test_piped_output_has_no_colour_and_a_terminal_has():
    broken = film(3, s020__shot_images=("failed", "no light"))
    assert "\x1b" not in printed(broken, 80)
    assert "\x1b" in printed(broken, 80, terminal=True)


def test_a_terminal_that_knows_ascii_only_gets_ascii():
    text = printed(film(3, s020__shot_images=("stale", "framing: medium")), 80, encoding="ascii")
    assert " stills   #~#" in text


def test_the_same_reason_is_said_once_and_failures_come_first():
    same = {f"s{n:03d}__shot_images": ("stale", "look of ADA changed") for n in range(20, 200, 10)}
    found = entries(film(30, **same, s200__video_clips=("failed", "the disk is full")).cells)
    assert [(entry.status, len(entry.shots)) for entry in found] == [("failed", 1), ("stale", 18)]
    text = printed(film(30, **same, s200__video_clips=("failed", "the disk is full")), 80)
    assert "s020 … s190 (18 shots) stills: look of ADA changed" in text
    assert "✖ s200 clips: the disk is full" in text


def test_words_in_brackets_are_printed_as_they_are():
    assert "[bold]" in printed(film(2, s010__shot_images=("stale", "prop put in: [bold]")), 80)


def test_a_movie_of_another_profile_is_named_and_how_it_stands_with_this_one():
    stale = replace(
        film(2, s010__shot_images=("stale", "another engine")),
        movie=cast(Any, Movie({"profile": "gpu", "duration_s": 4.0})),
    )
    told = "its movie was made with --profile gpu; this is how it stands with animatic"
    assert told in " ".join(printed(stale, 80).split())
    assert told not in printed(replace(stale, profile="gpu"), 200)
    assert told not in printed(replace(film(2), movie=stale.movie), 200)  # fresh: the other profile makes the same
