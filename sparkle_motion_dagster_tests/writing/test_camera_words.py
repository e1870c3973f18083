"""A writer may ask the camera for a shot; ordinary words that look alike ask for nothing."""

import pytest

from sparkle_motion_dagster.film.plan import Shot
from sparkle_motion_dagster.writing.brief import Brief
from sparkle_motion_dagster.writing.camera_words import asked_of_camera
from sparkle_motion_dagster.writing.write_plan import write_plan


@pytest.mark.parametrize(
    ("text", "asked", "rest"),
    [
        ("CLOSE ON: the letter.", "close", "The letter."),
        ("Close on the letter: it is wet.", "close", "The letter: it is wet."),
        ("CLOSE ON Ada.", "close", "Ada."),
        ("CLOSE-UP - her eyes.", "close", "Her eyes."),
        ("ECU on her eyes.", "close", "Her eyes."),
        ("INSERT - THE LETTER", "insert", "THE LETTER"),
        ("WIDE SHOT - The valley.", "wide", "The valley."),
        ("Wide shot: the valley.", "wide", "The valley."),
        ("ADA'S POV: the road.", "pov", "The road."),
        ("ANGLE ON the door.", "medium", "The door."),
        ("Close the door.", None, "Close the door."),
        ("Long grass moves.", None, "Long grass moves."),
        ("WIDE EYES.", None, "WIDE EYES."),
        ("INSERT", None, "INSERT"),
        ("Full of hope, she runs.", None, "Full of hope, she runs."),
    ],
)
def test_words_for_the_camera_are_known(text: str, asked: str | None, rest: str) -> None:
    assert asked_of_camera(text) == (asked, rest)


def shot_of(action: str) -> Shot:
    text = f"INT. SHOP - DAY\n\nADA (50) counts coins. TOM (8) waits.\n\nADA\nHm.\n\nTOM\nHm.\n\n{action}\n"
    plan = write_plan(Brief("fountain", text, "Untitled", "a.fountain")).plan
    return next(shot for shot in plan.shots if shot.visual_description == action)


@pytest.mark.parametrize(
    ("action", "framing", "cast", "props"),
    [
        ("CLOSE ON: the chocolate bar.", "insert", (), ("chocolate bar",)),
        ("CLOSE ON Ada.", "close", ("ada",), ()),
        ("TWO SHOT: Ada and Tom.", "two_shot", ("ada", "tom"), ()),
        ("WIDE: Tom in the empty shop.", "wide", ("tom",), ()),
        ("ADA'S POV: the empty road.", "wide", (), ()),
        ("TOM'S POV: Ada smiles.", "medium", ("ada",), ()),
        ("ANGLE ON: the letter.", "insert", (), ("letter",)),
    ],
)
def test_the_camera_does_what_it_is_asked(
    action: str, framing: str, cast: tuple[str, ...], props: tuple[str, ...]
) -> None:
    shot = shot_of(action)
    assert (shot.framing, shot.cast, shot.props) == (framing, cast, props)


def test_back_to_scene_is_no_picture() -> None:
    text = "INT. SHOP - DAY\n\nADA (50) waits.\n\nCLOSE ON: the letter.\n\nBACK TO SCENE\n\nADA\nHm.\n"
    plan = write_plan(Brief("fountain", text, "Untitled", "a.fountain")).plan
    assert not any("BACK TO" in shot.visual_description for shot in plan.shots)
