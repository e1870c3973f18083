"""One shot filmed by a video model: its windows in order, memory met as it comes, the frames in the film's time.

What belongs here: the work of one shot. What does not: settings and loading (`diffusers_video.py`), planning
(`windows.py`, `film_time.py`, `rungs.py`), the pipeline (`animator.py`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import Image

from sparkle_motion_dagster.backends.device.ladder import Rung, climb
from sparkle_motion_dagster.backends.images.picture_size import painted_size
from sparkle_motion_dagster.backends.progress import report_progress
from sparkle_motion_dagster.backends.protocols import MadeClip, VideoRequest
from sparkle_motion_dagster.backends.video.animator import Animator, Wanted, Words
from sparkle_motion_dagster.backends.video.between import Between, Pixels
from sparkle_motion_dagster.backends.video.clip_notes import clip_notes
from sparkle_motion_dagster.backends.video.fades import fade
from sparkle_motion_dagster.backends.video.film_time import model_frames, moments, speed
from sparkle_motion_dagster.backends.video.rungs import VideoRung, video_rungs
from sparkle_motion_dagster.backends.video.windows import (
    Conditions,
    Window,
    conditions,
    join_weights,
    plan_windows,
    shortest_window,
    window_seed,
)
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.media.encode import VideoWriter
from sparkle_motion_dagster.media.images import open_picture, phash

if TYPE_CHECKING:
    from sparkle_motion_dagster.backends.video.diffusers_video import DiffusersVideo


class Filming:
    """One call of `render`."""

    def __init__(
        self,
        backend: "DiffusersVideo",
        request: VideoRequest,
        folder: Path,
        animator: Animator,
        placed: dict[str, Any],
    ):
        self.backend, self.request, self.folder = backend, request, folder
        self.animator, self.placed = animator, placed
        self.abilities = animator.abilities
        self.fps = backend.model_fps or self.abilities.fps or float(request.fps)
        self.total = model_frames(request.frames, request.fps, self.fps)
        self.from_text = backend.condition == "text"
        self.to_end = not self.from_text and backend.end_image != "unused" and self.abilities.last != "none"
        self.pictures = {"start": self._opened(request.start_image), "end": self._opened(request.end_image)}
        self.size = self._size(1.0)
        self.shortest = shortest_window(self.abilities, backend.min_chunk_frames, backend.chunk_overlap_frames)
        self.rungs = self._rungs()
        self.planned: dict[int, tuple[Window, ...]] = {}
        self.notes: list[str] = []
        self.attempts: list[dict[str, Any]] = []
        self.chunks: list[dict[str, Any]] = []

    def film(self) -> MadeClip:
        """The clip, its notes and facts."""
        made = self._made_frames()
        last = len(made) - 1 if self.to_end and self.request.frames > 1 else None
        shown = moments(self.request.frames, self.request.fps, self.fps, last)
        video, rig = self.folder / "clip.mp4", self.folder / "rig.json"
        picture = self.request.picture
        between = Between(made, self.backend.retime)
        with VideoWriter(video, picture.width_px, picture.height_px, self.request.fps) as writer:
            for number, moment in enumerate(shown):
                frame = _at_size(between.at(moment), (picture.width_px, picture.height_px))[..., ::-1]
                light = fade(number, self.request.frames, self.request.transition)
                writer.write(frame if light >= 1 else cv2.convertScaleAbs(np.ascontiguousarray(frame), alpha=light))
        rig.write_text("{}", encoding="utf-8")
        notes = dict.fromkeys((*self._told(last), *self.notes))
        return MadeClip(video, rig, tuple(notes), self._facts(len(made)))

    # -- before the windows

    def _opened(self, path: Path) -> Image.Image:
        image = open_picture(path)
        wanted = self.request.picture.width_px, self.request.picture.height_px
        if image.size != wanted:
            raise BackendError(
                f"shot {self.request.shot_id}: {path.name} is {image.width}×{image.height}, {wanted[0]}×{wanted[1]} "
                "expected; make its images again"
            )
        return image

    def _size(self, share: float) -> tuple[int, int]:
        """Width and height that the model is asked for. The film's picture is brought there, and back, as a whole: the
        clip's first frame lies exactly on the still."""
        picture = self.request.picture
        megapixels = (self.backend.megapixels or self.abilities.megapixels) * share**2
        return painted_size(picture.width_px, picture.height_px, megapixels, self.abilities.multiple_px)

    def _rungs(self) -> tuple[VideoRung, ...]:
        backend, window = self.backend, self.backend.longest_window(self.abilities)
        if self.from_text:  # it cannot continue: one window, however long
            window = max(window, self.abilities.at_least(self.total))
            limit = self.backend.longest_window(self.abilities)
            if window > limit:
                raise BackendError(
                    f"shot {self.request.shot_id}: it needs {window} frames in one window, and {limit} is the longest; "
                    "from words alone a clip cannot be continued: shorten the shot, raise `chunk_length_frames`, or "
                    "name a model that takes pictures"
                )
        shortest = window if self.from_text else min(self.shortest, window)
        if not self.from_text and window < self.shortest:
            raise BackendError(
                f"chunk_length_frames gives windows of {window} frames; with chunk_overlap_frames "
                f"{backend.chunk_overlap_frames} and min_chunk_frames {backend.min_chunk_frames} {self.shortest} are the "
                "fewest: correct the profile"
            )
        return video_rungs(
            self.animator.plan.placement,
            self.animator.device,
            self.abilities,
            window=window,
            shortest=shortest,
            may_shrink=backend.may_shrink,
            may_use_cpu=backend.may_use_cpu,
        )

    def _words(self) -> Words:
        backend, prompt = self.backend, self.request.prompt
        text = f"{backend.style}, {prompt}" if backend.style else prompt
        return Words(text, backend.negative_prompt, backend.guidance > 1)

    # -- windows

    def _made_frames(self) -> Pixels:
        """All frames of the shot in the model's time: (n, height, width, 3) uint8 RGB, at the model's size."""
        words = self._words()
        unread = self.animator.unread(words)
        if unread:
            self.notes.append(f"the model does not read the last {unread} tokens of the prompt")
        embeds, attempts = self.animator.encode(words, self.rungs[self._first_rung()])
        self.attempts += [{"window": None, "frames": 0, **attempt.as_facts()} for attempt in attempts]
        made = np.zeros((0, self.size[1], self.size[0], 3), np.uint8)
        while len(made) < self.total:
            window, frames = self._window(made, embeds)
            made = _joined(made, frames, window.start)
        return made

    def _next(self, made: int, rung: VideoRung) -> Window:
        """The window that follows `made` frames, as long as this rung makes it.

        Windows are planned once, and anew from where the shot stands when memory has shortened them.
        """
        backend = self.backend
        if rung.frames not in self.planned:
            start = max(made - backend.chunk_overlap_frames, 0)
            planned = plan_windows(
                self.total - start,
                rung.frames,
                backend.chunk_overlap_frames,
                backend.min_chunk_frames,
                self.abilities,
                may_grow=rung.frames == self.rungs[0].frames,  # shortened windows are as long as memory allows
            )
            if made and len(planned) == 1:
                start = self.total - planned[0].frames  # the last of several ends with the shot
            self.planned[rung.frames] = tuple(Window(start + window.start, window.frames) for window in planned)
        return next(window for window in self.planned[rung.frames] if window.end > made)

    def _window(self, made: Pixels, embeds: dict[str, Any]) -> tuple[Window, Pixels]:
        index, animator = len(self.chunks), self.animator
        seed = window_seed(self.request.seed, index)
        tried: list[tuple[int, str]] = []
        told: tuple[Window, Conditions] | None = None

        def on_rung(found: Rung) -> Pixels:
            nonlocal told
            rung = self.rungs[self.rungs.index(found)]
            window = self._next(len(made), rung)
            tried.append((window.frames, "cpu" if rung.on_cpu else str(animator.device)))
            animator.stand_on(rung)
            shown = self._conditions(window, index)
            told = window, shown
            return self._frames_of(window, shown, rung, seed, made, embeds)

        climbed = climb(
            self.rungs,
            on_rung,
            what=f"{self.request.shot_id}: window {index + 1} at {self.size[0]}×{self.size[1]}",
            device=animator.device,
            first=self._first_rung(),
            tries=self.backend.max_retries_per_chunk,
        )
        animator.rung = climbed.rung
        for attempt, (frames, device) in zip(climbed.attempts, tried, strict=True):
            self.attempts.append({"window": index, **attempt.as_facts(), "frames": frames, "device": device})
        assert told is not None
        window, shown = told
        self.chunks.append(
            {
                "start_frame": window.start,
                "frames": window.frames,
                "seed": seed,
                "first": shown.first,
                "last": shown.last,
            }
        )
        if len(climbed.attempts) > 1:
            self.notes.append(
                f"window {index + 1}: memory was short; made after {len(climbed.attempts) - 1} failed attempts with: "
                f"{self.rungs[climbed.rung].name}"
            )
        return window, climbed.result

    def _first_rung(self) -> int:
        """Where the last window succeeded; an earlier shot's ladder may have been longer."""
        return min(self.animator.rung, len(self.rungs) - 1)

    def _conditions(self, window: Window, index: int) -> Conditions:
        last = window.end >= self.total
        return conditions(self.abilities, first=index == 0, last=last, from_text=self.from_text, to_end=self.to_end)

    def _frames_of(
        self, window: Window, shown: Conditions, rung: VideoRung, seed: int, made: Pixels, embeds: dict[str, Any]
    ) -> Pixels:
        size = self._size(rung.size)
        wanted = Wanted(
            frames=window.frames,
            width_px=size[0],
            height_px=size[1],
            fps=self.fps,
            first=self._picture(shown.first, window, made, size),
            last=self._picture(shown.last, window, made, size),
            steps=self.backend.steps,
            seed=seed,
        )
        frames = self.animator.animate(wanted, embeds, self.backend.guided(), self._progress(window))
        if size == self.size:
            return np.asarray(frames, np.uint8)
        return np.stack([_at_size(frame, self.size) for frame in frames])

    def _picture(self, which: str | None, window: Window, made: Pixels, size: tuple[int, int]) -> Image.Image | None:
        if which is None:
            return None
        image = Image.fromarray(made[window.start]) if which == "previous" else self.pictures[which]
        return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)

    def _progress(self, window: Window) -> Callable[[int, int], None]:
        def told(done: int, steps: int) -> None:
            share = (window.start + window.frames * min(done / steps, 1.0)) / max(self.total, window.end)
            try:
                report_progress(self.folder, share)
            except FileNotFoundError as error:  # whoever asked has left and taken the folder along
                raise BackendError(
                    f"shot {self.request.shot_id}: its working folder is gone, so nobody waits for the clip: stopped"
                ) from error

        return told

    # -- after the windows

    def _told(self, last: int | None) -> tuple[str, ...]:
        start, end = (np.asarray(self.pictures[which]) for which in ("start", "end"))
        return clip_notes(
            self.abilities,
            from_text=self.from_text,
            to_end=self.to_end,
            one_picture=np.array_equal(start, end),
            windows=len(self.chunks),
            fps=self.fps,
            film_fps=self.request.fps,
            retime=self.backend.retime,
            faster=speed(self.request.frames, self.request.fps, self.fps, last) if last else 1.0,
        )

    def _facts(self, made: int) -> dict[str, Any]:
        backend, animator = self.backend, self.animator
        return {
            "model": backend.model_inputs(),
            "model_id": backend.source.identity()["id"],
            "architecture": self.abilities.architecture,
            "negative_prompt": backend.negative_prompt,
            "sampler": type(animator.pipeline.scheduler).__name__,
            "steps": backend.steps,
            "cfg": backend.guidance,
            "device": animator.works_on(),
            "device_map": animator.device_map(),
            "placement": self.rungs[animator.rung].placement,
            "rung": self.rungs[animator.rung].name,
            **self.placed,
            "made_width_px": self.size[0],
            "made_height_px": self.size[1],
            "model_fps": self.fps,
            "model_frames": made,
            "retime": None if self.fps == self.request.fps else backend.retime,
            "phash_start_image": phash(np.asarray(self.pictures["start"])),
            "phash_end_image": phash(np.asarray(self.pictures["end"])),
            "chunks": self.chunks,
            "attempts": self.attempts,
        }


def _joined(made: Pixels, frames: Pixels, start: int) -> Pixels:
    """The shot so far and its next window, which begins at frame `start`; what both show is blended."""
    shared = len(made) - start
    for index, later in enumerate(join_weights(shared)):
        mixed = cv2.addWeighted(made[start + index], 1 - later, frames[index], later, 0)
        made[start + index] = mixed
    return np.concatenate([made, frames[shared:]])


def _at_size(frame: Pixels, size: tuple[int, int]) -> Pixels:
    if (frame.shape[1], frame.shape[0]) == size:
        return frame
    return np.asarray(Image.fromarray(frame).resize(size, Image.Resampling.LANCZOS), np.uint8)
