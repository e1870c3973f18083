"""A backfill as it is asked for on Dagster's page: by the studio's web server, daemon and code server.

What belongs here: that measure. What does not: the same work in one process (`orchestration.py`). Between the button and the
first call lie the daemon's look (2 s), the queue's (1 s), and a process that loads the code location.
"""

import json
import re
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from films import SPARKLE
from orchestration import SHOTS, calls_of, covered_s, planned_studio

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS

_LAUNCH = """mutation Launch($what: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $what) {
  __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
_STATUS = """query Status($id: String!) { partitionBackfillOrError(backfillId: $id) { __typename
  ... on PartitionBackfill { status numPartitions } } }"""
_PARTITIONS = """query Partitions { assetNodeOrError(assetKey: {path: ["shot_images"]}) { ... on AssetNode { partitionKeys } } }"""


def backfill_page() -> dict:
    """All shots of a planned film, backfilled through a real studio: from the request until the page shows success."""
    with tempfile.TemporaryDirectory() as name:
        profile, home = planned_studio(Path(name))
        words = ["studio", "--no-browser", "--port", "0", "--home", home, "--profile", profile]
        with subprocess.Popen([*map(str, [*SPARKLE, *words])], stdout=subprocess.PIPE, text=True) as studio:
            try:
                took_s, ran = _backfill(studio)
            finally:
                studio.terminate()
        calls = calls_of(home / "store", "wind")
    busy_s = covered_s(calls)
    return {
        "shots": SHOTS,
        "status": ran,
        "calls": len(calls),
        "backfill_s": round(took_s, 2),
        "in_backends_s": round(busy_s, 2),
        "outside_backends": round(1 - busy_s / took_s, 3),
        "goal": 0.15,
    }


def _backfill(studio: "subprocess.Popen[str]") -> tuple[float, str]:
    """Seconds and final status."""
    assert studio.stdout is not None
    found = next(m for line in studio.stdout if (m := re.search(r"is open: (http://\S+)", line)))
    page = found.group(1)
    partitions = _asked(page, _PARTITIONS, {})["assetNodeOrError"]["partitionKeys"]
    what = {"assetSelection": [{"path": [asset]} for asset in SHOT_ASSETS], "partitionNames": partitions}
    started = time.perf_counter()
    backfill = _asked(page, _LAUNCH, {"what": what})["launchPartitionBackfill"]["backfillId"]
    while True:
        status = _asked(page, _STATUS, {"id": backfill})["partitionBackfillOrError"]["status"]
        if status not in ("REQUESTED", "CANCELING"):
            return time.perf_counter() - started, status
        time.sleep(0.2)


def _asked(page: str, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"{page}/graphql", body, {"Content-Type": "application/json", "Origin": page})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["data"]
