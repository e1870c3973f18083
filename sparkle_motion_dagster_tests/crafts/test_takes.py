"""Takes in the work: what a decision makes, reuses and keeps, with the real recipes, store and shoot."""

import shutil
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.profile import Profile, load_profile
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, gather
from sparkle_motion_dagster.crafts.directing import circle, lock, retake, unlock
from sparkle_motion_dagster.crafts.locked import LOCKED
from sparkle_motion_dagster.crafts.planning import held_plan
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.crafts.slice import shot_slice
from sparkle_motion_dagster.crafts.standing import standing
from sparkle_motion_dagster.crafts.state import film_state
from sparkle_motion_dagster.crafts.take_list import forecast, takes_of
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.takes import CLIP, PICTURE_ASSETS, SPEECH, STILLS, ShotTakes
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.decisions import film_takes, shot_takes
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import gc
from sparkle_motion_dagster_tests.conftest import SCREENPLAY
from sparkle_motion_dagster_tests.crafts.sketching import Log, planned, sketch, sketch_crew

FILM, SHOT = "two-lamps", "s020"
EDITED = SCREENPLAY.replace("Good evening, Tom.", "Good evening, dear Tom.")
MOVIE = ("film", "final_movie")


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile("animatic")


@pytest.fixture(scope="module")
def finished(tmp_path_factory, profile) -> Path:
    folder = tmp_path_factory.mktemp("takes")
    sketch(ArtifactStore.open(folder / "store"), profile, FILM, SCREENPLAY)
    return folder


@pytest.fixture
def store(finished, tmp_path) -> ArtifactStore:
    shutil.copytree(finished, tmp_path / "home")
    return ArtifactStore.open(tmp_path / "home" / "store")


def made(store: ArtifactStore, profile: Profile, text: str = SCREENPLAY) -> set[tuple[str, str]]:
    return sketch(store, profile, FILM, text).made


def heads(store: ArtifactStore) -> dict[str, Artifact]:
    return {asset: store.head(asset, shot_key(FILM, SHOT)) for asset in SHOT_ASSETS}


def chain(*assets: str) -> set[tuple[str, str]]:
    return {(SHOT, asset) for asset in assets} | {MOVIE}


def test_recipes_of_a_shot_nobody_decided_about_do_not_know_of_takes(store, profile):
    crew, plan = gather(profile), held_plan(store, FILM)
    for shot in plan.shots:
        bare = crew.order(FILM, plan, shot)
        undecided = crew.order(FILM, plan, shot, ShotTakes(film=FILM, shot=shot.id))
        for asset in (SPEECH, STILLS):
            recipe = crew.crafts[asset].recipe(bare, {})
            assert recipe.digest == crew.crafts[asset].recipe(undecided, {}).digest
            assert not {"take", "own", "fitted"} & set(recipe.inputs)
        assert shot_slice(plan, shot) == shot_slice(plan, shot, undecided.takes)
        assert crew.crafts[STILLS].recipe(bare, {}).inputs["seed"] == shot_slice(plan, shot)["seed"]


def test_a_retake_makes_the_pictures_of_that_shot_and_the_film_and_overwrites_nothing(store, profile):
    before = heads(store)
    retake(store, FILM, SHOT, note="less rain")
    assert made(store, profile) == chain(*PICTURE_ASSETS, "qa_report")
    after = heads(store)
    assert after[SPEECH] == before[SPEECH]
    assert after[STILLS].inputs["seed"] != before[STILLS].inputs["seed"]
    assert (after[STILLS].facts["take"], after[STILLS].facts["take_note"]) == (2, "less rain")
    assert after[STILLS].reason == "take 1 → 2"
    assert all(store.intact(artifact) for artifact in before.values())
    assert made(store, profile) == set()


