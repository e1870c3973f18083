"""How long `sparkle status` takes for a film of 200 shots: the whole process, from the shell's point of view.

What belongs here: that measure. What does not: making films; the film here is a sketch (real plan, recipes and store;
a few bytes where a clip would be), as the edit table's tests make it: status reads no picture either.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from films import PLACES, ROOT, SPARKLE, timed

RUNS = 5
SHOTS = 200


def _brief(scenes: int) -> str:
    text = "Title: The Long Walk\n\nINT. KITCHEN - DAY\n\nADA (70) and TOM (30), two keepers, sit.\n\n"
    for n in range(scenes):
        text += f"EXT. {PLACES[n % len(PLACES)]} {n} - DAY\n\nThe wind moves over place {n}.\n\n"
        text += f"ADA\nThis is the long line number {n} of mine.\n\nTOM\nAnd here is my long answer number {n}.\n\n"
        text += f"ADA\nI have one more thing to say about {n}.\n\n"
    return text


def status() -> dict:
    """Medians of whole processes: fresh, and with one line of the brief edited; beside `import dagster` in the same run."""
    sys.path.insert(0, str(ROOT))
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.store.store import ArtifactStore
    from sparkle_motion_dagster_tests.crafts.sketching import sketch

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        text = _brief(SHOTS // 4)
        brief = home / "films" / "walk.fountain"
        brief.parent.mkdir()
        brief.write_text(text, encoding="utf-8")
        log = sketch(ArtifactStore.open(home / "store"), load_profile("animatic"), "walk", text)
        command = [*SPARKLE, "status", "walk", "--home", folder]
        fresh = [timed(command) for _ in range(RUNS)]
        brief.write_text(text.replace("long line number 7 ", "longest line number 7 "), encoding="utf-8")
        edited = [timed(command) for _ in range(RUNS)]
        bare = [timed([sys.executable, "-c", "import dagster"]) for _ in range(RUNS)]
    return {
        "shots": len({shot for shot, _ in log.made}) - 1,
        "fresh_s": round(statistics.median(took.wall_s for took in fresh), 2),
        "fresh_cpu_s": round(statistics.median(took.cpu_s for took in fresh), 2),
        "edited_s": round(statistics.median(took.wall_s for took in edited), 2),
        "edited_cpu_s": round(statistics.median(took.cpu_s for took in edited), 2),
        "import_dagster_cpu_s": round(statistics.median(took.cpu_s for took in bare), 2),
        "goal_s": 2,
    }
