"""Characters keep their looks: what is made of an edit, a person's picture, a name. Real recipes, store and shoot."""

import shutil
import time
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from sparkle_motion_dagster.backends.profile import Choice, Profile, load_profile
from sparkle_motion_dagster.crafts.binding import drop_reference, use_reference
from sparkle_motion_dagster.crafts.characters import SHEET_ASSET, character_parts, reference_name
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.planning import held_plan
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.crafts.slice import shot_slice
from sparkle_motion_dagster.crafts.standing import standing
from sparkle_motion_dagster.crafts.state import film_state
from sparkle_motion_dagster.crafts.superseded import superseded
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.cast import seen_characters
from sparkle_motion_dagster.film.takes import PICTURE_ASSETS, STILLS
from sparkle_motion_dagster.store.cast import film_references
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import gc, remove_film
from sparkle_motion_dagster_tests.conftest import SCREENPLAY
from sparkle_motion_dagster_tests.crafts.sketching import Log, planned, sketch, sketch_crew

FILM = "two-lamps"
ADA, TOM = reference_name(FILM, "ada"), reference_name(FILM, "tom")
DRAWN = {*PICTURE_ASSETS, "qa_report"}


def with_characters(**settings: object) -> Profile:
    chosen = {"device": "cpu", "characters": "ip_adapter", **settings}
    profile = load_profile("animatic")
    return profile.model_copy(update={"crafts": {**profile.crafts, "images": Choice(backend="sdxl", settings=chosen)}})


@pytest.fixture(scope="module")
def profile() -> Profile:
    return with_characters()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, profile: Profile) -> Path:
    folder = tmp_path_factory.mktemp("characters")
    log = sketch(ArtifactStore.open(folder / "store"), profile, FILM, SCREENPLAY)
    assert sheets(log) == {ADA, TOM}
    return folder


@pytest.fixture
def store(finished: Path, tmp_path: Path) -> ArtifactStore:
    shutil.copytree(finished, tmp_path / "home")
    return ArtifactStore.open(tmp_path / "home" / "store")


def sheets(log: Log) -> set[str]:
    return {name for name in log.spoken if "~l0" not in name}


def drawn(log: Log) -> set[str]:
    return {shot for shot, asset in log.made if asset == STILLS}


def seen(store: ArtifactStore, who: str) -> set[str]:
    plan = held_plan(store, FILM)
    return {shot.id for shot in plan.shots if who in {one.id for one in seen_characters(plan, shot)}}


def portrait(folder: Path, colour: str = "red") -> Path:
    path = folder / f"{colour}.png"
    Image.new("RGB", (90, 120), colour).save(path)
    return path


def test_a_sheet_is_made_once_for_the_film_and_belongs_to_no_shot(store, profile):
    ada, tom = (store.head(SHEET_ASSET, key) for key in (ADA, TOM))
    assert "yellow coat" in ada.inputs["prompt"] and "red beard" in tom.inputs["prompt"]
    assert set(ada.inputs) == {"prompt", "seed", "size_px", "backend", "code_version"}
    assert not {"end_strength", "end_frame"} & set(ada.inputs["backend"]["model"])
    assert not sheets(sketch(store, profile, FILM, SCREENPLAY))
    assert len(store.takes(SHEET_ASSET, ADA)) == 1


def test_changing_how_somebody_looks_makes_that_sheet_and_the_shots_that_show_them(store, profile):
    before = seen(store, "ada")
    log = sketch(store, profile, FILM, SCREENPLAY.replace("a yellow coat", "a green coat"))
    assert sheets(log) == {ADA}
    assert before <= drawn(log) and not drawn(log) & (seen(store, "tom") - before)
    assert not {asset for _, asset in log.made} - DRAWN - {"movie_plan", "final_movie"}


@pytest.mark.parametrize(
    ("before", "after"),
    [("Good evening, Tom.", "Good evening, dear Tom."), ("INT. LIGHTHOUSE KITCHEN - NIGHT", "INT. BARN - DAY")],
    ids=["a line", "a place"],
)
def test_editing_a_line_or_a_place_makes_no_sheet(store, profile, before, after):
    log = sketch(store, profile, FILM, SCREENPLAY.replace(before, after))
    assert log.made and not sheets(log)


def test_how_much_references_weigh_paints_the_shots_again_and_no_sheet(store):
    log = sketch(store, with_characters(ip_adapter_scale=0.8), FILM, SCREENPLAY)
    assert not sheets(log)
    assert drawn(log) == seen(store, "ada") | seen(store, "tom")
    assert "references weigh 0.8 (was 0.6)" in store.head(STILLS, f"{FILM}~{min(drawn(log))}").reason


def test_another_style_paints_every_sheet_and_shot_again(store):
    log = sketch(store, with_characters(style="ink"), FILM, SCREENPLAY)
    assert sheets(log) == {ADA, TOM} and len(drawn(log)) == len(held_plan(store, FILM).shots)


