"""Where a model's parts lie while it works, and how much memory that takes.

What belongs here: pure planning from sizes. What does not: asking the device (`memory.py`), moving anything (backends).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from sparkle_motion_dagster.backends.device.quantisation import BITS, Quantisation

Placement = Literal["resident", "model_offload", "group_offload", "sequential_offload"]
"""resident: all parts on the device. model_offload: one part at a time, the rest in the machine's memory. group_offload
and sequential_offload: a few layers at a time, ever slower and ever smaller."""
PLACEMENTS: tuple[Placement, ...] = ("resident", "model_offload", "group_offload", "sequential_offload")

BYTES_OF = {"float32": 4, "bfloat16": 2, "float16": 2}
QUANTISED = ("unet", "transformer", "transformer_2", "model")
"""Parts that quantisation is for, by the names of diffusers and of a single model's snapshot."""
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
    quantisation: Quantisation = "none"
    """Of the parts that are quantised (`QUANTISED`)."""
    encode_then_drop: tuple[str, ...] = ()
    """Parts that are there only while prompts are encoded."""


def plan_memory(
    parameters: Mapping[str, int],
    dtype: str,
    placement: Placement,
    working_mb: float,
    on_cpu: bool = False,
    quantisation: Quantisation = "none",
    encode_then_drop: Collection[str] = (),
) -> MemoryPlan:
    """Memory of a model whose parts have these many parameters.

    Args:
        parameters: number of parameters by part ("unet", "vae").
        dtype: of the loaded weights: float32, bfloat16 or float16.
        placement: where the parts lie.
        working_mb: what one call needs beside the weights (activations).
        on_cpu: the device is the machine itself, so nothing is held twice.
        quantisation: of the parts that make pictures or words (`QUANTISED`); text encoders and VAEs stay as they are.
        encode_then_drop: parts that are freed, once prompts are encoded, before the others work.
    """
    bytes_of = {part: _bytes(part, dtype, quantisation) for part in parameters}
    by_part = {part: count * bytes_of[part] / _MB for part, count in parameters.items()} or {"": 0.0}
    sizes = list(by_part.values())
    dropped = tuple(part for part in parameters if part in encode_then_drop)
    match placement:
        case "resident":
            first = sum(by_part[part] for part in dropped)  # they are there before the others, and gone when they work
            held, host = max(first - working_mb, sum(sizes) - first), 0.0
        case "model_offload":
            held, host = max(sizes), sum(sizes)
        case _:
            held, host = max(sizes) * _LAYERS_SHARE[placement], sum(sizes)
    return MemoryPlan(placement, held + working_mb, 0.0 if on_cpu else host, quantisation, dropped)


def _bytes(part: str, dtype: str, quantisation: Quantisation) -> float:
    return BITS[quantisation] / 8 if quantisation != "none" and part in QUANTISED else BYTES_OF[dtype]
