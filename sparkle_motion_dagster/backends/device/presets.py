"""Presets: how each family of models is placed on a device of a size.

What belongs here: reading and choosing from configs/device_presets.yaml. What does not: sizes of models.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.placement import MemoryPlan, Placement, plan_memory
from sparkle_motion_dagster.backends.device.quantisation import Quantisation
from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster.film.shipped import configs_folder

AUTO = "auto"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FamilyPlan(_Strict):
    """How models of one family are loaded."""

    placement: Placement = "resident"
    quantisation: Quantisation = "none"
    """Of the largest part's weights (`placement.QUANTISED`): what loads them and what it takes is in `quantisation.py`."""
    encode_then_drop: tuple[str, ...] = ()
    """Parts that are freed once the prompts are encoded."""
    source: str
    """Where these figures are from: measured (with the device), documented, or judged."""

    def plan(self, parameters: Mapping[str, int], dtype: str, working_mb: float, on_cpu: bool = False) -> MemoryPlan:
        """What a model of these parts takes, placed as this says (`plan_memory`)."""
        return plan_memory(
            parameters, dtype, self.placement, working_mb, on_cpu, self.quantisation, self.encode_then_drop
        )


class Preset(_Strict):
    """A device of a size."""

    description: str
    device: Literal["gpu", "cpu"]
    min_free_mb: Annotated[int, Field(ge=0)]
    """`auto` takes the largest preset whose free memory the device has."""
    families: dict[str, FamilyPlan]

    def family(self, name: str) -> FamilyPlan:
        """The family's plan; of a family that the preset does not name, its `other`."""
        return self.families.get(name, self.families["other"])


class PresetTable(_Strict):
    """configs/device_presets.yaml."""

    presets: dict[str, Preset]


@cache
def load_presets() -> dict[str, Preset]:
    """All presets by name. Raises ProfileError with every broken field."""
    path = configs_folder() / "device_presets.yaml"
    try:
        table = PresetTable.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise ProfileError(f"{path.name}: not readable as YAML: {error}") from error
    except ValidationError as error:
        broken = "\n".join(f"  - {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise ProfileError(f"{path.name}: {error.error_count()} wrong field(s)\n{broken}") from error
    without = [name for name, preset in table.presets.items() if "other" not in preset.families]
    if without:
        raise ProfileError(f"{path.name}: presets without a family `other`: {', '.join(without)}")
    return table.presets


def check_preset(name: str) -> None:
    """Raises ProfileError if there is no such preset."""
    if name != AUTO and name not in load_presets():
        raise ProfileError(f"preset is {name!r}: expected {AUTO}, {', '.join(sorted(load_presets()))}")


def choose_preset(name: str, device: Device, memory: DeviceMemory) -> tuple[str, Preset]:
    """A preset by name, or by the device's free memory. Raises ProfileError."""
    check_preset(name)
    presets = load_presets()
    if name != AUTO:
        return name, presets[name]
    kind = "cpu" if device.kind == "cpu" else "gpu"
    fitting = [
        (preset.min_free_mb, key)
        for key, preset in presets.items()
        if preset.device == kind and preset.min_free_mb <= memory.free_mb
    ]
    if not fitting:
        raise ProfileError(f"no preset in device_presets.yaml is for a {kind} with {memory.free_mb:,.0f} MB free")
    return max(fitting)[1], presets[max(fitting)[1]]
