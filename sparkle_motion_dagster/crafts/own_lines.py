"""A person's own recording of a line, as the shot's dialogue takes it.

What belongs here: mono, the film's rate and speaking level, and the facts a spoken line has. What does not: which
lines have a recording (`film/takes.py`), laying lines out (`dialogue.py`).
"""

from collections.abc import Iterable
from pathlib import Path

from sparkle_motion_dagster.crafts.craft import Material, ShotOrder
from sparkle_motion_dagster.crafts.own_files import ROLE
from sparkle_motion_dagster.film.delivery import delivery
from sparkle_motion_dagster.film.plan import Line
from sparkle_motion_dagster.film.takes import SPEECH, OwnFile

OWN_VERSION = "1"
_WORTH_TELLING_DB = 1.0


def own_line(own: OwnFile, kept: Material, line: Line, sample_rate_hz: int, wav: Path) -> Material:
    """The recording as a line: mono, at the film's rate, at the level of speech that its manner asks for; unhurried
    and uncut. Raises MediaError."""
    from sparkle_motion_dagster.media.audio import active_level_db, levelled, read_wav, write_wav
    from sparkle_motion_dagster.media.resample import resample

    samples, rate_hz = read_wav(kept.files[ROLE])
    heard = resample(samples, rate_hz, sample_rate_hz)
    spoken = levelled(heard, sample_rate_hz, delivery(line.parenthetical, line.text).gain_db)
    write_wav(wav, spoken, sample_rate_hz)
    gain_db = active_level_db(spoken, sample_rate_hz) - active_level_db(heard, sample_rate_hz)
    notes = [f"{own.name}: your own recording; its mouth follows how loud it is, no sounds being known"]
    if abs(gain_db) > _WORTH_TELLING_DB:
        notes.append(f"{own.name}: {gain_db:+.0f} dB, to the level of the other lines")
    facts = {
        "duration_s": round(len(spoken) / sample_rate_hz, 6),
        "phones": [],
        "provider_id": "own",
        "provider_voice_id": own.name,
        "sample_rate_hz": sample_rate_hz,
        "bit_depth": 16,
        "watermarked": False,
        "attempts": [],
        "cost_usd": 0.0,
        "notes": notes,
    }
    return Material(kept.content_hash, {"wav": wav}, facts)


def unused_recordings(order: ShotOrder, used: Iterable[OwnFile]) -> list[str]:
    """Words for recordings whose line is no longer in the shot: its words were changed, or it was cut."""
    names = {own.sha256 for own in used}
    left = [own for own in order.take(SPEECH).own.values() if own.sha256 not in names]
    return [f'{own.name} is not used: no line of the shot says "{own.says}" any more; record it again' for own in left]
