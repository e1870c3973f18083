"""Figures in pixels: lasting, distinct, and true to their boxes; mouths and eyelids stay where they say."""

import re

import numpy as np
import pytest

from sparkle_motion_dagster.backends.drawing.animals.animal import drawn_kinds
from sparkle_motion_dagster.backends.drawing.figure import draw_figure
from sparkle_motion_dagster.backends.drawing.layer import VISEMES, FigureDrawing, Light
from sparkle_motion_dagster.backends.drawing.mouths import CORNERS
from sparkle_motion_dagster.backends.drawing.people.steps import step_of
from sparkle_motion_dagster.backends.drawing.stride import PHASES
from sparkle_motion_dagster_tests.backends.drawing.cast_pixels import DAY, NIGHT, changed_box, contains, pixels

ACTORS = {
    "woman": ("Ada", "a young woman with long red hair"), "bearded": ("Omar", "a captain, full grey beard, glasses"),
    "child": ("Mina", "a girl, 8, braids"), "hatted": ("Kay", "a keeper in a yellow raincoat"), "moustache": ("Walter", "a man with a moustache"),
    "fox": ("Rey", "a fox"), "mouse": ("Pip", "a mouse"), "horse": ("Bess", "a horse"), "crow": ("Kra", "a crow"), "owl": ("Strix", "an owl"),
    "frog": ("Jeremy", "a frog"), "whale": ("Moby", "a whale"), "robot": ("R9", "a robot"),
}  # fmt: skip


def drawn(actor: str, facing: str = "right", expression: str = "neutral", light: Light = DAY) -> FigureDrawing:
    name, description = ACTORS[actor]
    return draw_figure(name, description, facing, expression, light, "t")  # type: ignore[arg-type]


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("facing", ["right", "front"])
def test_every_mouth_differs_from_the_others_and_only_inside_the_mouth_box(actor: str, facing: str) -> None:
    figure = drawn(actor, facing)
    x, y, width, height = figure.head_box
    box = (x - 8, y - 8, width + 16, height + 16)
    scale = 220 / box[3]
    closed = pixels(figure.head + figure.mouth("X"), box, scale)
    shapes = [pixels(figure.head + figure.mouth("X") + figure.mouth(viseme), box, scale) for viseme in VISEMES]
    for i, viseme in enumerate(VISEMES):
        for other in range(i):
            assert np.abs(shapes[i] - shapes[other]).max() > 20, (viseme, VISEMES[other])
        if viseme != "X":
            assert contains(figure.mouth_box, changed_box(closed, shapes[i], box, scale), 1.2 / scale), viseme


@pytest.mark.parametrize("actor", ACTORS)
def test_an_open_mouth_leaves_nothing_of_the_smile_under_it(actor: str) -> None:
    figure = drawn(actor, expression="happy")
    scale = 3.0
    fresh = pixels(figure.head + figure.mouth("F"), figure.mouth_box, scale)
    over = pixels(figure.head + figure.mouth("X") + figure.mouth("F"), figure.mouth_box, scale)
    assert (np.abs(fresh - over).max(axis=2) > 40).mean() < 0.004


@pytest.mark.parametrize("actor", ["woman", "bearded", "child", "fox", "mouse", "horse", "frog"])
def test_the_patch_around_a_mouth_is_not_seen(actor: str) -> None:
    figure = drawn(actor)
    scale = 4.0
    bare = pixels(figure.head, figure.mouth_box, scale)
    spoken = pixels(figure.head + figure.mouth("F"), figure.mouth_box, scale)
    rows, columns = bare.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns]
    rim = ((x / columns - 0.5) / 0.38) ** 2 + ((y / rows - 0.5) / 0.38) ** 2 > 1
    seam = (np.abs(bare - spoken).max(axis=2) > 24)[rim].mean()
    assert seam < 0.02, f"{seam:.1%} of the rim of the mouth box changed"


