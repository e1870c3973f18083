"""Tiny models for the whole session: each built once, when the first test asks for it.

What belongs here: fixtures. What does not: how a model is built (a file each beside this one).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sparkle_motion_dagster_tests.tiny_models.tiny_sdxl import save_tiny_sdxl


@pytest.fixture(scope="session", autouse=True)
def own_device_locks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Tests wait for no model of another program, and no other program for theirs."""
    folder = tmp_path_factory.mktemp("devices")
    before = os.environ.get("SPARKLE_DEVICE_LOCKS")
    os.environ["SPARKLE_DEVICE_LOCKS"] = str(folder)
    yield folder
    if before is None:
        del os.environ["SPARKLE_DEVICE_LOCKS"]
    else:
        os.environ["SPARKLE_DEVICE_LOCKS"] = before


@pytest.fixture(scope="session")
def tiny_sdxl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a tiny SDXL. Do not change it: copy it."""
    return save_tiny_sdxl(tmp_path_factory.mktemp("models") / "tiny-sdxl")
