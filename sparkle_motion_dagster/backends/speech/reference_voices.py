"""The voices of an engine that takes them from recordings: the catalogue's ids, each with the recording behind it.

What belongs here: joining `configs/tts_providers.yaml` with a references file. What does not: speaking.
"""

from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster.backends.speech.providers import SpeechProviders, load_providers, provider_voices
from sparkle_motion_dagster.backends.speech.references import VoiceReference, load_references
from sparkle_motion_dagster.errors import InputError, ProfileError
from sparkle_motion_dagster.film.casting import VoiceTraits, split_variant


def _names(catalogue: SpeechProviders, provider_id: str) -> set[str]:
    return set(provider_voices(catalogue, provider_id).values())


@dataclass(frozen=True)
class ReferenceVoices:
    """What a provider of the catalogue can say with the recordings that are here."""

    catalogue: SpeechProviders
    provider_id: str
    recordings: dict[str, VoiceReference]

    @classmethod
    def of(
        cls, provider_id: str, references: str | None, providers_file: str | None, needs_text: bool = False
    ) -> "ReferenceVoices":
        """Read both files. Raises ProfileError."""
        catalogue = load_providers(Path(providers_file) if providers_file else None)
        recordings = load_references(references, needs_text)
        known = {choice.voice for voice in catalogue.voices.values() for choice in voice.provider_preferences}
        loose = sorted(set(recordings) - known)
        if loose:
            named = ", ".join(provider_voices(catalogue, provider_id).values()) or "none"
            raise ProfileError(
                f"references: {', '.join(loose)} belong to no voice of the catalogue; {provider_id} has: {named}; add a "
                "voice to a providers_file of your own, or correct the name"
            )
        return cls(catalogue, provider_id, {n: r for n, r in recordings.items() if n in _names(catalogue, provider_id)})

    def ids(self) -> tuple[str, ...]:
        """Voices that have a recording."""
        named = provider_voices(self.catalogue, self.provider_id)
        return tuple(voice for voice, name in named.items() if name in self.recordings)

    def traits(self) -> tuple[VoiceTraits, ...]:
        """Them, as casting sees them. Raises ProfileError if there is none."""
        ids = set(self.ids())
        if not ids:
            wanted = ", ".join(provider_voices(self.catalogue, self.provider_id).values()) or "none"
            raise ProfileError(
                f"no recording of the references file belongs to a voice of {self.provider_id}: name them as the "
                f"catalogue does ({wanted}), or add voices to a providers_file of your own"
            )
        return tuple(
            VoiceTraits(name, voice.sex, voice.age, voice.pitch_hz, voice.temper)
            for name, voice in self.catalogue.voices.items()
            if name in ids
        )

    def find(self, voice: str) -> tuple[VoiceReference, str]:
        """The recording of a voice, and its variant. Raises InputError naming those there are."""
        base, variant = split_variant(voice)
        name = provider_voices(self.catalogue, self.provider_id).get(base)
        if name is None or name not in self.recordings:
            raise InputError(
                f"voice {voice!r}: {self.provider_id} has no recording for it; it has: {', '.join(self.ids()) or 'none'}"
            )
        return self.recordings[name], variant

    def notation(self, voice: str) -> str:
        """Recording and variant as recipes hold them; empty for a voice that is not there."""
        base, variant = split_variant(voice)
        name = provider_voices(self.catalogue, self.provider_id).get(base, "")
        return self.recordings[name].notation + variant if name in self.recordings else ""
