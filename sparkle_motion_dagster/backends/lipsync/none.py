"""No lip-sync: the clip with its speech and subtitles, every mouth as it was.

What belongs here: passing through, and saying so. What does not: mouths.
"""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from sparkle_motion_dagster.backends.lipsync.burning import pass_through
from sparkle_motion_dagster.backends.protocols import LipsyncRequest, MadeLipsync


class NoLipsync:
    """Adds the speech and burns the subtitles. Same request, same bytes."""

    name: ClassVar[str] = "none"
    version: ClassVar[str] = "2"
    draft: ClassVar[bool] = False
    workers: ClassVar[int | None] = None
    ignores_seeds: ClassVar[bool] = True
    packages: ClassVar[tuple[str, ...]] = ("av", "resources/fonts")

    def sync(self, request: LipsyncRequest, folder: Path) -> MadeLipsync:
        """The same frames, with sound. Without words to burn, the picture is copied, not encoded again.

        A shot in which somebody is seen to speak with a still mouth is a draft, and says so on its picture.
        """
        video = folder / "lipsynced.mp4"
        seen = dict.fromkeys(line.character_name for line in request.lines if line.on_screen)
        pass_through(replace(request, draft_mark=True) if seen else request, video)
        notes = tuple(f"{name} speaks with a still mouth: the profile names no lip-sync" for name in seen)
        return MadeLipsync(video, mouths_moved=False, notes=notes, draft=bool(seen) or None)
