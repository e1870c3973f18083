"""What edits have left behind is let go of when a person says so, and nothing that a film shows or a take is."""

import os
import shutil
import time
from functools import partial
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.profile import Profile, load_profile
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.directing import circle, lock, retake, unlock
from sparkle_motion_dagster.crafts.superseded import superseded
from sparkle_motion_dagster.crafts.take_list import takes_of
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.takes import PICTURE_ASSETS
from sparkle_motion_dagster.store.decisions import shot_takes
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import Swept, gc
from sparkle_motion_dagster_tests.conftest import SCREENPLAY
from sparkle_motion_dagster_tests.crafts.sketching import sketch
from sparkle_motion_dagster_tests.store.making import adopt, bucket_store

FILM, SHOT = "two-lamps", "s020"
EDITED = SCREENPLAY.replace("Good evening, Tom.", "Good evening, dear Tom.")
WITHOUT_BEACH = SCREENPLAY[: SCREENPLAY.index("EXT. BEACH")]
CHAIN = {"dialogue_audio", "line_audio", "video_clips", "lipsynced_clips", "qa_report"}


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile("animatic")


@pytest.fixture(scope="module")
def finished(tmp_path_factory, profile) -> Path:
    folder = tmp_path_factory.mktemp("superseded")
    sketch(ArtifactStore.open(folder / "store"), profile, FILM, SCREENPLAY)
    return folder


@pytest.fixture
def store(finished, tmp_path) -> ArtifactStore:
    shutil.copytree(finished, tmp_path / "home")
    return ArtifactStore.open(tmp_path / "home" / "store")


def swept(store: ArtifactStore, *, days: float = 0.0, dry_run: bool = False) -> Swept:
    before_s = time.time() - days * 86400
    return gc(store, dry_run=dry_run, grace_s=0, let_go=partial(superseded, store, before_s))


def assets(found: Swept) -> set[str]:
    return {artifact.asset for artifact in found.artifacts}


def test_of_a_film_that_was_never_edited_nothing_is_let_go(store):
    assert swept(store) == Swept((), (), 0)


def test_what_an_edited_line_left_goes_and_the_film_stays_whole(store, profile):
    sketch(store, profile, FILM, EDITED)
    assert gc(store, grace_s=0).artifacts == ()  # unasked, all that a film ever had is kept
    would = swept(store, dry_run=True)
    assert assets(would) == {*CHAIN, "movie_plan", "final_movie"}
    assert {artifact.shot for artifact in would.artifacts} <= {SHOT, None}
    done = swept(store)
    assert done.artifacts == would.artifacts and done.freed_bytes == would.freed_bytes > 0
    assert swept(store) == Swept((), (), 0)
    assert sketch(store, profile, FILM, EDITED).made == set()
    undone = sketch(store, profile, FILM, SCREENPLAY).made
    assert {asset for _, asset in undone} >= {"dialogue_audio", "lipsynced_clips", "qa_report", "final_movie"}
    assert {shot for shot, _ in undone} == {SHOT, "film"}


def test_what_was_replaced_lately_is_kept_for_undoing(store, profile):
    sketch(store, profile, FILM, EDITED)
    assert swept(store, days=1) == Swept((), (), 0)
    assert sketch(store, profile, FILM, SCREENPLAY).made == set()


def test_going_back_to_an_older_script_is_what_replaced_the_newer(store, profile):
    sketch(store, profile, FILM, EDITED)
    sketch(store, profile, FILM, SCREENPLAY)
    head = store.room / "heads" / "dialogue_audio" / f"{shot_key(FILM, SHOT)}.json"
    old_s = time.time() - 10 * 86400
    os.utime(head, (old_s, old_s))
    assert assets(swept(store, days=5, dry_run=True)) == {"dialogue_audio"}
    os.utime(head)
    assert assets(swept(store, days=5, dry_run=True)) == set()


@pytest.mark.parametrize("asset", [None, "dialogue_audio"])
def test_every_take_that_is_listed_stays_and_can_be_circled_without_making_it_again(store, profile, asset):
    retake(store, FILM, SHOT, asset, note="less rain")
    sketch(store, profile, FILM, SCREENPLAY)
    circle(store, FILM, SHOT, 1)
    sketch(store, profile, FILM, SCREENPLAY)
    listed = takes_of(store, shot_key(FILM, SHOT), shot_takes(store, FILM, SHOT))
    assert assets(swept(store)) <= {"final_movie"}
    assert takes_of(store, shot_key(FILM, SHOT), shot_takes(store, FILM, SHOT)) == listed
    assert all(take.artifact is not None and store.intact(take.artifact) for take in listed)
    circle(store, FILM, SHOT, 2)
    again = sketch(store, profile, FILM, SCREENPLAY)
    assert again.made <= {("film", "final_movie")} and again.spoken == set()


