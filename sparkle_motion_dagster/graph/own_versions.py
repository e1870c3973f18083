"""Each partition of a step has a data version of its own: the hash of what was made for it.

What belongs here: what becomes of a materialization before it is recorded. What does not: recording it (`event_log.py`),
making it (`assets/`). Dagster 1.13 gives all partitions of one step one version. A range in which one shot is new would
make all of them look changed: to the page, to automation, and to whatever was made from them.
"""

from typing import Any

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster._core.events import StepMaterializationData

CONTENT = "content"
"""The metadata in which our assets tell the hash of what they made."""


def with_own_version(event: dg.EventLogEntry) -> dg.EventLogEntry:
    """The event as it is to be recorded: a partition that tells its content has that as its data version."""
    told = event.dagster_event
    data: Any = told.event_specific_data if told is not None else None
    if told is None or not isinstance(data, StepMaterializationData):
        return event
    made = data.materialization
    own, tags = made.metadata.get(CONTENT), made.tags or {}
    if made.partition is None or DATA_VERSION_TAG not in tags or own is None:
        return event
    versioned = made._replace(tags={**tags, DATA_VERSION_TAG: str(own.value)})
    return event._replace(dagster_event=told._replace(event_specific_data=data._replace(materialization=versioned)))
