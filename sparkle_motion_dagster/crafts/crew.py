"""The crew: every craft of a profile, in the order of work.

What belongs here: building crafts from a profile. What does not: the crafts themselves.
"""

from dataclasses import dataclass
from typing import Any

from sparkle_motion_dagster.backends.profile import Craft as CraftName
from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.backends.registry import build
from sparkle_motion_dagster.crafts.craft import Craft, ShotOrder
from sparkle_motion_dagster.crafts.dialogue import Dialogue
from sparkle_motion_dagster.crafts.inspection import Inspection
from sparkle_motion_dagster.crafts.pictures import Clips, Lipsync, Stills
from sparkle_motion_dagster.film.cast import FilmReferences
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.policy import load_policy
from sparkle_motion_dagster.film.takes import ShotTakes

BACKEND_OF: dict[str, CraftName] = {
    "dialogue_audio": "speech",
    "shot_images": "images",
    "video_clips": "video",
    "lipsynced_clips": "lipsync",
    "qa_report": "inspection",
}
"""Which backend makes which asset of a shot, in order of work: sound first."""
SHOT_ASSETS = tuple(BACKEND_OF)


@dataclass(frozen=True)
class Crew:
    """The crafts of a profile by the asset they make."""

    profile: Profile
    crafts: dict[str, Craft]

    def order(
        self,
        film: str,
        plan: MoviePlan,
        shot: Shot,
        takes: ShotTakes | None = None,
        references: FilmReferences | None = None,
    ) -> ShotOrder:
        """An order for one shot at the profile's picture size; `takes`: what people decided about it; `references`: their
        own pictures of the film's characters."""
        size = self.profile.video
        own = references or FilmReferences()
        gates = self.profile.gates
        return ShotOrder(
            film, plan, shot, size.width_px, size.height_px, size.fps, takes, own, gates.stills, gates.plan
        )


def craft_for(asset: str, backend: Any, profile: Profile) -> Craft:
    """The craft that makes an asset with this backend."""
    match asset:
        case "dialogue_audio":
            return Dialogue(backend, profile.sound.sample_rate_hz, profile.draft)
        case "shot_images":
            return Stills(backend)
        case "video_clips":
            return Clips(backend)
        case "lipsynced_clips":
            return Lipsync(backend, profile.subtitles, profile.draft)
        case "qa_report":
            return Inspection(backend, load_policy())
    raise KeyError(asset)


def gather(profile: Profile) -> Crew:
    """Build every backend that the profile names. Raises ProfileError, BackendUnavailableError."""
    made = {asset: craft_for(asset, build(profile, craft), profile) for asset, craft in BACKEND_OF.items()}
    return Crew(profile, made)
