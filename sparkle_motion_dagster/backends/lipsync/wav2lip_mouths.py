"""Faces that speak, by a loaded Wav2Lip network.

What belongs here: batches of faces and sound in, faces out, memory met as it comes. What does not: where faces are
(`face_tracks.py`), whose they are (`speaking_faces.py`).
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.ladder import Climbed, Rung, climb
from sparkle_motion_dagster.backends.drawing.sheets import Pixels
from sparkle_motion_dagster.backends.lipsync.wav2lip_network import FACE_PX
from sparkle_motion_dagster.errors import BackendError

BATCHES = (16, 4, 1)
"""Faces at once: the rungs of its ladder. Another batch rounds otherwise: bytes may differ by a shade."""


class Wav2LipMouths:
    """The network on its device."""

    def __init__(self, network: Any, device: Device):
        self.network = network.to(str(device))
        self.device = device
        self.rungs = tuple(Rung(f"batches of {size}", changes_picture=size != BATCHES[0]) for size in BATCHES)
        self.rung = 0
        """It stands on this one; the next call begins there."""

    def speak(
        self, faces: list[Pixels], heard: NDArray[np.float32], what: str
    ) -> tuple[list[Pixels], list[dict[str, Any]]]:
        """The faces speaking, 96×96 BGR, and every attempt if there was more than one.

        Args:
            faces: (h, w, 3) BGR crops of any size, at most `BATCHES[0]` of them.
            heard: (n, 80, 16), as `mel.windows` gives them.
            what: names the work in errors.
        """
        small = np.stack([cv2.resize(face, (FACE_PX, FACE_PX), interpolation=cv2.INTER_AREA) for face in faces])
        whole = small.transpose(0, 3, 1, 2).astype(np.float32) / 255
        masked = whole.copy()
        masked[:, :, FACE_PX // 2 :] = 0
        shown, sound = np.concatenate([masked, whole], axis=1), heard[:, None]

        def on_rung(rung: Rung) -> NDArray[np.float32]:
            size = BATCHES[self.rungs.index(rung)]
            pieces = [slice(start, start + size) for start in range(0, len(shown), size)]
            return np.concatenate([self._made(sound[piece], shown[piece]) for piece in pieces])

        climbed: Climbed[NDArray[np.float32]] = climb(
            self.rungs, on_rung, what=what, device=self.device, first=self.rung, tries=1
        )
        self.rung = climbed.rung
        if not np.isfinite(climbed.result).all():
            raise BackendError(
                f"{what}: the network made numbers that are none: its weights are damaged, convert them again"
            )
        pictures = (climbed.result.transpose(0, 2, 3, 1) * 255).round().astype(np.uint8)
        attempts = [attempt.as_facts() for attempt in climbed.attempts] if len(climbed.attempts) > 1 else []
        return list(pictures), attempts

    def _made(self, sound: NDArray[np.float32], shown: NDArray[np.float32]) -> NDArray[np.float32]:
        import torch

        device = str(self.device)
        # Some of cuDNN's ways to enlarge add up in no fixed order: the same request must give the same bytes.
        with torch.inference_mode(), torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True):
            made = self.network(torch.from_numpy(sound).to(device), torch.from_numpy(shown).to(device))
            return np.asarray(made.float().cpu().numpy())
