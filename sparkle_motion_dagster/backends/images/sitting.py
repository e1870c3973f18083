"""One shot's two pictures, or a character's one, painted by a loaded model.

What belongs here: the order of calls, what is tried when memory is short, what is told. What does not: settings and
loading (`diffusers_images.py`), the pipeline (`painter.py`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparkle_motion_dagster.backends.device.ladder import Climbed, climb
from sparkle_motion_dagster.backends.images.painter import Painter, Wanted
from sparkle_motion_dagster.backends.images.picture_size import cut_to_film, painted_size
from sparkle_motion_dagster.backends.progress import report_progress
from sparkle_motion_dagster.backends.protocols import ImageRequest, MadeImages

if TYPE_CHECKING:
    from sparkle_motion_dagster.backends.images.diffusers_images import DiffusersImages

MOST_REFERENCES = 3
"""In one picture, without a warning."""


class Sitting:
    """One shot's two pictures."""

    def __init__(
        self, backend: "DiffusersImages", request: ImageRequest, folder: Path, painter: Painter, placed: dict[str, Any]
    ):
        self.backend, self.request, self.folder = backend, request, folder
        self.painter, self.placed = painter, placed
        placed["shots_since_load"] += request.ends  # a sheet is no shot
        picture = request.picture
        self.size = painted_size(picture.width_px, picture.height_px, backend.megapixels, backend.multiple_px)
        self.notes: list[str] = _crowd(request)
        self.attempts: list[dict[str, Any]] = []
        self.pieces = 1
        self.calls = 2 if request.ends and backend.end_frame == "img2img" else 1

    def paint(self) -> MadeImages:
        """Both pictures as PNG, and how they came about. Raises BackendError."""
        request, backend = self.request, self.backend
        first = self._wanted(request.prompt, request.seed)
        start = self._climbed("start image", first, lambda: self.painter.paint(first, self._progress(0)))
        if self.calls == 2:
            last = self._wanted(request.end_prompt, (request.seed + 1) & 0x7FFFFFFF)
            strength, step = backend.end_strength, self._progress(1)
            end = self._climbed("end image", last, lambda: self.painter.repaint(start, strength, last, step))
        else:
            end = start
            if request.ends:
                self.notes.append("the last frame is the first: the profile says end_frame: start")
        paths = self.folder / "start.png", self.folder / "end.png"
        for path, image in zip(paths, (start, end), strict=True):
            cut_to_film(image, request.picture.width_px, request.picture.height_px).save(path, compress_level=4)
        return MadeImages(*paths, notes=tuple(dict.fromkeys(self.notes)), facts=self._facts())

    def _wanted(self, prompt: str, seed: int) -> Wanted:
        backend = self.backend
        words = f"{backend.style}, {prompt}" if backend.style else prompt
        people = tuple(one.picture for one in self.request.references)
        wanted = Wanted(words, backend.negative_prompt, *self.size, backend.steps, backend.guidance, seed, people)
        self.pieces = max(self.pieces, self.painter.pieces(wanted))
        if not self.painter.follows_guidance(wanted):
            self.notes.append("the model is not guided: `guidance` of the profile changes nothing")
        lost = self.painter.unread(wanted)
        if lost:
            self.notes.append(f"the model does not read the end of the prompt: {lost!r}")
        return wanted

    def _climbed(self, what: str, wanted: Wanted, paint: Callable[[], Any]) -> Any:
        painter = self.painter

        def on_rung(rung: Any) -> Any:
            painter.stand_on(painter.rungs.index(rung))
            return paint()

        climbed: Climbed[Any] = climb(
            painter.rungs,
            on_rung,
            what=f"{self.request.shot_id}: {what} of {wanted.width_px}×{wanted.height_px}",
            device=painter.device,
            first=painter.rung,
        )
        self.attempts += [{"image": what, **attempt.as_facts()} for attempt in climbed.attempts]
        if len(climbed.attempts) > 1:
            self.notes.append(f"{what}: memory was short; made with {painter.rungs[climbed.rung].name}")
        return climbed.result

    def _progress(self, call: int) -> Callable[[int, int], None]:
        return lambda done, total: report_progress(self.folder, (call + done / total) / self.calls)

    def _facts(self) -> dict[str, Any]:
        backend, painter = self.backend, self.painter
        return {
            "model": backend.model_inputs(),
            "model_id": backend.source.identity()["id"],
            "negative_prompt": backend.negative_prompt,
            "sampler": painter.sampler,
            "steps": backend.steps,
            "cfg": backend.guidance,
            "device": str(painter.device),
            **self.placed,
            "painted_width_px": self.size[0],
            "painted_height_px": self.size[1],
            "prompt_pieces": self.pieces,
            "end_frame": backend.end_frame,
            "attempts": self.attempts,
        }


def _crowd(request: ImageRequest) -> list[str]:
    """What a person should know of a picture of many people."""
    if len(request.references) <= MOST_REFERENCES:
        return []
    names = ", ".join(one.name for one in request.references)
    return [
        f"{len(request.references)} people are painted after references ({names}): beyond {MOST_REFERENCES} likeness suffers"
    ]
