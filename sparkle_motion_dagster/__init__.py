"""Sparkle Motion: a story goes in, a finished short film comes out of a Dagster asset graph.

Nothing is imported here on purpose: loading the package must cost nothing. One thing holds before anything else is
imported, in every process of ours: libraries that report to their makers are told not to. (Dagster: `configs/dagster.yaml`.)
"""

import os

__version__ = "0.1.0"

for _silences in ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY"):  # onnxruntime counts every session, by default
    os.environ.setdefault(_silences, "1")
