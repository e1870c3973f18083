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


class MediaError(SparkleError):
    """A picture, sound or film file cannot be decoded, encoded or is not what it must be."""


class BackendError(SparkleError):
    """A backend (speech, images, video, lip-sync, inspection) could not do its work."""


class BackendUnavailableError(BackendError):
    """What a profile names cannot run here: a package, weights or a device is missing."""


class ShotsFailedError(SparkleError):
    """Some shots of a step failed; the others were finished and kept."""
