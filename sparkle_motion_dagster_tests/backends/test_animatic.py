"""The animatic's three picture backends together: stills, clip, moving mouths. Films are decoded."""

import json
import pickle
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from sparkle_motion_dagster.backends.images.animatic import AnimaticImages
from sparkle_motion_dagster.backends.lipsync.animatic import AnimaticLipsync
from sparkle_motion_dagster.backends.lipsync.burning import labels_of
from sparkle_motion_dagster.backends.protocols import (
    ImageRequest,
    LipsyncRequest,
    MadeClip,
    Phone,
    TimedLine,
    VideoRequest,
)
from sparkle_motion_dagster.backends.video.animatic import AnimaticVideo
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.film.picture import Picture
from sparkle_motion_dagster.media.audio import write_wav
from sparkle_motion_dagster_tests.backends.animatic_pictures import FPS, HEIGHT_PX, WIDTH_PX, picture

FRAMES = 73
RATE = 16_000


def stills(shot: Picture, folder: Path) -> tuple[np.ndarray, np.ndarray]:
    made = AnimaticImages().make(ImageRequest("s010", shot, "", "", 1), folder)
    return tuple(cv2.imread(str(path), cv2.IMREAD_UNCHANGED) for path in (made.start, made.end))


def clip(shot: Picture, folder: Path, transition: str = "cut", frames: int = FRAMES) -> MadeClip:
    image = folder / "start.png"
    return AnimaticVideo().render(VideoRequest("s010", shot, image, image, "", frames, FPS, transition, 1), folder)


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        return [f.reformat(format="bgr24", src_colorspace="ITU709").to_ndarray() for f in film.decode(video=0)]


def line(who: str, start_s: float, text: str, sounds: str) -> TimedLine:
    phones = tuple(Phone(c, start_s + 0.09 * i, start_s + 0.09 * (i + 1)) for i, c in enumerate(sounds))
    return TimedLine(who, who.upper(), text, start_s, phones[-1].end_s, True, phones)


LINES = (line("ada", 0.4, "Aha, papa!", "ɑhɑpɑpɑ"), line("tom", 1.6, "Over.", "OvəɹɑsɑW"))


def request(shot: Picture, made: MadeClip, folder: Path, **changes: object) -> LipsyncRequest:
    speech = folder / "speech.wav"
    sound = np.zeros(int(FRAMES / FPS * RATE), np.float32)
    for spoken in LINES:
        at = slice(int(spoken.start_s * RATE), int(spoken.end_s * RATE))
        sound[at] = 0.3 * np.sin(np.arange(at.stop - at.start) / 8)
    write_wav(speech, sound, RATE)
    plain = LipsyncRequest("s010", shot, made.video, made.rig, speech, LINES, FRAMES, FPS, False, 1)
    return replace(plain, **changes)


@pytest.fixture(scope="module")
def two_shot(tmp_path_factory: pytest.TempPathFactory) -> tuple[Picture, MadeClip, Path]:
    folder = tmp_path_factory.mktemp("two")
    shot = picture(camera="push")
    return shot, clip(shot, folder), folder


def mouth_change(before: list, after: list, boxes: list) -> np.ndarray:
    """How much each frame's mouth differs, 0-255."""
    parts = []
    for one, other, (x, y, w, h) in zip(before, after, boxes, strict=True):
        parts.append(np.abs(one[y : y + h, x : x + w].astype(int) - other[y : y + h, x : x + w]).mean())
    return np.array(parts)


def test_backends_travel_to_other_processes() -> None:
    for backend in (AnimaticImages(), AnimaticVideo(), AnimaticLipsync()):
        again = pickle.loads(pickle.dumps(backend))
        assert (again.name, again.draft, again.workers) == ("animatic", True, None)


def test_the_clip_starts_with_the_start_image_and_ends_near_the_end_image(tmp_path: Path) -> None:
    shot = picture(camera="push")
    start, end = stills(shot, tmp_path)
    assert start.shape == end.shape == (HEIGHT_PX, WIDTH_PX, 3)
    frames = decoded(clip(shot, tmp_path).video)
    assert len(frames) == FRAMES
    assert np.abs(frames[0].astype(int) - start).mean() < 4
    assert np.abs(frames[-1].astype(int) - end).mean() < 6
    assert np.abs(frames[-1].astype(int) - start).mean() > 10


