"""What happens when memory does not suffice: the next rung, every attempt on record."""

import pytest

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.ladder import Rung, climb
from sparkle_motion_dagster.errors import ModelOOMError

CPU = Device("cpu")
RUNGS = (Rung("resident"), Rung("tiles"), Rung("offload"))


def _work(fits_on: str | None, seen: list[str]):
    def work(rung: Rung) -> str:
        seen.append(rung.name)
        if rung.name != fits_on:
            raise RuntimeError("CUDA out of memory")
        return f"made with {rung.name}"

    return work


@pytest.mark.parametrize("index", range(3))
def test_the_first_rung_with_memory_enough_makes_it(index: int):
    seen: list[str] = []
    climbed = climb(RUNGS, _work(RUNGS[index].name, seen), what="x", device=CPU)
    assert climbed.result == f"made with {RUNGS[index].name}" and climbed.rung == index
    assert seen == [rung.name for rung in RUNGS[: index + 1]]
    assert [a.outcome for a in climbed.attempts] == ["out of memory"] * index + ["succeeded"]
    assert [a.attempt for a in climbed.attempts] == list(range(1, index + 2))


def test_when_no_rung_fits_every_attempt_is_told():
    with pytest.raises(
        ModelOOMError, match=r"after 6 attempts: resident .*, resident .*, tiles .*, offload .* MB free"
    ):
        climb(RUNGS, _work(None, []), what="s010: start image", device=CPU, tries=2)


def test_the_next_call_begins_where_the_last_succeeded():
    seen: list[str] = []
    climb(RUNGS, _work("tiles", seen), what="x", device=CPU, first=1)
    assert seen == ["tiles"]


def test_any_other_error_passes_as_it_is():
    def work(rung: Rung) -> str:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        climb(RUNGS, work, what="x", device=CPU)


def test_what_did_not_fit_is_freed_before_the_next_try():
    import weakref

    class Tensor:
        pass

    held: list[weakref.ref] = []

    def work(rung: Rung) -> str:
        tensor = Tensor()
        if held:
            assert held[0]() is None
            return "made"
        held.append(weakref.ref(tensor))
        raise MemoryError

    assert climb(RUNGS, work, what="x", device=CPU).result == "made"
