"""Killing a film at chosen moments, and what must be true of what it leaves.

What belongs here: choosing moments, killing whole process groups, looking at the wreck. What does not: which films and
how often (`test_killed.py`).
"""

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.planning import plan_file
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.store.checking import verify
from sparkle_motion_dagster.store.locks import film_maker
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import SPARKLE

CORES = 2


@dataclass(frozen=True)
class Moment:
    """When to kill: once so many artifacts are finished (or so many seconds have passed), and a little later."""

    finished: int
    later_s: float
    start_s: float | None = None


@dataclass
class Film:
    """One film that is killed again and again, and what was seen of it."""

    brief: Path
    home: Path
    profile: Path
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Inode and time of every finished file: they must never change."""
    kills: int = 0
    ended_by_itself: int = 0
    lost_calls: int = 0
    most_lost_at_once: int = 0
    made_last: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.brief.stem

    @property
    def store(self) -> Path:
        return self.home / "store"

    def expected(self) -> dict[str, int]:
        """Artifacts that the film has, by asset (fewer, if two of its shots ask for the same)."""
        plan = plan_file(self.brief, load_profile(str(self.profile)), None).plan
        return {"movie_plan": 1, **dict.fromkeys(SHOT_ASSETS, len(plan.shots)), "final_movie": 1}

    def start(self) -> "subprocess.Popen[str]":
        """`sparkle make` in a process group of its own, as a terminal starts it."""
        words = ["make", self.brief, "--home", self.home, "--profile", self.profile, "--json"]
        return subprocess.Popen(
            [SPARKLE, *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "SPARKLE_CORES": str(CORES), "OMP_NUM_THREADS": "1"},
        )

    def finished(self) -> int:
        """How many artifacts are finished now."""
        return sum(1 for _ in (self.store / "manifests").glob("*/*.json"))

    def kill_at(self, moment: Moment) -> None:
        """Make it, kill the whole group at the moment, and look at what is left."""
        process = self.start()
        started = time.monotonic()
        while process.poll() is None:
            if moment.start_s is not None and time.monotonic() - started >= moment.start_s:
                break
            if moment.start_s is None and self.finished() >= moment.finished:
                break
            time.sleep(0.002)
        time.sleep(moment.later_s)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            self.kills += 1
        else:
            self.ended_by_itself += 1
            assert process.returncode == 0, process.communicate()[1]
        process.communicate()
        self.look()

    def look(self) -> None:
        """What must be true after every kill."""
        deadline = time.monotonic() + 5
        while list(processes_of(self.home)) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not list(processes_of(self.home)), "something of the killed run still runs"
        if not self.store.is_dir():
            return
        in_flight = [path for path in (self.store / "tmp").iterdir() if path.is_dir()]
        self.lost_calls += len(in_flight)
        self.most_lost_at_once = max(self.most_lost_at_once, len(in_flight))
        assert len(in_flight) <= CORES + 1, in_flight  # at most the calls in flight, and what is being adopted
        assert film_maker(self.store / "locks", self.name) is None
        store = ArtifactStore.open(self.store)
        with store.film_lock(self.name, timeout_s=0):
            pass  # free at once
        assert verify(store) == ()  # whole, all of it: nothing half-written is to be seen
        assert list((self.store / "tmp").iterdir()) == []  # what it left behind is swept
        now = self._files()
        assert {path: now.get(path) for path in self.seen} == self.seen  # what was finished stays, untouched
        self.seen = now

    def _files(self) -> dict[str, tuple[int, int]]:
        paths = (p for folder in ("blobs", "manifests") for p in (self.store / folder).rglob("*") if p.is_file())
        marks = {str(path): path.stat() for path in paths}
        kept, needed = self.store / "blobs", self._needed()
        return {
            name: (status.st_ino, status.st_mtime_ns)
            for name, status in marks.items()
            # a blob whose manifest was not written yet may be made anew: it is not finished
            if not Path(name).is_relative_to(kept) or name in needed
        }

    def _needed(self) -> set[str]:
        manifests = [json.loads(p.read_bytes().split(b"\n")[1]) for p in (self.store / "manifests").rglob("*.json")]
        files = (file for manifest in manifests for file in manifest["files"].values())
        return {str(self.store / "blobs" / f["sha256"][:2] / (f["sha256"] + f["suffix"])) for f in files}

    def _asked_for(self, asset: str) -> int:
        """Recipes of an asset that the film's plan asks for: two shots that ask for the same share one artifact."""
        heads = (self.store / "heads" / asset).glob("*.json")
        return len({json.loads(head.read_bytes().split(b"\n")[1])["digest"] for head in heads})

    def finish(self) -> dict[str, object]:
        """Make it to its end, undisturbed: nothing finished is made again, and the film is a film."""
        held = {asset: len(list((self.store / "manifests" / asset).glob("*.json"))) for asset in self.expected()}
        process = self.start()
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        self.look()
        report = json.loads(out.strip().splitlines()[-1])
        self.made_last = report["made"]
        for asset in self.expected():
            made = report["made"].get(asset, 0)
            there = len(list((self.store / "manifests" / asset).glob("*.json")))
            assert held[asset] + made == there == self._asked_for(asset), asset
        assert_plays(report)
        with studio_instance(self.home / "dagster") as instance:
            standing = {run.status.value for run in instance.get_runs()}
        assert standing <= {"SUCCESS", "FAILURE"}, standing  # nothing is shown as running for ever
        return report


def processes_of(home: Path) -> Iterator[int]:
    """Living processes that have this studio in their command line or their working folder."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            if str(home).encode() in words and ") Z" not in (folder / "stat").read_text():
                yield int(folder.name)
        except OSError:
            continue


def assert_plays(report: dict[str, object]) -> None:
    """The film decodes from end to end, is as long as it says, and has picture and sound."""
    with av.open(str(report["movie"])) as movie:
        picture = sum(1 for _ in movie.decode(video=0))
        rate = movie.streams.video[0].average_rate
    assert abs(float(picture / rate) - float(report["duration_s"])) <= 1.5 / float(rate)  # type: ignore[arg-type]
    with av.open(str(report["movie"])) as movie:
        samples = sum(frame.samples for frame in movie.decode(audio=0))
        assert abs(samples / movie.streams.audio[0].rate - float(picture / rate)) < 0.2


def moments(chance: random.Random, total: int, count: int) -> list[Moment]:
    """Kill points spread over a film of `total` artifacts: at its start, after every few artifacts, in the midst of
    writing, while it is cut, and while it is laid out for people."""
    chosen = [Moment(0, 0, start_s=chance.uniform(0.3, 4.0))]
    between = count - 3
    for number in range(between):
        share = (number + chance.random()) / between
        within_s = chance.choice((0.0, chance.uniform(0, 0.02), chance.uniform(0, 0.5)))
        chosen.append(Moment(max(1, round(share * (total - 2))), within_s))
    chosen.append(Moment(total - 1, chance.uniform(0, 3.0)))
    chosen.append(Moment(total, chance.uniform(0, 0.3)))
    return chosen[:count]
