"""Lip-sync by an engine in another process: what it gets, what it may return, and what is left when it fails."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from sparkle_motion_dagster.backends.device.model_context import let_go_of_models
from sparkle_motion_dagster.backends.lipsync.outside import LatentSyncLipsync, MuseTalkLipsync, OutsideLipsync
from sparkle_motion_dagster.backends.profile import Choice, load_profile
from sparkle_motion_dagster.backends.protocols import LipsyncRequest, MadeLipsync
from sparkle_motion_dagster.backends.registry import examine_craft
from sparkle_motion_dagster.errors import (
    BackendError,
    BackendUnavailableError,
    ModelOOMError,
    ProfileError,
    WeightsError,
)
from sparkle_motion_dagster.media.audio import active_level_db, read_wav
from sparkle_motion_dagster_tests.backends.lipsync.talking import (
    ADA,
    ADA_SPEAKS,
    FRAMES,
    TOM,
    TOM_SPEAKS,
    Talk,
    changed,
    pictures,
)

MOVED, LEFT = 20.0, 6.0
ROOT = Path(__file__).parents[3]


class TinyEngine(OutsideLipsync):
    """The backend with an engine of the tests' own."""

    name: ClassVar[str] = "tiny"
    script: ClassVar[Path] = Path(__file__).with_name("tiny_lipsync_engine.py")

    def needed(self) -> tuple[str, ...]:
        return ("behave",)

    def weights(self) -> tuple[str, ...]:
        return ("weights.pth",)


