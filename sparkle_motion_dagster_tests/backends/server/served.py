"""`sparkle serve` in a process of its own, for tests; and a backend that waits until it is told to go on.

What belongs here: starting, ending and addressing servers. What does not: tests.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.images.animatic import AnimaticImages
from sparkle_motion_dagster.backends.profile import Choice
from sparkle_motion_dagster.backends.progress import report_progress
from sparkle_motion_dagster.backends.protocols import ImageRequest, MadeImages
from sparkle_motion_dagster.backends.registry import BACKENDS, build_choice

TOKEN = "a-token-of-this-test"
ENV = "SPARKLE_TEST_TOKEN"


class PatientImages(AnimaticImages):
    """Draws as the animatic does, once the file `go` is in its folder; says in `begun` how many calls it began."""

    name = "patient"

    def __init__(self, folder: str):
        self.folder = Path(folder)

    def make(self, request: ImageRequest, folder: Path) -> MadeImages:
        """Wait, then draw."""
        begun, fresh = self.folder / "begun", self.folder / "beginning"
        fresh.write_text(f"{int(begun.read_text()) + 1 if begun.exists() else 1}", encoding="ascii")
        fresh.replace(begun)  # whole or not at all: tests kill this process the moment they see it
        report_progress(folder, 0.5)
        while not (self.folder / "go").exists():
            time.sleep(0.02)
        return super().make(request, folder)


@dataclass
class Served:
    """A running server."""

    url: str
    process: subprocess.Popen[str]
    told: list[str]

    def backend(self, craft: str = "images", **settings: Any) -> Any:
        """The studio's side of it."""
        chosen = {"url": self.url, "token_env": ENV, "timeout_s": 30, "max_retries": 1, **settings}
        return build_choice(craft, Choice(backend="server", settings=chosen), "profile test")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        return self.process.wait(20)


@contextmanager
def served(folder: Path, craft: str, backend: str, /, port: int = 0, **settings: Any) -> Iterator[Served]:
    """`sparkle serve` of a craft, until the block ends."""
    folder.mkdir(exist_ok=True)
    profile = folder / "served.yaml"
    profile.write_text(_profile(craft, backend, settings), encoding="utf-8")
    token = folder / "token"
    token.write_text(TOKEN, encoding="ascii")
    command = [sys.executable, "-m", __name__, "serve", craft, "--profile", str(profile), "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--home", str(folder / "home"), "--token-file", str(token)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    try:
        assert process.stdout is not None and process.stderr is not None
        line = process.stdout.readline()
        assert " at http://" in line, process.stderr.read()
        yield Served(line.rpartition(" at ")[2].strip(), process, [line])
    finally:
        process.kill()
        process.communicate()


def _profile(craft: str, backend: str, settings: dict[str, Any]) -> str:
    import yaml

    names = {
        "speech": "kokoro",
        "images": "animatic",
        "video": "animatic",
        "lipsync": "animatic",
        "inspection": "measured",
    }
    crafts: dict[str, Any] = {name: {"backend": plain} for name, plain in names.items()}
    crafts[craft] = {"backend": backend, "settings": settings}
    return yaml.safe_dump({"name": "served", "crafts": crafts})


if __name__ == "__main__":
    from sparkle_motion_dagster.cli.main import main

    BACKENDS["images"]["patient"] = "sparkle_motion_dagster_tests.backends.server.served:PatientImages"
    os.environ.setdefault("SPARKLE_CORES", "1")
    main()
