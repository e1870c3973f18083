"""What QA asks for, and what it leaves alone: the real recipes, store, decisions and shoot; only a verdict is made up."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.images.animatic import AnimaticImages
from sparkle_motion_dagster.backends.profile import Profile, Retakes, load_profile
from sparkle_motion_dagster.crafts.craft import Made, Material, ShotOrder
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew, gather
from sparkle_motion_dagster.crafts.directing import approve, circle, lock, retake
from sparkle_motion_dagster.crafts.estimator import Estimator
from sparkle_motion_dagster.crafts.gates import check_gate
from sparkle_motion_dagster.crafts.history import History, load_priors
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.planning import held_plan, keep_plan
from sparkle_motion_dagster.crafts.retaking import ask_for_takes
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.crafts.state import film_state
from sparkle_motion_dagster.crafts.verdicts import verdicts
from sparkle_motion_dagster.errors import ApprovalNeededError, FilmBusyError, InputError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.takes import CLIP, STILLS, OwnFile
from sparkle_motion_dagster.store.decisions import decide, film_takes, shot_takes
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import SCREENPLAY
from sparkle_motion_dagster_tests.crafts.sketching import Log, SketchCraft, cut, planned, sketch, sketch_crew

FILM, SHOT = "two-lamps", "s020"
QA = "qa_report"
FROZEN = "frozen: nothing changes for 2.00 s of 2.20 s"
Says = Callable[[int], tuple[str, list[str]]]
"""A verdict and its reasons on a take of the clip."""


def rejects(*numbers: int, reason: str = FROZEN) -> Says:
    return lambda take: ("regenerate", [reason] * (2 if take == 3 else 1)) if take in numbers else ("pending", [])


NEVER_GOOD = rejects(*range(1, 100))


@dataclass(frozen=True)
class Judging(SketchCraft):
    """A report whose verdict on one shot is told."""

    says: Says = NEVER_GOOD

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        made = super().make(order, materials, folder)
        if order.shot.id != SHOT:
            return made
        decision, reasons = self.says(order.take(CLIP).number)
        heard = [reason for reason in reasons if reason.startswith("clipped")]
        findings = {"shot_id": SHOT, "artifact_notes": reasons, "sound_notes": heard}
        return replace(made, facts={"findings": findings, "decision": decision, "reasons": reasons})


@dataclass
class Film:
    """A sketched film whose QA asks for takes, as `sparkle make` lets it."""

    store: ArtifactStore
    profile: Profile
    said: list[str] = field(default_factory=list)

    def crew(self, says: Says, log: Log) -> Crew:
        crew = sketch_crew(self.profile, log)
        judging = Judging(crew.crafts[QA].real, log, says=says)  # type: ignore[attr-defined]
        return Crew(self.profile, {**crew.crafts, QA: judging})

    def make(self, says: Says, text: str = SCREENPLAY, rounds: int = 20) -> Log:
        """Until nothing is to be made; what was. `rounds`: give up after so many, as if killed."""
        log = Log()
        plan = planned(self.store, self.profile, FILM, text)
        keep_plan(self.store, FILM, plan, "sketch")
        crew = self.crew(says, log)
        self.said += self.ask(crew)
        for _ in range(rounds):
            if not film_state(self.store, crew, FILM, plan.plan).stale_shots():
                cut(self.store, self.profile, FILM, plan, log)
                return log
            takes = film_takes(self.store, FILM)
            orders = [crew.order(FILM, plan.plan, shot, takes.get(shot.id)) for shot in plan.plan.shots]
            for asset in SHOT_ASSETS:
                results = Shoot(self.store, None).shoot(crew.crafts[asset], orders)
                assert all(result.artifact is not None for result in results.values()), results
            if rounds > 1:
                self.said += self.ask(crew)
        return log

    def ask(self, crew: Crew) -> tuple[str, ...]:
        return ask_for_takes(self.store, crew, FILM, held_plan(self.store, FILM), holds_film=False)

    def verdict(self, says: Says = NEVER_GOOD):
        takes = film_takes(self.store, FILM)
        plan = held_plan(self.store, FILM)
        held = held_shots(self.store, FILM, plan, takes)
        return verdicts(self.store, self.crew(says, Log()), FILM, plan, takes, held)[0]

    @property
    def takes(self):
        return shot_takes(self.store, FILM, SHOT)


@pytest.fixture(scope="module")
def planned_only(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("retaking")
    sketch(ArtifactStore.open(folder / "store"), load_profile("animatic"), FILM, SCREENPLAY, most_shots=0)
    return folder


@pytest.fixture
def film(planned_only, tmp_path) -> Film:
    shutil.copytree(planned_only, tmp_path / "home")
    return Film(ArtifactStore.open(tmp_path / "home" / "store"), load_profile("animatic"))


def of_shot(log: Log) -> set[str]:
    return {asset for shot, asset in log.made if shot == SHOT}


def test_a_rejected_shot_is_made_again_once_by_another_seed_and_told_as_qas_take(film):
    film.make(rejects(1))
    assert film.takes.numbers() == (1, 2)
    assert (film.takes.by(2), film.takes.note(2)) == ("qa", f"QA: {FROZEN}")
    assert film.takes.inputs() == {STILLS: {"take": 2}, CLIP: {"take": 2}}
    clip = film.store.head(CLIP, shot_key(FILM, SHOT))
    assert (clip.facts["take"], clip.facts["take_by"]) == (2, "qa")
    assert film.said == [f"{FILM} {SHOT}: QA asks for take 2: {FROZEN}"]
    assert film.make(rejects(1)).made == set()


def test_a_shot_that_is_never_good_has_three_takes_keeps_the_best_and_is_at_rest(film):
    film.make(lambda take: ("regenerate", [FROZEN] * (1 if take == 2 else 2)))
    assert film.takes.numbers() == (1, 2, 3)
    assert film.takes.circled == {STILLS: 2, CLIP: 2}
    assert film.said[-1] == f"{FILM} {SHOT}: QA circles take 2, the best of 3, all rejected"
    assert film.make(NEVER_GOOD).made == set()
    assert film.takes.numbers() == (1, 2, 3)
    assert film.verdict().step.best and film.verdict().tried == 3
    assert "retakes.max_takes: 3" in film.verdict().left_because


def test_killed_between_report_and_decision_or_decision_and_take_it_comes_to_the_same(film):
    film.make(NEVER_GOOD, rounds=1)  # a report, and no decision
    assert film.takes.numbers() == (1,)
    film.make(NEVER_GOOD, rounds=1)  # the decision, and its take without another decision
    assert film.takes.numbers() == (1, 2)
    film.ask(film.crew(NEVER_GOOD, Log()))
    film.ask(film.crew(NEVER_GOOD, Log()))  # asked again before the third take is made
    assert film.takes.numbers() == (1, 2, 3)
    film.make(NEVER_GOOD)
    assert (film.takes.numbers(), film.takes.circled) == ((1, 2, 3), {})


def test_an_edited_shot_is_judged_anew_among_the_takes_it_has(film):
    film.make(NEVER_GOOD)
    edited = SCREENPLAY.replace("Good evening, Tom.", "Good evening, dear Tom.")
    log = film.make(rejects(1, 2), edited)
    assert film.takes.numbers() == (1, 2, 3)  # take 3 is good with the new line: nothing new was needed
    assert film.takes.circled == {STILLS: 3, CLIP: 3}
    assert of_shot(log) == {"dialogue_audio", CLIP, "lipsynced_clips", QA}
    assert film.make(rejects(1, 2), edited).made == set()


@pytest.mark.parametrize(
    "deciding",
    [
        lambda store: lock(store, FILM, SHOT),
        lambda store: circle(store, FILM, SHOT, 1),
        lambda store: decide(
            store,
            FILM,
            SHOT,
            lambda takes: takes.using(
                CLIP, "clip", OwnFile(name="a", sha256="a" * 64), "", datetime(2026, 3, 1, tzinfo=UTC)
            ),
        ),
    ],
)
def test_what_a_person_locked_circled_or_put_in_is_never_retaken(film, deciding):
    film.make(NEVER_GOOD, rounds=1)
    deciding(film.store)
    before = film.takes
    assert film.ask(film.crew(NEVER_GOOD, Log())) == ()
    assert film.takes == before


def test_a_persons_circle_wins_over_qas_and_a_retake_gives_the_shot_back_to_qa(film):
    film.make(NEVER_GOOD)
    circle(film.store, FILM, SHOT, 3)
    film.make(NEVER_GOOD)
    assert (film.takes.circled, film.verdict().left_because) == ({STILLS: 3, CLIP: 3}, "you chose what is circled")
    retake(film.store, FILM, SHOT)
    film.make(rejects(1, 2, 3, 4))
    assert film.takes.numbers() == (1, 2, 3, 4, 5)
    assert [film.takes.by(number) for number in (3, 4, 5)] == ["qa", "person", "qa"]
    assert film.takes.take(CLIP).number == 5


def test_what_a_person_rejected_by_a_retake_is_not_chosen_again(film):
    film.make(rejects(2, 3, 4))  # take 1 is good
    retake(film.store, FILM, SHOT)
    film.make(rejects(2, 3, 4))
    assert film.takes.numbers() == (1, 2, 3, 4)
    assert film.takes.take(CLIP).number in (2, 3, 4)


def test_a_fault_of_the_sound_makes_no_other_picture_and_says_why(film):
    film.make(rejects(1, reason="clipped speech: 1.00% of the samples stand flat"))
    assert film.takes.numbers() == (1,)
    assert film.verdict().left_because == "no stage that the QA policy retakes can mend it (regenerate_stages)"


def test_a_backend_that_ignores_seeds_is_not_asked_again_and_is_named(film, monkeypatch):
    deaf = property(lambda self: Deaf() if self.asset in (STILLS, CLIP) else None)
    monkeypatch.setattr(SketchCraft, "backend", deaf, raising=False)
    film.make(NEVER_GOOD)
    assert film.takes.numbers() == (1,)
    assert film.verdict().left_because == f"animatic {AnimaticImages.version} makes the same whatever its seed"


class Deaf:
    ignores_seeds = True


@pytest.mark.parametrize(
    ("settings", "takes"), [(Retakes(auto=False), 1), (Retakes(max_takes=1), 1), (Retakes(max_takes=2), 2)]
)
def test_the_profile_says_whether_and_how_often(film, settings, takes):
    film.profile = film.profile.model_copy(update={"retakes": settings})
    film.make(NEVER_GOOD)
    assert len(film.takes.numbers()) == takes
    assert film.verdict().left_because


def test_an_estimate_counts_the_takes_that_qa_is_expected_to_ask_for(film):
    crew, plan = gather(film.profile), planned(film.store, film.profile, FILM, SCREENPLAY)
    alone = gather(film.profile.model_copy(update={"retakes": Retakes(auto=False)}))
    past = History(load_priors(), verdicts={"regenerate": 1, "pending": 1})
    expected, once = (Estimator(None, who, past, 2).estimate(FILM, plan) for who in (crew, alone))
    shots = len(plan.plan.shots)
    assert (expected.expected_takes, once.expected_takes) == (1.75 * shots, shots)
    assert expected.retaken == {STILLS, CLIP, "lipsynced_clips", QA}
    again_s = sum(step.seconds for step in expected.made if step.asset in expected.retaken)
    assert expected.work_s - once.work_s == pytest.approx(0.75 * again_s)
    assert expected.wall_s > once.wall_s


def test_while_somebody_makes_the_film_another_process_decides_nothing(film):
    film.make(NEVER_GOOD, rounds=1)
    with film.store.film_lock(FILM), pytest.raises(FilmBusyError):
        film.ask(film.crew(NEVER_GOOD, Log()))
    assert film.takes.numbers() == (1,)


def unsafe(take: int) -> tuple[str, list[str]]:
    return "escalate", ["a safety violation was found"]


def test_an_escalated_shot_is_not_retaken_and_holds_up_the_film_where_the_gate_is_shut(film):
    film.profile = film.profile.model_copy(update={"gates": film.profile.gates.model_copy(update={"escalation": True})})
    film.make(unsafe)
    assert film.takes.numbers() == (1,)
    assert film.verdict(unsafe).waits_for_person
    plan = held_plan(film.store, FILM)
    with pytest.raises(
        ApprovalNeededError, match=r"(?s)s020: QA escalates it: a safety.*sparkle approve two-lamps s020"
    ):
        check_gate(film.store, film.profile, FILM, plan)
    movie = film_state(film.store, film.crew(unsafe, Log()), FILM, plan).cells[-1]
    assert (movie.status, movie.reasons) == ("stale", ("waits for your decision about s020",))
    approve(film.store, film.crew(unsafe, Log()), FILM, SHOT, "it is a doll")
    check_gate(film.store, film.profile, FILM, plan)
    assert film.takes.approvals[0].note == "it is a doll"
    assert not film.verdict(unsafe).waits_for_person


def test_an_approval_is_for_that_clip_and_for_no_graver_reason(film):
    film.make(unsafe)
    approve(film.store, film.crew(unsafe, Log()), FILM, SHOT)
    clip = film.verdict(unsafe).clip.content_hash
    decided = film.takes
    assert decided.approval(clip, "escalate", ["a safety violation was found"])
    assert decided.approval(clip, "regenerate", ["blurred"])
    assert decided.approval(clip, "escalate", ["a safety violation was found", "speech is missing"]) is None
    assert decided.approval("0" * 64, "escalate", ["a safety violation was found"]) is None
    edited = SCREENPLAY.replace("Good evening, Tom.", "Good evening, dear Tom.")
    film.make(unsafe, edited)
    assert film.verdict(unsafe).waits_for_person


def test_an_approval_is_in_the_films_recipe_and_asked_again_it_changes_nothing(film):
    film.make(unsafe)
    crew, plan = film.crew(unsafe, Log()), held_plan(film.store, FILM)
    before = film_state(film.store, crew, FILM, plan).cells[-1]
    approve(film.store, crew, FILM, SHOT, "fine")
    after = film_state(film.store, crew, FILM, plan).cells[-1]
    assert (before.status, after.status, after.reasons) == ("fresh", "stale", ("shot s020 changed (verdict)",))
    places = list(film.store.shelf.keys(f"decisions/{FILM}/{SHOT}"))
    approve(film.store, crew, FILM, SHOT, "fine")
    assert list(film.store.shelf.keys(f"decisions/{FILM}/{SHOT}")) == places


def test_only_what_is_made_as_it_is_now_can_be_approved(film):
    film.make(unsafe)
    retake(film.store, FILM, SHOT)
    with pytest.raises(InputError, match="cannot be approved: it is not made as it is now"):
        approve(film.store, film.crew(unsafe, Log()), FILM, SHOT)
