"""The command line.

What belongs here: how the process is set up before the first of its modules is imported. What does not: commands.
"""

import gc
import sys

from sparkle_motion_dagster.crafts.workers import ready_workers

gc.set_threshold(
    100_000, 20, 20
)  # a thousand modules are imported without a cycle: looking for one takes a sixth longer
if sys.argv[1:2] == ["make"]:
    ready_workers()  # beside the command's own imports: both take a second, on a core each
