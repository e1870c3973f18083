"""Letters of every script we have: which font draws which character, how wide a line is, drawing it.

What belongs here: fonts in resources/fonts, measuring and drawing one line. What does not: where lines stand
(`text.py`, `cards.py`).

A line is drawn in one font if one has all its characters, else in runs of fonts. Nothing in a text is read as markup.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageDraw, ImageFont

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.film.shipped import resources_folder

SANS, DISPLAY, DISPLAY_ITALIC = "NotoSans-Bold.ttf", "EBGaramond12-Regular.otf", "EBGaramond12-Italic.otf"
_FALLBACKS = (
    SANS,
    "DejaVuSans-Bold.ttf",
    "NotoSansDevanagari-Bold.ttf",
    "DroidSansFallback.ttf",
    "NotoEmoji-SemiBold.ttf",
)
_PROBE_PX = 24
_NO_CHARACTER = "\U0010fffe"
_EMOJI = range(0x1F000, 0x1FB00)
Colour = tuple[int, ...] | str | int


@lru_cache(maxsize=128)
def font(name: str, size_px: int) -> ImageFont.FreeTypeFont:
    """One of the fonts in resources/fonts. Raises MediaError if it cannot be read."""
    path = resources_folder() / "fonts" / name
    try:
        return ImageFont.truetype(str(path), size_px)
    except OSError as error:
        raise MediaError(f"resources/fonts/{name} cannot be read: {error}; check out the repository again") from error


@lru_cache(maxsize=16384)
def _has(name: str, character: str) -> bool:
    drawn = font(name, _PROBE_PX)
    return bytes(drawn.getmask(character)) != bytes(drawn.getmask(_NO_CHARACTER))


def _follows(character: str) -> bool:
    """Whether a character has no shape of its own and belongs to the font of the one before it."""
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Mn", "Me")


def missing_glyphs(text: str) -> set[str]:
    """Characters that no font here can draw; they show as empty boxes. Subtitle files still carry them."""
    return {c for c in text if not _follows(c) and not any(_has(name, c) for name in _FALLBACKS)}


@dataclass(frozen=True)
class Lettering:
    """A face at a size, with others behind it for what it lacks."""

    name: str
    size_px: int

    def _order(self) -> tuple[str, ...]:
        return (self.name, *(name for name in _FALLBACKS if name != self.name))

    def runs(self, text: str) -> list[tuple[str, str]]:
        """Font names and the pieces of the line they draw, in the order in which they stand from left to right."""
        shapes = {c for c in text if not _follows(c)}
        emoji = any(ord(c) in _EMOJI for c in shapes)
        for name in self._order():
            if not emoji and all(_has(name, c) for c in shapes):
                return [(name, text)]
        runs: list[tuple[str, str]] = []
        for c in text:
            if c.isspace():
                name = self.name
            else:
                name = runs[-1][0] if runs and _follows(c) else self._font_of(c)
            if runs and runs[-1][0] == name:
                runs[-1] = (name, runs[-1][1] + c)
            else:
                runs.append((name, c))
        return runs[::-1] if _right_to_left(text) else runs

    def _font_of(self, character: str) -> str:
        if ord(character) in _EMOJI and _has(_FALLBACKS[-1], character):
            return _FALLBACKS[-1]
        return next((name for name in self._order() if _has(name, character)), self.name)

    def getlength(self, text: str) -> float:
        """Width of the line in pixels."""
        return sum(font(name, self.size_px).getlength(piece) for name, piece in self.runs(text))

    def draw(
        self,
        pen: ImageDraw.ImageDraw,
        middle: tuple[float, float],
        text: str,
        fill: Colour,
        stroke_px: int = 0,
        stroke_fill: Colour | None = None,
    ) -> None:
        """Draw the line centred on a point."""
        ascent, descent = font(self.name, self.size_px).getmetrics()
        start = middle[0] - self.getlength(text) / 2, middle[1] + (ascent - descent) / 2
        self.write(pen, start, text, fill, stroke_px, stroke_fill)

    def write(
        self,
        pen: ImageDraw.ImageDraw,
        start: tuple[float, float],
        text: str,
        fill: Colour,
        stroke_px: int = 0,
        stroke_fill: Colour | None = None,
    ) -> None:
        """Draw the line with the left end of its base line on a point."""
        x, base = start
        for name, piece in self.runs(text):
            face = font(name, self.size_px)
            pen.text(
                (x, base), piece, font=face, fill=fill, anchor="ls", stroke_width=stroke_px, stroke_fill=stroke_fill
            )
            x += face.getlength(piece)


def _right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for c in text:
        direction = unicodedata.bidirectional(c)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def wrapped(text: str, letters: Lettering, width_px: float, *, split_words: bool = False) -> list[str]:
    """Lines no wider than `width_px`, as few as can be and then as even; runs of spaces become one.

    A word that is wider stands alone, or with `split_words` is broken between characters; words of Chinese, Japanese or
    Korean characters always are.
    """
    words = []
    for word in text.split():
        broken = split_words or any(unicodedata.east_asian_width(c) == "W" and ord(c) not in _EMOJI for c in word)
        words += _pieces(word, letters, width_px) if broken else [word]
    if not words:
        return []
    space = letters.getlength(" ")
    widths = [letters.getlength(word) for word in words]
    least = len(_filled(words, widths, space, width_px))
    low, high = max(widths), max(width_px, max(widths))
    for _ in range(12):  # the narrowest measure that needs no more lines makes them even
        middle = (low + high) / 2
        if len(_filled(words, widths, space, middle)) > least:
            low = middle
        else:
            high = middle
    return _filled(words, widths, space, high)


def _filled(words: list[str], widths: list[float], space: float, width_px: float) -> list[str]:
    lines: list[str] = []
    used = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines and used + space + width <= width_px:
            lines[-1] += f" {word}"
            used += space + width
        else:
            lines.append(word)
            used = width
    return lines


def _pieces(word: str, letters: Lettering, width_px: float) -> list[str]:
    pieces: list[str] = []
    used = 0.0
    for c in word:
        width = letters.getlength(c)
        if pieces and (used + width <= width_px or _follows(c)):
            pieces[-1] += c
            used += width
        else:
            pieces.append(c)
            used = width
    return pieces
