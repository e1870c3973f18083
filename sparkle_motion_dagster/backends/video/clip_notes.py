"""What a person is told of a clip that a video model made: what it could not show, and what was done to the time.

What belongs here: the sentences, pure. What does not: what is told of memory and of the prompt (`filming.py`).
"""

from sparkle_motion_dagster.backends.video.abilities import Abilities
from sparkle_motion_dagster.backends.video.between import IN_WORDS, Retime

_NOTED = 0.005


def clip_notes(
    abilities: Abilities,
    *,
    from_text: bool,
    to_end: bool,
    one_picture: bool,
    windows: int,
    fps: float,
    film_fps: int,
    retime: Retime,
    faster: float,
) -> tuple[str, ...]:
    """Notes of a clip.

    Args:
        abilities: of its model.
        from_text: it was made from words alone.
        to_end: it ends on the shot's last picture.
        one_picture: the shot's first and last picture are the same.
        windows: in how many it was made.
        fps: the model's.
        film_fps: the film's.
        retime: how the film's frames were made of the model's.
        faster: how much faster the motion is shown than it was made.
    """
    notes = []
    if from_text:
        notes.append("made from words alone: the shot's pictures were not used (the profile says condition: text)")
    elif not to_end and not one_picture:
        why = "the model takes none" if abilities.last == "none" else "the profile says end_image: unused"
        notes.append(f"the clip begins with the shot's first picture and does not end on its last: {why}")
    if windows > 1:
        notes.append(f"made in {windows} windows that continue from each other")
    if fps != film_fps:
        notes.append(
            f"the model makes {fps:g} frames a second and the film shows {film_fps}: {IN_WORDS[retime]}; the length is right"
        )
    if abs(faster - 1) > _NOTED:
        notes.append(
            f"the motion is shown {abs(faster - 1):.0%} {'faster' if faster > 1 else 'slower'} than it was made, so that "
            "the clip ends on the shot's last picture: the model's lengths are fixed"
        )
    return tuple(notes)
