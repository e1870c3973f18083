"""One thread for each library: imported first in the process that CPU workers are forked from.

What belongs here: what holds before that process imports anything else. As many processes as cores work at once, so more
threads would only wait.
"""

import os

from sparkle_motion_dagster.crafts.cycles import look_seldom

look_seldom()

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
