"""Things in the picture: from a writer's words to a drawing at a believable size.

What belongs here: choosing and fitting a drawing. What does not: names and sizes (`prop_names.py`), our own pens
(`prop_pens.py`). Most drawings are Noto's (resources/drawing, Apache-2.0).
"""

import json
import lzma
import re
from functools import cache

from sparkle_motion_dagster.backends.drawing.layer import Light, PropDrawing
from sparkle_motion_dagster.backends.drawing.prop_names import ALIASES, height_of, icon_of
from sparkle_motion_dagster.backends.drawing.prop_pens import GLOWING, OWN
from sparkle_motion_dagster.backends.drawing.svg import group, in_light, num
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.film.shipped import resources_folder

_ICON_SIZE = 128.0
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_ID = re.compile(r'\bid="([^"]+)"')
_WORDS = re.compile(r"[a-z]+")


@cache
def _icons() -> dict[str, str]:
    """SVG bodies by name. Raises BackendError if the data is missing."""
    path = resources_folder() / "drawing" / "props.json.xz"
    try:
        return json.loads(lzma.decompress(path.read_bytes()))
    except (OSError, lzma.LZMAError, ValueError) as error:
        raise BackendError(
            f"{path.name} in resources/drawing cannot be read: {error}; check out the repository again"
        ) from error


@cache
def _names() -> frozenset[str]:
    return frozenset(_icons()) | frozenset(OWN)


def draw_prop(name: str, light: Light) -> PropDrawing:
    """The thing that the words name, in this light; `known` False and nothing drawn if there is no drawing of it."""
    icon = icon_of(name, _names())
    if icon is None or icon not in _names():
        return PropDrawing(name, "", (0, 0, 0, 0), known=False)
    prefix = "p" + re.sub(r"[^a-z0-9]", "", icon)
    height = height_of(icon)
    if icon in OWN:
        body, own_width, own_height = OWN[icon](prefix, light)
        scale = height / own_height
        svg, width = group(body, f"scale({num3(scale)})"), own_width * scale
    else:
        scale = height / (_ICON_SIZE * 0.92)
        shift = f"scale({num3(scale)}) translate({num(-_ICON_SIZE / 2)} {num(-_ICON_SIZE * 0.97)})"
        svg, width = group(_prefixed(_lit(_icons()[icon], light, icon in GLOWING), prefix), shift), _ICON_SIZE * scale
    glow = 2.4 * height if icon in OWN and icon in GLOWING else 0.0
    box = (-width / 2 - glow / 2 - 6, -height - glow / 2 - 6, width + glow + 12, height + glow / 2 + 14 + glow / 2)
    return PropDrawing(name, svg, box, known=True, glows=icon in GLOWING, height=height)


def num3(value: float) -> str:
    """A scale factor in SVG."""
    return f"{value:.4f}"


def _lit(svg: str, light: Light, glows: bool) -> str:
    """Every colour as it looks in the place's light; what shines keeps its own."""
    return svg if glows else _COLOUR.sub(lambda found: in_light(_six(found.group()), light), svg)


def _six(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])


def _prefixed(svg: str, prefix: str) -> str:
    """Ids of one prop never meet those of another in a document."""
    for name in sorted(set(_ID.findall(svg)), key=len, reverse=True):
        for before, after in ((f'id="{name}"', f'id="{prefix}{name}"'), (f"url(#{name})", f"url(#{prefix}{name})"),
                              (f'href="#{name}"', f'href="#{prefix}{name}"')):  # fmt: skip
            svg = svg.replace(before, after)
    return svg


def find_prop(text: str) -> tuple[str, ...]:
    """Things named in a sentence that can be drawn, in order, each once."""
    words = _WORDS.findall(text.lower())
    found: dict[str, str] = {}
    position = 0
    while position < len(words):
        for length in (2, 1):
            phrase = " ".join(words[position : position + length])
            icon = ALIASES.get(phrase) or icon_of(phrase, _names()) if length == 1 else ALIASES.get(phrase)
            if icon in _names() and len(words[position : position + length]) == length:
                found.setdefault(icon, phrase)
                position += length - 1
                break
        position += 1
    return tuple(found.values())
