"""What the graph adds to the work itself: whole films, one edited line, a backfill, films of many lengths.

What belongs here: these four measures. What does not: making films plainly (`plain.py`), briefs (`films.py`).
Beside each wall time stands the CPU time of the process and its children: on a busy machine only that is comparable.
"""

import json
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from films import ROOT, SPARKLE, Took, by_itself, plainly, seconds_only, sized_profile, sparkle, spoken, wordless

SHOTS = 40
EDITS = 3
EDITED = tuple(
    f"Now the words are new, {often} and for all who come here after us." for often in ("once", "twice", "thrice")
)
WRITING_S = 3.0
"""A person writes for longer between two savings."""


def _pair(name: str, took: Took) -> dict:
    return {f"{name}_s": round(took.wall_s, 2), f"{name}_cpu_s": round(took.cpu_s, 2)}


def orchestration() -> dict:
    """The same crafts from a plain script and through the graph, at 12 and 40 silent shots of 320×184."""
    found: dict = {"goal": 1.15}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = sized_profile(folder)
        for count in (12, 40):
            brief = wordless(folder / f"wind-{count}.fountain", count)
            plain = plainly("whole_film", brief, profile, folder / f"plain-{count}")
            graph = sparkle("make", brief, "--home", folder / f"graph-{count}", "--profile", profile)
            found[str(count)] = {
                **_pair("plain", plain),
                **_pair("graph", graph),
                "graph_over_plain": round(graph.wall_s / plain.wall_s, 3),
                "graph_over_plain_cpu": round(graph.cpu_s / plain.cpu_s, 3),
            }
    return found


