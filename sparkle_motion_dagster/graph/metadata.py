"""What a person wants to see of a materialization: the picture, the lengths, the seed, why it ran.

What belongs here: turning an artifact into Dagster metadata. What does not: measuring.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from sparkle_motion_dagster.graph.links import media_link, screening_link, thumbnail_link
from sparkle_motion_dagster.graph.own_versions import CONTENT
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
    "take",
    "take_note",
    "take_by",
    "mouths_moved",
    "decision",
    "issues",
    "judge",
    "prompt_match",
    "written_by",
    "writer_model",
    "writer_calls",
    "writer_input_tokens",
    "writer_output_tokens",
    "writer_cost_usd",
    "seconds",
    "loudness_lufs",
    "true_peak_db",
)
_PICTURES = ("start", "end", "video", "contact_sheet")
"""Files shown as pictures, a clip by its middle frame."""
_PLAYED = {"movie": "play", "video": "play", "track": "listen"}
"""Files that a browser plays, each with the word on its link."""
_PAPERS = ("plan", "writer", "srt", "vtt", "qa_report", "findings", "timeline")
"""Files to read."""
_OF_FILM = ("movie_plan", "final_movie")


def artifact_metadata(artifact: Artifact, reused: bool = False) -> dict[str, Any]:
    """Metadata of one artifact: measured facts, why it was made, pictures and links."""
    metadata: dict[str, Any] = {
        **_media(artifact),
        "why": "reused: nothing changed" if reused else artifact.reason,
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
            metadata[name] = dg.MetadataValue.md("\n".join(f"- {plain(note)}" for note in artifact.facts[name]))
    if artifact.asset in _OF_FILM:
        metadata["screening"] = dg.MetadataValue.md(f"[screening room]({screening_link(artifact.film)})")
    metadata["backend"] = artifact.backend
    metadata["artifact"] = artifact.uri
    metadata["recipe"] = artifact.digest[:16]
    metadata[CONTENT] = artifact.content_hash
    first = next((role for role in (*_PLAYED, *_PICTURES, *_PAPERS) if role in artifact.files), None)
    if first is not None:
        metadata["file"] = dg.MetadataValue.path(str(artifact.path(first)))
    return metadata


def _media(artifact: Artifact) -> dict[str, Any]:
    """Pictures to see and links to play and read; `sparkle studio` serves both."""
    media: dict[str, Any] = {}
    shown = [
        f"[![{role}]({thumbnail_link(artifact, role)})]({media_link(artifact, role)})"
        for role in _PICTURES
        if role in artifact.files
    ]
    if shown:
        media["preview"] = dg.MetadataValue.md(" ".join(shown))
    for role, verb in _PLAYED.items():
        if role in artifact.files:
            media[role] = dg.MetadataValue.md(f"[{verb}]({media_link(artifact, role)})")
    papers = [f"[{role}]({media_link(artifact, role)})" for role in _PAPERS if role in artifact.files]
    if papers:
        media["papers"] = dg.MetadataValue.md(" · ".join(papers))
    return media


def plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|!" else c for c in text).replace("\n", " ")


def _lines_table(lines: list[Mapping[str, Any]]) -> str:
    rows = [
        f"| {plain(x['character'])} | {plain(x['text'])} | {x['start_s']:.2f} | {x['end_s']:.2f} | {x['voice_id']} |"
        for x in lines
    ]
    return "\n".join(["| who | line | from s | to s | voice |", "|---|---|---|---|---|", *rows])
