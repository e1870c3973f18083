"""An environment of an engine's own: made from its lock, whole or not at all, and told apart from one of another lock."""

import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.outside.environment import NAMES, Environment, environment
from sparkle_motion_dagster.errors import BackendUnavailableError, InputError
from sparkle_motion_dagster_tests.conftest import Sparkle


def _wheel(folder: Path) -> tuple[Path, str]:
    """A wheel with one module, and its sha256."""
    path = folder / "tiny_engine_lib-1.0-py3-none-any.whl"
    about = "tiny_engine_lib-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny_engine_lib.py", "VALUE = 42\n")
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny-engine-lib\nVersion: 1.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(
            f"{about}/RECORD", f"tiny_engine_lib.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n"
        )
    return path, sha256(path.read_bytes()).hexdigest()


def _locked(folder: Path, digest: str, wheel: Path) -> Environment:
    lock = folder / "tiny.txt"
    lock.write_text(f"# python: 3.{sys.version_info.minor}\n{wheel.as_uri()} --hash=sha256:{digest}\n")
    return Environment("tiny", lock, folder / "environments" / "tiny")


def test_it_is_made_from_its_lock_once_and_again_when_the_lock_changes(tmp_path: Path):
    wheel, digest = _wheel(tmp_path)
    made = _locked(tmp_path, digest, wheel)
    assert "sparkle models env tiny" in (made.missing() or "")
    steps: list[str] = []
    assert made.make(steps.append) is True and made.missing() is None and len(steps) == 2
    said = subprocess.run(
        [made.require(), "-I", "-c", "import tiny_engine_lib as t; print(t.VALUE)"], capture_output=True
    )
    assert said.stdout == b"42\n" and made.size_mb() >= 0
    assert made.make(steps.append) is False and len(steps) == 2
    assert made.lock is not None
    made.lock.write_text(made.lock.read_text() + "# another\n")
    assert "made from another lock" in (made.missing() or "")


def test_what_is_not_what_the_lock_says_is_not_installed_and_leaves_nothing(tmp_path: Path):
    wheel, _ = _wheel(tmp_path)
    wrong = _locked(tmp_path, "0" * 64, wheel)
    with pytest.raises(BackendUnavailableError, match=r"(?s)the packages of tiny could not be made.*hash"):
        wrong.make(lambda step: None)
    assert not wrong.place.exists() and wrong.missing()


def test_the_shipped_locks_are_whole():
    for name in NAMES:
        text = environment(name).lock_text()
        names = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert len(names) > 10 and all("==" in line for line in names)
        assert text.count("--hash=sha256:") >= len(names) and "://" not in text
    with pytest.raises(InputError, match="expected one of chatterbox"):
        environment("nothing")


def test_the_command_says_whether_they_stand(sparkle: Sparkle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SPARKLE_ENVIRONMENTS", str(tmp_path))
    ran = sparkle("models", "env", "chatterbox", "--check", "--json")
    assert ran.code == 1 and ran.json["environments"][0]["stands"] is False
    assert sparkle("models", "env", "nothing").code == 2
