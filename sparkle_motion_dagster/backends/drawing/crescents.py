"""The sliver of a shape that stays uncovered when the shape is moved: its shade, its rim of light.

What belongs here: that geometry. What does not: colours, sheets.

A clip path would give the same picture, but each costs the rasteriser a layer and a mask of the shape's size;
plain outlines made drawing a figure nearly twice as fast.
"""

import re

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.drawing.svg import num

Points = NDArray[np.float64]
_SEGMENT = re.compile(r"([MLCQ])([^MLCQZ]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_T = np.array([0.2, 0.4, 0.6, 0.8, 1.0])[:, None]


def outline(d: str) -> Points:
    """Points along path data of one closed outline (absolute M L C Q commands), n × 2."""
    points: list[Points] = []
    at = np.zeros(2)
    for command, text in _SEGMENT.findall(d):
        values = np.array([float(v) for v in _NUMBER.findall(text)]).reshape(-1, 2)
        if command == "M":
            points.append(values[:1])
            at, values = values[0], values[1:]
        if command in "ML":
            for value in values:
                points.append(_straight(at, value))
                at = value
        else:
            size = 3 if command == "C" else 2
            for i in range(0, len(values), size):
                a, b, c = at, values[i], values[i + 1]
                if size == 3:
                    e = values[i + 2]
                    curve = (1 - _T) ** 3 * a + 3 * (1 - _T) ** 2 * _T * b + 3 * (1 - _T) * _T**2 * c + _T**3 * e
                else:
                    curve = (1 - _T) ** 2 * a + 2 * (1 - _T) * _T * b + _T**2 * c
                points.append(curve)
                at = curve[-1]
    points.append(_straight(at, points[0][0]))
    found = np.concatenate(points)
    step = np.abs(np.diff(found, axis=0, append=found[:1])).max(axis=1)
    return found[step > 0.02]


def _straight(start: Points, end: Points) -> Points:
    """Points along a line; a long one is cut small, so that a crescent on it can end anywhere."""
    pieces = 1 + int(min(10.0, np.abs(end - start).max() / 8))
    t = np.arange(1, pieces + 1)[:, None] / pieces
    return start + (end - start) * t


def crescent(points: Points, dx: float, dy: float) -> str | None:
    """Path data of what the outline leaves uncovered when it is moved; None if plain outlines cannot tell it."""
    move = np.array([dx, dy])
    following = np.roll(points, -1, axis=0)
    edges = following - points
    area = np.sum(points[:, 0] * following[:, 1] - following[:, 0] * points[:, 1])
    outward = np.stack([edges[:, 1], -edges[:, 0]], axis=1) * (1 if area > 0 else -1)
    exposed = outward @ move < 0
    if exposed.all() or not exposed.any():
        return None
    inside = _inside(points + move, points)
    half_way = _inside(points + move / 2, points)
    n = len(points)
    start = int(np.argmax(~exposed))
    parts: list[str] = []
    run: list[int] = []
    for k in range(1, n + 1):
        i = (start + k) % n
        if exposed[i]:
            run.append(i)
            continue
        if run:
            part = _sliver(points, [*run, (run[-1] + 1) % n], inside, half_way, move)
            if part is None:
                return None
            parts.append(part)
            run = []
    return "".join(parts)


def _sliver(
    points: Points, run: list[int], inside: NDArray[np.bool_], half_way: NDArray[np.bool_], move: Points
) -> str | None:
    kept = [k for k, i in enumerate(run) if inside[i]]
    if not kept:
        return "" if len(run) < 5 else None
    middle = run[kept[0] : kept[-1] + 1]
    if not all(inside[i] and half_way[i] for i in middle):
        return None
    inner = points[middle] + move
    path = [*points[run], *inner[::-1]]
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in path) + "Z"


def _inside(tested: Points, shape: Points) -> NDArray[np.bool_]:
    """Which of the points lie inside the outline."""
    x, y = tested[:, 0][:, None], tested[:, 1][:, None]
    x0, y0 = shape[:, 0], shape[:, 1]
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = (x1 - x0) * (y - y0) / (y1 - y0) + x0
    return (np.count_nonzero(crosses & (x < at), axis=1) % 2).astype(bool)
