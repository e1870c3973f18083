"""How a film stands: against its brief as written now, with what failed and what is in work."""

import os
import shutil
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.profile import Profile, load_profile
from sparkle_motion_dagster.crafts.craft import Made
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.planning import held_plan
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.crafts.standing import Standing, films_of, standing
from sparkle_motion_dagster.errors import BackendError, InputError
from sparkle_motion_dagster.store.failures import failures, record
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.viewing import view
from sparkle_motion_dagster_tests.conftest import SCREENPLAY
from sparkle_motion_dagster_tests.crafts.sketching import Log, SketchCraft, planned, sketch

FILM = "two-lamps"
SPOKEN_SHOT = "s020"


class Tired(SketchCraft):
    """Cannot make one shot."""

    def make(self, order, materials, folder) -> Made:
        if order.shot.id == SPOKEN_SHOT:
            raise BackendError("the voice is gone; run again")
        return super().make(order, materials, folder)


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile("animatic")


@pytest.fixture(scope="module")
def finished(tmp_path_factory, profile) -> Path:
    home = tmp_path_factory.mktemp("standing")
    sketch(ArtifactStore.open(home / "store"), profile, FILM, SCREENPLAY)
    (home / "films").mkdir()
    (home / "films" / f"{FILM}.fountain").write_text(SCREENPLAY, encoding="utf-8")
    return home


@pytest.fixture
def home(finished, tmp_path) -> Path:
    shutil.copytree(finished, tmp_path / "home")
    return tmp_path / "home"


def look(home: Path, profile: Profile, film: str = FILM) -> Standing:
    store = view(home / "store")
    assert store is not None
    return standing(store, gather(profile), home / "films", film)


def edit(home: Path, before: str, after: str) -> str:
    path = home / "films" / f"{FILM}.fountain"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def spoken_shot(store: ArtifactStore) -> str:
    return next(shot.id for shot in held_plan(store, FILM).shots if shot.dialogue)


def test_a_finished_film_is_fresh_and_every_step_has_its_record(home, profile):
    film = look(home, profile)
    assert film.fresh
    assert film.made_by is None
    assert {cell.step.status for cell in film.cells if cell.step} == {"succeeded"}
    assert all(cell.step and cell.step.artifact for cell in film.cells)
    assert film.of_shot(None)["final_movie"].step.model_id == "sketch"


def test_looking_changes_nothing(home, profile):
    def listing():
        return {p: p.stat().st_mtime_ns for p in home.rglob("*")}

    before = listing()
    edit_free = look(home, profile)
    assert edit_free.fresh
    assert listing() == before


def test_an_edited_brief_is_stale_before_anything_is_made(home, profile):
    edit(home, "The sea is wild tonight.", "The sea is calm tonight.")
    film = look(home, profile)
    stale = [cell for cell in film.cells if cell.status == "stale" and not cell.waits]
    assert [cell.asset for cell in stale] == ["movie_plan", "dialogue_audio"]
    assert "line 1 changed: 'The sea is wild tonight.' → 'The sea is calm tonight.'" in stale[1].reasons
    assert any(stale[1].shot in reason for reason in stale[0].reasons)


def test_a_changed_voice_is_said_by_name(home, profile):
    edit(home, "TOM (30), a young fisherman", "TOM (70), an old fisherman")
    reasons = [reason for cell in look(home, profile).cells for reason in cell.reasons]
    assert any(reason.startswith("voice of TOM changed: ") for reason in reasons)
    assert any(reason.startswith("look of TOM changed: ") for reason in reasons)


def test_a_wrong_brief_is_the_plans_failure_and_the_rest_still_stands(home, profile):
    (home / "films" / f"{FILM}.fountain").write_text("", encoding="utf-8")
    film = look(home, profile)
    plan = film.of_shot(None)["movie_plan"]
    assert plan.status == "failed"
    assert "empty" in plan.reasons[0]
    assert film.of_shot(None)["final_movie"].status == "fresh"


def test_a_film_that_was_never_planned_is_missing(home, profile):
    (home / "films" / "new.fountain").write_text(SCREENPLAY, encoding="utf-8")
    film = look(home, profile, "new")
    assert {cell.status for cell in film.cells} == {"missing"}
    assert len(film.shots) > 3
    store = view(home / "store")
    assert films_of(store, home / "films") == ("new", FILM)


def test_no_such_film_names_those_there_are(home, profile):
    with pytest.raises(InputError, match=FILM):
        look(home, profile, "nobody")


def test_a_failure_is_shown_after_its_run_has_ended_and_until_it_is_made(home, profile):
    text = edit(home, "Good evening, Tom.", "Good night, dear Tom.")
    store = ArtifactStore.open(home / "store")
    shot_id = spoken_shot(store)
    assert shot_id == SPOKEN_SHOT
    crew = gather(profile)
    plan = planned(store, profile, FILM, text).plan
    orders = [crew.order(FILM, plan, shot) for shot in plan.shots]
    for _ in range(2):
        results = Shoot(store, None).shoot(Tired(crew.crafts["dialogue_audio"], Log()), orders)
        assert [key for key, result in results.items() if result.artifact is None] == [f"{FILM}~{shot_id}"]

    cell = look(home, profile).of_shot(shot_id)["dialogue_audio"]
    assert cell.status == "failed"
    assert "the voice is gone; run again" in cell.reasons[0]
    assert (cell.step.status, cell.step.attempts, cell.step.error_type) == ("failed", 2, "BackendError")

    edit(home, "Good night, dear Tom.", "Good morning, Tom.")  # another text has not failed yet
    assert look(home, profile).of_shot(shot_id)["dialogue_audio"].status == "stale"

    text = edit(home, "Good morning, Tom.", "Good night, dear Tom.")
    sketch(store, profile, FILM, text)
    assert look(home, profile).fresh
    assert failures(store, FILM) == ()


def test_a_damaged_record_is_left_out(home, profile):
    store = ArtifactStore.open(home / "store")
    record(store, FILM, "s010", "video_clips", BackendError("no light"))
    (path,) = (home / "store" / "failures" / FILM).iterdir()
    assert failures(store, FILM)[0].message == "no light"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-4])
    assert failures(store, FILM) == ()


def test_what_a_living_process_makes_is_running_and_the_rest_is_queued(home, profile):
    text = edit(home, "EXT. BEACH - DAY", "EXT. BEACH - NIGHT")
    store = ArtifactStore.open(home / "store")
    crew = gather(profile)
    plan = planned(store, profile, FILM, text).plan
    shot = plan.shots[-1]
    recipe = crew.crafts["shot_images"].recipe(crew.order(FILM, plan, shot), {})
    with store.film_lock(FILM), store.recipe_lock(recipe):
        film = look(home, profile)
    cells = film.of_shot(shot.id)
    assert film.made_by == os.getpid()
    assert cells["shot_images"].status == "running"
    assert f"process {os.getpid()}" in cells["shot_images"].reasons[0]
    assert cells["video_clips"].step.status == "queued"
    assert look(home, profile).made_by is None
