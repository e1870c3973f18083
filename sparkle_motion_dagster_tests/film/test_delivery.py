"""How a line is said."""

import pytest

from sparkle_motion_dagster.film.delivery import Delivery, delivery


def test_a_plain_line_is_said_plainly() -> None:
    assert delivery(None, "Good evening.") == Delivery(1.0, 0.0)
    assert delivery("to Tom", "Good evening.") == Delivery(1.0, 0.0)


@pytest.mark.parametrize(
    ("parenthetical", "pace", "loudness"),
    [
        ("whispering", "any", "much quieter"),
        ("sotto voce", "any", "much quieter"),
        ("(under his breath)", "any", "much quieter"),
        ("shouting over the storm", "any", "louder"),
        ("slowly", "slower", "same"),
        ("quickly, to Ada", "faster", "any"),
        ("tired", "slower", "quieter"),
        ("Excited", "faster", "louder"),
        ("sobbing", "slower", "quieter"),
        ("angrily", "any", "louder"),
        ("not shouting", "same", "same"),
        ("showing her the map", "same", "same"),
    ],
)
def test_parentheticals_shape_a_line(parenthetical: str, pace: str, loudness: str) -> None:
    manner = delivery(parenthetical, "Good evening.")
    assert {"any": True, "same": manner.pace == 1, "slower": manner.pace < 0.95, "faster": manner.pace > 1.05}[pace]
    assert {
        "any": True,
        "same": manner.gain_db == 0,
        "quieter": manner.gain_db < 0,
        "much quieter": manner.gain_db <= -5,
        "louder": manner.gain_db > 1,
    }[loudness]


def test_directions_add_up_within_reason() -> None:
    assert delivery("whispering, very slowly", "Wait.").pace < delivery("slowly", "Wait.").pace
    worst = delivery("whispering quietly, weak, tired, slowly, sad, muttering", "Wait.")
    assert worst.pace >= 0.7
    assert worst.gain_db >= -9


def test_capitals_and_exclamation_marks_raise_the_voice() -> None:
    calm, excited, shouted = (delivery(None, text).gain_db for text in ("Stop there.", "Stop there!", "STOP THERE!"))
    assert calm < excited < shouted
    assert delivery(None, "I").gain_db == 0
    assert delivery("whispering", "STOP THERE!").gain_db < 0
