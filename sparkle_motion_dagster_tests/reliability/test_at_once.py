"""Several processes at one studio at once: nothing is corrupted, and each artifact is made once, by one of them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import dagster as dg
import pytest

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.store.checking import verify
from sparkle_motion_dagster.store.locks import film_maker
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import SPARKLE, run_sparkle, tiny_profile
from sparkle_motion_dagster_tests.reliability.briefs import ONE_LINE, SHORTEST
from sparkle_motion_dagster_tests.reliability.killing import assert_plays

EDITED = ONE_LINE.replace("Gone.", "Gone again.").replace("green jumper", "yellow jumper")


@pytest.fixture
def folder(tmp_path) -> Path:
    tiny_profile(tmp_path)
    (tmp_path / "one-word.fountain").write_text(ONE_LINE, encoding="utf-8")
    return tmp_path


def start(folder: Path, film: str, brief: str = "one-word.fountain") -> "subprocess.Popen[str]":
    words = ["make", str(folder / brief), "--film", film, "--home", str(folder / "studio")]
    return subprocess.Popen(
        [SPARKLE, *words, "--profile", str(folder / "tiny.yaml"), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "SPARKLE_CORES": "1"},
    )


def made_by(process: "subprocess.Popen[str]") -> dict:
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return json.loads(out.strip().splitlines()[-1])


def kept(folder: Path, asset: str) -> int:
    return len(list((folder / "studio" / "store" / "manifests" / asset).glob("*.json")))


@pytest.mark.timeout(300)
def test_films_that_share_everything_make_it_once_and_a_second_make_of_one_is_told_who_makes_it(folder):
    (folder / "dot.fountain").write_text(SHORTEST, encoding="utf-8")
    one, two = start(folder, "one", "dot.fountain"), start(folder, "two", "dot.fountain")
    deadline = time.monotonic() + 60
    while film_maker(folder / "studio" / "store" / "locks", "one") != one.pid and time.monotonic() < deadline:
        time.sleep(0.005)
    one.send_signal(signal.SIGSTOP)  # it holds its film while the second one comes
    refused = start(folder, "one", "dot.fountain")
    _, err = refused.communicate(timeout=120)
    one.send_signal(signal.SIGCONT)
    assert refused.returncode == 2 and f"process {one.pid}" in err and "Traceback" not in err, err

    reports = [made_by(one), made_by(two)]
    made = Counter[str]()
    for report in reports:
        made.update(report["made"])
        assert_plays(report)
    for asset in (*SHOT_ASSETS, "final_movie"):
        assert made[asset] == kept(folder, asset), (asset, made)
    assert verify(ArtifactStore.open(folder / "studio" / "store")) == ()


@pytest.mark.timeout(300)
def test_a_make_and_a_materialize_of_the_same_shots_make_each_artifact_once(folder):
    make = ("make", str(folder / "one-word.fountain"), "--home", str(folder / "studio"))
    tiny = ("--profile", str(folder / "tiny.yaml"), "--json")
    first = run_sparkle(*make, *tiny)
    assert first.code == 0, first.err
    keys = [f"one-word~{shot['id']}" for shot in first.json["shots"]]
    before = {asset: kept(folder, asset) for asset in SHOT_ASSETS}

    (folder / "one-word.fountain").write_text(EDITED, encoding="utf-8")
    run_sparkle("add", str(folder / "one-word.fountain"), "--home", str(folder / "studio"), "--profile", tiny[1])
    environment = {
        **os.environ,
        "SPARKLE_HOME": str(folder / "studio"),
        "DAGSTER_HOME": str(folder / "studio" / "dagster"),
        "SPARKLE_PROFILE": tiny[1],
        "SPARKLE_CORES": "1",
        "OMP_NUM_THREADS": "1",
    }
    dagster = [sys.executable, "-m", "dagster", "asset", "materialize", "-m", "sparkle_motion_dagster.definitions"]
    planned = subprocess.run(
        [*dagster, "--select", "movie_plan", "--partition", "one-word"], env=environment, capture_output=True, text=True
    )
    assert planned.returncode == 0, planned.stderr
    span = ["--select", ",".join(SHOT_ASSETS), "--partition-range", f"{keys[0]}...{keys[-1]}"]
    materialize = subprocess.Popen([*dagster, *span], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    ours = start(folder, "one-word")
    report = made_by(ours)
    said, _ = materialize.communicate(timeout=240)
    assert materialize.returncode == 0, said.decode()

    theirs = made_by_dagster(folder)
    for asset in SHOT_ASSETS:
        new = kept(folder, asset) - before[asset]
        assert report["made"].get(asset, 0) + theirs[asset] == new, (asset, report["made"], theirs)
    assert sum(theirs.values()) + sum(report["made"].get(asset, 0) for asset in SHOT_ASSETS) > 0
    assert verify(ArtifactStore.open(folder / "studio" / "store")) == ()
    assert_plays(report)


def made_by_dagster(folder: Path) -> Counter[str]:
    """What the run of `dagster asset materialize` made itself, by asset, as its materializations say."""
    made = Counter[str]()
    with studio_instance(folder / "studio" / "dagster") as instance:
        run = next(
            r
            for r in instance.get_runs()
            if "dagster/asset_partition_range_start" in r.tags and "sparkle/holds_film" not in r.tags
        )
        for event in instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION):
            done = event.dagster_event.event_specific_data.materialization
            made[done.asset_key.path[-1]] += not str(done.metadata["why"].value).startswith("reused")
    return made
