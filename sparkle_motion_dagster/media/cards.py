"""Title and end cards.

What belongs here: their lettering and layout. What does not: the sky behind it (`card_sky.py`), their time in the film
(`movie.py`).
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from sparkle_motion_dagster.media.card_sky import card_sky
from sparkle_motion_dagster.media.lettering import DISPLAY, DISPLAY_ITALIC, Lettering, wrapped
from sparkle_motion_dagster.media.text import draft_mark

CardKind = Literal["title", "end"]
_CREAM = (252, 244, 226)
_GOLD = (236, 200, 138)
_MOST_LINES_BELOW = 6
_SMALLEST_PX = 6


class _Block(NamedTuple):
    """Lines in one lettering."""

    letters: Lettering
    lines: list[str]

    @property
    def tall(self) -> float:
        return self.step * len(self.lines)

    @property
    def step(self) -> float:
        return self.letters.size_px * 1.16


def _fitting(text: str, name: str, size_px: int, width_px: float, most_lines: int) -> _Block:
    """The text in the largest letters, from `size_px` down, with which it stands in the width on so many lines."""
    least_px = max(size_px * 2 // 5, _SMALLEST_PX)
    for px in range(size_px, _SMALLEST_PX - 1, -1):
        letters = Lettering(name, px)
        lines = wrapped(text, letters, width_px, split_words=px <= least_px)
        if len(lines) <= most_lines and all(letters.getlength(line) <= width_px for line in lines):
            return _Block(letters, lines)
    return _Block(letters, lines[:most_lines])


def card_image(
    heading: str,
    lines: tuple[str, ...],
    width_px: int,
    height_px: int,
    seed: int,
    kind: str = "title",
    draft: bool = False,
) -> NDArray[np.uint8]:
    """A card: (height, width, 3) uint8 RGB.

    Args:
        heading: the title, or "The End"; long ones wrap and shrink.
        lines: what stands below it, smaller; six at most.
        width_px: width of the picture.
        height_px: its height.
        seed: decides colours, moon, stars and hills; the same seed, the same card.
        kind: "title" or "end" (a quieter heading, a later hour of the same sky).
        draft: put the DRAFT mark in its corner.
    """
    end = kind == "end"
    image = Image.fromarray(card_sky(width_px, height_px, seed, late=end)).convert("RGBA")
    unit = min(height_px, width_px * 0.7)
    head = _fitting(heading, DISPLAY, max(round(unit * (0.105 if end else 0.135)), 8), width_px * 0.8, 3)
    small_px = max(round(unit * 0.044), 8)
    below = [_fitting(x, DISPLAY_ITALIC, small_px, width_px * 0.74, 2) for x in lines[:_MOST_LINES_BELOW] if x.strip()]
    gap = unit * 0.05
    tall = head.tall + 2 * gap + sum(block.tall for block in below)
    y = max(height_px * 0.44 - tall / 2, gap)
    placed, y = _placed(head, width_px / 2, y)
    rule_y = y + gap
    y = rule_y + gap
    words = [(*line, _CREAM) for line in placed]
    for block in below:
        placed, y = _placed(block, width_px / 2, y)
        words += [(*line, _GOLD) for line in placed]
    _shine(image, words, unit)
    pen = ImageDraw.Draw(image)
    for letters, middle, line, colour in words:
        letters.draw(pen, middle, line, colour)
    if head.lines:
        _ornament(image, width_px / 2, rule_y, unit)
    pixels = np.asarray(image.convert("RGB")).copy()
    if draft:
        _stamp_draft(pixels)
    return pixels


def _placed(block: _Block, x: float, top: float) -> tuple[list[tuple[Lettering, tuple[float, float], str]], float]:
    """Each line with the point of its middle, and where the block ends."""
    rows = [(block.letters, (x, top + block.step * (i + 0.5)), line) for i, line in enumerate(block.lines)]
    return rows, top + block.tall


def _shine(
    image: Image.Image, words: list[tuple[Lettering, tuple[float, float], str, tuple[int, int, int]]], unit: float
) -> None:
    """A dark breath behind the letters, so that they read on any sky, and a warm one in it."""
    for colour, strength, reach in (((6, 8, 20), 170, unit / 26), ((255, 202, 128), 110, unit / 60)):
        glow = Image.new("L", image.size, 0)
        pen = ImageDraw.Draw(glow)
        for letters, middle, line, _ in words:
            letters.draw(pen, middle, line, strength, max(letters.size_px // 16, 1), strength)
        image.paste(Image.new("RGBA", image.size, (*colour, 255)), mask=glow.filter(ImageFilter.GaussianBlur(reach)))


def _ornament(image: Image.Image, x: float, y: float, unit: float) -> None:
    """Two hairlines that end in dots, and a lozenge between them; drawn large and made small, for fine edges."""
    fine = 4
    reach, size = unit * 0.17, unit * 0.0085
    wide, tall = round(reach * 2 + 8), round(size * 6)
    sheet = Image.new("L", (wide * fine, tall * fine), 0)
    pen = ImageDraw.Draw(sheet)
    cx, cy, hair = wide * fine / 2, tall * fine / 2, max(unit / 520, 0.8) * fine / 2
    for side in (-1, 1):
        near, far = cx + side * size * 3.2 * fine, cx + side * (reach - size) * fine
        pen.rectangle((min(near, far), cy - hair, max(near, far), cy + hair), fill=200)
        for at, dot in ((near, size * 0.42 * fine), (far, size * 0.3 * fine)):
            pen.ellipse((at - dot, cy - dot, at + dot, cy + dot), fill=235)
    outer, inner = size * 1.5 * fine, size * 0.8 * fine
    for half, shade in ((outer, 255), (outer - hair * 2, 0), (inner, 255)):
        pen.polygon([(cx - half, cy), (cx, cy - half), (cx + half, cy), (cx, cy + half)], fill=shade)
    mask = sheet.resize((wide, tall), Image.Resampling.LANCZOS)
    image.paste((*_GOLD, 255), (round(x - wide / 2), round(y - tall / 2)), mask)


def _stamp_draft(pixels: NDArray[np.uint8]) -> None:
    mark, x_px, y_px = draft_mark(pixels.shape[1], pixels.shape[0])
    target = pixels[y_px : y_px + mark.shape[0], x_px : x_px + mark.shape[1]]
    rest = 255 - mark[..., 3:].astype(np.uint16)
    target[:] = (mark[..., 2::-1] + target * rest // 255).clip(0, 255).astype(np.uint8)
