"""Cleaning removes exactly what no film refers to; checking reads everything."""

import os

import pytest

from sparkle_motion_dagster.errors import ArtifactMissingError, FilmBusyError
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import gc, remove_film, verify
from sparkle_motion_dagster_tests.store.making import FILM, adopt, recipe


@pytest.fixture
def store(tmp_path):
    return ArtifactStore.open(tmp_path)


def test_gc_keeps_every_take_of_every_film(store):
    for number in (1, 2, 3):
        adopt(store, recipe(number))
    swept = gc(store, dry_run=False)
    assert (swept.manifests, swept.blobs, swept.freed_bytes) == ((), (), 0)
    assert len(store.takes("video_clips", recipe().key)) == 3


def test_gc_removes_a_removed_film_and_keeps_what_another_shares(store):
    shared = adopt(store, recipe(1, key=f"{FILM}~s010"))
    store.point("video_clips", "island~s010", shared)
    alone = adopt(store, recipe(2, key=f"{FILM}~s020"))
    assert remove_film(store, FILM) == 4
    assert store.head("video_clips", f"{FILM}~s010") is None

    would = gc(store)
    assert would.blobs == (alone.files["clip"].key,)
    assert would.freed_bytes == alone.files["clip"].size_bytes
    assert store.find(recipe(2)) is not None

    assert gc(store, dry_run=False) == would
    assert store.find(recipe(2)) is None
    assert store.find(recipe(1)) == shared
    with pytest.raises(ArtifactMissingError):
        store.point("video_clips", f"{FILM}~s020", alone)


def test_removing_a_film_leaves_one_whose_name_begins_alike(store):
    other = adopt(store, recipe(1, key="lighthouse2~s010"))
    adopt(store, recipe(2, key=FILM))
    remove_film(store, FILM)
    assert store.head("video_clips", "lighthouse2~s010") == other
    assert store.head("video_clips", FILM) is None


def test_gc_keeps_what_a_kept_artifact_was_made_from(store):
    sheet = adopt(store, recipe(1, key="old~ada", asset="sheets"))
    adopt(store, recipe(2, key=f"{FILM}~s010"), parents=(sheet.uri,))
    remove_film(store, "old")
    assert gc(store, dry_run=False).manifests == ()
    assert store.find(recipe(1, asset="sheets")) == sheet


def test_gc_is_not_fooled_by_the_clock(store):
    made = adopt(store, recipe(1))
    os.utime(made.path("clip"), (0, 0))
    assert gc(store, dry_run=False).blobs == ()


def test_gc_removes_bytes_that_no_manifest_names(store):
    adopt(store, recipe(1), b"winner")
    adopt(store, recipe(1), b"loser, whose manifest was never written")
    assert len(gc(store, dry_run=False).blobs) == 1
    assert verify(store) == ()


def test_gc_and_removal_wait_for_a_film_in_work(store):
    with store.film_lock(FILM):
        with pytest.raises(FilmBusyError, match=FILM):
            gc(store, dry_run=False)
        with pytest.raises(FilmBusyError):
            remove_film(store, FILM)
        gc(store)
