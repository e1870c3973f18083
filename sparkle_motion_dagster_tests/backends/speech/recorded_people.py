"""Recordings of people who never were, with their consent: what engines that take voices from recordings are tested with.

What belongs here: making the files. What does not: tests.
"""

from pathlib import Path

import numpy as np
import yaml

from sparkle_motion_dagster.media.audio import write_wav

CONSENT = "Spoken by nobody: made for tests on 1 May 2026."


def recording(path: Path, pitch_hz: float, seconds: float = 4.0, rate_hz: int = 24_000) -> Path:
    """A hum of a person's pitch."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    write_wav(path, (0.2 * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32), rate_hz)
    return path


def references(folder: Path, prefix: str = "cbx", **changes: object) -> Path:
    """A references file for emma and diego. `changes`: of emma's entry; None takes a field out."""
    recording(folder / "emma.wav", 190)
    recording(folder / "diego.wav", 120)
    emma = {"wav": "emma.wav", "text": "The lamp is lit.", "consent": CONSENT} | changes
    voices = {
        f"{prefix}_emma_v1": {name: value for name, value in emma.items() if value is not None},
        f"{prefix}_diego_v1": {"wav": "diego.wav", "text": "Good evening.", "consent": CONSENT},
    }
    path = folder / "references.yaml"
    path.write_text(yaml.safe_dump({"voices": voices}), encoding="utf-8")
    return path
