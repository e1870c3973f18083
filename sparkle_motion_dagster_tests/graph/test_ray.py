"""Runs of a studio as jobs on a Ray cluster: a real one, of this machine."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest
import yaml

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster_tests.conftest import SCREENPLAY, Studio, run_sparkle
from sparkle_motion_dagster_tests.graph.test_make_film import decode

ray = pytest.importorskip("ray", reason="Ray is not installed (the extra `ray`)")
BIN = Path(sys.executable).parent
FILM = "two-lamps"
START_WAIT_S = 90


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A Ray head of this machine with two cores, which nobody else's Ray hears of; its address."""
    folder = tempfile.mkdtemp(prefix="ray")  # short: the address of a socket may have 107 letters
    words = ["start", "--head", "--block", "--port=0", "--dashboard-port=0", "--num-cpus=2", "--include-dashboard=true"]
    environment = os.environ | {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONUNBUFFERED": "1"}
    log = Path(folder) / "log"
    with log.open("w") as told:
        head = subprocess.Popen(
            [BIN / "ray", *words, f"--temp-dir={folder}"],
            env=environment,
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
    try:
        yield _address(head, log)
    finally:
        head.terminate()  # it ends what it has started
        try:
            head.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(head.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _address(head: "subprocess.Popen[bytes]", log: Path) -> str:
    """Where jobs are sent to, as soon as Ray says so."""
    deadline = time.monotonic() + START_WAIT_S
    while time.monotonic() < deadline and head.poll() is None:
        found = re.search(r"RAY_API_SERVER_ADDRESS='(http://[^']+)'", log.read_text())
        if found:
            return found.group(1)
        time.sleep(0.2)
    pytest.skip(f"Ray does not start here: {log.read_text()[-500:]}")


@dataclass
class OnRay:
    """A studio whose runs are launched on the cluster at once, without a queue."""

    studio: Studio
    address: str

    def __post_init__(self) -> None:
        written = yaml.safe_load((configs_folder() / "dagster.yaml").read_text(encoding="utf-8"))
        written["run_coordinator"] = {"module": "dagster.core.run_coordinator", "class": "DefaultRunCoordinator"}
        written["run_launcher"] = {
            "module": "sparkle_motion_dagster.graph.ray",
            "class": "StudioRay",
            "config": {"ray": {"address": self.address, "num_cpus": 2}},
        }
        path = self.studio.home / "dagster" / "dagster.yaml"
        path.write_text(yaml.safe_dump(written), encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DAGSTER_HOME": str(self.studio.home / "dagster"),
            "SPARKLE_HOME": str(self.studio.home),
            "SPARKLE_PROFILE": self.studio.profile(),
        }

    def launch(self, job: str, partition: str) -> str:
        """Launch a job as a button on Dagster's page does; the run's id."""
        before = {run.run_id for run in self.runs()}
        words = ["job", "launch", "-m", "sparkle_motion_dagster.definitions", "-j", job]
        tags = ["--tags", f'{{"dagster/partition": "{partition}"}}']
        ran = subprocess.run(
            [BIN / "dagster", *words, *tags],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr[-2000:]
        (new,) = [run.run_id for run in self.runs() if run.run_id not in before]
        return new

    def runs(self) -> list[dg.DagsterRun]:
        with studio_instance(self.studio.home / "dagster") as instance:
            return list(instance.get_runs())

    def ended(self, run_id: str, within_s: float = 120) -> dg.DagsterRunStatus:
        deadline = time.monotonic() + within_s
        with studio_instance(self.studio.home / "dagster") as instance:
            while time.monotonic() < deadline:
                run = instance.get_run_by_id(run_id)
                if run is not None and run.is_finished:
                    return run.status
                time.sleep(0.3)
        raise AssertionError(f"run {run_id} has not ended")

    def job(self, run_id: str, within_s: float = 30) -> str:
        """How a run's job ended, as the cluster says."""
        from ray.job_submission import JobSubmissionClient

        client, deadline = JobSubmissionClient(self.address), time.monotonic() + within_s
        while not (status := client.get_job_status(f"dagster-run-{run_id}")).is_terminal():
            assert time.monotonic() < deadline, status
            time.sleep(0.2)
        return str(status)


@pytest.fixture
def on_ray(studio: Studio, cluster: str) -> OnRay:
    return OnRay(studio, cluster)


@pytest.mark.timeout(300)
def test_a_film_is_made_by_a_job_on_the_cluster_and_an_edit_remakes_only_its_shot(on_ray: OnRay) -> None:
    brief = on_ray.studio.home / "films" / f"{FILM}.fountain"
    brief.write_text(SCREENPLAY.replace("Good evening, Tom.", "Good night, Tom."), encoding="utf-8")
    run_id = on_ray.launch("make_film", FILM)
    assert on_ray.ended(run_id) == dg.DagsterRunStatus.SUCCESS
    assert on_ray.job(run_id) == "SUCCEEDED"
    movie = on_ray.studio.home / "screenings" / FILM / f"{FILM}.mp4"
    assert decode(movie)[0] > 200
    assert "Good night, Tom." in movie.with_suffix(".srt").read_text(encoding="utf-8")
    again = run_sparkle("make", FILM, "--home", str(on_ray.studio.home), "--profile", on_ray.studio.profile(), "--json")
    assert again.code == 0 and again.json["made"] == {}, again.err
    with studio_instance(on_ray.studio.home / "dagster") as instance:
        clips = instance.fetch_materializations(dg.AssetKey("video_clips"), limit=100).records
    newest = clips[0].run_id
    assert {record.partition_key for record in clips if record.run_id == newest} == {f"{FILM}~s020"}


@pytest.mark.timeout(300)
def test_a_run_that_is_terminated_ends_on_the_cluster_and_the_next_one_finishes_the_film(on_ray: OnRay) -> None:
    shutil.rmtree(on_ray.studio.home / "store")
    run_id = on_ray.launch("make_film", FILM)
    spoken = on_ray.studio.home / "store" / "heads" / "line_audio"
    deadline = time.monotonic() + 90
    while not (spoken.is_dir() and list(spoken.iterdir())) and time.monotonic() < deadline:
        time.sleep(0.1)
    with studio_instance(on_ray.studio.home / "dagster") as instance:
        assert instance.run_launcher.terminate(run_id)
    assert on_ray.ended(run_id) in (dg.DagsterRunStatus.CANCELED, dg.DagsterRunStatus.FAILURE)
    assert on_ray.job(run_id) == "STOPPED"
    assert on_ray.ended(on_ray.launch("make_film", FILM)) == dg.DagsterRunStatus.SUCCESS


def test_a_card_is_reserved_only_by_runs_that_may_make_something_on_it() -> None:
    from sparkle_motion_dagster.graph.ray import carried, needs_device

    def run(*assets: str) -> dg.DagsterRun:
        chosen = frozenset(dg.AssetKey(asset) for asset in assets) or None
        return dg.DagsterRun(job_name="make_shots", asset_selection=chosen)

    gpu, animatic = load_profile("gpu"), load_profile("animatic")
    assert needs_device(run("shot_images"), gpu) and needs_device(run("video_clips", "dialogue_audio"), gpu)
    assert needs_device(run(), gpu), "a job of a whole film"
    assert not needs_device(run("movie_plan"), gpu) and not needs_device(run("dialogue_audio"), gpu)
    assert not needs_device(run(), animatic) and not needs_device(run("shot_images"), animatic)
    told = {"SPARKLE_HOME": "/studio", "SPARKLE_CORES": "64", "DAGSTER_HOME": "/studio/dagster", "PATH": "/bin"}
    assert carried(told, 4) == ["DAGSTER_HOME=/studio/dagster", "SPARKLE_CORES=4", "SPARKLE_HOME=/studio"]
