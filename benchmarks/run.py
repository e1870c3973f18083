"""Measure what README promises, as ratios in one run: `python benchmarks/run.py [NAME …]`.

What belongs here: the list of measures of benchmarks/README.md, and those of the film itself. What does not: measures of
the graph (`orchestration.py`), assertions (machines differ; tests guard behaviour). Each measure prints one JSON line.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from films import ROOT, sparkle
from looking import status
from orchestration import backfill, edit, edit_hd, edit_watched, grow, orchestration
from page import backfill_page

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts.planning import plan_file

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is measured is compiled once, as its libraries are

EXAMPLES = sorted((ROOT / "examples").glob("*.*"))


def _timed(call: Callable[[], object]) -> tuple[float, object]:
    started = time.perf_counter()
    result = call()
    return time.perf_counter() - started, result


def _longest() -> Path:
    profile = load_profile("animatic")
    return max(EXAMPLES, key=lambda path: sum(s.duration_sec for s in plan_file(path, profile, None).plan.shots))


def whole() -> dict:
    """Wall time of `sparkle make` of the longest example, over the film's length; then again with nothing changed."""
    example = _longest()
    with tempfile.TemporaryDirectory() as folder:
        first, again = (sparkle("make", example, "--home", folder) for _ in range(2))
    report = first.json
    return {
        "example": example.name,
        "shots": len(report["shots"]),
        "film_s": report["duration_s"],
        "make_s": round(first.wall_s, 1),
        "make_over_film": round(first.wall_s / report["duration_s"], 3),
        "goal": 0.8,
        "again_s": round(again.wall_s, 2),
        "again_made": again.json["made"],
        "again_goal_s": 5,
    }


def importing() -> dict:
    """Loading the code location over `import dagster`, medians of five processes each, in turn; how they end is not in it."""
    ours, theirs = [], []
    for _ in range(5):
        for code, times in (
            ("import sparkle_motion_dagster.definitions as d; d.defs()", ours),
            ("import dagster", theirs),
        ):
            clocked = f"import time; began = time.perf_counter(); {code}; print(time.perf_counter() - began)"
            ran = subprocess.run([sys.executable, "-c", clocked], check=True, cwd=ROOT, capture_output=True, text=True)
            times.append(float(ran.stdout))
    ratio = statistics.median(ours) / statistics.median(theirs)
    return {"code_location_over_import_dagster": round(ratio, 3), "goal": 1.5}


def frames() -> dict:
    """Clips as the animatic makes them (drawn on twos), over encoding the same frames alone; one process, 1280×720."""
    import numpy as np

    from sparkle_motion_dagster.backends.drawing.layer import TWOS
    from sparkle_motion_dagster.backends.drawing.stage import Stage
    from sparkle_motion_dagster.backends.protocols import VideoRequest
    from sparkle_motion_dagster.backends.video.animatic import AnimaticVideo
    from sparkle_motion_dagster.film.staging import picture
    from sparkle_motion_dagster.media.encode import VideoWriter

    plan = plan_file(_longest(), load_profile("animatic"), None).plan
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for shot in plan.shots[:8]:
            shown = picture(plan, shot, 1280, 720)
            request = VideoRequest(shot.id, shown, folder, folder, "", 96, 24, "cut", 1)
            both_s, _ = _timed(lambda request=request: AnimaticVideo().render(request, folder))
            stage = Stage(shown, 96, 24)
            drawn = [stage.frame(number) for number in range(0, 96, TWOS)]

            def encode(drawn: list[np.ndarray] = drawn) -> None:
                with VideoWriter(folder / "alone.mp4", 1280, 720, 24) as writer:
                    for frame in drawn:
                        writer.write(frame, TWOS)

            alone_s, _ = _timed(encode)
            ratios.append(alone_s / both_s)
    return {"encode_over_draw_and_encode": round(statistics.median(ratios), 3), "goal": 0.5}


MEASURES = {
    "whole": whole,
    "orchestration": orchestration,
    "edit": edit,
    "edit_hd": edit_hd,
    "edit_watched": edit_watched,
    "backfill": backfill,
    "backfill_page": backfill_page,
    "grow": grow,
    "status": status,
    "importing": importing,
    "frames": frames,
}


def main() -> None:
    """Run the measures named, or all."""
    for name in sys.argv[1:] or MEASURES:
        print(json.dumps({"measure": name, **MEASURES[name]()}), flush=True)


if __name__ == "__main__":
    main()
