"""A drawing in the colour that the writer gave it: "a red umbrella", "a blue balloon".

What belongs here: moving the main colour of finished SVG. What does not: light (`props.py`), own pens, which take
their colour as an argument.
"""

import colorsys
import re

from sparkle_motion_dagster.backends.drawing.svg import hexed, rgb

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_GREY = 0.22
"""What has less colour than this is a grey."""
_NEAR = 0.11
"""Of the turn of hues: what lies as near to the main hue as this moves with it."""
_DARKEST, _LIGHTEST = 0.06, 0.97


def six(colour: str) -> str:
    """`#rgb` or `#rrggbb` as `#rrggbb`."""
    return colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])


def _hls(colour: str) -> tuple[float, float, float]:
    red, green, blue = (v / 255 for v in rgb(six(colour)))
    return colorsys.rgb_to_hls(red, green, blue)


def _is_hued(hls: tuple[float, float, float]) -> bool:
    return hls[2] > _GREY and 0.12 < hls[1] < 0.93


def _moves(hls: tuple[float, float, float], main: tuple[float, float, float]) -> bool:
    """Whether a colour goes with the main one: its shades and tints do; all greys do if the main one is a grey."""
    if not _is_hued(main):
        return not _is_hued(hls)
    turn = abs(hls[0] - main[0])
    return _is_hued(hls) and min(turn, 1 - turn) < _NEAR


def recoloured(svg: str, main: str, colour: str) -> str:
    """The drawing with its main colour turned into another; other hues stay, lights and darks keep their distance.

    Args:
        svg: the drawing.
        main: the colour that most of it has, `#rrggbb`.
        colour: what that becomes.
    """
    hue, light, strength = _hls(colour)
    before = _hls(main)

    def moved(found: re.Match[str]) -> str:
        own = _hls(found.group())
        if not _moves(own, before):
            return found.group()
        there = min(max(light + (own[1] - before[1]) * 0.75, _DARKEST), _LIGHTEST)
        return hexed(*(v * 255 for v in colorsys.hls_to_rgb(hue, there, strength)))

    return COLOUR.sub(moved, svg)
