"""Final Draft XML: every word of it, and none of what XML can do to us."""

import pytest

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.writing.fdx import read_fdx
from sparkle_motion_dagster.writing.script import Action, Speech


def paragraph(kind: str, *runs: str) -> str:
    return f'<Paragraph Type="{kind}">{"".join(f"<Text>{run}</Text>" for run in runs)}</Paragraph>'


def document(*paragraphs: str, title: str = "") -> str:
    page = f"<TitlePage><Content>{title}</Content></TitlePage>" if title else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><FinalDraft><Content>{"".join(paragraphs)}</Content>{page}</FinalDraft>'
    )


def test_scenes_speeches_runs_and_dual_dialogue_are_read() -> None:
    dual = "<Paragraph><DualDialogue>" + "".join(
        [paragraph("Character", "ADA"), paragraph("Dialogue", "Now!"), paragraph("Character", "BOB (O.S.)"),
         paragraph("Dialogue", "Now!")]
    ) + "</DualDialogue></Paragraph>"  # fmt: skip
    script = read_fdx(
        document(
            paragraph("Scene Heading", "INT. ", "KITCHEN - NIGHT"),
            paragraph("Action", "Ada waits."),
            paragraph("Character", "ADA (CONT'D)"),
            paragraph("Parenthetical", "(low)"),
            paragraph("Dialogue", "It is ", "very", " &lt;late&gt; &amp; cold."),
            dual,
            paragraph("Transition", "DISSOLVE TO:"),
            paragraph("Scene Heading", "EXT. ROAD - DAY"),
            paragraph("Action", "Snow."),
            paragraph("Action", "THE END"),
            title=paragraph("Action", "The Late Hour")
            + paragraph("Action", "written by")
            + paragraph("Action", "A. B."),
        ),
        "a.fdx",
    )
    assert (script.title, script.credits, script.closing) == ("The Late Hour", ("Written by A. B.",), "THE END")
    kitchen, road = script.scenes
    assert (kitchen.heading, road.heading, road.transition) == ("INT. KITCHEN - NIGHT", "EXT. ROAD - DAY", "dissolve")
    assert kitchen.beats == (
        Action("Ada waits.", 2),
        Speech("ADA", "It is very <late> & cold.", 5, "low", "CONT'D"),
        Speech("ADA", "Now!", 7),
        Speech("BOB", "Now!", 9, None, "O.S.", True),
    )


def test_what_is_said_to_the_editor_is_not_filmed_and_a_list_is_as_many_pictures() -> None:
    script = read_fdx(
        document(
            paragraph("Action", "FADE IN:"),
            paragraph("Scene Heading", "EXT. ROAD - DAY"),
            paragraph("Action", "BEGIN MONTAGE:"),
            paragraph("Action", "- Ada packs."),
            paragraph("Action", "- Ada runs."),
            paragraph("Action", "END MONTAGE"),
            paragraph("Transition", "FADE OUT."),
            paragraph("Scene Heading", "INT. ROOM - DAY"),
            paragraph("Action", "A chair."),
            paragraph("General", "FADE TO BLACK."),
        ),
        "a.fdx",
    )
    road, room = script.scenes
    assert road.beats == (Action("Ada packs.", 4), Action("Ada runs.", 5))
    assert (road.transition, road.goes_dark) == ("fade_in", True)
    assert (room.beats, room.transition, room.goes_dark) == ((Action("A chair.", 9),), "fade_in", True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<!DOCTYPE a [<!ENTITY x "y">]><FinalDraft/>', "line 1: a DOCTYPE"),
        ("<FinalDraft>\n<Content>", "line 2: not well-formed"),
        ("words", "not well-formed"),
        ("<html/>", "its root is <html>"),
        ("<FinalDraft/>", "with <Content>"),
        ("<a>" * 5000 + "</a>" * 5000, "nested deeper"),
    ],
)
def test_what_is_not_final_draft_is_refused(text: str, says: str) -> None:
    with pytest.raises(BriefError, match=r"a\.fdx") as caught:
        read_fdx(text, "a.fdx")
    assert says in str(caught.value)