def test_recipes_of_profiles_that_paint_from_words_alone_know_of_no_characters(store, profile, tmp_path):
    plan = held_plan(store, FILM)
    use_reference(store, FILM, "Ada", portrait(tmp_path))
    own = film_references(store, FILM)
    for plain in (
        load_profile("animatic"),
        with_characters(characters="none"),
        with_characters(characters="none", ip_adapter_scale=0.9),
    ):
        crew = gather(plain)
        craft = crew.crafts[STILLS]
        for shot in plan.shots:
            bare, bound = crew.order(FILM, plan, shot), crew.order(FILM, plan, shot, None, own)
            assert craft.recipe(bare, {}).digest == craft.recipe(bound, {}).digest
            assert "references" not in craft.recipe(bound, {}).inputs
            assert craft.parts(bound) == ()
    nobody = next(shot for shot in plan.shots if not shot.cast)
    recipes = [gather(p).crafts[STILLS].recipe(gather(p).order(FILM, plan, nobody), {}) for p in (profile, plain)]
    assert recipes[0].digest == recipes[1].digest  # a shot of nobody is the same picture with and without


def test_a_picture_of_ones_own_is_used_in_place_of_the_sheet_and_given_back(store, profile, tmp_path):
    assert use_reference(store, FILM, "ADA", portrait(tmp_path)).id == "ada"
    log = sketch(store, profile, FILM, SCREENPLAY)
    assert drawn(log) == seen(store, "ada") and not sheets(log)
    still = store.head(STILLS, f"{FILM}~{min(drawn(log))}")
    assert still.reason == "ADA is painted after your picture (was its sheet)"
    use_reference(store, FILM, "ada", portrait(tmp_path, "blue"))
    assert drawn(sketch(store, profile, FILM, SCREENPLAY)) == seen(store, "ada")
    assert store.head(STILLS, still.key).reason == "ADA is painted after another picture of yours"
    assert drop_reference(store, FILM, "Ada") == "ADA"
    assert not drawn(sketch(store, profile, FILM, SCREENPLAY))  # painted so before: reused


def test_dagster_sees_the_shots_whose_people_have_another_picture(store, tmp_path):
    plan = held_plan(store, FILM)
    use_reference(store, FILM, "Ada", portrait(tmp_path))
    own = film_references(store, FILM)
    changed = {shot.id for shot in plan.shots if shot_slice(plan, shot) != shot_slice(plan, shot, None, own)}
    assert changed == seen(store, "ada")


def test_a_name_that_nobody_has_is_an_error_that_names_those_who_exist(store, tmp_path):
    with pytest.raises(InputError, match=r"two-lamps has no character 'Adda'; it has: ADA, TOM"):
        use_reference(store, FILM, "Adda", portrait(tmp_path))
    with pytest.raises(InputError, match="'TOM' is painted after no picture of yours; one of yours has: nobody"):
        drop_reference(store, FILM, "TOM")
    assert film_references(store, FILM).own == {}


def test_a_picture_of_somebody_who_left_the_film_stops_its_stills_and_says_who_is_there(store, profile, tmp_path):
    use_reference(store, FILM, "Ada", portrait(tmp_path))
    text = SCREENPLAY.replace("ADA", "BELLA")
    plan = planned(store, profile, FILM, text)
    crew = gather(profile)
    order = crew.order(FILM, plan.plan, plan.plan.shots[0], None, film_references(store, FILM))
    assert film_state(store, crew, FILM, plan.plan).cells  # looking is no error
    assert character_parts(crew.crafts[STILLS].backend, order) == ()
    result = Shoot(store, None).shoot(crew.crafts[STILLS], [order])[order.key]
    assert isinstance(result.error, InputError)
    assert "red.png is the picture of ADA" in str(result.error) and "it has: BELLA, TOM" in str(result.error)


@pytest.mark.parametrize("fault", ["not a picture", "cut short", "a bomb", "too small", "not there"])
def test_a_bad_reference_picture_is_refused_and_nothing_is_kept(store, tmp_path, fault):
    good, bad = portrait(tmp_path), tmp_path / "bad.png"
    match fault:
        case "not a picture":
            bad.write_text("Ada, laughing")
        case "cut short":
            Image.effect_noise((200, 200), 50).save(bad)
            bad.write_bytes(bad.read_bytes()[:-4000])
        case "a bomb":
            Image.new("1", (20_000, 20_000)).save(bad)
        case "too small":
            Image.open(good).resize((20, 20)).save(bad)
    with pytest.raises(InputError, match=r"two-lamps: .*bad\.png.*expected a PNG, JPEG or WebP picture"):
        use_reference(store, FILM, "Ada", bad)
    assert film_references(store, FILM).own == {} and not list(store.shelf.keys("heads/own_files"))


def test_gc_keeps_what_is_in_use_and_a_removed_film_forgets_it(store, profile, tmp_path):
    use_reference(store, FILM, "Ada", portrait(tmp_path))
    gc(store, dry_run=False, grace_s=0)
    assert not sheets(sketch(store, profile, FILM, SCREENPLAY))
    assert standing(store, sketch_crew(profile, Log()), tmp_path, FILM) is not None
    remove_film(store, FILM)
    assert film_references(store, FILM).own == {}


def test_a_sheet_stays_when_what_an_edit_replaced_is_let_go_of(store, profile):
    edited = SCREENPLAY.replace("a yellow coat", "a green coat")
    assert sheets(sketch(store, profile, FILM, edited)) == {ADA}
    let_go = partial(superseded, store, time.time())
    assert STILLS in {artifact.asset for artifact in gc(store, dry_run=False, grace_s=0, let_go=let_go).artifacts}
    assert not sheets(sketch(store, profile, FILM, SCREENPLAY))
