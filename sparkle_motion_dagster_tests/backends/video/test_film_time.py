"""The model's frames in the film's time: the length is right, and what is between two frames."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparkle_motion_dagster.backends.video.between import Between
from sparkle_motion_dagster.backends.video.film_time import model_frames, moments, speed


@pytest.mark.parametrize(
    ("frames", "fps", "model_fps", "made"),
    [(65, 24, 24, 65), (1, 24, 16, 1), (2, 24, 16, 2), (24, 24, 16, 17), (25, 24, 16, 17), (65, 24, 16, 44), (33, 12, 16, 44)],
)  # fmt: skip
def test_as_many_frames_as_cover_the_shot(frames: int, fps: int, model_fps: float, made: int):
    assert model_frames(frames, fps, model_fps) == made


@given(st.integers(1, 2000), st.integers(8, 60), st.sampled_from([8.0, 12.5, 16.0, 24.0, 25.0]), st.booleans())
def test_every_frame_of_the_film_shows_a_moment_that_was_made(frames: int, fps: int, model_fps: float, to_end: bool):
    made = model_frames(frames, fps, model_fps)
    shown = moments(frames, fps, model_fps, made - 1 if to_end else None)
    assert len(shown) == frames and shown[0] == 0 and list(shown) == sorted(shown) and shown[-1] <= made - 1
    if to_end and frames > 1:
        assert shown[-1] == made - 1
    else:
        assert shown[-1] / model_fps == pytest.approx((frames - 1) / fps)


def test_the_same_rate_shows_every_frame_as_it_is():
    assert moments(65, 24, 24.0) == tuple(map(float, range(65)))
    assert moments(4, 24, 16.0) == (0.0, pytest.approx(2 / 3), pytest.approx(4 / 3), 2.0)
    assert speed(65, 24, 24.0, 68) == pytest.approx(68 / 64) and speed(1, 24, 24.0, 0) == 1


def _square_at(x: int) -> np.ndarray:
    rng = np.random.default_rng(3)
    frame = np.full((96, 160, 3), 30, np.uint8)
    frame[32:64, x : x + 32] = rng.integers(120, 255, (32, 32, 1), np.uint8)
    return frame


def test_between_two_frames_what_moves_is_on_its_way_and_not_seen_twice():
    frames = np.stack([_square_at(40), _square_at(52)])
    moved = Between(frames, "motion").at(0.5).astype(int)
    blended = Between(frames, "blend").at(0.5).astype(int)
    right = _square_at(46).astype(int)
    assert np.abs(moved - right).mean() < 0.3 * np.abs(blended - right).mean()


@pytest.mark.parametrize("how", ["motion", "blend", "nearest"])
def test_a_moment_that_was_made_is_shown_as_it_was_made(how: str):
    frames = np.stack([_square_at(40), _square_at(52), _square_at(60)])
    between = Between(frames, how)  # type: ignore[arg-type]
    for index in (0, 1, 2):
        assert (between.at(float(index)) == frames[index]).all()
    assert (Between(frames, "nearest").at(1.4) == frames[1]).all()
    assert (Between(frames, "nearest").at(1.6) == frames[2]).all()
