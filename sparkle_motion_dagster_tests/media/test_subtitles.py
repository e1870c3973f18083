"""Words on screen, exactly as written."""

import html
import re

import pysubs2
import pytest

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.subtitles import Cue, displays, srt, vtt

HOSTILE = [
    "<b>bold</b> & <i>not</i>",
    r"{\an8}up there",
    "a --> b",
    "5 < 6 > 4 && 'x'[a];movie=secret.mp4",
    "%{pts} \\N \\n C:\\temp",
    "1\n00:00:00,000 --> 00:00:09,000",
    "&lt;already&gt; &amp;c",
    "WEBVTT",
    "NOTE not a note",
    "Zażółć gęślą — 猫が好き 🦊",
]


def cues(*texts: str) -> list[Cue]:
    return [(n * 2.0, n * 2.0 + 1.5, "ADA", text) for n, text in enumerate(texts)]


def vtt_payloads(document: str) -> list[str]:
    """What a player shows: the lines after each timing line up to the empty one, tags taken out, escapes undone."""
    blocks = document.split("\n\n")[1:]
    shown = ["\n".join(block.strip("\n").split("\n")[1:]) for block in blocks]
    return [html.unescape(re.sub(r"<[^>]*>", "", text)) for text in shown]


@pytest.mark.parametrize("text", HOSTILE)
def test_srt_keeps_the_text_as_it_is(text: str) -> None:
    assert srt(cues("before", text, "after")).split("\n\n")[1] == f"2\n00:00:02,000 --> 00:00:03,500\n{text}"


@pytest.mark.parametrize("text", HOSTILE)
def test_vtt_escapes_so_that_the_text_shows_as_it_is(text: str) -> None:
    document = vtt(cues("before", text, "after"))
    assert vtt_payloads(document) == ["before", text, "after"]
    assert document.count("-->") == 3
    assert document.startswith("WEBVTT\n\n")


def test_a_speakers_name_cannot_break_the_voice_tag() -> None:
    document = vtt([(0, 1, "A<b>\n>B & C", "hello")])
    assert "<v A&lt;b&gt; &gt;B &amp; C>hello" in document and vtt_payloads(document) == ["hello"]


def test_empty_lines_do_not_end_a_cue() -> None:
    document = srt(cues("one\r\n\r\n \n\ntwo", "three"))
    assert document.split("\n\n") == [
        "1\n00:00:00,000 --> 00:00:01,500\none\ntwo",
        "2\n00:00:02,000 --> 00:00:03,500\nthree\n",
    ]


def test_times_are_whole_milliseconds_in_order_and_never_empty() -> None:
    document = srt([(61.0004, 62.9996, "B", "late"), (0.0004, 0.0004, "A", "early"), (3723.5, 3724, "A", "last")])
    assert re.findall(r"[\d:,]+ --> [\d:,]+", document) == [
        "00:00:00,000 --> 00:00:00,001",
        "00:01:01,000 --> 00:01:03,000",
        "01:02:03,500 --> 01:02:04,000",
    ]


def test_a_line_that_touches_the_next_does_not_overlap_it() -> None:
    subtitles = pysubs2.SSAFile.from_string(srt([(0, 1.2345, "A", "x"), (1.2345, 2, "B", "y")]))
    assert subtitles[0].end == subtitles[1].start


def test_lines_spoken_together_overlap_in_both_forms() -> None:
    together: list[Cue] = [(1, 3, "A", "yes"), (1, 2.5, "B", "no")]
    for document, kind in ((srt(together), "srt"), (vtt(together), "vtt")):
        read = pysubs2.SSAFile.from_string(document, format_=kind)
        assert [(line.start, line.end) for line in read] == [(1000, 3000), (1000, 2500)]


def test_a_track_shows_lines_spoken_together_under_each_other() -> None:
    assert displays([(1, 3, "A", "yes"), (1, 2.5, "B", "no")], 4) == [
        (0, 1000, ""),
        (1000, 2500, "yes\nno"),
        (2500, 3000, "yes"),
        (3000, 4000, ""),
    ]


@pytest.mark.parametrize("times", [(-1, 2), (3, 2), (float("nan"), 1), (0, float("inf"))])
def test_impossible_times_are_refused(times: tuple[float, float]) -> None:
    with pytest.raises(MediaError, match="expected times"):
        srt([(*times, "A", "x")])


def test_no_lines_make_valid_empty_files() -> None:
    assert srt([]) == "" and vtt([]) == "WEBVTT\n"


def test_the_same_words_of_two_at_once_are_read_once() -> None:
    cues = [(0.0, 1.0, "PIP", "Jump!"), (0.0, 1.2, "POP", "Jump!"), (2.0, 3.0, "PIP", "Jump!")]
    assert srt(cues).count("Jump!") == 2
    assert [text for _, _, text in displays(cues, 4.0)].count("Jump!") == 2
