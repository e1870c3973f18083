"""Jobs: one for each partition grain, since Dagster runs one grain at a time.

What belongs here: named selections of assets. What does not: schedules, sensors.
"""

import dagster as dg

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS

plan_film = dg.define_asset_job(
    "plan_film", selection=["movie_plan"], description="Read a film's brief and plan its shots."
)
make_shots = dg.define_asset_job(
    "make_shots", selection=list(SHOT_ASSETS), description="Make shots from their lines to their QA report."
)
cut_film = dg.define_asset_job("cut_film", selection=["final_movie"], description="Join a film's finished shots.")

jobs = [plan_film, make_shots, cut_film]
