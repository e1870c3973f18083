"""A voice that takes its time, for tests of what is under way.

What belongs here: the voice, and a run of Dagster's with it. What does not: tests.
"""

import sys
import time
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.profile import Choice, load_profile
from sparkle_motion_dagster.backends.registry import BACKENDS
from sparkle_motion_dagster.backends.speech.fixture import FixtureSpeech
from sparkle_motion_dagster.graph.build import build_definitions
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.settings import load_settings

SPEAKS_FOR_S = 60


class SlowVoice(FixtureSpeech):
    """Speaks after a minute."""

    name = "slow"

    def speak(self, request: Any, wav: Path) -> Any:
        """Say that it has begun, in the folder of the line's studio."""
        print("speaking", flush=True)
        time.sleep(SPEAKS_FOR_S)
        return super().speak(request, wav)


def speak_shots(home: str, profile: str, keys: list[str]) -> None:
    """A run of Dagster over the voices of these shots, as its page launches one."""
    BACKENDS["speech"]["slow"] = f"{__name__}:SlowVoice"
    settings, chosen = load_settings(Path(home), profile), load_profile(profile)
    slow = chosen.model_copy(update={"crafts": {**chosen.crafts, "speech": Choice(backend="slow")}})
    span = {"dagster/asset_partition_range_start": keys[0], "dagster/asset_partition_range_end": keys[-1]}
    with studio_instance(settings.dagster_home) as instance:
        job = build_definitions(settings, slow).resolve_job_def("make_shots")
        job.execute_in_process(instance=instance, tags=span, raise_on_error=False)


if __name__ == "__main__":
    from sparkle_motion_dagster_tests.graph import slow_voice  # by its name: workers import it

    slow_voice.speak_shots(sys.argv[1], sys.argv[2], sys.argv[3:])
