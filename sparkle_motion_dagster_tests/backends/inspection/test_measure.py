"""Each fault that measuring can find is found in a film made faulty, and a good film has no note."""

import json
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from sparkle_motion_dagster.backends.inspection.measure import MeasuredInspection
from sparkle_motion_dagster.backends.protocols import InspectionRequest, SpeechRequest, TimedLine
from sparkle_motion_dagster.backends.speech.kokoro import KokoroSpeech
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.film.qa import ShotFindings
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster_tests.media.film_pieces import FPS, Frames, moving_frames, tone, write_clip, write_wav

TEXT = "Will you help me light the lamp tonight?"
RATE_HZ = 24_000
HEAD_S = 0.4


@pytest.fixture(scope="session")
def voice(tmp_path_factory: pytest.TempPathFactory) -> NDArray[np.float32]:
    """The line as a real voice says it."""
    backend = KokoroSpeech()
    wav = tmp_path_factory.mktemp("voice") / "line.wav"
    backend.speak(SpeechRequest(TEXT, backend.voices()[0], 1.0, 0.0, RATE_HZ, 1), wav)
    return read_wav(wav)[0]


class Shot:
    """A shot whose mouth opens while the line is heard; tests spoil one thing of it."""

    def __init__(self, folder: Path, voice: NDArray[np.float32]) -> None:
        self.folder = folder
        self.end_s = HEAD_S + len(voice) / RATE_HZ
        self.frames = round((self.end_s + 0.5) * FPS)
        self.sound = np.zeros(round(self.frames / FPS * RATE_HZ), np.float32)
        self.sound[round(HEAD_S * RATE_HZ) :][: len(voice)] = voice
        self.pictures = moving_frames(self.frames, step=2)
        self.boxes = [[100 + number * 0.5, 120.0, 40.0, 24.0] for number in range(self.frames)]
        self.move_mouth(self.pictures)

    def move_mouth(self, pictures: Frames, moves: bool = True) -> None:
        for number in range(len(pictures)):
            left = round(self.boxes[number][0])
            pictures[number, 115:150, left - 5 : left + 50] = (200, 150, 130)
            time_s = number / FPS
            opened = moves and HEAD_S <= time_s <= self.end_s and number % 4 < 3
            height = 14 if opened else 3
            pictures[number, 132 - height // 2 : 132 + height // 2 + 1, left + 8 : left + 32] = (60, 10, 20)

    def line(self, text: str = TEXT, **changes: object) -> TimedLine:
        line = TimedLine("ada", "Ada", text, HEAD_S, self.end_s, on_screen=True, phones=())
        return replace(line, **changes)  # type: ignore[arg-type]

    def request(self, **changes: object) -> InspectionRequest:
        clip = write_clip(self.folder / "clip.mp4", self.pictures)
        start = self.folder / "start.png"
        if not start.exists():
            Image.fromarray(self.pictures[0]).save(start)
        rig = self.folder / "rig.json"
        rig.write_text(json.dumps({"figures": {"ada": {"boxes": self.boxes}, "bo": {"boxes": []}}}))
        request = InspectionRequest(
            shot_id="s010",
            clip=clip,
            start_image=start,
            speech=write_wav(self.folder / "speech.wav", self.sound),
            lines=(self.line(),),
            frames=self.frames,
            fps=FPS,
            width_px=320,
            height_px=180,
            mouths_moved=True,
            mouth_boxes=rig,
        )
        return replace(request, **changes)  # type: ignore[arg-type]


@pytest.fixture
def shot(tmp_path: Path, voice: NDArray[np.float32]) -> Shot:
    return Shot(tmp_path, voice)


def inspect(request: InspectionRequest) -> ShotFindings:
    return MeasuredInspection().inspect(request)


def only_note(findings: ShotFindings) -> str:
    assert len(findings.artifact_notes) == 1, findings.artifact_notes
    return findings.artifact_notes[0]


def test_a_good_shot_has_no_note_and_says_what_was_measured(shot: Shot) -> None:
    findings = inspect(shot.request())
    assert findings.artifact_notes == ()
    assert findings.missing_audio_detected is False
    assert findings.decoded_frames == findings.expected_frames == shot.frames
    assert findings.words_written == findings.words_heard == "will you help me light the lamp tonight"
    assert findings.word_error_rate == 0
    assert findings.black_ratio == 0 and findings.start_match_distance is not None
    assert findings.start_match_distance <= 6
    assert findings.mouth_open_ratio_speaking is not None and findings.mouth_open_ratio_speaking > 0.5
    assert findings.mouth_open_ratio_silent == 0
    assert findings.mouth_speech_correlation is not None and findings.mouth_speech_correlation > 0.5
    assert set(findings.judged) == {
        "audio_peak_db", "black_ratio", "blur_score", "clipped_ratio", "contrast", "decoded_frames",
        "frozen_longest_s", "missing_audio_detected", "mouth_open_ratio_silent", "mouth_open_ratio_speaking",
        "mouth_speech_correlation", "speech_rms_db", "start_match_distance", "word_error_rate", "words_heard",
    }  # fmt: skip


def test_what_nobody_looked_at_stays_none(shot: Shot) -> None:
    findings = inspect(shot.request())
    assert (findings.prompt_match, findings.finger_issues, findings.safety_violation) == (None, None, None)
    assert not {"prompt_match", "finger_issues", "safety_violation"} & set(findings.judged)


def test_a_wrong_length_size_and_rate_are_told(shot: Shot) -> None:
    findings = inspect(shot.request(frames=shot.frames + 1, width_px=640, fps=25))
    said = " ".join(findings.artifact_notes)
    assert f"{shot.frames} frames decode, {shot.frames + 1} expected" in said
    assert "wrong size: 320×180, 640×180" in said and "wrong frame rate: 24 fps, 25" in said


def test_black_frames_are_told(shot: Shot) -> None:
    shot.request()
    shot.pictures[shot.frames // 2 :] = 0
    findings = inspect(shot.request())
    assert any(note.startswith("black: ") for note in findings.artifact_notes)
    assert findings.black_ratio == pytest.approx(0.5, abs=0.02)


def test_a_fade_from_black_is_no_fault_and_no_movement_of_a_mouth(shot: Shot) -> None:
    shot.request()
    for number in range(10):
        shot.pictures[number] = (shot.pictures[number] * (number / 10)).astype(np.uint8)
    findings = inspect(shot.request())
    assert findings.artifact_notes == ()
    assert findings.mouth_open_ratio_silent is not None and findings.mouth_open_ratio_silent < 0.2


def test_a_frozen_picture_is_told(shot: Shot) -> None:
    shot.pictures[:] = shot.pictures[0]
    findings = inspect(shot.request(lines=(), mouths_moved=False))
    assert only_note(findings).startswith("frozen: nothing changes for")


def test_drawing_on_twos_and_a_hold_that_blinks_are_not_frozen(shot: Shot) -> None:
    shot.pictures[1::2] = shot.pictures[: len(shot.pictures[1::2]) * 2 : 2]
    assert inspect(shot.request(lines=(), mouths_moved=False)).artifact_notes == ()
    shot.pictures[:] = shot.pictures[0]
    shot.pictures[shot.frames // 2 : shot.frames // 2 + 3, 40:48, 200:212] += 60
    assert inspect(shot.request(lines=(), mouths_moved=False)).artifact_notes == ()


def test_a_constant_picture_is_told(shot: Shot) -> None:
    shot.pictures[:] = 120
    shot.pictures[:, :16, :16] = 140
    shot.pictures[::2, :16, :16] = 100
    findings = inspect(shot.request(lines=(), mouths_moved=False))
    assert only_note(findings).startswith("constant: contrast")


def test_a_blurred_clip_of_a_sharp_picture_is_told_and_of_a_soft_one_is_not(shot: Shot) -> None:
    import cv2

    shot.request()
    for number in range(shot.frames):
        shot.pictures[number] = cv2.GaussianBlur(shot.pictures[number], (0, 0), 9)
    findings = inspect(shot.request(lines=(), mouths_moved=False))
    assert only_note(findings).startswith("blurred: sharpness")
    Image.fromarray(shot.pictures[0]).save(shot.folder / "start.png")
    assert inspect(shot.request(lines=(), mouths_moved=False)).artifact_notes == ()


def test_a_clip_of_another_picture_is_told(shot: Shot) -> None:
    other = np.zeros((180, 320, 3), np.uint8)
    other[60:, :150] = 200
    Image.fromarray(other).save(shot.folder / "start.png")
    findings = inspect(shot.request())
    assert only_note(findings).startswith("begins with another picture")
    assert findings.start_match_distance is not None and findings.start_match_distance > 20


def test_silence_where_a_line_should_be_is_missing_audio(shot: Shot) -> None:
    shot.sound[:] = 0
    findings = inspect(shot.request())
    assert findings.missing_audio_detected is True
    assert any(note.startswith("silent speech: Ada's line from 0.40 s") for note in findings.artifact_notes)
    assert findings.word_error_rate is None


def test_speech_in_the_wrong_place_is_missing_audio(shot: Shot) -> None:
    shot.sound = shot.sound[::-1].copy()
    line = shot.line(start_s=0.0, end_s=0.3)
    assert inspect(shot.request(lines=(line,))).missing_audio_detected is True


def test_no_track_at_all_is_missing_audio(shot: Shot) -> None:
    findings = inspect(shot.request(speech=None))
    assert findings.missing_audio_detected is True
    assert only_note(findings) == "no sound at all, 1 line should be heard"


def test_without_a_speech_file_the_clips_own_sound_is_heard(shot: Shot) -> None:
    request = shot.request(speech=None)
    from sparkle_motion_dagster.media.resample import resample

    write_clip(request.clip, shot.pictures, sound=resample(shot.sound, RATE_HZ, 48_000))
    findings = inspect(request)
    assert findings.artifact_notes == () and findings.word_error_rate == 0


def test_clipped_speech_is_told(shot: Shot) -> None:
    shot.sound = np.clip(shot.sound * 12, -0.9, 0.9)
    findings = inspect(shot.request())
    assert only_note(findings).startswith("clipped speech:")


def test_other_words_are_told(shot: Shot) -> None:
    findings = inspect(shot.request(lines=(shot.line("Seven grey geese flew over our frozen harbour"),)))
    assert only_note(findings).startswith("other words are heard: error rate")
    assert findings.words_heard == "will you help me light the lamp tonight"


@pytest.mark.parametrize("text", ["灯台に火をともそう、手伝ってくれるかい", "…?!", "🦊🦊🦊"])
def test_text_that_english_ears_cannot_judge_is_not_judged(shot: Shot, text: str) -> None:
    findings = inspect(shot.request(lines=(shot.line(text),)))
    assert findings.word_error_rate is None and "word_error_rate" not in findings.judged
    assert findings.artifact_notes == ()


def test_silence_is_right_for_a_line_without_words(shot: Shot) -> None:
    shot.sound[:] = 0
    findings = inspect(shot.request(lines=(shot.line("…!", on_screen=False),), mouths_moved=False))
    assert findings.missing_audio_detected is False and findings.artifact_notes == ()


def test_a_mouth_that_rests_while_its_owner_speaks_is_told(shot: Shot) -> None:
    shot.move_mouth(shot.pictures, moves=False)
    findings = inspect(shot.request())
    assert only_note(findings).startswith("mouth not moving: Ada's mouth is open in 0% of")


def test_a_mouth_that_moves_in_silence_is_told(shot: Shot) -> None:
    for number in range(shot.frames):
        left = round(shot.boxes[number][0])
        height = 4 + 5 * (number % 4)
        shot.pictures[number, 132 - height // 2 : 132 + height // 2, left + 2 : left + 38] = (60, 10, 20)
    notes = inspect(shot.request()).artifact_notes
    assert any(note.startswith("mouth moving in silence: Ada's mouth") for note in notes), notes


def test_a_speaker_who_is_not_seen_has_no_mouth_to_judge(shot: Shot) -> None:
    shot.move_mouth(shot.pictures, moves=False)
    findings = inspect(shot.request(lines=(shot.line(on_screen=False),)))
    assert findings.artifact_notes == () and findings.mouth_open_ratio_speaking is None


def test_a_shot_without_lines_misses_no_sound(shot: Shot) -> None:
    findings = inspect(shot.request(lines=(), speech=None, mouths_moved=False))
    assert findings.missing_audio_detected is False and findings.speech_rms_db is None


def test_a_clip_cut_short_is_a_finding(shot: Shot) -> None:
    request = shot.request()
    request.clip.write_bytes(request.clip.read_bytes()[:-500])
    findings = inspect(request)
    assert only_note(findings).startswith("the clip cannot be decoded") and findings.decoded_frames == 0


def test_a_speech_file_cut_short_is_missing_audio(shot: Shot) -> None:
    request = shot.request()
    assert request.speech is not None
    request.speech.write_bytes(request.speech.read_bytes()[:-5_000])
    findings = inspect(request)
    assert findings.missing_audio_detected is True and only_note(findings).startswith("the speech cannot be decoded")


def test_a_rig_that_is_no_rig_is_an_error(shot: Shot) -> None:
    request = shot.request()
    assert request.mouth_boxes is not None
    request.mouth_boxes.write_text('{"figures": {"ada": {"boxes": [[1, 2]]}}}')
    with pytest.raises(BackendError, match=r"rig\.json"):
        inspect(request)


def test_a_start_image_that_cannot_be_read_is_an_error(shot: Shot) -> None:
    request = shot.request()
    request.start_image.write_bytes(b"nothing")
    with pytest.raises(BackendError, match="start image"):
        inspect(request)


def test_it_travels_to_other_processes(shot: Shot) -> None:
    request = shot.request(lines=(), mouths_moved=False)
    assert pickle.loads(pickle.dumps(MeasuredInspection())).inspect(request) == inspect(request)


def test_a_tone_is_not_taken_for_clipping(shot: Shot) -> None:
    shot.sound = tone(shot.frames / FPS, RATE_HZ, level=0.95, pitch_hz=70)
    assert not any("clipped" in note for note in inspect(shot.request()).artifact_notes)
