"""When Dagster makes things by itself: the conditions, and whether they are switched on before anybody asks.

What belongs here: automation conditions and default statuses. What does not: the sensors and schedules that use them.
https://docs.dagster.io/guides/automate/declarative-automation

A shot is requested when its slice of the plan has changed, or when it is new; the film when its cut has changed: the
two reported assets carry exactly that (`bridge.py`). A dependency made again with equal bytes requests nothing. What
was requested and failed is not requested again until something changes: a shot that cannot be made costs one attempt.
`code_version_changed` is left out on purpose: it would be true for every shot of every film at once.
"""

from typing import Any

import dagster as dg

from sparkle_motion_dagster.backends.profile import CRAFTS, Profile
from sparkle_motion_dagster.backends.writer.choice import asks_model

_FREE: dict[str, frozenset[str]] = {
    "speech": frozenset({"kokoro", "piper", "espeak"}),
    "images": frozenset({"animatic"}),
    "video": frozenset({"animatic"}),
    "lipsync": frozenset({"animatic"}),
    "inspection": frozenset({"measured"}),
}
"""Backends that run on the CPU of this machine and cost nothing. Whatever is not named here may be dear."""


def dear_crafts(profile: Profile) -> tuple[str, ...]:
    """Crafts whose backend may spend GPU hours or money; "writer" if a language model writes."""
    crafts = tuple(craft for craft in CRAFTS if profile.crafts[craft].backend not in _FREE[craft])
    return (*(["writer"] if asks_model(profile) else []), *crafts)


def sensor_status(profile: Profile) -> dg.DefaultSensorStatus:
    """Running where dropping a file into `films/` spends nothing but this machine's CPU; else stopped.

    Whoever puts a brief into the studio's folder of briefs wants the film. If it costs money or GPU hours, a file
    that lands there by accident must not spend them: a person switches the sensors on, once, in the UI.
    """
    return dg.DefaultSensorStatus.STOPPED if dear_crafts(profile) else dg.DefaultSensorStatus.RUNNING


def when_changed() -> dg.AutomationCondition[Any]:
    """Request a partition when what it is made from has a new version, or when it is new, once its inputs are there.

    Dagster's `eager`, save that a dependency counts as changed by its data version and not by being made again. What
    is missing already when automation is first switched on is not requested: nobody asked for it just now.
    """
    condition = dg.AutomationCondition
    changed = condition.any_deps_match(
        (condition.data_version_changed() & ~condition.executed_with_root_target()).with_label("version_changed")
        | condition.will_be_requested()
    ).with_label("a dependency has changed")
    return (
        (condition.newly_missing() | changed).since_last_handled()
        & ~condition.any_deps_missing()
        & ~condition.any_deps_in_progress()
        & ~condition.in_progress()
    ).with_label("when_changed")