def test_choosing_an_older_take_makes_nothing_again_but_the_film_if_it_never_was_cut_so(store, profile):
    first = heads(store)
    retake(store, FILM, SHOT)
    made(store, profile)
    retake(store, FILM, "s040")
    made(store, profile)
    circle(store, FILM, SHOT, 1)  # the film of s020 take 1 with s040 take 2 was never cut
    assert made(store, profile) == {MOVIE}
    assert heads(store) == first
    circle(store, FILM, "s040", 1)  # this one was
    assert made(store, profile) == set()


def test_a_retake_of_one_asset_remakes_what_is_made_of_it(store, profile):
    retake(store, FILM, SHOT, CLIP)
    assert made(store, profile) == chain(CLIP, "lipsynced_clips", "qa_report")
    assert heads(store)[STILLS].facts["take"] == 1


def test_takes_of_two_assets_are_chosen_apart(store, profile):
    retake(store, FILM, SHOT)
    made(store, profile)
    circle(store, FILM, SHOT, 1, STILLS)
    assert made(store, profile) == chain(CLIP, "lipsynced_clips", "qa_report")  # clip 2 of still 1 never was
    circle(store, FILM, SHOT, 2, STILLS)
    assert made(store, profile) == set()


@pytest.mark.parametrize(
    "decisions",
    [
        [lambda s: retake(s, FILM, SHOT)],
        [lambda s: retake(s, FILM, SHOT, SPEECH)],
        [lambda s: retake(s, FILM, SHOT), lambda s: circle(s, FILM, SHOT, 1)],
        [lambda s: retake(s, FILM, SHOT), lambda s: circle(s, FILM, SHOT, 1, CLIP)],
        [lambda s: lock(s, FILM, SHOT)],
        [lambda s: lock(s, FILM, SHOT), lambda s: unlock(s, FILM, SHOT)],
    ],
)
def test_what_the_command_foretells_is_what_the_run_makes_and_what_status_says(store, profile, decisions):
    for decide in decisions:
        made(store, profile)
        decide(store)
    crew, plan = sketch_crew(profile, Log()), held_plan(store, FILM)
    shot = next(shot for shot in plan.shots if shot.id == SHOT)
    fates = forecast(store, crew, crew.order(FILM, plan, shot, shot_takes(store, FILM, SHOT)))
    stale = {cell.asset for cell in film_state(store, crew, FILM, plan).cells if cell.status != "fresh"}
    assert {asset for asset, fate in fates.items() if fate != "kept"} == stale
    fresh = {asset for _, asset in made(store, profile)}
    certain = {asset for asset, fate in fates.items() if fate == "made"}
    assert certain <= fresh <= certain | {asset for asset, fate in fates.items() if fate == "follows"}


def test_a_locked_shot_is_not_made_again_whatever_its_script_says(store, profile, tmp_path):
    before = heads(store)
    lock(store, FILM, SHOT)
    assert made(store, profile, EDITED) == {("film", "movie_plan")}
    assert heads(store) == before
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / f"{FILM}.fountain").write_text(EDITED, encoding="utf-8")
    film = standing(store, sketch_crew(profile, Log()), tmp_path / "films", FILM)
    cells = film.of_shot(SHOT)
    assert film.fresh
    assert all(cell.locked and cell.status == "fresh" for cell in cells.values())
    assert cells[SPEECH].reasons == ("line 1 changed: 'Good evening, Tom.' → 'Good evening, dear Tom.'",)


def test_an_unlocked_shot_follows_its_script_again(store, profile):
    lock(store, FILM, SHOT)
    made(store, profile, EDITED)
    unlock(store, FILM, SHOT)
    assert made(store, profile, EDITED) == chain(SPEECH, CLIP, "lipsynced_clips", "qa_report")


def test_a_step_asked_to_make_a_locked_shot_gives_what_is_locked(store, profile):
    lock(store, FILM, SHOT)
    before = heads(store)
    made(store, profile, EDITED)
    log = Log()
    crew, plan = sketch_crew(profile, log), held_plan(store, FILM)
    takes = film_takes(store, FILM)
    orders = [crew.order(FILM, plan, shot, takes.get(shot.id)) for shot in plan.shots]
    for asset in SHOT_ASSETS:
        result = Shoot(store, None).shoot(crew.crafts[asset], orders)[shot_key(FILM, SHOT)]
        assert (result.outcome, result.reason, result.artifact) == ("reused", LOCKED, before[asset])
    assert log.made == set()


