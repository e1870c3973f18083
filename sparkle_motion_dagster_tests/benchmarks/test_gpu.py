"""The GPU benchmark, at toy sizes on a CPU: its measures run the product's own code to their end."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _measured(*words: str) -> dict[str, dict]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "benchmarks/gpu.py", "--tiny", *words]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, env=environment)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return {line["measure"]: line for line in map(json.loads, ran.stdout.strip().splitlines())}


def test_the_measures_of_both_models_run_to_their_end():
    measured = _measured("sdxl", "wan")
    assert measured["machine"]["tiny"] is True
    assert measured["sdxl image"]["over_bare"] > 0 and measured["sdxl image"]["peak_mb"] > 0
    outcomes = [attempt["outcome"] for attempt in measured["sdxl out of memory"]["attempts"]]
    assert outcomes == ["out of memory", "succeeded"] and measured["sdxl after it"]["usable"]
    assert measured["wan2.1-t2v-1.3b clip"]["frames"] == 9
    assert measured["wan2.1-t2v-1.3b by the product"]["facts"]["attempts"][-1]["outcome"] == "succeeded"
