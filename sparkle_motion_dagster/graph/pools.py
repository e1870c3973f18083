"""Dagster's pools: who queues for the GPU.

What belongs here: which assets are in a pool, and the pool's declaration on the instance. What does not: holding a
device (`backends/device/lease.py`: the kernel frees that lock when its process dies). The pool is how waiting is seen
and ordered; the lease is what keeps two models from one device.
https://docs.dagster.io/guides/operate/managing-concurrency/concurrency-pools
"""

import dagster as dg

from sparkle_motion_dagster.backends.profile import Choice, Craft, Profile
from sparkle_motion_dagster.backends.registry import device_of

GPU = "gpu"


def pool_of(craft: Craft, choice: Choice) -> str | None:
    """`gpu` if this backend's model runs on another device than the processor, by `settings: {device: cuda}` or by itself."""
    return None if device_of(craft, choice) == "cpu" else GPU


def declare_pools(instance: dg.DagsterInstance, profile: Profile) -> None:
    """Make the pools that this profile uses known to the instance, with its default limit, so that the page shows them."""
    for pool in sorted({pool for craft, choice in profile.crafts.items() if (pool := pool_of(craft, choice))}):
        if pool not in instance.event_log_storage.get_concurrency_keys():
            instance.event_log_storage.initialize_concurrency_limit_to_default(pool)