def test_a_locked_shot_that_lost_a_file_is_made_as_it_was_or_not_at_all(store, profile):
    before = heads(store)[CLIP]
    lock(store, FILM, SHOT)
    lose(store, before)
    assert (SHOT, CLIP) in made(store, profile)
    assert heads(store)[CLIP].files == before.files
    edited = SCREENPLAY.replace("a lighthouse keeper in a yellow coat", "a lighthouse keeper in a green coat")
    lose(store, heads(store)[CLIP])
    with pytest.raises(AssertionError, match=f"{SHOT}: video_clips: the shot is locked.*lost.*--off"):
        made(store, profile, edited)


def lose(store: ArtifactStore, artifact: Artifact) -> None:
    for file in artifact.files.values():
        store.shelf.quarantine(file.key)


def test_a_shot_is_locked_only_when_its_circled_take_is_made(store, profile):
    retake(store, FILM, SHOT)
    with pytest.raises(InputError, match="cannot be locked: shot_images, video_clips, lipsynced_clips of its circled"):
        lock(store, FILM, SHOT)
    made(store, profile)
    lock(store, FILM, SHOT)


def test_a_shot_half_of_which_was_made_anew_is_not_locked(store, profile):
    edited = planned(store, profile, FILM, SCREENPLAY.replace("Good evening, Tom.", "Good evening, my dear old Tom."))
    crew = sketch_crew(profile, Log())
    orders = [crew.order(FILM, edited.plan, shot) for shot in edited.plan.shots]
    Shoot(store, None).shoot(crew.crafts[SPEECH], orders)  # and then it was killed
    with pytest.raises(InputError, match="cannot be locked: video_clips, lipsynced_clips, qa_report were not made of"):
        lock(store, FILM, SHOT)
    other = next(shot.id for shot in edited.plan.shots if shot.id != SHOT)
    assert lock(store, FILM, other).lock is not None


def test_gc_keeps_the_takes_that_are_not_circled(store, profile):
    first = heads(store)
    retake(store, FILM, SHOT)
    made(store, profile)
    gc(store, dry_run=False, grace_s=0)
    circle(store, FILM, SHOT, 1)
    assert made(store, profile) == set()
    assert heads(store) == first


def test_the_list_of_takes_knows_which_is_circled_and_which_came_out_the_same(store, profile):
    retake(store, FILM, SHOT, note="slower")
    listed = {
        (take.asset, take.number): take for take in takes_of(store, shot_key(FILM, SHOT), shot_takes(store, FILM, SHOT))
    }
    assert listed[STILLS, 2].circled and listed[STILLS, 2].artifact is None
    made(store, profile)
    listed = {
        (take.asset, take.number): take for take in takes_of(store, shot_key(FILM, SHOT), shot_takes(store, FILM, SHOT))
    }
    assert [key for key, take in listed.items() if take.circled] == [
        (SPEECH, 1),
        (STILLS, 2),
        (CLIP, 2),
        ("lipsynced_clips", 2),
    ]
    assert listed[CLIP, 2].note == "slower"
    retake(store, FILM, SHOT, SPEECH)  # a voice that ignores seeds; a sketch of sound holds its request, seed included
    made(store, profile)
    assert {take.same_as for take in listed.values()} == {None}


def test_a_scene_put_in_before_leaves_the_decision_with_its_shot(store, profile):
    retake(store, FILM, SHOT)
    made(store, profile)
    more = SCREENPLAY.replace(
        "INT. LIGHTHOUSE KITCHEN", "EXT. HARBOUR - DAWN\n\nGulls circle.\n\nINT. LIGHTHOUSE KITCHEN"
    )
    fresh = made(store, profile, more)
    assert not {shot for shot, _ in fresh} & {SHOT}
    assert heads(store)[STILLS].facts["take"] == 2
