"""Fountain: its syntax page's cases and what people really write."""

import pytest

from sparkle_motion_dagster.writing.emphasis import plain
from sparkle_motion_dagster.writing.fountain import read_fountain
from sparkle_motion_dagster.writing.script import Action, Script, Speech
from sparkle_motion_dagster_tests.writing import scripts


def speeches(script: Script) -> list[Speech]:
    return [beat for scene in script.scenes for beat in scene.beats if isinstance(beat, Speech)]


def actions(script: Script) -> list[str]:
    return [beat.text for scene in script.scenes for beat in scene.beats if isinstance(beat, Action)]


@pytest.fixture(scope="module")
def syntax() -> Script:
    return read_fountain(scripts.SYNTAX)


def test_the_title_page_gives_title_and_credits_without_emphasis(syntax: Script) -> None:
    assert syntax.title == "BRICK & STEEL FULL RETIRED"
    assert syntax.credits == ("Written by Stu Maschwitz", "Story by KTM")


def test_a_title_entry_may_go_on_over_lines() -> None:
    assert read_fountain("Title: The Long\n    Way Home\n\nA road.\n").title == "The Long Way Home"


def test_every_spoken_word_is_kept_in_order_and_nothing_else_is_spoken(syntax: Script) -> None:
    assert [speech.text for speech in speeches(syntax)] == [
        "Beer's ready!",
        "Are they cold?",
        "To retirement.",
        "#1 rule: int. quiet. 5 * 3 is fifteen, not six. > not a transition la la la",
        "Screw retirement.",
        "Screw retirement.",
        "Yippie.",
        "Bonjour monde. Après l'espace.",
    ]


def test_speakers_extensions_parentheticals_and_dual_dialogue_are_told(syntax: Script) -> None:
    told = [(s.speaker, s.extension, s.parenthetical, s.dual) for s in speeches(syntax)]
    assert told[2] == ("STEEL", "CONT'D", "beer raised; grinning", False)
    assert told[3] == ("STEEL", "CONT'D", "beat", False)
    assert told[5] == ("BRICK", None, None, True)
    assert told[6][0] == "McCLANE"
    assert told[7][:2] == ("ÉLODIE", "V.O.")


def test_notes_boneyard_synopses_and_sections_are_never_filmed(syntax: Script) -> None:
    everything = " ".join(
        [*actions(syntax), *(s.text for s in speeches(syntax)), *(s.heading or "" for s in syntax.scenes)]
    )
    for hidden in ("note", "BONEYARD", "Never spoken", "old friends", "Act One", "check", "cut", "/*", "[["):
        assert hidden not in everything


def test_an_action_after_a_parenthetical_is_not_spoken(syntax: Script) -> None:
    assert "She walks on." in actions(syntax)


def test_forced_heading_with_a_letter_beyond_a_to_z_and_scene_number(syntax: Script) -> None:
    assert syntax.scenes[-1].heading == "école - NUIT"
    assert syntax.scenes[-1].transition == "cut"
    assert syntax.scenes[0].transition == "fade_in"


def test_the_end_becomes_the_end_card_and_lone_marks_stay(syntax: Script) -> None:
    assert syntax.closing == "THE END"
    assert actions(syntax)[-1] == "He dialed *69 and then *23, and *hung up*."
    assert "FORCED ACTION, ADA." in actions(syntax)


def test_a_mistyped_cue_is_kept_and_reported() -> None:
    script = read_fountain(scripts.TWO_MEN)
    assert [s.speaker for s in speeches(script)] == ["IVAN", "OLEG", "IVAN", "IVEN", "OLEG"]
    assert any("line 14" in note and "'IVEN'" in note and "'IVAN'" in note for note in script.notes)


def test_names_that_differ_by_a_number_are_not_called_mistyped() -> None:
    script = read_fountain("GUARD 1\nHalt.\n\nGUARD 2\nWho goes?\n\nGUARD 1\nSpeak.\n")
    assert not any("near" in note for note in script.notes)


def test_a_cue_without_capitals_is_pictured_and_reported() -> None:
    script = read_fountain("ADA\nHello.\n\nAda\nIs anyone there?\n\nADA\nHm.\n")
    assert len(speeches(script)) == 2
    assert any("not in capitals" in note for note in script.notes)


def test_no_heading_and_crlf_read_alike() -> None:
    assert read_fountain(scripts.NO_HEADING) == read_fountain(scripts.CRLF.replace("\r\n", "\n"))
    assert speeches(read_fountain(scripts.NO_HEADING))[0].speaker == "MAN"


def test_cues_of_any_script_speak() -> None:
    names = [s.speaker for s in speeches(read_fountain(scripts.NON_ENGLISH))]
    assert names == ["ÉLODIE", "ØYVIND", "ŁUKASZ", "ИВАН", "李雷", "ΣΟΦΊΑ"]


def test_injection_text_is_kept_letter_for_letter() -> None:
    assert speeches(read_fountain(scripts.INJECTION))[0].text == scripts.INJECTION_TEXT


def test_more_and_contd_lines_are_not_spoken() -> None:
    script = read_fountain("ADA\nOne.\n(MORE)\n\nADA (CONT'D)\nTwo.\n")
    assert [s.text for s in speeches(script)] == ["One.", "Two."]


def test_a_comment_that_nobody_closes_hides_nothing() -> None:
    script = read_fountain("ADA\nA /* B\n\nBOB\nC [[ D\n")
    assert [s.text for s in speeches(script)] == ["A /* B", "C [[ D"]


def test_a_boneyard_between_cue_and_speech_does_not_part_them() -> None:
    assert [s.text for s in speeches(read_fountain("ADA\n/* old */\nHello.\n"))] == ["Hello."]


def test_a_note_over_lines_may_hold_a_line_of_two_spaces() -> None:
    assert actions(read_fountain("Rain. [[one\n  \ntwo]] Wind.\n")) == ["Rain. Wind."]


def test_tabs_and_indents_do_not_matter() -> None:
    script = read_fountain("\t\t\tADA\n\t\t(low)\n\t\tHello\tthere.\n")
    assert speeches(script)[0].text == "Hello there."
    assert speeches(script)[0].parenthetical == "low"


def test_a_parenthetical_over_two_lines_is_not_spoken() -> None:
    script = read_fountain("ADA\n(turning to the\nwindow)\nRain.\n")
    assert [(s.parenthetical, s.text) for s in speeches(script)] == [("turning to the window", "Rain.")]


def test_a_heading_without_beats_is_still_a_scene() -> None:
    assert [s.heading for s in read_fountain("EXT. SEA - DAWN\n\nINT. BOAT - DAY\n\nIt rocks.\n").scenes] == [
        "EXT. SEA - DAWN", "INT. BOAT - DAY",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("marked", "unmarked"),
    [
        ("*a* **b** ***c*** _d_", "a b c d"),
        ("_**both**_ and **_both_**", "both and both"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        (r"\*kept\* and \_kept\_", "*kept* and _kept_"),
        ("*69 and *23", "*69 and *23"),
        ("**bold *and italic* inside**", "bold and italic inside"),
    ],
)
def test_emphasis_marks_go_and_nothing_else(marked: str, unmarked: str) -> None:
    assert plain(marked) == unmarked
