"""Words on the picture: subtitles, captions and the DRAFT mark.

What belongs here: pages of subtitles, where they stand, how they look. What does not: fonts and lines
(`lettering.py`), subtitle files (`subtitles.py`), title cards (`cards.py`).

Pictures of text are premultiplied BGRA uint8 (height, width, 4) with the pixel at which their corner belongs. Text is
shown exactly as written: no markup is ever read in it.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw, ImageFilter

from sparkle_motion_dagster.media.lettering import DISPLAY, SANS, Lettering, missing_glyphs, wrapped

__all__ = [
    "MAX_CHARACTERS",
    "MAX_LINES",
    "Placed",
    "caption_image",
    "draft_mark",
    "missing_glyphs",
    "subtitle_image",
    "subtitle_pages",
]

Placed: TypeAlias = tuple[NDArray[np.uint8], int, int]
MAX_LINES = 3
"""Of one picture of a subtitle; its pages fill two."""
MAX_CHARACTERS = 84
"""Of one page of a subtitle: two lines of 42, as television does."""
_SIZE_SHARE = 0.05
"""Height of the letters, of the picture's height (of three quarters of its width, if that is less)."""
_SAFE_SHARE = 0.86
_BOTTOM_SHARE = 0.055
_CAPTION_SHARE, _CAPTION_FOOT_SHARE = 0.082, 0.8
"""Height of a caption's letters, and where its foot stands, of the picture's height."""
_SPLIT_SHARE = 0.62
"""A word too wide for a line is broken only once letters of this share of their size did not fit it."""
_SMALLEST_PX = 5
_INK = (8, 10, 20)
_SENTENCE_ENDS, _CLAUSE_ENDS = (".", "!", "?", "…", ".”", "!”", "?”", '."', '!"', '?"'), (",", ";", ":", "—", "–")


def subtitle_pages(text: str, duration_s: float) -> list[tuple[str, float, float]]:
    """The text in pages of at most 84 characters, split between words, each for its share of the time.

    Pages joined by single spaces give the words exactly. A single word is never split. Pages are as few as can be, of
    like length, and end with a sentence or a clause where one ends near.
    """
    words = text.split()
    if not words:
        return []
    pages = _parted(words)
    total = sum(len(page) for page in pages)
    result, at_s = [], 0.0
    for page in pages:
        length_s = duration_s * len(page) / total
        result.append((page, at_s, at_s + length_s))
        at_s += length_s
    return result