@pytest.mark.parametrize("actor", ACTORS)
def test_closed_eyes_change_the_eyes_and_nothing_else(actor: str) -> None:
    figure = drawn(actor)
    box = figure.head_box
    scale = 200 / box[3]
    open_eyes = pixels(figure.head, box, scale)
    closed = pixels(figure.head + figure.eyes_closed, box, scale)
    changed = changed_box(open_eyes, closed, box, scale)
    assert contains(box, changed, 2)
    assert changed[3] < 0.34 * box[3]
    mouth_top = figure.mouth_box[1]
    assert changed[1] + changed[3] < mouth_top + 0.35 * figure.mouth_box[3]


@pytest.mark.parametrize(
    "description", [*(f"a {kind}" for kind in sorted(drawn_kinds())), *(d for _, d in ACTORS.values())]
)
def test_the_boxes_hold_every_pixel_and_the_feet_stand_on_the_ground(description: str) -> None:
    for facing, expression in (("right", "neutral"), ("left", "surprised"), ("front", "happy")):
        figure = draw_figure("Ola", description, facing, expression, DAY, "b")  # type: ignore[arg-type]
        x, y, width, height = figure.box
        wide = (x - 60, y - 60, width + 120, height + 120)
        scale = min(1.0, 150 / wide[3])
        everything = figure.body + figure.head + figure.eyes_closed + "".join(figure.mouth(v) for v in VISEMES)
        seen = np.nonzero(pixels(everything, wide, scale)[..., 3] > 8)
        left, right = seen[1].min() / scale + wide[0], (seen[1].max() + 1) / scale + wide[0]
        top, bottom = seen[0].min() / scale + wide[1], (seen[0].max() + 1) / scale + wide[1]
        slack = 1.1 / scale
        assert left >= x - slack and right <= x + width + slack and top >= y - slack and bottom <= y + height + slack
        assert width <= (right - left) + 26 and height <= (bottom - top) + 26, (
            "the box is not much larger than the figure"
        )
        assert abs(bottom) < 7 + slack
        assert contains(figure.box, figure.head_box, 0.1) and contains(figure.head_box, figure.mouth_box, 14)
        assert figure.height == pytest.approx(-figure.box[1])


def test_the_same_character_is_the_same_bytes_and_two_names_differ() -> None:
    first, again = drawn("woman"), drawn("woman")
    assert (first.body, first.head, first.eyes_closed, first.mouth("D")) == (
        again.body,
        again.head,
        again.eyes_closed,
        again.mouth("D"),
    )
    names = ["Ada", "Tom", "Grace", "Omar", "Yuki", "Walter"]
    figures = [draw_figure(name, "", "right", "neutral", DAY, "t") for name in names]
    pictures = [pixels(f.body + f.head, (-90, -400, 180, 410), 0.4) for f in figures]
    for i, picture in enumerate(pictures):
        for other in range(i):
            assert (np.abs(picture - pictures[other]).max(axis=2) > 40).mean() > 0.03, (names[i], names[other])


@pytest.mark.parametrize("actor", ["woman", "bearded", "fox", "owl"])
def test_every_expression_changes_the_face(actor: str) -> None:
    faces = {}
    for expression in CORNERS:
        figure = drawn(actor, expression=expression)
        faces[expression] = pixels(figure.head + figure.mouth("X"), figure.head_box, 160 / figure.head_box[3])
    names = list(faces)
    for i, name in enumerate(names):
        for other in names[:i]:
            assert np.abs(faces[name] - faces[other]).max() > 40, (name, other)


@pytest.mark.parametrize("actor", ["woman", "fox", "crow"])
def test_facing_left_is_facing_right_turned_over_but_lit_from_the_same_side(actor: str) -> None:
    right, left = drawn(actor, "right"), drawn(actor, "left")
    assert left.box[0] == pytest.approx(-(right.box[0] + right.box[2]))
    scale = 180 / right.head_box[3]
    shown_right = pixels(right.head, right.head_box, scale)
    shown_left = pixels(left.head, left.head_box, scale)
    assert (np.abs(shown_right[..., 3] - shown_left[:, ::-1, 3]) > 60).mean() < 0.02, "the same outline, mirrored"
    assert (np.abs(shown_right - shown_left[:, ::-1]).max(axis=2) > 12).mean() > 0.05, "but not the same light"