@pytest.mark.parametrize("frames", [1, 2, 31])
def test_the_length_is_exact(tmp_path: Path, frames: int) -> None:
    made = clip(picture(), tmp_path, frames=frames)
    assert len(decoded(made.video)) == frames
    rig = json.loads(made.rig.read_text())
    assert {len(f["boxes"]) for f in rig["figures"].values()} == {frames}


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    files = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        shot = picture(weather="rain", interior=False, place="meadow")
        stills(shot, folder)
        made = clip(shot, folder)
        synced = AnimaticLipsync().sync(request(shot, made, folder, subtitles=True), folder)
        paths = (folder / "start.png", folder / "end.png", made.video, made.rig, synced.video)
        files.append([p.read_bytes() for p in paths])
    assert files[0] == files[1]


def test_fades_rise_from_near_black_and_fall_to_it(tmp_path: Path) -> None:
    def light(transition: str) -> list[float]:
        return [frame.mean() for frame in decoded(clip(picture(), tmp_path, transition).video)]

    steady, rising, falling = light("cut"), light("fade_in"), light("fade_out")
    assert rising[0] < 0.4 * steady[0] and falling[-1] < 0.4 * steady[-1]
    assert rising[-1] == pytest.approx(steady[-1], abs=1) and falling[0] == pytest.approx(steady[0], abs=1)
    assert rising[0] > 10  # still the start image, not a black frame


def test_each_mouth_moves_in_its_own_lines_only(two_shot: tuple[Picture, MadeClip, Path], tmp_path: Path) -> None:
    shot, made, _ = two_shot
    synced = AnimaticLipsync().sync(request(shot, made, tmp_path), tmp_path)
    assert synced.mouths_moved
    before, after = decoded(made.video), decoded(synced.video)
    assert len(after) == FRAMES
    rig = json.loads(made.rig.read_text())
    times = np.arange(FRAMES) / FPS
    for spoken in LINES:
        change = mouth_change(before, after, rig["figures"][spoken.character_id]["boxes"])
        speaking = (times > spoken.start_s + 0.05) & (times < spoken.end_s - 0.12)
        silent = (times < spoken.start_s - 0.15) | (times > spoken.end_s + 0.15)
        assert np.median(change[speaking]) > 8
        assert change[silent].max() < 4


def test_only_the_mouth_changes(two_shot: tuple[Picture, MadeClip, Path], tmp_path: Path) -> None:
    shot, made, _ = two_shot
    synced = AnimaticLipsync().sync(request(shot, made, tmp_path), tmp_path)
    before, after = decoded(made.video), decoded(synced.video)
    number = int(0.5 * FPS)
    x, y, w, h = json.loads(made.rig.read_text())["figures"]["ada"]["boxes"][number]
    changed = np.abs(before[number].astype(int) - after[number]).astype(float)
    changed[y - 2 : y + h + 2, x - 2 : x + w + 2] = 0
    assert changed.mean() < 1.5  # what encoding twice costs


def test_a_closed_sound_closes_the_mouth(two_shot: tuple[Picture, MadeClip, Path], tmp_path: Path) -> None:
    shot, made, _ = two_shot
    spoken = (line("ada", 0.5, "Apa", "ɑɑɑpɑɑɑ"),)
    synced = AnimaticLipsync().sync(request(shot, made, tmp_path, lines=spoken), tmp_path)
    boxes = json.loads(made.rig.read_text())["figures"]["ada"]["boxes"]
    change = mouth_change(decoded(made.video), decoded(synced.video), boxes)
    lips_meet = round((0.5 + 3.5 * 0.09 - 0.05) * FPS)
    assert change[lips_meet] < 0.6 * change[lips_meet - 4]
    assert change[lips_meet] < 0.6 * change[lips_meet + 5]


def test_a_voice_over_passes_the_picture_through(two_shot: tuple[Picture, MadeClip, Path], tmp_path: Path) -> None:
    shot, made, _ = two_shot
    unseen = tuple(replace(spoken, on_screen=False) for spoken in LINES)
    synced = AnimaticLipsync().sync(request(shot, made, tmp_path, lines=unseen), tmp_path)
    assert not synced.mouths_moved

    def packets(path: Path) -> list[bytes]:
        with av.open(str(path)) as film:
            return [bytes(p) for p in film.demux(video=0) if p.size]

    assert packets(synced.video) == packets(made.video)
    with av.open(str(synced.video)) as film:
        heard = np.concatenate([f.to_ndarray()[0] for f in film.decode(audio=0)])
    assert np.abs(heard).max() > 0.2
    assert len(heard) / RATE == pytest.approx(FRAMES / FPS, abs=0.1)


