"""Killed at any moment (`kill -9` of the whole group), a film goes on where it was: nothing finished is lost, seen
half-written or made twice; nothing of it runs on; no lock stays; and no run is shown as running for ever."""

import json
import os
import random
import time
from pathlib import Path

import pytest

from sparkle_motion_dagster_tests.conftest import tiny_profile
from sparkle_motion_dagster_tests.reliability.briefs import FILMS, ONE_LINE
from sparkle_motion_dagster_tests.reliability.killing import Film, Moment, moments

KILLS_A_FILM = 10


def film_of(folder: Path, name: str, text: str) -> Film:
    folder.mkdir(parents=True, exist_ok=True)
    brief = folder / name
    brief.write_text(text, encoding="utf-8")
    return Film(brief, folder / "studio", tiny_profile(folder))


@pytest.mark.timeout(300)
def test_a_film_killed_in_each_of_its_phases_is_finished_and_nothing_is_made_twice(tmp_path):
    film = film_of(tmp_path, "one-word.fountain", ONE_LINE)
    total = sum(film.expected().values()) + 1  # its line is an artifact too
    for moment in (Moment(3, 0.0), Moment(total - 4, 0.01), Moment(total - 1, 0.8)):
        film.kill_at(moment)
    film.finish()
    assert film.kills == 3


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SPARKLE_SLOW"), reason="takes half an hour; asked for by SPARKLE_SLOW=1")
@pytest.mark.timeout(7200)
def test_a_hundred_kills_over_ten_films(tmp_path):
    started = time.monotonic()
    rows = []
    for number, (name, text) in enumerate(FILMS.items()):
        film = film_of(tmp_path / Path(name).stem, name, text)
        chance = random.Random(f"{number} {name}")
        lines = sum(1 for line in _lines(film))
        extra_kills = 0
        for moment in moments(chance, sum(film.expected().values()) + lines, KILLS_A_FILM):
            film.kill_at(moment)
        while film.kills < KILLS_A_FILM and extra_kills < 3:  # it was done before the moment came: kill the re-run
            film.kill_at(Moment(0, 0, start_s=chance.uniform(0.3, 2.0)))
            extra_kills += 1
        film.finish()
        rows.append(
            {
                "film": film.name,
                "kills": film.kills,
                "artifacts": film.finished(),
                "lost_calls": film.lost_calls,
                "most_lost_at_once": film.most_lost_at_once,
                "left_for_the_last_run": sum(film.made_last.values()),
            }
        )
        print(json.dumps(rows[-1]), flush=True)
    kills = sum(row["kills"] for row in rows)
    lost = sum(row["lost_calls"] for row in rows)
    print(
        json.dumps(
            {"films": len(rows), "kills": kills, "lost_calls": lost, "seconds": round(time.monotonic() - started)}
        )
    )
    assert kills >= 100


def _lines(film: Film) -> list[str]:
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.planning import plan_file

    plan = plan_file(film.brief, load_profile(str(film.profile)), None).plan
    return sorted({line.text for shot in plan.shots for line in shot.dialogue})
