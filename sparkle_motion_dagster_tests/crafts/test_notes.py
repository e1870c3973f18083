"""What could not be done as asked is told once, with its shots."""

from pathlib import Path

from sparkle_motion_dagster.crafts.notes import shot_notes
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.writing.brief import Brief
from sparkle_motion_dagster.writing.write_plan import write_plan


def test_notes_of_shots_are_gathered_and_name_their_shots(tmp_path: Path) -> None:
    plan = write_plan(
        Brief("fountain", "INT. HUT - DAY\n\n" + "ADA opens a door.\n\nRain.\n\n" * 4, "H", "h.fountain")
    ).plan
    store = ArtifactStore.open(tmp_path / "store")
    file = tmp_path / "clip"
    file.write_bytes(b"clip")
    for at, shot in enumerate(plan.shots[:6]):
        notes = ["no drawing of the place"] + (["Ada's mouth is outside"] if at == 1 else [])
        for asset in ("shot_images", "video_clips"):
            recipe = Recipe(asset, f"hut~{shot.id}", {"at": at})
            found = store.adopt(
                recipe,
                {"video": file},
                {"notes": notes},
                film="hut",
                shot=shot.id,
                backend="b 1",
                draft=True,
                reason="new",
            )
            store.point(asset, f"hut~{shot.id}", found)
    assert shot_notes(store, "hut", plan) == (
        "s010, s020, s030, s040 and 2 more: no drawing of the place",
        "s020: Ada's mouth is outside",
    )
