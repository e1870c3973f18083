"""Title and end cards.

What belongs here: their design. What does not: their time in the film (`movie.py`).
"""

import colorsys

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from sparkle_motion_dagster.media.text import draft_mark, font, font_for, missing_glyphs, wrapped

_DISPLAY, _ITALIC = "EBGaramond12-Regular.otf", "EBGaramond12-Italic.otf"
_CREAM = (250, 241, 222)
_GOLD = (226, 184, 118)


def _colour(hue: float, saturation: float, value: float) -> NDArray[np.float32]:
    return np.array(colorsys.hsv_to_rgb(hue % 1, saturation, value), np.float32) * 255


def background(width_px: int, height_px: int, seed: int) -> NDArray[np.uint8]:
    """A night sky that warms toward the horizon, with hills before it: (height, width, 3) uint8 RGB."""
    source = np.random.default_rng(seed)
    hue = 0.6 + source.uniform(-0.08, 0.1)
    top, middle = _colour(hue, 0.62, 0.13), _colour(hue + 0.05, 0.5, 0.27)
    warm = _colour(0.04 + source.uniform(-0.03, 0.05), 0.55, 0.62)
    y = np.linspace(0, 1, height_px, dtype=np.float32)[:, None, None]
    sky = np.where(
        y < 0.55, top + (middle - top) * (y / 0.55), middle + (warm - middle) * (np.clip(y - 0.55, 0, 1) / 0.45) ** 1.6
    )
    picture = np.repeat(sky, width_px, axis=1)
    stars = int(width_px * height_px / 9000)
    xs, ys = source.integers(0, width_px, stars), (source.beta(1, 2.4, stars) * height_px * 0.7).astype(int)
    light = np.zeros((height_px, width_px), np.float32)
    light[ys, xs] = source.uniform(60, 235, stars)
    light = np.maximum(light, 2.2 * cv2.GaussianBlur(light, (0, 0), height_px / 720))
    picture = picture + np.clip(light, 0, 255)[..., None] * np.array([1, 0.97, 0.88], np.float32)
    x = np.linspace(0, 1, width_px, dtype=np.float32)
    for depth, base in enumerate((0.8, 0.87, 0.94)):
        waves = sum(
            np.sin(x * source.uniform(4, 9) * (i + 1) + source.uniform(0, 6.3)) * 0.032 / (i + 1) for i in range(4)
        )
        line = (base + waves)[None, :, None]
        shade = middle * (0.62 - 0.2 * depth) + warm * (0.1 - 0.03 * depth)
        edge = np.clip((y - line) * height_px / 1.5 + 0.5, 0, 1)
        picture = picture * (1 - edge) + shade * edge
    grain = source.normal(0, 1.6, (height_px, width_px, 1)).astype(np.float32)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def _fitting(
    text: str, name: str, size_px: int, width_px: float, most_lines: int
) -> tuple[ImageFont.FreeTypeFont, list[str], int]:
    while True:
        drawn = font(name, size_px) if not _lacks(name, text) else font_for(text, size_px)
        lines = wrapped(text, drawn, width_px)
        if (len(lines) <= most_lines and max(drawn.getlength(x) for x in lines) <= width_px) or size_px <= 6:
            return drawn, lines, size_px
        size_px = max(int(size_px * 0.92), 6)


def _lacks(name: str, text: str) -> bool:
    """Whether the display face cannot draw the text (it knows Latin, Greek and Cyrillic)."""
    drawn = font(name, 24)
    empty = bytes(drawn.getmask("\U0010fffe"))
    return any(not c.isspace() and bytes(drawn.getmask(c)) == empty for c in set(text) - missing_glyphs(text))


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
        lines: what stands below it, smaller.
        width_px: width of the picture.
        height_px: its height.
        seed: decides colours, stars and hills; the same seed, the same card.
        kind: "title" or "end" (a quieter heading).
        draft: put the DRAFT mark in its corner.
    """
    image = Image.fromarray(background(width_px, height_px, seed)).convert("RGBA")
    size_px = round(height_px * (0.135 if kind == "title" else 0.105))
    drawn, wrapped_heading, size_px = _fitting(heading or " ", _DISPLAY, size_px, width_px * 0.82, 3)
    small_px = max(round(height_px * 0.045), 8)
    below = [(line, *_fitting(line, _ITALIC, small_px, width_px * 0.8, 2)) for line in lines[:6] if line.strip()]
    step = round(size_px * 1.08)
    tall = step * len(wrapped_heading) + round(height_px * 0.09) + sum(len(b[2]) * b[3] * 1.35 for b in below)
    y = height_px * 0.45 - tall / 2 + step / 2
    glow = Image.new("L", image.size, 0)
    text: list[tuple[float, str, ImageFont.FreeTypeFont, tuple[int, int, int]]] = []
    for line in wrapped_heading:
        text.append((y, line, drawn, _CREAM))
        y += step
    rule_y = y - step / 2 + height_px * 0.045
    y = rule_y + height_px * 0.065
    for _, face, pieces, size in below:
        for piece in pieces:
            text.append((y, piece, face, _GOLD))
            y += size * 1.35
    for at, line, face, _ in text:
        ImageDraw.Draw(glow).text((width_px / 2, at), line, font=face, fill=150, anchor="mm")
    image.paste(
        Image.new("RGBA", image.size, (255, 196, 120, 255)), mask=glow.filter(ImageFilter.GaussianBlur(height_px / 60))
    )
    pen = ImageDraw.Draw(image)
    for at, line, face, colour in text:
        pen.text((width_px / 2, at), line, font=face, fill=colour, anchor="mm")
    _ornament(pen, width_px / 2, rule_y, height_px)
    pixels = np.asarray(image.convert("RGB")).copy()
    if draft:
        mark, x_px, y_px = draft_mark(width_px, height_px)
        target = pixels[y_px : y_px + mark.shape[0], x_px : x_px + mark.shape[1]]
        rest = 255 - mark[..., 3:].astype(np.uint16)
        target[:] = (mark[..., 2::-1] + target * rest // 255).clip(0, 255).astype(np.uint8)
    return pixels


def _ornament(pen: ImageDraw.ImageDraw, x: float, y: float, height_px: int) -> None:
    """A hairline with a diamond in the middle."""
    reach, gap, size = height_px * 0.16, height_px * 0.02, height_px * 0.007
    width = max(round(height_px / 480), 1)
    for side in (-1, 1):
        pen.line((x + side * gap, y, x + side * reach, y), fill=_GOLD, width=width)
    pen.polygon([(x - size, y), (x, y - size), (x + size, y), (x, y + size)], fill=_GOLD)