def edit(width_px: int = 1280, height_px: int = 720) -> dict:
    """One line edited in a film of 40 shots, over the whole film, and over that shot alone by plain calls."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile, brief, home = sized_profile(folder, width_px, height_px), folder / "talk.fountain", folder / "studio"
        words = ("make", brief, "--home", home, "--profile", profile)
        spoken(brief, SHOTS)
        whole = sparkle(*words)
        edits, alone, cutting_s = [], [], 0.0
        for number in range(EDITS):
            spoken(brief, SHOTS, EDITED[number])
            edits.append(sparkle(*words))
            cutting_s = _cutting_s(home / "store", "talk")
            alone.append(plainly("one_shot", brief, profile, folder / f"alone-{number}", EDITED[number]))
    wall = {key: statistics.median(took.wall_s for took in many) for key, many in (("edit", edits), ("alone", alone))}
    cpu = {key: statistics.median(took.cpu_s for took in many) for key, many in (("edit", edits), ("alone", alone))}
    return {
        "shots": SHOTS,
        "size_px": [width_px, height_px],
        "made": edits[-1].json["made"],
        **_pair("whole", whole),
        "edit_s": round(wall["edit"], 2),
        "edit_cpu_s": round(cpu["edit"], 2),
        "alone_s": round(wall["alone"], 2),
        "alone_cpu_s": round(cpu["alone"], 2),
        "edit_over_whole": round(wall["edit"] / whole.wall_s, 3),
        "edit_over_whole_cpu": round(cpu["edit"] / whole.cpu_s, 3),
        "edit_over_whole_goal": round(1 / 15, 3),
        "edit_over_alone": round(wall["edit"] / wall["alone"], 2),
        "edit_over_alone_cpu": round(cpu["edit"] / cpu["alone"], 2),
        "edit_over_alone_goal": 4,
        "cutting_the_film_s": cutting_s,
    }


def edit_watched(width_px: int = 1280, height_px: int = 720) -> dict:
    """The same edits while `sparkle make --watch` stays: from a saved text to the film, over the whole film."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile, brief, home = sized_profile(folder, width_px, height_px), folder / "talk.fountain", folder / "studio"
        spoken(brief, SHOTS)
        words = ("make", brief, "--home", home, "--profile", profile, "--json", "--watch")
        started = time.perf_counter()
        edits: list[float] = []
        with subprocess.Popen([*map(str, [*SPARKLE, *words])], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            json.loads(process.stdout.readline())
            whole_s = time.perf_counter() - started
            made: dict = {}
            for number in range(EDITS):
                time.sleep(WRITING_S)
                spoken(brief, SHOTS, EDITED[number])
                started = time.perf_counter()
                made = json.loads(process.stdout.readline())["made"]
                edits.append(time.perf_counter() - started)
            process.send_signal(signal.SIGINT)
    return {
        "shots": SHOTS,
        "size_px": [width_px, height_px],
        "made": made,
        "whole_s": round(whole_s, 2),
        "edits_s": [round(edit_s, 2) for edit_s in edits],
        "edit_over_whole": round(statistics.median(edits) / whole_s, 3),
        "edit_over_whole_goal": round(1 / 15, 3),
    }


def edit_hd() -> dict:
    """The same at 1920×1080: what an edit costs beside its shot is the same, and the shots cost twice as much."""
    return edit(1920, 1080)


def backfill() -> dict:
    """One run over all shots of a planned film, in a process of its own as Dagster launches a backfill of a range."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile, home = planned_studio(folder)
        run = by_itself("orchestration", "shots_only", "wind", profile, home)
        busy_s = covered_s(calls_of(home / "store", "wind"))
    return {
        "shots": SHOTS,
        **_pair("run", run),
        "in_backends_s": round(busy_s, 2),
        "outside_backends": round(1 - busy_s / run.wall_s, 3),
        "goal": 0.15,
    }


def planned_studio(folder: Path) -> tuple[str, Path]:
    """A studio with the planned film `wind` of `SHOTS` wordless shots: its profile and its home."""
    profile, home = "animatic", folder / "studio"
    by_itself("orchestration", "plan_only", wordless(folder / "wind.fountain", SHOTS), profile, home)
    return profile, home


def plan_only(brief: str, profile: str, home: str) -> None:
    """The film's plan and partitions, by the graph."""
    _materialize(Path(home), profile, "plan_film", ("movie_plan",), Path(brief))


def shots_only(film: str, profile: str, home: str) -> None:
    """All shots of the film, by the graph, in one run."""
    from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS

    _materialize(Path(home), profile, "make_shots", SHOT_ASSETS, film)


def _materialize(home: Path, profile: str, job: str, assets: Iterable[str], film: Path | str) -> None:
    import dagster as dg

    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.graph.build import build_definitions
    from sparkle_motion_dagster.graph.instance import studio_instance
    from sparkle_motion_dagster.settings import load_settings

    settings = load_settings(home, profile)
    if isinstance(film, Path):
        settings.films.mkdir(parents=True)
        film = film.rename(settings.films / film.name).stem
    defs = build_definitions(settings, load_profile(profile))
    with studio_instance(settings.dagster_home) as instance:
        if job == "plan_film":
            instance.add_dynamic_partitions("films", [film])
            keys = [film]
        else:
            keys = list(instance.get_dynamic_partitions("shots"))
        span = {"dagster/asset_partition_range_start": keys[0], "dagster/asset_partition_range_end": keys[-1]}
        ran = defs.resolve_job_def(job).execute_in_process(
            instance=instance,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            asset_selection=[dg.AssetKey(asset) for asset in assets],
            partition_key=keys[0] if len(keys) == 1 else None,
            tags={} if len(keys) == 1 else span,
        )
    if not ran.success:
        raise SystemExit(1)


def grow() -> dict:
    """What a shot costs more in a longer film: wordless shots of one second, 10, 40 and 100 of them."""
    counts, took = (10, 40, 100), {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = sized_profile(folder)
        for count in counts:
            brief = seconds_only(wordless(folder / f"wind-{count}.fountain", count), 1.0)
            took[count] = sparkle("make", brief, "--home", folder / f"home-{count}", "--profile", profile)
    more = {
        f"{many}_to_{most}": round((took[most].cpu_s - took[many].cpu_s) / (most - many), 3)
        for many, most in pairwise(counts)
    }
    return {
        **{str(count): _pair("make", took[count]) for count in counts},
        "cpu_s_for_each_further_shot": more,
        "per_shot_100_over_10": round((took[100].cpu_s / 100) / (took[10].cpu_s / 10), 3),
        "goal": 1.0,
    }


def calls_of(store: Path, film: str) -> list[tuple[float, float]]:
    """When each backend call of a film began and ended."""
    spans = []
    for path in (store / "manifests").glob("*/*.json"):
        made = json.loads(path.read_bytes().split(b"\n")[1])
        if made["film"] == film and "first_call" in made["facts"]:
            end_s = datetime.fromisoformat(made["made_at"]).timestamp()
            spans.append((end_s - made["facts"]["seconds"], end_s))
    return spans


def covered_s(spans: list[tuple[float, float]]) -> float:
    """Seconds during which at least one call was under way."""
    covered = reached = 0.0
    for start, end in sorted(spans):
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _cutting_s(store: Path, film: str) -> float:
    """Seconds from the last shot's artifact to the film: what cutting it took."""
    ends: dict[str, float] = {}
    for path in (store / "manifests").glob("*/*.json"):
        made = json.loads(path.read_bytes().split(b"\n")[1])
        if made["film"] == film:
            at = datetime.fromisoformat(made["made_at"]).timestamp()
            asset = "film" if made["asset"] == "final_movie" else "shots"
            ends[asset] = max(at, ends.get(asset, 0.0))
    return round(ends["film"] - ends["shots"], 2)
