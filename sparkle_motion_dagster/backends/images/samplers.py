"""Samplers by the names that people know.

What belongs here: the table, and putting the one asked for into a pipeline. What does not: anything else of pipelines.
"""

from typing import Any

from sparkle_motion_dagster.errors import ProfileError

OWN = "own"
"""The sampler that comes with the model."""
SAMPLERS: dict[str, tuple[str, dict[str, Any]]] = {
    "euler": ("EulerDiscreteScheduler", {}),
    "euler_a": ("EulerAncestralDiscreteScheduler", {}),
    "dpmpp_2m": ("DPMSolverMultistepScheduler", {}),
    "dpmpp_2m_karras": ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    "dpmpp_2m_sde": ("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}),
    "unipc": ("UniPCMultistepScheduler", {}),
    "ddim": ("DDIMScheduler", {}),
    "heun": ("HeunDiscreteScheduler", {}),
}


def check_sampler(name: str) -> None:
    """Raises ProfileError naming the samplers there are."""
    if name != OWN and name not in SAMPLERS:
        raise ProfileError(f"sampler is {name!r}: expected {OWN}, {', '.join(SAMPLERS)}")


def use_sampler(pipeline: Any, name: str) -> None:
    """Give the pipeline the sampler. Raises ProfileError if it cannot work with the model."""
    check_sampler(name)
    if name == OWN:
        return
    import diffusers

    class_name, settings = SAMPLERS[name]
    sampler = getattr(diffusers, class_name)
    known = {found.__name__ for found in getattr(pipeline.scheduler, "compatibles", ())}
    if class_name not in known:
        raise ProfileError(
            f"sampler {name} ({class_name}) does not go with {type(pipeline).__name__}: expected {OWN}, or one of "
            f"{', '.join(key for key, (found, _) in SAMPLERS.items() if found in known) or 'none'}"
        )
    pipeline.scheduler = sampler.from_config(pipeline.scheduler.config, **settings)
