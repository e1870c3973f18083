"""Who speaks with which voice: by what the script says, never two with one voice, and the same for the whole film.

What belongs here: choosing, pure. What does not: reading traits from words (`traits.py`), the list of voices
(`configs/tts_providers.yaml`), speaking (`backends/speech`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.plan import Character
from sparkle_motion_dagster.film.traits import Age, Sex, Traits, traits_of

AGES: tuple[Age, ...] = ("child", "young", "adult", "old")
VARIANTS = (
    "@-2st", "@+2st", "@-1st@0.9x", "@+1st@1.1x", "@-3st", "@+3st", "@-3st@0.9x", "@+3st@1.1x", "@0.85x", "@1.15x",
)  # fmt: skip
"""How a voice is changed when there are more speakers than voices: in pitch and pace."""
_VARIANT = re.compile(r"(?:@[+-]?\d+(?:\.\d+)?st|@\d*\.?\d+x)*")

WRONG_SEX, WRONG_SIZE, WRONG_KIND, AGE_STEP, TEMPER = -12.0, -9.0, -15.0, -3.0, 1.5
VARIED, VARIED_MORE = -2.0, -0.5
"""Points. A changed voice of the right sex is better than a fresh one of the wrong sex."""


@dataclass(frozen=True)
class VoiceTraits:
    """A voice as casting sees it."""

    id: str
    sex: Sex
    age: Age
    pitch_hz: float
    temper: tuple[str, ...] = ()
    """Tempers of `traits.py`, and `small`, `large`, `robot`, `narrator` for voices that are for those."""


def split_variant(voice_id: str) -> tuple[str, str]:
    """("man@-2st") → ("man", "@-2st"). Without a variant the second is "". Raises InputError for what is none."""
    base, at, change = voice_id.partition("@")
    if not _VARIANT.fullmatch(at + change):
        raise InputError(
            f"voice {voice_id!r}: {at + change!r} is no variant: expected a pitch or a pace like @-2st or @0.9x"
        )
    return base, at + change


def cast_voices(
    characters: Sequence[Character], voices: Sequence[VoiceTraits], kept: Mapping[str, str]
) -> dict[str, str]:
    """A voice for each character: character id → voice id, perhaps with a variant ("man@-2st").

    A voice asked for by the plan (`voice_profile["voice"]`) is given as asked, even twice. Then those in `kept` stay,
    then the others choose, who is described best first. The same input gives the same cast.

    Args:
        voices: those the film's engine has.
        kept: voices from an earlier plan of the film; one that no longer exists is cast anew.

    Raises:
        InputError: a voice asked for does not exist (the message lists those that do), or there are far more speakers
            than voices and their variants.
    """
    existing = {voice.id for voice in voices}
    chosen: dict[str, str] = {}
    for character in characters:
        asked = character.voice_profile.get("voice")
        if asked is not None:
            if split_variant(asked)[0] not in existing:
                listed = ", ".join(sorted(existing))
                raise InputError(f"character {character.id}: voice {asked!r} does not exist; expected one of: {listed}")
            chosen[character.id] = asked
    for character in characters:
        before = kept.get(character.id)
        if character.id not in chosen and before is not None and split_variant(before)[0] in existing:
            chosen[character.id] = before
    waiting = [
        (traits_of(character.name, character.description), character)
        for character in characters
        if character.id not in chosen
    ]
    waiting.sort(key=lambda pair: -pair[0].stated)  # sort is stable: equals stay in the plan's order
    for traits, character in waiting:
        chosen[character.id] = _best_voice(character, traits, voices, chosen.values())
    return {character.id: chosen[character.id] for character in characters}


def _best_voice(character: Character, traits: Traits, voices: Sequence[VoiceTraits], taken: Iterable[str]) -> str:
    used = set(taken)
    best: tuple[float, str] | None = None
    for voice in voices:
        fit = _fit(traits, voice)
        for changes, variant in enumerate(("", *VARIANTS)):
            if voice.id + variant not in used:
                points = fit + (VARIED + VARIED_MORE * changes if variant else 0.0)
                if best is None or points > best[0]:
                    best = (points, voice.id + variant)
                break
    if best is None:
        raise InputError(
            f"character {character.id}: no voice left: {len(used)} speakers have one already; give some of them "
            'the same voice by voice_profile: {"voice": …} in the plan'
        )
    return best[1]


def _fit(traits: Traits, voice: VoiceTraits) -> float:
    """Points for a voice; 0 is a plain adult voice of the right sex."""
    points = 0.0
    if traits.sex is not None and voice.sex not in (traits.sex, "neutral"):
        points += WRONG_SEX
    size = traits.size or "human"
    voice_size = next((word for word in ("small", "large") if word in voice.temper), "human")
    if size != voice_size:
        points += WRONG_SIZE if "human" in (size, voice_size) else 2 * WRONG_SIZE
    for kind, wanted in (("robot", traits.robot), ("narrator", traits.narrator)):
        if wanted != (kind in voice.temper):
            points += WRONG_KIND
    # Of a small or large creature its size says more than its age; nobody thinks of a mouse as forty.
    if size == "human" or traits.age is not None:
        weight = 1.0 if size == "human" else 0.3
        points += AGE_STEP * weight * abs(AGES.index(traits.age or "adult") - AGES.index(voice.age))
    points += TEMPER * len(traits.tempers & set(voice.temper))
    return points
