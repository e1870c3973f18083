"""Wrong input: one clear error, exit code 2, nothing written to the store."""

import json
import os
from pathlib import Path

import pytest

from sparkle_motion_dagster_tests.conftest import SCREENPLAY, tiny_profile

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
)
BROKEN_PLAN = {
    "title": "T",
    "characters": [{"id": "a", "name": "A"}],
    "base_images": [{"id": "i0", "prompt": ""}],
    "shots": [
        {"id": "s1", "duration_sec": 2, "visual_description": "x", "start_base_image_id": "i0", "end_base_image_id": "nope",
         "dialogue": [{"character_id": "ghost", "text": " "}]},
        {"id": "s1", "duration_sec": 2, "visual_description": "x", "start_base_image_id": "i0", "end_base_image_id": "i0"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.fountain", b"", "empty"),
        ("blank.txt", b" \n\n\t", "empty"),
        ("picture.fountain", bytes(range(256)) * 20, "text"),
        ("latin.fountain", "INT. CAFÉ - DAY\n\nHé.\n".encode("latin-1"), "UTF-8"),
        ("huge.txt", b"word " * 2_200_000, "MB"),
        ("film.docx", b"PK\x03\x04", ".fountain"),
        ("bomb.yaml", BOMB.encode(), "alias"),
        ("tag.yaml", b"title: !!python/object/apply:os.system ['true']\n", "tag"),
        ("deep.json", b"[" * 50_000, "plan"),
        ("list.json", b"[1, 2]", "base_images"),
        ("half.json", b'{"title": "T", ', "JSON"),
        ("zero.json", json.dumps({"title": "T", "shots": [], "base_images": []}).encode(), "shot"),
    ],
)
def test_a_file_that_is_no_brief_is_refused(tmp_path, sparkle, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    home = tmp_path / "studio"
    ran = sparkle("make", str(path), "--home", str(home))
    assert (ran.code, ran.out) == (2, "")
    assert name in ran.err
    assert said.lower() in ran.err.lower()
    assert "Traceback" not in ran.err
    assert not home.exists()


@pytest.mark.parametrize("path", ["nowhere.fountain", ".", "a\0b.fountain", "x" * 300 + ".fountain"])
def test_a_path_that_is_no_file_is_refused(tmp_path, sparkle, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    ran = sparkle("make", path, "--home", str(tmp_path / "studio"))
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert not (tmp_path / "studio").exists()


def test_all_broken_rules_of_a_plan_are_reported_at_once(tmp_path, sparkle):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(BROKEN_PLAN), encoding="utf-8")
    ran = sparkle("make", str(path), "--home", str(tmp_path / "studio"))
    assert ran.code == 2
    for fault in ("base_images", "ghost", "nope", "s1", "prompt", "text"):
        assert fault in ran.err, fault


def test_an_unknown_field_is_named(tmp_path, sparkle):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({**BROKEN_PLAN, "budget": 3}), encoding="utf-8")
    ran = sparkle("make", str(path), "--home", str(tmp_path / "studio"))
    assert ran.code == 2
    assert "budget" in ran.err


@pytest.mark.parametrize("film", ["../evil", "a/b", "", "X" * 300, "a\0b", "a~b"])
def test_a_film_id_that_could_do_harm_is_refused(tmp_path, sparkle, film):
    path = tmp_path / "ok.fountain"
    path.write_text(SCREENPLAY, encoding="utf-8")
    ran = sparkle("make", str(path), "--film", film, "--home", str(tmp_path / "studio"))
    assert ran.code == 2
    assert "film id" in ran.err
    assert not (tmp_path / "studio").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("name: tiny", "nome: tiny"),
        ("backend: kokoro", "backend: karaoke"),
        ("fps: 24", "fps: 0"),
        ("speech: {backend: kokoro}", "speech: {backend: kokoro, settings: {spede: 1}}"),
    ],
)
def test_a_profile_with_a_fault_is_refused_by_name(tmp_path, sparkle, change, said):
    profile = tiny_profile(tmp_path)
    text = profile.read_text(encoding="utf-8")
    assert change in text
    profile.write_text(text.replace(change, said), encoding="utf-8")
    path = tmp_path / "ok.fountain"
    path.write_text(SCREENPLAY, encoding="utf-8")
    ran = sparkle("make", str(path), "--home", str(tmp_path / "studio"), "--profile", str(profile))
    assert ran.code == 2
    assert "tiny" in ran.err
    assert not (tmp_path / "studio").exists()


def test_an_unknown_profile_says_which_there_are(tmp_path, sparkle):
    path = tmp_path / "ok.fountain"
    path.write_text(SCREENPLAY, encoding="utf-8")
    ran = sparkle("make", str(path), "--profile", "gpuu", "--home", str(tmp_path / "studio"))
    assert ran.code == 2
    assert "animatic" in ran.err


def test_a_second_run_on_the_same_film_is_told_who_holds_it(studio, sparkle):
    from sparkle_motion_dagster.store.store import ArtifactStore

    with ArtifactStore.open(studio.home / "store").film_lock("two-lamps"):
        ran = sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", studio.profile())
    assert ran.code == 2
    assert str(os.getpid()) in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_studio_that_cannot_be_written_is_refused(tmp_path, sparkle):
    path = tmp_path / "ok.fountain"
    path.write_text(SCREENPLAY, encoding="utf-8")
    home = tmp_path / "locked"
    home.mkdir(mode=0o555)
    assert sparkle("make", str(path), "--home", str(home)).code == 2


def test_a_studio_that_is_a_file_is_refused(tmp_path, sparkle):
    path = tmp_path / "ok.fountain"
    path.write_text(SCREENPLAY, encoding="utf-8")
    home = tmp_path / "file"
    home.write_text("mine", encoding="utf-8")
    ran = sparkle("make", str(path), "--home", str(home))
    assert ran.code in (1, 2)
    assert "Traceback" not in ran.err
    assert Path(home).read_text(encoding="utf-8") == "mine"


def test_status_of_an_unknown_film_names_the_films_there_are(studio, sparkle):
    ran = sparkle("status", "moonrise", "--home", str(studio.home), "--profile", studio.profile())
    assert ran.code == 2
    assert "two-lamps" in ran.err
