"""Any order of adopting, pointing, damaging, cleaning and reopening keeps the store's promises."""

import shutil
import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sparkle_motion_dagster.errors import ArtifactCorruptError
from sparkle_motion_dagster.store.checking import verify
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import gc, remove_film
from sparkle_motion_dagster_tests.store.making import FILM, adopt, assert_whole, recipe, some_bytes

NUMBERS = st.integers(0, 3)
KEYS = st.sampled_from([f"{FILM}~s010", f"{FILM}~s020", "island~s010"])


class StoreMachine(RuleBasedStateMachine):
    """The model: which recipe each key's head is, which recipes each key has had, which blobs are damaged."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = ArtifactStore.open(self.folder)
        self.heads: dict[str, int] = {}
        self.had: dict[str, list[int]] = {}
        self.damaged: set[int] = set()
        self.made: set[int] = set()

    def teardown(self):
        shutil.rmtree(self.folder)

    @rule(key=KEYS, number=NUMBERS)
    def make(self, key, number):
        found = self.store.find(recipe(number, key))
        if found is None:
            adopt(self.store, recipe(number, key))
            self.damaged.discard(number)
        else:
            assert number in self.made
            self.store.point("video_clips", key, found)
        self.made.add(number)
        self.heads[key] = number
        if number not in self.had.setdefault(key, []):
            self.had[key].append(number)

    @rule(number=NUMBERS)
    def use(self, number):
        found = self.store.find(recipe(number))
        if found is None:
            assert number not in self.made
        elif number in self.damaged:
            try:
                found.path("clip")
                raise AssertionError("a damaged file was handed out")
            except ArtifactCorruptError:
                self.made.discard(number)
        else:
            assert found.path("clip").read_bytes() == some_bytes(number)

    @rule(number=NUMBERS)
    def damage(self, number):
        found = self.store.find(recipe(number))
        if found is not None and number not in self.damaged:
            path = self.folder / found.files["clip"].key
            path.chmod(0o644)
            path.write_bytes(some_bytes(number + 100))
            self.damaged.add(number)

    @rule()
    def reopen(self):
        self.store = ArtifactStore.open(self.folder)

    @rule(film=st.sampled_from([FILM, "island"]))
    def remove(self, film):
        remove_film(self.store, film)
        for key in [key for key in self.had if key.startswith(f"{film}~")]:
            del self.had[key]
            self.heads.pop(key, None)

    @rule()
    def clean(self):
        gc(self.store, dry_run=False, grace_s=0)
        kept = {number for numbers in self.had.values() for number in numbers}
        self.made &= kept
        self.damaged &= kept & self.made

    @invariant()
    def heads_and_takes_are_the_models(self):
        for key in (f"{FILM}~s010", f"{FILM}~s020", "island~s010"):
            head = self.store.head("video_clips", key)
            number = self.heads.get(key)
            assert (head.inputs["number"] if head else None) == (number if number in self.made else None)
            takes = [take.inputs["number"] for take in self.store.takes("video_clips", key)]
            assert takes == [number for number in self.had.get(key, []) if number in self.made]

    @invariant()
    def what_is_seen_is_whole(self):
        if not self.damaged:
            assert_whole(self.folder)
            damage = verify(self.store)
            assert all("missing" in entry.fault for entry in damage)


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    max_examples=25,
    stateful_step_count=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
