"""One call of each craft's real engine, for machines that have them: `SMOKE_IMAGES=1 pytest -m smoke`.

SMOKE_IMAGES, SMOKE_VIDEOS, SMOKE_TTS, SMOKE_LIPSYNC, SMOKE_QA, SMOKE_ASSEMBLE; SMOKE_ADAPTERS is all of them. The engines
are those of the profile in SMOKE_PROFILE (default `gpu`). What is asked for and cannot run is a failure, never skipped.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sparkle_motion_dagster.backends.profile import Craft, Profile, load_profile
from sparkle_motion_dagster.backends.protocols import (
    ImageRequest,
    InspectionRequest,
    LipsyncRequest,
    SeenCharacter,
    ShotWords,
    SpeechRequest,
    TimedLine,
    VideoRequest,
)
from sparkle_motion_dagster.backends.registry import build, examine_craft
from sparkle_motion_dagster.film.picture import Figure, Picture
from sparkle_motion_dagster.media.audio import active_level_db, read_wav, write_wav
from sparkle_motion_dagster.media.probe import probe
from sparkle_motion_dagster_tests.conftest import Studio

pytestmark = pytest.mark.smoke
LINE = "Good evening. The sea is wild tonight."
PROMPT = "close-up of an old lighthouse keeper in a yellow coat, facing the camera, lamp light"
FPS = 24


def _asked_for(name: str) -> None:
    if not (os.environ.get(f"SMOKE_{name}") or os.environ.get("SMOKE_ADAPTERS")):
        pytest.skip(f"set SMOKE_{name}=1, or SMOKE_ADAPTERS=1 for all")


def _profile() -> Profile:
    return load_profile(os.environ.get("SMOKE_PROFILE") or "gpu")


def _engine(craft: Craft) -> Any:
    profile = _profile()
    row = examine_craft(profile, craft)
    assert row["ready"], f"{craft} ({row['backend']}) was asked for and cannot run here: {row['detail']}"
    return build(profile, craft)


def _picture(width_px: int = 1024, height_px: int = 1024) -> Picture:
    keeper = Figure(character_id="ada", name="Ada", description="an old woman in a yellow coat", x=0.5, speaking=True)
    return Picture(
        place="kitchen", interior=True, time_of_day="night", weather="clear", framing="close", camera="hold",
        figures=(keeper,), focus="ada", props=("lamp",), description=PROMPT, scene_seed=1, seed=2, width_px=width_px,
        height_px=height_px,
    )  # fmt: skip


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


def _still(folder: Path, picture: Picture) -> Path:
    """A picture that something can be seen in: the profile's own if it can, else a gradient."""
    made = build(_profile(), "images").make(ImageRequest("s010", picture, PROMPT, PROMPT, 7), _folder(folder, "still"))
    return made.start


def test_images(tmp_path: Path):
    _asked_for("IMAGES")
    engine = _engine("images")
    request = ImageRequest("s010", _picture(), PROMPT, PROMPT, 7)
    first, again = engine.make(request, _folder(tmp_path, "a")), engine.make(request, _folder(tmp_path, "b"))
    assert first.start.read_bytes() == again.start.read_bytes()
    with Image.open(first.start) as image:
        assert image.size == (1024, 1024) and np.asarray(image).std() > 10
    assert engine.draft or first.start.stat().st_size > 100 * 1024


def test_videos(tmp_path: Path):
    _asked_for("VIDEOS")
    engine, size = _engine("video"), _profile().video
    picture = _picture(size.width_px, size.height_px)
    still, frames = _still(tmp_path, picture), 3 * FPS
    request = VideoRequest("s010", picture, still, still, PROMPT, frames, FPS, "cut", 7)
    found = probe(engine.render(request, _folder(tmp_path, "clip")).video, count=True)
    assert found.frames == frames and abs(found.duration_s - 3) <= 0.1
    assert (found.width_px, found.height_px) == (size.width_px, size.height_px)


def test_tts(tmp_path: Path):
    _asked_for("TTS")
    engine = _engine("speech")
    voice = engine.voices()[0]
    request = SpeechRequest(LINE, voice, 1.0, 0.0, 48_000, 7)
    first, again = engine.speak(request, tmp_path / "a.wav"), engine.speak(request, tmp_path / "b.wav")
    assert first.wav.read_bytes() == again.wav.read_bytes()
    samples, rate_hz = read_wav(first.wav)
    assert rate_hz == 48_000 and len(samples) / rate_hz == pytest.approx(first.duration_s) and 1 < first.duration_s < 15
    assert active_level_db(samples, rate_hz) > -45


def test_lipsync(tmp_path: Path):
    _asked_for("LIPSYNC")
    engine, size = _engine("lipsync"), _profile().video
    picture = _picture(size.width_px, size.height_px)
    still, frames = _still(tmp_path, picture), 2 * FPS
    video = build(_profile(), "video")
    clip = video.render(
        VideoRequest("s010", picture, still, still, PROMPT, frames, FPS, "cut", 7), _folder(tmp_path, "clip")
    )
    speech = tmp_path / "speech.wav"
    write_wav(speech, (0.1 * np.sin(np.arange(2 * 48_000) / 40)).astype(np.float32), 48_000)
    line = TimedLine("ada", "Ada", LINE, 0.2, 1.8, True, ())
    asked = LipsyncRequest("s010", picture, clip.video, clip.rig, speech, (line,), frames, FPS, False, 7)
    made = engine.sync(asked, _folder(tmp_path, "synced"))
    found = probe(made.video, count=True)
    assert abs(found.frames - frames) <= 1 and found.audio_codec


def test_qa(tmp_path: Path):
    _asked_for("QA")
    engine, size = _engine("inspection"), _profile().video
    picture = _picture(size.width_px, size.height_px)
    still, frames = _still(tmp_path, picture), FPS
    clip = build(_profile(), "video").render(
        VideoRequest("s010", picture, still, still, PROMPT, frames, FPS, "cut", 7), _folder(tmp_path, "clip")
    )
    seen = (SeenCharacter("Ada", "an old woman in a yellow coat"),)
    words = ShotWords(PROMPT, "Ada lights a lamp.", "kitchen", True, "night", "clear", "close", "cut", seen, ("lamp",))
    size_px = (size.width_px, size.height_px)
    request = InspectionRequest(
        "s010", clip.video, still, None, (), frames, FPS, *size_px, False, clip.rig, words=words
    )
    findings = engine.inspect(request)
    assert findings.shot_id == "s010" and findings.judged and findings.decoded_frames in (None, frames)


def test_assemble(request: pytest.FixtureRequest):
    _asked_for("ASSEMBLE")
    studio: Studio = request.getfixturevalue("finished_studio")
    made = studio.made.json
    found = probe(Path(made["movie"]), count=True)
    assert found.duration_s == pytest.approx(made["duration_s"], rel=0.05)
    assert found.video_codec == "h264" and found.audio_codec == "aac"
    assert Path(made["movie"]).stat().st_size > 50 * 1024
