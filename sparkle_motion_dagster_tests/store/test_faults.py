"""Disks that fill, break or turn read-only, and processes that are killed: at every point, nothing half-written."""

import errno
import multiprocessing
import os
import random
import signal
import time

import pytest

from sparkle_motion_dagster.errors import StoreError, StoreUnwritableError
from sparkle_motion_dagster.store.checking import verify
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.store.making import FILM, adopt, assert_whole, recipe, some_bytes

SYSCALLS = ("open", "write", "fsync", "link", "replace", "rename", "mkdir", "chmod")
_processes = multiprocessing.get_context("fork")


class FailingDisk:
    """Lets `allowed` calls of the os module pass and fails the next one."""

    def __init__(self, monkeypatch, code, allowed):
        self.left = allowed
        self.fired = False
        for name in SYSCALLS:
            monkeypatch.setattr(os, name, self._guard(getattr(os, name), code))

    def _guard(self, real, code):
        def call(*args, **named):
            if self.left == 0 and not self.fired:
                self.fired = True
                raise OSError(code, os.strerror(code))
            self.left -= 1
            return real(*args, **named)

        return call


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("mine", [False, True])
def test_a_disk_that_fails_at_any_call_leaves_nothing_half_written(tmp_path, code, mine):
    fired = 0
    for allowed in range(200):
        folder = tmp_path / str(allowed)
        store = ArtifactStore.open(folder)
        adopt(store, recipe(1))
        with store.workbench() as bench, pytest.MonkeyPatch.context() as patched:
            path = (tmp_path if mine else bench) / f"clip{allowed}.mp4"
            path.write_bytes(some_bytes(2))
            disk = FailingDisk(patched, code, allowed)
            try:
                store.adopt(recipe(2), {"clip": path}, {}, film=FILM, shot="s010", backend="b", draft=True, reason="r")
            except StoreError as error:
                assert isinstance(error, StoreUnwritableError) == (code != errno.EIO)
                assert error.exit_code == (1 if code == errno.EIO else 2)
                assert str(error).startswith("Cannot ") and errno.errorcode[code] in str(error)
                assert isinstance(error.__cause__, OSError)
            patched.undo()
            assert list((folder / "tmp").iterdir()) == [bench]
        fired += disk.fired
        assert_whole(folder)
        assert verify(store) == ()
        assert store.head("video_clips", recipe(1).key) in (store.find(recipe(1)), store.find(recipe(2)))
        assert adopt(store, recipe(2)).path("clip").read_bytes() == some_bytes(2)
        assert store.head("video_clips", recipe(2).key) == store.find(recipe(2))
        if not disk.fired:
            break
    assert fired > 10  # the sweep really reached the writing


def test_bytes_are_on_the_disk_before_they_have_a_name_and_the_name_before_anyone_is_told(tmp_path, monkeypatch):
    store = ArtifactStore.open(tmp_path)
    adopt(store, recipe(1))
    flushed, named = set(), []
    real_fsync, real_link, real_replace = os.fsync, os.link, os.replace

    def fsync(descriptor):
        real_fsync(descriptor)
        status = os.fstat(descriptor)
        flushed.add((status.st_ino, status.st_size))
        named[:] = [name for name in named if name.parent.stat().st_ino != status.st_ino]

    def giving_a_name(real):
        def call(source, target, **options):
            status = source.stat()
            assert (status.st_ino, status.st_size) in flushed, f"{target} has its name before its bytes"
            assert not [name for name in named if name.parent != target.parent], f"{named} is not yet sure"
            real(source, target, **options)
            named.append(target)

        return call

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", giving_a_name(real_link))
    monkeypatch.setattr(os, "replace", giving_a_name(real_replace))
    mine = tmp_path / "mine.mp4"
    mine.write_bytes(some_bytes(3))
    adopt(store, recipe(2))
    store.adopt(recipe(3), {"clip": mine}, {}, film=FILM, shot=None, backend="b", draft=True, reason="r")
    assert flushed and named == []


def test_a_head_is_replaced_whole_so_that_a_reader_sees_the_old_one_or_the_new_one(tmp_path):
    store = ArtifactStore.open(tmp_path)
    adopt(store, recipe(1))
    (head,) = (tmp_path / "heads").rglob("*.json")
    with head.open("rb") as being_read:
        adopt(store, recipe(2))
        assert recipe(1).digest.encode() in being_read.read()
    assert recipe(2).digest.encode() in head.read_bytes()


def _write_for_ever(folder, seed):
    store = ArtifactStore.open(folder)
    chance = random.Random(seed)
    for number in range(seed * 10_000, seed * 10_000 + 9_999):
        size_bytes = chance.randrange(1, 400_000)
        wanted = recipe(number, key=f"{FILM}~s{chance.randrange(5):03d}")
        adopt(store, wanted, some_bytes(number, size_bytes))


def _manifests(folder):
    return len(list((folder / "manifests").rglob("*.json")))


def test_a_writer_killed_at_any_moment_leaves_only_whole_artifacts_and_its_litter_is_swept(tmp_path):
    chance = random.Random(7)
    ArtifactStore.open(tmp_path)
    for kill in range(10):
        before = _manifests(tmp_path)
        writer = _processes.Process(target=_write_for_ever, args=(tmp_path, kill))
        writer.start()
        while _manifests(tmp_path) == before:
            assert writer.is_alive()
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.06))
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        assert_whole(tmp_path)
        store = ArtifactStore.open(tmp_path)
        assert verify(store) == ()
        assert list((tmp_path / "tmp").iterdir()) == []
    assert _manifests(tmp_path) >= 10


def test_the_working_folder_of_a_living_process_is_not_swept(tmp_path):
    store = ArtifactStore.open(tmp_path)
    with store.workbench() as folder:
        opener = _processes.Process(target=ArtifactStore.open, args=(tmp_path,))
        opener.start()
        opener.join()
        ArtifactStore.open(tmp_path)
        assert folder.is_dir()


def _hold(folder, ready):
    with ArtifactStore.open(folder).film_lock(FILM):
        ready.set()
        time.sleep(60)


def test_a_dead_holder_frees_the_film(tmp_path):
    ready = _processes.Event()
    holder = _processes.Process(target=_hold, args=(tmp_path, ready))
    holder.start()
    assert ready.wait(10)
    store = ArtifactStore.open(tmp_path)
    with pytest.raises(Exception, match=str(holder.pid)), store.film_lock(FILM):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    with store.film_lock(FILM):
        pass


def _adopt_one(folder, number, start, results):
    store = ArtifactStore.open(folder)
    start.wait()
    results.put([adopt(store, recipe(n), f"{number} of {n}".encode()).content_hash for n in range(20)])


def test_two_processes_with_one_recipe_end_with_one_artifact(tmp_path):
    start, results = _processes.Barrier(2), _processes.Queue()
    both = [_processes.Process(target=_adopt_one, args=(tmp_path, n, start, results)) for n in range(2)]
    for process in both:
        process.start()
    first, second = results.get(timeout=30), results.get(timeout=30)
    for process in both:
        process.join()
    assert first == second
    store = ArtifactStore.open(tmp_path)
    assert [store.find(recipe(n)).content_hash for n in range(20)] == first
    assert len(store.takes("video_clips", recipe(1).key)) == 20
    assert verify(store) == ()
