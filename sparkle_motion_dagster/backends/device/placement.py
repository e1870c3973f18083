"""Where a model's parts lie while it works, and how much memory that takes.

What belongs here: pure planning from sizes. What does not: asking the device (`memory.py`), moving anything (backends).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Placement = Literal["resident", "model_offload", "group_offload", "sequential_offload"]
"""resident: all parts on the device. model_offload: one part at a time, the rest in the machine's memory. group_offload
and sequential_offload: a few layers at a time, ever slower and ever smaller."""
PLACEMENTS: tuple[Placement, ...] = ("resident", "model_offload", "group_offload", "sequential_offload")

BYTES_OF = {"float32": 4, "bfloat16": 2, "float16": 2}
_MB = 1024 * 1024
_LAYERS_SHARE = {"group_offload": 0.15, "sequential_offload": 0.05}
"""Of the largest part; our own guess, to be replaced by measurements."""


@dataclass(frozen=True)
class MemoryPlan:
    """What a placement takes."""

    placement: Placement
    device_mb: float
    host_mb: float
    """Machine memory kept busy while the model is loaded."""


def plan_memory(
    parameters: Mapping[str, int], dtype: str, placement: Placement, working_mb: float, on_cpu: bool = False
) -> MemoryPlan:
    """Memory of a model whose parts have these many parameters.

    Args:
        parameters: number of parameters by part ("unet", "vae").
        dtype: of the loaded weights: float32, bfloat16 or float16.
        placement: where the parts lie.
        working_mb: what one call needs beside the weights (activations).
        on_cpu: the device is the machine itself, so nothing is held twice.
    """
    sizes = [count * BYTES_OF[dtype] / _MB for count in parameters.values()] or [0.0]
    match placement:
        case "resident":
            held, host = sum(sizes), 0.0
        case "model_offload":
            held, host = max(sizes), sum(sizes)
        case _:
            held, host = max(sizes) * _LAYERS_SHARE[placement], sum(sizes)
    return MemoryPlan(placement, held + working_mb, 0.0 if on_cpu else host)
