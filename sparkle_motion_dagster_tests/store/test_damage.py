"""Damaged files are noticed before they are used, put aside, and made again under the same name."""

import pytest

from sparkle_motion_dagster.errors import ArtifactCorruptError
from sparkle_motion_dagster.store.checking import verify
from sparkle_motion_dagster.store.screenings import publish
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.viewing import view
from sparkle_motion_dagster_tests.store.making import FILM, adopt, assert_whole, bucket_store, recipe, some_bytes

NAMES = ["still.png", "line.wav", "clip.mp4", "rig.json", "film.srt"]


def _damage(path, how):
    data = bytearray(path.read_bytes())
    path.chmod(0o644)
    match how:
        case "empty":
            data = bytearray()
        case "cut":
            del data[len(data) // 2 :]
        case "longer":
            data += b"\0"
        case "first" | "middle" | "last":
            data[{"first": 0, "middle": len(data) // 2, "last": -1}[how]] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["empty", "cut", "longer", "first", "middle", "last"])
def test_a_damaged_file_is_never_used_and_only_it_is_made_again(tmp_path, name, how):
    store = ArtifactStore.open(tmp_path)
    other = adopt(store, recipe(2), name=name, role="file")
    path = adopt(store, recipe(1), name=name, role="file").path("file")
    _damage(path, how)
    assert [damage.key for damage in verify(store)] == [path.relative_to(tmp_path).as_posix()]

    store = ArtifactStore.open(tmp_path)
    found = store.find(recipe(1))
    if found is not None:
        with pytest.raises(ArtifactCorruptError, match="quarantine"):
            found.path("file")
    assert store.find(recipe(1)) is None
    assert store.head("video_clips", recipe(1).key) is None
    assert len(list((tmp_path / "quarantine").iterdir())) == 1

    made = adopt(store, recipe(1), name=name, role="file")
    assert made.path("file").read_bytes() == some_bytes(1)
    assert made.path("file") == path
    assert store.find(recipe(2)) == other
    assert verify(store) == ()


def test_a_file_damaged_while_the_process_runs_is_noticed(tmp_path):
    store = ArtifactStore.open(tmp_path)
    made = adopt(store, recipe(1))
    _damage(made.path("clip"), "middle")
    with pytest.raises(ArtifactCorruptError):
        made.path("clip")


def test_a_store_that_is_looked_at_says_that_the_damage_was_left_where_it_is(tmp_path, caplog):
    path = adopt(ArtifactStore.open(tmp_path), recipe(1)).path("clip")
    _damage(path, "middle")
    store = view(tmp_path)
    assert store is not None
    for _ in range(2):
        found = store.find(recipe(1))
        assert found is not None
        with pytest.raises(
            ArtifactCorruptError, match=r"left where it is .*; the next `sparkle make` puts it aside"
        ) as told:
            found.path("clip")
        assert str(path) in str(told.value) and "moved" not in str(told.value)
    assert path.exists() and list((tmp_path / "quarantine").iterdir()) == []
    assert caplog.text.count(f"moved to quarantine by the next `sparkle make`; until then it is left at {path}") == 1


def test_a_damaged_blob_is_not_kept_when_its_bytes_are_made_again(tmp_path):
    store = ArtifactStore.open(tmp_path)
    _damage(adopt(store, recipe(1), b"same bytes").path("clip"), "first")
    again = adopt(ArtifactStore.open(tmp_path), recipe(2), b"same bytes")
    assert again.path("clip").read_bytes() == b"same bytes"
    assert_whole(tmp_path)


@pytest.mark.parametrize("how", ["empty", "cut", "longer", "first", "middle", "last"])
@pytest.mark.parametrize("folder", ["manifests", "heads", "takes"])
def test_a_damaged_note_of_the_store_is_put_aside_and_the_shot_is_simply_made_again(tmp_path, folder, how):
    store = ArtifactStore.open(tmp_path)
    adopt(store, recipe(1))
    (note,) = (path for path in (tmp_path / folder).rglob("*") if path.is_file())
    _damage(note, how)
    assert [damage.key for damage in verify(store)] == [note.relative_to(tmp_path).as_posix()]
    store = ArtifactStore.open(tmp_path)
    store.find(recipe(1))
    if folder != "takes":
        assert store.head("video_clips", recipe(1).key) is None
    made = adopt(store, recipe(1))
    assert store.head("video_clips", recipe(1).key) == made
    assert store.takes("video_clips", recipe(1).key) in ((made,), ())
    assert made.path("clip").read_bytes() == some_bytes(1)


def test_a_lost_blob_makes_its_artifact_be_made_again(tmp_path):
    store = ArtifactStore.open(tmp_path)
    path = adopt(store, recipe(1)).path("clip")
    path.unlink()
    assert store.find(recipe(1)) is None
    assert "missing" in verify(store)[0].fault
    assert adopt(store, recipe(1)).path("clip") == path


def test_a_bad_download_is_fetched_again_from_the_bucket(tmp_path):
    store = bucket_store(tmp_path)
    made = adopt(store, recipe(1))
    _damage(made.path("clip"), "first")
    assert made.path("clip").read_bytes() == some_bytes(1)


def test_a_damaged_file_in_a_bucket_is_put_aside_there(tmp_path):
    import obstore

    store = bucket_store(tmp_path)
    made = adopt(store, recipe(1))
    obstore.put(store.shelf._bucket, made.files["clip"].key, some_bytes(9))
    with pytest.raises(ArtifactCorruptError, match="quarantine"):
        made.path("clip")
    assert store.find(recipe(1)) is None
    assert adopt(store, recipe(1)).path("clip").read_bytes() == some_bytes(1)


def test_a_damaged_file_is_not_shown_to_people(tmp_path):
    store = ArtifactStore.open(tmp_path / "store")
    made = adopt(store, recipe(1))
    _damage(made.path("clip"), "first")
    with pytest.raises(ArtifactCorruptError):
        publish(store, FILM, {"film.mp4": (made, "clip")}, tmp_path / "screenings")
    assert not (tmp_path / "screenings" / FILM / "film.mp4").exists()
