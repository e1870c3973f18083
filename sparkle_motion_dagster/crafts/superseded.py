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
from sparkle_motion_dagster.crafts.plan_state import films_planned
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import held_plan
from sparkle_motion_dagster.crafts.take_list import takes_of
from sparkle_motion_dagster.film.ids import SEPARATOR, shot_key
from sparkle_motion_dagster.film.takes import CLIP, FIRST, LIPSYNC, SPEECH, STILLS, ShotTakes
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

ASSETS = (PLAN_ASSET, *SHOT_ASSETS, LINE_ASSET, MIX_ASSET, CARD_ASSET, MOVIE_ASSET)
"""Those that edits make anew, each after those whose kept takes say what of it is kept. What a model has written, the
sheets of characters and what a person has put in are not among them."""
_OF_SHOTS = (*SHOT_ASSETS, LINE_ASSET)
_IS = {SPEECH: "speech", STILLS: "images", CLIP: "clip", LIPSYNC: "clip"}
"""What an asset is to those after it, as their recipes call it: a report's clip is the one with moving mouths."""
_NEEDS = {CLIP: ("images", "frames"), LIPSYNC: ("clip", "speech"), SHOT_ASSETS[-1]: ("clip",)}
"""What is made of kept takes is kept, whichever of them are circled together."""
_Keys = Mapping[str | None, Mapping[str, list[str]]]
"""Of a film: keys by shot (None: the film's own) and asset."""


def superseded(store: ArtifactStore, before_s: float) -> frozenset[str]:
    """The records of what was replaced, or cut out of its film, before a moment (seconds since the epoch).

    Never among them: what a shot or film has now, each take that `sparkle takes` lists, what a shot is locked to, and
    the lines, clips and reports of those. Of a film without a plan there is nothing among them. Raises StoreError.
    """
    films, keys = sorted(films_planned(store)), _all_keys(store)
    return frozenset(record for film in films for record in _of_film(store, film, keys.get(film, {}), before_s))


@dataclass(frozen=True)
class _Kept:
    """Of one asset of one shot or film: all it has had, and what of it is of use."""

    asset: str
    key: str
    had: tuple[Artifact, ...]
    digests: set[str]

    def artifacts(self) -> tuple[Artifact, ...]:
        """Those of use, in the order in which they were had."""
        return tuple(artifact for artifact in self.had if artifact.digest in self.digests)


def _of_film(store: ArtifactStore, film: str, keys: _Keys, before_s: float) -> Iterator[str]:
    plan = held_plan(store, film)
    if plan is None:
        return
    shown = {shot.id for shot in plan.shots}
    decided = film_takes(store, film)
    replanned_s = store.shelf.written_at(f"heads/{PLAN_ASSET}/{film}.json")
    for shot, by_asset in keys.items():
        if shot is not None and shot not in shown and shot not in decided:
            if replanned_s < before_s:
                yield from _all_records(store, by_asset)
            continue
        takes = decided.get(shot, ShotTakes(film=film, shot=shot)) if shot else None
        for kept in _kept(store, by_asset, takes):
            for artifact in kept.had:
                if artifact.digest not in kept.digests and _replaced_s(store, kept, artifact) < before_s:
                    yield f"takes/{kept.asset}/{kept.key}/{artifact.digest}.json"


def _kept(store: ArtifactStore, by_asset: Mapping[str, list[str]], takes: ShotTakes | None) -> Iterator[_Kept]:
    """Of a shot (`takes`: what was decided about it) or of a film (None), in order of work."""
    chosen = _chosen(store, takes) if takes is not None else {}
    made_of: dict[str, set[object]] = {}
    for asset in ASSETS:
        for key in by_asset.get(asset, ()):
            had, head = store.takes(asset, key), store.head(asset, key)
            if head is None:  # lost or damaged: the next run says what becomes of it
                digests = {artifact.digest for artifact in had}
            else:
                digests = {head.digest} | chosen.get(asset, set()) | _of_kept(asset, had, made_of)
            kept = _Kept(asset, key, had, digests)
            if asset in _IS:
                made_of[_IS[asset]] = {artifact.content_hash for artifact in kept.artifacts()}
            if asset == SPEECH:
                facts = [artifact.facts for artifact in kept.artifacts()]
                made_of["frames"] = {spoken.get("frames") for spoken in facts}
                made_of["lines"] = {line.get("sha256") for spoken in facts for line in spoken.get("line_artifacts", ())}
            yield kept


def _chosen(store: ArtifactStore, takes: ShotTakes) -> dict[str, set[str]]:
    """By asset, what a person sees listed or has locked: recipe digests."""
    found: dict[str, set[str]] = {}
    for take in takes_of(store, shot_key(takes.film, takes.shot), takes):
        if take.artifact is not None:
            found.setdefault(take.asset, set()).add(take.artifact.digest)
    for asset, digest in (takes.lock.artifacts if takes.lock else {}).items():
        found.setdefault(asset, set()).add(digest)
    return found


def _of_kept(asset: str, had: tuple[Artifact, ...], made_of: Mapping[str, set[object]]) -> set[str]:
    """What is made of kept takes, and the lines that they are made of: to circle one of them makes none of that again."""
    if asset == LINE_ASSET:
        return {artifact.digest for artifact in had if artifact.content_hash in made_of.get("lines", ())}
    needs = _NEEDS.get(asset, ())
    made = [x for x in had if needs and all(x.inputs.get(need) in made_of.get(need, ()) for need in needs)]
    if asset == CLIP:  # an edit of the movement alone: the newest of each take is the one of the script as it is
        newest = {(*(x.inputs[need] for need in needs), x.inputs.get("take", FIRST)): x for x in made}
        made = list(newest.values())
    return {artifact.digest for artifact in made}


def _replaced_s(store: ArtifactStore, kept: _Kept, artifact: Artifact) -> float:
    """When something else took its place: when the next was made; of the newest, when the shot went back to an older."""
    later = [x.made_at.timestamp() for x in kept.had if x.made_at > artifact.made_at]
    return min(later, default=store.shelf.written_at(f"heads/{kept.asset}/{kept.key}.json"))


def _all_keys(store: ArtifactStore) -> Mapping[str, _Keys]:
    """Keys of all that any film has had, by film: listed once, however many films there are."""
    found: dict[str, dict[str | None, dict[str, list[str]]]] = {}
    for asset, key in sorted({(place.split("/")[1], place.split("/")[2]) for place in store.shelf.keys("takes")}):
        if asset in ASSETS:
            film, *rest = key.split(SEPARATOR)
            shot = rest[0] if asset in _OF_SHOTS else None
            found.setdefault(film, {}).setdefault(shot, {}).setdefault(asset, []).append(key)
    return found


def _all_records(store: ArtifactStore, by_asset: Mapping[str, list[str]]) -> Iterator[str]:
    for asset, keys in by_asset.items():
        for key in keys:
            yield from store.shelf.keys(f"takes/{asset}/{key}")
            yield f"heads/{asset}/{key}.json"
