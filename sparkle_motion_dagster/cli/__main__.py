"""`python -m sparkle_motion_dagster.cli`: the same as `sparkle`.

What belongs here: this call.
"""

from sparkle_motion_dagster.cli.main import main

if __name__ == "__main__":
    main()
