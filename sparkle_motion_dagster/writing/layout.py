"""The planned timeline: beats laid end to end, as long as the shots.

What belongs here: estimated seconds of lines and shots. What does not: measured times (`film/timeline.py`).
"""

from collections.abc import Sequence

from sparkle_motion_dagster.film.plan import Beat, DialogueBeat, Line, Shot, SilenceBeat
from sparkle_motion_dagster.film.timeline import GAP_S, HEAD_S, TAIL_S
from sparkle_motion_dagster.writing.sentences import speaking_s

_LEAST_S = 1e-3


def lines_s(lines: Sequence[Line]) -> float:
    """About how long a shot must be for its lines, one after another."""
    if not lines:
        return 0.0
    return round(HEAD_S + sum(speaking_s(line.text) for line in lines) + GAP_S * (len(lines) - 1) + TAIL_S, 2)


def lay_out(shots: Sequence[Shot]) -> tuple[Beat, ...]:
    """Beats of dialogue and silence that fill the shots exactly.

    Lines that do not fit into their shot's planned length are planned shorter in proportion; the film itself gives
    them the time they need. Dual lines, which sound together, stand one after another here: beats may not overlap.
    """
    beats: list[Beat] = []
    start_s = 0.0
    for shot in shots:
        end_s = start_s + shot.duration_sec
        estimates = [speaking_s(line.text) for line in shot.dialogue]
        rest_s = shot.duration_sec - HEAD_S - TAIL_S - GAP_S * max(0, len(estimates) - 1)
        tight = bool(estimates) and rest_s < sum(estimates) - 1e-9
        scale = shot.duration_sec / sum(estimates) if tight else 1.0
        at_s = start_s if tight or not estimates else start_s + HEAD_S
        for index, (line, estimate_s) in enumerate(zip(shot.dialogue, estimates, strict=True)):
            at_s = _silence(beats, at_s)
            length_s = max(_LEAST_S, estimate_s * scale)
            if tight and index == len(estimates) - 1:
                length_s = end_s - at_s
            beats.append(
                DialogueBeat(character_id=line.character_id, text=line.text, start_time_sec=at_s, duration_sec=length_s)
            )
            at_s += length_s + (0 if tight else GAP_S)
        start_s = end_s
    _silence(beats, start_s)
    return tuple(beats)


def _silence(beats: list[Beat], until_s: float) -> float:
    """Fill with silence up to a moment; returns the moment the last beat ends at."""
    end_s = beats[-1].start_time_sec + beats[-1].duration_sec if beats else 0.0
    if until_s - end_s <= _LEAST_S:
        return end_s
    beats.append(SilenceBeat(start_time_sec=end_s, duration_sec=until_s - end_s))
    return end_s + (until_s - end_s)
