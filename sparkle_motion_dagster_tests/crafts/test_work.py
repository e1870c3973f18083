"""What is to be done for a film, and by how many voices, before Dagster is opened."""

from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.backends.profile import Profile, load_profile
from sparkle_motion_dagster.crafts import work
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import SCREENPLAY
from sparkle_motion_dagster_tests.crafts.sketching import planned, sketch

FILM, CORES = "two-lamps", 4
EDITED = SCREENPLAY.replace("Good evening, Tom.", "Good evening, dear Tom.")
REPAINTED = SCREENPLAY.replace("Waves roll on the sand.", "Waves roll on the grey sand.")


@pytest.fixture
def store(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(tmp_path / "store")


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile("animatic")


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Voices that began to load: (processes, threads of each)."""
    asked: list[tuple[int, int]] = []

    def note(pool: Any, backend: Any, count: int, threads: int) -> None:
        asked.append((count, threads))

    monkeypatch.setattr(work, "get_ready", note)
    return asked


def to_do(store: ArtifactStore, profile: Profile, text: str, cores: int = CORES) -> work.Work | None:
    pool: Any = None
    plan = planned(store, profile, FILM, text)
    return work.work_on(store, gather(profile), pool, cores, FILM, plan, "animatic")


def test_a_finished_film_is_nothing_to_do(store, profile, loaded):
    sketch(store, profile, FILM, SCREENPLAY)
    assert to_do(store, profile, SCREENPLAY) is None
    assert loaded == []


@pytest.mark.parametrize(
    ("cores", "voices"),
    [(2, [(2, 1)]), (4, [(1, 4)])],
    ids=["side by side on few cores", "in one process on many"],
)
def test_a_new_film_has_as_many_voices_as_it_has_use_for(store, profile, loaded, cores, voices):
    found = to_do(store, profile, SCREENPLAY, cores)
    assert found is not None and found.replan
    assert loaded == voices


def test_an_edited_line_is_spoken_by_one_process_on_all_cores(store, profile, loaded):
    sketch(store, profile, FILM, SCREENPLAY)
    found = to_do(store, profile, EDITED)
    assert found is not None and found.replan
    assert loaded == [(1, CORES)]


@pytest.mark.parametrize(
    "text", [REPAINTED, SCREENPLAY.replace("The Two Lamps", "Two Lamps")], ids=["picture", "title"]
)
def test_where_nobody_says_anything_new_no_voice_loads(store, profile, loaded, text):
    sketch(store, profile, FILM, SCREENPLAY)
    found = to_do(store, profile, text)
    assert found is not None and found.replan
    assert loaded == []


def test_an_edit_that_is_taken_back_needs_no_voice(store, profile, loaded):
    for text in (SCREENPLAY, EDITED):
        sketch(store, profile, FILM, text)
    found = to_do(store, profile, SCREENPLAY)
    assert found is not None and found.replan
    assert loaded == []


def test_a_film_that_a_model_has_yet_to_write_gets_all_voices(store, profile, loaded):
    pool: Any = None
    found = work.work_on(store, gather(profile), pool, CORES, FILM, None, "animatic")
    assert found is not None and found.replan
    assert loaded == [(CORES, 1)]
