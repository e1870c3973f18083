"""From text to plan: sound by every rule, every word said, the same each time."""

import re

import pytest

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.rules import Limits, broken_rules
from sparkle_motion_dagster.writing.brief import Brief, idea_brief
from sparkle_motion_dagster.writing.fountain import read_fountain
from sparkle_motion_dagster.writing.script import Speech
from sparkle_motion_dagster.writing.sentences import speech_pieces
from sparkle_motion_dagster.writing.write_plan import GENEROUS, write_plan
from sparkle_motion_dagster_tests.writing import scripts


def plan_of(text: str, kind: str = "fountain") -> MoviePlan:
    return write_plan(Brief(kind, text, "Untitled", f"a.{kind}")).plan  # type: ignore[arg-type]


def lines(plan: MoviePlan) -> list[tuple[str, str]]:
    return [(plan.character(line.character_id).name, line.text) for shot in plan.shots for line in shot.dialogue]


@pytest.mark.parametrize("name", scripts.NASTY)
def test_a_nasty_script_gives_a_sound_plan_with_every_word_in_order(name: str) -> None:
    text = scripts.NASTY[name].replace("\r\n", "\n")
    plan = plan_of(text)
    assert broken_rules(plan, GENEROUS) == []
    script = read_fountain(text)
    wanted = " ".join(f"{b.text}" for scene in script.scenes for b in scene.beats if isinstance(b, Speech))
    assert " ".join(text for _, text in lines(plan)) == wanted
    assert all(line.text.strip() for shot in plan.shots for line in shot.dialogue)


@pytest.mark.parametrize("name", scripts.NASTY)
def test_the_same_text_gives_the_same_bytes(name: str) -> None:
    text = scripts.NASTY[name].replace("\r\n", "\n")
    assert plan_of(text).model_dump_json() == plan_of(text).model_dump_json()


def test_a_long_speech_is_parted_at_sentences_over_reverse_angles() -> None:
    plan = plan_of(scripts.LONG_SPEECH)
    parts = [(shot, line) for shot in plan.shots for line in shot.dialogue if line.character_id == "nora"]
    assert len(parts) >= 2
    assert " ".join(line.text for _, line in parts) == scripts.LONG_SPEECH_TEXT
    assert [line.metadata["part"] for _, line in parts] == [f"{n}/{len(parts)}" for n in range(1, len(parts) + 1)]
    assert all(line.text.endswith(".") and len(line.text.split()) <= 45 for _, line in parts)
    assert len({shot.id for shot, _ in parts}) == len(parts)


def test_a_speech_of_45_words_stays_whole() -> None:
    speech = " ".join(["One two three four five."] * 9)
    assert speech_pieces(speech) == [speech]
    assert " ".join(speech_pieces(f"{speech} Six.")) == f"{speech} Six."
    assert len(speech_pieces(f"{speech} Six.")) == 2


def test_a_screenplay_of_forty_shots_simply_works_and_limits_are_a_setting() -> None:
    plan = plan_of(scripts.FORTY)
    assert len(plan.shots) >= 40
    assert len({shot.place for shot in plan.shots}) == 20
    with pytest.raises(BriefError, match="at most 20"):
        write_plan(Brief("fountain", scripts.FORTY, "F", "f.fountain"), Limits())


def test_names_of_any_script_get_ascii_ids_of_their_own() -> None:
    plan = plan_of(scripts.NON_ENGLISH)
    assert [c.name for c in plan.characters] == ["ÉLODIE", "ØYVIND", "ŁUKASZ", "ИВАН", "李雷", "ΣΟΦΊΑ"]
    ids = [c.id for c in plan.characters]
    assert len(set(ids)) == 6
    assert all(re.fullmatch(r"[a-z0-9-]+", character_id) for character_id in ids)
    assert ids[0] == "elodie"


def test_injection_text_reaches_the_plan_letter_for_letter() -> None:
    assert lines(plan_of(scripts.INJECTION)) == [("EVE", scripts.INJECTION_TEXT)]


def test_a_new_place_opens_wide_and_two_who_meet_share_the_frame_before_singles() -> None:
    plan = plan_of(
        "INT. KITCHEN - NIGHT\n\nADA and TOM sit at the table.\n\nADA\nYou came all this way for a spoon.\n\n"
        "TOM\nIt was my mother's spoon.\n\nADA\nThen you should have written to me first.\n\nTOM\nI did write to "
        "you, twice.\n"
    )
    assert [shot.framing for shot in plan.shots][:2] == ["wide", "two_shot"]
    singles = plan.shots[2:]
    assert all(len(shot.cast) == 1 and shot.focus == shot.cast[0] for shot in singles)
    assert [shot.focus for shot in singles] == ["tom", "ada", "tom"]
    assert all(shot.is_talking_closeup for shot in singles)
    assert plan.shots[1].cast == ("ada", "tom")


def test_an_unseen_voice_speaks_over_the_picture_before_it_and_is_not_in_the_frame() -> None:
    plan = plan_of("EXT. BEACH - DAY\n\nA gull lands on a rock.\n\nADA (V.O.)\nI never went back.\n")
    assert len(plan.shots) == 1
    assert plan.shots[0].dialogue[0].extension == "V.O."
    assert "ada" not in plan.shots[0].cast


