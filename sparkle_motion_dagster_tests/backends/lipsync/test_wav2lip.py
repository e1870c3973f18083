"""Lip-sync by a tiny Wav2Lip on drawn faces: whose mouth moves, when, and what is said where none can."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sparkle_motion_dagster.backends.device.model_context import let_go_of_models, warm_models
from sparkle_motion_dagster.backends.lipsync.none import NoLipsync
from sparkle_motion_dagster.backends.lipsync.wav2lip import Wav2LipLipsync
from sparkle_motion_dagster.backends.lipsync.wav2lip_mouths import Wav2LipMouths
from sparkle_motion_dagster.backends.profile import Choice, load_profile
from sparkle_motion_dagster.backends.protocols import IgnoresSeeds, LipsyncRequest, MadeLipsync
from sparkle_motion_dagster.backends.registry import build_choice, examine_craft
from sparkle_motion_dagster.errors import BackendError, ProfileError, WeightsError
from sparkle_motion_dagster.media.probe import probe
from sparkle_motion_dagster_tests.backends.animatic_pictures import ADA, figure, picture
from sparkle_motion_dagster_tests.backends.lipsync.talking import (
    ADA_SPEAKS,
    FRAMES,
    TOM_SPEAKS,
    Talk,
    changed,
    pictures,
    talk,
)

MOVED, LEFT = 20.0, 6.0
"""Differences of a mouth that was made anew, and of one that was only encoded again (0-255)."""


def backend(model: Path, **settings: Any) -> Wav2LipLipsync:
    return Wav2LipLipsync(model=str(model), accept_noncommercial=True, device="cpu", **settings)


def synced(model: Path, request: LipsyncRequest, folder: Path, **settings: Any) -> MadeLipsync:
    folder.mkdir()
    return backend(model, **settings).sync(request, folder)


@pytest.fixture(scope="module")
def made(tiny_wav2lip: Path, two_talk: Talk, tmp_path_factory: pytest.TempPathFactory) -> MadeLipsync:
    return synced(tiny_wav2lip, two_talk.request, tmp_path_factory.mktemp("made") / "a")


@pytest.fixture(scope="module")
def before(two_talk: Talk) -> np.ndarray:
    return pictures(two_talk.request.clip)


def test_only_the_mouth_of_whoever_speaks_moves_and_only_then(made: MadeLipsync, before: np.ndarray, two_talk: Talk):
    after = pictures(made.video)
    assert made.mouths_moved and made.notes == () and len(after) == len(before) == FRAMES
    for who, other, speaks in (("ada", "tom", ADA_SPEAKS), ("tom", "ada", TOM_SPEAKS)):
        for frame in speaks:
            assert changed(before[frame], after[frame], two_talk.mouth(who, frame)) > MOVED
            assert changed(before[frame], after[frame], two_talk.mouth(other, frame)) < LEFT
    for frame in (0, 1, 20, 21, FRAMES - 1):
        assert np.abs(after[frame] - before[frame]).mean() < 4


def test_eyes_and_hair_stay_as_they_were(made: MadeLipsync, before: np.ndarray, two_talk: Talk):
    after = pictures(made.video)
    for frame in ADA_SPEAKS:
        eyes = two_talk.mouth("ada", frame) - [0, 18]
        assert changed(before[frame], after[frame], eyes, reach=4) < LEFT


def test_the_clip_keeps_its_frames_and_has_the_shots_speech(made: MadeLipsync):
    found = probe(made.video, count=True)
    assert (found.frames, found.fps, found.width_px, found.height_px) == (FRAMES, 24, 320, 176)
    assert found.audio_codec == "aac" and found.duration_s == pytest.approx(FRAMES / 24, abs=0.05)


def test_the_same_request_gives_the_same_bytes_in_a_fresh_process_too(
    made: MadeLipsync, tiny_wav2lip: Path, two_talk: Talk, tmp_path: Path
):
    let_go_of_models()
    again = synced(tiny_wav2lip, two_talk.asking(seed=9), tmp_path / "b")
    assert again.video.read_bytes() == made.video.read_bytes()
    assert isinstance(backend(tiny_wav2lip), IgnoresSeeds)


def test_other_words_move_the_mouth_otherwise(made: MadeLipsync, tiny_wav2lip: Path, two_talk: Talk, tmp_path: Path):
    from sparkle_motion_dagster.media.audio import read_wav, write_wav

    samples, rate_hz = read_wav(two_talk.request.speech)
    write_wav(tmp_path / "other.wav", np.roll(samples[::-1], 2000) * 0.5, rate_hz)
    other = pictures(synced(tiny_wav2lip, two_talk.asking(speech=tmp_path / "other.wav"), tmp_path / "c").video)
    mine = pictures(made.video)
    moved = [changed(mine[n], other[n], two_talk.mouth("ada", n)) for n in ADA_SPEAKS]
    assert max(moved) > 1.5


def test_how_it_was_made_is_told(made: MadeLipsync, tiny_wav2lip: Path):
    assert made.facts["speakers"]["ADA"]["moved_frames"] == made.facts["speakers"]["ADA"]["speaking_frames"] > 6
    assert made.facts["faces_found"] == 2 and made.facts["device"] == "cpu" and made.facts["attempts"] == []
    assert made.facts["model"]["fingerprint"] == backend(tiny_wav2lip).source.snapshot().fingerprint()
    assert [row["device"] for row in warm_models()] == ["cpu"]


@pytest.mark.parametrize("fps", [25, 30])
def test_no_frame_is_lost_at_any_rate(tiny_wav2lip: Path, tmp_path: Path, fps: int):
    (tmp_path / "talk").mkdir()
    speaking = talk(tmp_path / "talk", picture(camera="hold"), fps)
    late = replace(speaking.request.lines[1], start_s=FRAMES / fps - 0.4, end_s=FRAMES / fps)
    made = synced(tiny_wav2lip, speaking.asking(lines=(late,)), tmp_path / "made")
    after = pictures(made.video)
    assert len(after) == FRAMES
    last = FRAMES - 1
    assert changed(pictures(speaking.request.clip)[last], after[last], speaking.mouth("tom", last)) > MOVED


def test_subtitles_are_burned_as_without_lip_sync(tiny_wav2lip: Path, two_talk: Talk, tmp_path: Path):
    asked = two_talk.asking(subtitles=True)
    plain = tmp_path / "plain"
    plain.mkdir()
    one = pictures(NoLipsync().sync(asked, plain).video)
    other = pictures(synced(tiny_wav2lip, asked, tmp_path / "d").video)
    low = slice(140, 176)
    assert np.abs(one[10, low] - other[10, low]).mean() < 1.5
    assert np.abs(one[10, low] - pictures(two_talk.request.clip)[10, low]).mean() > 4


def test_a_draft_is_marked_as_one(tiny_wav2lip: Path, two_talk: Talk, made: MadeLipsync, tmp_path: Path):
    marked = pictures(synced(tiny_wav2lip, two_talk.asking(draft_mark=True), tmp_path / "l").video)
    corner = slice(0, 30), slice(200, 320)
    assert (marked[10][corner] > 230).sum() > (pictures(made.video)[10][corner] > 230).sum()


def test_where_nobody_is_seen_to_speak_the_picture_passes_through(tiny_wav2lip: Path, two_talk: Talk, tmp_path: Path):
    lines = tuple(replace(line, on_screen=False) for line in two_talk.request.lines)
    let_go_of_models()
    made = synced(tiny_wav2lip, two_talk.asking(lines=lines), tmp_path / "e")
    assert not made.mouths_moved and made.facts["passed_through"] == "nobody is seen to speak"
    np.testing.assert_array_equal(pictures(made.video), pictures(two_talk.request.clip))
    assert probe(made.video).audio_codec == "aac" and warm_models() == []


def test_a_speaker_whose_face_is_not_found_makes_a_draft_or_is_refused(
    tiny_wav2lip: Path, two_talk: Talk, tmp_path: Path
):
    blind = {"crop": (0, 40, 0, 40)}
    made = synced(tiny_wav2lip, two_talk.request, tmp_path / "f", **blind)
    assert not made.mouths_moved
    assert made.notes == tuple(f"{who} speaks with a still mouth: no face for it was found" for who in ("ADA", "TOM"))
    corner = slice(0, 30), slice(200, 320)
    plain, marked = (pictures(video)[10][corner] for video in (two_talk.request.clip, made.video))
    assert made.draft and (marked > 230).sum() > (plain > 230).sum()
    far = two_talk.request.picture.model_copy(update={"framing": "wide"})
    assert synced(tiny_wav2lip, two_talk.asking(picture=far), tmp_path / "far", **blind).draft is None
    with pytest.raises(BackendError, match="s010: ADA speaks, and no face for it was found"):
        synced(tiny_wav2lip, two_talk.request, tmp_path / "g", if_no_face="fail", **blind)


def test_one_face_of_two_is_given_to_whom_stands_there(tiny_wav2lip: Path, two_talk: Talk, tmp_path: Path):
    made = synced(tiny_wav2lip, two_talk.request, tmp_path / "h", crop=(0, -1, 160, -1))
    assert made.mouths_moved and made.facts["speakers"]["ADA"] == {"face": "not found"}
    assert any("taken for TOM" in note for note in made.notes) and any(
        note.startswith("ADA speaks") for note in made.notes
    )


def test_a_face_too_small_passes_through(tiny_wav2lip: Path, tmp_path: Path):
    (tmp_path / "talk").mkdir()
    wide = talk(tmp_path / "talk", picture(framing="wide", figures=(figure(ADA, 0.5, "front"),), focus=None))
    made = synced(tiny_wav2lip, wide.asking(lines=wide.request.lines[:1]), tmp_path / "made")
    assert not made.mouths_moved and made.notes


def test_memory_that_does_not_suffice_makes_smaller_batches_and_says_so(
    tiny_wav2lip: Path, two_talk: Talk, made: MadeLipsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    let_go_of_models()
    whole = Wav2LipMouths._made

    def cramped(self: Wav2LipMouths, sound: np.ndarray, shown: np.ndarray) -> np.ndarray:
        if len(shown) > 4:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return whole(self, sound, shown)

    monkeypatch.setattr(Wav2LipMouths, "_made", cramped)
    tight = synced(tiny_wav2lip, two_talk.request, tmp_path / "i")
    assert [(a["rung"], a["outcome"]) for a in tight.facts["attempts"]] == [
        ("batches of 16", "out of memory"), ("batches of 4", "succeeded"),
    ]  # fmt: skip
    assert "memory was short" in tight.notes[-1]
    assert np.abs(pictures(tight.video) - pictures(made.video)).max() <= 12
    let_go_of_models()


def test_the_licence_must_be_accepted_and_a_pickle_is_never_opened(tiny_wav2lip: Path, published: Path):
    with pytest.raises(ProfileError, match=r"non-commercial.*accept_noncommercial: true"):
        Wav2LipLipsync(model=str(tiny_wav2lip))
    with pytest.raises(ProfileError, match=r"sparkle models convert wav2lip FILE.pth --to FOLDER"):
        backend(published)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"crop": (10, 5, 0, -1)}, "crop is"),
        ({"crop": (-1, -1, 0, -1)}, "crop is"),
        ({"pads": (0, 10, 0)}, "pads"),
        ({"resize_factor": 9}, "resize_factor"),
        ({"timeout_s": 5}, "timeout_s"),
        ({"device": "gpu"}, "expected cuda"),
        ({"checkpoint_path": "x"}, "unknown checkpoint_path"),
    ],
)
def test_a_wrong_setting_is_named(tiny_wav2lip: Path, settings: dict[str, Any], words: str):
    choice = Choice(backend="wav2lip", settings={"model": str(tiny_wav2lip), "accept_noncommercial": True, **settings})
    with pytest.raises(ProfileError, match=words):
        build_choice("lipsync", choice, "profile mine")


def test_doctor_tells_weights_licence_device_and_what_is_missing(tiny_wav2lip: Path, tmp_path: Path):
    def row(model: Path) -> dict[str, Any]:
        settings = {"model": str(model), "accept_noncommercial": True, "device": "cpu"}
        profile = load_profile("animatic")
        crafts = {**profile.crafts, "lipsync": Choice(backend="wav2lip", settings=settings)}
        return examine_craft(profile.model_copy(update={"crafts": crafts}), "lipsync")

    there, gone = row(tiny_wav2lip), row(tmp_path / "nowhere")
    assert there["ready"] and there["weights"] == str(tiny_wav2lip) and there["memory_mb"] >= 600
    assert (
        "non-commercial" in there["licence"]
        and there["revision"] == backend(tiny_wav2lip).source.snapshot().fingerprint()
    )
    assert not gone["ready"] and "sparkle models convert wav2lip" in gone["detail"]


def test_weights_that_changed_or_are_cut_short_are_refused(tiny_wav2lip: Path, two_talk: Talk, tmp_path: Path):
    with pytest.raises(WeightsError, match="pins 0123456789abcdef"):
        synced(tiny_wav2lip, two_talk.request, tmp_path / "j", revision="0123456789abcdef")
    folder = shutil.copytree(tiny_wav2lip, tmp_path / "cut")
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(WeightsError, match="cut short"):
        synced(folder, two_talk.request, tmp_path / "k")
