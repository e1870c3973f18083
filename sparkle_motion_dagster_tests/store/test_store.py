"""The store as its users see it, on a local folder and on a bucket alike."""

import os
import pickle
import shutil
import stat
import time
from pathlib import Path

import pytest

from sparkle_motion_dagster.errors import (
    ArtifactMissingError,
    FilmBusyError,
    InputError,
    LockBusyError,
    StoreError,
    StoreUnwritableError,
)
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.store.making import FILM, adopt, bucket_store, recipe, some_bytes


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    return ArtifactStore.open(tmp_path / "store") if request.param == "folder" else bucket_store(tmp_path / "room")


def test_what_was_adopted_is_found_by_an_equal_recipe_and_no_other(store):
    made = adopt(store, recipe(1), b"pictures")
    found = store.find(recipe(1))
    assert found == made
    assert found.path("clip").read_bytes() == b"pictures"
    assert found.path("clip").suffix == ".mp4"
    assert (found.facts, found.inputs, found.backend, found.draft) == (
        {"duration_s": 2.0},
        {"number": 1},
        "test 1",
        True,
    )
    assert store.find(recipe(2)) is None


def test_shots_with_one_recipe_share_what_was_made_and_each_has_its_head(store):
    made = adopt(store, recipe(1, key=f"{FILM}~s010"))
    shared = store.find(recipe(1, key=f"{FILM}~s020"))
    assert shared == made
    assert store.head("video_clips", f"{FILM}~s020") is None
    store.point("video_clips", f"{FILM}~s020", shared)
    assert store.head("video_clips", f"{FILM}~s020") == made


def test_the_first_to_adopt_a_recipe_wins(store):
    first = adopt(store, recipe(1), b"first")
    second = adopt(store, recipe(1), b"second")
    assert second == first
    assert store.find(recipe(1)).path("clip").read_bytes() == b"first"


def test_takes_are_kept_in_order_and_an_older_one_can_be_circled(store):
    takes = [adopt(store, recipe(number)) for number in (1, 2, 3)]
    assert store.takes("video_clips", f"{FILM}~s010") == tuple(takes)
    assert store.head("video_clips", f"{FILM}~s010") == takes[2]
    store.point("video_clips", f"{FILM}~s010", takes[0])
    assert store.head("video_clips", f"{FILM}~s010") == takes[0]
    assert store.takes("video_clips", f"{FILM}~s010") == tuple(takes)


def test_heads_leaves_out_what_was_never_made(store):
    made = adopt(store, recipe(1, key=f"{FILM}~s010"))
    assert store.heads("video_clips", [f"{FILM}~s010", f"{FILM}~s020"]) == {f"{FILM}~s010": made}


def test_equal_bytes_have_one_content_hash_whatever_the_recipe(store):
    same = [adopt(store, recipe(number), b"same") for number in (1, 2)]
    assert same[0].content_hash == same[1].content_hash
    assert same[0].digest != same[1].digest
    assert adopt(store, recipe(3), b"other").content_hash != same[0].content_hash


def test_an_artifact_is_found_again_by_its_uri(store):
    made = adopt(store, recipe(1))
    assert made.uri.startswith("artifact://sparkle-motion/video_clips/")
    assert store.get(made.uri) == made
    with pytest.raises(ArtifactMissingError):
        store.get(made.uri[:-1] + ("0" if made.uri[-1] != "0" else "1"))
    with pytest.raises(InputError):
        store.get("artifact://sparkle-motion/../../etc/passwd")


def test_one_file_may_play_two_roles(store):
    with store.workbench() as folder:
        path = folder / "still.png"
        path.write_bytes(b"still")
        files = {"start": path, "end": path}
        made = store.adopt(recipe(1), files, {}, film=FILM, shot=None, backend="b", draft=False, reason="new")
    assert made.path("start") == made.path("end")
    assert made.path("end").read_bytes() == b"still"


def test_a_persons_own_file_is_copied_not_taken(store, tmp_path):
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"my picture")
    made = store.adopt(recipe(1), {"start": mine}, {}, film=FILM, shot="s010", backend="b", draft=False, reason="r")
    mine.write_bytes(b"changed")
    assert made.path("start").read_bytes() == b"my picture"


def test_json_of_an_artifact_is_read_back(store):
    made = adopt(store, recipe(1), b'{"lines": ["caf\xc3\xa9"]}', name="lines.json", role="lines")
    assert store.read_json(made, "lines") == {"lines": ["café"]}
    broken = adopt(store, recipe(2), b"{", name="lines.json", role="lines")
    with pytest.raises(StoreError, match="is not JSON"):
        store.read_json(broken, "lines")


@pytest.mark.parametrize("key", ["", ".", "..", "a/b", "../a", "a\0b", "A", "-a", "a" * 129, "a\n", "é", "a..b"])
def test_a_name_that_could_leave_the_store_is_refused(store, key):
    with pytest.raises(InputError):
        store.head("video_clips", key)
    with pytest.raises(InputError):
        Recipe("video_clips", key, {})
    with pytest.raises(InputError), store.film_lock(key):
        pass


