"""Recordings of people whose voices an engine may take: which, what is said in them, and that their owners agreed.

What belongs here: reading and checking the references file. What does not: engines.

    # references.yaml; recordings beside it
    voices:
      cbx_emma_v1:
        wav: emma.wav                   # 3 to 60 seconds of one person speaking
        text: The words that are said in it, exactly.
        consent: Recorded by Emma Hill on 2 March 2026; she agreed in writing to its use in our films.

Without the note of consent a recording is not used. The note stands in the facts of every line that it speaks.
"""

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from sparkle_motion_dagster.errors import MediaError, ProfileError
from sparkle_motion_dagster.media.audio import active_level_db, read_wav

SHORTEST_S, LONGEST_S = 3.0, 60.0
QUIETEST_DB = -60.0
Told = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Consent = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2000)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    wav: str
    text: Told | None = None
    """What is said in it; some engines need it."""
    consent: Consent
    """Who speaks, when they agreed, and to what."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    voices: Annotated[dict[str, _Entry], Field(min_length=1)]


@dataclass(frozen=True)
class VoiceReference:
    """One person's voice."""

    name: str
    wav: Path
    text: str | None
    consent: str
    sha256: str
    """Of the recording: another recording is another voice."""

    @property
    def notation(self) -> str:
        """As recipes hold it: name, recording and words."""
        words = hashlib.sha256((self.text or "").encode()).hexdigest()[:8]
        return f"{self.name}#{self.sha256[:16]}" + (f"-{words}" if self.text else "")


def load_references(path: str | None, needs_text: bool = False) -> dict[str, VoiceReference]:
    """The references of a file by name; each recording is decoded and checked.

    Args:
        path: of the YAML file.
        needs_text: refuse recordings without their words.

    Raises ProfileError with everything that is wrong.
    """
    if path is None:
        raise ProfileError(
            "references is missing: name a YAML file with the recordings that voices are taken from, each with a note of "
            "its owner's consent (docs/real-models.md, Voices)"
        )
    file = Path(path).expanduser().absolute()
    if not file.is_file():
        raise ProfileError(f"references: {path} is not a file")
    return _load(file, file.stat().st_mtime_ns, needs_text)


@functools.lru_cache(maxsize=16)
def _load(file: Path, mtime_ns: int, needs_text: bool) -> dict[str, VoiceReference]:
    del mtime_ns  # only so that a changed file is read again
    try:
        told = _File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise ProfileError(f"{file.name}: cannot be read as YAML: {error}") from error
    except ValidationError as error:
        broken = "\n".join(f"  - {_place(e['loc'])}: {_remedy(e)}" for e in error.errors())
        raise ProfileError(f"{file.name}: {error.error_count()} wrong field(s)\n{broken}") from error
    found, faults = {}, []
    for name, entry in told.voices.items():
        wav = file.parent / entry.wav
        fault = (
            "text is missing: this engine needs the words that are said in it" if needs_text and not entry.text else ""
        )
        fault = fault or _fault_of(wav)
        if fault:
            faults.append(f"  - voices.{name}: {fault}")
            continue
        found[name] = VoiceReference(name, wav, entry.text, entry.consent, hashlib.sha256(wav.read_bytes()).hexdigest())
    if faults:
        raise ProfileError(f"{file.name}: {len(faults)} recording(s) cannot be used\n" + "\n".join(faults))
    return found


def _fault_of(wav: Path) -> str:
    """Why a recording is none; empty if it is one."""
    try:
        samples, rate_hz = read_wav(wav)
    except MediaError as error:
        return f"{wav.name}: {error}"
    length_s = len(samples) / rate_hz
    if not SHORTEST_S <= length_s <= LONGEST_S:
        return f"{wav.name} is {length_s:.1f} s long: expected {SHORTEST_S:g} to {LONGEST_S:g} s of one person speaking"
    if active_level_db(samples, rate_hz) < QUIETEST_DB:
        return f"{wav.name} is silent"
    return ""


def _place(steps: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in steps)


def _remedy(error: object) -> str:
    told = dict(error)  # type: ignore[call-overload]
    if told["loc"][-1] == "consent":
        return "a note of the owner's consent is missing or too short: say who speaks, when they agreed, and to what"
    return str(told["msg"])
