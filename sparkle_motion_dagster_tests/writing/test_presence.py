"""Who is seen in a shot: the people a sentence means, and nobody whom it only tells of."""

import pytest

from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.writing.brief import Brief
from sparkle_motion_dagster.writing.write_plan import write_plan

PEOPLE = "NONNA (78, white bun) sits at the table. LEO (9) stands in the doorway.\n\nNONNA\nSmall things.\n\n"


def plan_of(text: str) -> MoviePlan:
    return write_plan(Brief("fountain", text, "Untitled", "a.fountain")).plan


def shot_of(text: str, words: str) -> Shot:
    return next(shot for shot in plan_of(text).shots if words in shot.visual_description)


def in_kitchen(action: str) -> tuple[str, ...]:
    return shot_of(f"INT. KITCHEN - DAY\n\n{PEOPLE}{action}\n", action).cast


@pytest.mark.parametrize(
    ("action", "cast"),
    [
        ("He laughs.", ("leo",)),
        ("She looks up.", ("nonna",)),
        ("Leo opens the letter with his teeth.", ("leo",)),
        ("A waiter brings tea.", ("waiter",)),
        ("On the wall: a photograph of Leo.", ()),
        ("A chair like a giant.", ()),
    ],
)
def test_a_sentence_shows_whom_it_means(action: str, cast: tuple[str, ...]) -> None:
    assert in_kitchen(action) == cast


def test_who_is_in_an_empty_town_is_seen() -> None:
    text = "INT. CAR - DAWN\n\nLeo's MOTHER (34, red raincoat) drives through the empty town.\n\nMOTHER\nHush.\n\nLEO (9)\nWhy?\n"
    assert "mother" in plan_of(text).shots[0].cast


def test_a_name_is_known_however_it_is_capitalised() -> None:
    text = (
        "EXT. FJORD - DUSK\n\n@McTAVISH (V.O.)\nCoastguard here.\n\nINT. LIGHTHOUSE - NIGHT\n\n"
        "McTavish, an old man in a grey sweater, pours tea.\n\nMcTAVISH\nAye.\n"
    )
    plan = plan_of(text)
    assert [line.text for shot in plan.shots for line in shot.dialogue] == ["Coastguard here.", "Aye."]
    assert plan.character("mctavish").description == "an old man in a grey sweater"
    assert "mctavish" in shot_of(text, "pours tea").cast


def test_a_voice_on_a_phone_is_no_phone_and_an_editors_word_no_picture() -> None:
    text = (
        "INT. OFFICE - DAY\n\nOSEI (40) waits. On his desk: a book.\n\nVOICE ON PHONE\nStop.\n\nMONTAGE:\n\n"
        "-- Osei runs.\n-- Osei drinks coffee.\n\nINTERCUT - PHONE CALL\n\nOSEI\nNo.\n"
    )
    plan = plan_of(text)
    assert not any("voice-on-phone" in shot.cast for shot in plan.shots)
    told = [shot.visual_description for shot in plan.shots]
    assert "Osei runs." in told and "Osei drinks coffee." in told
    assert not any("MONTAGE" in words or "INTERCUT" in words for words in told)


def test_a_voice_from_off_screen_is_not_heard_over_the_speakers_own_picture() -> None:
    text = "EXT. LAKE - DUSK\n\nANNA rows. TOM reads.\n\nTOM\nWell?\n\nAnna stops rowing.\n\nANNA (O.S.)\nListen.\n"
    shot = next(shot for shot in plan_of(text).shots if shot.dialogue and shot.dialogue[0].text == "Listen.")
    assert shot.cast == ("tom",)


def test_she_after_he_looks_at_her_is_another() -> None:
    text = (
        "INT. TAXI - NIGHT\n\nFRANKIE (55, unshaven) drives. VERA, thirties, red hair, emerald dress, sits behind him.\n\n"
        "Frankie looks at her in the mirror. She lights a match.\n\nFRANKIE\nNo.\n\nVERA\nYes.\n"
    )
    plan = plan_of(text)
    assert plan.character("frankie").description.endswith("man")
    assert plan.character("vera").description.startswith("thirties, red hair, emerald dress")
    assert set(shot_of(text, "mirror").cast) == {"frankie", "vera"}


