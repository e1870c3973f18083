"""Subtitles as text: SRT, WebVTT, and what a subtitle track of an MP4 shows when.

What belongs here: pure functions from cues to text. What does not: timing (`film/timeline.py`), burning text into
pictures (`text.py`), writing files or tracks (`movie.py`).

SRT has no escapes, so the words stand there as written. WebVTT has, so `&`, `<` and `>` are escaped and a player
shows the words as written. Neither can hold an empty line inside a cue: those are left out.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from pysubs2.time import ms_to_times

from sparkle_motion_dagster.errors import MediaError

Cue = tuple[float, float, str, str]
"""start_s, end_s, speaker, text; seconds from the film's first frame."""
Display = tuple[int, int, str]
"""start_ms, end_ms, text on screen; "" where nothing is shown."""

_LINE_ENDS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def srt(cues: Sequence[Cue]) -> str:
    """SubRip. Raises MediaError if a cue's times are impossible."""
    blocks = []
    for number, (start_ms, end_ms, _, text) in enumerate(_timed(cues), start=1):
        blocks.append(f"{number}\n{_stamp(start_ms, ',')} --> {_stamp(end_ms, ',')}\n{text}\n")
    return "\n".join(blocks)


def vtt(cues: Sequence[Cue]) -> str:
    """WebVTT; the speaker stands in a voice tag, which players do not show. Raises MediaError as `srt`."""
    blocks = ["WEBVTT\n"]
    for start_ms, end_ms, speaker, text in _timed(cues):
        voice = f"<v {_escaped(' '.join(speaker.split()))}>" if speaker.strip() else ""
        blocks.append(f"{_stamp(start_ms, '.')} --> {_stamp(end_ms, '.')}\n{voice}{_escaped(text)}\n")
    return "\n".join(blocks)


def displays(cues: Sequence[Cue], end_s: float) -> list[Display]:
    """What is on screen from 0 to `end_s`, without gap or overlap; lines spoken together stand under each other.

    An MP4's subtitle track can hold only this. Raises MediaError as `srt`.
    """
    timed = _timed(cues)
    end_ms = round(end_s * 1000)
    edges = sorted({0, end_ms, *(ms for start, stop, _, _ in timed for ms in (start, stop) if ms < end_ms)})
    shown: list[Display] = []
    for start_ms, stop_ms in pairwise(edges):
        text = "\n".join(text for start, stop, _, text in timed if start <= start_ms < stop)
        if shown and shown[-1][2] == text:
            shown[-1] = (shown[-1][0], stop_ms, text)
        else:
            shown.append((start_ms, stop_ms, text))
    return shown


def _timed(cues: Sequence[Cue]) -> list[tuple[int, int, str, str]]:
    timed: dict[tuple[int, str], tuple[int, int, str, str]] = {}
    for start_s, end_s, speaker, text in cues:
        if not (math.isfinite(start_s) and math.isfinite(end_s) and 0 <= start_s <= end_s):
            raise MediaError(
                f"subtitle {text[:60]!r}: from {start_s} s to {end_s} s; expected times ≥ 0, the end after the start"
            )
        start_ms, words = round(start_s * 1000), _without_empty_lines(text)
        if words:  # what two speak at once is read once
            timed.setdefault((start_ms, words), (start_ms, max(round(end_s * 1000), start_ms + 1), speaker, words))
    return sorted(timed.values(), key=lambda cue: cue[0])


def _without_empty_lines(text: str) -> str:
    lines = _LINE_ENDS.split(text.replace("\x00", ""))
    return "\n".join(line for line in lines if line.strip())


def _stamp(ms: int, mark: str) -> str:
    hours, minutes, seconds, rest = ms_to_times(ms)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{mark}{rest:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
