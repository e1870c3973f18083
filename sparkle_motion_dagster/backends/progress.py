"""How far a call has come, told from the process that works to the one that waits.

What belongs here: one small file in the call's working folder. What does not: showing it.
"""

from pathlib import Path

_NAME = ".progress"


def report_progress(folder: Path, share: float) -> None:
    """Say how much of the call is done, 0 to 1."""
    fresh = folder / f"{_NAME}.new"
    fresh.write_text(f"{min(max(share, 0.0), 1.0):.4f}", encoding="ascii")
    fresh.replace(folder / _NAME)


def read_progress(folder: Path) -> float | None:
    """What was said last; None if nothing was."""
    try:
        return float((folder / _NAME).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
