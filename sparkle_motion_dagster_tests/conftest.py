"""Films shared by tests: made once by the real graph at a small size, then copied for tests that change them."""

import gc
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.cli.main import main
from sparkle_motion_dagster_tests.made_once import made_once
from sparkle_motion_dagster_tests.tiny_models.fixtures import (  # noqa: F401
    own_device_locks,
    tiny_csm,
    tiny_ip_adapter,
    tiny_ltx,
    tiny_qwen_vl,
    tiny_sdxl,
    tiny_wan,
)

SPARKLE = str(Path(sys.executable).with_name("sparkle"))
"""The command as people run it."""
SLOW_FIRST = ("graph", "reliability", "studio", "benchmarks", "crafts", "backends")
"""Folders in the order in which their tests begin: quick ones last, so that both processes end together."""
BRIEF = "two-lamps.fountain"
SCREENPLAY = """Title: The Two Lamps
Author: A Test

INT. LIGHTHOUSE KITCHEN - NIGHT

Rain on the window. ADA (70), a lighthouse keeper in a yellow coat, lights a lamp.

ADA
Good evening, Tom.

TOM (30), a young fisherman with a red beard, shakes the rain from his hat.

TOM
(tired)
The sea is wild tonight.

EXT. BEACH - DAY

Waves roll on the sand.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow folders first."""
    here = Path(__file__).parent

    def turn(item: pytest.Item) -> int:
        folder = item.path.relative_to(here).parts[0]
        return SLOW_FIRST.index(folder) if folder in SLOW_FIRST else len(SLOW_FIRST)

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What the tests import stays: the search for cycles, which a model that is let go also begins, need not visit it."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Ran:
    """What a command of `sparkle` printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The last line of stdout."""
        return json.loads(self.out.strip().splitlines()[-1])


Sparkle = Callable[..., Ran]


@dataclass(frozen=True)
class Studio:
    """A studio with one film in it."""

    home: Path
    brief: Path
    made: Ran

    def profile(self) -> str:
        """The small profile that its film was made with."""
        return str(self.home.parent / "tiny.yaml")

    def copied_to(self, folder: Path) -> "Studio":
        """A copy in a new folder, which a test may change and whose film it may hold."""
        shutil.copytree(self.home.parent, folder, symlinks=True)
        return Studio(folder / self.home.name, folder / self.brief.name, self.made)


def tiny_profile(folder: Path) -> Path:
    """The animatic at 320×180: everything real, few pixels."""
    from sparkle_motion_dagster.film.shipped import configs_folder

    text = (configs_folder() / "profiles" / "animatic.yaml").read_text(encoding="utf-8")
    text = text.replace("width_px: 1280, height_px: 720", "width_px: 320, height_px: 184").replace(
        "name: animatic", "name: tiny"
    )
    path = folder / "tiny.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def run_sparkle(*arguments: str, capsys: pytest.CaptureFixture[str] | None = None) -> Ran:
    """Run `sparkle` in this process."""
    import contextlib
    import io
    from unittest import mock

    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["sparkle", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def sparkle() -> Sparkle:
    """`sparkle("make", path, …)` → what it printed and its exit code."""
    return run_sparkle


@pytest.fixture(scope="session")
def finished_studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A studio whose film is finished. Do not change it: copy it with `studio`."""
    folder = made_once(tmp_path_factory, "finished-studio", _finish_a_film)
    said = json.loads((folder / "made.json").read_text(encoding="utf-8"))
    return Studio(folder / "studio", folder / BRIEF, Ran(**said))


def _finish_a_film(folder: Path) -> None:
    (folder / BRIEF).write_text(SCREENPLAY, encoding="utf-8")
    profile = tiny_profile(folder)
    where = ("--home", str(folder / "studio"), "--profile", str(profile))
    made = run_sparkle("make", str(folder / BRIEF), *where, "--json")
    assert made.code == 0, made.err
    (folder / "made.json").write_text(json.dumps(asdict(made)), encoding="utf-8")


@pytest.fixture
def studio(finished_studio: Studio, tmp_path: Path) -> Studio:
    """A copy of the finished studio that a test may change."""
    return finished_studio.copied_to(tmp_path / "copy")
