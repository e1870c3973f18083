"""Stories: speech to its speaker, the rest to pictures."""

import pytest

from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.writing.brief import Brief
from sparkle_motion_dagster.writing.epithets import named_nouns
from sparkle_motion_dagster.writing.prose_names import full_names
from sparkle_motion_dagster.writing.quotes import Quoted, Told, parted
from sparkle_motion_dagster.writing.script import Action, Speech
from sparkle_motion_dagster.writing.story import read_story
from sparkle_motion_dagster.writing.write_plan import write_plan


def spoken(text: str) -> list[tuple[str, str]]:
    beats = [beat for scene in read_story(text).scenes for beat in scene.beats]
    return [(b.speaker, b.text) for b in beats if isinstance(b, Speech) and b.speaker != "Narrator"]


@pytest.mark.parametrize(
    ("prose", "who"),
    [
        ('The dog ran. "Come back!" said Mira.', "Mira"),
        ('The dog ran. Mira said, "Come back!"', "Mira"),
        ("The dog ran. “Come back!” the old keeper shouted.", "Keeper"),
        ("The dog ran. «Come back!» asked the fox softly.", "Fox"),
        ("The dog ran. ‘Come back!’ said Mira.", "Mira"),
        ('Mira stood up. "Come back!"', "Mira"),
        ('Mira stood up. She waved. "Come back!" she called.', "Mira"),
        ('The dog ran. "Come back!" said the fountain\'s old cat.', "Cat"),
        ('A small robot called Tin ran. "Come back!" cried the robot.', "Tin"),
        ('Ilse the baker stood by the oven. Tin slept. "Come back!" the baker shouted.', "Ilse"),
        ('The road was dark. Ilse sat down on a sack. "Come back!" she whispered.', "Ilse"),
        ('The little goose had an idea. She waddled up to the rooster. "Come back!" she said.', "Goose"),
        ('Brid saw the seal. "Come back!" she would say, and laughed.', "Brid"),
        ('My name is Tomas. Brid waved. "Come back!" I said.', "Tomas"),
        ("“Ah.” Brid turned round. ‘Come back!’ she said.", "Brid"),
    ],
)
def test_speech_is_given_to_its_speaker(prose: str, who: str) -> None:
    assert spoken(prose)[-1] == (who, "Come back!")


def test_he_said_after_anothers_speech_is_the_other() -> None:
    text = '"Was that for me?" asked the donkey.\n\n"Twice," he said.\n\nThe rooster left.\n\n"Why?" asked the donkey.'
    assert [who for who, _ in spoken('"Up!" said the rooster.\n\n' + text)] == [
        "Rooster",
        "Donkey",
        "Rooster",
        "Donkey",
    ]


@pytest.mark.parametrize(
    ("prose", "left"),
    [
        ('"Don\'t move!" Brid shouted from the gallery. She threw a rope.', ["She threw a rope."]),
        ('"Nothing," I told her. The kettle sang.', ["The kettle sang."]),
        ('"What did they say?" she asked at last.', []),
        ('"You again," she would say, and put the kettle on.', ["She put the kettle on."]),
        ('"Up!" cried Eagle, whose wings were wet.', ["Eagle, whose wings were wet."]),
        ('"Sky," said Tortoise one night, "why?"', []),
        ('She drew water, and every morning the well said, "Good day."', ["She drew water."]),
    ],
)
def test_what_only_tells_how_something_was_said_is_not_pictured(prose: str, left: list[str]) -> None:
    assert [part.text for part in parted(prose) if isinstance(part, Told)] == left


def test_a_thing_that_speaks_is_heard_and_not_drawn_as_a_person() -> None:
    text = 'Marta leaned over the stones.\n\n"Who sent you?" said the well.\n\n"Nobody," said Marta.\n\nThe well thought.\n\n"Go," it said.'
    plan = write_plan(Brief("story", text, "Well", "a.txt")).plan
    heard = [(line.character_id, line.extension) for shot in plan.shots for line in shot.dialogue]
    assert [who for who in heard if who[0] != "narrator"] == [("well", "V.O."), ("marta", None), ("well", "V.O.")]
    assert not any("well" in shot.cast for shot in plan.shots)


