"""Cleaning removes exactly what no film refers to; checking reads everything."""

import os

import obstore
import pytest

from sparkle_motion_dagster.errors import ArtifactMissingError, FilmBusyError
from sparkle_motion_dagster.store.artifact import sealed
from sparkle_motion_dagster.store.checking import check, put_aside, verify
from sparkle_motion_dagster.store.failures import record
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import gc, records, remove_film
from sparkle_motion_dagster_tests.store.making import FILM, adopt, bucket_store, recipe


@pytest.fixture
def store(tmp_path):
    return ArtifactStore.open(tmp_path)


def test_gc_keeps_every_take_of_every_film(store):
    for number in (1, 2, 3):
        adopt(store, recipe(number))
    swept = gc(store, dry_run=False, grace_s=0)
    assert (swept.manifests, swept.blobs, swept.freed_bytes) == ((), (), 0)
    assert len(store.takes("video_clips", recipe().key)) == 3


def test_gc_removes_a_removed_film_and_keeps_what_another_shares(store):
    shared = adopt(store, recipe(1, key=f"{FILM}~s010"))
    store.point("video_clips", "island~s010", shared)
    alone = adopt(store, recipe(2, key=f"{FILM}~s020"))
    assert remove_film(store, FILM) == 4
    assert store.head("video_clips", f"{FILM}~s010") is None

    would = gc(store, grace_s=0)
    assert would.blobs == (alone.files["clip"].key,)
    assert would.freed_bytes == alone.files["clip"].size_bytes
    assert store.find(recipe(2)) is not None

    assert gc(store, dry_run=False, grace_s=0) == would
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
    assert gc(store, dry_run=False, grace_s=0).manifests == ()
    assert store.find(recipe(1, asset="sheets")) == sheet


def test_gc_is_not_fooled_by_the_clock(store):
    made = adopt(store, recipe(1))
    os.utime(made.path("clip"), (0, 0))
    assert gc(store, dry_run=False, grace_s=0).blobs == ()


def test_gc_removes_bytes_that_no_manifest_names(store):
    adopt(store, recipe(1), b"winner")
    adopt(store, recipe(1), b"loser, whose manifest was never written")
    assert len(gc(store, dry_run=False, grace_s=0).blobs) == 1
    assert verify(store) == ()


def test_gc_and_removal_wait_for_a_film_in_work(store):
    with store.film_lock(FILM):
        with pytest.raises(FilmBusyError, match=FILM):
            gc(store, dry_run=False, grace_s=0)
        with pytest.raises(FilmBusyError):
            remove_film(store, FILM)
        gc(store, grace_s=0)


def test_what_is_young_is_kept_until_it_is_older(store):
    made = adopt(store, recipe(1))
    remove_film(store, FILM)
    kept = gc(store, dry_run=False)
    assert (kept.blobs, kept.manifests, kept.young) == ((), (), 1)
    assert store.find(recipe(1)) == made
    for path in (made.path("clip"), *(store.room / "manifests").rglob("*.json")):
        os.utime(path, (0, 0))
    assert gc(store, dry_run=False).blobs == (made.files["clip"].key,)


def test_gc_keeps_a_film_whose_take_was_lost_while_its_head_stands(store):
    made = adopt(store, recipe(1))
    (take,) = (path for path in (store.room / "takes").rglob("*.json"))
    take.unlink()
    assert gc(store, dry_run=False, grace_s=0).blobs == ()
    assert store.head("video_clips", recipe(1).key) == made


@pytest.mark.parametrize("how", ["whole", "damaged"])
def test_gc_keeps_whatever_a_decision_names_even_a_damaged_one(store, how):
    own = adopt(store, recipe(1, key=f"{FILM}~s010"))
    for folder in ("heads", "takes"):
        for key in list(store.shelf.keys(folder)):
            store.shelf.remove(key)
    said = sealed({"film": FILM, "circled": own.uri})
    store.shelf.create(f"decisions/{FILM}/s010/000001.json", said if how == "whole" else said[:-3])
    assert gc(store, dry_run=False, grace_s=0).manifests == ()
    assert store.find(recipe(1)) == own
    remove_film(store, FILM)
    assert gc(store, dry_run=False, grace_s=0).artifacts == (own,)


def test_gc_verify_and_removal_of_a_bucket(tmp_path):
    store = bucket_store(tmp_path)
    kept, gone = adopt(store, recipe(1, key="island~s010"), film="island"), adopt(store, recipe(2))
    remove_film(store, FILM)
    assert gc(store, dry_run=False).blobs == ()  # young
    assert gc(store, dry_run=False, grace_s=0).blobs == (gone.files["clip"].key,)
    assert verify(store) == ()
    obstore.put(store.shelf._bucket, kept.files["clip"].key, b"other bytes")
    (damage,) = verify(store)  # though the copy here is good
    assert damage.whose == ("island s010 video_clips",)
    assert put_aside(store, (damage,)).keys() == {damage.key}
    assert store.find(recipe(1)) is None


def test_damage_is_put_aside_only_while_it_is_damaged(store):
    made = adopt(store, recipe(1))
    path = made.path("clip")
    path.chmod(0o644)
    good = path.read_bytes()
    path.write_bytes(b"bad" + good[3:])
    found = check(store, jobs=4)
    assert (found.blobs, found.manifests, found.records) == (1, 1, 2)
    path.write_bytes(good)  # somebody has made it again meanwhile
    assert put_aside(store, found.damage) == {}
    assert made.path("clip").read_bytes() == good


def test_an_older_take_that_lost_a_file_is_put_aside_whole_and_not_told_of_for_ever(store):
    old = adopt(store, recipe(1))
    new = adopt(store, recipe(2))
    old.path("clip").unlink()
    assert len(verify(store)) == 1
    put_aside(store, verify(store))
    assert verify(store) == ()
    assert store.takes("video_clips", recipe(1).key) == (new,)


def test_removing_a_film_forgets_its_failures_and_decisions_and_nobody_elses(store):
    for film in (FILM, "island"):
        record(store, film, "s010", "video_clips", ValueError("why"))
        store.shelf.create(f"decisions/{film}/s010/000001.json", sealed({"film": film}))
    assert remove_film(store, FILM) == 2
    assert sorted(records(store)) == ["decisions/island/s010/000001.json", "failures/island/video_clips~s010.json"]
