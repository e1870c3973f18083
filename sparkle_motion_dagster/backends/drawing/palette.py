"""The colours of an hour: one palette for everything in a scene.

What belongs here: the skies, lights and gradings of every time of day, family of places and weather. What does
not: shapes. A place asks for a thing's own colour (`palette.at("#4f7a3d", depth)`) and gets it as the hour, the
weather and the distance show it; so a scene is of a piece without anyone choosing colours twice.
"""

from dataclasses import dataclass, replace
from typing import Literal

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.layer import Light
from sparkle_motion_dagster.film.plan import TimeOfDay, Weather

Family = Literal["land", "wood", "sea", "sand", "snow", "city", "deep", "space", "room", "ward"]

HOURS: tuple[TimeOfDay, ...] = ("dawn", "morning", "day", "afternoon", "dusk", "evening", "night")
WEATHERS: tuple[Weather, ...] = ("clear", "cloudy", "rain", "storm", "snow", "fog", "wind")


@dataclass(frozen=True)
class Hour:
    """What a clear sky does at one time of day."""

    sky: tuple[str, str, str, str, str]
    """Zenith to horizon."""
    sun: tuple[float, float, float]
    """x across the stage 0-1, y 0 top to 1 horizon, radius."""
    sun_colour: str
    glow: str
    ambient: str
    """What white paper looks like in the open."""
    key: str
    shade: str
    strength: float
    cloud: tuple[str, str]
    """Lit side, shadow side."""
    overcast: tuple[str, str]
    """A covered sky, zenith and horizon."""
    stars: float
    lamps: float
    """0: lamps are off; 1: they are the light of the scene."""


HOUR_TABLE: dict[TimeOfDay, Hour] = {
    "dawn": Hour(
        ("#37497f", "#7d7fb4", "#d4a3bf", "#f8bfae", "#ffe3b8"),
        (0.24, 0.9, 34),
        "#fff4dc",
        "#ffcfa6",
        "#c4b3cf",
        "#ffc9a8",
        "#4a4a78",
        0.34,
        ("#ffd3c4", "#8f86b4"),
        ("#777a9c", "#d3b9c0"),
        0.15,
        0.35,
    ),
    "morning": Hour(
        ("#4b9fd8", "#86c5e6", "#b9e0ea", "#e3f0e2", "#fff3cf"),
        (0.2, 0.42, 36),
        "#fffdf0",
        "#fff2bd",
        "#fbf6e6",
        "#fff0c4",
        "#5d7a9c",
        0.06,
        ("#ffffff", "#bcd3e2"),
        ("#9fb2bf", "#dfe6e4"),
        0,
        0,
    ),
    "day": Hour(
        ("#2477c8", "#4c9fdd", "#86c6ec", "#b8e0f1", "#dcf0f3"),
        (0.68, 0.14, 34),
        "#ffffff",
        "#fffbe0",
        "#ffffff",
        "#fffaf0",
        "#4f78a6",
        0.0,
        ("#ffffff", "#c3d9ec"),
        ("#8ea3b3", "#d2dce0"),
        0,
        0,
    ),
    "afternoon": Hour(
        ("#4d8fb8", "#86b4bd", "#c6c9a8", "#f3d69a", "#ffdf9c"),
        (0.8, 0.5, 40),
        "#fffbe6",
        "#ffdf8e",
        "#ffe5b4",
        "#ffd27f",
        "#7a6a66",
        0.1,
        ("#fff3d2", "#d3b58c"),
        ("#a59b8c", "#ddcfae"),
        0,
        0.1,
    ),
    "dusk": Hour(
        ("#1f1f4a", "#4a3f74", "#a0577f", "#ea7a5c", "#ffc873"),
        (0.6, 0.96, 40),
        "#fff0c8",
        "#ffb469",
        "#b98592",
        "#ff9d5c",
        "#2b2450",
        0.45,
        ("#e0775f", "#3a2c55"),
        ("#37304f", "#b06a66"),
        0.2,
        0.7,
    ),
    "evening": Hour(
        ("#0d1c3f", "#1d3768", "#33618c", "#6c8ba3", "#e0a58a"),
        (0.78, 1.1, 0),
        "#ffd9b0",
        "#d98f78",
        "#6f86b0",
        "#8fb0d8",
        "#12203f",
        0.62,
        ("#5d7898", "#1d3050"),
        ("#1b2a42", "#5a6f83"),
        0.6,
        0.95,
    ),
    "night": Hour(
        ("#050819", "#0a1230", "#132049", "#203463", "#33507f"),
        (0.26, 0.2, 34),
        "#f5f1dc",
        "#a9c0f0",
        "#46588c",
        "#a5bcf2",
        "#070c22",
        0.78,
        ("#3d5180", "#0f1937"),
        ("#0c1226", "#26345a"),
        1,
        1,
    ),
}

