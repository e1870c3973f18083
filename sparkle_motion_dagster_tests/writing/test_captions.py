"""Words over a picture: found, and put over the picture where they belong."""

import pytest

from sparkle_motion_dagster.writing.brief import Brief
from sparkle_motion_dagster.writing.captions import caption_in
from sparkle_motion_dagster.writing.write_plan import write_plan


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ('SUPER: "Three hundred years later"', "Three hundred years later"),
        ("SUPER: LONDON, 1941", "LONDON, 1941"),
        ("TITLE OVER BLACK - “Part Two”", "Part Two"),
        ('CHYRON: "Day 3" fades in over the harbour.', "Day 3"),
        ("ON SCREEN: Ten years ago", "Ten years ago"),
        ("SUPERMAN flies by.", None),
        ("The title: a book lies open.", None),
        ("SUPER: " + "x" * 200, None),
    ],
)
def test_a_caption_is_told_from_a_picture(action: str, words: str | None) -> None:
    assert caption_in(action) == words


@pytest.mark.parametrize(
    ("scene", "over"),
    [
        ('SUPER: "1941"\n\nADA opens the door.\n', "ADA opens the door."),
        ('ADA opens the door.\n\nSUPER: "1941"\n', "ADA opens the door."),
        ('SUPER: "1941"\n\nADA\nHello.\n', "Museum, day."),
        ('ADA\nHello.\n\nSUPER: "1941"\n\nA clock ticks.\n', "A clock ticks."),
        ('ADA\nHello.\n\nSUPER: "1941"\n', "Museum, day."),
    ],
)
def test_a_caption_is_over_a_picture_in_which_nobody_speaks(scene: str, over: str) -> None:
    plan = write_plan(Brief("fountain", f"INT. MUSEUM - DAY\n\n{scene}", "M", "m.fountain")).plan
    assert [shot.visual_description for shot in plan.shots if shot.caption == "1941"] == [over]
    assert not any("SUPER" in shot.visual_description for shot in plan.shots)


def test_a_long_caption_has_time_to_be_read() -> None:
    words = "In the winter of that year nobody on the whole island had seen the sun for ninety days"
    plan = write_plan(Brief("fountain", f"INT. HUT - DAY\n\nADA sleeps.\n\nSUPER: {words}\n", "M", "m.fountain")).plan
    assert plan.shots[0].duration_sec > 6
