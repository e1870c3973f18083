"""Cues: the line above a speech that says who speaks.

What belongs here: taking a cue apart, and finding cues that look mistyped. What does not: finding cues in a text
(each format's reader), making characters of them (`characters.py`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from sparkle_motion_dagster.film.staging import UNSEEN
from sparkle_motion_dagster.writing.script import Action, Scene, Speech

_EXTENSION = re.compile(r"\(([^()]*)\)\s*$")
_SIGNS = re.compile(r"^(?:CUT|FADE|DISSOLVE|SMASH|MATCH|JUMP|INTERCUT|WIPE|BACK TO|TITLE|SUPER|THE END|END)\b")


def split_cue(cue: str) -> tuple[str, str | None, bool]:
    """Name, extension and whether the speech is dual: "ADA (V.O.) (CONT'D) ^" → ("ADA", "V.O. CONT'D", True)."""
    rest = cue.strip().removeprefix("@").strip()
    dual = rest.endswith("^")
    rest = rest.rstrip("^").strip()
    extensions: list[str] = []
    while found := _EXTENSION.search(rest):
        extensions.insert(0, found.group(1).strip())
        rest = rest[: found.start()].strip()
    name = re.sub(r"\s+", " ", re.sub(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", "", rest)).strip(" :")
    return name, " ".join(e for e in extensions if e) or None, dual


def is_cue(line: str) -> bool:
    """Whether a line standing between an empty and a written one is a cue: capitals, of any script."""
    text = line.strip()
    name, _, _ = split_cue(text)
    letters = [c for c in name if c.isalpha()]
    if not letters or name != name.upper() or _SIGNS.match(name) or text.endswith(("TO:", "!", "?", "…")):
        return False
    if name.endswith(".") and len(name.split()) > 3:
        return False
    cased = any(c.upper() != c.lower() for c in letters)
    return cased or (len(name) <= 12 and not re.search(r"[。，、！？,;]", name))


def parted_cues(scenes: Sequence[Scene]) -> tuple[Scene, ...]:
    """The scenes with a speech of two at once ("PIP & POP") given to both, if both are known by themselves."""
    text = " ".join(beat.text for scene in scenes for beat in scene.beats if isinstance(beat, Action))
    speakers = {same_name(beat.speaker) for scene in scenes for beat in scene.beats if isinstance(beat, Speech)}

    def known(name: str) -> bool:
        return same_name(name) in speakers or bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))

    def parted(beat: Action | Speech) -> list[Action | Speech]:
        names = re.split(r"\s*(?:&|\+|/|,|\bAND\b|\band\b)\s*", beat.speaker) if isinstance(beat, Speech) else []
        if not isinstance(beat, Speech) or len(names) < 2 or not all(name and known(name) for name in names):
            return [beat]
        return [replace(beat, speaker=name, dual=beat.dual or at > 0) for at, name in enumerate(names)]

    return tuple(replace(scene, beats=tuple(one for beat in scene.beats for one in parted(beat))) for scene in scenes)


def same_name(name: str) -> str:
    """The form in which two ways to write one name are equal."""
    return re.sub(r"[\s.]+", " ", name.casefold()).strip()


def _near(name: str, others: Sequence[str]) -> str | None:
    def likeness(other: str) -> float:
        return SequenceMatcher(None, name, other, autojunk=False).ratio()

    if len(name) < 3:
        return None
    best = max(others, key=likeness, default=None)
    return best if best is not None and likeness(best) >= 0.75 else None


def odd_cues(scenes: Sequence[Scene]) -> tuple[str, ...]:
    """What is odd about who speaks, for a person: cues near another name, and names written like a cue but not one.

    Nothing is merged: a near name stays a character of its own.
    """
    speeches = [beat for scene in scenes for beat in scene.beats if isinstance(beat, Speech)]
    counts = Counter(same_name(speech.speaker) for speech in speeches)
    first: dict[str, Speech] = {}
    for speech in speeches:
        first.setdefault(same_name(speech.speaker), speech)
    told = " ".join(b.text.casefold() for scene in scenes for b in scene.beats if isinstance(b, Action))
    notes = []
    for name, speech in first.items():
        near = _near(name, [other for other in counts if other != name and counts[other] > counts[name]])
        numbered = re.sub(r"\d+", "", name) == re.sub(r"\d+", "", near or "")
        where = f"line {speech.line}: " if speech.line else ""
        if near and not numbered and not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told):
            notes.append(
                f"{where}the cue {speech.speaker!r} is near {first[near].speaker!r} but not the same; "
                f"kept as a character of its own. If it is mistyped, write {first[near].speaker}."
            )
        elif UNSEEN.search(speech.extension or ""):
            continue  # who is only heard needs no description
        elif counts[name] == 1 and len(counts) > 2 and not any(w in told for w in name.split() if len(w) > 2):
            notes.append(
                f"{where}{speech.speaker!r} speaks once and nobody describes them; kept as a character of their own."
            )
    return tuple([*notes, *_uncued(scenes, first)])


def _uncued(scenes: Sequence[Scene], first: dict[str, Speech]) -> list[str]:
    """Paragraphs that begin with a known name on a line by itself: a cue without capitals, most likely."""
    notes = []
    for beat in (b for scene in scenes for b in scene.beats if isinstance(b, Action)):
        for speech in first.values():
            head = beat.text[: len(speech.speaker)]
            rest = beat.text[len(speech.speaker) :]
            if (
                beat.first_line_words
                and same_name(head) == same_name(speech.speaker)
                and (len(head.split()) == beat.first_line_words and rest.strip())
            ):
                notes.append(
                    f"line {beat.line}: {head!r} stands like a cue but not in capitals, so the paragraph is pictured, "
                    f"not spoken. Write {head.upper()} or @{head} if it is a speech."
                )
    return notes