def test_the_man_is_the_one_man_there_is() -> None:
    text = "One spring a soldier came up the lane. He was thirsty.\n\nMarta waved.\n\nThe young man turned white. He sat down."
    plan = write_plan(Brief("story", text, "Well", "a.txt")).plan
    assert {c.id for c in plan.characters} == {"narrator", "soldier", "marta"}
    assert next(s for s in plan.shots if "turned white" in s.visual_description).cast == ("soldier",)


def test_narration_that_had_to_be_completed_is_not_spoken() -> None:
    plan = write_plan(Brief("story", '"Here," said Ada, and always put the kettle on.', "Tea", "a.txt")).plan
    assert [line.text for shot in plan.shots for line in shot.dialogue] == ["Here,"]


def test_who_tells_the_story_as_i_is_its_narrator_and_is_seen() -> None:
    plan = write_plan(
        Brief("story", "My name is Tomas.\n\nI walked across the ice with my bag.\n\nIt held.", "Ice", "a.txt")
    ).plan
    assert [c.name for c in plan.characters] == ["Tomas"]
    assert {line.character_id for shot in plan.shots for line in shot.dialogue} == {"tomas"}
    walking = next(shot for shot in plan.shots if "walked" in shot.visual_description)
    assert walking.cast == ("tomas",)


def test_people_who_never_speak_are_seen() -> None:
    text = (
        "Mira lived with her grandfather by the sea. He built boats.\n\nMira took a ladder and climbed up. The wind was cold."
        "\n\nGrandfather came out. And Farmer Abel shouted. London slept."
    )
    plan = write_plan(Brief("story", text, "Moon", "a.txt")).plan
    assert {c.name for c in plan.characters} == {"Narrator", "Mira", "Grandfather", "Abel"}
    seen = {shot.visual_description: shot.cast for shot in plan.shots}
    assert seen["He built boats."] == ("grandfather",)
    assert "mira" in next(cast for told, cast in seen.items() if "climbed" in told)


def test_turns_without_names_go_to_and_fro() -> None:
    text = '"Tea?" asked Ada.\n\n"Please," said Tom.\n\n"Sugar?"\n\n"Two."'
    assert [who for who, _ in spoken(text)] == ["Ada", "Tom", "Ada", "Tom"]


def test_words_are_verbatim_and_attributions_are_not_pictured() -> None:
    parts = parted('"It\'s %{x} <b>cold</b>," whispered Ada, "and {\\an8} dark." She shivered.')
    assert parts == [
        Quoted("It's %{x} <b>cold</b>,", "Ada", "whispering"), Quoted("and {\\an8} dark.", None), Told("She shivered."),
    ]  # fmt: skip


def test_a_title_in_quotes_is_not_spoken() -> None:
    assert spoken('The sign read "no entry" in red paint. Rain fell.') == []


def test_what_no_picture_shows_is_narrated_over_its_picture() -> None:
    text = "A fox sat by the road.\n\nThe rain fell. For years she had wished for a friend. She ran.\n\nThen she slept."
    beats = [beat for scene in read_story(text).scenes for beat in scene.beats]
    narrated = [beat for beat in beats if isinstance(beat, Speech)]
    assert [beat.text for beat in narrated] == [
        "A fox sat by the road.", "For years she had wished for a friend.", "Then she slept.",
    ]  # fmt: skip
    assert all(beat.extension == "V.O." for beat in narrated)
    assert "The rain fell." in " ".join(beat.text for beat in beats if isinstance(beat, Action))


