"""Put a film into the studio without making it: its brief into `films/`, its partition into Dagster.

What belongs here: these two. What does not: planning or making (`make_film.py`, the assets).
"""

from pathlib import Path

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.briefs import file_brief
from sparkle_motion_dagster.crafts.planning import check_brief
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.store import ArtifactStore


def add_film(settings: Settings, profile: Profile, source: Path, film: str) -> Path:
    """The brief as the studio keeps it. Raises BriefError (nothing is written), FilmBusyError, StoreError."""
    check_brief(source, profile)
    store = ArtifactStore.open(settings.store)
    with store.film_lock(film), studio_instance(settings.dagster_home) as instance:
        kept = file_brief(settings.films, film, source)
        instance.add_dynamic_partitions("films", [film])
    return kept
