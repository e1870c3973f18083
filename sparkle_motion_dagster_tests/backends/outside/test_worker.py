"""An engine in another interpreter: asked, failing in every way, and never outliving whoever asks."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.outside.worker import OutsideWorker
from sparkle_motion_dagster.errors import (
    BackendError,
    BackendUnavailableError,
    InputError,
    ModelLoadError,
    ModelLoadTimeoutError,
    ModelOOMError,
)

SCRIPT = Path(__file__).with_name("tiny_engine.py")
PYTHON = Path(sys.executable)
Make = Callable[..., OutsideWorker]


@pytest.fixture
def make() -> Iterator[Make]:
    made: list[OutsideWorker] = []

    def one(load_timeout_s: float = 20.0, **settings: str) -> OutsideWorker:
        made.append(OutsideWorker("tiny", PYTHON, SCRIPT, settings, load_timeout_s))
        return made[-1]

    yield one
    for worker in made:
        worker.close()


def _alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def _gone(pids: list[int], within_s: float = 5.0) -> bool:
    deadline = time.monotonic() + within_s
    while any(_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(_alive(pid) for pid in pids)


def _written(note: Path) -> list[int]:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if note.is_file() and len(note.read_text().split()) == 2:
            return [int(word) for word in note.read_text().split()]
        time.sleep(0.02)
    raise AssertionError("the engine never began")


def test_an_engine_is_loaded_once_and_answers_many_times(make: Make):
    worker = make()
    first = worker.call({"do": "say", "text": "Guten Abend, Ögmundur"}, 10)
    again = worker.call({"do": "say", "text": "second"}, 10)
    assert (first["said"], first["calls"], again["calls"]) == ("Guten Abend, Ögmundur", 1, 2)
    assert first["pid"] == again["pid"] != os.getpid()
    assert worker.facts["engine"] == "tiny 1" and worker.facts["python"].startswith("3.")


def test_progress_is_told_while_it_works(make: Make):
    shares: list[float] = []
    assert make().call({"do": "steps"}, 10, shares.append) == {"steps": 3}
    assert shares == [0.25, 0.5, 0.75]


def test_requests_and_answers_larger_than_a_pipe_pass(make: Make):
    text = "ab" * 500_000
    assert make().call({"do": "large", "text": text}, 20)["text"] == text[::-1]


def test_what_it_prints_is_no_answer_and_what_it_starts_cannot_read_requests(make: Make):
    worker = make()
    assert worker.call({"do": "stdin"}, 10) == {"read": ""}
    assert worker.call({"do": "say", "text": "still here"}, 10)["said"] == "still here"


def test_it_gets_neither_keys_nor_our_interpreters_variables(make: Make, monkeypatch: pytest.MonkeyPatch):
    for name in ("SOME_API_KEY", "HF_TOKEN", "PYTHONPATH"):
        monkeypatch.setenv(name, "secret")
    told = make().call({"do": "environment"}, 10)
    assert not {"SOME_API_KEY", "HF_TOKEN", "PYTHONPATH"} & set(told["names"])
    assert told["offline"] == "1" and str(Path.cwd()) not in told["path"] and "" not in told["path"]


def test_a_fault_of_one_call_is_told_and_the_engine_goes_on(make: Make):
    worker = make()
    pid = worker.call({"do": "say", "text": "a"}, 10)["pid"]
    with pytest.raises(ModelOOMError, match=r"tiny: .*CUDA out of memory") as oom:
        worker.call({"do": "oom"}, 10)
    assert oom.value.stage == "inference"
    with pytest.raises(InputError, match="no such voice"):
        worker.call({"do": "input"}, 10)
    with pytest.raises(BackendError, match=r"(?s)shapes do not fit.*looking at the tensor") as broke:
        worker.call({"do": "fail"}, 10)
    assert not isinstance(broke.value, ModelOOMError)
    with pytest.raises(BackendError, match="not JSON serializable"):
        worker.call({"do": "object"}, 10)
    assert worker.call({"do": "say", "text": "b"}, 10) == {"said": "b", "calls": 6, "pid": pid}


def test_a_call_that_overruns_is_killed_with_everything_it_started(make: Make, tmp_path: Path):
    worker = make()
    worker.start()
    started = time.monotonic()
    with pytest.raises(BackendError, match=r"tiny gave no answer in 1 s and was stopped"):
        worker.call({"do": "hang", "note": str(tmp_path / "pids")}, 1)
    assert time.monotonic() - started < 5
    assert _gone(_written(tmp_path / "pids"))
    assert worker.call({"do": "say", "text": "anew"}, 10)["calls"] == 1


def test_a_death_is_told_with_how_and_what_it_said_last_and_the_next_call_starts_anew(make: Make):
    worker = make()
    with pytest.raises(
        BackendError, match=r"tiny died \(by signal 11 \(SIGSEGV\)\); it last said: (?s:.*)the driver is gone"
    ):
        worker.call({"do": "die"}, 10)
    assert not worker.alive
    assert worker.call({"do": "say", "text": "anew"}, 10)["calls"] == 1


def test_killed_between_two_calls_it_is_started_again(make: Make):
    worker = make()
    first = worker.call({"do": "say", "text": "a"}, 10)["pid"]
    os.kill(first, signal.SIGKILL)
    assert _gone([first])
    deadline = time.monotonic() + 5
    while worker.alive and time.monotonic() < deadline:
        time.sleep(0.02)
    assert worker.call({"do": "say", "text": "b"}, 10)["calls"] == 1


@pytest.mark.parametrize(
    ("at_load", "kind", "words"),
    [
        ("missing", BackendUnavailableError, "a_package_that_nobody_has.*sparkle models env"),
        ("oom", ModelOOMError, "out of memory"),
        ("die", ModelLoadError, "died.*a segmentation fault is near"),
        ("hang", ModelLoadTimeoutError, "was not ready after 1 s and was stopped"),
    ],
)
def test_what_cannot_be_loaded_is_one_typed_error_and_leaves_nothing_running(
    make: Make, at_load: str, kind: type[BackendError], words: str
):
    worker = make(1.0 if at_load == "hang" else 20.0, at_load=at_load)
    with pytest.raises(kind, match=f"(?s){words}"):
        worker.start()
    assert not worker.alive


def test_no_such_interpreter_is_told_with_what_makes_it():
    with pytest.raises(BackendUnavailableError, match=r"cannot be started.*sparkle models env"):
        OutsideWorker("tiny", Path("/nowhere/bin/python"), SCRIPT, {}).start()


def test_a_worker_that_nobody_refers_to_is_gone(make: Make):
    worker = OutsideWorker("tiny", PYTHON, SCRIPT, {})
    pid = worker.call({"do": "say", "text": "a"}, 10)["pid"]
    group = worker.pid
    assert group is not None and Path(f"/proc/{pid}").exists()
    del worker
    gc.collect()
    assert not Path(f"/proc/{pid}").exists() and not Path(f"/proc/{group}").exists(), "not even as a zombie"


@pytest.mark.parametrize("how", ["exit", "kill", "thread"])
def test_it_dies_with_whoever_started_it_even_in_the_middle_of_a_call(tmp_path: Path, how: str):
    note = tmp_path / "pids"
    code = f"""
import sys, threading, os
from pathlib import Path
from sparkle_motion_dagster.backends.outside.worker import OutsideWorker
worker = OutsideWorker("tiny", Path(sys.executable), Path({str(SCRIPT)!r}), {{}})
starting = threading.Thread(target=worker.start); starting.start(); starting.join()
if {how == "thread"}:  # the thread that started it has ended: the engine has not
    print(worker.call({{"do": "say", "text": "a"}}, 10)["said"])
threading.Thread(target=worker.call, args=({{"do": "hang", "note": {str(note)!r}}}, 100), daemon=True).start()
sys.stdin.readline()
if {how == "exit"}: os._exit(0)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asker:
        pids = _written(note)
        assert all(_alive(pid) for pid in pids)
        if how == "kill":
            asker.kill()
        else:
            asker.communicate(b"\n", timeout=20)
        assert _gone(pids)
