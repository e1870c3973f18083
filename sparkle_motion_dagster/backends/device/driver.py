"""NVIDIA devices as the driver tells them, without torch and without a context on the device.

What belongs here: three questions to libcuda. What does not: free memory, which needs a context (`memory.py`).
A process that only starts others must not take part of the memory that they need.
https://docs.nvidia.com/cuda/cuda-driver-api/group__CUDA__DEVICE.html
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loading the code location need not pay for it
    import ctypes


@dataclass(frozen=True)
class CudaDevice:
    """One device; its place in the list is its index."""

    name: str
    total_mb: float


@cache
def cuda_devices() -> tuple[CudaDevice, ...]:
    """The devices that this process may see (CUDA_VISIBLE_DEVICES counts); empty without a driver."""
    import ctypes

    try:
        cuda = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return ()
    count = ctypes.c_int(0)
    if cuda.cuInit(0) != 0 or cuda.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return ()
    return tuple(_device(cuda, index) for index in range(count.value))


def _device(cuda: "ctypes.CDLL", index: int) -> CudaDevice:
    import ctypes

    handle, size, name = ctypes.c_int(0), ctypes.c_size_t(0), ctypes.create_string_buffer(256)
    cuda.cuDeviceGet(ctypes.byref(handle), index)
    cuda.cuDeviceGetName(name, len(name), handle)
    cuda.cuDeviceTotalMem_v2(ctypes.byref(size), handle)
    return CudaDevice(name.value.decode("utf-8", "replace"), size.value / 2**20)
