"""The command line. What belongs here: how the process is set up before the first of its modules is imported."""

import gc

gc.set_threshold(
    100_000, 20, 20
)  # searching for cycles while a thousand modules are imported finds none, and takes a sixth longer