FAMILY_TINT: dict[Family, tuple[str, float, str, float]] = {
    # tint of the low sky and haze, how much; tint of the ambient light, how much
    "land": ("#ffffff", 0.0, "#ffffff", 0.0),
    "wood": ("#dceba0", 0.5, "#e0efc0", 0.3),
    "sea": ("#7cc6d0", 0.14, "#cfeaf0", 0.16),
    "sand": ("#ffb878", 0.26, "#ffe2b8", 0.28),
    "snow": ("#cfe2ff", 0.22, "#dce8ff", 0.3),
    "city": ("#c9a3b8", 0.16, "#ece0f0", 0.2),
    "deep": ("#3d4f74", 0.2, "#b8bfe0", 0.3),
    "space": ("#3a2b6a", 0.3, "#d0ccf0", 0.2),
    "room": ("#ffffff", 0.0, "#ffffff", 0.0),
    "ward": ("#ffffff", 0.0, "#ffffff", 0.0),
}

LAMP_WEATHER: dict[Weather, float] = {"rain": 0.32, "storm": 0.6, "fog": 0.2, "snow": 0.15}
"""How much bad weather brings the lamps on."""
ROOM_AMBIENT: dict[TimeOfDay, str] = {
    "dawn": "#b0a2c4",
    "morning": "#fbe6c4",
    "day": "#fdfcf8",
    "afternoon": "#ffdca2",
    "dusk": "#e09a90",
    "evening": "#b58a5c",
    "night": "#857083",
}
"""What white paper looks like indoors: by day the sky's light, after dusk the lamps'."""
ROOM_GLOOM: dict[Weather, str] = {
    "clear": "#ffffff",
    "wind": "#ffffff",
    "cloudy": "#eceef2",
    "rain": "#d3d5de",
    "storm": "#b4b2c4",
    "snow": "#e8eefa",
    "fog": "#e2e4e6",
}

COVER: dict[Weather, float] = {
    "clear": 0.0,
    "wind": 0.12,
    "cloudy": 0.55,
    "snow": 0.85,
    "rain": 0.88,
    "fog": 0.92,
    "storm": 1.0,
}
"""How much of the blue is covered."""
DIM: dict[Weather, float] = {
    "clear": 1.0,
    "wind": 1.0,
    "cloudy": 0.93,
    "snow": 0.96,
    "rain": 0.76,
    "fog": 0.97,
    "storm": 0.5,
}
HAZE: dict[Weather, float] = {
    "clear": 0.42,
    "wind": 0.4,
    "cloudy": 0.58,
    "snow": 0.78,
    "rain": 0.76,
    "fog": 1.15,
    "storm": 0.62,
}


@dataclass(frozen=True)
class Palette:
    """An hour in a weather, as a family of places sees it."""

    time_of_day: TimeOfDay
    weather: Weather
    family: Family
    hour: Hour
    sky: tuple[str, ...]
    haze: str
    ambient: str
    cloud_lit: str
    cloud_shade: str
    sun_strength: float
    """1 a clear sun or moon, 0 hidden."""
    lamps: float
    haze_amount: float
    wet: float
    snowy: float

    @property
    def indoors(self) -> bool:
        """Rooms: lit by lamps after dusk, dry and without mist."""
        return self.family in ("room", "ward")

    @property
    def dark(self) -> float:
        """0 in bright day, 1 in deep night."""
        return 1 - svg.brightness(self.ambient)

    def at(self, colour: str, depth: float = 1.0) -> str:
        """A thing's own colour as this hour and weather show it at a depth (0 far, 1 the actors' plane)."""
        seen = svg.multiply(colour, self.ambient)
        if self.wet:
            seen = svg.saturated(svg.darker(seen, 0.1 * self.wet), 1 - 0.2 * self.wet)
        return svg.mix(seen, self.haze, self.veil(depth))

    def veil(self, depth: float) -> float:
        """How much of a thing at a depth is lost in the air, 0-1."""
        veil = max(0.0, min(0.94, self.haze_amount * (1 - min(depth, 1.0)) ** 1.15))
        if self.weather == "fog" and not self.indoors:
            veil = max(veil, 0.16 if depth >= 1 else 0.25)
        return veil

    def ground(self, colour: str, depth: float = 1.0, cover: float = 0.9) -> str:
        """Like `at`, for what lies open to the sky: snow covers it (`cover`: how much of it)."""
        return self.at(svg.mix(colour, "#eef3fb", self.snowy * cover), depth)

    def lit(self, colour: str, depth: float = 1.0, amount: float = 0.5) -> str:
        """The edge of a thing that catches the sun, the moon or the sky."""
        glint = 1.0 if self.indoors else 0.35 + 0.65 * self.sun_strength
        reach = amount * glint * (0.65 if depth > 0.6 else 0.5) * (1 - 0.5 * self.veil(depth))
        return svg.mix(self.at(colour, depth), self.hour.key, reach)

    def shade(self, colour: str, depth: float = 1.0, amount: float = 0.5) -> str:
        """The side of a thing away from the light."""
        veil = self.veil(depth)
        seen = self.at(colour, depth)
        deep = svg.mix(svg.multiply(seen, self.hour.shade), self.hour.shade, 0.4)
        return svg.mix(seen, svg.mix(deep, self.haze, veil), amount * (1 - 0.4 * veil))

    def light(self) -> Light:
        """What actors need to know of it."""
        if self.indoors:
            return Light(self.hour.key, self.hour.shade, round(0.06 + 0.42 * self.dark, 3), self.hour.sun[0] < 0.5)
        dim = DIM[self.weather]
        key = svg.mix(self.hour.key, self.haze, 0.55 * (1 - self.sun_strength))
        strength = min(0.85, self.hour.strength + (1 - dim) * 0.55 + (0.08 if self.weather == "fog" else 0))
        return Light(key, self.hour.shade, round(strength, 3), self.hour.sun[0] < 0.5)


