"""Loading a model's parts with the library that they belong to, complete or not at all.

What belongs here: from a checked snapshot to modules in memory. What does not: checking files (`snapshot.py`), moving
to a device, pipelines.

diffusers and transformers go on with random numbers where a checkpoint has no value, and only print a warning. Here
that is an error.
"""

import json
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from sparkle_motion_dagster.backends.models.snapshot import Part, Snapshot
from sparkle_motion_dagster.errors import WeightsError

_LIBRARIES = ("diffusers", "transformers")


def quiet() -> None:
    """No progress bars and advice on stderr: progress is ours to show."""
    import diffusers
    import transformers

    diffusers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.disable_progress_bar()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()


def load_parts(snapshot: Snapshot, dtype: str) -> dict[str, Any]:
    """Every part that has weights, by name, in eval mode on the CPU. Raises WeightsError naming part and tensors."""
    return {part.name: load_part(snapshot, part.name, dtype) for part in snapshot.parts if part.files}


def load_part(snapshot: Snapshot, name: str, dtype: str, **more: Any) -> Any:
    """One part of a pipeline, in eval mode on the CPU. `more`: for the library's `from_pretrained`. Raises WeightsError."""
    index = json.loads((snapshot.folder / "model_index.json").read_text(encoding="utf-8"))
    part = next(part for part in snapshot.parts if part.name == name)
    return load_model(_part_class(index[name], name), snapshot, part, dtype, **more)


def load_model(model_class: Any, snapshot: Snapshot, of: Part, dtype: str, **more: Any) -> Any:
    """One part (of a single model its only one). `more`: for the library's `from_pretrained`.

    Raises WeightsError if the checkpoint does not fill the architecture that its configuration describes.
    """
    import torch

    folder, part = of.files[0].parent, of.name
    try:
        model, told = model_class.from_pretrained(
            folder, dtype=getattr(torch, dtype), variant=of.variant, use_safetensors=True, local_files_only=True,
            output_loading_info=True, **more,
        )  # fmt: skip
    except (ValueError, RuntimeError, OSError) as error:
        if "size mismatch" in str(error) or "mismatched" in str(error) or "shape" in str(error):
            raise WeightsError(
                f"{snapshot.folder.name}: the weights of {part} are not those of a {model_class.__name__} as its "
                f"config.json describes it ({_short(error)}): fetch the model again"
            ) from error
        raise
    missing = sorted(told.get("missing_keys") or ())
    if missing:
        raise WeightsError(
            f"{snapshot.folder.name}: the weights of {part} are of another architecture, or incomplete: "
            f"{model_class.__name__} has {len(missing)} tensors that they do not fill ({', '.join(missing[:3])}): "
            "fetch the model again"
        )
    return model.eval()


def _part_class(entry: list[str], part: str) -> Any:
    library, name = entry
    home = library if library in _LIBRARIES else _pipeline_module(library)
    if home is None:
        raise WeightsError(
            f"{part} is a {library}.{name}, code that comes with the model: it is not run; name a model whose parts are "
            "of diffusers and transformers"
        )
    found = getattr(import_module(home), name, None)
    if found is None:
        version = import_module(home.partition(".")[0]).__version__
        raise WeightsError(f"{part} is a {name}, which {library} {version} does not know: name another model")
    return found


def _pipeline_module(library: str) -> str | None:
    """Where diffusers keeps parts that only one family of its pipelines has ("ltx2"); None if it has no such family."""
    home = f"diffusers.pipelines.{library}"
    return home if library.isidentifier() and find_spec(home) is not None else None


def _short(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text[:240] + ("…" if len(text) > 240 else "")
