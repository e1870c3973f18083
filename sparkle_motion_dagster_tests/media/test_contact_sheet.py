"""The page that shows a film."""

import numpy as np
import pytest

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.contact_sheet import ACCENT, SheetCell, clock, draw_contact_sheet, fitted
from sparkle_motion_dagster.media.lettering import SANS, Lettering


def cells(count: int, words: str = "hello") -> list[SheetCell]:
    frame = np.full((90, 160, 3), (200, 30, 40), np.uint8)
    return [SheetCell(f"s{number:03d}", 2.5, words, "ADA", frame) for number in range(count)]


def is_red(page: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    return (page[..., 0] > 170) & (page[..., 1] < 60) & (page[..., 2] < 70)


@pytest.mark.parametrize("count", [1, 4, 7, 30, 90])
def test_every_shot_stands_on_the_page_once(count: int) -> None:
    page = np.asarray(draw_contact_sheet("A title", 62, False, cells(count)))
    one = np.asarray(draw_contact_sheet("A title", 62, False, cells(1)))
    assert is_red(page).sum() == pytest.approx(count * is_red(one).sum(), rel=0.01)


def test_a_draft_says_so() -> None:
    def accent(draft: bool) -> int:
        page = np.asarray(draw_contact_sheet("t", 1, draft, cells(2))).astype(int)
        return int((np.abs(page[:80] - ACCENT).max(axis=-1) < 30).sum())

    assert accent(True) > accent(False) + 200


def test_words_too_long_end_in_an_ellipsis_and_hostile_words_are_words() -> None:
    letters = Lettering(SANS, 17)
    assert fitted("short", letters, 300) == "short"
    cut = fitted("word " * 60, letters, 300)
    assert cut.endswith("…") and letters.getlength(cut) <= 300
    draw_contact_sheet("<b>%{x}\n\\N" * 40, 1, True, cells(3, words="[a];movie=x '猫' \n" * 20))


def test_a_page_without_shots_is_refused() -> None:
    with pytest.raises(MediaError):
        draw_contact_sheet("t", 0, False, [])


def test_clock() -> None:
    assert (clock(5), clock(61.6), clock(3_661)) == ("0:05", "1:02", "1:01:01")


@pytest.mark.parametrize("first, second", [("mam", "wew"), ("мам", "шеш"), ("猫", "犬")])
def test_words_are_letters_and_not_empty_boxes(first: str, second: str) -> None:
    def page(words: str) -> np.ndarray:  # type: ignore[type-arg]
        return np.asarray(draw_contact_sheet("t", 1, False, cells(1, words))).astype(int)

    assert (np.abs(page(first) - page(second)).max(axis=-1) > 60).sum() > 25
