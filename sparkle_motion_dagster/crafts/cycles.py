"""How often Python looks for cycles among its objects.

What belongs here: this one setting, for processes that begin by importing much. What does not: those processes
(`cli/__main__.py`, `workers.py`, `one_thread.py`).
"""

import gc

MADE_PER_LOOK = 100_000
"""Objects made between two looks: a thousand modules are imported without one, and looking costs a sixth."""


def look_seldom() -> None:
    """Look for cycles every `MADE_PER_LOOK` objects, no longer every 700: to be called before anything else is imported."""
    gc.set_threshold(MADE_PER_LOOK, 20, 20)
