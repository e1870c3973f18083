"""Screenplays that nobody prepared: filmed whole, every word kept as written."""

from pathlib import Path

from sparkle_motion_dagster_tests.conftest import tiny_profile

SCREENPLAY = (
    "Title: **Ünïcode** & <b>Markup</b>\r\nAuthor: N. O. Body\r\n\r\n"
    "A room without a heading. /* nobody sees this secret */\r\n\r\n"
    "ŁUKASZ (V.O.)\r\nIt's 100%{pts}: \\an8 'quoted'.\r\n\r\n"
    "李雷\r\n(whispering)\r\n<b>Hello</b> {\\an8} friend.\r\n\r\n"
    "ZOË\r\nTogether now.\r\n\r\nŁUKASZ ^\r\nTogether now, too.\r\n\r\n"
    "[[a note]]\r\n\r\n= A synopsis.\r\n\r\n> FADE OUT.\r\n"
)
LINES = ["It's 100%{pts}: \\an8 'quoted'.", "<b>Hello</b> {\\an8} friend.", "Together now.", "Together now, too."]


def test_hostile_and_foreign_words_reach_the_film_exactly(tmp_path, sparkle):
    brief = tmp_path / "odd.fountain"
    brief.write_bytes(SCREENPLAY.encode())
    ran = sparkle(
        "make", str(brief), "--home", str(tmp_path / "studio"), "--profile", str(tiny_profile(tmp_path)), "--json"
    )
    assert ran.code == 0, ran.err
    spoken = [line for shot in ran.json["shots"] for line in shot["dialogue"]]
    assert [line["text"] for line in spoken] == LINES
    subtitles = Path(ran.json["subtitles"]).read_text(encoding="utf-8")
    assert all(line in subtitles for line in LINES)
    assert not any(word in subtitles for word in ("secret", "note", "synopsis", "FADE"))
    together, too = spoken[2], spoken[3]
    assert too["start_s"] < together["end_s"], "dual dialogue is spoken at once"


def test_a_plan_that_sparkle_wrote_films_the_same(tmp_path, sparkle, studio):
    plan = tmp_path / "plan.json"
    assert sparkle("plan", str(studio.brief), "--out", str(plan)).code == 0
    ran = sparkle("plan", str(plan), "--json")
    assert ran.code == 0, ran.err
    assert [len(shot["dialogue"]) for shot in ran.json["shots"]] == [
        len(s["dialogue"]) for s in studio.made.json["shots"]
    ]


def test_an_idea_becomes_a_teaser_that_says_it_is_one(tmp_path, sparkle):
    ran = sparkle("plan", "A lonely robot finds a flower in the desert.")
    assert ran.code == 0
    assert "teaser" in ran.out


def test_a_wordless_piece_is_filmed_with_empty_subtitles(tmp_path, sparkle):
    brief = tmp_path / "silent.fountain"
    brief.write_text(
        "INT. KITCHEN - DAY\n\nA kettle steams.\n\nEXT. SNOW FIELD - NIGHT\n\nSnow falls.\n", encoding="utf-8"
    )
    ran = sparkle(
        "make", str(brief), "--home", str(tmp_path / "studio"), "--profile", str(tiny_profile(tmp_path)), "--json"
    )
    assert ran.code == 0, ran.err
    assert Path(ran.json["subtitles"]).read_text(encoding="utf-8").strip() == ""
    assert all(shot["dialogue"] == [] for shot in ran.json["shots"])
