"""Small clips, sounds and films for tests: real files, made in milliseconds."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

FPS = 24
Frames = NDArray[np.uint8]


def moving_frames(count: int, width: int = 320, height: int = 180, shade: int = 90, step: int = 5) -> Frames:
    """A textured ground with a square that walks over it, a little in every frame."""
    rng = np.random.default_rng(shade)
    coarse = rng.integers(0, 70, (height // 10, width // 10, 3), dtype=np.uint8)
    ground = np.kron(coarse, np.ones((10, 10, 1), np.uint8)) + np.uint8(shade)
    frames = np.repeat(ground[None], count, axis=0)
    for number in range(count):
        left = (number * step) % (width - 40)
        frames[number, 40:80, left : left + 40] = (250, 240, 20)
    return frames


def write_clip(
    path: Path, frames: Frames, fps: int = FPS, b_frames: int = 2, sound: NDArray[np.float32] | None = None
) -> Path:
    """An H.264 MP4 of these (n, h, w, 3) RGB frames; with an AAC track if there is a sound (48 kHz mono)."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=fps)
        video.width, video.height, video.pix_fmt = frames.shape[2], frames.shape[1], "yuv420p"
        video.options = {"preset": "ultrafast", "crf": "18", "bf": str(b_frames), "threads": "1"}
        audio = out.add_stream("aac", rate=48_000, layout="mono") if sound is not None else None
        for number, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            out.mux(video.encode(frame))
        out.mux(video.encode())
        if audio is not None and sound is not None:
            block = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="fltp", layout="mono")
            block.sample_rate = 48_000
            out.mux(audio.encode(block))
            out.mux(audio.encode())
    return path


def read_frames(path: Path) -> Frames:
    """Every decoded frame, (n, h, w, 3) RGB."""
    with av.open(str(path)) as film:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)])


def tone(duration_s: float, rate_hz: int = 24_000, level: float = 0.2, pitch_hz: float = 220.0) -> NDArray[np.float32]:
    times = np.arange(round(duration_s * rate_hz)) / rate_hz
    return (level * np.sin(2 * np.pi * pitch_hz * times)).astype(np.float32)


def write_wav(path: Path, sound: NDArray[np.float32], rate_hz: int = 24_000) -> Path:
    soundfile.write(path, sound, rate_hz, subtype="PCM_16")
    return path