def test_a_take_of_the_voices_is_circled_again_without_speaking_a_line_or_moving_a_picture(store, profile):
    retake(store, FILM, SHOT, "dialogue_audio")
    assert sketch(store, profile, FILM, SCREENPLAY).spoken == {f"{FILM}~{SHOT}~l01"}
    frames = {take.facts["frames"] for take in store.takes("dialogue_audio", shot_key(FILM, SHOT))}
    assert len(frames) == 2  # so its clip was made again, and is another with the first voice
    assert assets(swept(store)) == {"final_movie"}
    for number in (1, 2):
        circle(store, FILM, SHOT, number)
        again = sketch(store, profile, FILM, SCREENPLAY)
        assert (again.spoken, again.made - {("film", "final_movie")}) == (set(), set())


def test_the_lines_of_what_a_shot_is_locked_to_stay_too(store, profile):
    lock(store, FILM, SHOT)
    sketch(store, profile, FILM, EDITED)
    swept(store)
    unlock(store, FILM, SHOT)
    undone = sketch(store, profile, FILM, SCREENPLAY)
    assert (undone.spoken, {shot for shot, _ in undone.made} - {"film"}) == (set(), set())


def test_a_clip_whose_movement_alone_was_edited_goes_though_its_picture_and_length_stay(store, profile):
    old = store.head("video_clips", shot_key(FILM, SHOT))
    edited = Recipe("video_clips", old.key, old.inputs | {"prompt": "the camera moves in"})
    adopt(store, edited, b"another clip", film=FILM)
    assert old in swept(store).artifacts


def test_what_all_films_had_is_listed_once_however_many_there_are(store, monkeypatch):
    listed = []
    keys = store.shelf.keys
    monkeypatch.setattr(store.shelf, "keys", lambda prefix: listed.append(prefix) or keys(prefix))
    superseded(store, time.time())
    assert listed.count("takes") == 1
    assert not [prefix for prefix in listed if prefix.count("/") == 1 and prefix.startswith("takes/")]


def test_of_a_take_the_one_of_the_script_as_it_is_stays(store, profile):
    retake(store, FILM, SHOT)
    sketch(store, profile, FILM, SCREENPLAY)
    sketch(store, profile, FILM, EDITED)
    done = swept(store)
    assert assets(done) >= {"dialogue_audio", "lipsynced_clips", "qa_report"}
    assert not {"shot_images"} & assets(done)  # take 1's picture is the only one of take 1
    assert sketch(store, profile, FILM, EDITED).made == set()
    circle(store, FILM, SHOT, 1)
    made = sketch(store, profile, FILM, EDITED).made
    assert (SHOT, "shot_images") not in made and (SHOT, "dialogue_audio") not in made


def test_what_a_shot_is_locked_to_stays_whatever_its_script_says(store, profile):
    lock(store, FILM, SHOT)
    held = {asset: store.head(asset, shot_key(FILM, SHOT)) for asset in SHOT_ASSETS}
    sketch(store, profile, FILM, EDITED)
    swept(store)
    assert all(artifact is not None and store.intact(artifact) for artifact in held.values())
    assert sketch(store, profile, FILM, EDITED).made == set()


def test_a_shot_that_was_cut_out_goes_unless_something_was_decided_about_it(store, profile):
    beach = "s050"
    assert store.head("video_clips", shot_key(FILM, beach)) is not None
    kept_too = shutil.copytree(store.room, store.room.parent / "decided")
    sketch(store, profile, FILM, WITHOUT_BEACH)
    done = swept(store)
    assert set(PICTURE_ASSETS) <= {artifact.asset for artifact in done.artifacts if artifact.shot == beach}
    assert not [key for key in (*store.shelf.keys("heads"), *store.shelf.keys("takes")) if f"~{beach}" in key]
    assert sketch(store, profile, FILM, WITHOUT_BEACH).made == set()

    decided = ArtifactStore.open(kept_too)
    retake(decided, FILM, beach)
    sketch(decided, profile, FILM, WITHOUT_BEACH)
    swept(decided)
    assert decided.head("video_clips", shot_key(FILM, beach)) is not None


def test_another_film_that_shares_what_was_replaced_keeps_it(store, profile):
    sketch(store, profile, "other", SCREENPLAY)
    sketch(store, profile, FILM, EDITED)
    swept(store)
    assert sketch(store, profile, "other", SCREENPLAY).made == set()


def test_in_a_bucket_it_is_the_same(profile, tmp_path):
    store = bucket_store(tmp_path)
    sketch(store, profile, FILM, SCREENPLAY)
    sketch(store, profile, FILM, EDITED)
    assert swept(store, days=1) == Swept((), (), 0)
    assert assets(swept(store)) == {*CHAIN, "movie_plan", "final_movie"}
    assert sketch(store, profile, FILM, EDITED).made == set()
