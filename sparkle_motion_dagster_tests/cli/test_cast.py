"""`sparkle cast` and a person's own picture of a character, by the command line."""

from pathlib import Path

from PIL import Image

from sparkle_motion_dagster_tests.conftest import Sparkle, Studio

FILM = "two-lamps"


def where(studio: Studio) -> tuple[str, ...]:
    return ("--home", str(studio.home), "--profile", studio.profile(), "--json")


def portrait(folder: Path) -> str:
    path = folder / "ada.png"
    Image.linear_gradient("L").convert("RGB").save(path)
    return str(path)


def test_a_picture_is_bound_by_name_and_the_animatic_stays_as_it_is(studio: Studio, sparkle: Sparkle, tmp_path: Path):
    told = sparkle("use", FILM, "--character", "ada", portrait(tmp_path), *where(studio))
    assert told.code == 0, told.err
    by_name = {row["character"]: row for row in sparkle("cast", FILM, *where(studio)).json["characters"]}
    assert by_name["ADA"]["after"] == "own" and by_name["ADA"]["own"] == "ada.png" and by_name["ADA"]["shots"]
    assert Path(by_name["ADA"]["file"]).read_bytes() == Path(portrait(tmp_path)).read_bytes()
    assert by_name["TOM"]["after"] is None and told.json["painted_after_references"] is False
    again = sparkle("make", FILM, *where(studio))
    assert again.code == 0 and again.json["made"] == {}, again.err
    back = sparkle("use", FILM, "--no-character", "ADA", *where(studio))
    assert {row["own"] for row in back.json["characters"]} == {None}


def test_what_cannot_be_meant_is_refused_with_what_can(studio: Studio, sparkle: Sparkle, tmp_path: Path):
    picture = portrait(tmp_path)
    for arguments, words in (
        (("--character", "Adda", picture), "has no character 'Adda'; it has: ADA, TOM"),
        (("--no-character", "Ada"), "is painted after no picture of yours; one of yours has: nobody"),
        (("s010", "--character", "Ada", picture), "a character is the film's, not a shot's: leave 's010' out"),
        (("--character", "Ada", picture, "--image", "start", picture), "expected exactly one of"),
        (("--image", "start", picture), f"which shot of {FILM}?"),
        (("--character", "Ada", str(tmp_path / "none.png")), "no such file; expected a PNG, JPEG or WebP picture"),
    ):
        told = sparkle("use", FILM, *arguments, *where(studio))
        assert told.code == 2 and words in told.err, (arguments, told.err)
    assert sparkle("cast", "nothing", *where(studio)).code == 2
