"""The film's time and the model's: which moment of the model's frames each frame of the film shows.

What belongs here: pure planning. What does not: making frames between frames (`between.py`).
"""

from math import ceil

_NEARLY = 1e-6


def model_frames(frames: int, fps: float, model_fps: float) -> int:
    """How many frames the model must make, at its own rate, to cover `frames` of the film."""
    return ceil((frames - 1) * model_fps / fps - _NEARLY) + 1


def moments(frames: int, fps: float, model_fps: float, last: int | None = None) -> tuple[float, ...]:
    """For each frame of the film, its place among the model's frames: 0 is the first, 1.5 lies between two.

    Args:
        frames: of the film, at least 1.
        fps: the film's.
        model_fps: the model's.
        last: the model's frame that the film's last frame must show, so that it ends on the end picture; the model's
            time then runs a little faster or slower. None: as it is.
    """
    step = model_fps / fps
    if last is not None and frames > 1:
        step = last / (frames - 1)
    places = (number * step for number in range(frames))
    return tuple(float(round(place)) if abs(place - round(place)) < _NEARLY else place for place in places)


def speed(frames: int, fps: float, model_fps: float, last: int) -> float:
    """How much faster than it was made the motion is shown if the film's last frame shows the model's `last`."""
    natural = (frames - 1) * model_fps / fps
    return last / natural if natural > 0 else 1.0
