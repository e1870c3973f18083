"""Title and end cards."""

import numpy as np
import pytest

from sparkle_motion_dagster.media.cards import card_image


def test_a_card_is_the_size_asked_and_the_same_for_the_same_seed():
    one, two = (card_image("The Two Lamps", ("a film",), 640, 360, 4) for _ in range(2))
    assert one.shape == (360, 640, 3)
    assert np.array_equal(one, two)


def test_cards_differ_by_seed_and_by_words():
    base = card_image("The Two Lamps", (), 320, 184, 1)
    assert not np.array_equal(base, card_image("The Two Lamps", (), 320, 184, 2))
    assert not np.array_equal(base, card_image("The Three Lamps", (), 320, 184, 1))


@pytest.mark.parametrize("heading", ["", "x" * 300, "<b>{\\an8}%{pts}'", "Ω Привет", "日本", "A Very Long Title " * 8])
def test_any_heading_makes_a_card_with_its_letters_inside(heading):
    pixels = card_image(heading, ("line one", heading[:60]), 640, 360, 3).astype(int)
    bright = (pixels.min(axis=2) > 215).nonzero()
    assert len(bright[0]) == 0 or (bright[1].min() > 10 and bright[1].max() < 630)


def test_a_draft_is_marked_in_the_corner():
    plain, draft = (card_image("T", (), 640, 360, 1, draft=mark).astype(int) for mark in (False, True))
    changed = np.abs(plain - draft).max(axis=2) > 10
    assert changed[:60, 520:].any()
    assert not changed[60:].any()
