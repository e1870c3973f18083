"""Whether an error means "out of memory", of the device or of the machine.

What belongs here: telling, and giving back what a failed attempt held. What does not: what is tried next (`ladder.py`).
"""

import gc
import sys
import traceback

_SAID = (
    "CUDA out of memory",
    "CUDA error: out of memory",
    "HIP out of memory",
    "MPS backend out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN_STATUS_ALLOC_FAILED",
    "DefaultCPUAllocator: can't allocate memory",
    "DefaultCPUAllocator: not enough memory",
)
"""What libraries say in a RuntimeError that is no OutOfMemoryError. "CUDA error" alone is another fault."""


def is_oom(error: BaseException) -> bool:
    """Whether the error, or one that it was raised from, is a lack of memory.

    Only explicit causes (`raise … from`) count: a bug met while handling a lack of memory is still that bug.
    """
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        if _lacks_memory(found):
            return True
        seen.add(id(found))
        found = found.__cause__
    return False


def _lacks_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError):
        return True
    torch = sys.modules.get("torch")  # if it was never imported, it raised nothing
    if torch is not None and isinstance(error, torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _SAID)


def forget(error: BaseException) -> None:
    """Drop the local variables that the error's tracebacks hold: they keep the very tensors alive that did not fit."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        traceback.clear_frames(found.__traceback__)
        found = found.__cause__ or found.__context__


def give_back_memory() -> None:
    """Collect what nobody refers to, and return the allocator's cached blocks to the device."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is None:
        return
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
    elif torch.backends.mps.is_available():
        torch.mps.empty_cache()
