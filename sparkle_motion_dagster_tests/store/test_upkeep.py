"""Cleaning removes exactly what no film refers to; checking reads everything."""

import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import obstore
import pytest

from sparkle_motion_dagster.errors import ArtifactMissingError, FilmBusyError, LockBusyError
from sparkle_motion_dagster.store import upkeep
from sparkle_motion_dagster.store.artifact import sealed
from sparkle_motion_dagster.store.checking import check, put_aside, verify
from sparkle_motion_dagster.store.failures import record
from sparkle_motion_dagster.store.locks import gate
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


@pytest.fixture
def meanwhile(monkeypatch):
    """Do something after gc has looked and before it passes the gate."""

    def arrange(work):
        @contextmanager
        def after_work(*arguments, **named):
            work()
            with gate(*arguments, **named):
                yield

        monkeypatch.setattr(upkeep, "gate", after_work)

    return arrange


def test_a_dry_run_passes_no_gate_whatever_it_lists(store, meanwhile):
    adopt(store, recipe(1))
    remove_film(store, FILM)
    meanwhile(lambda: pytest.fail("a dry run must hold up nobody"))
    assert len(gc(store, grace_s=0).blobs) == 1


def test_what_may_be_let_go_is_found_while_others_write(store):
    adopt(store, recipe(1))
    adopt(store, recipe(2))

    def all_takes_but_the_head():
        adopt(store, recipe(3, key="island~s010"), film="island")  # a writer, who would wait for ever inside the gate
        return frozenset({f"takes/video_clips/{FILM}~s010/{recipe(1).digest}.json"})

    assert len(gc(store, dry_run=False, grace_s=0, let_go=all_takes_but_the_head).artifacts) == 1
    assert store.find(recipe(1)) is None
    assert store.find(recipe(3)) is not None


@pytest.mark.parametrize("how", ["pointed at", "named by a decision", "a parent", "of the same bytes", "made again"])
def test_what_is_used_again_after_gc_has_looked_stays(store, meanwhile, how):
    old = adopt(store, recipe(1))
    remove_film(store, FILM)

    def use_again():
        match how:
            case "pointed at":
                store.point("video_clips", "island~s010", old)
            case "named by a decision":
                store.shelf.create("decisions/island/s010/000001.json", sealed({"lock": old.digest}))
            case "a parent":
                adopt(store, recipe(2, key="island~s010"), film="island", parents=(old.uri,))
            case "of the same bytes":
                adopt(store, recipe(2, key="island~s010"), old.path("clip").read_bytes(), film="island")
            case "made again":
                adopt(store, recipe(1), b"a backend that makes other bytes")

    meanwhile(use_again)
    assert len(gc(store, grace_s=0).blobs) == 1
    swept = gc(store, dry_run=False, grace_s=0)
    assert (swept.blobs, swept.freed_bytes) == ((), 0)
    assert verify(store) == ()
    assert len(swept.manifests) == (how == "of the same bytes")
    assert (store.find(recipe(1)) is None) == (how == "of the same bytes")


def test_a_manifest_that_is_written_anew_after_gc_has_looked_keeps_its_new_bytes(store, meanwhile):
    lost, unused = adopt(store, recipe(1)), adopt(store, recipe(2, key="old~s010"), film="old")
    data = unused.path("clip").read_bytes()
    remove_film(store, "old")
    store.shelf.remove(lost.files["clip"].key)
    meanwhile(lambda: adopt(store, recipe(1), data))
    swept = gc(store, dry_run=False, grace_s=0)
    assert (swept.artifacts, swept.blobs) == ((unused,), ())
    assert store.find(recipe(1)) is not None


def test_a_film_that_is_decided_about_meanwhile_lets_go_of_nothing(store, meanwhile):
    for film in (FILM, "island"):
        for number in (1, 2):
            adopt(store, recipe(number, key=f"{film}~s010"), film=film)
    old = {film: f"takes/video_clips/{film}~s010/{recipe(1).digest}.json" for film in (FILM, "island")}
    meanwhile(lambda: store.point("video_clips", f"{FILM}~s010", store.find(recipe(1))))
    swept = gc(store, dry_run=False, grace_s=0, let_go=lambda: frozenset(old.values()))
    assert (swept.records, swept.manifests) == ((old["island"],), ())
    assert len(store.takes("video_clips", f"{FILM}~s010")) == 2


def test_a_writer_waits_for_cleaning_as_long_as_it_takes_and_says_so(store, caplog):
    folder = store.room / "locks"

    def write():
        with gate(folder, alone=False, timeout_s=0.05):
            return time.monotonic()

    with ThreadPoolExecutor(1) as other, caplog.at_level(logging.WARNING):
        with gate(folder, alone=True):
            written = other.submit(write)
            time.sleep(0.3)
            cleaned = time.monotonic()
        assert written.result() >= cleaned
    assert [one.getMessage() for one in caplog.records] == [
        f"The store at {store.room} is being cleaned; what was made just now waits for it."
    ]


def test_cleaning_gives_up_where_others_write(store):
    folder = store.room / "locks"
    with (
        gate(folder, alone=False),
        pytest.raises(LockBusyError, match="being written to or cleaned"),
        gate(folder, alone=True, timeout_s=0.05),
    ):
        pytest.fail("cleaned beside a writer")


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
