"""Stage plays and transcripts in text files: what stands after a name is spoken, all else is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.writing.brief import Brief
from sparkle_motion_dagster.writing.play import read_play
from sparkle_motion_dagster.writing.play_lines import is_play
from sparkle_motion_dagster.writing.read import read_brief
from sparkle_motion_dagster.writing.script import Action, Scene, Speech
from sparkle_motion_dagster.writing.write_plan import write_plan

VISITOR = """The Visitor

A kitchen at night. ANNA, a baker in a white apron, kneads dough.

ANNA: Who is there?

JONAS: (outside) It's me (your brother). I lost
my key again.

Jonas comes in, wet through.

ANNA: (laughing) Sit. (He sits.) There is bread.
"""
PRINTED = """THE IMPORTANCE OF TEA

by A. Nonymous

CHARACTERS:
LADY MARGARET, 60, a proud lady in a purple dress
ALGERNON (25): her thin nephew in a green suit

ACT ONE

SCENE 1. The drawing room of a grand house. Afternoon.

[LADY MARGARET sits by the fireplace.]

LADY MARGARET. Did you hear that noise?

[Enter ALGERNON, out of breath.]

ALGERNON. Aunt Margaret! I came as soon as I could.

And I ran. [Exit, running.]

SCENE 2. An observatory. Evening.

LADY MARGARET [to the dog]. Not a word.

CURTAIN
"""
VERSE = """SCENE II. Capulet's orchard.

[Enter ROMEO]

ROMEO
He jests at scars
that never felt a wound.

[JULIET appears above]

But, soft!

JULIET
(aside)
Ay me!

