"""Tiny models for the whole session: each built once, when the first test asks for it.

What belongs here: fixtures. What does not: how a model is built (a file each beside this one).
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sparkle_motion_dagster_tests.made_once import made_once
from sparkle_motion_dagster_tests.tiny_models.tiny_csm import save_tiny_csm
from sparkle_motion_dagster_tests.tiny_models.tiny_ip_adapter import save_tiny_ip_adapter
from sparkle_motion_dagster_tests.tiny_models.tiny_ltx import save_tiny_ltx
from sparkle_motion_dagster_tests.tiny_models.tiny_qwen_vl import save_tiny_qwen_vl
from sparkle_motion_dagster_tests.tiny_models.tiny_sdxl import save_tiny_sdxl
from sparkle_motion_dagster_tests.tiny_models.tiny_wan import Kind, save_tiny_wan


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
    return made_once(tmp_path_factory, "tiny-sdxl", save_tiny_sdxl)


@pytest.fixture(scope="session")
def tiny_ip_adapter(tmp_path_factory: pytest.TempPathFactory, tiny_sdxl: Path) -> Path:
    """Folder of a tiny IP-Adapter for `tiny_sdxl`. Do not change it: copy it."""
    return made_once(tmp_path_factory, "tiny-ip-adapter", lambda folder: save_tiny_ip_adapter(folder, tiny_sdxl))


@pytest.fixture(scope="session")
def tiny_qwen_vl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a tiny Qwen3-VL. Do not change it: copy it."""
    return made_once(tmp_path_factory, "tiny-qwen-vl", save_tiny_qwen_vl)


@pytest.fixture(scope="session")
def tiny_wan(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Kind], Path]:
    """`tiny_wan("flf2v")` → folder of a tiny Wan of that kind, built when first asked for. Do not change it: copy it."""
    return lambda kind: made_once(tmp_path_factory, f"tiny-wan-{kind}", lambda folder: save_tiny_wan(folder, kind))


@pytest.fixture(scope="session")
def tiny_ltx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a tiny LTX-2. Do not change it: copy it."""
    return made_once(tmp_path_factory, "tiny-ltx", save_tiny_ltx)


@pytest.fixture(scope="session")
def tiny_csm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a tiny CSM. Do not change it: copy it."""
    return made_once(tmp_path_factory, "tiny-csm", save_tiny_csm)
