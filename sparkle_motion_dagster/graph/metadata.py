"""What a person wants to see of a materialization: the picture, the lengths, the seed, why it ran.

What belongs here: turning an artifact into Dagster metadata. What does not: measuring.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from sparkle_motion_dagster.store.artifact import Artifact

_SHOWN = (
    "title",
    "shots",
    "lines",
    "characters",
    "planned_s",
    "frames",
    "fps",
    "duration_s",
    "width_px",
    "height_px",
    "seed",
    "prompt",
    "engine",
    "phash_start",
    "mouths_moved",
    "decision",
    "issues",
    "seconds",
    "loudness_lufs",
    "true_peak_db",
)
_PICTURES = ("start", "poster", "video")


def artifact_metadata(artifact: Artifact, reused: bool = False) -> dict[str, Any]:
    """Metadata of one artifact, with a thumbnail if it is a picture or a clip."""
    metadata: dict[str, Any] = {
        "why": "reused: nothing changed" if reused else artifact.reason,
        "recipe": artifact.digest[:16],
        "artifact": artifact.uri,
        "backend": artifact.backend,
        "draft": artifact.draft,
    }
    for name in _SHOWN:
        value = artifact.facts.get(name)
        if isinstance(value, bool | int | float | str) and value != "":
            metadata[name] = value
    lines = artifact.facts.get("line_artifacts")
    if lines:
        metadata["spoken"] = dg.MetadataValue.md(_lines_table(lines))
    for name in ("notes", "reasons"):
        if artifact.facts.get(name):
            metadata[name] = dg.MetadataValue.md("\n".join(f"- {_plain(note)}" for note in artifact.facts[name]))
    for role in _PICTURES:
        if role in artifact.files:
            from sparkle_motion_dagster.media.thumbnails import thumbnail_data_uri  # PIL, PyAV: not at load

            path = artifact.path(role)
            metadata["preview"] = dg.MetadataValue.md(f"![{role}]({thumbnail_data_uri(path)})")
            metadata["file"] = dg.MetadataValue.path(str(path))
            break
    return metadata


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|!" else c for c in text).replace("\n", " ")


def _lines_table(lines: list[Mapping[str, Any]]) -> str:
    rows = [
        f"| {_plain(x['character'])} | {_plain(x['text'])} | {x['start_s']:.2f} | {x['end_s']:.2f} | {x['voice_id']} |"
        for x in lines
    ]
    return "\n".join(["| who | line | from s | to s | voice |", "|---|---|---|---|---|", *rows])
