"""Weights in fewer bits: what a preset's `quantisation` means, what it takes, and how a library is told of it.

What belongs here: the kinds, their size, their package, the configuration for `from_pretrained`. What does not: which
model is quantised on which device (configs/device_presets.yaml), loading (`backends/models/loading.py`).

Weights only: activations stay in the model's number type. It changes bits of the result, so it belongs into recipes.
"""

from importlib import import_module, metadata
from importlib.util import find_spec
from typing import Any, Literal

from sparkle_motion_dagster.errors import BackendUnavailableError

Quantisation = Literal["none", "int8", "nf4", "fp8"]
BITS: dict[Quantisation, float] = {"int8": 8.0, "fp8": 8.0, "nf4": 4.25}
"""Of a weight; nf4 keeps a scale for every 64 of them."""
_PACKAGE = {"int8": "torchao", "fp8": "torchao", "nf4": "bitsandbytes"}
_INSTALL = {"torchao": "pip install torchao==0.18.0", "bitsandbytes": "pip install bitsandbytes==0.50.2"}  # pyproject


def missing_quantiser(quantisation: Quantisation) -> str | None:
    """What is missing for it, with the command that installs it; None if nothing is."""
    package = _PACKAGE.get(quantisation)
    if package is None or find_spec(package) is not None:
        return None
    return f"{quantisation} weights need the package {package}: {_INSTALL[package]}"


def quantiser(quantisation: Quantisation, library: Literal["diffusers", "transformers"], dtype: str) -> dict[str, Any]:
    """Arguments for the library's `from_pretrained`; {} for "none".

    Args:
        quantisation: the kind.
        library: whose model is loaded.
        dtype: number type of what is not quantised, and of the calculation.

    Raises:
        BackendUnavailableError: its package is missing.
    """
    if quantisation == "none":
        return {}
    missing = missing_quantiser(quantisation)
    if missing is not None:
        raise BackendUnavailableError(f"the preset asks for {missing}, or choose a preset without quantisation")
    import torch

    configurations: Any = import_module(library)
    if quantisation == "nf4":
        return {
            "quantization_config": configurations.BitsAndBytesConfig(
                load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=getattr(torch, dtype)
            )
        }
    from torchao.quantization import Float8WeightOnlyConfig, Int8WeightOnlyConfig

    kind = Int8WeightOnlyConfig() if quantisation == "int8" else Float8WeightOnlyConfig()
    return {"quantization_config": configurations.TorchAoConfig(kind)}


def quantisation_inputs(quantisation: Quantisation) -> dict[str, str]:
    """For recipes: the kind and its library's version; {} for "none"."""
    package = _PACKAGE.get(quantisation)
    if package is None:
        return {}
    return {"quantisation": quantisation, "quantiser": f"{package} {_version(package)}"}


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "missing"