def _parted(words: list[str]) -> list[str]:
    """The cheapest parting of the words into pages: best[i] is the cost of the first i words and where their last page begins."""
    whole = " ".join(words)
    fair = len(whole) / -(-len(whole) // MAX_CHARACTERS)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        length, cheapest = -1, (float("inf"), end - 1)
        for start in range(end - 1, -1, -1):
            length += len(words[start]) + 1
            if length > MAX_CHARACTERS and start < end - 1:
                break
            cost = best[start][0] + _cost(length, fair, words[end - 1], end == len(words))
            cheapest = min(cheapest, (cost, start))
        best.append(cheapest)
    pages: list[str] = []
    end = len(words)
    while end:
        start = best[end][1]
        pages.append(" ".join(words[start:end]))
        end = start
    return pages[::-1]


def _cost(length: int, fair: float, last_word: str, at_the_end: bool) -> float:
    uneven = ((length - fair) / fair) ** 2
    if at_the_end or last_word.endswith(_SENTENCE_ENDS):
        return 1.0 + uneven
    return (1.2 if last_word.endswith(_CLAUSE_ENDS) else 1.4) + uneven


def _fitted(text: str, face: str, full_px: int, widest_px: float) -> tuple[Lettering, list[str]]:
    """The largest letters, of `full_px` at most, with which the text stands in at most three lines of this width."""
    for size_px in range(full_px, _SMALLEST_PX - 1, -1):
        letters = Lettering(face, size_px)
        split = size_px < full_px * _SPLIT_SHARE or size_px == _SMALLEST_PX
        lines = wrapped(text, letters, widest_px, split_words=split)
        if len(lines) <= MAX_LINES and all(letters.getlength(line) <= widest_px for line in lines):
            return letters, lines
    return letters, lines


def _full_px(share: float, width_px: int, height_px: int) -> int:
    return max(round(min(height_px, width_px * 0.75) * share), _SMALLEST_PX)


def subtitle_image(text: str, width_px: int, height_px: int, colour: str = "#ffffff") -> Placed:
    """A subtitle, centred at the bottom of a picture of this size; it shrinks until it fits inside the safe area.

    Text that not even the smallest letters fit (thousands of characters; `subtitle_pages` never gives any) is cut off at
    the top of the picture.
    """
    letters, lines = _fitted(text, SANS, _full_px(_SIZE_SHARE, width_px, height_px), width_px * _SAFE_SHARE)
    size_px = letters.size_px
    widest = max((letters.getlength(line) for line in lines), default=0)
    pad = max(round(size_px * 0.6), 5)  # room for the shadow to end in nothing
    step = round(size_px * 1.26)
    lines = lines[-max((height_px - 2 * pad) // step, 1) :]
    wide, tall = min(int(widest) + 2 * pad, width_px), step * len(lines) + 2 * pad
    at = [((wide / 2, pad + step * (number + 0.5)), line) for number, line in enumerate(lines)]
    image = _shaded(letters, at, (wide, tall), 210, max(size_px // 8, 1), size_px / 9)
    image.alpha_composite(_inked(letters, at, (wide, tall), ImageColor.getrgb(colour), max(size_px // 14, 1)))
    y = max(height_px - round(height_px * _BOTTOM_SHARE) - tall, 0)
    return premultiplied(image), (width_px - wide) // 2, y


def caption_image(text: str, width_px: int, height_px: int) -> Placed:
    """Words over a picture, at the left above where subtitles stand, in the title's letters; they shrink until they fit."""
    full_px = _full_px(_CAPTION_SHARE, width_px, height_px)
    letters, lines = _fitted(text, DISPLAY, full_px, width_px * _SAFE_SHARE * 0.8)
    size_px = letters.size_px
    pad, step = max(round(size_px * 0.5), 4), round(size_px * 1.16)
    widths = [letters.getlength(line) for line in lines]
    wide, tall = min(int(max(widths, default=0)) + 2 * pad, width_px), step * len(lines) + 2 * pad
    middles = [(pad + width / 2, pad + step * (number + 0.5)) for number, width in enumerate(widths)]
    at = list(zip(middles, lines, strict=True))
    image = _shaded(letters, at, (wide, tall), 230, max(size_px // 7, 1), size_px / 7)
    image.alpha_composite(_inked(letters, at, (wide, tall), (255, 250, 238), 0))
    left = max(round(width_px * (1 - _SAFE_SHARE) / 2) - pad, 0)
    return premultiplied(image), left, max(round(height_px * _CAPTION_FOOT_SHARE) - tall, 0)


_Lines: TypeAlias = list[tuple[tuple[float, float], str]]
"""Lines and the points they are centred on."""


def _shaded(
    letters: Lettering, at: _Lines, size: tuple[int, int], strength: int, stroke_px: int, blur_px: float
) -> Image.Image:
    """The soft dark behind words, and nothing else."""
    shadow = Image.new("L", size, 0)
    for middle, line in at:
        letters.draw(ImageDraw.Draw(shadow), middle, line, strength, stroke_px, strength)
    image = Image.new("RGBA", size, (*_INK, 0))
    image.putalpha(shadow.filter(ImageFilter.GaussianBlur(blur_px)))
    return image


def _inked(
    letters: Lettering, at: _Lines, size: tuple[int, int], colour: tuple[int, ...], stroke_px: int
) -> Image.Image:
    """The words, with a dark edge of `stroke_px`."""
    inked = Image.new("RGBA", size, (*_INK, 0))
    for middle, line in at:
        letters.draw(ImageDraw.Draw(inked), middle, line, colour, stroke_px, (*_INK, 235))
    return inked


def draft_mark(width_px: int, height_px: int) -> Placed:
    """A small DRAFT in the upper right corner: letters with air between them in a thin frame."""
    size_px = max(round(min(height_px, width_px * 0.75) * 0.024), 7)
    letters, word = Lettering(SANS, size_px), "D R A F T"
    pad = max(round(size_px * 0.6), 3)
    wide, tall = int(letters.getlength(word)) + 2 * pad, size_px + 2 * (pad * 2 // 3)
    image = Image.new("RGBA", (wide, tall), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, wide - 1, tall - 1), tall // 4, fill=(10, 12, 24, 110), outline=(255, 255, 255, 120))
    letters.draw(pen, (wide / 2, tall / 2 - 0.5), word, (255, 255, 255, 215))
    margin = round(height_px * 0.03)
    return premultiplied(image), width_px - wide - margin, margin


def premultiplied(image: Image.Image) -> NDArray[np.uint8]:
    """RGBA as premultiplied BGRA."""
    pixels = np.asarray(image).astype(np.uint16)
    colours = (pixels[..., [2, 1, 0]] * pixels[..., 3:] + 127) // 255
    return np.ascontiguousarray(np.concatenate([colours, pixels[..., 3:]], axis=-1).astype(np.uint8))
