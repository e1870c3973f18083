"""What a video model can do, as its checkpoint says: which pictures it takes, which lengths and sizes it makes.

What belongs here: the type, and the lengths that are legal. What does not: reading a checkpoint (a file for each
family beside this one), planning a shot (`windows.py`).
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Abilities:
    """One checkpoint. Numbers of frames are the model's own, not the film's."""

    architecture: str
    """In words: "Wan 2.1 first and last frame"."""
    text: bool
    """Whether it can make a clip from words alone."""
    first: bool
    """Whether a picture can be the clip's first frame."""
    last: Literal["none", "optional", "required"]
    """Whether a picture can, or must, be the clip's last frame."""
    stride: int
    """It makes `stride` * k + 1 frames."""
    multiple_px: int
    """Of which width and height are multiples."""
    fps: float | None
    """Frames a second that it was trained at; None: it is told."""
    window_frames: int
    """The longest clip it was trained on; legal."""
    megapixels: float
    """Area of the pictures it was trained on."""
    experts: int = 1
    """Transformers that take turns: 2 in a Wan 2.2 A14B."""

    def at_least(self, frames: int) -> int:
        """The shortest legal length that is not shorter."""
        return -(-max(frames - 1, 0) // self.stride) * self.stride + 1

    def at_most(self, frames: int) -> int:
        """The longest legal length that is not longer; 1 at least."""
        return max(frames - 1, 0) // self.stride * self.stride + 1