@pytest.fixture
def code(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "engine-code"
    folder.mkdir()
    (folder / "behave").write_text("good")
    (folder / "path").write_text(str(ROOT))
    (folder / "weights.pth").write_bytes(b"weights")
    yield folder
    let_go_of_models()


def backend(code: Path, **settings: Any) -> TinyEngine:
    return TinyEngine(
        **{"code": str(code), "python": sys.executable, "device": "cpu", "load_timeout_s": 30, **settings}
    )


def synced(code: Path, request: LipsyncRequest, behave: str = "good", **settings: Any) -> MadeLipsync:
    (code / "behave").write_text(behave)
    folder = code.parent / "shot"
    folder.mkdir()
    return backend(code, **settings).sync(request, folder)


def left_behind(code: Path) -> list[str]:
    return sorted(path.name for path in (code.parent / "shot").iterdir() if not path.name.startswith("."))


def test_only_the_speakers_mouth_is_taken_from_what_comes_back(code: Path, two_talk: Talk):
    made = synced(code, two_talk.request)
    before, after = pictures(two_talk.request.clip), pictures(made.video)
    assert made.mouths_moved and made.notes == () and len(after) == FRAMES
    for who, other, speaks in (("ada", "tom", ADA_SPEAKS), ("tom", "ada", TOM_SPEAKS)):
        for frame in speaks:
            assert after[frame][tuple(two_talk.mouth(who, frame)[::-1])] == pytest.approx([0, 255, 0], abs=40)
            assert changed(before[frame], after[frame], two_talk.mouth(other, frame)) < LEFT
            assert changed(before[frame], after[frame], two_talk.mouth(who, frame) - [0, 18], reach=4) < LEFT
    assert left_behind(code) == ["lipsynced.mp4"]
    assert [(a["who"], a["outcome"]) for a in made.facts["attempts"]] == [("ADA", "succeeded"), ("TOM", "succeeded")]


def test_a_clip_that_comes_back_as_it_went_changes_no_colour(code: Path, two_talk: Talk):
    made = synced(code, two_talk.request, "same")
    before, after = pictures(two_talk.request.clip), pictures(made.video)
    for who, speaks in (("ada", ADA_SPEAKS), ("tom", TOM_SPEAKS)):
        for frame in speaks:
            x, y = two_talk.mouth(who, frame)
            part = slice(y - 8, y + 8), slice(x - 8, x + 8)
            assert np.abs((after[frame][part] - before[frame][part]).mean(axis=(0, 1))).max() < 2.5


def test_the_engine_gets_one_speaker_and_their_words_frame_by_frame_at_its_own_rate(code: Path, two_talk: Talk):
    asked: dict[str, Any] = {}
    engine = TinyEngine.engine

    class Looking(TinyEngine):
        def engine(self) -> Any:
            context = engine(self)

            class Watched:
                def __enter__(self) -> Any:
                    worker = context.__enter__()
                    call = worker.call

                    def looked(request: dict[str, Any], *more: Any) -> Any:
                        samples, rate_hz = read_wav(Path(request["wav"]))
                        boxes = json.loads(Path(request["boxes"]).read_text())
                        shape = next(iter(pictures_of(Path(request["clip"])))).shape
                        asked[Path(request["clip"]).stem] = (request, samples, rate_hz, boxes, shape)
                        return call(request, *more)

                    worker.call = looked
                    return worker

                def __exit__(self, *error: Any) -> Any:
                    return context.__exit__(*error)

            return Watched()

    folder = code.parent / "shot"
    folder.mkdir()
    Looking(code=str(code), python=sys.executable, device="cpu").sync(two_talk.request, folder)
    assert [name.split("-")[0] for name in asked] == ["ada", "tom"]
    for name, end_s in (("ada", ADA.end_s), ("tom", TOM.end_s)):
        stem = next(stem for stem in asked if stem.startswith(name))
        last_s = np.flatnonzero(np.abs(asked[stem][1]) > 0.02)[-1] / 16_000
        assert last_s == pytest.approx((end_s * 24 - int(stem.split("-")[1])) / 25, abs=0.012)
    for request, samples, rate_hz, boxes, shape in asked.values():
        assert request["fps"] == 25.0 and rate_hz == 16_000
        assert len(samples) == pytest.approx(request["frames"] / 25 * 16_000, abs=1)
        assert active_level_db(samples, rate_hz) > -40
        assert len(boxes["boxes"]) == request["frames"] and (boxes["height_px"], boxes["width_px"]) == shape[:2]
        x, y, width, height = boxes["boxes"][0]
        assert 0 < x < x + width < boxes["width_px"] and 0 < y < y + height < boxes["height_px"]
        assert boxes["width_px"] < 3.5 * width  # one face, not two


def pictures_of(clip: Path) -> Iterator[np.ndarray]:
    from sparkle_motion_dagster.backends.lipsync.engine_clips import read_clip

    return read_clip(clip)


@pytest.mark.parametrize(("behave", "said"), [("one-less", "its last was held"), ("one-more", "the last was left out")])
def test_one_frame_more_or_less_is_mended_and_said(code: Path, two_talk: Talk, behave: str, said: str):
    made = synced(code, two_talk.request, behave)
    assert len(pictures(made.video)) == FRAMES
    assert len(made.notes) == 2 and said in made.notes[0] and "ADA's mouth" in made.notes[0]


@pytest.mark.parametrize(
    ("behave", "words"),
    [
        ("die", r"s010: ADA's mouth: tiny died \(by signal 11 \(SIGSEGV\)\); it last said: (?s:.*)the driver is gone"),
        ("fail", "Face not detected"),
        ("nothing", "ended without an error and without a clip"),
        ("text", "made a clip that cannot be decoded"),
        ("half", r"was given \d+ frames and made \d+"),
        ("small", "another shape"),
    ],
)
def test_what_is_no_clip_of_the_shot_is_an_error_and_leaves_nothing(
    code: Path, two_talk: Talk, behave: str, words: str
):
    with pytest.raises(BackendError, match=words):
        synced(code, two_talk.request, behave, retries=0)
    assert left_behind(code) == []


def test_an_engine_that_dies_is_started_again_as_often_as_the_profile_says(code: Path, two_talk: Talk):
    made = synced(code, two_talk.request, "die 2", retries=2)
    ada = [attempt["outcome"][:9] for attempt in made.facts["attempts"] if attempt["who"] == "ADA"]
    assert ada == ["tiny died", "tiny died", "succeeded"] and made.mouths_moved
    assert left_behind(code) == ["lipsynced.mp4"]


def test_lack_of_memory_is_not_tried_again(code: Path, two_talk: Talk):
    with pytest.raises(ModelOOMError):
        synced(code, two_talk.request, "oom", retries=3)
    assert len(list(code.glob("try-*"))) == 1 and left_behind(code) == []


def test_an_engine_that_overruns_is_killed_with_everything_it_started(
    code: Path, two_talk: Talk, monkeypatch: pytest.MonkeyPatch
):
    (code / "behave").write_text("hang")
    folder = code.parent / "shot"
    folder.mkdir()
    engine = backend(code, retries=0)
    object.__setattr__(engine, "timeout_s", 1.0)  # a profile may say no less than 30
    started = time.monotonic()
    with pytest.raises(BackendError, match="gave no answer in 1 s and was stopped"):
        engine.sync(two_talk.request, folder)
    assert time.monotonic() - started < 20
    pids = [int(word) for word in (code / "pids").read_text().split()]
    deadline = time.monotonic() + 5
    while any(_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(_alive(pid) for pid in pids) and left_behind(code) == []


def _alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_a_clip_without_speakers_starts_no_engine(code: Path, two_talk: Talk):
    made = synced(code, two_talk.asking(lines=()), "die", retries=0)
    assert not made.mouths_moved and made.facts["passed_through"] == "nobody is seen to speak"


def test_recipes_change_with_code_weights_and_settings_and_hold_no_path(code: Path):
    told = backend(code).model_inputs()
    assert str(code) not in json.dumps(told) and told == backend(code).model_inputs()
    (code / "weights.pth").write_bytes(b"others!")
    other = backend(code).model_inputs()
    assert other["fingerprint"] != told["fingerprint"]
    (code / "pipeline.py").write_text("x = 1")
    assert backend(code).model_inputs()["fingerprint"] != other["fingerprint"]
    with pytest.raises(WeightsError, match="pins 0123"):
        backend(code, revision="0123").model_inputs()
    assert backend(code, pads=(0, 0, 0, 0)).model_inputs() != backend(code).model_inputs()


def test_what_is_missing_is_told_before_anything_starts(code: Path, two_talk: Talk):
    with pytest.raises(BackendUnavailableError, match=r"the interpreter of tiny .* is not there"):
        synced(code, two_talk.request, python=str(code / "no" / "python"))
    for kind, name in ((LatentSyncLipsync, "latentsync"), (MuseTalkLipsync, "musetalk")):
        with pytest.raises(WeightsError, match=r"has no .*its own README"):
            kind(code=str(code), python=sys.executable).model_inputs()
        settings = {"code": str(code), "python": "nowhere/python", "device": "cpu"}
        profile = load_profile("animatic")
        crafts = {**profile.crafts, "lipsync": Choice(backend=name, settings=settings)}
        row = examine_craft(profile.model_copy(update={"crafts": crafts}), "lipsync")
        assert not row["ready"] and "README" in row["detail"] and "interpreter" in row["detail"]
    with pytest.raises(ProfileError, match="expected cuda"):
        LatentSyncLipsync(code=str(code), python="python", device="gpu")


COMMAND = """
import argparse, json, shutil, sys
parser = argparse.ArgumentParser()
for name in ("inference_config", "result_dir", "unet_model_path", "unet_config", "version", "batch_size", "fps", "ffmpeg_path"):
    parser.add_argument("--" + name, required=True)
parser.add_argument("--use_float16", action="store_true")
args = parser.parse_args()
import pathlib, subprocess
task = json.load(open(args.inference_config))["task_0"]
assert pathlib.Path(task["audio_path"]).is_file() and args.version == "v15" and args.use_float16
made = pathlib.Path(args.result_dir) / "v15"
made.mkdir(parents=True)
subprocess.run(["ffmpeg", "-version"], check=True)
shutil.copy(task["video_path"], made / "temp_x.mp4")
shutil.copy(task["video_path"], made / "x.mp4")
"""


def test_musetalks_command_is_run_in_its_folder_with_our_ffmpeg(
    code: Path, two_talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Its documented command line, with a program of ours in MuseTalk's place: only the words are tested."""
    for name in ("scripts/__init__.py", "models/musetalkV15/unet.pth", "models/musetalkV15/musetalk.json"):
        (code / name).parent.mkdir(parents=True, exist_ok=True)
        (code / name).write_text("")
    (code / "scripts" / "inference.py").write_text(COMMAND)
    folder = tmp_path / "shot"
    folder.mkdir()
    engine = MuseTalkLipsync(code=str(code), python=sys.executable, device="cpu", retries=0)
    monkeypatch.setattr(MuseTalkLipsync, "need_mb", lambda self: 0.0)  # the machine of the tests may be small
    made = engine.sync(two_talk.request, folder)
    assert made.mouths_moved and len(pictures(made.video)) == FRAMES
    assert made.facts["engine_says"]["command"] == "python -m scripts.inference"
    assert left_behind(code) == ["lipsynced.mp4"]
    let_go_of_models()


def test_engine_scripts_need_nothing_of_this_package_to_be_read():
    for name in ("latentsync_engine.py", "musetalk_engine.py"):
        script = ROOT / "sparkle_motion_dagster" / "backends" / "lipsync" / name
        text = script.read_text()
        assert "import sparkle_motion_dagster" not in text and "from sparkle_motion_dagster" not in text
        code = f"import runpy; print(callable(runpy.run_path({str(script)!r})['load']))"
        ran = subprocess.run(
            [sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=20, env=dict(os.environ)
        )
        assert ran.stdout.strip() == "True"
