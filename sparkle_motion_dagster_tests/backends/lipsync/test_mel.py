"""The mel spectrogram of the Wav2Lip family, against its definition worked out by hand."""

import cmath
import math

import numpy as np
import pytest

from sparkle_motion_dagster.backends.lipsync.mel import bands, hz_of_mel, mel_of_hz, spectrogram, windows


@pytest.mark.parametrize(
    ("hz", "mel"),
    [(0, 0.0), (55, 0.825), (200, 3.0), (1000, 15.0), (6400, 42.0), (7600, 15 + 27 * math.log(7.6) / math.log(6.4))],
)
def test_the_scale_is_slaneys(hz: float, mel: float):
    assert mel_of_hz(hz) == pytest.approx(mel)
    assert hz_of_mel(mel) == pytest.approx(hz)


def test_every_band_is_a_triangle_of_equal_area_from_55_to_7600_hz():
    table = bands()
    assert table.shape == (80, 401)
    assert not table[:, : math.ceil(55 / 20)].any() and not table[:, 7600 // 20 :].any()
    wide = table[40:]  # the narrow ones have too few frequencies to add up exactly
    assert wide.sum(axis=1) * 20 == pytest.approx(np.ones(40), rel=0.05)


def test_one_step_is_what_its_definition_gives_by_hand():
    rng = np.random.default_rng(3)
    sound = (rng.normal(0, 0.1, 16_000)).astype(np.float32)
    step = 20  # centred on sample 4000
    emphasised = [float(sound[n]) - 0.97 * float(sound[n - 1]) for n in range(3600, 4400)]
    framed = [value * (0.5 - 0.5 * math.cos(2 * math.pi * n / 800)) for n, value in enumerate(emphasised)]
    for band in (0, 17, 79):
        corners = [55 + 0.0, 7600.0]
        mels = [mel_of_hz(corners[0]) + (mel_of_hz(corners[1]) - mel_of_hz(corners[0])) * i / 81 for i in range(82)]
        left, middle, right = (hz_of_mel(mels[band + i]) for i in range(3))
        total = 0.0
        for k in range(401):
            hz = k * 20.0
            height = min((hz - left) / (middle - left), (right - hz) / (right - middle))
            if height > 0:
                amplitude = abs(sum(v * cmath.exp(-2j * math.pi * k * n / 800) for n, v in enumerate(framed)))
                total += amplitude * height * 2 / (right - left)
        decibels = 20 * math.log10(total) - 20
        assert spectrogram(sound)[band, step] == pytest.approx(8 * (decibels + 100) / 100 - 4, abs=1e-4)


def test_silence_lies_on_the_floor_and_noise_within_the_range():
    assert (spectrogram(np.zeros(8000, np.float32)) == -4).all()
    loud = spectrogram(np.random.default_rng(0).normal(0, 1, 8000).astype(np.float32))
    assert loud.shape == (80, 41) and loud.max() <= 4 and loud.min() > -4


@pytest.mark.parametrize(("frames", "fps"), [(1, 25), (50, 25), (41, 24), (61, 30), (7, 12)])
def test_every_frame_has_a_window_the_last_one_too(frames: int, fps: int):
    sound = np.random.default_rng(1).normal(0, 0.1, round(frames / fps * 16_000)).astype(np.float32)
    heard = windows(sound, [number / fps for number in range(frames)])
    assert heard.shape == (frames, 80, 16)
    whole = spectrogram(np.concatenate([sound, np.zeros(4000, np.float32)]))
    middle = frames // 2
    first = int(middle * 80 / fps + 1e-6)
    np.testing.assert_array_equal(heard[middle], whole[:, first : first + 16])
