"""An engine of the outside protocol that paints mouths green, and fails as the file `behave` in its folder says.

It is run by another interpreter, as real engines are; it borrows this package's files of clips, which real ones do not have.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

GREEN = (0, 255, 0)


def die(code):
    print("the driver is gone", file=sys.stderr, flush=True)
    os._exit(139)


def hang(code):
    child = subprocess.Popen(["sleep", "300"])
    (code / "pids").write_text(f"{os.getpid()} {child.pid}")
    time.sleep(300)


def fail(code):
    raise RuntimeError("Face not detected")


def oom(code):
    raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")


FAULTS = {"die": die, "hang": hang, "fail": fail, "oom": oom}
SHAPES = {
    "one-less": lambda frames: frames[:-1],
    "one-more": lambda frames: [*frames, frames[-1]],
    "half": lambda frames: frames[: len(frames) // 2],
    "small": lambda frames: [frame[:64, :160] for frame in frames],
}


def load(settings):
    code = Path(settings["code"])
    sys.path.insert(0, (code / "path").read_text())
    from sparkle_motion_dagster.backends.lipsync.engine_clips import read_clip, write_clip

    def answer(request, progress):
        how, _, times = (code / "behave").read_text().partition(" ")
        tries = len(list(code.glob("try-*")))
        (code / f"try-{tries}").touch()
        if times and tries >= int(times):
            how = "good"
        Path(request["temp"], "scratch").write_text("left lying about")
        if how in FAULTS:
            FAULTS[how](code)
        out, frames = Path(request["out"]), list(read_clip(Path(request["clip"])))
        assert len(frames) == request["frames"]
        if how in ("nothing", "text"):
            _ = how == "text" and out.write_text("no film")
            return {}
        for frame in frames:
            if how != "same":
                frame[:] = GREEN
        frames = SHAPES.get(how, list)(frames)
        progress(0.5)
        height, width = frames[0].shape[:2]
        write_clip(out, frames, width, height, request["fps"])
        return {}

    return answer, {"engine": "tiny"}
