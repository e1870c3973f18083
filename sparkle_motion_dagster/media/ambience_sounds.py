"""How wind, rain, sea, birds … are made: each sound is a function of chance, length and rate.

What belongs here: synthesis of single sounds, about RMS 0.1 each. What does not: where they are heard (`ambience.py`).
"""

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.media.noise import Band, Samples, envelope, happenings, lay, noise, swell, tone

Chance = np.random.Generator


def _quiet(fresh: Samples, level: float = 0.1) -> Samples:
    """The sound, made for this alone, at another level."""
    fresh *= np.float32(level)
    return fresh


def room_tone(rng: Chance, n: int, rate: int) -> Samples:
    """The air of a closed room, and a little hiss."""
    air = _quiet(noise(rng, Band(500, 3000, 0.7), n, rate), 0.012)
    return _quiet(noise(rng, Band(40, 260, 1), n, rate), 0.09) + air


def low_air(rng: Chance, n: int, rate: int) -> Samples:
    """A large space, breathing."""
    return _quiet(noise(rng, Band(50, 180, 1.5), n, rate)) * swell(rng, n, rate, 5, 0.6, 1.0)


def hush(rng: Chance, n: int, rate: int) -> Samples:
    """Snow: everything far away, a little soft air."""
    return _quiet(noise(rng, Band(180, 700, 1), n, rate)) * swell(rng, n, rate, 4, 0.5, 1.0)


def breeze(rng: Chance, n: int, rate: int) -> Samples:
    """A light wind over grass."""
    return _quiet(noise(rng, Band(250, 1400, 0.9), n, rate)) * swell(rng, n, rate, 3.5, 0.35, 1.0)


def leaves(rng: Chance, n: int, rate: int) -> Samples:
    """Wind in a tree's leaves."""
    gusts = swell(rng, n, rate, 3.0, 0.3, 1.0)
    return (
        _quiet(noise(rng, Band(1200, 6000, 1), n, rate), 0.05) * gusts**2
        + _quiet(noise(rng, Band(200, 900, 1), n, rate), 0.07) * gusts
    )


def wind(rng: Chance, n: int, rate: int) -> Samples:
    """Gusts, with a body below and a whistle above."""
    gusts = swell(rng, n, rate, 2.4, 0.25, 1.0)
    body = noise(rng, Band(120, 480, 1.2), n, rate) * gusts
    whistle = noise(rng, Band(620, 900, 4), n, rate) * gusts**3
    return _quiet(body, 0.1) + _quiet(whistle, 0.03)


def muffled_wind(rng: Chance, n: int, rate: int) -> Samples:
    """Wind outside a window."""
    return _quiet(noise(rng, Band(80, 320, 1.5), n, rate)) * swell(rng, n, rate, 2.6, 0.2, 1.0)


def rain(rng: Chance, n: int, rate: int) -> Samples:
    """Steady rain, near drops in front of it."""
    sheet = _quiet(noise(rng, Band(900, 7000, 0.8), n, rate), 0.075) * swell(rng, n, rate, 3, 0.8, 1.0)
    return sheet + _quiet(noise(rng, Band(150, 500, 1), n, rate), 0.03) + _drops(rng, n, rate, 0.045, 2600, 0.05)


def rain_on_glass(rng: Chance, n: int, rate: int) -> Samples:
    """Rain heard from inside."""
    sheet = _quiet(noise(rng, Band(250, 1300, 1.2), n, rate), 0.07)
    return sheet + _drops(rng, n, rate, 0.09, 1500, 0.04)


def _drops(rng: Chance, n: int, rate: int, every_s: float, pitch_hz: float, gain: float) -> Samples:
    track = np.zeros((n, 2), np.float32)
    length_s = 0.018
    kinds = [
        tone(rate, length_s, pitch_hz * factor) * np.exp(-np.arange(round(length_s * rate)) / (0.004 * rate))
        for factor in (0.6, 0.8, 1.0, 1.3, 1.7)
    ]
    for at in happenings(rng, n, rate, every_s):
        drop, pan = kinds[int(rng.integers(len(kinds)))], float(rng.uniform(-1, 1))
        lay(track, drop, at, pan, gain * float(rng.uniform(0.2, 1)))
    return track


