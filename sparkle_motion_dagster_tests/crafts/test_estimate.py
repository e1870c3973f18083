"""What a film would take, before it is made."""

import json
from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.backends.video.animatic import AnimaticVideo
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import Ran, Sparkle, Studio

SECOND = """Title: The Letter

EXT. HARBOUR - DAWN

A ferry leaves the pier. Gulls cry over the masts.

INT. POST OFFICE - MORNING

MARA (40), a clerk in a green apron, sorts the mail.

MARA
This one has no stamp.

JON (20), a postman, leans on the counter.

JON
Then it must be a love letter.

MARA
Or a bill.
"""
THIRD = """Title: The Well

EXT. VILLAGE SQUARE - NOON

IDA (9), a girl with a red scarf, looks into the well.

IDA
Is anybody down there?

OLD PETER (80), a man with a white beard, laughs.

OLD PETER
Only the moon, my dear, and she never answers before dark.

EXT. MEADOW - NIGHT

The moon stands over the meadow.
"""


def _everything(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.rglob("*"))}


def _of(ran: Ran, asset: str) -> list[dict[str, Any]]:
    assert ran.code == 0, ran.err
    return [step for step in ran.json["steps"] if step["asset"] == asset]


def test_it_writes_nothing_where_there_is_no_studio(sparkle: Sparkle, tmp_path: Path):
    brief = tmp_path / "the-letter.fountain"
    brief.write_text(SECOND, encoding="utf-8")
    before = _everything(tmp_path)
    ran = sparkle("estimate", str(brief), "--home", str(tmp_path / "studio"), "--json")
    assert ran.code == 0
    assert _everything(tmp_path) == before
    assert {step["source"] for step in ran.json["steps"] if not step["reused"]} == {"prior"}


def test_every_step_is_there_from_the_plan_to_the_film(sparkle: Sparkle, tmp_path: Path):
    brief = tmp_path / "the-letter.fountain"
    brief.write_text(SECOND, encoding="utf-8")
    ran = sparkle("estimate", str(brief), "--home", str(tmp_path / "studio"), "--json")
    plan = sparkle("plan", str(brief), "--json").json
    shots = [shot["id"] for shot in plan["shots"]]
    for asset in ("shot_images", "video_clips", "lipsynced_clips", "qa_report"):
        assert [step["shot"] for step in _of(ran, asset)] == shots
        assert all(step["seconds"] > 0 and step["memory_mb"] > 0 for step in _of(ran, asset))
    assert len(_of(ran, "line_audio")) == 3
    assert len(_of(ran, "movie_plan")) == len(_of(ran, "final_movie")) == 1
    assert {step["device"] for step in ran.json["steps"]} == {"cpu"}
    totals = ran.json["totals"]
    assert totals["work_s"] == pytest.approx(sum(step["seconds"] for step in ran.json["steps"]), abs=0.1)
    assert totals["gpu_hours"] == 0
    assert totals["expected_takes"] == len(shots)


def test_a_finished_film_costs_nothing_and_looking_changes_nothing(sparkle: Sparkle, studio: Studio):
    before = _everything(studio.home)
    for named in (str(studio.brief), "two-lamps"):
        ran = sparkle("estimate", named, "--home", str(studio.home), "--profile", studio.profile(), "--json")
        assert ran.code == 0, ran.err
        assert ran.json["totals"]["made"] == ran.json["totals"]["work_s"] == 0
        assert ran.json["film_s"] == pytest.approx(studio.made.json["duration_s"], abs=0.01)
    assert _everything(studio.home) == before


def test_one_edited_line_costs_its_own_chain_and_the_film(sparkle: Sparkle, studio: Studio):
    studio.brief.write_text(studio.brief.read_text().replace("The sea is wild", "The sea is quite wild"), "utf-8")
    arguments = (str(studio.brief), "--home", str(studio.home), "--profile", studio.profile(), "--json")
    ran = sparkle("estimate", *arguments)
    made = [(step["asset"], step["shot"]) for step in ran.json["steps"] if not step["reused"]]
    shot = next(step["shot"] for step in _of(ran, "line_audio") if not step["reused"])
    chain = ["line_audio", "dialogue_audio", "video_clips", "lipsynced_clips", "qa_report"]
    assert made == [("movie_plan", None), *((asset, shot) for asset in chain), ("final_movie", None)]
    really = sparkle("make", *arguments).json["made"]
    expected = {asset: 1 for asset, _ in made if asset != "line_audio"}
    assert {asset: really[asset] for asset in expected} == expected


