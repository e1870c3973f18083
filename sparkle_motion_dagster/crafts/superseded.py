"""What editing has left behind: what films had once, which no shot shows and no take is any more.

What belongs here: telling it from what is still of use. What does not: removing it (`store/upkeep.py`). Undoing an edit
finds what it left, so it is kept until a person says how old it may become.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.dialogue import LINE_ASSET
from sparkle_motion_dagster.crafts.film_cards import ASSET as CARD_ASSET
from sparkle_motion_dagster.crafts.final_mix import ASSET as MIX_ASSET
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import held_plan
from sparkle_motion_dagster.crafts.take_list import takes_of
from sparkle_motion_dagster.film.ids import SEPARATOR
from sparkle_motion_dagster.film.takes import CLIP, LIPSYNC, SPEECH, TAKE_ASSETS, ShotTakes
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

ASSETS = (PLAN_ASSET, LINE_ASSET, *SHOT_ASSETS, MIX_ASSET, CARD_ASSET, MOVIE_ASSET)
"""Those that edits make anew. What a model has written and what a person has put in is not among them."""
_OF_SHOTS = (LINE_ASSET, *SHOT_ASSETS)
_IS = {SPEECH: "speech", CLIP: "clip", LIPSYNC: "clip"}
"""What an asset is to those after it, as their recipes call it: a report's clip is the one with moving mouths."""
_NEEDS = {LIPSYNC: ("clip", "speech"), SHOT_ASSETS[-1]: ("clip",)}
"""What is made of kept takes is kept, whichever of them are circled together."""


def superseded(store: ArtifactStore, before_s: float) -> frozenset[str]:
    """The records of what was replaced, or cut out of its film, before a moment (seconds since the epoch).

    Never among them: what a shot or film has now, each take that `sparkle takes` lists, what a shot is locked to, and
    the clips and reports made of those. Of a film without a plan there is nothing among them. Raises StoreError.
    """
    plans = (key.rsplit("/", 1)[-1].removesuffix(".json") for key in store.shelf.keys(f"heads/{PLAN_ASSET}"))
    return frozenset(record for film in sorted(plans) for record in _of_film(store, film, before_s))


@dataclass(frozen=True)
class _Kept:
    """Of one asset of one shot or film: all it has had, and what of it is of use."""

    asset: str
    key: str
    had: tuple[Artifact, ...]
    digests: set[str]

    def hashes(self) -> set[str]:
        return {artifact.content_hash for artifact in self.had if artifact.digest in self.digests}


def _of_film(store: ArtifactStore, film: str, before_s: float) -> Iterator[str]:
    plan = held_plan(store, film)
    if plan is None:
        return
    shown = {shot.id for shot in plan.shots}
    decided = film_takes(store, film)
    replanned_s = store.shelf.written_at(f"heads/{PLAN_ASSET}/{film}.json")
    keys: dict[str | None, dict[str, list[str]]] = {}
    for asset in ASSETS:
        for key in _keys(store, asset, film):
            shot = key.split(SEPARATOR)[1] if asset in _OF_SHOTS else None
            keys.setdefault(shot, {}).setdefault(asset, []).append(key)
    for shot, by_asset in keys.items():
        if shot is not None and shot not in shown and shot not in decided:
            if replanned_s < before_s:
                yield from _all_records(store, by_asset)
            continue
        takes = decided.get(shot or "", ShotTakes(film=film, shot=shot)) if shot else None
        for kept in _kept(store, by_asset, takes):
            for artifact in kept.had:
                if artifact.digest not in kept.digests and _replaced_s(store, kept, artifact) < before_s:
                    yield f"takes/{kept.asset}/{kept.key}/{artifact.digest}.json"


def _kept(store: ArtifactStore, by_asset: Mapping[str, list[str]], takes: ShotTakes | None) -> Iterator[_Kept]:
    """Of a shot (`takes`: what was decided about it) or of a film (None), in order of work."""
    made_of: dict[str, set[str]] = {}
    for asset in ASSETS:
        for key in by_asset.get(asset, ()):
            had, head = store.takes(asset, key), store.head(asset, key)
            if head is None:  # lost or damaged: the next run says what becomes of it
                continue
            digests = {head.digest}
            if takes is not None and asset in TAKE_ASSETS:
                listed = (take.artifact for take in takes_of(store, key, takes) if take.asset == asset)
                digests |= {artifact.digest for artifact in listed if artifact is not None}
            if takes is not None and takes.lock is not None:
                digests |= {takes.lock.artifacts[asset]} if asset in takes.lock.artifacts else set()
            if needs := _NEEDS.get(asset):
                digests |= {x.digest for x in had if all(x.inputs.get(need) in made_of.get(need, ()) for need in needs)}
            kept = _Kept(asset, key, had, digests)
            if asset in _IS:
                made_of[_IS[asset]] = kept.hashes()
            yield kept


def _replaced_s(store: ArtifactStore, kept: _Kept, artifact: Artifact) -> float:
    """When something else took its place: when the next was made; of the newest, when the shot went back to an older."""
    later = [x.made_at.timestamp() for x in kept.had if x.made_at > artifact.made_at]
    return min(later, default=store.shelf.written_at(f"heads/{kept.asset}/{kept.key}.json"))


def _keys(store: ArtifactStore, asset: str, film: str) -> list[str]:
    found = {place.split("/")[2] for place in store.shelf.keys(f"takes/{asset}")}
    return sorted(key for key in found if key.partition(SEPARATOR)[0] == film)


def _all_records(store: ArtifactStore, by_asset: Mapping[str, list[str]]) -> Iterator[str]:
    for asset, keys in by_asset.items():
        for key in keys:
            yield from store.shelf.keys(f"takes/{asset}/{key}")
            yield f"heads/{asset}/{key}.json"
