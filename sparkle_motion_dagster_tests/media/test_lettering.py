"""Letters of many scripts, from the fonts that come with the program."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from sparkle_motion_dagster.film.shipped import resources_folder
from sparkle_motion_dagster.media.lettering import DISPLAY, SANS, Lettering, font, missing_glyphs, wrapped

SCRIPTS = {
    "latin": "Ærøskøbing Łódź Việt",
    "greek": "Ωμέγα ᾳ",
    "cyrillic": "Привет Їжак",
    "hebrew": "שלום",
    "arabic": "مرحبا",
    "devanagari": "नमस्ते",
    "japanese": "日本語カタ",
    "korean": "한국어",
    "emoji": "😀🦊❤",
    "signs": "“…” — ♪ → €",
}


def ink(text, name=SANS):
    image = Image.new("L", (600, 80))
    Lettering(name, 40).draw(ImageDraw.Draw(image), (300, 40), text, 255)
    return np.asarray(image)


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("name", [SANS, DISPLAY])
def test_every_script_we_have_is_drawn_with_letters_of_its_own(text, name):
    assert missing_glyphs(text) == set()
    boxes = ink("\U000e0fff" * len(text.replace(" ", "")), name)
    assert (ink(text, name) > 100).sum() > 150
    assert not np.array_equal(ink(text, name), boxes)


def test_a_script_that_we_lack_is_told_character_by_character():
    assert missing_glyphs("dɪ ก 𒀀\n\t\u200d") == {"ก", "𒀀"}


def test_a_line_of_several_scripts_is_drawn_in_runs_that_are_as_wide_as_measured():
    text = "fox 🦊 日本 end"
    assert len(Lettering(SANS, 40).runs(text)) > 2
    columns = np.flatnonzero((ink(text) > 60).any(axis=0))
    assert columns[-1] - columns[0] == pytest.approx(Lettering(SANS, 40).getlength(text), abs=8)
    assert (columns[-1] + columns[0]) / 2 == pytest.approx(300, abs=6)


def test_a_line_that_begins_from_the_right_stays_so_when_it_is_cut_in_runs():
    pieces = [piece.strip() for _, piece in Lettering(SANS, 40).runs("שלום 😀 עולם")]
    assert [piece for piece in pieces if piece] == ["עולם", "😀", "שלום"]


def test_wrapped_lines_keep_every_word_and_fit():
    letters = Lettering(SANS, 20)
    text = "one two three four five six seven eight nine ten eleven twelve"
    lines = wrapped(text, letters, 200)
    assert " ".join(lines) == text
    assert all(letters.getlength(line) <= 200 for line in lines)
    assert max(map(len, lines)) - min(map(len, lines)) <= 8, "lines are even"


def test_a_long_word_is_broken_only_when_asked():
    letters = Lettering(SANS, 20)
    assert wrapped("x" * 100, letters, 200) == ["x" * 100]
    pieces = wrapped("x" * 100, letters, 200, split_words=True)
    assert "".join(pieces) == "x" * 100
    assert all(letters.getlength(piece) <= 200 for piece in pieces)


def test_every_font_loads_and_has_its_licence_beside_it():
    folder = resources_folder() / "fonts"
    names = [path.name for path in folder.glob("*.[to]tf")]
    said = (folder / "README.md").read_text()
    for name in names:
        assert font(name, 20).getlength("a") >= 0
        assert name in said or name.split("-")[0] in said
    assert (folder / "OFL.txt").exists() and (folder / "DEJAVU.txt").exists()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 12_000_000
