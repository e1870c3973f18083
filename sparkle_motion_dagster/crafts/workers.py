"""Processes that do the work: a pool for drawing, encoding, speaking, listening; one of its own for a heavy model.

What belongs here: the pools and how their processes die. What does not: what they work on.

Drawing holds Python's lock, so threads would not use the second core; a process keeps its voice model and its
drawings between calls. Children are killed by the kernel the moment their parent dies, however it dies.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver
from typing import Any, TypeVar

from sparkle_motion_dagster.crafts.cycles import look_seldom

T = TypeVar("T")
_PR_SET_PDEATHSIG = 1
_IMPORTED = (
    "sparkle_motion_dagster.crafts.one_thread",  # first: before the libraries that ask how many threads to start
    "numpy", "scipy.signal", "cv2", "av", "PIL.Image", "PIL.ImageFont", "soundfile", "imagehash",
    "sparkle_motion_dagster.crafts.shoot",
    "sparkle_motion_dagster.crafts.crew",
    "sparkle_motion_dagster.media.audio",
    "sparkle_motion_dagster.media.images",
    "sparkle_motion_dagster.backends.images.animatic",
    "sparkle_motion_dagster.backends.video.animatic",
    "sparkle_motion_dagster.backends.lipsync.animatic",
    "sparkle_motion_dagster.backends.inspection.measure",
    "sparkle_motion_dagster.backends.speech.kokoro",
    "scipy.ndimage", "pyloudnorm", "sparkle_motion_dagster.media.movie",
)  # fmt: skip
"""What workers of the default profile import; of another profile, some of it is of use."""
_MAX_DEATHS = 3


def ready_workers() -> None:
    """Begin to import, beside whatever the caller does next, what the workers of `workers` need.

    It happens once, in a process that workers are forked from: each starts at once and shares the memory. That
    process ends with this one, and its workers with it. It has no threads and never touches a device.
    """
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(_IMPORTED))
    forkserver.ensure_running()


def _start_worker(one_thread: bool) -> None:
    """Runs first in each process: die with the parent, leave Ctrl-C to it."""
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    started_by = multiprocessing.parent_process()
    if started_by is None or not started_by.is_alive():
        os._exit(1)
    # Each worker is given the end of the pipe by whose closing the process they are forked from learns that this
    # run is gone: held here, it would keep both alive for ever.
    alive_fd = getattr(forkserver._forkserver, "_forkserver_alive_fd", None)
    if one_thread and alive_fd is not None:
        os.close(alive_fd)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if one_thread:  # as many processes as cores: each needs no more
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ[name] = "1"
    os.nice(1)
    look_seldom()


def _pool(count: int, one_thread: bool) -> ProcessPoolExecutor:
    context: multiprocessing.context.BaseContext
    if one_thread:
        ready_workers()
        context = multiprocessing.get_context("forkserver")
    else:
        context = multiprocessing.get_context("spawn")  # a device library must be imported where it is used
    return ProcessPoolExecutor(count, mp_context=context, initializer=_start_worker, initargs=(one_thread,))


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):
        process.kill()
    pool.shutdown(wait=True, cancel_futures=True)


class Workers:
    """Processes that work. When one dies, the calls under way fail, and the next call gets fresh processes.

    They start at the first call. Those of a run are shared by all crafts whose calls take one thread; a heavy model has its
    own: it is loaded once, and its memory is free when they end.
    """

    def __init__(self, count: int, *, shared: bool):
        self.count = count
        self.shared = shared
        self._running = _pool(count, one_thread=shared)
        self._deaths = 0
        self._replacing = threading.Lock()

    @property
    def whole(self) -> bool:
        """Whether none of the processes has died yet, not even of what came while they had nothing to do."""
        return not (self._deaths or self._running._broken)

    def submit(self, call: Callable[..., T], /, *arguments: Any) -> "Future[T]":
        """Call it in a process. Raises BrokenProcessPool once processes have died too often."""
        with self._replacing:
            try:
                return self._running.submit(call, *arguments)
            except BrokenProcessPool:
                self._deaths += 1
                if self._deaths > _MAX_DEATHS:
                    raise
                _kill(self._running)
                self._running = _pool(self.count, one_thread=self.shared)
                return self._running.submit(call, *arguments)

    def end(self) -> None:
        """Let what is under way be finished; no call is taken any more."""
        self._running.shutdown(wait=True)

    def kill(self) -> None:
        """End the processes at once, with whatever they were at."""
        _kill(self._running)


@contextmanager
def workers(count: int, *, shared: bool = True) -> Iterator[Workers]:
    """`Workers` for the length of a run, or of a stage if they are not shared.

    On any exception (Ctrl-C and Dagster's terminate included) they are killed.
    """
    pool = Workers(count, shared=shared)
    try:
        yield pool
    except BaseException:
        pool.kill()
        raise
    pool.end()


@contextmanager
def ended_by_interrupts(pool: Any) -> Iterator[None]:
    """Kill the pool's processes if what is done inside is interrupted (Ctrl-C, Dagster's Terminate).

    Dagster closes a run's resources in good order also after that, and would wait for every call that is under way.
    """
    try:
        yield
    except Exception:
        raise
    except BaseException:
        if isinstance(pool, Workers):
            pool.kill()
        raise


def get_ready(pool: Workers, backend: Any, count: int, threads: int) -> "Future[None] | None":
    """Let `count` processes of the pool load what the backend needs, beside whatever the caller does next.

    `threads`: on how many each call shall run. What cannot be loaded is told by the first call that needs it. A backend
    with processes of its own loads there. A call made before these have ended may start one more process, which loads too.

    Returns:
        Ended when all of them have; None if there is nothing to load.
    """
    warm_up = getattr(backend, "warm_up", None)
    if warm_up is None or backend.workers is not None:
        return None
    beside = ThreadPoolExecutor(1)  # to start a process is to wait until what it is forked from has imported everything
    loaded = beside.submit(_load, pool, warm_up, count, threads)
    beside.shutdown(wait=False)
    return loaded


def _load(pool: Workers, warm_up: Callable[[int], None], count: int, threads: int) -> None:
    wait([pool.submit(warm_up, threads) for _ in range(count)])
