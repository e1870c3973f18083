"""A disk that is full, read-only or broken at any write: one clear error, nothing half-written, and the next run
finishes."""

import errno
import os
import shutil

import pytest

from sparkle_motion_dagster.errors import StoreError, StoreUnwritableError
from sparkle_motion_dagster.store.checking import check, put_aside, verify
from sparkle_motion_dagster.store.failures import record
from sparkle_motion_dagster.store.screenings import publish
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import gc, remove_film
from sparkle_motion_dagster_tests.conftest import run_sparkle, tiny_profile
from sparkle_motion_dagster_tests.reliability.briefs import SHORTEST
from sparkle_motion_dagster_tests.reliability.disk import ERRORS, FailingDisk
from sparkle_motion_dagster_tests.reliability.killing import assert_plays
from sparkle_motion_dagster_tests.store.making import FILM, adopt, assert_whole, recipe


def _adopt(store, folder):
    adopt(store, recipe(2))


def _point(store, folder):
    store.point("video_clips", "island~s010", store.find(recipe(1)))


def _publish(store, folder):
    publish(store, FILM, {"shots/s010/clip.mp4": (store.find(recipe(1)), "clip")}, folder / "screenings")


def _record(store, folder):
    record(store, FILM, "s010", "video_clips", ValueError("why"))


def _open(store, folder):
    ArtifactStore.open(folder / "store")


def _gc(store, folder):
    gc(store, dry_run=False, grace_s=0)


def _forget(store, folder):
    remove_film(store, "old")


def _put_aside(store, folder):
    put_aside(store, check(store).damage)


@pytest.mark.parametrize("code", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize("work", [_adopt, _point, _publish, _record, _open, _gc, _forget, _put_aside])
def test_every_write_of_the_store_may_fail_and_the_same_work_succeeds_afterwards(tmp_path, work, code):
    fired = 0
    for allowed in range(200):
        folder = tmp_path / str(allowed)
        store = ArtifactStore.open(folder / "store")
        kept = adopt(store, recipe(1))
        adopt(store, recipe(9, key="old~s010"), film="old")
        disk = FailingDisk(code, allowed)
        with disk.in_place():
            try:
                work(store, folder)
            except StoreError as error:
                assert isinstance(error, StoreUnwritableError) == (code != errno.EIO)
                assert errno.errorcode[code] in str(error) and "Traceback" not in str(error)
        fired += disk.fired
        assert_whole(folder / "store")
        assert verify(store) == ()
        assert store.find(recipe(1)) == kept
        work(store, folder)
        if not disk.fired:
            break
    else:
        pytest.fail("it never ended")
    assert fired or work in (_gc, _forget, _put_aside)  # those that only remove have nothing to flush


@pytest.fixture
def home(tmp_path):
    tiny_profile(tmp_path)
    (tmp_path / "dot.fountain").write_text(SHORTEST, encoding="utf-8")
    return tmp_path / "studio"


def make(home):
    folder = home.parent
    words = (
        "make",
        str(folder / "dot.fountain"),
        "--home",
        str(home),
        "--profile",
        str(folder / "tiny.yaml"),
        "--json",
    )
    return run_sparkle(*words)


def a_make_on_a_failing_disk(home, code, allowed, for_good):
    """One make whose Nth write fails: an error in words, and a store that is whole."""
    disk = FailingDisk(code, allowed, for_good)
    with disk.in_place():
        ran = make(home)
    assert "Traceback" not in ran.err, f"call {allowed}: {ran.err}"
    if ran.code:
        assert ran.code in (1, 2)
        assert "error: " in ran.err, ran.err
        assert errno.errorcode[code] in ran.err or os.strerror(code) in ran.err, ran.err
    if (home / "store").is_dir():
        assert verify(ArtifactStore.open(home / "store")) == ()
    return disk, ran


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # multiprocessing tidies on that disk too
@pytest.mark.timeout(300)
def test_a_film_whose_disk_fails_again_and_again_at_a_later_write_is_finished(home):
    failed = 0
    for number, allowed in enumerate((0, 2, 9, 40, 95, 190)):
        _, ran = a_make_on_a_failing_disk(home, ERRORS[number % 3], allowed, for_good=True)
        failed += ran.code != 0
    assert failed >= 4
    ran = make(home)
    assert ran.code == 0, ran.err
    assert_plays(ran.json)


@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("SPARKLE_SLOW"), reason="makes a film for every write; asked for by SPARKLE_SLOW=1"
)
@pytest.mark.timeout(7200)
def test_every_write_of_a_whole_make_may_fail(home):
    fired = failed = 0
    step = int(os.environ.get("SPARKLE_SLOW", "1"))  # SPARKLE_SLOW=5: every fifth write
    for allowed in range(0, 5000, step):
        shutil.rmtree(home, ignore_errors=True)
        disk, ran = a_make_on_a_failing_disk(home, ERRORS[allowed // step % 3], allowed, for_good=False)
        fired += disk.fired
        failed += ran.code != 0
        again = make(home)
        assert again.code == 0, f"after call {allowed}: {again.err}"
        assert_plays(again.json)
        print(
            f"call {allowed}: {'failed: ' + ran.err.strip().splitlines()[-1][:150] if ran.code else 'went on'}",
            flush=True,
        )
        if not disk.fired:
            break
    print(f"{fired} writes failed one by one; {failed} makes ended with an error, the others did without")
