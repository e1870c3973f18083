"""Films to measure with, written for the purpose, and the processes that make them.

What belongs here: briefs of any length, small profiles, timed processes. What does not: any measure.
"""

import contextlib
import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SPARKLE = [Path(sys.executable).with_name("sparkle")]
_PR_SET_CHILD_SUBREAPER = 36
PLACES = ("PARK", "KITCHEN", "STREET", "BEACH", "FOREST", "LIBRARY", "GARDEN", "HARBOUR")


@dataclass(frozen=True)
class Took:
    """What a process took, its children included."""

    wall_s: float
    cpu_s: float
    """User and system."""
    out: str

    @property
    def json(self) -> dict[str, Any]:
        """The last line of stdout."""
        return json.loads(self.out.strip().splitlines()[-1])


def timed(words: Sequence[str | Path]) -> Took:
    """Run a process to its end. CPU time holds whatever else is busy on the machine at bay; wall time does not."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)  # what it leaves behind is ours to wait for, and counts
    before, started = _cpu_s(), time.perf_counter()
    ran = subprocess.run([*map(str, words)], capture_output=True, text=True, cwd=ROOT)
    wall_s = time.perf_counter() - started
    if ran.returncode:
        raise RuntimeError(f"{' '.join(map(str, words))}: exit code {ran.returncode}: {ran.stderr[-2000:]}")
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    return Took(wall_s, _cpu_s() - before, ran.stdout)


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def sparkle(*words: str | Path) -> Took:
    """A `sparkle` command with --json."""
    return timed([*SPARKLE, *words, "--json"])


def plainly(function: str, *words: str | Path) -> Took:
    """A function of `plain.py` in a process of its own: what orchestration is compared with."""
    return by_itself("plain", function, *words)


def by_itself(module: str, function: str, *words: str | Path) -> Took:
    """A function of a module of this folder in a process of its own."""
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'benchmarks')!r}); import {module} as m; m.{function}(*sys.argv[1:])"
    return timed([sys.executable, "-c", code, *words])


def sized_profile(folder: Path, width_px: int = 320, height_px: int = 184) -> Path:
    """The animatic with so many pixels."""
    text = (ROOT / "configs/profiles/animatic.yaml").read_text(encoding="utf-8")
    path = folder / f"animatic-{width_px}.yaml"
    path.write_text(
        text.replace("width_px: 1280, height_px: 720", f"width_px: {width_px}, height_px: {height_px}"),
        encoding="utf-8",
    )
    return path


def wordless(path: Path, shots: int) -> Path:
    """A film of shots in which nobody speaks."""
    scenes = [f"EXT. {PLACES[i % 8]} {i} - DAY\n\nThe wind moves over place number {i}.\n" for i in range(shots)]
    path.write_text("Title: Wind\n\n" + "\n".join(scenes), encoding="utf-8")
    return path


def spoken(path: Path, shots: int, edited: str | None = None) -> Path:
    """A film whose every second shot is a sentence; `edited` replaces the words of the one in the middle."""
    scenes = []
    for i in range(shots // 2):
        words = (
            edited
            if edited is not None and i == shots // 4
            else f"This is place {i}, and nobody has been here since the snow came down."
        )
        scenes.append(f"EXT. {PLACES[i % 8]} {i} - DAY\n\nADA\n{words}\n")
    path.write_text("Title: Talk\n\n" + "\n".join(scenes), encoding="utf-8")
    return path


def seconds_only(brief: Path, seconds: float) -> Path:
    """The same film as a plan whose wordless shots last so many seconds: little to draw, as much to organise."""
    plan = timed([*SPARKLE, "plan", brief, "--json"]).json
    for shot in plan["shots"]:
        shot["duration_sec"] = seconds
    plan["dialogue_timeline"] = [{"type": "silence", "start_time_sec": 0, "duration_sec": seconds * len(plan["shots"])}]
    path = brief.with_suffix(".json")
    path.write_text(json.dumps(plan), encoding="utf-8")
    return path
