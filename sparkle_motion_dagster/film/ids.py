"""Names that last: film ids, shot ids, partition keys.

What belongs here: their grammar, and how an edited script's shots keep the names they had. What does not:
anything about Dagster's partitions (`graph/partitions.py`).
"""

import hashlib
import re
import unicodedata
from difflib import SequenceMatcher
from pathlib import PurePath

from anyascii import anyascii

from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.plan import BaseImage, MoviePlan, Shot

FILM_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
SHOT_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
SEPARATOR = "~"
RETIRED = "retired"
"""Metadata of a plan: shots it had once, as `fingerprint=id`, so that they are known again."""
_MOST_REMEMBERED = 1000


def check_film_id(film: str) -> str:
    """The id, if it is one. Raises InputError."""
    if not FILM_ID.fullmatch(film):
        raise InputError(
            f"film id {film[:80]!r}: expected 1 to 64 of a-z 0-9 _ -, starting with a letter or digit; "
            "name the film with --film"
        )
    return film


def film_id_of(source: str) -> str:
    """A film id from a file name: "The Last Bulb.fountain" → "the-last-bulb", "Гроза.txt" → "groza".

    Names without a letter of any script get one by their hash: two films are never one.
    """
    name = unicodedata.normalize("NFC", PurePath(source).stem)
    plain = "".join(_latin(character) for character in name).lower()
    hashed = f"film-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:48].rstrip("-_") or hashed


def _latin(character: str) -> str:
    """A letter in Latin ones: without its accent, else as it sounds."""
    without = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return without or (anyascii(character) if character.isalpha() else "")


def shot_key(film: str, shot: str) -> str:
    """Partition key of a shot: `lighthouse~s020`."""
    return f"{film}{SEPARATOR}{shot}"


def split_shot_key(key: str) -> tuple[str, str]:
    """Film and shot of a partition key. Raises InputError."""
    film, separator, shot = key.partition(SEPARATOR)
    if not separator or not FILM_ID.fullmatch(film) or not SHOT_ID.fullmatch(shot):
        raise InputError(f"shot key {key[:120]!r}: expected FILM~SHOT, as in lighthouse~s020")
    return film, shot


def _content(shot: Shot) -> str:
    spoken = " | ".join(f"{line.character_id}: {line.text}" for line in shot.dialogue)
    return f"{shot.place} # {shot.framing} # {shot.visual_description} # {spoken}"


def _alike(old: Shot, new: Shot) -> float:
    """0 to 1: whether the new shot is the old one, edited."""
    if (old.place, old.framing) == (new.place, new.framing) and old.visual_description == new.visual_description:
        return 1.0
    return SequenceMatcher(None, _content(old), _content(new), autojunk=False).ratio()


def _pair(old: list[Shot], new: list[Shot]) -> dict[int, int]:
    """Index of new shot → index of old shot, for shots that are the same or the same one edited."""
    pairs: dict[int, int] = {}
    used: set[int] = set()
    by_content: dict[str, list[int]] = {}
    for index, shot in enumerate(old):
        by_content.setdefault(_content(shot), []).append(index)
    matcher = SequenceMatcher(None, [_content(s) for s in old], [_content(s) for s in new], autojunk=False)
    for old_at, new_at, length in matcher.get_matching_blocks():
        for step in range(length):
            pairs[new_at + step] = old_at + step
            used.add(old_at + step)
    for index, shot in enumerate(new):  # moved unchanged
        free = [o for o in by_content.get(_content(shot), []) if o not in used]
        if index not in pairs and free:
            pairs[index] = free[0]
            used.add(free[0])
    for index, shot in enumerate(new):  # edited in place: the most alike of the old shots left near it
        if index in pairs:
            continue
        before = max((pairs[i] for i in range(index) if i in pairs), default=-1)
        near = [o for o in range(max(0, before - 2), min(len(old), before + 8)) if o not in used]
        best = max(near, key=lambda o: _alike(old[o], shot), default=None)
        if best is not None and _alike(old[best], shot) >= 0.55:
            pairs[index] = best
            used.add(best)
    return pairs