def test_night_sinks_the_figure_into_the_shade() -> None:
    day, night = drawn("hatted"), drawn("hatted", light=NIGHT)
    bright = [pixels(f.body, f.box, 0.5) for f in (day, night)]
    mean = [p[p[..., 3] > 200][:, :3].mean() for p in bright]
    assert mean[1] < 0.75 * mean[0]


@pytest.mark.parametrize("actor", ACTORS)
def test_ids_are_prefixed_unique_and_all_references_resolve(actor: str) -> None:
    name, description = ACTORS[actor]
    figure = draw_figure(name, description, "right", "neutral", DAY, "zz")
    text = figure.body + figure.head + figure.eyes_closed + "".join(figure.mouth(v) for v in VISEMES)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert all(i.startswith("zz") for i in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)


def test_adults_children_and_animals_act_at_their_sizes() -> None:
    heights = {actor: drawn(actor).height for actor in ("moustache", "child", "mouse", "fox", "horse")}
    assert 330 < heights["moustache"] < 400
    assert 225 < heights["child"] < 290
    assert heights["mouse"] < 150 < heights["fox"] < 240 < 360 < heights["horse"] < 470


@pytest.mark.parametrize("seat", ["chair", "stool", "bench", "armchair", "rock"])
@pytest.mark.parametrize("facing", ["right", "left", "front"])
def test_who_sits_is_lower_and_drawn_whole(seat: str, facing: str) -> None:
    for name, description in (ACTORS["woman"], ACTORS["bearded"], ACTORS["child"], ("Vi", "a queen in a purple gown")):
        standing = draw_figure(name, description, facing, "neutral", DAY, "t")  # type: ignore[arg-type]
        seated = draw_figure(name, description, facing, "neutral", DAY, "t", seat)  # type: ignore[arg-type]
        assert 0.7 * standing.height < seated.height < 0.86 * standing.height
        assert seated.head_box[2:] == standing.head_box[2:]
        x, y, width, height = seated.box
        around = (x - 20, y - 20, width + 40, height + 40)
        drawn_in = pixels(seated.body + seated.head, around)
        bare = np.zeros_like(drawn_in)
        assert contains(seated.box, changed_box(bare, drawn_in, around, 1.0), 3.0)


def test_animals_sit_as_they_always_do() -> None:
    name, description = ACTORS["fox"]
    assert draw_figure(name, description, "right", "neutral", DAY, "t", "chair").body == drawn("fox").body


@pytest.mark.parametrize("gait", ["walk", "run"])
@pytest.mark.parametrize("actor", ["woman", "bearded", "child"])
def test_in_every_phase_of_a_step_one_foot_is_on_the_ground_and_none_below(gait: str, actor: str) -> None:
    name, description = ACTORS[actor]
    bodies = set()
    for phase in range(PHASES):
        step = step_of(phase, gait, carries=False)  # type: ignore[arg-type]
        figure = draw_figure(name, description, "right", "neutral", DAY, "t", None, step)
        x, y, width, height = figure.box
        around = (x, y, width, height + 40)
        rows = np.nonzero(pixels(figure.body, around)[..., 3].max(axis=1) > 128)[0]
        assert abs(y + rows.max() + 1 + figure.sinks) < 3.5, phase
        bodies.add(figure.body)
    assert len(bodies) == PHASES


def test_a_hand_that_carries_is_still_in_every_step() -> None:
    name, description = ACTORS["woman"]
    hands = {
        draw_figure(name, description, "right", "neutral", DAY, "t", None, step_of(phase, "walk", carries=True)).hand
        for phase in range(PHASES)
    }
    assert hands == {drawn("woman").hand}
