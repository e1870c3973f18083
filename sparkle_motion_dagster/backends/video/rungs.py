"""What a video model does when memory does not suffice: the rungs of its ladder, each with all that it changes.

What belongs here: the order of the rungs, pure. What does not: climbing them (`device/ladder.py`), doing what a rung
says (`animator.py`, `filming.py`).
"""

from dataclasses import dataclass, replace

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.ladder import Rung
from sparkle_motion_dagster.backends.device.placement import Placement
from sparkle_motion_dagster.backends.video.abilities import Abilities

_SMALLER = (0.75, 0.5)


@dataclass(frozen=True)
class VideoRung(Rung):
    """How a window is made: everything, not only what is new on this rung."""

    placement: Placement = "resident"
    tiles: bool = False
    """The VAE works on tiles of the picture."""
    frames: int = 0
    """The longest window."""
    size: float = 1.0
    """Share of the width and height at which frames are made; they are then enlarged."""
    on_cpu: bool = False


def video_rungs(
    placement: Placement,
    device: Device,
    abilities: Abilities,
    *,
    window: int,
    shortest: int,
    may_shrink: bool,
    may_use_cpu: bool,
) -> tuple[VideoRung, ...]:
    """The ladder, most wanted first.

    Args:
        placement: that the preset plans.
        device: only a GPU has memory to offload to.
        abilities: of the model.
        window: frames of the longest window, legal.
        shortest: frames that a window never goes below, legal; `window` itself if the shot cannot be cut in windows.
        may_shrink: whether frames may be made smaller, and enlarged.
        may_use_cpu: whether the work may go on on the CPU, slowly.
    """
    rung = VideoRung(placement, placement=placement, frames=window)
    found = [rung]

    def then(name: str, **changes: object) -> None:
        nonlocal rung
        rung = replace(rung, name=name, changes_picture=True, **changes)  # type: ignore[arg-type]
        found.append(rung)

    then("VAE in tiles", tiles=True)
    if device.kind == "cuda":
        if placement == "resident":
            then("model_offload", placement="model_offload")
        if placement in ("resident", "model_offload"):
            then("group_offload", placement="group_offload")
    while rung.frames > shortest:
        fewer = max(abilities.at_most(rung.frames // 2), shortest)
        then(f"windows of {fewer} frames", frames=fewer)
    for size in _SMALLER if may_shrink else ():
        then(f"{size:.0%} of the size", size=size)
    if may_use_cpu and device.kind != "cpu":
        then("on the CPU", on_cpu=True, placement="resident")
    return tuple(found)
