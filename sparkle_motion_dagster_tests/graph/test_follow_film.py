"""`sparkle make --watch`: a film that follows its text, in one process that outlives mistakes, kills and other runs."""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from queue import Queue
from typing import Any

import av
import pytest

from sparkle_motion_dagster.crafts.premiere import Premiere
from sparkle_motion_dagster.crafts.result import silent
from sparkle_motion_dagster.errors import BriefError, SparkleError
from sparkle_motion_dagster.graph.follow_film import follow_film
from sparkle_motion_dagster.settings import load_settings
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import SPARKLE, Sparkle, Studio


class Watching:
    """A `sparkle make --watch` beside the test."""

    def __init__(self, studio: Studio):
        words = ["make", studio.brief, "--home", studio.home, "--profile", studio.profile(), "--json", "--watch"]
        self.process = subprocess.Popen(
            [SPARKLE, *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def told(self) -> dict[str, Any]:
        """What it says next."""
        return json.loads(self._lines.get(timeout=60))

    def is_silent(self) -> bool:
        time.sleep(1.0)
        return self._lines.empty()

    def workers(self) -> list[int]:
        """Its processes that work: children of the one that they are forked from."""
        return [worker for child in _children(self.process.pid) for worker in _children(child)]


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def watching(studio: Studio) -> Iterator[Watching]:
    watched = Watching(studio)
    try:
        yield watched
    finally:
        if watched.process.poll() is None:
            os.killpg(watched.process.pid, signal.SIGKILL)
        watched.process.wait(10)


def _edited(studio: Studio, before: str, after: str) -> None:
    text = studio.brief.read_text(encoding="utf-8")
    assert before in text
    studio.brief.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.timeout(180)
def test_a_watched_film_follows_its_text_through_mistakes_and_decisions_until_ctrl_c(
    studio: Studio, sparkle: Sparkle
) -> None:
    chain = {"movie_plan": 1, "dialogue_audio": 1, "video_clips": 1, "lipsynced_clips": 1, "qa_report": 1}
    with watching(studio) as watched:
        first = watched.told()
        assert first["made"] == {}
        _edited(studio, "The sea is wild tonight.", "The sea is quiet tonight, and nobody will come.")
        edited = watched.told()
        assert edited["made"] == {**chain, "final_movie": 1}
        with av.open(edited["movie"]) as film:
            assert sum(1 for _ in film.decode(video=0)) / 24 == pytest.approx(edited["duration_s"], abs=0.1)
        assert "nobody will come" in Path(edited["subtitles"]).read_text(encoding="utf-8")

        right = studio.brief.read_bytes()
        studio.brief.write_bytes(b"")
        wrong = watched.told()
        assert wrong["film"] == "two-lamps" and "empty: expected a screenplay" in wrong["error"]
        studio.brief.write_bytes(right)
        assert watched.told()["made"] == {}

        options = ("--home", str(studio.home), "--profile", studio.profile())
        assert sparkle("retake", "two-lamps", "s030", "--asset", "shot_images", *options).code == 0
        assert watched.told()["made"]["shot_images"] == 1
        assert watched.is_silent()

        os.killpg(watched.process.pid, signal.SIGINT)
        assert watched.process.wait(20) == 0
        assert watched.process.stderr is not None
        said = watched.process.stderr.read()
        assert "waiting for two-lamps.fountain to change; Ctrl-C ends" in said and "Traceback" not in said


@pytest.mark.timeout(60)
def test_a_mistake_that_is_mended_at_once_is_answered(studio: Studio) -> None:
    """The mended text is there before the program begins to wait for it."""
    right, answers = studio.brief.read_bytes(), []
    studio.brief.write_bytes(b"")

    def tell(answer: Premiere | SparkleError) -> None:
        answers.append(answer)
        if not isinstance(answer, SparkleError):
            raise KeyboardInterrupt
        studio.brief.write_bytes(right)

    with pytest.raises(KeyboardInterrupt):
        settings = load_settings(studio.home, studio.profile())
        follow_film(settings, studio.brief, "two-lamps", lambda: nullcontext(silent), tell)
    assert [type(answer) for answer in answers] == [BriefError, Premiere]


@pytest.mark.timeout(120)
def test_a_watched_film_waits_for_another_run_and_outlives_its_workers(studio: Studio) -> None:
    with watching(studio) as watched:
        watched.told()
        with ArtifactStore.open(studio.home / "store").film_lock("two-lamps"):
            _edited(studio, "Title: The Two Lamps", "Title: Two Other Lamps")
            assert "two-lamps" in watched.told()["error"]
            assert watched.is_silent()  # said once
        assert watched.told()["made"] == {"movie_plan": 1, "final_movie": 1}
        workers = watched.workers()
        assert workers
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        _edited(studio, "Title: Two Other Lamps", "Title: The Lamps")
        assert watched.told()["made"] == {"movie_plan": 1, "final_movie": 1}


def test_what_cannot_be_watched_is_refused_at_once(studio: Studio, sparkle: Sparkle) -> None:
    nothing = str(studio.home / "nothing.fountain")
    refused = sparkle("make", nothing, "--watch", "--home", str(studio.home))
    assert refused.code == 2 and f"there is no file {nothing} to watch" in refused.err
    refused = sparkle("make", str(studio.brief), "--watch", "--home", str(studio.home), "--profile", "none.yaml")
    assert refused.code == 2 and "none.yaml" in refused.err
