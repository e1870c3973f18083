"""Lip-sync of the animatic: mouth shapes pasted on the speaking face, from the voice's own sound timings.

What belongs here: decoding the clip, moving mouths, burning subtitles. What does not: the shapes (`drawing`), text.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.error
import cv2
import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.drawing.figure import draw_figure
from sparkle_motion_dagster.backends.drawing.layer import Viseme
from sparkle_motion_dagster.backends.drawing.places.kit import draw_place
from sparkle_motion_dagster.backends.drawing.sheets import Pixels, Sheet, lay, raster, vignette
from sparkle_motion_dagster.backends.drawing.stage import TWOS, Matrix, composed
from sparkle_motion_dagster.backends.drawing.visemes import Shape, mouth_at, shapes_of_phones, shapes_of_sound
from sparkle_motion_dagster.backends.protocols import LipsyncRequest, MadeLipsync, TimedLine
from sparkle_motion_dagster.errors import BackendError, MediaError
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster.media.encode import VideoWriter
from sparkle_motion_dagster.media.muxing import mux
from sparkle_motion_dagster.media.text import subtitle_image, subtitle_pages

_FEATHER = 5
"""Pixels over which a mouth patch melts into the face."""


class AnimaticLipsync:
    """Moves the mouths that the animatic drew. Same request, same bytes."""

    name = "animatic"
    version = "1"
    draft = True
    workers: int | None = None

    def sync(self, request: LipsyncRequest, folder: Path) -> MadeLipsync:
        """The clip with moving mouths, burned subtitles and its speech; the same frames as the clip."""
        video = folder / "lipsynced.mp4"
        samples, rate = read_wav(request.speech)
        mouths = list(_mouths(request, samples, rate))
        if not mouths and not (request.subtitles and request.lines):
            stereo = np.repeat(samples.reshape(-1, 1), 2, axis=1)
            mux(request.clip, stereo, rate, [], video, language="en", metadata={})
            return MadeLipsync(video, mouths_moved=False)
        texts = _subtitles(request) if request.subtitles else []
        picture = request.picture
        with VideoWriter(video, picture.width_px, picture.height_px, request.fps, rate) as writer:
            writer.write_sound(samples)
            for number, frame in enumerate(_frames(request.clip)):
                for mouth in mouths:
                    mouth.move(frame, number)
                for text in texts:
                    text.burn(frame, number / request.fps)
                writer.write(frame)
        if writer.frames != request.frames:
            raise BackendError(f"{request.clip.name}: {writer.frames} frames decoded, {request.frames} expected")
        return MadeLipsync(video, mouths_moved=bool(mouths))


def _frames(clip: Path) -> Iterator[Pixels]:
    try:
        with av.open(f"file:{clip}") as container:
            for frame in container.decode(video=0):
                yield frame.reformat(format="bgr24", src_colorspace="ITU709").to_ndarray()
    except av.error.FFmpegError as error:
        raise MediaError(f"{clip.name}: cannot be decoded: {error}") from error


@dataclass
class _Mouth:
    """One figure's mouth through the clip."""

    patches: dict[Viseme, tuple[Sheet, Pixels]]
    """Where a painted patch lies on the face, and its pixels with melting edges."""
    matrices: list[Matrix]
    shapes: tuple[Shape, ...]
    drawing_s: float

    def move(self, frame: Pixels, number: int) -> None:
        drawing = min(number // TWOS, len(self.matrices) - 1)
        viseme = mouth_at(self.shapes, drawing, self.drawing_s)
        if viseme == "X":
            return
        sheet, pixels = self.patches[viseme]
        lay(frame, pixels, composed(self.matrices[drawing], sheet))


def _mouths(request: LipsyncRequest, samples: NDArray[np.float32], rate: int) -> Iterator[_Mouth]:
    rig = json.loads(request.rig.read_text(encoding="utf-8"))
    if rig.get("backend") != "animatic":
        raise BackendError(
            f"shot {request.shot_id}: its clip was not drawn by the animatic, so its faces are not known; "
            "name another lipsync backend in the profile, or the animatic for video"
        )
    picture = request.picture
    place = draw_place(picture.place, picture.interior, picture.time_of_day, picture.weather, picture.scene_seed)
    shade = vignette(picture.width_px, picture.height_px)
    for index, figure in enumerate(picture.figures):
        lines = [x for x in request.lines if x.character_id == figure.character_id and x.on_screen]
        found: dict[str, Any] | None = rig["figures"].get(figure.character_id)
        if not lines or found is None:
            continue
        shapes = tuple(shape for line in lines for shape in _shapes(line, samples, rate))
        matrices = [np.array(m, np.float32).reshape(2, 3) for m in found["matrices"]]
        drawing = draw_figure(
            figure.name, figure.description, figure.facing, figure.expression, place.light, f"f{index}"
        )
        scale = max(float(np.hypot(m[0, 0], m[1, 0])) for m in matrices)
        patches = {}
        for viseme in sorted({shape.viseme for shape in shapes} - {"X"}):
            sheet = raster(drawing.head + drawing.mouth(viseme), drawing.mouth_box, scale)
            patches[viseme] = (sheet, _feathered(_shaded(sheet.pixels, shade, found["boxes"][0])))
        yield _Mouth(patches, matrices, shapes, TWOS / request.fps)


def _shapes(line: TimedLine, samples: NDArray[np.float32], rate: int) -> tuple[Shape, ...]:
    if line.phones:
        return shapes_of_phones(line.phones)
    return shapes_of_sound(samples, rate, line.start_s, line.end_s)


def _shaded(pixels: Pixels, shade: Pixels, box: list[int]) -> Pixels:
    """As dark as the picture is where the mouth is."""
    x, y = box[0] + box[2] // 2, box[1] + box[3] // 2
    light = float(shade[min(max(y, 0), shade.shape[0] - 1), min(max(x, 0), shade.shape[1] - 1), 0]) / 255
    darker = pixels.copy()
    darker[..., :3] = cv2.convertScaleAbs(pixels[..., :3], alpha=light)
    return darker


def _feathered(pixels: Pixels) -> Pixels:
    """The patch with edges that melt away."""
    rows, columns = pixels.shape[:2]
    edge = max(min(_FEATHER, rows // 5, columns // 5), 1)
    ramp_y = np.clip(np.minimum(np.arange(rows), np.arange(rows)[::-1]) / edge, 0, 1)
    ramp_x = np.clip(np.minimum(np.arange(columns), np.arange(columns)[::-1]) / edge, 0, 1)
    alpha = (255 * np.outer(ramp_y, ramp_x)).astype(np.uint8)
    return cv2.multiply(pixels, cv2.merge([alpha] * 4), scale=1 / 255)


@dataclass(frozen=True)
class _Subtitle:
    pixels: Pixels
    x_px: int
    y_px: int
    start_s: float
    end_s: float

    def burn(self, frame: Pixels, at_s: float) -> None:
        if self.start_s <= at_s < self.end_s:
            lay(frame, self.pixels, np.array([[1, 0, self.x_px], [0, 1, self.y_px]], np.float32))


_WHITE = "#ffffff"
_LINGER_S = 0.25


def _subtitles(request: LipsyncRequest) -> list[_Subtitle]:
    """Every line as pictures of its pages; a line stays a moment after it is spoken, unless the next one starts."""
    burned = []
    picture = request.picture
    for index, line in enumerate(request.lines):
        following = [x.start_s for x in request.lines[index + 1 :] if x.start_s >= line.end_s]
        end_s = min([line.end_s + _LINGER_S, *following])
        for text, start_s, stop_s in subtitle_pages(line.text, end_s - line.start_s):
            pixels, x_px, y_px = subtitle_image(text, picture.width_px, picture.height_px, _WHITE)
            burned.append(_Subtitle(pixels, x_px, y_px, line.start_s + start_s, line.start_s + stop_s))
    return burned