def palette(time_of_day: TimeOfDay, weather: Weather, family: Family) -> Palette:
    """The palette of an hour, a weather and a family of places."""
    hour = HOUR_TABLE[time_of_day]
    low, low_amount, air, air_amount = FAMILY_TINT[family]
    cover, dim = COVER[weather], DIM[weather]
    glow_of_hour = svg.multiply(low, svg.mix(hour.sky[4], hour.ambient, 0.5))
    sky = []
    for i, colour in enumerate(hour.sky):
        t = i / 4
        clear = svg.mix(colour, glow_of_hour, low_amount * (0.35 + 0.65 * t))
        # even a covered sky keeps a breath of its hour
        covered = svg.mix(svg.mix(*hour.overcast, t**0.8), clear, 0.16)
        seen = svg.mix(clear, covered, cover)
        if weather == "storm":
            seen = svg.mix(svg.multiply(seen, "#8f97b8"), "#12162a", 0.3 * (1 - t * 0.75))
        elif weather == "rain":
            seen = svg.multiply(seen, "#c6ced8")
        elif weather == "snow":
            seen = svg.mix(seen, svg.multiply("#eef3ff", hour.ambient), 0.45)
        elif weather == "fog":
            seen = svg.mix(seen, svg.multiply("#e9edf0", svg.mix(hour.ambient, hour.sky[3], 0.25)), 0.5 + 0.3 * t)
        sky.append(seen)
    ambient = svg.mix(hour.ambient, svg.multiply(air, hour.ambient), air_amount)
    if cover > 0.3 and family not in ("room", "ward"):
        grey = svg.brightness(ambient) * 255
        ambient = svg.mix(ambient, svg.hexed(grey * 0.96, grey, grey * 1.05), 0.5 * cover)
    ambient = svg.multiply(ambient, svg.hexed(255 * dim, 255 * dim, 255 * min(1, dim * 1.06)))
    indoors = family in ("room", "ward")
    if indoors:
        ambient = svg.multiply(ROOM_AMBIENT[time_of_day], ROOM_GLOOM[weather])
        lamp = min(1.0, hour.lamps + LAMP_WEATHER.get(weather, 0.0))
        hour = replace(hour, shade=svg.mix(hour.shade, "#4a3a44", 0.7))
        if lamp > 0.3:
            cold = family == "ward"
            lamp_key = "#d6ecff" if cold else "#ffc878"
            hour = replace(
                hour,
                key=svg.mix(hour.key, lamp_key, 0.35 + 0.6 * lamp),
                shade=svg.mix(hour.shade, "#1c2036" if cold else "#2a1c33", 0.6),
            )
        if family == "ward":
            grey = svg.brightness(ambient) * 255
            ambient = svg.mix(ambient, svg.hexed(grey * 0.98, grey * 1.04, grey * 1.1), 0.5)
    haze = svg.mix(sky[4], sky[3], 0.45)
    sun_strength = {"clear": 1.0, "wind": 0.95, "cloudy": 0.5, "snow": 0.14, "fog": 0.22, "rain": 0.08, "storm": 0.0}
    gloom = LAMP_WEATHER.get(weather, 0.0)
    return Palette(
        time_of_day=time_of_day,
        weather=weather,
        family=family,
        hour=hour,
        sky=tuple(sky),
        haze=haze,
        ambient=ambient,
        cloud_lit=svg.mix(hour.cloud[0], svg.mix(sky[3], hour.cloud[0], 0.25), cover * 0.8),
        cloud_shade=svg.mix(hour.cloud[1], svg.darker(sky[1], 0.12), cover * 0.8),
        sun_strength=sun_strength[weather],
        lamps=min(1.0, hour.lamps + gloom),
        haze_amount=HAZE[weather] * (1.0 if family != "space" else 0.6),
        wet=1.0 if weather in ("rain", "storm") and not indoors and family != "space" else 0.0,
        snowy=0.0 if indoors or family == "space" else 1.0 if family == "snow" or weather == "snow" else 0.0,
    )
