"""The words around a judge's questions: templates in resources/prompts/judge, filled from the plan.

What belongs here: reading and filling them. What does not: which questions (`questions.py`), any model.
"""

import hashlib
import string
from collections.abc import Mapping
from functools import cache

from sparkle_motion_dagster.backends.inspection.questions import FAULTS, UNSAFE, Point, plan_text
from sparkle_motion_dagster.backends.protocols import ShotWords
from sparkle_motion_dagster.backends.writer.prompts import fenced
from sparkle_motion_dagster.film.shipped import resources_folder

_FOLDER = ("prompts", "judge")


def system_text() -> str:
    """Who the judge is, and its rules."""
    return _filled("system")


def frame_text(words: ShotWords, points: tuple[Point, ...], time_s: float, length_s: float) -> str:
    """The questions about one frame. The plan's own text is fenced: it is data."""
    return _filled(
        "frame",
        time=f"{time_s:.2f} s",
        length=f"{length_s:.2f} s",
        text=fenced(plan_text(words)),
        points=fenced(_listed({point.id: point.asks for point in points})),
        faults=_listed(FAULTS),
        unsafe=_listed(UNSAFE),
    )


def repair_text(problems: str) -> str:
    """What is said to a judge whose answer could not be used."""
    return _filled("repair", problems=problems)


def schema_text(schema: str) -> str:
    """What is added for a server that takes no schema."""
    return _filled("schema", schema=schema)


def prompts_hash() -> str:
    """12 hex digits that change when any of the templates does."""
    joined = "\0".join(f"{name}\0{text}" for name, text in sorted(_texts().items()))
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def _listed(told: Mapping[str, str]) -> str:
    return "\n".join(f"- {name}: {words}" for name, words in told.items())


def _filled(name: str, **values: str) -> str:
    return string.Template(_texts()[name]).substitute(values).strip()


@cache
def _texts() -> dict[str, str]:
    folder = resources_folder().joinpath(*_FOLDER)
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
