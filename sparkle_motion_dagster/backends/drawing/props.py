"""Things in the picture: from a writer's words to a drawing at a believable size.

What belongs here: choosing, fitting and lighting a drawing. What does not: words and sizes (`prop_names.py`), our own
pens (`own_props/`), colours of a writer's choice (`recolour.py`). Most drawings are Noto's (resources/drawing,
Apache-2.0).
"""

import json
import lzma
import re
import zlib
from functools import cache, lru_cache

from sparkle_motion_dagster.backends.drawing.layer import Box, Light, PropDrawing
from sparkle_motion_dagster.backends.drawing.prop_names import colour_of, height_of, icon_of, things_in
from sparkle_motion_dagster.backends.drawing.prop_pens import GLOWING, OWN
from sparkle_motion_dagster.backends.drawing.prop_sizes import GRIPS
from sparkle_motion_dagster.backends.drawing.recolour import COLOUR, recoloured, six
from sparkle_motion_dagster.backends.drawing.svg import group, in_light
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.film.shipped import resources_folder

Icon = tuple[float, float, float, float, str, str]
"""Left, top, right and bottom of what is drawn, its main colour, and the SVG body."""
_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')
_MARGIN = 6.0


@cache
def _icons() -> dict[str, Icon]:
    """Noto's drawings by name. Raises BackendError if the data is missing."""
    path = resources_folder() / "drawing" / "props.json.xz"
    try:
        data: dict[str, Icon] = json.loads(lzma.decompress(path.read_bytes()))
    except (OSError, lzma.LZMAError, ValueError) as error:
        message = f"resources/drawing/{path.name} cannot be read: {error}; check out the repository again"
        raise BackendError(message) from error
    return data


@cache
def _names() -> frozenset[str]:
    return frozenset(_icons()) | frozenset(OWN)


@lru_cache(maxsize=512)
def draw_prop(name: str, light: Light) -> PropDrawing:
    """The thing that the words name, in this light and in the colour they give it ("a red umbrella").

    `known` is False and nothing is drawn if there is no drawing of it. Raises BackendError if the drawings are missing.
    """
    icon = icon_of(name, _names())
    if icon is None:
        return PropDrawing(name, "", (0, 0, 0, 0), known=False)
    colour, height, glows = colour_of(name), height_of(icon), icon in GLOWING
    prefix = _prefix(icon, colour, light)
    if icon in OWN:
        sketch = OWN[icon](prefix, light, colour)
        scale = height / sketch.height
        svg, width = group(sketch.svg, f"scale({scale:.4f})"), sketch.width * scale
        box = _box(width, height)
        if sketch.halo is not None:
            box = _with_halo(box, sketch.halo[0] * scale, sketch.halo[1] * scale)
    else:
        left, top, right, bottom, main, body = _icons()[icon]
        scale = height / (bottom - top)
        body = recoloured(body, main, colour) if colour else body
        place = f"scale({scale:.4f}) translate({-(left + right) / 2:.2f} {-bottom:.2f})"
        svg = group(_prefixed(body if glows else _lit(body, light), prefix), place)
        box = _box((right - left) * scale, height)
    return PropDrawing(name, svg, box, known=True, glows=glows, height=height, grip=GRIPS.get(icon))


def _prefix(icon: str, colour: str | None, light: Light) -> str:
    """Of the ids in one drawing: another colour or light is another drawing."""
    kind = zlib.crc32(repr((colour, light)).encode())
    return f"p{re.sub(r'[^a-z0-9]', '', icon)}{kind:08x}"


def find_prop(text: str) -> tuple[str, ...]:
    """Things named in a sentence that can be drawn, in order, each once, with their colours; for insert shots."""
    return things_in(text, _names())


def _box(width: float, height: float) -> Box:
    return -width / 2 - _MARGIN, -height - _MARGIN, width + 2 * _MARGIN, height + 2 * _MARGIN


def _with_halo(box: Box, middle: float, radius: float) -> Box:
    """The box of a thing and the light around it."""
    left, top = min(box[0], -radius), min(box[1], middle - radius)
    right, bottom = max(box[0] + box[2], radius), max(box[1] + box[3], middle + radius)
    return left, top, right - left, bottom - top


def _lit(svg: str, light: Light) -> str:
    """Every colour as it looks in the place's light."""
    return COLOUR.sub(lambda found: in_light(six(found.group()), light), svg)


def _prefixed(svg: str, prefix: str) -> str:
    """Ids of one prop never meet those of another in a document."""
    own = set(_ID.findall(svg))
    return _REFERENCE.sub(lambda m: m.group(1) + (prefix + m.group(2) if m.group(2) in own else m.group(2)), svg)
