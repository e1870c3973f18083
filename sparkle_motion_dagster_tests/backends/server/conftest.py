"""One server for all tests that do not end it."""

import os
from collections.abc import Iterator

import pytest

from sparkle_motion_dagster.backends.server.asking import _hellos
from sparkle_motion_dagster_tests.backends.server.served import ENV, TOKEN, Served, served


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The studio knows the token, and no server from before."""
    monkeypatch.setenv(ENV, TOKEN)
    _hellos.clear()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serves the animatic's pictures."""
    before = os.environ.get(ENV)
    with served(tmp_path_factory.mktemp("served"), "images", "animatic") as running:
        yield running
    assert os.environ.get(ENV) == before
