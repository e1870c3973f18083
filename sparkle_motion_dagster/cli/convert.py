"""`sparkle models convert`: weights that are published as a pickle, made into safetensors once.

What belongs here: the command and its report. What does not: the conversion (`backends/lipsync/wav2lip_weights.py`).
"""

import json
from pathlib import Path
from typing import Annotated

import typer

from sparkle_motion_dagster.cli.options import AsJson
from sparkle_motion_dagster.errors import InputError

KINDS = ("wav2lip",)


def convert(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="What it is: wav2lip.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The published checkpoint (.pth).")],
    to: Annotated[Path, typer.Option("--to", help="A new folder for model.safetensors and config.json.")],
    as_json: AsJson = False,
) -> None:
    """Convert a published pickle to safetensors, without running anything that is in it."""
    from sparkle_motion_dagster.backends.lipsync.wav2lip_weights import LICENCE
    from sparkle_motion_dagster.backends.lipsync.wav2lip_weights import convert as convert_wav2lip
    from sparkle_motion_dagster.backends.models.snapshot import read_snapshot

    if kind not in KINDS:
        raise InputError(f"KIND is {kind!r}: expected {', '.join(KINDS)}")
    made = convert_wav2lip(file, to)
    report = {
        "kind": kind,
        "folder": str(made.folder),
        "tensors": made.tensors,
        "parameters": made.parameters,
        "converted_from_sha256": made.sha256,
        "published_as": made.published_as,
        "fingerprint": read_snapshot(made.folder).fingerprint(),
        "licence": LICENCE,
    }
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    known = f"the published {made.published_as}" if made.published_as else "none of the published files that we know"
    print(f"{made.folder}: {made.parameters:,} parameters in {made.tensors} tensors; by its sha256 it is {known}")
    print(
        f"  in a profile: lipsync: {{backend: wav2lip, settings: {{model: {made.folder}, accept_noncommercial: true}}}}"
    )
    print(f"  licence: {LICENCE}")
