"""The graph used as Dagster's users use it."""

import os
import subprocess
import sys

import pytest

from sparkle_motion_dagster.store.store import ArtifactStore


def materialize(studio, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "SPARKLE_HOME": str(studio.home),
        "DAGSTER_HOME": str(studio.home / "dagster"),
        "SPARKLE_PROFILE": studio.profile(),
    }
    command = [
        sys.executable,
        "-m",
        "dagster",
        "asset",
        "materialize",
        "-m",
        "sparkle_motion_dagster.definitions",
        *arguments,
    ]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.timeout(240)
def test_one_asset_of_one_shot_and_the_film_materialize_from_dagsters_own_command_line(studio):
    head = studio.home / "store" / "heads" / "qa_report" / "two-lamps~s020.json"
    head.unlink()
    shot = materialize(studio, "--select", "qa_report", "--partition", "two-lamps~s020")
    assert shot.returncode == 0, shot.stderr[-2000:]
    assert ArtifactStore.open(studio.home / "store").head("qa_report", "two-lamps~s020") is not None
    film = materialize(studio, "--select", "final_movie", "--partition", "two-lamps")
    assert film.returncode == 0, film.stderr[-2000:]


def test_an_unknown_film_is_refused(studio):
    ran = materialize(studio, "--select", "movie_plan", "--partition", "moonrise")
    assert ran.returncode != 0
