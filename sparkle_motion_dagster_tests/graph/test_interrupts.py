"""A request to end is heeded wherever it meets a run of Dagster in this process, also where Dagster would drop it."""

import os
import signal

import dagster as dg
import pytest

from sparkle_motion_dagster.graph.interrupts import heeding_interrupts

ASK_TO_END = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(params=[signal.default_int_handler, signal.SIG_IGN], ids=["in front", "a job of a shell"])
def handlers(request):
    """The handlers of `sparkle`, with Ctrl-C as a shell leaves it."""
    before = {number: signal.getsignal(number) for number in ASK_TO_END}
    now = {number: signal.default_int_handler for number in ASK_TO_END} | {signal.SIGINT: request.param}
    for number, handler in now.items():
        signal.signal(number, handler)
    yield now
    for number, handler in before.items():
        signal.signal(number, handler)


def run_of_two_steps(asked_at, number):
    """Execute a run in which the process is asked to end at one moment."""

    def ask(moment):
        if moment == asked_at:
            os.kill(os.getpid(), number)

    @dg.resource
    def props(_):
        ask("before the first step")
        yield None
        ask("after the last step")

    @dg.op(required_resource_keys={"props"})
    def first():
        ask("in a step")

    @dg.op
    def second(_after):
        pass

    @dg.job(resource_defs={"props": props})
    def shoot():
        second(first())

    with heeding_interrupts():
        result = shoot.execute_in_process(raise_on_error=False)
        ask("when Dagster has executed")
        return result


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    "moment", ["before the first step", "in a step", "after the last step", "when Dagster has executed"]
)
def test_a_request_to_end_is_heeded_wherever_it_meets_a_run(handlers, moment, number):
    with pytest.raises(KeyboardInterrupt):
        run_of_two_steps(moment, number)
    assert {number: signal.getsignal(number) for number in ASK_TO_END} == handlers


def test_a_run_that_nobody_interrupts_ends_with_the_handlers_that_were(handlers):
    assert run_of_two_steps("never", signal.SIGTERM).success
    assert {number: signal.getsignal(number) for number in ASK_TO_END} == handlers


class _Collected:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)


def test_a_request_that_strikes_where_nothing_can_be_raised_is_heeded_later_and_said_by_nobody(handlers, capsys):
    with pytest.raises(KeyboardInterrupt), heeding_interrupts():
        collected = _Collected()
        del collected
    assert capsys.readouterr().err == ""


def test_a_library_that_fails_of_being_interrupted_is_an_interrupt_and_any_other_failure_is_itself(handlers):
    with pytest.raises(KeyboardInterrupt), heeding_interrupts():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            signal.pthread_sigmask(signal.SIG_BLOCK, [])  # the signal is handled before this returns
        except KeyboardInterrupt as interrupt:
            raise AssertionError("a commit was cut short") from interrupt
    with pytest.raises(AssertionError, match="itself"), heeding_interrupts():
        raise AssertionError("itself")
    assert {number: signal.getsignal(number) for number in ASK_TO_END} == handlers
