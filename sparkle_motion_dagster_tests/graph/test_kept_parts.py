"""Parts of a film that are kept between its cuts: its mix and its cards."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts.cut import CutRoom
from sparkle_motion_dagster.crafts.final_mix import kept_mix, mix_recipe
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.planning import film_plan
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import Sparkle, Studio

PARTS = {"mix": ("final_mix", "two-lamps~mix"), "title": ("card_clips", "two-lamps~title-card")}
PARTS["end"] = ("card_clips", "two-lamps~end-card")


def parts_of(home: Path) -> dict[str, datetime]:
    """When each part was made."""
    store = ArtifactStore.open(home / "store")
    heads = {name: store.head(*place) for name, place in PARTS.items()}
    return {name: head.made_at for name, head in heads.items() if head is not None}


def remade(studio: Studio, sparkle: Sparkle, brief: Path) -> set[str]:
    """Parts made again by another make."""
    before = parts_of(studio.home)
    ran = sparkle("make", str(brief), "--home", str(studio.home), "--profile", studio.profile(), "--json")
    assert ran.code == 0, ran.err
    assert ran.json["made"]["final_movie"] == 1
    after = parts_of(studio.home)
    assert set(after) == set(PARTS)
    return {name for name in after if before.get(name) != after[name]}


def test_another_line_mixes_again_and_another_title_draws_its_card_alone(studio: Studio, sparkle: Sparkle) -> None:
    text = studio.brief.read_text(encoding="utf-8")
    edited = studio.home.parent / studio.brief.name
    edited.write_text(text.replace("Good evening, Tom.", "Good evening to you, Tom."), encoding="utf-8")
    assert remade(studio, sparkle, edited) == {"mix"}
    edited.write_text(edited.read_text(encoding="utf-8").replace("A Test", "Another Test"), encoding="utf-8")
    assert "mix" not in remade(studio, sparkle, edited)


def test_another_take_of_a_picture_neither_mixes_nor_draws_cards(studio: Studio, sparkle: Sparkle) -> None:
    where = ("--home", str(studio.home), "--profile", studio.profile())
    ran = sparkle("retake", "two-lamps", "s010", "--asset", "shot_images", *where)
    assert ran.code == 0, ran.err
    assert remade(studio, sparkle, studio.brief) == set()


class OneWorker:
    """A pool whose only worker takes calls in turn; whoever mixes elsewhere is done as soon as it is waited for."""

    def __init__(self, elsewhere: ExitStack) -> None:
        self.calls: list[str] = []
        self._elsewhere = elsewhere

    def submit(self, call: Callable[..., Any], *arguments: Any) -> Future[Any]:
        self.calls.append(call.__name__)
        if call is kept_mix:
            self._elsewhere.close()
        made: Future[Any] = Future()
        made.set_result(call(*arguments))
        return made


@pytest.mark.parametrize("begun", [True, False])
def test_a_mix_begun_elsewhere_is_waited_for_last_and_any_other_begins_first(studio: Studio, begun: bool) -> None:
    store, profile = ArtifactStore.open(studio.home / "store"), load_profile(studio.profile())
    plan = film_plan(store, "two-lamps").model_copy(update={"title": "Two Other Lamps"})
    heads = held_shots(store, "two-lamps", plan)["dialogue_audio"]
    spoken = [heads[shot_key("two-lamps", shot.id)] for shot in plan.shots]
    with ExitStack() as elsewhere:
        if begun:
            elsewhere.enter_context(store.recipe_lock(mix_recipe("two-lamps", plan, profile, spoken)))
        pool: Any = OneWorker(elsewhere)
        assert CutRoom(store, profile, pool).cut("two-lamps", plan).outcome == "succeeded"
    pictures = ["_film_picture", "_film_stills"]
    assert pool.calls[:3] == ([*pictures, "kept_mix"] if begun else ["kept_mix", *pictures])
