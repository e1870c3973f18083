"""Runs of a studio as jobs on a Ray cluster: each run, one process on one node, with the cores and the card it reserves.

What belongs here: the run launcher that `dagster.yaml` names. What does not: making anything: a run is the same wherever it
is launched. Needs the extra `ray`, so it is imported only where `dagster.yaml` asks for it.
https://docs.dagster.io/integrations/libraries/ray
"""

import copy
import os
import shlex
import sys
from typing import Any

import dagster as dg
from dagster._cli.api import ExecuteRunArgs
from dagster._core.launcher import LaunchRunContext
from dagster_ray import RayRunLauncher
from dagster_ray.core.run_launcher import get_job_submission_id_from_run_id

from sparkle_motion_dagster.backends.profile import Profile, load_profile
from sparkle_motion_dagster.crafts.crew import BACKEND_OF
from sparkle_motion_dagster.graph.pools import pool_of
from sparkle_motion_dagster.settings import load_settings

_CARRIED = ("SPARKLE_", "DAGSTER_HOME", "HF_HOME")
"""Variables of the studio that its runs need on another node, by how their names begin."""


class StudioRay(RayRunLauncher):
    """dagster-ray's launcher, save that

    - a run gets the studio's own settings, and as many worker processes as it reserves cores (`num_cpus`);
    - `num_gpus` is reserved only for runs that make something on a device;
    - the run's command survives whatever the instance's configuration holds (dagster-ray puts it in quotes as it is), and
      uses the studio's own Python.
    """

    def __init__(self, **config: Any):
        told = carried(dict(os.environ), config.get("num_cpus"))
        super().__init__(**config | {"env_vars": [*told, *(config.get("env_vars") or [])]})

    def launch_run(self, context: LaunchRunContext) -> None:
        """Submit the run."""
        run = context.dagster_run
        origin = dg._check.not_none(run.job_code_origin)
        told = ExecuteRunArgs(
            job_origin=origin, run_id=run.run_id, instance_ref=self._instance.get_ref(), set_exit_code_on_failure=True
        ).get_command_args()
        python = origin.repository_origin.executable_path or sys.executable
        launcher = copy.copy(self)
        if not needs_device(run, load_profile(load_settings().profile)):
            launcher.num_gpus = None
        launcher._launch_ray_job(get_job_submission_id_from_run_id(run.run_id), shlex.join([python, "-m", *told]), run)


def carried(environment: dict[str, str], num_cpus: float | None) -> list[str]:
    """The variables that go with a run, `NAME=VALUE`."""
    found = {name: value for name, value in environment.items() if name.startswith(_CARRIED)}
    if num_cpus:
        found["SPARKLE_CORES"] = str(max(1, int(num_cpus)))
    return [f"{name}={value}" for name, value in sorted(found.items())]


def needs_device(run: dg.DagsterRun, profile: Profile) -> bool:
    """Whether the run may make something on a device with this profile; a run of a job with no assets of its own makes all."""
    chosen = {key.path[-1] for key in run.asset_selection} if run.asset_selection else set(BACKEND_OF)
    return any(pool_of(craft, profile.crafts[craft]) for asset, craft in BACKEND_OF.items() if asset in chosen)
