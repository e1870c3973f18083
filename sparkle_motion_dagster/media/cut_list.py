"""A film as editing programs read it: which clip follows which, and what sound lies under them.

What belongs here: the timeline as OpenTimelineIO, EDL and FCPXML. What does not: which files there are
(`crafts/turnover.py`), making any. Nothing of a line's words is changed: EDL writes notes in capitals, so it gets none.
https://opentimelineio.readthedocs.io
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparkle_motion_dagster.errors import MediaError

if TYPE_CHECKING:
    import opentimelineio as otio


@dataclass(frozen=True)
class CutLine:
    """A line where it is spoken, in seconds from the first frame of its clip."""

    start_s: float
    end_s: float
    words: str
    """With who says them: "ADA: Good evening, Tom."."""


@dataclass(frozen=True)
class CutClip:
    """One clip of the picture, used from its first frame to its last."""

    name: str
    file: str
    """From the folder of the cut list: "clips/s010.mp4"."""
    frames: int
    lines: tuple[CutLine, ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)
    """What else is known of it (JSON); kept in the OTIO file."""


@dataclass(frozen=True)
class CutSound:
    """A track of sound under the whole film."""

    name: str
    file: str


def write_cut_lists(
    title: str, clips: Sequence[CutClip], sounds: Sequence[CutSound], fps: int, folder: Path, name: str, lies_in: Path
) -> list[str]:
    """Write `name`.otio, `name`.fcpxml and `name`.edl into `folder`; the names of what was written.

    An EDL knows picture and no lines. Where `fps` has no time code (24, 25, 30, 50 and 60 have) there is the OTIO file alone.

    Args:
        lies_in: where `folder` will be found, with the clips and sounds in it.

    Raises MediaError if a list cannot be written.
    """
    import opentimelineio as otio

    timeline = cut_timeline(title, clips, sounds, fps)
    written = [(timeline, folder / f"{name}.otio", "otio_json")]
    if otio.opentime.RationalTime(0, fps).is_valid_timecode_rate(fps):
        written.append((_addressed(timeline, lies_in), folder / f"{name}.fcpxml", "fcpx_xml"))
        written.append((_picture_only(timeline), folder / f"{name}.edl", "cmx_3600"))
    for cut, path, adapter in written:
        options = {"rate": fps} if adapter == "cmx_3600" else {}
        try:
            otio.adapters.write_to_file(cut, str(path), adapter_name=adapter, **options)
        except (otio.exceptions.OTIOError, OSError, ValueError) as error:
            raise MediaError(f"{path.name}: the cut list cannot be written: {error}") from error
    return [path.name for _, path, _ in written]


def cut_timeline(title: str, clips: Sequence[CutClip], sounds: Sequence[CutSound], fps: int) -> "otio.schema.Timeline":
    """One track of picture, and one for each sound."""
    import opentimelineio as otio

    timeline = otio.schema.Timeline(title)
    picture = otio.schema.Track("picture", kind=otio.schema.TrackKind.Video)
    for clip in clips:
        shown = _clip(clip.name, clip.file, clip.frames, fps)
        shown.metadata["sparkle"] = dict(clip.notes)
        shown.markers.extend(_marker(line, fps) for line in clip.lines)
        picture.append(shown)
    timeline.tracks.append(picture)
    length = sum(clip.frames for clip in clips)
    for sound in sounds:
        track = otio.schema.Track(sound.name, kind=otio.schema.TrackKind.Audio)
        track.append(_clip(sound.name, sound.file, length, fps))
        timeline.tracks.append(track)
    return timeline


def _clip(name: str, file: str, frames: int, fps: int) -> "otio.schema.Clip":
    import opentimelineio as otio

    whole = otio.opentime.TimeRange(otio.opentime.RationalTime(0, fps), otio.opentime.RationalTime(frames, fps))
    return otio.schema.Clip(name, otio.schema.ExternalReference(file, available_range=whole), whole)


def _marker(line: CutLine, fps: int) -> "otio.schema.Marker":
    import opentimelineio as otio

    start, end = (otio.opentime.RationalTime(round(at_s * fps), fps) for at_s in (line.start_s, line.end_s))
    return otio.schema.Marker(line.words, otio.opentime.TimeRange(start, end - start))


def _addressed(timeline: "otio.schema.Timeline", folder: Path) -> "otio.schema.Timeline":
    """With whole addresses of its files: Final Cut takes no others."""
    whole = timeline.deepcopy()
    for clip in whole.find_clips():
        clip.media_reference.target_url = (folder / clip.media_reference.target_url).absolute().as_uri()
    return whole


def _picture_only(timeline: "otio.schema.Timeline") -> "otio.schema.Timeline":
    picture = timeline.deepcopy()
    del picture.tracks[1:]
    for clip in picture.find_clips():
        del clip.markers[:]
    return picture