def test_a_car_that_moves_is_the_same_car() -> None:
    text = "INT. TAXI - NIGHT\n\nADA drives.\n\nADA\nHold on.\n\nINT. TAXI - MOVING\n\nShe turns.\n\nADA\nNow.\n"
    assert {shot.place for shot in plan_of(text).shots} == {"Taxi"}


def test_two_who_speak_at_once_are_no_third_person() -> None:
    text = "EXT. ROOF - NIGHT\n\nPIP and POP (both 20, moustaches) wave.\n\nPIP\nNow.\n\nPIP & POP\nJump!\n\nSALT & CO\nHey.\n"
    plan = plan_of(text)
    assert [c.name for c in plan.characters] == ["PIP", "POP", "SALT & CO"]
    assert plan.character("pip").description == plan.character("pop").description == "20, moustaches"
    jump = [line for shot in plan.shots for line in shot.dialogue if line.text == "Jump!"]
    assert [(line.character_id, line.dual) for line in jump] == [("pip", False), ("pop", True)]


def test_who_is_on_the_phone_is_not_in_the_room() -> None:
    text = "INT. FLAT - NIGHT\n\nDANA (33) waits.\n\nMOM (ON PHONE)\nYou never call.\n\nDANA (TO SELF)\nShe's right.\n"
    plan = plan_of(text)
    assert not any("mom" in shot.cast for shot in plan.shots)
    assert next(s for s in plan.shots if s.dialogue and s.dialogue[-1].text == "She's right.").cast == ("dana",)


def test_who_came_in_with_an_article_is_known_by_the_noun() -> None:
    text = "INT. BURROW - NIGHT\n\nA MOLE in a waistcoat sits by a fire.\n\nMOLE\nTea?\n\nThe mole reads aloud.\n"
    assert shot_of(text, "reads aloud").cast == ("mole",)


def test_a_longer_name_is_not_the_shorter_one() -> None:
    text = (
        "INT. WARD - DAY\n\nMAGDA (81) lies in bed.\n\nMAGDA\nI danced.\n\nFLASHBACK - EXT. WARSAW ROOFTOP - NIGHT\n\n"
        "YOUNG MAGDA (17) spins.\n\nYOUNG MAGDA\nAsk me.\n\nEND FLASHBACK\n\nINT. WARD - DAY\n\nMagda smiles.\n"
    )
    plan = plan_of(text)
    assert next(shot.cast for shot in plan.shots if shot.place == "Warsaw rooftop") == ("young-magda",)
    assert plan.shots[-1].cast == ("magda",)
    assert not any("FLASHBACK" in shot.visual_description for shot in plan.shots)


def test_his_lip_trembles_and_he_is_he() -> None:
    text = "INT. SALOON - DAY\n\nBART (50, moustache) waits.\n\nA little BOY runs in.\n\nBOY\nHey!\n\nBart's lip trembles.\n\nHe takes a plate.\n"
    assert shot_of(text, "takes a plate").cast == ("bart",)


def test_a_scene_that_names_no_place_has_one_for_all_its_shots() -> None:
    found = write_plan(
        Brief("story", "My name is Tomas.\n\nI met a seal on a rock. It sang.\n\nI laughed.", "S", "s.txt")
    )
    assert {shot.place for shot in found.plan.shots} == {"Countryside"}
    assert any("names no place" in note for note in found.notes)
    inside = plan_of("INT. - NIGHT\n\nADA sits.\n\nADA\nHush.\n")
    assert {shot.place for shot in inside.shots} == {"Room"}
    beach = plan_of("A man walks along a beach.\n\nMAN\nWhere is it?\n\nHe sits down.\n")
    assert {shot.place for shot in beach.shots} == {"Beach"}


def test_an_animal_called_by_its_name_is_that_animal() -> None:
    plan = plan_of("INT. HALL - DAY\n\nA small dog called REX runs to the door.\n")
    assert [(c.name, c.description) for c in plan.characters] == [("REX", "small dog")]
    assert plan.shots[0].cast == ("rex",)