def test_title_credit_places_and_times_are_found() -> None:
    script = read_story(
        "The Long Road\n\nby A. B.\n\nAt dawn a fox sat in the forest.\n\nIn the kitchen, the fox slept.\n\nThe End"
    )
    assert (script.title, script.credits, script.closing) == ("The Long Road", ("By A. B.",), "The End")
    places = [(s.place.name, s.place.interior, s.place.time_of_day) for s in script.scenes if s.place]
    assert places == [("Forest", False, "dawn"), ("Kitchen", True, "dawn")]


def test_markdown_marks_are_not_words() -> None:
    script = read_story("# Title\n\n*Rain* fell on the [old](http://x) **road**.\n\n---\n\nIt stopped.")
    assert script.title == "Title"
    assert [b.text for s in script.scenes for b in s.beats if isinstance(b, Action)] == [
        "Rain fell on the old road.",
        "It stopped.",
    ]


def test_a_voice_that_nobody_owns_is_reported() -> None:
    assert "does not say who speaks" in read_story('"Who is there?"').notes[0]


def story_plan(text: str) -> MoviePlan:
    return write_plan(Brief("story", text, "A Film", "a.txt")).plan


def test_first_name_last_name_and_both_are_one_person() -> None:
    text = (
        "Ruth Okafor stood at the window. It was past midnight.\n\n"
        '"Go home," said Daniel Reyes, the young doctor.\n\n"Soon," Ruth said.\n\nOkafor drank tea. "Tomorrow," she said.'
    )
    plan = story_plan(text)
    assert [c.name for c in plan.characters] == ["Narrator", "Daniel Reyes", "Ruth Okafor"]
    said = [
        (line.character_id, line.text) for s in plan.shots for line in s.dialogue if line.character_id != "narrator"
    ]
    assert said == [("daniel-reyes", "Go home,"), ("ruth-okafor", "Soon,"), ("ruth-okafor", "Tomorrow,")]
    assert {s.time_of_day for s in plan.shots} == {"night"}
    assert next(s.cast for s in plan.shots if "young doctor" in s.visual_description) == ("daniel-reyes",)


@pytest.mark.parametrize(
    "told",
    [
        "Tom Baker sat. Tom Reed stood.",
        "Captain Ahab sat. Old Tom stood.",
        "Baker Street was dark. Hyde Park was empty.",
        "On Monday Ruth left.",
    ],
)
def test_two_people_a_title_or_a_street_make_no_whole_name(told: str) -> None:
    assert not full_names([told]).keys() & {"tom", "captain", "street", "park", "monday", "ahab"}


@pytest.mark.parametrize(
    ("told", "noun"),
    [
        ("There was once a frog by the school. His name was Boris.", "frog"),
        ("A farmer had a daughter. Her name was Boris.", "daughter"),
        ("A fisherman lived with his wife. His name was Boris.", "fisherman"),
        ("An old man had a dog. Its name was Boris.", "dog"),
    ],
)
def test_a_name_given_in_the_next_sentence_is_his(told: str, noun: str) -> None:
    assert named_nouns([told])[noun] == "Boris"


def test_a_frog_whose_name_comes_next_is_one_frog() -> None:
    plan = story_plan("There was once a frog who lived in a pond. His name was Boris.\n\nBoris sang.\n")
    assert [(c.id, c.description) for c in plan.characters if c.id != "narrator"] == [("boris", "frog")]
    assert plan.shots[0].cast == ("boris",)


@pytest.mark.parametrize("heading", ["## 2", "Chapter Three", "II", "PART 4.", "# Chapter 5"])
def test_what_only_counts_chapters_is_no_picture_and_no_place(heading: str) -> None:
    plan = story_plan(f"A fox sat by the pond.\n\n{heading}\n\nThe fox slept.\n")
    assert {(shot.place, shot.setting) for shot in plan.shots} == {("Pond", None)}
    assert not any(heading.strip("# .") in shot.visual_description for shot in plan.shots)
