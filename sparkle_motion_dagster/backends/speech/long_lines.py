"""A long line in pieces that a network can say in one breath, and the pieces as one recording again.

What belongs here: cutting at sentences and clauses, joining with the pause that the cut asks for. What does not: engines.
"""

import re
from collections.abc import Sequence

import numpy as np

from sparkle_motion_dagster.backends.speech.recording import Recording

_ENDS = (re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+"), re.compile(r"(?<=[,;:—–])\s+"), re.compile(r"\s+"))
SENTENCE_GAP_S, CLAUSE_GAP_S = 0.3, 0.12


def pieces(text: str, longest: int) -> tuple[str, ...]:
    """The text in pieces of at most `longest` characters, cut at sentences, else at clauses, else between words."""
    return _cut(" ".join(text.split()), longest, 0)


def _cut(text: str, longest: int, level: int) -> tuple[str, ...]:
    if len(text) <= longest:
        return (text,) if text else ()
    if level == len(_ENDS):
        return (text[:longest], *_cut(text[longest:], longest, level))
    found: list[str] = []
    start = 0
    for end in [*(match.end() for match in _ENDS[level].finditer(text)), len(text)]:
        part, start = text[start:end].strip(), end
        if found and len(found[-1]) + 1 + len(part) <= longest:
            found[-1] = f"{found[-1]} {part}"
        elif part:
            found.append(part)
    return tuple(piece for part in found for piece in _cut(part, longest, level + 1))


def joined(recordings: Sequence[Recording], texts: Sequence[str], pace: float = 1.0) -> Recording:
    """One recording: as far apart as the end of each text asks. All must have one rate."""
    parts: list[np.ndarray] = []
    for recording, text in zip(recordings, texts, strict=True):
        parts.append(recording.samples)
        gap_s = SENTENCE_GAP_S if text.rstrip("\"”’')]")[-1:] in (".", "!", "?", "…") else CLAUSE_GAP_S
        parts.append(np.zeros(round(gap_s / pace * recording.rate_hz), np.float32))
    return Recording(np.concatenate(parts[:-1]), recordings[0].rate_hz)