def thunder(rng: Chance, n: int, rate: int) -> Samples:
    """Rolls of thunder, some seconds apart."""
    return _thunder(rng, n, rate, 420, 0.7)


def far_thunder(rng: Chance, n: int, rate: int) -> Samples:
    """Thunder heard from inside."""
    return _thunder(rng, n, rate, 160, 0.45)


def _thunder(rng: Chance, n: int, rate: int, brightest_hz: float, gain: float) -> Samples:
    track = np.zeros((n, 2), np.float32)
    for at in happenings(rng, n, rate, 11.0):
        length = round(float(rng.uniform(3.5, 5.5)) * rate)
        roll = noise(rng, Band(28, brightest_hz, 1.3), length, rate)[:, 0]
        along_s = np.arange(length) / rate
        rumble = swell(rng, length, rate, 0.35, 0.25, 1.0)[:, 0]
        shape = (1 - np.exp(-along_s / 0.12)) * np.exp(-along_s / 1.3) * rumble
        lay(track, roll * shape * envelope(length, 1, rate), at, float(rng.uniform(-0.6, 0.6)), gain)
    return track


def sea(rng: Chance, n: int, rate: int) -> Samples:
    """Waves that come in, break and draw back."""
    deep = _quiet(noise(rng, Band(60, 300, 1), n, rate), 0.06)
    foam = noise(rng, Band(500, 5000, 0.7), n, rate)
    waves = np.zeros((n, 2), np.float32)
    for at in happenings(rng, n + 6 * rate, rate, 5.5):
        length = round(float(rng.uniform(5, 7)) * rate)
        along = np.arange(length) / length
        shape = np.where(along < 0.35, (along / 0.35) ** 2.2, ((1 - along) / 0.65) ** 1.6)
        start = at - 6 * rate
        cut = max(0, -start)
        lay(waves, shape[cut:], max(0, start), float(rng.uniform(-0.5, 0.5)), float(rng.uniform(0.6, 1.0)))
    return deep + _quiet(foam, 0.09) * (0.18 + waves)


def stream(rng: Chance, n: int, rate: int) -> Samples:
    """Water over stones."""
    water = _quiet(noise(rng, Band(400, 2600, 1), n, rate), 0.06) * swell(rng, n, rate, 0.5, 0.7, 1.0)
    return water + _bubbles(rng, n, rate)


