"""The head of a safetensors file: which tensors it has, without loading one.

What belongs here: reading and checking the head, with no library. What does not: tensors' values.
https://github.com/huggingface/safetensors#format
"""

import json
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.errors import WeightsError

_MAX_HEADER_BYTES = 100_000_000
_PICKLES = (b"\x80", b"PK\x03\x04")
"""How a pickle and torch's zipped pickle begin."""


@dataclass(frozen=True)
class Tensor:
    """One tensor's place in its file."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    start: int
    """Byte of the file at which its data begin."""
    size_bytes: int

    @property
    def parameters(self) -> int:
        """How many numbers it has."""
        return prod(self.shape)


def read_header(path: Path) -> tuple[Tensor, ...]:
    """The file's tensors. Raises WeightsError if it is no safetensors file, or is cut short."""
    try:
        size_bytes = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
            length = int.from_bytes(head, "little")
            if len(head) < 8 or not 2 <= length <= min(size_bytes - 8, _MAX_HEADER_BYTES):
                if head.startswith(_PICKLES):
                    raise WeightsError(
                        f"{path.name} is a pickle under another name, and pickles can run programs: fetch the safetensors"
                    )
                raise WeightsError(
                    f"{path.name} is not a whole safetensors file ({size_bytes:,} bytes): fetch it again"
                )
            told = json.loads(file.read(length))
            tensors = tuple(_tensor(name, about, 8 + length) for name, about in told.items() if name != "__metadata__")
    except OSError as error:
        raise WeightsError(f"{path.name} cannot be read: {error.strerror}: fetch it again") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightsError(f"{path.name} has a damaged head ({error!r}): fetch it again") from error
    expected = max((tensor.start + tensor.size_bytes for tensor in tensors), default=8 + length)
    if expected != size_bytes:
        raise WeightsError(
            f"{path.name} is cut short or damaged: {size_bytes:,} bytes, {expected:,} expected: fetch it again"
        )
    return tensors


def _tensor(name: str, about: dict[str, Any], data_start: int) -> Tensor:
    begin, end = (int(offset) for offset in about["data_offsets"])
    return Tensor(name, str(about["dtype"]), tuple(int(n) for n in about["shape"]), data_start + begin, end - begin)