def _number(shot_id: str) -> int | None:
    found = re.fullmatch(r"s(\d{3,5})", shot_id)
    return int(found.group(1)) if found else None


def _between(before: str | None, after: str | None, taken: set[str]) -> str:
    """A free id between two: s015 between s010 and s020, s010a when no whole number is left."""
    low = (_number(before) if before else 0) or 0
    high = _number(after) if after else None
    if high is None or high <= low:
        number = (low // 10 + 1) * 10
        while f"s{number:03d}" in taken:
            number += 10
        return f"s{number:03d}"
    if high - low > 1:
        middle = (low + high) // 2
        for offset in sorted(range(low + 1, high), key=lambda n: (n % 5 != 0, abs(n - middle))):
            if f"s{offset:03d}" not in taken:
                return f"s{offset:03d}"
    for letter in "abcdefghijklmnopqrstuvwxyz":
        if f"s{low:03d}{letter}" not in taken:
            return f"s{low:03d}{letter}"
    number = low
    while f"s{low:03d}-{number}" in taken:
        number += 1
    return f"s{low:03d}-{number}"


def keep_ids(old: MoviePlan | None, new: MoviePlan) -> MoviePlan:
    """The new plan with the names its shots had in the old one; new shots get names between.

    A name whose shot is gone is not given to another shot: the plan remembers it (metadata `retired`), and the same
    shot gets it back when it returns, so that taking an edit back makes nothing again. Plans whose ids a person wrote
    (metadata `kind` = plan) are returned as they are.
    """
    if new.metadata.get("kind") == "plan":
        return new
    old_shots = list(old.shots) if old else []
    new_shots = list(new.shots)
    pairs = _pair(old_shots, new_shots)
    ids: list[str | None] = [old_shots[pairs[i]].id if i in pairs else None for i in range(len(new_shots))]
    retired = _retired(old) if old else []
    for index, shot in enumerate(new_shots):
        if ids[index] is None:
            known_again = next((one for one in retired if one[0] == _fingerprint(shot)), None)
            if known_again is not None:
                retired.remove(known_again)
                ids[index] = known_again[1]
    taken = {shot.id for shot in old_shots} | {shot_id for _, shot_id in retired} | {known for known in ids if known}
    for index, known in enumerate(ids):
        if known is None:
            before = ids[index - 1] if index else None
            after = next((i for i in ids[index + 1 :] if i is not None), None)
            ids[index] = _between(before, after, taken)
            taken.add(ids[index] or "")
    gone = [(_fingerprint(shot), shot.id) for shot in old_shots if shot.id not in ids]
    return _renamed(new, [i or "" for i in ids], [*retired, *gone][-_MOST_REMEMBERED:])


def _fingerprint(shot: Shot) -> str:
    """Short hash of what a shot shows and says, to know it again."""
    return hashlib.sha256(_content(shot).encode()).hexdigest()[:16]


def _retired(plan: MoviePlan) -> list[tuple[str, str]]:
    """Shots that earlier versions of the plan had: fingerprint and id, the latest last. Several may have been alike."""
    pairs = (pair.partition("=") for pair in plan.metadata.get(RETIRED, "").split())
    return [(fingerprint, shot_id) for fingerprint, _, shot_id in pairs]


def _renamed(plan: MoviePlan, ids: list[str], retired: list[tuple[str, str]]) -> MoviePlan:
    """The plan with these shot ids, its base images named after the shots they open, and the ids no longer used."""
    image_ids = [f"start-{shot_id}" for shot_id in ids] + ["end"]
    shots = tuple(
        shot.model_copy(
            update={"id": ids[i], "start_base_image_id": image_ids[i], "end_base_image_id": image_ids[i + 1]}
        )
        for i, shot in enumerate(plan.shots)
    )
    images: tuple[BaseImage, ...] = tuple(
        image.model_copy(update={"id": image_ids[i]}) for i, image in enumerate(plan.base_images)
    )
    metadata = {name: value for name, value in plan.metadata.items() if name != RETIRED}
    if retired:
        metadata[RETIRED] = " ".join(f"{fingerprint}={shot_id}" for fingerprint, shot_id in retired)
    return plan.model_copy(update={"shots": shots, "base_images": images, "metadata": metadata})