def test_subtitles_are_burned_while_a_line_is_spoken(two_shot: tuple[Picture, MadeClip, Path], tmp_path: Path) -> None:
    shot, made, _ = two_shot
    unseen = (replace(LINES[0], on_screen=False, text="It's 100 %{x}: <b>\\N</b> {\\an8}"),)
    synced = AnimaticLipsync().sync(request(shot, made, tmp_path, lines=unseen, subtitles=True), tmp_path)
    assert not synced.mouths_moved
    before, after = decoded(made.video), decoded(synced.video)

    def bottom(number: int) -> float:
        return float(np.abs(before[number].astype(int) - after[number])[int(HEIGHT_PX * 0.8) :].mean())

    assert bottom(int(0.7 * FPS)) > 5
    assert max(bottom(0), bottom(FRAMES - 1)) < 1.5


def test_subtitles_of_lines_spoken_together_stand_under_each_other(
    two_shot: tuple[Picture, MadeClip, Path], tmp_path: Path
) -> None:
    shot, made, _ = two_shot
    both = tuple(
        replace(line, on_screen=False, text=text, start_s=0.3, end_s=1.2)
        for line, text in zip(LINES, ("Can we fix it?", "We could try."), strict=True)
    )
    shown = labels_of(request(shot, made, tmp_path, lines=both, subtitles=True))
    tops = [label.y_px for label, _, _ in shown]
    tall = [label.clear[0].shape[0] for label, _, _ in shown]
    assert len(shown) == 2
    assert tops[0] + tall[0] <= tops[1] + 2  # both are cut to even pixels
    apart = tuple(replace(line, start_s=at, end_s=at + 0.3) for line, at in zip(both, (0.2, 0.9), strict=True))
    assert (
        len({label.y_px for label, _, _ in labels_of(request(shot, made, tmp_path, lines=apart, subtitles=True))}) == 1
    )


def test_a_caption_is_written_over_the_whole_shot_and_above_the_subtitles(
    two_shot: tuple[Picture, MadeClip, Path], tmp_path: Path
) -> None:
    shot, made, _ = two_shot
    unseen = (replace(LINES[0], on_screen=False),)
    wanted = request(shot, made, tmp_path, lines=unseen, subtitles=True, caption="Three hundred years later")
    (caption, start_s, end_s), (subtitle, _, _) = labels_of(wanted)
    assert (start_s, end_s) == (0.0, FRAMES / FPS)
    assert caption.y_px + caption.clear[0].shape[0] <= subtitle.y_px + 2
    silent = AnimaticLipsync().sync(replace(wanted, lines=(), subtitles=False), tmp_path)
    before, after = decoded(made.video), decoded(silent.video)
    left = (slice(int(HEIGHT_PX * 0.55), int(HEIGHT_PX * 0.8)), slice(0, WIDTH_PX // 2))
    for number in (0, FRAMES - 1):
        assert np.abs(before[number].astype(int) - after[number])[left].mean() > 3


def test_a_voice_without_timings_moves_the_mouth_too(two_shot: tuple[Picture, MadeClip, Path], tmp_path: Path) -> None:
    shot, made, _ = two_shot
    spoken = (replace(LINES[0], phones=()),)
    synced = AnimaticLipsync().sync(request(shot, made, tmp_path, lines=spoken), tmp_path)
    boxes = json.loads(made.rig.read_text())["figures"]["ada"]["boxes"]
    change = mouth_change(decoded(made.video), decoded(synced.video), boxes)
    assert change[int(0.7 * FPS)] > 8
    assert change[-10:].max() < 4


def test_a_speaker_outside_the_picture_is_said(tmp_path: Path) -> None:
    shot = picture(framing="close", focus="ada")
    synced = AnimaticLipsync().sync(request(shot, clip(shot, tmp_path), tmp_path, lines=LINES[1:]), tmp_path)
    assert not synced.mouths_moved
    assert any("TOM" in note for note in synced.notes)


def test_a_clip_of_another_make_or_length_is_refused(two_shot: tuple[Picture, MadeClip, Path], tmp_path: Path) -> None:
    shot, made, _ = two_shot
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(BackendError, match="not drawn by the animatic"):
        AnimaticLipsync().sync(request(shot, made, tmp_path, rig=tmp_path / "other.json"), tmp_path)
    shorter = tmp_path / "short"
    shorter.mkdir()
    short = clip(shot, shorter, frames=FRAMES - 2)
    with pytest.raises(BackendError, match="render the clip again"):
        AnimaticLipsync().sync(request(shot, made, tmp_path, clip=short.video), tmp_path)
    assert not (tmp_path / "lipsynced.mp4").exists()
