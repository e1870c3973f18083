"""What a language model that writes is asked, and what it gives.

What belongs here: the question, the answer and the protocol. What does not: which questions a film needs
(`story_passes.py`, `idea_passes.py`), any model.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Question:
    """One call: instructions, data, and the shape of the answer."""

    purpose: str
    """For people and errors: "scenes, part 2 of 5"."""
    system: str
    user: str
    schema: Mapping[str, Any]
    """JSON schema of the answer: every object closed, every field required, every text and list bounded."""
    seed: int = 0
    """Added to the backend's own: another try at the same question is another seed."""


@dataclass(frozen=True)
class Answer:
    """What the model said, as it said it."""

    text: str
    model: str
    """The model as it names itself."""
    ended: str = "stop"
    """"stop", "length" (cut off) or what else the model says."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    """None: not known."""
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    """What was not done as asked, in words for a person."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """How it was made, as JSON."""


class LanguageModel(Protocol):
    """A writer's backend: asks a model. Built from a profile's settings; plain and picklable."""

    name: str
    version: str

    def model_inputs(self) -> dict[str, Any]:
        """Model, settings, schema handling: all that decides its answers; JSON. No key, no path."""
        ...

    def answer(self, question: Question) -> Answer:
        """Ask once. Raises BackendError (EndpointError, WeightsError …)."""
        ...

    def readiness(self) -> tuple[bool, str]:
        """For `sparkle doctor`: whether it can be asked from here, and with what or why not. Never raises."""
        ...
