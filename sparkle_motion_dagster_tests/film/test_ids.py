"""Shots keep their names when the script is edited."""

import pytest

from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.ids import check_film_id, film_id_of, keep_ids, shot_key, split_shot_key
from sparkle_motion_dagster.film.plan import BaseImage, Line, MoviePlan, Shot


def plan_of(*shots: tuple[str, str], kind: str = "screenplay") -> MoviePlan:
    """A plan with a shot for each (place, words)."""
    return MoviePlan(
        title="T",
        metadata={"kind": kind},
        base_images=tuple(BaseImage(id=f"x{i}", prompt="p") for i in range(len(shots) + 1)),
        shots=tuple(
            Shot(
                id=f"n{i}",
                duration_sec=2,
                place=place,
                visual_description=f"We see {place}.",
                start_base_image_id=f"x{i}",
                end_base_image_id=f"x{i + 1}",
                dialogue=(Line(character_id="a", text=words),) if words else (),
            )
            for i, (place, words) in enumerate(shots)
        ),
    )


def ids(plan: MoviePlan) -> list[str]:
    return [shot.id for shot in plan.shots]


OLD = [("pier", ""), ("kitchen", "Is it you?"), ("kitchen", "It is me."), ("attic", "Look at this old map.")]


def test_a_first_plan_is_numbered_by_tens():
    assert ids(keep_ids(None, plan_of(*OLD))) == ["s010", "s020", "s030", "s040"]


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        (OLD, ["s010", "s020", "s030", "s040"]),
        ([OLD[0], ("kitchen", "Is it really you?"), *OLD[2:]], ["s010", "s020", "s030", "s040"]),
        ([OLD[0], ("garden", "Roses."), *OLD[1:]], ["s010", "s015", "s020", "s030", "s040"]),
        ([("sea", ""), *OLD], ["s005", "s010", "s020", "s030", "s040"]),
        ([*OLD, ("sea", "")], ["s010", "s020", "s030", "s040", "s050"]),
        ([OLD[0], *OLD[2:]], ["s010", "s030", "s040"]),
        ([OLD[0], OLD[3], OLD[1], OLD[2]], ["s010", "s040", "s020", "s030"]),
    ],
    ids=["unchanged", "line edited", "inserted", "first", "last", "deleted", "moved"],
)
def test_an_edit_renames_no_other_shot(edited, expected):
    old = keep_ids(None, plan_of(*OLD))
    assert ids(keep_ids(old, plan_of(*edited))) == expected


def test_of_shots_that_were_alike_each_keeps_its_name_when_they_are_taken_out():
    beach, harbour = ("beach", ""), ("harbour", "")
    old = keep_ids(None, plan_of(OLD[0], beach, OLD[1], beach, OLD[3]))
    assert ids(old) == ["s010", "s020", "s030", "s040", "s050"]
    without = keep_ids(old, plan_of(OLD[0], OLD[1], OLD[3]))
    assert ids(without) == ["s010", "s030", "s050"]
    more = keep_ids(without, plan_of(OLD[0], harbour, OLD[1], harbour, OLD[3]))
    assert not {"s020", "s040"} & set(ids(more))
    assert ids(keep_ids(without, plan_of(OLD[0], beach, OLD[1], beach, OLD[3]))) == ids(old)


def test_planning_the_same_text_again_changes_nothing():
    old = keep_ids(None, plan_of(*OLD))
    assert keep_ids(old, plan_of(*OLD)) == old


def test_many_shots_between_two_find_free_names():
    old = keep_ids(None, plan_of(*OLD))
    inserted = [
        (f"place {word}", "")
        for word in ("alpha", "beta", "gamma", "delta", "eta", "zeta", "iota", "kappa", "lam", "mu", "nu", "xi")
    ]
    new = keep_ids(old, plan_of(OLD[0], *inserted, *OLD[1:]))
    assert len(set(ids(new))) == len(new.shots)
    assert [i for i in ids(new) if i in ids(old)] == ids(old)


def test_a_persons_own_ids_are_kept():
    assert ids(keep_ids(None, plan_of(*OLD, kind="plan"))) == ["n0", "n1", "n2", "n3"]


def test_the_chain_of_base_images_follows_the_shots():
    plan = keep_ids(None, plan_of(*OLD))
    assert [image.id for image in plan.base_images] == ["start-s010", "start-s020", "start-s030", "start-s040", "end"]
    assert all(a.end_base_image_id == b.start_base_image_id for a, b in zip(plan.shots, plan.shots[1:], strict=False))


@pytest.mark.parametrize("bad", ["", "..", "a/b", "A", "x" * 65, "a~b", "a\0b", "é", "-a"])
def test_film_ids_that_could_do_harm_are_refused(bad):
    with pytest.raises(InputError, match="film id"):
        check_film_id(bad)


def test_file_names_become_film_ids():
    assert film_id_of("/x/The Last  Bulb!.fountain") == "the-last-bulb"
    assert film_id_of("Ada’s Žofie.txt") == "adas-zofie"
    assert [film_id_of(name) for name in ("Гроза.fountain", "Волна 2.fountain", "日本.txt")] == [
        "groza",
        "volna-2",
        "riben",
    ]
    nameless = {film_id_of(name) for name in ("!!!.txt", "???.txt", "🎬.txt")}
    assert len(nameless) == 3 and all(check_film_id(name).startswith("film-") for name in nameless)


def test_shot_keys_round_trip():
    assert split_shot_key(shot_key("lighthouse", "s020")) == ("lighthouse", "s020")
    with pytest.raises(InputError, match="FILM~SHOT"):
        split_shot_key("lighthouse")
