"""The record of a film's failures, kept while shots are made: so that what failed outlives the run.

What belongs here: when a failure is recorded and when it is struck out. What does not: the record itself
(`store/failures.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sparkle_motion_dagster.crafts.craft import ShotOrder
from sparkle_motion_dagster.crafts.result import Result
from sparkle_motion_dagster.errors import ArtifactMissingError, SparkleError
from sparkle_motion_dagster.film.ids import split_shot_key
from sparkle_motion_dagster.store.failures import clear, failures, try_record
from sparkle_motion_dagster.store.store import ArtifactStore


@dataclass(frozen=True)
class Ledger:
    """What became of each shot, as it is written to the record."""

    store: ArtifactStore
    asset: str
    known: frozenset[tuple[str, str | None]]
    """Film and shot of the failures that the record had."""

    @classmethod
    def open(cls, store: ArtifactStore, asset: str, orders: Iterable[ShotOrder]) -> "Ledger":
        films = {order.film for order in orders}
        known = ((film, f.shot) for film in films for f in failures(store, film) if f.asset == asset)
        return cls(store, asset, frozenset(known))

    def note(self, result: Result, digest: str | None) -> None:
        film, shot = split_shot_key(result.key)
        if result.outcome != "failed":
            if (film, shot) in self.known:
                clear(self.store, film, shot, self.asset)
        elif not isinstance(result.error, ArtifactMissingError):  # that is another asset's failure, recorded there
            try_record(self.store, film, shot, self.asset, result.error or SparkleError(result.reason), digest)
