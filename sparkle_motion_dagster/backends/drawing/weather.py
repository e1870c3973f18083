"""Weather in the air, between the lens and the scene: rain, snow, fog, leaves, lightning.

What belongs here: overlays in frame coordinates (1280 x 720) that loop, and when lightning strikes. What does not:
what weather does to a place (`palette.py`, `places/`), and sound.

Everything that falls is a lattice: it moves by a whole period in a loop, and sways by its height alone, so the last
frame leads into the first.
"""

import math
import random

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.svg import num
from sparkle_motion_dagster.film.plan import TimeOfDay, Weather

FRAMES = 8
OVERLAY_FPS: dict[Weather, int] = {"rain": 12, "storm": 12, "snow": 8, "wind": 12, "fog": 3}
"""How many overlay frames a second look right."""
_DARK: frozenset[TimeOfDay] = frozenset(("dusk", "evening", "night"))


def overlay_frames(weather: Weather, time_of_day: TimeOfDay, seed: int, interior: bool | None) -> tuple[str, ...]:
    """SVG fragments in 1280 x 720 frame coordinates that loop; none indoors and in clear or cloudy weather."""
    if interior or weather in ("clear", "cloudy"):
        return ()
    frames = []
    for frame in range(FRAMES):
        rand = svg.chance(seed, "overlay", weather)
        t = frame / FRAMES
        if weather == "rain":
            frames.append(_rain(rand, t, 0.14, 26, _tone(time_of_day, "#e3e9f8"), 1.0))
        elif weather == "storm":
            frames.append(_rain(rand, t, 0.42, 40, _tone(time_of_day, "#e6ebfb"), 1.3))
        elif weather == "snow":
            frames.append(_snow(rand, t, _tone(time_of_day, "#ffffff")))
        elif weather == "fog":
            frames.append(_fog(rand, t, time_of_day))
        else:
            frames.append(_leaves(rand, t, time_of_day))
    return tuple(frames)


def lightning_at(seed: int, duration_s: float) -> tuple[float, ...]:
    """Seconds from the shot's start at which lightning strikes in a storm, rising; none in the last 0.3 s."""
    rand = svg.chance(seed, "lightning")
    times = []
    at = rand.uniform(0.7, 2.4)
    while at < duration_s - 0.3:
        times.append(round(at, 3))
        at += rand.uniform(3.2, 7.5)
    return tuple(times)


def _tone(time_of_day: TimeOfDay, colour: str) -> str:
    return svg.mix(colour, "#8fa0cc", 0.45) if time_of_day in _DARK else colour


def _rain(rand: random.Random, t: float, slant: float, columns: int, tone: str, force: float) -> str:
    parts = []
    # near drops are long, fast and few; far ones short and many
    for period, length, width, opacity, share in (
        (520, 78, 2.1, 0.34, 0.6),
        (330, 44, 1.4, 0.3, 1.0),
        (210, 24, 1.0, 0.26, 1.5),
    ):
        d = []
        for _ in range(int(columns * share)):
            x0, phase = rand.uniform(-330, 1320), rand.random()
            y = ((phase + t) % 1.0) * period - period
            while y < 760:
                d.append(f"M{num(x0 + 330 - slant * y)} {num(y)}l{num(-slant * length)} {num(length)}")
                y += period
        parts.append(svg.line("".join(d), tone, width * force**0.5, opacity=opacity))
    splashes = []
    for _ in range(int(14 * force)):
        x, y, phase = rand.uniform(0, 1280), rand.uniform(600, 712), rand.random()
        age = (phase + t) % 1.0
        if age < 0.5:
            r = 3 + 16 * age
            splashes.append(f"M{num(x - r)} {num(y)}a{num(r)} {num(r * 0.3)} 0 1 1 {num(2 * r)} 0")
    parts.append(svg.line("".join(splashes), tone, 1.3, opacity=0.34))
    return "".join(parts)


def _snow(rand: random.Random, t: float, tone: str) -> str:
    parts = []
    for period, radius, opacity, columns in ((180, 5.2, 0.85, 8), (120, 3.2, 0.85, 20), (80, 1.9, 0.75, 34)):
        d = []
        for _ in range(columns):
            x0, phase, swing, wave = (
                rand.uniform(-20, 1300),
                rand.random(),
                rand.uniform(8, 34),
                rand.uniform(0, math.tau),
            )
            q = radius * rand.uniform(0.7, 1.25)
            y = ((phase + t) % 1.0) * period - period
            row = 0
            while y < 740:
                # the sway follows the height alone, so that a loop closes
                x = x0 + swing * math.sin(y / 74 + wave) + 46 * math.sin(y / 211 + 2.4 * wave)
                d.append(
                    f"M{num(x - q)} {num(y)}a{q:.1f} {q:.1f} 0 1 0 {2 * q:.1f} 0a{q:.1f} {q:.1f} 0 1 0 {-2 * q:.1f} 0Z"
                )
                y += period
                row += 1
        parts.append(svg.path("".join(d), tone, opacity=opacity))
    return "".join(parts)


def _fog(rand: random.Random, t: float, time_of_day: TimeOfDay) -> str:
    tone = {"night": "#5b6c92", "evening": "#8394b0", "dusk": "#c79a9a", "dawn": "#e6cfd8", "afternoon": "#f3e8d0"}.get(
        time_of_day, "#f2f5f6"
    )
    id_ = f"overlay-fog-{round(t * FRAMES)}"
    parts = [f"<defs>{svg.rad(id_, [(0, tone, 0.5), (0.5, tone, 0.26), (1, tone, 0)])}</defs>"]
    for i in range(5):
        x, y, phase = rand.uniform(-60, 1340), 430 + i * 62 + rand.uniform(-20, 20), rand.uniform(0, math.tau)
        wide, high = rand.uniform(380, 620), rand.uniform(44, 84)
        turn = math.tau * t + phase
        parts.append(svg.ellipse(x + 26 * math.cos(turn), y + 5 * math.sin(turn), wide, high, f"url(#{id_})"))
    return "".join(parts)


def _leaves(rand: random.Random, t: float, time_of_day: TimeOfDay) -> str:
    parts = []
    shade = 0.5 if time_of_day in _DARK else 0.0
    gusts = []
    for _ in range(7):
        period, phase, y0, reach = 640, rand.random(), rand.uniform(60, 640), rand.uniform(90, 220)
        x = ((phase + t) % 1.0) * period - period
        while x < 1300:
            gusts.append(f"M{num(x)} {num(y0)}q{num(reach / 2)} {num(10 * math.sin(y0))} {num(reach)} 0")
            x += period
    parts.append(svg.line("".join(gusts), "#ffffff", 1.3, opacity=0.16))
    for _ in range(7):
        period, phase, y0, wave = 460, rand.random(), rand.uniform(40, 660), rand.uniform(0, math.tau)
        size = rand.uniform(7, 14)
        colour = svg.mix(rand.choice(("#c9702c", "#d9a23c", "#9a5a2c", "#8a9a3c")), "#1c2240", shade)
        x = ((phase + t) % 1.0) * period - period
        leaf = svg.path(
            f"M{num(-size)} 0Q0 {num(-size * 0.8)} {num(size)} 0Q0 {num(size * 0.8)} {num(-size)} 0Z",
            colour,
            opacity=0.9,
        )
        while x < 1320:
            y = y0 + 34 * math.sin(x / 120 + wave)
            parts.append(svg.group(leaf, f"translate({num(x)} {num(y)}) rotate({num(x * 1.7 + y0)})"))
            x += period
    return "".join(parts)
