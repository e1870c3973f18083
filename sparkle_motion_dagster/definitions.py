"""The code location: what `dagster dev`, the UI and `dagster asset materialize` load.

What belongs here: this function. Loading it imports no model library and touches no file but the configuration.
"""

import gc

import dagster as dg


@dg.definitions
def defs() -> dg.Definitions:
    """The graph for the studio that SPARKLE_HOME and SPARKLE_PROFILE name."""
    gc.freeze()  # Dagster's modules stay: looking for cycles among them while ours are imported costs a tenth of the time
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.graph.build import build_definitions
    from sparkle_motion_dagster.settings import load_settings

    settings = load_settings()
    return build_definitions(settings, load_profile(settings.profile))
