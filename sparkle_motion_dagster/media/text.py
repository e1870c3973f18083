"""Words on the picture: subtitles and the DRAFT mark.

What belongs here: laying text out and drawing it, exactly as written (no markup is ever read in it). What does not:
subtitle files (`subtitles.py`), title cards (`cards.py`).

Pictures of text are premultiplied BGRA uint8 (height, width, 4) with the pixel at which their corner belongs.
"""

from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from sparkle_motion_dagster.film.shipped import resources_folder

Placed: TypeAlias = tuple[NDArray[np.uint8], int, int]
MAX_LINES = 2
MAX_CHARACTERS = 84
"""Of one page of a subtitle: two lines of 42, as television does."""
_SIZE_SHARE = 0.05
_SAFE_SHARE = 0.86
_BOTTOM_SHARE = 0.055
_SMALLEST_PX = 9
_FONTS = ("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf")


@lru_cache(maxsize=64)
def font(name: str, size_px: int) -> ImageFont.FreeTypeFont:
    """One of the fonts in resources/fonts."""
    return ImageFont.truetype(str(resources_folder() / "fonts" / name), size_px)


@lru_cache(maxsize=4096)
def _has(name: str, character: str) -> bool:
    drawn = font(name, 24)
    return character.isspace() or bytes(drawn.getmask(character)) != bytes(drawn.getmask("\U0010fffe"))


def missing_glyphs(text: str) -> set[str]:
    """Characters that no font here can draw; subtitle files still carry them."""
    return {c for c in text if c.isprintable() and not any(_has(name, c) for name in _FONTS)}


def font_for(text: str, size_px: int) -> ImageFont.FreeTypeFont:
    """The first font that draws all of the text, else the one that draws most of it."""
    best = min(_FONTS, key=lambda name: sum(not _has(name, c) for c in set(text) if c.isprintable()))
    return font(best, size_px)


def subtitle_pages(text: str, duration_s: float) -> list[tuple[str, float, float]]:
    """The text in pages of at most 84 characters, split between words, each for its share of the time.

    Pages joined by single spaces give the words exactly. A single word is never split.
    """
    words = text.split()
    if not words:
        return []
    pages: list[str] = []
    count = max(-(-len(" ".join(words)) // MAX_CHARACTERS), 1)
    fair = len(" ".join(words)) / count  # even pages read better than one full and one with a single word
    for word in words:
        grown = f"{pages[-1]} {word}" if pages else word
        limit = MAX_CHARACTERS if len(pages) == count else min(fair * 1.12, MAX_CHARACTERS)
        if pages and len(grown) <= limit:
            pages[-1] = grown
        else:
            pages.append(word)
    total = sum(len(page) for page in pages)
    result, at_s = [], 0.0
    for page in pages:
        length_s = duration_s * len(page) / total
        result.append((page, at_s, at_s + length_s))
        at_s += length_s
    return result


def wrapped(text: str, drawn: ImageFont.FreeTypeFont, width_px: float) -> list[str]:
    """Lines no wider than `width_px`, as even as they can be; a word that is too wide stands alone."""
    if drawn.getlength(text) <= width_px:
        return [text]
    words = text.split()
    best: list[str] | None = None
    for cut in range(1, len(words)):
        pair = [" ".join(words[:cut]), " ".join(words[cut:])]
        widest = max(drawn.getlength(line) for line in pair)
        if widest <= width_px and (best is None or widest < max(drawn.getlength(line) for line in best)):
            best = pair
    if best is not None:
        return best
    lines: list[str] = []
    for word in words:
        grown = f"{lines[-1]} {word}" if lines else word
        if lines and drawn.getlength(grown) <= width_px:
            lines[-1] = grown
        else:
            lines.append(word)
    return lines


def subtitle_image(text: str, width_px: int, height_px: int, colour: str = "#ffffff") -> Placed:
    """A subtitle, centred at the bottom of a picture of this size; it shrinks until it fits inside the safe area."""
    size_px = max(round(height_px * _SIZE_SHARE), _SMALLEST_PX)
    safe_px = width_px * _SAFE_SHARE
    while True:
        drawn = font_for(text, size_px)
        lines = wrapped(text, drawn, safe_px)
        widest = max((drawn.getlength(line) for line in lines), default=0)
        if (widest <= safe_px and len(lines) <= MAX_LINES + 1) or size_px <= _SMALLEST_PX // 2:
            break
        size_px = max(int(size_px * 0.92), _SMALLEST_PX // 2) if size_px > 5 else size_px - 1
    pad = max(round(size_px * 0.6), 5)  # room for the shadow to end in nothing
    step = round(size_px * 1.22)
    wide, tall = min(int(widest) + 2 * pad, width_px), step * len(lines) + 2 * pad
    image = Image.new("RGBA", (wide, tall), (0, 0, 0, 0))
    shadow = Image.new("L", (wide, tall), 0)
    for number, line in enumerate(lines):
        at = (wide / 2, pad + step * (number + 0.5))
        ImageDraw.Draw(shadow).text(at, line, font=drawn, fill=200, anchor="mm", stroke_width=max(size_px // 9, 1))
    dark = Image.new("RGBA", (wide, tall), (8, 10, 20, 255))
    image.paste(dark, mask=shadow.filter(ImageFilter.GaussianBlur(size_px / 9)))
    for number, line in enumerate(lines):
        at = (wide / 2, pad + step * (number + 0.5))
        ImageDraw.Draw(image).text(
            at,
            line,
            font=drawn,
            fill=colour,
            anchor="mm",
            stroke_width=max(size_px // 13, 1),
            stroke_fill=(8, 10, 20, 235),
        )
    y = max(height_px - round(height_px * _BOTTOM_SHARE) - tall, 0)
    return premultiplied(image), (width_px - wide) // 2, y


def draft_mark(width_px: int, height_px: int) -> Placed:
    """A small DRAFT in the upper right corner: letters with air between them in a thin frame."""
    size_px = max(round(height_px * 0.026), 7)
    drawn = font(_FONTS[0], size_px)
    letters = "D R A F T"
    pad = max(size_px // 2, 3)
    wide, tall = int(drawn.getlength(letters)) + 2 * pad, size_px + 2 * (pad * 2 // 3)
    image = Image.new("RGBA", (wide, tall), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(
        (0, 0, wide - 1, tall - 1), radius=tall // 4, fill=(10, 12, 24, 110), outline=(255, 255, 255, 150)
    )
    pen.text((wide / 2, tall / 2), letters, font=drawn, fill=(255, 255, 255, 215), anchor="mm")
    margin = round(height_px * 0.03)
    return premultiplied(image), width_px - wide - margin, margin


def premultiplied(image: Image.Image) -> NDArray[np.uint8]:
    """RGBA as premultiplied BGRA."""
    pixels = np.asarray(image).astype(np.uint16)
    colours = pixels[..., [2, 1, 0]] * pixels[..., 3:] // 255
    return np.ascontiguousarray(np.concatenate([colours, pixels[..., 3:]], axis=-1).astype(np.uint8))
