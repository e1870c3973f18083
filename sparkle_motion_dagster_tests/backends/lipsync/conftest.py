"""A tiny Wav2Lip and a drawn talk, built once."""

from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.lipsync.wav2lip_weights import convert
from sparkle_motion_dagster_tests.backends.lipsync.talking import Talk, talk
from sparkle_motion_dagster_tests.tiny_models.tiny_wav2lip import save_tiny_wav2lip


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint as Wav2Lip's authors save theirs."""
    return save_tiny_wav2lip(tmp_path_factory.mktemp("published") / "wav2lip_gan.pth")


@pytest.fixture(scope="session")
def tiny_wav2lip(published: Path) -> Path:
    """Its converted folder. Do not change it: copy it."""
    return convert(published, published.parent / "tiny-wav2lip").folder


@pytest.fixture(scope="session")
def two_talk(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """Ada speaks, then Tom, in a two-shot of 41 frames."""
    return talk(tmp_path_factory.mktemp("talk"))