def test_a_store_that_may_not_be_written_can_be_asked(sparkle: Sparkle, studio: Studio):
    damaged = next((studio.home / "store" / "manifests" / "qa_report").glob("*.json"))
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-9])
    before = _everything(studio.home)
    ran = sparkle("estimate", str(studio.brief), "--home", str(studio.home), "--profile", studio.profile(), "--json")
    assert [step["reused"] for step in _of(ran, "qa_report")].count(False) == 1
    assert _everything(studio.home) == before


def test_the_table_names_stages_and_shots(sparkle: Sparkle, studio: Studio, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "160")
    arguments = ("--home", str(studio.home), "--profile", studio.profile())
    stages = sparkle("estimate", str(studio.brief), *arguments).out
    assert all(name in stages for name in ("lines", "stills", "clips", "lip-sync", "QA", "film"))
    shots = sparkle("estimate", str(studio.brief), *arguments, "--shots").out
    assert "s010" in shots
    assert "in the store" in shots


def test_what_is_neither_a_file_nor_a_film_is_named(sparkle: Sparkle, studio: Studio):
    ran = sparkle("estimate", "two-lamp", "--home", str(studio.home))
    assert ran.code == 2
    assert "two-lamps" in ran.err


def test_a_backend_nobody_knows_is_said_to_be_unknown(
    sparkle: Sparkle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from sparkle_motion_dagster.crafts import history

    known = history.load_priors()
    without = {asset: rows for asset, rows in known.backends.items() if asset != "video_clips"}
    monkeypatch.setattr(history, "load_priors", lambda: known.model_copy(update={"backends": without}))
    brief = tmp_path / "the-letter.fountain"
    brief.write_text(SECOND, encoding="utf-8")
    ran = sparkle("estimate", str(brief), "--home", str(tmp_path / "studio"), "--json")
    assert ran.json["unknown"] == [f"video_clips: animatic {AnimaticVideo.version}"]
    assert {step["seconds"] for step in _of(ran, "video_clips")} == {None}


def _work(store: ArtifactStore, film: str) -> tuple[float, float]:
    """Seconds and CPU seconds that the calls for the film's shots took."""
    seconds = cpu_seconds = 0.0
    for path in (store.room / "manifests").glob("*/*.json"):
        made = json.loads(path.read_bytes().split(b"\n")[1])
        if made["film"] == film and made["asset"] != "final_movie" and "cpu_seconds" in made["facts"]:
            seconds += made["facts"]["seconds"]
            cpu_seconds += made["facts"]["cpu_seconds"]
    return seconds, cpu_seconds


def test_after_two_films_the_third_is_foreseen_within_a_quarter(sparkle: Sparkle, studio: Studio):
    """Other programs slow all calls alike: the third film is judged as if the machine were as busy as before."""
    arguments = ("--home", str(studio.home), "--profile", studio.profile(), "--json")
    second, third = studio.brief.parent / "the-letter.fountain", studio.brief.parent / "the-well.fountain"
    second.write_text(SECOND, encoding="utf-8")
    third.write_text(THIRD, encoding="utf-8")
    assert sparkle("make", str(second), *arguments).code == 0
    ran = sparkle("estimate", str(third), *arguments)
    foreseen_s = sum(
        step["seconds"] for step in ran.json["steps"] if step["asset"] not in ("movie_plan", "final_movie")
    )
    assert any(step["source"].startswith("measured") for step in ran.json["steps"])
    assert sparkle("make", str(third), *arguments).code == 0
    store = ArtifactStore.open(studio.home / "store")
    before = [_work(store, film) for film in ("two-lamps", "the-letter")]
    busy_before = sum(seconds for seconds, _ in before) / sum(cpu for _, cpu in before)
    took_s, cpu_s = _work(store, "the-well")
    assert foreseen_s == pytest.approx(took_s * busy_before / (took_s / cpu_s), rel=0.25)
