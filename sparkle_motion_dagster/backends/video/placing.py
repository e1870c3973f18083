"""Where the parts of a loaded pipeline lie, and how they get somewhere else while it stays loaded.

What belongs here: moving parts as a placement says. What does not: which placement (`rungs.py`, presets).
"""

from typing import Any

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.oom import give_back_memory
from sparkle_motion_dagster.backends.device.placement import Placement

_GROUP_HOOKS = ("group_offloading", "layer_execution_tracker", "lazy_prefetch_group_offloading")


def place(pipeline: Any, placement: Placement, device: Device, anew: bool) -> None:
    """Bring a diffusers pipeline's parts where the placement wants them. `anew`: they were placed otherwise before."""
    if anew:
        pipeline.remove_all_hooks()
        _end_group_offload(pipeline)
        pipeline.to("cpu")
        give_back_memory()
    match placement:
        case "model_offload":
            pipeline.enable_model_cpu_offload(device=str(device))
        case "group_offload":
            pipeline.enable_group_offload(
                onload_device=_torch_device(device),
                offload_device=_torch_device(Device("cpu")),
                offload_type="leaf_level",
                use_stream=device.kind == "cuda",
            )
        case "sequential_offload":
            pipeline.enable_sequential_cpu_offload(device=str(device))
        case _:
            pipeline.to(str(device))


def _end_group_offload(pipeline: Any) -> None:
    """Forget where layers were to be moved; `remove_all_hooks` knows only the other kinds of offloading."""
    from diffusers.hooks import HookRegistry

    for part in pipeline.components.values():
        for module in part.modules() if hasattr(part, "modules") else ():
            registry = getattr(module, "_diffusers_hook", None)
            if isinstance(registry, HookRegistry):
                for hook in [name for name in registry.hooks if name in _GROUP_HOOKS]:
                    registry.remove_hook(hook, recurse=False)


def _torch_device(device: Device) -> Any:
    import torch

    return torch.device(str(device))
