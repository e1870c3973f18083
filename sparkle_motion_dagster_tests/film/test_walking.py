"""Who walks or runs, and which way."""

import pytest

from sparkle_motion_dagster.film.picture import Figure
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.staging import picture
from sparkle_motion_dagster.writing.brief import Brief
from sparkle_motion_dagster.writing.write_plan import write_plan

OPENING = "INT. HALL - DAY\n\nADA (70) waits. TOM (30) waits.\n\nADA\nSo.\n\nTOM\nSo.\n\n"


def shown(action: str) -> tuple[MoviePlan, Shot]:
    plan = write_plan(Brief("fountain", f"{OPENING}{action}\n", "Untitled", "a.fountain")).plan
    return plan, plan.shots[-1]


def figures(action: str) -> dict[str, Figure]:
    plan, shot = shown(action)
    return {figure.character_id: figure for figure in picture(plan, shot, 640, 360).figures}


@pytest.mark.parametrize(
    ("action", "moves"),
    [
        ("Ada walks along the hall.", {"ada": ("walk", "across")}),
        ("Tom runs away.", {"tom": ("run", "out")}),
        ("Ada enters.", {"ada": ("walk", "in")}),
        ("Ada exits.", {"ada": ("walk", "out")}),
        ("Ada and Tom walk along the hall.", {"ada": ("walk", "across"), "tom": ("walk", "across")}),
        ("Tom runs to Ada.", {"tom": ("run", "in"), "ada": None}),
        ("Ada runs her hand over the wall.", {"ada": None}),
        ("Ada runs a small bakery.", {"ada": None}),
        ("Ada walks in. Tears run down her face.", {"ada": ("walk", "in")}),
        ("Ada smiles while the water runs.", {"ada": None}),
        ("Ada goes to sleep.", {"ada": None}),
        ("Ada rakes leaves.", {"ada": None}),
        ("Ada looks to the left.", {"ada": None}),
        ("Slowly, she walks down the hall. Ada smiles.", {"ada": ("walk", "across")}),
        ("Ada enters her password.", {"ada": None}),
        ("Ada climbs the ladder.", {"ada": None}),
        ("Ada smiles.", {"ada": None}),
    ],
)
def test_who_moves_and_which_way(action: str, moves: dict[str, tuple[str, str] | None]) -> None:
    assert {who: f.walk and (f.walk.gait, f.walk.way) for who, f in figures(action).items()} == moves


def test_who_walks_faces_the_way_they_go() -> None:
    for action in ("Ada enters.", "Ada exits.", "Ada walks along the hall."):
        _, shot = shown(action)
        figure = figures(action)["ada"]
        if action.startswith("Ada walks"):
            assert figure.facing == ("left" if shot.camera == "pan_left" else "right")
        else:
            from_left = figure.x < 0.5
            assert (figure.facing == "right") == (from_left == ("enters" in action))


def test_who_speaks_on_screen_stays_and_a_voice_over_walks() -> None:
    plan, shot = shown("Ada walks along the hall.")
    speaking = shot.model_copy(update={"dialogue": plan.shots[0].dialogue or plan.shots[1].dialogue})
    line = speaking.dialogue[0]
    assert line.character_id == "ada"
    assert all(figure.walk is None for figure in picture(plan, speaking, 640, 360).figures)
    over = speaking.model_copy(update={"dialogue": (line.model_copy(update={"extension": "V.O."}),)})
    assert all(figure.walk is not None for figure in picture(plan, over, 640, 360).figures)


@pytest.mark.parametrize("action", ["They run across the yard.", "Ada sits in the garage.", "A broken chair."])
def test_across_is_not_cross_and_a_garage_is_no_rage(action: str) -> None:
    assert {figure.expression for figure in figures(action).values()} <= {"neutral"}
