"""The tree for people holds exactly what it should, and never writes anywhere else."""

import os

import pytest

from sparkle_motion_dagster.errors import InputError, StoreError
from sparkle_motion_dagster.store.screenings import publish
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.store.making import FILM, adopt, recipe


@pytest.fixture
def store(tmp_path):
    return ArtifactStore.open(tmp_path / "store")


@pytest.fixture
def stage(tmp_path):
    return tmp_path / "screenings"


def _tree(top):
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and path.name != ".published.json"
    }


def test_the_tree_follows_the_film(store, stage):
    one, two = adopt(store, recipe(1), b"one"), adopt(store, recipe(2), b"two")
    top = publish(store, FILM, {"film.mp4": (one, "clip"), "shots/s010.mp4": (two, "clip")}, stage)
    assert _tree(top) == {"film.mp4": b"one", "shots/s010.mp4": b"two"}
    publish(store, FILM, {"film.mp4": (two, "clip")}, stage)
    assert _tree(top) == {"film.mp4": b"two"}
    assert not (top / "shots").exists()


def test_files_share_the_stores_bytes_and_unchanged_ones_are_not_touched(store, stage):
    one = adopt(store, recipe(1), b"one")
    top = publish(store, FILM, {"film.mp4": (one, "clip")}, stage)
    before = (top / "film.mp4").stat()
    assert before.st_ino == one.path("clip").stat().st_ino
    publish(store, FILM, {"film.mp4": (one, "clip")}, stage)
    assert (top / "film.mp4").stat() == before


def test_files_are_copied_where_links_cannot_be(store, stage, monkeypatch):
    one, two = adopt(store, recipe(1), b"one"), adopt(store, recipe(2), b"two")

    def refuse(*_args, **_named):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    top = publish(store, FILM, {"film.mp4": (one, "clip")}, stage)
    copied = (top / "film.mp4").stat()
    assert copied.st_nlink == 1
    publish(store, FILM, {"film.mp4": (one, "clip")}, stage)
    assert (top / "film.mp4").stat() == copied
    publish(store, FILM, {"film.mp4": (two, "clip")}, stage)
    assert _tree(top) == {"film.mp4": b"two"}


def test_a_persons_notes_beside_the_film_stay(store, stage):
    one = adopt(store, recipe(1), b"one")
    top = publish(store, FILM, {"film.mp4": (one, "clip")}, stage)
    (top / "notes.txt").write_text("brighter lamp")
    publish(store, FILM, {}, stage)
    assert _tree(top) == {"notes.txt": b"brighter lamp"}


def test_a_persons_own_file_that_has_a_name_of_ours_keeps_its_bytes(store, stage):
    one, two = adopt(store, recipe(1), b"one"), adopt(store, recipe(2), b"two")
    top = stage / FILM
    (top / "shots").mkdir(parents=True)
    (top / "film.mp4").write_bytes(b"holiday")
    (top / "film (yours).mp4").write_bytes(b"older")
    (top / "shots" / "s010.mp4").write_bytes(b"one")  # ours, though nothing lists it: nothing to set aside
    publish(store, FILM, {"film.mp4": (one, "clip"), "shots/s010.mp4": (one, "clip")}, stage)
    mine = {"film (yours).mp4": b"older", "film (yours 2).mp4": b"holiday"}
    assert _tree(top) == {"film.mp4": b"one", "shots/s010.mp4": b"one", **mine}
    publish(store, FILM, {"film.mp4": (two, "clip")}, stage)
    assert _tree(top) == {"film.mp4": b"two", **mine}


def test_what_a_killed_run_left_half_placed_is_swept(store, stage):
    top = publish(store, FILM, {}, stage)
    (top / ".sparkle-0123").write_bytes(b"half")
    publish(store, FILM, {}, stage)
    assert not (top / ".sparkle-0123").exists()


@pytest.mark.parametrize(
    "path", ["../x.mp4", "/etc/x", "a/../b", "", "a//b", ".hidden", "a\0b", "a\nb", "a/" * 9 + "b"]
)
def test_a_path_out_of_the_tree_is_refused(store, stage, path):
    one = adopt(store, recipe(1))
    with pytest.raises(InputError):
        publish(store, FILM, {path: (one, "clip")}, stage)


def test_links_are_never_followed(store, stage, tmp_path):
    one = adopt(store, recipe(1), b"one")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "film.mp4").write_bytes(b"theirs")
    top = publish(store, FILM, {"shots/film.mp4": (one, "clip"), "film.mp4": (one, "clip")}, stage)
    (top / "film.mp4").unlink()
    (top / "film.mp4").symlink_to(outside / "film.mp4")
    publish(store, FILM, {"shots/film.mp4": (one, "clip"), "film.mp4": (one, "clip")}, stage)
    assert not (top / "film.mp4").is_symlink()

    (top / "shots" / "film.mp4").unlink()
    (top / "shots").rmdir()
    (top / "shots").symlink_to(outside)
    with pytest.raises(StoreError, match="not a folder"):
        publish(store, FILM, {"shots/film.mp4": (one, "clip")}, stage)
    publish(store, FILM, {}, stage)
    assert (outside / "film.mp4").read_bytes() == b"theirs"

    (stage / "island").symlink_to(outside)
    with pytest.raises(StoreError, match="not a folder"):
        publish(store, "island", {"film.mp4": (one, "clip")}, stage)
    assert (outside / "film.mp4").read_bytes() == b"theirs"
