"""What is a lack of memory, and what only looks like one."""

import pytest

from sparkle_motion_dagster.backends.device.oom import is_oom


def _raised(error: BaseException, cause: BaseException | None = None, context: BaseException | None = None):
    error.__cause__, error.__context__ = cause, context
    return error


@pytest.mark.parametrize(
    "said",
    [
        "CUDA out of memory. Tried to allocate 2.00 GiB",
        "CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported",
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "MPS backend out of memory (MPS allocated: 17 GB)",
        "[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes",
    ],
)
def test_libraries_that_say_out_of_memory_mean_it(said: str):
    assert is_oom(RuntimeError(said))


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("CUDA error: an illegal memory access was encountered"),
        RuntimeError("CUDA error: device-side assert triggered"),
        RuntimeError("mat1 and mat2 shapes cannot be multiplied"),
        ValueError("CUDA out of memory"),
        OSError("No space left on device"),
    ],
)
def test_other_faults_are_not_out_of_memory(error: Exception):
    assert not is_oom(error)


def test_torchs_own_error_and_the_machines_are():
    import torch

    assert is_oom(torch.cuda.OutOfMemoryError("whatever it says"))
    assert is_oom(MemoryError())


def test_a_real_allocation_that_does_not_fit():
    import torch

    with pytest.raises(RuntimeError) as failed:
        torch.empty(1 << 60, dtype=torch.uint8)
    assert is_oom(failed.value)


def test_an_error_raised_from_a_lack_of_memory_counts_but_one_met_meanwhile_does_not():
    assert is_oom(_raised(RuntimeError("the pipeline failed"), cause=MemoryError()))
    assert not is_oom(_raised(KeyError("unet"), context=MemoryError()))