def test_dual_dialogue_shares_one_shot() -> None:
    plan = plan_of(scripts.SYNTAX)
    dual = next(shot for shot in plan.shots if any(line.dual for line in shot.dialogue))
    assert [line.dual for line in dual.dialogue] == [False, True]


def test_heading_weather_and_time_reach_the_shots() -> None:
    plan = plan_of(
        "EXT. OLD HARBOUR - DUSK\n\nFog hides the ships.\n\nThe fog lifts.\n\nINT. CAR - LATER\n\nADA drives.\n"
    )
    first, second, third = plan.shots
    assert (first.place, first.interior, first.time_of_day, first.weather) == ("Old harbour", False, "dusk", "fog")
    assert second.weather == "clear"
    assert (third.place, third.interior, third.time_of_day) == ("Car", True, "dusk")
    assert (first.transition, first.setting) == ("fade_in", "EXT. OLD HARBOUR - DUSK")


@pytest.mark.parametrize("words", ["FADE OUT.", "SLOW FADE OUT.", "> FADE TO BLACK:", "FADE TO BLACK."])
def test_a_scene_that_fades_out_goes_dark_and_what_follows_comes_up(words: str) -> None:
    plan = plan_of(
        f"FADE IN:\n\nINT. KITCHEN - DAY\n\nADA waits.\n\nADA\nTom?\n\n{words}\n\nEXT. BEACH - DAY\n\nWaves.\n"
    )
    assert [shot.transition for shot in plan.shots] == ["fade_in", "fade_out", "fade_in"]


def test_a_film_of_one_shot_comes_up_and_does_not_go_dark() -> None:
    assert [shot.transition for shot in plan_of("EXT. BEACH - DAY\n\nWaves.\n\nFADE OUT.\n").shots] == ["fade_in"]


def test_looks_are_taken_from_the_introduction_and_sex_from_pronouns() -> None:
    plan = plan_of(
        "INT. TOWER - DAY\n\nADA (70), a keeper in a yellow coat, climbs the stairs. She stops.\n\n"
        "A RED FOX waits. REMY (9), small and quick, follows. He coughs.\n\nADA\nShh.\n"
    )
    looks = {c.id: c.description for c in plan.characters}
    assert looks["ada"] == "70, a keeper in a yellow coat, woman"
    assert "fox" in looks["red-fox"]
    assert looks["remy"].startswith("9, ")
    assert looks["remy"].endswith("boy")


def test_props_are_things_with_their_colours() -> None:
    plan = plan_of("INT. ROOM - DAY\n\nADA opens a red umbrella and lights the lantern.\n")
    assert plan.shots[0].props == ("red umbrella", "lantern")


def test_cards_come_from_the_title_page_and_the_script_s_own_end() -> None:
    plan = plan_of(scripts.SYNTAX)
    assert plan.title_card is not None and plan.end_card is not None
    assert (plan.title_card.heading, plan.title_card.lines[0]) == (
        "BRICK & STEEL FULL RETIRED",
        "Written by Stu Maschwitz",
    )
    assert plan.end_card.heading == "THE END"
    ends = plan_of(scripts.NO_HEADING).end_card
    assert ends is not None and ends.heading == "The End"


def test_an_idea_becomes_a_teaser_that_says_so() -> None:
    written = write_plan(idea_brief("A lighthouse keeper befriends a fox in a storm"))
    plan = written.plan
    assert plan.metadata["kind"] == "idea"
    assert "teaser" in plan.metadata["notes"]
    assert {c.id for c in plan.characters} == {"narrator", "keeper", "fox"}
    assert all(shot.weather == "storm" for shot in plan.shots)
    assert broken_rules(plan, GENEROUS) == []


def test_nothing_to_film_is_refused() -> None:
    with pytest.raises(BriefError, match="nothing in it can be filmed"):
        plan_of("/* only a note */")


def test_the_cast_of_a_scene_stands_in_one_order() -> None:
    plan = plan_of(scripts.LONG_SPEECH)
    order = ["nora", "piet"]
    for shot in plan.shots:
        assert list(shot.cast) == [who for who in order if who in shot.cast]


def test_a_title_with_a_point_is_no_end_of_a_sentence_and_a_radio_is_not_seen() -> None:
    plan = plan_of(
        "INT. CORRIDOR - NIGHT\n\nDR. PATEL (45, tired) runs past NURSE JO.\n\nDR. PATEL\nHow long will it take?\n\n"
        "PILOT ON RADIO\nTwenty minutes.\n\nINTERCUT WITH:\n\nNURSE JO\nHurry.\n"
    )
    assert plan.shots[0].visual_description.startswith("DR. PATEL (45, tired) runs")
    assert not any("pilot-on-radio" in shot.cast for shot in plan.shots)
    assert not any("INTERCUT" in shot.visual_description for shot in plan.shots)


@pytest.mark.parametrize("idea", ["", " \n", "x" * 900, "a fox\x00", "a \x1b[31mfox"])
def test_an_idea_that_is_no_sentence_is_refused(idea: str) -> None:
    with pytest.raises(BriefError):
        idea_brief(idea)
