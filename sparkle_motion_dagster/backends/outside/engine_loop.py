"""Runs in the OTHER interpreter: loads one engine, then answers requests line by line until its parent goes.

What belongs here: the worker's side of the protocol, for every craft. What does not: any engine (a script each beside
its backend), the side that asks (`worker.py`). Standard library only, Python 3.9 or later, and nothing of this package:
the engine's environment does not have it.

    python -I engine_loop.py SCRIPT SETTINGS_JSON

SCRIPT is a Python file with one function:

    def load(settings):                     # imports the engine and loads its weights; may take minutes
        def answer(request, progress):      # both plain dicts of JSON; files go by path
            progress(0.5)                   # optional: share done, for whoever waits
            return {"duration_s": 1.2}
        return answer, {"engine": "0.1.7"}  # the second: what it is, told once to the asking side

Whatever `load` and `answer` print goes to stderr. An exception of `answer` is told, and the next request is answered.
Two processes: a guard, which leads the process group and does nothing but wait, and the engine. When the asking side
dies, the kernel closes its end of stdin, and the guard kills the group, busy engines and their children included.
"""

import importlib.util
import json
import os
import select
import signal
import sys
import traceback
from typing import Any

_OOM_WORDS = (
    "CUDA out of memory",
    "CUDA error: out of memory",
    "HIP out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN_STATUS_ALLOC_FAILED",
    "DefaultCPUAllocator: can't allocate memory",
    "DefaultCPUAllocator: not enough memory",
)


def kind_of(error: BaseException) -> str:
    """ "oom", "missing" (a package), "input" (a ValueError: what was asked for cannot be), or "error"."""
    seen = set()
    found: Any = error
    while found is not None and id(found) not in seen:
        if isinstance(found, MemoryError) or type(found).__name__ == "OutOfMemoryError":
            return "oom"
        if isinstance(found, RuntimeError) and any(words in str(found) for words in _OOM_WORDS):
            return "oom"
        seen.add(id(found))
        found = found.__cause__
    if isinstance(error, ImportError):
        return "missing"
    return "input" if isinstance(error, ValueError) else "error"


def guard(engine: int) -> int:
    """Wait for the engine to end or for the asking side to go; returns the engine's exit code, as shells tell it."""
    os.close(1)
    ended = os.pidfd_open(engine)
    waiting = select.poll()
    waiting.register(0, 0)  # only "the other end is closed" is asked for: what is written there is the engine's
    waiting.register(ended, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in waiting.poll()}
        if 0 in ready:
            os.kill(engine, signal.SIGKILL)
            os.waitpid(engine, 0)  # so that it does not stay behind as a zombie where nobody else looks after it
            os.killpg(0, signal.SIGKILL)
        if ended in ready:
            _, status = os.waitpid(engine, 0)
            return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def engine(script: str, settings: Any) -> int:
    """Load and answer, in the engine's process. Returns its exit code."""
    asked = os.fdopen(os.dup(0), encoding="utf-8")
    protocol = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # a program that the engine starts must not read our requests

    def say(**told: Any) -> None:
        protocol.write(json.dumps(told) + "\n")
        protocol.flush()

    def fault(error: BaseException) -> Any:
        return {"kind": kind_of(error), "error": f"{type(error).__name__}: {error}"[:4000]}

    try:
        where = importlib.util.spec_from_file_location("engine_script", script)
        assert where is not None and where.loader is not None
        module = importlib.util.module_from_spec(where)
        where.loader.exec_module(module)
        answer, facts = module.load(settings)
        say(ready=True, python=sys.version.split()[0], facts=facts)
    except Exception as error:
        traceback.print_exc()
        say(ready=False, **fault(error))
        return 3
    for line in asked:
        request = json.loads(line)
        number = request["id"]
        try:
            told = answer(request["ask"], lambda share, number=number: say(id=number, progress=share))
            json.dumps(told)  # refused here, as the engine's fault, and not half written
        except Exception as error:
            traceback.print_exc()
            sys.stderr.flush()
            say(id=number, ok=False, **fault(error))
        else:
            say(id=number, ok=True, answer=told)
    return 0


if __name__ == "__main__":
    started = os.fork()  # before anything is imported: the guard stays small and has no threads
    if started:
        sys.exit(guard(started))
    code = engine(sys.argv[1], json.loads(sys.argv[2]))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
