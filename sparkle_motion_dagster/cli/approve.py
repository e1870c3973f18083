"""`sparkle approve`: a person has looked at a shot and accepts it.

What belongs here: the command. What does not: deciding (`crafts/directing.py`), making (`sparkle make`).
"""

import json

from sparkle_motion_dagster.cli.decided import FilmId, Note, ShotId, open_studio
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.settings import load_settings


def approve(
    film: FilmId,
    shot: ShotId,
    note: Note = "",
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Accept a shot as it is, whatever QA says of it. It holds for this very clip: one made later is judged anew."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts import directing
    from sparkle_motion_dagster.crafts.crew import gather
    from sparkle_motion_dagster.graph.decided import tell_dagster_of_approval

    settings = load_settings(home, profile)
    chosen = load_profile(settings.profile)
    store = open_studio(settings, film, shot)
    approval = directing.approve(store, gather(chosen), film, shot, note)
    tell_dagster_of_approval(settings, chosen, store, film)
    if as_json:
        print(json.dumps({"film": film, "shot": shot, **approval.model_dump(mode="json")}, ensure_ascii=False))
        return
    told = f" ({'; '.join(approval.reasons)})" if approval.reasons else ""
    print(f"{film} {shot}: approved, though QA says {approval.decision}{told}")
    print(f"sparkle make {film} cuts the film with it")
