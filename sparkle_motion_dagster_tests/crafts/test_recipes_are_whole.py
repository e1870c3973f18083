"""Whatever changes an artifact's bytes is in its recipe, even where no edit of a brief would show it."""

from dataclasses import replace

import pytest

from sparkle_motion_dagster.backends import versions
from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts.craft import Material
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, gather
from sparkle_motion_dagster.crafts.cut import cut_recipe
from sparkle_motion_dagster.crafts.planning import held_plan
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import SCREENPLAY
from sparkle_motion_dagster_tests.crafts.sketching import sketch

FILM = "two-lamps"


@pytest.fixture(scope="module")
def profile():
    return load_profile("animatic")


@pytest.fixture(scope="module")
def film(tmp_path_factory, profile):
    """The plan, and its artifacts by asset in film order."""
    store = ArtifactStore.open(tmp_path_factory.mktemp("whole") / "store")
    sketch(store, profile, FILM, SCREENPLAY)
    plan = held_plan(store, FILM)
    keys = [shot_key(FILM, shot.id) for shot in plan.shots]
    heads = {asset: store.heads(asset, keys) for asset in SHOT_ASSETS}
    return plan, {asset: [heads[asset][key] for key in keys] for asset in SHOT_ASSETS}


def spoken_at(plan) -> int:
    return next(at for at, shot in enumerate(plan.shots) if shot.dialogue)


def with_line(artifact, **fields):
    first, *rest = artifact.facts["line_artifacts"]
    return replace(artifact, facts={**artifact.facts, "line_artifacts": [{**first, **fields}, *rest]})


def recipes_of_shot(film, profile, dialogue) -> dict[str, str]:
    """Digest of each recipe that is made from the dialogue's facts."""
    plan, made = film
    at = spoken_at(plan)
    crew = gather(profile)
    order = crew.order(FILM, plan, plan.shots[at])
    materials = {asset: Material(made[asset][at].content_hash, {}, made[asset][at].facts) for asset in SHOT_ASSETS}
    materials["dialogue_audio"] = Material(dialogue.content_hash, {}, dialogue.facts)
    return {asset: crew.crafts[asset].recipe(order, materials).digest for asset in ("lipsynced_clips", "qa_report")}


@pytest.mark.parametrize(
    "fields",
    [
        {"phones": [{"symbol": "i", "start_s": 0.5, "end_s": 0.6}]},
        {"character_id": "somebody-else"},
        {"start_s": 0.41},
        {"on_screen": False},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_mouths_follow_the_sounds_even_where_the_wav_is_the_same(film, profile, fields):
    plan, made = film
    dialogue = made["dialogue_audio"][spoken_at(plan)]
    before, after = (recipes_of_shot(film, profile, d) for d in (dialogue, with_line(dialogue, **fields)))
    assert all(before[asset] != after[asset] for asset in before)


def test_the_films_subtitles_are_in_its_recipe(film, profile):
    plan, made = film
    at = spoken_at(plan)
    renamed = list(made["dialogue_audio"])
    renamed[at] = with_line(renamed[at], character="SOMEBODY ELSE")
    before = cut_recipe(FILM, plan, profile, made)
    assert cut_recipe(FILM, plan, profile, {**made, "dialogue_audio": renamed}).digest != before.digest


def test_a_draft_among_the_parts_is_in_the_films_recipe(film, profile):
    plan, made = film
    final = profile.model_copy(update={"draft": False})
    none = {asset: [replace(artifact, draft=False) for artifact in artifacts] for asset, artifacts in made.items()}
    assert cut_recipe(FILM, plan, final, none).digest != cut_recipe(FILM, plan, final, made).digest


def test_words_on_the_contact_sheet_are_in_the_films_recipe(film, profile):
    plan, made = film
    silent = next(at for at, shot in enumerate(plan.shots) if not shot.dialogue)
    shots = list(plan.shots)
    shots[silent] = shots[silent].model_copy(update={"visual_description": "Another thing is seen."})
    other = plan.model_copy(update={"shots": tuple(shots)})
    assert cut_recipe(FILM, other, profile, made).digest != cut_recipe(FILM, plan, profile, made).digest


def test_a_new_library_or_font_makes_stale_what_it_makes(film, profile, monkeypatch):
    plan, made = film
    dialogue = made["dialogue_audio"][spoken_at(plan)]
    before, cut = recipes_of_shot(film, profile, dialogue), cut_recipe(FILM, plan, profile, made)
    real = versions._version
    for package in ("av", "resources/fonts"):
        monkeypatch.setattr(
            versions, "_version", lambda name, package=package: "new" if name == package else real(name)
        )
        assert recipes_of_shot(film, profile, dialogue)["lipsynced_clips"] != before["lipsynced_clips"]
        assert cut_recipe(FILM, plan, profile, made).digest != cut.digest


def test_changing_one_voice_speaks_only_its_own_lines_again(film, profile):
    plan, _ = film
    crew = gather(profile)
    speech = crew.crafts["dialogue_audio"].backend

    def digests() -> dict[str, str]:
        orders = [crew.order(FILM, plan, shot) for shot in plan.shots]
        return {
            part.request.voice: part.recipe.digest for o in orders for part in crew.crafts["dialogue_audio"].parts(o)
        }

    before = digests()
    voice = next(iter(before))
    speech._notations = {**speech._notations, voice: "am_adam"}
    after = digests()
    assert {name for name in before if before[name] != after[name]} == {voice}
    assert len(before) > 1
