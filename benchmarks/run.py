"""Measure what README promises, as ratios in one run: `python benchmarks/run.py [NAME …]`.

What belongs here: the five measures of benchmarks/README.md. What does not: assertions (machines differ; tests guard
behaviour). Each measure prints one JSON line.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, gather
from sparkle_motion_dagster.crafts.planning import plan_file
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.crafts.workers import workers
from sparkle_motion_dagster.settings import load_settings
from sparkle_motion_dagster.store.store import ArtifactStore

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.*"))
SPARKLE = [sys.executable, "-m", "sparkle_motion_dagster.cli"]


def _timed(call: Callable[[], object]) -> tuple[float, object]:
    started = time.perf_counter()
    result = call()
    return time.perf_counter() - started, result


def _sparkle(*arguments: str) -> dict:
    out = subprocess.run([*SPARKLE, *arguments, "--json"], check=True, capture_output=True, text=True, cwd=ROOT).stdout
    return json.loads(out.strip().splitlines()[-1])


def _longest() -> Path:
    profile = load_profile("animatic")
    return max(EXAMPLES, key=lambda path: sum(s.duration_sec for s in plan_file(path, profile, None).plan.shots))


def whole() -> dict:
    """Wall time of `sparkle make` of the longest example, over the film's length; then again with nothing changed."""
    example = _longest()
    with tempfile.TemporaryDirectory() as folder:
        first_s, report = _timed(lambda: _sparkle("make", str(example), "--home", folder))
        again_s, again = _timed(lambda: _sparkle("make", str(example), "--home", folder))
    return {
        "example": example.name,
        "shots": len(report["shots"]),
        "film_s": report["duration_s"],
        "make_s": round(first_s, 1),
        "make_over_film": round(first_s / report["duration_s"], 3),
        "goal": 0.8,
        "again_s": round(again_s, 2),
        "again_made": again["made"],
        "again_goal_s": 5,
    }


def _screenplay(shots: int) -> str:
    places = ["PARK", "KITCHEN", "STREET", "BEACH", "FOREST", "LIBRARY", "GARDEN", "HARBOUR"]
    scenes = [f"EXT. {places[i % 8]} {i} - DAY\n\nThe wind moves over place number {i}.\n" for i in range(shots)]
    return "Title: Wind\n\n" + "\n".join(scenes)


def orchestration() -> dict:
    """The same crafts from a plain script and through the graph, at 12 and 40 silent shots of 320×184."""
    ratios = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile_path = folder / "tiny.yaml"
        text = (ROOT / "configs/profiles/animatic.yaml").read_text(encoding="utf-8")
        profile_path.write_text(
            text.replace("width_px: 1280, height_px: 720", "width_px: 320, height_px: 184"), encoding="utf-8"
        )
        for count in (12, 40):
            brief = folder / f"wind-{count}.fountain"
            brief.write_text(_screenplay(count), encoding="utf-8")
            plain_s, _ = _timed(lambda brief=brief, count=count: _plain(brief, profile_path, folder / f"plain-{count}"))
            graph_s, report = _timed(
                lambda brief=brief, count=count: _sparkle(
                    "make", str(brief), "--home", str(folder / f"graph-{count}"), "--profile", str(profile_path)
                )
            )
            ratios[count] = {
                "shots": len(report["shots"]),
                "film_s": report["duration_s"],
                "plain_s": round(plain_s, 1),
                "graph_s": round(graph_s, 1),
                "graph_over_plain": round(graph_s / plain_s, 3),
            }
    return {"goal": 1.15, **{str(count): ratio for count, ratio in ratios.items()}}


def _plain(brief: Path, profile_path: Path, home: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'benchmarks')!r}); import run; run.plain_make(*sys.argv[1:])"
    subprocess.run([sys.executable, "-c", code, str(brief), str(profile_path), str(home)], check=True, cwd=ROOT)


def plain_make(brief: str, profile_path: str, home: str) -> None:
    """Every backend call of a film with no Dagster: what orchestration is compared with."""
    from sparkle_motion_dagster.crafts.cut import CutRoom
    from sparkle_motion_dagster.crafts.planning import keep_plan

    settings, profile = load_settings(Path(home)), load_profile(profile_path)
    crew = gather(profile)
    planned = plan_file(Path(brief), profile, None)
    store = ArtifactStore.open(settings.store)
    film = Path(brief).stem
    keep_plan(store, film, planned, "benchmark")
    with workers(settings.cores) as pool:
        shoot = Shoot(store, pool, at_once=settings.cores)
        for asset in SHOT_ASSETS:
            shoot.shoot(crew.crafts[asset], [crew.order(film, planned.plan, shot) for shot in planned.plan.shots])
    CutRoom(store, profile).cut(film, planned.plan)


def importing() -> dict:
    """Loading the code location over `import dagster`, medians of five processes each, in turn."""
    ours, theirs = [], []
    for _ in range(5):
        for code, times in (
            ("import sparkle_motion_dagster.definitions as d; d.defs()", ours),
            ("import dagster", theirs),
        ):
            seconds, _ = _timed(lambda code=code: subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT))
            times.append(seconds)
    ratio = statistics.median(ours) / statistics.median(theirs)
    return {"code_location_over_import_dagster": round(ratio, 3), "goal": 1.5}


def frames() -> dict:
    """Frames drawn and encoded per second, over encoding the same frames alone; one process, 1280×720."""
    import numpy as np

    from sparkle_motion_dagster.backends.drawing.stage import Stage
    from sparkle_motion_dagster.film.staging import picture
    from sparkle_motion_dagster.media.encode import VideoWriter

    plan = plan_file(_longest(), load_profile("animatic"), None).plan
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        for index, shot in enumerate(plan.shots[:6]):
            stage = Stage(picture(plan, shot, 1280, 720), 96, 24)
            drawn: list[np.ndarray] = []

            def draw_and_encode(index: int = index, stage: Stage = stage, drawn: list[np.ndarray] = drawn) -> None:
                with VideoWriter(Path(folder) / f"a{index}.mp4", 1280, 720, 24) as writer:
                    for number in range(96):
                        drawn.append(stage.frame(number))
                        writer.write(drawn[-1])

            def encode(index: int = index, drawn: list[np.ndarray] = drawn) -> None:
                with VideoWriter(Path(folder) / f"b{index}.mp4", 1280, 720, 24) as writer:
                    for frame in drawn:
                        writer.write(frame)

            both_s, _ = _timed(draw_and_encode)
            alone_s, _ = _timed(encode)
            ratios.append(alone_s / both_s)
    return {"draw_and_encode_over_encode": round(statistics.median(ratios), 3), "goal": 0.5}


MEASURES = {"whole": whole, "orchestration": orchestration, "importing": importing, "frames": frames}


def main() -> None:
    """Run the measures named, or all."""
    for name in sys.argv[1:] or MEASURES:
        print(json.dumps({"measure": name, **MEASURES[name]()}), flush=True)


if __name__ == "__main__":
    main()