ROMEO
She speaks.
"""


def spoken(text: str) -> list[tuple[str, str]]:
    return [(b.speaker, b.text) for scene in read_play(text).scenes for b in scene.beats if isinstance(b, Speech)]


def seen(text: str) -> list[str]:
    return [b.text for scene in read_play(text).scenes for b in scene.beats if isinstance(b, Action)]


def scenes(text: str) -> tuple[Scene, ...]:
    return read_play(text).scenes


def plan_of(text: str) -> MoviePlan:
    return write_plan(Brief("play", text, "Untitled", "a.txt")).plan


@pytest.mark.parametrize(
    "text",
    [
        VISITOR,
        PRINTED,
        VERSE,
        "Maria: Are we live?\nTom: We're live.\nMaria: Okay!\n",
        "[00:00:01] Host: Welcome.\n[00:00:04] Guest: Thank you.\n[00:00:07] Host: So.\n",
        "**BOLT:** Do you dream?\n\n**GEAR:** *(slowly)* Once.\n",
        "DANA: u up?\nLEE: it's 3am\n",
    ],
)
def test_speeches_under_names_are_a_play(text: str) -> None:
    assert is_play(text)


@pytest.mark.parametrize(
    "text",
    [
        'Mira said: "Come." The dog came.\n\n"Good," said Mira.\n',
        "Monday: rain.\n\nTuesday: more rain. Ada wrote two letters.\n\nWednesday: the boat came.\n",
        "Ingredients: flour, eggs\nTime: 20 minutes\nMethod: Mix it.\nNote: Serve hot.\n",
        "Ada had one rule: never look down.\n\nTom had another: never look up.\n",
        "Dear Tom,\n\nI saw the sea. PS: bring bread.\n\nAda\n",
        "Title: A Walk\nAuthor: Ada\n\nShe walked along the beach.\n",
        "ADA: I am here.\n",
        "",
    ],
)
def test_stories_diaries_and_lists_are_none(text: str) -> None:
    assert not is_play(text)


def test_a_text_file_with_a_play_is_read_as_one(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "visitor.txt").write_text(VISITOR)
    (tmp_path / "screenplay.txt").write_text(
        "INT. SHED - DAY\n\nANNA\nHm.\n\nTOM\nYes.\n\nINT. BARN - DAY\n\nANNA\nHm.\n"
    )
    assert read_brief(tmp_path / "visitor.txt").kind == "play"
    assert read_brief(tmp_path / "screenplay.txt").kind == "fountain"


def test_scene_headings_over_names_with_colons_are_headings() -> None:
    text = "INT. KITCHEN - NIGHT\n\nANNA: Hm.\n\nTOM: Yes.\n\nEXT. GARDEN - DAY\n\nThey dig.\n\nANNA: Deeper.\n"
    assert is_play(text)
    assert [scene.heading for scene in scenes(text)] == ["INT. KITCHEN - NIGHT", "EXT. GARDEN - DAY"]
    assert [(shot.place, shot.time_of_day) for shot in plan_of(text).shots][-1] == ("Garden", "day")


def test_words_are_spoken_as_written_and_directions_are_not() -> None:
    assert spoken(VISITOR) == [
        ("ANNA", "Who is there?"),
        ("JONAS", "It's me (your brother). I lost my key again."),
        ("ANNA", "Sit."),
        ("ANNA", "There is bread."),
    ]
    assert "He sits." in seen(VISITOR)
    beats = [b for scene in scenes(VISITOR) for b in scene.beats if isinstance(b, Speech)]
    assert [(b.parenthetical, b.extension) for b in beats[1:3]] == [("outside", "O.S."), ("laughing", None)]


def test_in_a_printed_play_a_speech_goes_on_after_an_empty_line_and_a_direction() -> None:
    assert ("ALGERNON", "And I ran.") in spoken(PRINTED)
    assert spoken(VERSE) == [
        ("ROMEO", "He jests at scars that never felt a wound."),
        ("ROMEO", "But, soft!"),
        ("JULIET", "Ay me!"),
        ("ROMEO", "She speaks."),
    ]


def test_an_action_after_a_speech_is_seen_where_directions_have_no_brackets() -> None:
    assert "Jonas comes in, wet through." in seen(VISITOR)


def test_who_comes_and_goes_is_told_as_a_sentence() -> None:
    assert {"ALGERNON enters, out of breath.", "ALGERNON leaves, running."} <= set(seen(PRINTED))
    exeunt = "ANNA: Come.\n[Exeunt ANNA and TOM]\nTOM: Yes.\nANNA: Go.\n[Exit TOM]\n"
    assert seen(exeunt) == ["ANNA and TOM leave.", "TOM leaves."]


def test_scenes_say_where_and_when_they_play_and_the_curtain_goes_dark() -> None:
    places = [(s.place.name, s.place.time_of_day) for s in scenes(PRINTED) if s.place]
    assert places == [("Drawing room", "afternoon"), ("Observatory", "evening")]
    assert [s.goes_dark for s in scenes(PRINTED)] == [False, True]
    assert "CURTAIN" not in seen(PRINTED)
    last = plan_of(PRINTED).shots[-1]
    assert last.transition == "fade_out" and "curtain" not in last.props


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("Setting: A junkyard at dusk.", ("Junkyard", "dusk")),
        ("**Scene:** The lighthouse kitchen. Night.", ("Lighthouse kitchen", "night")),
        ("SCENE 3", (None, None)),
        ("At rise: ANNA sits.", (None, None)),
    ],
)
def test_the_opening_tells_the_place(opening: str, place: tuple[str | None, str | None]) -> None:
    told = scenes(f"{opening}\n\nANNA: One.\n\nTOM: Two.\n\nANNA: Three.\n")[0].place
    assert (told and told.name, told and told.time_of_day) == place or (place == (None, None) and told is None)


def test_the_same_place_is_the_place_before() -> None:
    text = "SCENE 1. A barn. Day.\n\nANNA: One.\n\nTOM: Two.\n\nSCENE 2. The same. Night.\n\nANNA: Three.\n"
    assert [(s.place.name, s.place.time_of_day) for s in scenes(text) if s.place] == [
        ("Barn", "day"),
        ("Barn", "night"),
    ]


def test_a_title_page_is_title_and_credit() -> None:
    script = read_play("Title: The Row\nAuthor: Ada\nDraft: 2\n\nANNA: One.\n\nTOM: Two.\n\nANNA: Three.\n")
    assert (script.title, script.credits) == ("The Row", ("By Ada",))
    assert [type(beat) for scene in script.scenes for beat in scene.beats] == [Speech] * 3


def test_the_list_of_characters_tells_looks_and_is_not_filmed() -> None:
    plan = plan_of(PRINTED)
    assert plan.title == "THE IMPORTANCE OF TEA"
    assert plan.character("lady-margaret").description == "60, a proud lady in a purple dress"
    assert plan.character("algernon").description.startswith("25, her thin nephew in a green suit")
    assert not any("CHARACTERS" in shot.visual_description for shot in plan.shots)


def test_two_robots_introduced_in_brackets_are_two() -> None:
    text = "BOLT (a small rusty robot) and GEAR (a tall blue robot) sit.\n\nBOLT: Hm.\n\nGEAR: Yes.\n\nBOLT: Hm.\n"
    assert [c.id for c in plan_of(text).characters] == ["bolt", "gear"]


def test_a_narrator_is_heard_and_not_seen() -> None:
    text = "ANNA: One.\n\nTOM: Two.\n\nNARRATOR: And so it was.\n\nTOM: Three.\n"
    shot = next(s for s in plan_of(text).shots if any(line.character_id == "narrator" for line in s.dialogue))
    assert "narrator" not in shot.cast
    assert not any("Narrator" in note for note in read_play(text).notes)


def test_lines_keep_their_numbers() -> None:
    assert [b.line for s in scenes(VISITOR) for b in s.beats if isinstance(b, Speech)] == [5, 7, 12, 12]


_SAID = st.lists(st.sampled_from("Yes No Maybe rain (so they say) later, bread; why? Oh! it's…".split()), min_size=1)
_SPEECHES = st.lists(st.tuples(st.sampled_from(["ANNA", "OLD TOM", "O'BRIEN"]), _SAID), min_size=3, max_size=9)


@pytest.mark.parametrize("way", ["{}: {}", "{}. {}", "{}\n{}"])
@given(speeches=_SPEECHES)
def test_no_spoken_word_is_lost(way: str, speeches: list[tuple[str, list[str]]]) -> None:
    said = [(name, "Well, " + " ".join(word.strip("()") for word in words)) for name, words in speeches]
    text = "\n\n".join(way.format(*speech) for speech in said)
    assert spoken(text) == said
