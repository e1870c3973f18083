"""A text that is far too large is refused before it is cut."""

import time

import pytest

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.film.rules import Limits
from sparkle_motion_dagster.writing.brief import Brief
from sparkle_motion_dagster.writing.write_plan import write_plan


def test_a_library_of_prose_is_refused_in_a_moment():
    paragraph = "The old keeper walked down to the harbour and looked over the grey water. Gulls cried above the boats."
    brief = Brief("story", "\n\n".join(f"{paragraph} It was day {n}." for n in range(4000)), "Long", "long.txt")
    started = time.process_time()
    with pytest.raises(BriefError, match=r"400\d shots or more: expected at most 400"):
        write_plan(brief)
    assert time.process_time() - started < 6  # cutting it takes a minute


def test_too_much_speech_is_refused_and_just_enough_is_not():
    text = "INT. ROOM - DAY\n\nAda sits.\n\n" + "ADA\nThis is a sentence of eight words here.\n\nSilence.\n\n" * 20
    brief = Brief("fountain", text, "Talk", "talk.fountain")
    with pytest.raises(BriefError, match="of speech or more"):
        write_plan(brief, Limits(max_shots=400, max_duration_s=20))
    assert write_plan(brief, Limits(max_shots=400, max_duration_s=600)).plan.shots
