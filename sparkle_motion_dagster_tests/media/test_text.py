"""Words on the picture: exactly as written, always inside it."""

from itertools import pairwise

import numpy as np
import pytest

from sparkle_motion_dagster.media.text import MAX_CHARACTERS, draft_mark, missing_glyphs, subtitle_image, subtitle_pages

HOSTILE = [
    "'",
    "a:b:c",
    "%{pts}",
    "\\",
    "{\\an8}up",
    "<b>bold</b>",
    "x" * 300,
    "Ω Привет é",
    "😀",
    "שלום",
    "one two " * 40,
    "日本語の字幕" * 20,
    "fox 🦊 שלום 日本",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("size", [(1280, 720), (320, 184), (406, 720)])
def test_a_subtitle_stands_inside_the_picture(text, size):
    pixels, x, y = subtitle_image(text, *size)
    height, width = pixels.shape[:2]
    assert x >= 0 and x + width <= size[0]
    assert y >= 0 and y + height <= size[1]
    assert pixels[..., 3].max() > 200
    assert not pixels[[0, -1], :, 3].any(), "letters are cut off"


def test_markup_is_drawn_not_read():
    plain, bold = subtitle_image("word", 1280, 720)[0], subtitle_image("<b>word</b>", 1280, 720)[0]
    assert bold.shape[1] > plain.shape[1] * 1.5


def test_a_lone_tag_is_visible():
    assert (subtitle_image("{\\an8}", 1280, 720)[0][..., :3] > 200).any()


@pytest.mark.parametrize(
    "text", ["Short.", "word " * 60, "a " + "b" * 200 + " c", "One two three four five six seven eight nine ten. " * 4]
)
def test_pages_carry_all_the_words_in_order_and_in_time(text):
    pages = subtitle_pages(text, 10.0)
    assert " ".join(page for page, _, _ in pages).split() == text.split()
    assert pages[0][1] == 0.0
    assert pages[-1][2] == pytest.approx(10.0)
    assert all(a[2] == pytest.approx(b[1]) for a, b in pairwise(pages))
    assert all(len(page) <= MAX_CHARACTERS for page, _, _ in pages if " " in page)


def test_nothing_said_is_no_page():
    assert subtitle_pages("  ", 2.0) == []


def test_characters_that_no_font_has_are_told():
    assert missing_glyphs("𒀀 日 é Ω") == {"𒀀"}


def test_the_draft_mark_stands_in_the_upper_right_corner():
    pixels, x, y = draft_mark(1280, 720)
    assert x > 1280 * 0.85 and x + pixels.shape[1] <= 1280
    assert y < 720 * 0.1
    assert np.ptp(pixels[..., 0].astype(int)) > 150


def test_a_word_of_300_letters_is_broken_before_its_letters_become_too_small_to_read():
    pixels, _, _ = subtitle_image("x" * 300, 1280, 720)
    assert pixels.shape[0] > 40
    assert pixels.shape[1] > 1280 * 0.7


def test_the_longest_page_stands_on_two_lines_in_full_size():
    page = max((p for p, _, _ in subtitle_pages("seven words make a sentence of this " * 20, 9.0)), key=len)
    tall = subtitle_image(page, 1280, 720)[0].shape[0]
    assert (
        tall
        == subtitle_image("I said so and I will say so again, to you and to anyone who asks.", 1280, 720)[0].shape[0]
    )


def test_pages_end_with_sentences_where_they_can():
    pages = subtitle_pages(
        "The lamp went out at nine that night. Nobody saw it but the fox, who told no one, not even the sea.", 6.0
    )
    assert pages[0][0] == "The lamp went out at nine that night."


def test_a_subtitle_stands_low_and_in_the_middle():
    pixels, x, y = subtitle_image("In the middle", 1280, 720)
    assert x + pixels.shape[1] / 2 == pytest.approx(640, abs=2)
    assert y > 720 * 0.8 and y + pixels.shape[0] < 720 * 0.96


def test_colours_are_premultiplied_and_as_asked():
    pixels = subtitle_image("Wide", 1280, 720, "#ffcc00")[0].astype(int)
    assert (pixels[..., :3] <= pixels[..., 3:]).all()
    blue, green, red = pixels[pixels[..., 3] == 255][:, :3].max(axis=0)
    assert (red, green, blue) == (255, 204, max(blue, 0)) and blue < 60