def _bubbles(rng: Chance, n: int, rate: int) -> Samples:
    track = np.zeros((n, 2), np.float32)
    for at in happenings(rng, n, rate, 0.11):
        length_s = float(rng.uniform(0.03, 0.07))
        rise = np.linspace(1.0, 1.25, round(length_s * rate)) * float(rng.uniform(450, 1100))
        blip = tone(rate, length_s, rise)
        lay(track, blip * envelope(len(blip), rate // 300, len(blip) // 2), at, float(rng.uniform(-0.8, 0.8)), 0.025)
    return track


def birds(rng: Chance, n: int, rate: int) -> Samples:
    """Small birds, each with a phrase of its own, answering one another."""
    track = np.zeros((n, 2), np.float32)
    singers = [(float(rng.uniform(2400, 4600)), float(rng.uniform(-0.9, 0.9)), _phrase(rng)) for _ in range(4)]
    for at in happenings(rng, n, rate, 2.6):
        pitch_hz, pan, phrase = singers[int(rng.integers(len(singers)))]
        loud = float(rng.uniform(0.25, 1.0))
        start = at
        for factor, slide, length_s, gap_s in phrase:
            note = _chirp(rate, pitch_hz * factor, slide, length_s)
            lay(track, note, start, pan, 0.1 * loud)
            lay(track, note, start + round(0.11 * rate), -pan * 0.5, 0.02 * loud)
            start += round((length_s + gap_s) * rate)
    return track


def _phrase(rng: Chance) -> list[tuple[float, float, float, float]]:
    notes = int(rng.integers(2, 6))
    return [
        (
            float(rng.choice([0.8, 0.9, 1.0, 1.12, 1.25])),
            float(rng.uniform(-0.25, 0.3)),
            float(rng.uniform(0.05, 0.16)),
            float(rng.uniform(0.03, 0.09)),
        )
        for _ in range(notes)
    ]


def _chirp(rate: int, pitch_hz: float, slide: float, length_s: float) -> NDArray[np.float64]:
    along = np.linspace(0, 1, round(length_s * rate))
    note = tone(rate, length_s, pitch_hz * (1 + slide * along + 0.02 * np.sin(2 * np.pi * 28 * along * length_s)))
    return note * envelope(len(note), len(note) // 4, len(note) // 2)


def crickets(rng: Chance, n: int, rate: int) -> Samples:
    """Crickets in the grass."""
    track = np.zeros((n, 2), np.float32)
    for _ in range(4):
        pitch_hz, pan, loud = float(rng.uniform(3900, 4800)), float(rng.uniform(-1, 1)), float(rng.uniform(0.3, 1))
        pulse = tone(rate, 0.022, pitch_hz)
        pulse = pulse * envelope(len(pulse), len(pulse) // 3, len(pulse) // 2)
        every_s, at_s = float(rng.uniform(0.45, 0.8)), float(rng.uniform(0, 0.6))
        while at_s * rate < n:
            for beat in range(3):
                lay(track, pulse, round((at_s + beat * 0.04) * rate), pan, 0.16 * loud)
            at_s += every_s * float(rng.uniform(0.96, 1.04)) + (every_s * 3 if rng.random() < 0.06 else 0)
    return track


def owl(rng: Chance, n: int, rate: int) -> Samples:
    """A far owl, now and then."""
    track = np.zeros((n, 2), np.float32)
    for at in happenings(rng, n, rate, 9.0):
        pan = float(rng.uniform(-0.7, 0.7))
        for offset_s, length_s in ((0.0, 0.35), (0.55, 0.12), (0.72, 0.55)):
            call = tone(rate, length_s, np.linspace(395, 370, round(length_s * rate)))
            lay(track, call * envelope(len(call), rate // 20, rate // 8), at + round(offset_s * rate), pan, 0.05)
    return track


def insects(rng: Chance, n: int, rate: int) -> Samples:
    """A warm field humming."""
    return _quiet(noise(rng, Band(3800, 6500, 3), n, rate), 0.015) * swell(rng, n, rate, 1.8, 0.3, 1.0)


def traffic(rng: Chance, n: int, rate: int) -> Samples:
    """A street some way off, a car going by."""
    track = _quiet(noise(rng, Band(50, 260, 1), n, rate), 0.08) * swell(rng, n, rate, 4, 0.7, 1.0)
    for at in happenings(rng, n, rate, 5.0):
        length = round(float(rng.uniform(3, 5)) * rate)
        passing = noise(rng, Band(120, 1100, 0.9), length, rate)[:, 0] * np.hanning(length) ** 2
        side = float(rng.choice([-0.6, 0.6]))
        lay(track, passing * np.linspace(1, 0, length), at, side, 0.06)
        lay(track, passing * np.linspace(0, 1, length), at, -side, 0.06)
    return track


def crackle(rng: Chance, n: int, rate: int) -> Samples:
    """A wood fire."""
    track = _quiet(noise(rng, Band(60, 350, 1), n, rate), 0.06) * swell(rng, n, rate, 0.8, 0.5, 1.0)
    for at in happenings(rng, n, rate, 0.13):
        length = round(float(rng.uniform(0.004, 0.02)) * rate)
        snap = rng.normal(0, 1, length) * np.exp(-np.arange(length) / (0.25 * length))
        lay(track, snap, at, float(rng.uniform(-0.5, 0.5)), 0.12 * float(rng.exponential(0.4)))
    return track


def murmur(rng: Chance, n: int, rate: int) -> Samples:
    """People talking at other tables; no word can be made out."""
    track = np.zeros((n, 2), np.float32)
    for low_hz, high_hz in ((180, 420), (250, 700), (350, 900), (500, 1500), (300, 800)):
        syllables = swell(rng, n, rate, 0.14, 0.0, 1.0) * swell(rng, n, rate, 2.2, 0.1, 1.0)
        track += _quiet(noise(rng, Band(low_hz, high_hz, 2), n, rate), 0.07) * syllables
    return track


def crockery(rng: Chance, n: int, rate: int) -> Samples:
    """A cup set down, now and then."""
    track = np.zeros((n, 2), np.float32)
    for at in happenings(rng, n, rate, 3.0):
        pitch_hz, length_s = float(rng.uniform(2200, 3800)), 0.16
        fall = np.exp(-np.arange(round(length_s * rate)) / (0.03 * rate))
        clink = (tone(rate, length_s, pitch_hz) + 0.6 * tone(rate, length_s, pitch_hz * 1.53)) * fall
        clink[: rate // 2000] *= np.linspace(0, 1, rate // 2000)
        lay(track, clink, at, float(rng.uniform(-0.9, 0.9)), 0.1 * float(rng.uniform(0.3, 1)))
    return track


def clock(rng: Chance, n: int, rate: int) -> Samples:
    """A clock on the wall."""
    track = np.zeros((n, 2), np.float32)
    for beat, at in enumerate(range(rate // 3, n, rate)):
        length = rate // 60
        tick = rng.normal(0, 1, length) * np.exp(-np.arange(length) / (0.12 * length))
        tick += 2 * tone(rate, length / rate, 1900 if beat % 2 else 1500) * np.exp(-np.arange(length) / (0.2 * length))
        lay(track, tick, at, 0.3, 0.06)
    return track


def hum(rng: Chance, n: int, rate: int) -> Samples:
    """A ship's engines felt through the floor."""
    along_s = np.arange(n) / rate
    chord = sum(
        np.sin(2 * np.pi * hz * along_s + phase)[:, None] * swell(rng, n, rate, 6, 0.4, 1.0)
        for hz, phase in ((55.0, 0.0), (55.4, 1.0), (82.5, 2.0), (110.0, 0.5))
    )
    return (np.asarray(chord, np.float32) * np.float32(0.03)) + _quiet(noise(rng, Band(150, 600, 1), n, rate), 0.035)


def engine(rng: Chance, n: int, rate: int) -> Samples:
    """Inside a car that rolls along."""
    return _quiet(noise(rng, Band(45, 220, 1.4), n, rate)) * swell(rng, n, rate, 3, 0.8, 1.0) + _quiet(
        noise(rng, Band(300, 1200, 1), n, rate), 0.02
    )


def rails(rng: Chance, n: int, rate: int) -> Samples:
    """Inside a train: rumble and the joints of the rails."""
    track = _quiet(noise(rng, Band(50, 240, 1.2), n, rate), 0.08) * swell(rng, n, rate, 3, 0.8, 1.0)
    length = rate // 9
    knock = noise(rng, Band(110, 700, 1.2), length, rate)[:, 0] * np.exp(-np.arange(length) / (0.16 * length))
    knock *= envelope(length, rate // 400, length // 4)
    for at_s in np.arange(0.2, n / rate, 1.15):
        for offset_s, pan in ((0.0, -0.3), (0.16, -0.2), (0.5, 0.2), (0.66, 0.3)):
            lay(track, knock, round((float(at_s) + offset_s) * rate), pan, 0.05)
    return track


def drips(rng: Chance, n: int, rate: int) -> Samples:
    """Water dripping in a cave, with its echo."""
    track = np.zeros((n, 2), np.float32)
    for at in happenings(rng, n, rate, 1.7):
        pitch_hz, length_s = float(rng.uniform(800, 1700)), 0.12
        along = np.linspace(0, 1, round(length_s * rate))
        drop = tone(rate, length_s, pitch_hz * (1 + 0.35 * along)) * np.exp(-along * 7)
        drop[: rate // 1000] *= np.linspace(0, 1, rate // 1000)
        pan = float(rng.uniform(-0.7, 0.7))
        for echo in range(5):
            lay(track, drop, at + round(echo * 0.17 * rate), pan * (-1) ** echo, 0.3 * 0.45**echo)
    return track
