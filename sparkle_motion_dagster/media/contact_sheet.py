"""A film on one page: a frame of every shot, with what it is and what is said.

What belongs here: the page's layout. What does not: choosing frames (`film_stills.py`), words on film (`text.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.lettering import DISPLAY, SANS, Lettering

CELL_WIDTH_PX = 400
MARGIN_PX = 44
GUTTER_PX = 24
CAPTION_PX = 66
HEADING_PX = 104
CORNER_PX = 9
JPEG_LONGEST_PX = 65_000
GROUND = (19, 20, 25)
CARD = (30, 32, 39)
RULE = (52, 55, 66)
INK = (236, 233, 226)
QUIET = (150, 152, 163)
ACCENT = (242, 178, 92)
Ink = tuple[int, int, int]
TITLE, TAG, SHOT_ID = Lettering(SANS, 38), Lettering(SANS, 15), Lettering(SANS, 18)
FACTS, SMALL, WORDS = Lettering(DISPLAY, 23), Lettering(DISPLAY, 20), Lettering(DISPLAY, 21)


@dataclass(frozen=True)
class SheetCell:
    """One shot on the page."""

    shot_id: str
    duration_s: float
    words: str
    """The beginning of what is said or, without lines, of what happens; shortened to fit."""
    speaker: str
    """"" if nobody speaks."""
    frame: NDArray[np.uint8]
    """(h, w, 3) RGB."""


def draw_contact_sheet(title: str, duration_s: float, draft: bool, cells: Sequence[SheetCell]) -> Image.Image:
    """The page. Raises MediaError without cells."""
    if not cells:
        raise MediaError("a contact sheet needs at least one shot")
    columns = _columns(len(cells))
    rows = -(-len(cells) // columns)
    shape = cells[0].frame.shape
    picture_px = round(CELL_WIDTH_PX * shape[0] / shape[1])
    row_px = picture_px + CAPTION_PX + GUTTER_PX
    width = 2 * MARGIN_PX + columns * CELL_WIDTH_PX + (columns - 1) * GUTTER_PX
    height = MARGIN_PX + HEADING_PX + rows * row_px - GUTTER_PX + MARGIN_PX
    page = Image.new("RGB", (width, height), GROUND)
    _heading(page, title, f"{_count(len(cells))}   ·   {clock(duration_s)}", draft)
    for number, cell in enumerate(cells):
        x = MARGIN_PX + number % columns * (CELL_WIDTH_PX + GUTTER_PX)
        y = MARGIN_PX + HEADING_PX + number // columns * row_px
        _cell(page, cell, x, y, picture_px)
    if max(page.size) > JPEG_LONGEST_PX:
        page.thumbnail((JPEG_LONGEST_PX, JPEG_LONGEST_PX))
    return page


def clock(seconds: float) -> str:
    """ "1:02" or "1:00:02"."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"


def _columns(count: int) -> int:
    """Few shots stand large and in even rows, many stand in more columns."""
    if count <= 3:
        return count
    choices = (4, 3) if count <= 24 else (6, 5) if count <= 72 else (8, 10)
    return min(choices, key=lambda columns: (-count % columns, -columns))


def _count(shots: int) -> str:
    return f"{shots} shots" if shots != 1 else "1 shot"


def _heading(page: Image.Image, title: str, facts: str, draft: bool) -> None:
    pen = ImageDraw.Draw(page)
    right = page.width - MARGIN_PX
    facts_x = right - FACTS.getlength(facts)
    FACTS.write(pen, (facts_x, MARGIN_PX + 32), facts, QUIET)
    if draft:
        word = "DRAFT"
        tag = TAG.getlength(word) + 20
        facts_x -= tag + 18
        pen.rounded_rectangle((facts_x, MARGIN_PX + 11, facts_x + tag, MARGIN_PX + 38), 6, outline=ACCENT, width=2)
        TAG.write(pen, (facts_x + 10, MARGIN_PX + 30), word, ACCENT)
    TITLE.write(pen, (MARGIN_PX, MARGIN_PX + 34), fitted(title, TITLE, facts_x - MARGIN_PX - 24), INK)
    line_y = MARGIN_PX + HEADING_PX - 42
    pen.line((MARGIN_PX, line_y, right, line_y), fill=RULE, width=2)
    pen.line((MARGIN_PX, line_y, MARGIN_PX + 72, line_y), fill=ACCENT, width=2)


def _cell(page: Image.Image, cell: SheetCell, x: int, y: int, picture_px: int) -> None:
    pen = ImageDraw.Draw(page)
    box = (x, y, x + CELL_WIDTH_PX, y + picture_px + CAPTION_PX)
    pen.rounded_rectangle(box, CORNER_PX, fill=CARD)
    size = (CELL_WIDTH_PX, picture_px)
    picture = ImageOps.pad(Image.fromarray(cell.frame), size, Image.Resampling.LANCZOS)
    picture = picture.filter(ImageFilter.UnsharpMask(0.8, 40, 2))
    page.paste(picture, (x, y), _rounded_top(size))
    inner, right = x + 14, x + CELL_WIDTH_PX - 14
    first, second = y + picture_px + 25, y + picture_px + 51
    SHOT_ID.write(pen, (inner, first), cell.shot_id, ACCENT)
    length = f"{cell.duration_s:.1f} s"
    length_x = right - SMALL.getlength(length)
    SMALL.write(pen, (length_x, first), length, QUIET)
    if cell.speaker:
        left = inner + SHOT_ID.getlength(cell.shot_id) + 12
        SMALL.write(pen, (left, first), fitted(cell.speaker, SMALL, length_x - 12 - left), QUIET)
    WORDS.write(pen, (inner, second), fitted(cell.words, WORDS, right - inner), INK if cell.speaker else QUIET)


@cache
def _rounded_top(size: tuple[int, int]) -> Image.Image:
    scale = 3
    mask = Image.new("L", (size[0] * scale, size[1] * scale), 0)
    corner = CORNER_PX * scale
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] * scale - 1, size[1] * scale + 2 * corner), corner, fill=255)
    return mask.resize(size, Image.Resampling.LANCZOS)


def fitted(text: str, face: Lettering, room_px: float) -> str:
    """The text on one line, cut with an ellipsis where the room ends."""
    line = " ".join(text.split())
    if face.getlength(line) <= room_px:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if face.getlength(line[:middle].rstrip() + "…") <= room_px else (low, middle - 1)
    return line[:low].rstrip() + "…" if low else ""
