"""`sparkle status` and `sparkle takes` on films that are damaged, or of which something failed: told, and no end of them."""

import json
import os
import shutil
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.errors import BackendError, BriefError, PlanError, RunFailedError
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.store.failures import record
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import SCREENPLAY, Sparkle
from sparkle_motion_dagster_tests.crafts.sketching import sketch

FILM, OTHER = "two-lamps", "one-lamp"
KILLED = RunFailedError("run 1234abcd of two-lamps~s010 to two-lamps~s040 failed: SIGKILL; everything finished is kept")


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("status")
    store = ArtifactStore.open(home / "store")
    (home / "films").mkdir()
    for film, title in ((FILM, "The Two Lamps"), (OTHER, "One Lamp")):
        text = SCREENPLAY.replace("The Two Lamps", title)
        sketch(store, load_profile("animatic"), film, text)
        (home / "films" / f"{film}.fountain").write_text(text, encoding="utf-8")
    return home


@pytest.fixture
def home(finished, tmp_path) -> Path:
    shutil.copytree(finished, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def told(home, sparkle):
    """What a command says of the studio, in one line."""

    def run(*arguments: str) -> str:
        ran = sparkle(*arguments, "--home", str(home))
        assert ran.code == 0, ran.err
        return " ".join(ran.out.split())

    return run


@pytest.fixture
def seen(home, sparkle):
    """The JSON of a film's status, and its plan and movie."""

    def look(film: str = FILM):
        found = sparkle("status", film, "--home", str(home), "--json").json
        of_film = {cell["asset"]: cell for cell in found["assets"] if cell["shot"] is None}
        return found, of_film["movie_plan"], of_film.get("final_movie")

    return look


def blob(home: Path, asset: str, role: str, key: str = FILM) -> Path:
    made = ArtifactStore.open(home / "store").head(asset, key)
    assert made is not None
    return made.path(role)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


def brief(home: Path) -> Path:
    return home / "films" / f"{FILM}.fountain"


def edit(home: Path, before: str, after: str) -> None:
    text = brief(home).read_text(encoding="utf-8")
    assert before in text
    brief(home).write_text(text.replace(before, after), encoding="utf-8")


def lose_a_clip(home: Path) -> None:
    (home / "store" / "heads" / "video_clips" / f"{FILM}~s020.json").unlink()


def test_a_flipped_bit_in_a_plan_is_told_with_its_film_and_left_where_it_is(home, told, seen):
    plan = blob(home, "movie_plan", "plan")
    flip(plan)
    before = plan.read_bytes()
    for _ in range(2):
        _, cell, movie = seen()
        assert (cell["status"], movie["status"]) == ("failed", "fresh")
        assert "not what was stored. It was left where it is" in cell["reasons"][0] and str(plan) in cell["reasons"][0]
        assert "the next `sparkle make` puts it aside" in cell["reasons"][0] and "moved" not in cell["reasons"][0]
    assert plan.read_bytes() == before
    listed = told("status")
    assert "plan failed: movie_plan of two-lamps: file 'plan' is not what was stored" in listed and "One Lamp" in listed
    assert "It was left where it is" in told("status", FILM)


def test_a_plan_that_is_lost_is_missing_and_planned_as_its_brief_says(home, seen):
    blob(home, "movie_plan", "plan").unlink()
    found, cell, movie = seen()
    assert (cell["status"], cell["reasons"], movie["status"]) == ("missing", ["its files are gone"], "fresh")
    assert found["shots"] == 5 and not found["fresh"]


def test_a_lost_plan_without_a_brief_is_that_films_failure_and_the_others_are_listed(home, told, seen):
    blob(home, "movie_plan", "plan").unlink()
    brief(home).unlink()
    listed = told("status")
    assert "✖ two-lamps" in listed and "its files are gone; its brief is no longer in films/" in listed
    assert "● one-lamp" in listed
    _, cell, _ = seen()
    assert cell["status"] == "failed" and "put it back with sparkle make FILE --film two-lamps" in cell["reasons"][-1]


def test_a_film_that_cannot_be_looked_at_is_listed_with_the_reason_among_the_others(home, told, seen):
    (home / "store" / "failures").mkdir(exist_ok=True)
    (home / "store" / "failures" / FILM).write_text("a file, where a folder should be")
    listed = told("status")
    assert "✖ two-lamps" in listed and "plan failed: Cannot list" in listed
    assert "● one-lamp" in listed
    found, cell, _ = seen()
    assert found["counts"] == {"failed": 1} and "ENOTDIR" in cell["reasons"][0]
    assert "Cannot list" in told("status", FILM)


def test_a_damaged_take_is_listed_with_what_is_wrong_and_the_others_with_their_files(home, told, sparkle):
    text = brief(home).read_text(encoding="utf-8")
    old = blob(home, "dialogue_audio", "track", f"{FILM}~s020")
    other = blob(home, "video_clips", "sketch", f"{FILM}~s020")
    flip(old)
    for _ in range(2):
        assert f"dialogue_audio 1: cannot be shown: dialogue_audio of {FILM}~s020: file 'track'" in told(
            "takes", FILM, "s020"
        )
    ran = sparkle("takes", FILM, "s020", "--home", str(home), "--json")
    takes = {take["asset"]: take for take in ran.json["takes"]}
    assert (
        takes["dialogue_audio"]["files"] == {} and "not what was stored" in takes["dialogue_audio"]["faults"]["track"]
    )
    assert (takes["video_clips"]["files"], takes["video_clips"]["faults"]) == ({"sketch": str(other)}, {})
    assert brief(home).read_text(encoding="utf-8") == text and old.exists()


def test_a_run_that_was_killed_is_told_above_while_its_shots_are_missing(home, told, seen):
    lose_a_clip(home)
    record(ArtifactStore.open(home / "store"), FILM, None, "final_movie", KILLED)
    found, _, movie = seen()
    assert (movie["status"], movie["waits"]) == ("stale", True)
    assert [run["reason"] for run in found["failed_runs"]] == [str(KILLED)]
    shown = told("status", FILM)
    assert shown.index("SIGKILL") < shown.index("plan ")
    listed = told("status")
    assert "✖ two-lamps" in listed and "1 missing; run 1234abcd of" in listed and "● one-lamp" in listed


def test_a_killed_run_is_told_no_more_when_the_film_was_made_after_it(home, told, seen):
    lose_a_clip(home)
    store = ArtifactStore.open(home / "store")
    record(store, FILM, None, "final_movie", KILLED)
    sketch(store, load_profile("animatic"), FILM, brief(home).read_text(encoding="utf-8"))  # all of it is found again
    assert "SIGKILL" not in told("status", FILM)
    edit(home, "Good evening, Tom.", "Good night, dear Tom.")
    sketch(store, load_profile("animatic"), FILM, brief(home).read_text(encoding="utf-8"))
    edit(home, "Title: The Two Lamps", "Title: Three Lamps")
    assert "SIGKILL" not in told("status", FILM) and "✖ two" not in told("status")
    found, _, movie = seen()
    assert (movie["status"], found["failed_runs"]) == ("stale", [])


def test_of_many_runs_that_were_killed_the_latest_are_told(home, told, seen):
    lose_a_clip(home)
    store = ArtifactStore.open(home / "store")
    for number in range(1, 6):
        record(store, FILM, f"s0{number}0", "video_clips", RunFailedError(f"run {number} failed: out of memory"))
    shown = told("status", FILM)
    assert "run 3 failed" in shown and "run 5 failed" in shown and "run 2 failed" not in shown
    assert len(seen()[0]["failed_runs"]) == 5


def test_a_plan_that_failed_is_told_until_its_brief_is_edited(home, seen):
    edit(home, "The sea is wild", "The sea is calm")
    record(ArtifactStore.open(home / "store"), FILM, None, "movie_plan", PlanError("the model wrote nothing"))
    _, cell, _ = seen()
    assert (cell["status"], cell["reasons"]) == ("failed", ["the model wrote nothing"])
    edit(home, "The sea is calm", "The sea is quiet")
    assert seen()[1]["status"] == "stale"


def test_what_was_wrong_with_a_brief_is_told_no_more_when_it_is_mended(home, seen):
    second = home / "films" / "Two Lamps.txt"
    edit(home, "The sea is wild", "The sea is calm")
    os.utime(brief(home), (1, 1))
    second.write_text("A story. It ends.", encoding="utf-8")
    wrong = BriefError(FILM, ["two briefs for one film: Two Lamps.txt, two-lamps.fountain; keep one"])
    record(ArtifactStore.open(home / "store"), FILM, None, "movie_plan", wrong)
    assert "keep one" in seen()[1]["reasons"][0]
    second.unlink()
    assert seen()[1]["status"] == "stale"


def test_a_cut_that_failed_is_told_until_the_film_would_be_another(home, seen):
    (home / "store" / "heads" / "final_movie" / f"{FILM}.json").unlink()
    record(ArtifactStore.open(home / "store"), FILM, None, "final_movie", BackendError("the cutter died"))
    assert (seen()[2]["status"], seen()[2]["reasons"]) == ("failed", ["the cutter died"])
    edit(home, "Title: The Two Lamps", "Title: Three Lamps")
    assert seen()[2]["status"] == "missing"


def test_a_cut_that_failed_is_told_no_more_when_its_shots_are_made_anew(home, seen):
    edit(home, "Good evening, Tom.", "Good night, dear Tom.")
    store = ArtifactStore.open(home / "store")
    record(store, FILM, None, "final_movie", BackendError("the cutter died"))
    sketch(store, load_profile("animatic"), FILM, brief(home).read_text(encoding="utf-8"), most_shots=99)
    assert (seen()[2]["status"], seen()[2]["waits"]) == ("stale", False)


@pytest.mark.parametrize("command", ["status", "verify", "gc"])
def test_a_misspelt_studio_is_said_and_not_made(command: str, tmp_path: Path, sparkle: Sparkle):
    ran = sparkle(command, "--home", str(tmp_path / "stduio"))
    assert ran.code == 2 and "there is no studio at" in ran.err and "--home" in ran.err
    assert not list(tmp_path.iterdir())


def test_looking_at_a_studio_that_has_only_briefs_makes_nothing(tmp_path: Path, sparkle: Sparkle):
    brief = tmp_path / "studio" / "films" / "new.fountain"
    brief.parent.mkdir(parents=True)
    brief.write_text("INT. ROOM - DAY\n\nADA\nHello.\n", encoding="utf-8")
    ran = sparkle("status", "--home", str(tmp_path / "studio"), "--json")
    assert ran.code == 0 and ran.json["films"][0]["film"] == "new"
    assert [path.name for path in (tmp_path / "studio").iterdir()] == ["films"]


def test_a_plan_of_another_version_is_said_to_be_one(home: Path, sparkle: Sparkle, tmp_path: Path):
    store = ArtifactStore.open(home / "store")
    held = store.head("movie_plan", FILM)
    assert held is not None
    plan = json.loads(held.path("plan").read_text(encoding="utf-8"))
    other = tmp_path / "plan.json"
    other.write_text(json.dumps({**plan, "smell": "of the sea"}), encoding="utf-8")
    store.adopt(
        Recipe("movie_plan", FILM, {"another": "version"}), {"plan": other}, dict(held.facts),
        film=FILM, shot=None, backend="rules 99", draft=False, reason="a test",
    )  # fmt: skip
    listed = sparkle("status", "--home", str(home), "--json")
    assert listed.code == 0
    (told,) = [film for film in listed.json["films"] if film["film"] == FILM]
    assert "written by another version of this program (rules 99)" in told["assets"][0]["reasons"][0]
    made = sparkle("make", FILM, "--home", str(home))
    assert made.code == 1 and "smell" in made.err and f"sparkle rm {FILM}" in made.err
