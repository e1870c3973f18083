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


@pytest.mark.parametrize(
    "heading", ["", "x" * 300, "<b>{\\an8}%{pts}'", "Ω Привет", "日本", "Fox 🦊 שלום", "A Very Long Title " * 8]
)
def test_any_heading_makes_a_card_with_its_letters_inside(heading):
    pixels = card_image(heading, ("line one", heading[:60]), 640, 360, 3).astype(int)
    bright = (pixels.min(axis=2) > 215).nonzero()
    assert len(bright[0]) == 0 or (bright[1].min() > 10 and bright[1].max() < 630)


def test_a_draft_is_marked_in_the_corner():
    plain, draft = (card_image("T", (), 640, 360, 1, draft=mark).astype(int) for mark in (False, True))
    changed = np.abs(plain - draft).max(axis=2) > 10
    assert changed[:60, 520:].any()
    assert not changed[60:].any()


def test_a_title_that_wraps_keeps_clear_of_the_edges_and_of_its_lines():
    pixels = card_image("The Long and Improbable Voyage of a Most Reluctant Goat " * 2, ("x" * 200,) * 6, 640, 360, 1)
    rows = np.flatnonzero((pixels.astype(int).min(axis=2) > 205).sum(axis=1) > 2)
    assert rows.min() > 8 and rows.max() < 352


def test_an_end_card_is_the_same_place_later():
    title, end = (card_image("", (), 320, 180, 3, kind).astype(int) for kind in ("title", "end"))
    assert end.mean() < title.mean()
    assert np.corrcoef(title.mean(axis=(1, 2)), end.mean(axis=(1, 2)))[0, 1] > 0.4


def test_cards_are_never_blank_and_differ_in_mood():
    cards = [card_image("", (), 320, 180, seed).astype(int) for seed in range(12)]
    assert all(card.std() > 12 for card in cards)
    moods = {tuple((card.mean(axis=(0, 1)) // 12).astype(int)) for card in cards}
    assert len(moods) >= 4


@pytest.mark.parametrize("size", [(1280, 720), (96, 54), (270, 480)])
def test_a_card_fits_any_picture(size):
    assert card_image("The Two Lamps", ("by a fox",), *size, 1, "title", True).shape == (size[1], size[0], 3)