@pytest.mark.parametrize("content", [b"", None])
def test_a_backend_that_made_nothing_is_told_so_and_nothing_is_kept(store, content):
    with store.workbench() as folder:
        path = folder / "clip.mp4"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(StoreError, match=r"clip\.mp4"):
            store.adopt(recipe(1), {"clip": path}, {}, film=FILM, shot=None, backend="b", draft=True, reason="r")
    assert store.find(recipe(1)) is None
    assert not list(store.shelf.keys("blobs"))


def test_a_link_is_not_adopted(store, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    with store.workbench() as folder:
        (folder / "clip.mp4").symlink_to(secret)
        with pytest.raises(StoreError, match="not a regular file"):
            store.adopt(
                recipe(1), {"clip": folder / "clip.mp4"}, {}, film=FILM, shot=None, backend="b", draft=True, reason="r"
            )


def test_a_role_that_is_not_there_is_named_with_those_that_are(store):
    with pytest.raises(ArtifactMissingError, match="clip"):
        adopt(store, recipe(1)).path("poster")


def test_a_film_is_made_by_one_run_at_a_time_and_the_other_is_told_whose(store):
    with store.film_lock(FILM), pytest.raises(FilmBusyError, match=str(os.getpid())), store.film_lock(FILM):
        pass
    with store.film_lock(FILM):
        pass


def test_a_lock_is_tried_or_waited_for(store):
    with store.try_lock("recipe-1") as mine:
        assert mine
        with store.try_lock("recipe-1") as again:
            assert not again
        with pytest.raises(LockBusyError), store.lock("recipe-1", timeout_s=0.05):
            pass
    with store.try_lock("recipe-1") as mine:
        assert mine


def test_a_workbench_is_on_the_blobs_own_disk_and_goes_away(store):
    with store.workbench() as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "frame.png").write_bytes(b"x")
        assert folder.stat().st_dev == store.room.stat().st_dev
    assert not folder.exists()


def test_a_process_claims_its_working_files_once_however_often_it_opens_the_store(tmp_path):
    stores = [ArtifactStore.open(tmp_path / "store") for _ in range(5)]
    before = len(list(Path("/proc/self/fd").iterdir()))
    with stores[0].workbench() as first, stores[-1].workbench() as last:
        assert first.name.split("+")[0] == last.name.split("+")[0]
        ArtifactStore.open(tmp_path / "store")  # sweeps what is dead
        assert first.is_dir() and last.is_dir()
    assert len(list((tmp_path / "store" / "leases").iterdir())) == 1
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_a_store_that_was_removed_under_a_process_gets_a_new_claim(tmp_path):
    first = ArtifactStore.open(tmp_path / "store")
    shutil.rmtree(tmp_path / "store")
    second = ArtifactStore.open(tmp_path / "store")
    with second.workbench() as bench:
        assert (tmp_path / "store" / "leases" / bench.name.split("+")[0]).exists()
    assert first.room == second.room


def test_adopting_moves_the_file_without_copying_it_and_makes_it_read_only(tmp_path):
    store = ArtifactStore.open(tmp_path)
    with store.workbench() as folder:
        path = folder / "clip.mp4"
        path.write_bytes(some_bytes(1))
        inode = path.stat().st_ino
        made = store.adopt(recipe(1), {"clip": path}, {}, film=FILM, shot=None, backend="b", draft=True, reason="r")
        assert not path.exists()
    assert made.path("clip").stat().st_ino == inode
    assert stat.S_IMODE(made.path("clip").stat().st_mode) == 0o444


def test_an_artifact_can_be_sent_to_another_process(tmp_path):
    made = adopt(ArtifactStore.open(tmp_path), recipe(1), b"bytes")
    assert pickle.loads(pickle.dumps(made)).path("clip").read_bytes() == b"bytes"


def test_a_location_that_is_a_file_or_cannot_be_written_is_bad_input(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError) as caught:
        ArtifactStore.open(tmp_path / "file" / "store")
    assert caught.value.exit_code == 2
    assert "SPARKLE_HOME" in str(caught.value)
    for location in ("", "ftp://x/y", "a\0b"):
        with pytest.raises(InputError):
            ArtifactStore.open(location)

    def refuse(*_args: object, **_named: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(StoreUnwritableError, match="permission"):
        ArtifactStore.open(tmp_path / "other")


def test_two_hundred_shots_of_five_assets_are_looked_up_at_once(tmp_path):
    store = ArtifactStore.open(tmp_path)
    keys = [f"{FILM}~s{number:03d}" for number in range(40)]
    for asset in ("a1", "a2"):
        for number, key in enumerate(keys):
            adopt(store, recipe(number, key, asset))
    again = ArtifactStore.open(tmp_path)
    opened: list[Path] = []
    started = time.process_time()
    for asset in ("a1", "a2"):
        assert len(again.heads(asset, keys)) == 40
        opened += [again.find(recipe(number, key, asset)).files["clip"].key for number, key in enumerate(keys)]
    assert len(opened) == 80
    assert time.process_time() - started < 0.5  # measured 0.01 s; a look that hashes or scans would show
