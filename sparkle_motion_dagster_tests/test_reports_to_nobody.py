"""What runs here tells its makers nothing: onnxruntime would count every session, with a number for this machine."""

import os
import subprocess
import sys
from pathlib import Path

SPEAKS = """
import sys
from pathlib import Path
from sparkle_motion_dagster.backends.protocols import SpeechRequest
from sparkle_motion_dagster.backends.speech.kokoro import KokoroSpeech
KokoroSpeech().speak(SpeechRequest("Good evening.", "woman", 1.0, 0.0, 48_000, 7), Path(sys.argv[1]))
"""


def test_speaking_leaves_no_number_of_this_machine_and_queues_no_report(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    told = {"PATH": os.environ["PATH"], "HOME": str(home)}  # nothing else: the library spares a machine that runs tests
    words = [sys.executable, "-c", SPEAKS, str(tmp_path / "line.wav")]
    subprocess.run(words, env=told, check=True, timeout=60)
    assert (tmp_path / "line.wav").stat().st_size > 10_000
    assert [path.name for path in home.rglob("*")] == []
