"""Crescents drawn as outlines look like the clipped ones that they stand for."""

import numpy as np
import pytest

from sparkle_motion_dagster.backends.drawing.crescents import crescent, outline
from sparkle_motion_dagster.backends.drawing.pens import loop, tube
from sparkle_motion_dagster.backends.drawing.people.turn import around
from sparkle_motion_dagster_tests.backends.drawing.cast_pixels import pixels

SHAPES = {
    "round": loop(around(0, 0, 60, 50, 0, 330, 12)),
    "egg": loop([(0, -70), (50, -30), (44, 40), (0, 66), (-44, 40), (-50, -30)]),
    "arm": tube([(-10, -70), (10, 0), (0, 70)], [16, 13, 10], round_start=True),
    "corners": "M-60 -60L60 -60L70 60L-70 60Z",
}
BOX = (-90.0, -90.0, 180.0, 180.0)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("move", [(-9.0, -3.0), (9.0, -3.0), (3.0, 2.0)])
def test_a_crescent_covers_what_the_moved_shape_leaves_bare(shape: str, move: tuple[float, float]) -> None:
    d = SHAPES[shape]
    drawn = crescent(outline(d), *move)
    assert drawn is not None
    shifted = f'<path d="{d}" transform="translate({move[0]} {move[1]})"/>'
    whole = pixels(f'<path d="{d}"/>', BOX)[..., 3] > 128
    wanted = whole & ~(pixels(shifted, BOX)[..., 3] > 128)
    made = pixels(f'<path d="{drawn}"/>', BOX)[..., 3] > 128
    assert np.count_nonzero(made & ~whole) < 12
    assert np.count_nonzero(made ^ wanted) < 0.2 * np.count_nonzero(wanted) + 12


def test_a_shape_thinner_than_its_shade_is_left_to_a_clip() -> None:
    assert crescent(outline("M-60 -2L60 -2L60 2L-60 2Z"), 0.0, 9.0) is None
