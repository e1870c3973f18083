"""An engine of the outside protocol that can fail in every way: what `OutsideWorker` is tested with.

It is run by another interpreter and imports nothing of this package.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

OOM = "CUDA out of memory. Tried to allocate 2.00 GiB"


def hang_at_load():
    time.sleep(60)


def missing_at_load():
    import a_package_that_nobody_has  # noqa: F401


def oom_at_load():
    raise RuntimeError(OOM)


def die_at_load():
    print("a segmentation fault is near", file=sys.stderr, flush=True)
    os._exit(139)


class Engine:
    calls = 0

    def say(self, request, progress):
        return {"said": request["text"], "calls": self.calls, "pid": os.getpid()}

    def steps(self, request, progress):
        for step in range(1, 4):
            progress(step / 4)
        return {"steps": 3}

    def hang(self, request, progress):
        child = subprocess.Popen(["sleep", "120"])
        Path(request["note"]).write_text(f"{os.getpid()} {child.pid}")
        time.sleep(120)

    def die(self, request, progress):
        print("the driver is gone", file=sys.stderr, flush=True)
        os._exit(139)

    def oom(self, request, progress):
        raise RuntimeError(OOM)

    def input(self, request, progress):
        raise ValueError("no such voice")

    def fail(self, request, progress):
        print("looking at the tensor", file=sys.stderr)
        raise RuntimeError("shapes do not fit")

    def stdin(self, request, progress):
        return {"read": subprocess.run(["cat"], capture_output=True, text=True, timeout=5).stdout}

    def large(self, request, progress):
        return {"text": request["text"][::-1]}

    def object(self, request, progress):
        return {"value": object()}

    def environment(self, request, progress):
        return {"names": sorted(os.environ), "offline": os.environ.get("HF_HUB_OFFLINE"), "path": sys.path}


def load(settings):
    print("library chatter while loading")
    if "at_load" in settings:
        globals()[f"{settings['at_load']}_at_load"]()
    engine = Engine()

    def answer(request, progress):
        engine.calls += 1
        print("library chatter at work")
        return getattr(engine, request["do"])(request, progress)

    return answer, {"engine": "tiny 1"}
