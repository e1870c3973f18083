"""One thread for each library: imported first in the process that CPU workers are forked from.

What belongs here: these variables. As many processes as cores work at once, so more threads would only wait.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
