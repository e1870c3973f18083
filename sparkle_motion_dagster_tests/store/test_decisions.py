"""Decisions on the shelf: durable, never overwritten, kept by gc, forgotten with their film."""

import errno
import os
from datetime import UTC, datetime

import pytest

from sparkle_motion_dagster.errors import FilmBusyError, InputError, StoreError
from sparkle_motion_dagster.film.takes import CLIP, PICTURE_ASSETS, STILLS, OwnFile, ShotTakes
from sparkle_motion_dagster.store.checking import verify
from sparkle_motion_dagster.store.decisions import FOLDER, decide, film_takes, shot_takes
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import gc, remove_film
from sparkle_motion_dagster_tests.store.making import FILM, adopt, recipe

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def again(takes: ShotTakes) -> ShotTakes:
    return takes.retaken(PICTURE_ASSETS, "", NOW)


@pytest.fixture
def store(tmp_path) -> ArtifactStore:
    return ArtifactStore.open(tmp_path / "store")


def test_what_was_decided_is_there_for_the_next_process(store, tmp_path):
    decide(store, FILM, "s020", again)
    decide(store, FILM, "s030", lambda takes: takes.retaken([CLIP], "slower", NOW))
    reopened = ArtifactStore.open(tmp_path / "store")
    assert shot_takes(reopened, FILM, "s020").take(STILLS).number == 2
    assert {shot: takes.numbers() for shot, takes in film_takes(reopened, FILM).items()} == {
        "s020": (1, 2),
        "s030": (1, 2),
    }
    assert film_takes(reopened, "another") == {}


def test_every_decision_stays_readable_and_none_is_written_over(store):
    for _ in range(12):
        decide(store, FILM, "s020", again)
    places = list(store.shelf.keys(f"{FOLDER}/{FILM}/s020"))
    assert len(places) == 12
    assert shot_takes(store, FILM, "s020").numbers() == tuple(range(1, 14))


def test_deciding_what_is_decided_already_writes_nothing(store):
    decide(store, FILM, "s020", again)
    decide(store, FILM, "s020", lambda takes: takes.circling(2))  # a person's choice, which QA leaves alone from now on
    decide(store, FILM, "s020", lambda takes: takes.circling(2))
    assert len(list(store.shelf.keys(FOLDER))) == 2


def test_a_refused_decision_writes_nothing(store):
    with pytest.raises(InputError):
        decide(store, FILM, "s020", lambda takes: takes.circling(7))
    assert list(store.shelf.keys(FOLDER)) == []


@pytest.mark.parametrize("call", ["fsync", "link", "chmod"])
def test_a_full_disk_leaves_the_decision_before(store, monkeypatch, call):
    decide(store, FILM, "s020", again)

    def full(*arguments, **settings):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(os, call, full)
        with pytest.raises(StoreError):
            decide(store, FILM, "s020", again)
    assert shot_takes(store, FILM, "s020").numbers() == (1, 2)
    decide(store, FILM, "s020", again)
    assert shot_takes(store, FILM, "s020").numbers() == (1, 2, 3)


def test_a_film_that_is_being_made_is_not_decided_about(store):
    with store.film_lock(FILM), pytest.raises(FilmBusyError, match=f"'{FILM}' is being made"):
        decide(store, FILM, "s020", again)


def test_of_a_damaged_decision_the_one_before_holds_and_a_person_is_told(store, caplog):
    decide(store, FILM, "s020", again)
    decide(store, FILM, "s020", again)
    newest = max(store.shelf.keys(f"{FOLDER}/{FILM}/s020"))
    path = store.room / newest
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b'"s020"', b'"s021"'))
    assert [damage.key for damage in verify(store)] == [newest]
    assert shot_takes(store, FILM, "s020").numbers() == (1, 2)
    assert "What was decided before it holds" in caplog.text
    assert (store.room / "quarantine").is_dir() and not path.exists()


def test_gc_keeps_every_take_and_what_decisions_name(store):
    made = [adopt(store, recipe(number)) for number in (1, 2, 3)]
    locked = {"video_clips": made[0].digest}
    decide(store, FILM, "s020", lambda takes: takes.locking(locked, NOW))
    for place in list(store.shelf.keys("takes")) + list(store.shelf.keys("heads")):
        store.shelf.remove(place)  # nothing but the decision refers to anything now
    swept = gc(store, dry_run=False, grace_s=0)
    assert len(swept.manifests) == 2
    assert store.find(recipe(1)) == made[0]


def test_gc_keeps_a_file_that_somebody_put_in(store):
    blob = adopt(store, recipe(1)).files["clip"]
    own = OwnFile(name="mine.mp4", sha256=blob.sha256)
    decide(store, FILM, "s020", lambda takes: takes.using(CLIP, "clip", own, "", NOW))
    for folder in ("takes", "heads"):
        for place in list(store.shelf.keys(folder)):
            store.shelf.remove(place)
    gc(store, dry_run=False, grace_s=0)
    assert store.shelf.size_bytes(blob.key) == blob.size_bytes


def test_a_film_taken_out_takes_its_decisions_with_it(store):
    adopt(store, recipe(1))
    decide(store, FILM, "s020", again)
    decide(store, "lamps-two", "s020", again)
    remove_film(store, FILM)
    assert film_takes(store, FILM) == {}
    assert shot_takes(store, "lamps-two", "s020").numbers() == (1, 2)
