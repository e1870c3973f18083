"""The one family of errors. Every error a person can meet is one of these.

What belongs here: the classes. What does not: messages' wording (that is written where the fault is
found, and always names the film, shot or field, what was expected, and what to do).
"""


class SparkleError(Exception):
    """Base of all our errors. `str(error)` is a message for a person, remedy included."""

    exit_code = 1


class InputError(SparkleError):
    """The person's text, plan, flag or setting is wrong. Nothing was written. Never retried."""

    exit_code = 2


class BriefError(InputError):
    """A screenplay, story or plan file cannot be read as one.

    Attributes:
        problems: every fault found, one sentence each; at least one.
    """

    def __init__(self, source: str, problems: list[str]):
        self.source = source
        self.problems = problems
        listed = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"{source}: {len(problems)} problem{'s' if len(problems) != 1 else ''}\n{listed}")


class ProfileError(InputError):
    """A profile or another configuration file is wrong."""


class UnwrittenError(InputError):
    """A language model has to write the film's script first, and here it may not be asked."""


class FilmBusyError(InputError):
    """Another run is making this film now."""


class StoreError(SparkleError):
    """The artifact store cannot be read or written."""


class StoreUnwritableError(StoreError, InputError):
    """The store's folder or bucket cannot be written: full, read-only or forbidden. Trying again does not help."""


class LockBusyError(StoreError):
    """Another process holds a lock (it is making the same artifact): wait, or come back."""


class ArtifactCorruptError(StoreError):
    """A stored file does not match its hash. It has been moved to quarantine; make it again."""


class ArtifactMissingError(StoreError):
    """An artifact that was asked for has not been made yet."""


class ArtifactStaleError(StoreError):
    """What there is was made from another plan, or by another profile, than there are now."""


class MediaError(SparkleError):
    """A picture, sound or film file cannot be decoded, encoded or is not what it must be."""


class BackendError(SparkleError):
    """A backend (speech, images, video, lip-sync, inspection) could not do its work."""


class BackendUnavailableError(BackendError):
    """What a profile names cannot run here: a package, weights or a device is missing."""


class EndpointError(BackendError):
    """A server that a profile names could not be asked, or what it answered is not an answer.

    Attributes:
        status: the HTTP status; None if there was no answer.
        transient: whether asking again later may help (a timeout, 429, 5xx, a broken connection).
        retry_after_s: how long the server asks to be left alone; None if it does not say.
        quota: whether what may be asked in all is used up, so that another provider must be asked.
    """

    def __init__(
        self,
        message: str,
        status: int | None = None,
        transient: bool = False,
        retry_after_s: float | None = None,
        quota: bool = False,
    ):
        self.status = status
        self.transient = transient
        self.retry_after_s = retry_after_s
        self.quota = quota
        super().__init__(message)


class RoleMovedError(BackendError):
    """A role's provider has no requests left, so the whole role went to the next one: its lines are asked for anew."""


class PlanError(BackendError):
    """A language model wrote nothing that can be filmed, and mending was tried. No plan was kept or changed.

    Attributes:
        problems: what was wrong with its last answer, one sentence each.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = ()):
        self.problems = problems
        super().__init__(message)


class ShotsFailedError(SparkleError):
    """Some shots of a step failed; the others were finished and kept."""


class ApprovalNeededError(SparkleError):
    """QA shows something to a person, and nobody has decided about it yet. Everything else is made."""


class GpuBusyError(BackendError):
    """Another process has its model on the device: wait for it, or end it."""


class NotEnoughMemoryError(BackendUnavailableError):
    """The model does not fit into the device's memory: refused before anything was loaded, with the numbers."""


class WeightsError(BackendUnavailableError):
    """A model's files are missing, cut short, of another architecture, or pickles where safetensors are expected."""


class ModelLoadError(BackendError):
    """A model's files are there, but it could not be loaded."""


class ModelLoadTimeoutError(ModelLoadError):
    """Loading took longer than it may. The process that still loads keeps the device until it ends."""


class ModelOOMError(BackendError):
    """A model ran out of memory.

    Attributes:
        stage: while it was being loaded, or at work.
        memory: free and total megabytes of the device at that moment.
    """

    def __init__(self, message: str, stage: str = "inference", memory: dict[str, float] | None = None):
        self.stage = stage
        self.memory = memory or {}
        super().__init__(message)

    def __reduce__(self) -> tuple[type["ModelOOMError"], tuple[str, str, dict[str, float]]]:
        return type(self), (str(self), self.stage, self.memory)


class RunFailedError(SparkleError):
    """A Dagster run failed or was killed before its assets could say why."""
