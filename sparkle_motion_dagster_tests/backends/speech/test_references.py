"""Recordings that voices are taken from: only with consent, only sound that is there."""

from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.speech.references import load_references
from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster_tests.backends.speech.recorded_people import CONSENT, recording, references


def test_a_recording_with_consent_is_known_by_its_hash(tmp_path: Path):
    found = load_references(str(references(tmp_path)))
    emma = found["cbx_emma_v1"]
    assert emma.consent == CONSENT and emma.text == "The lamp is lit."
    before = emma.notation
    recording(tmp_path / "emma.wav", 200)
    references_file = tmp_path / "references.yaml"
    references_file.touch()
    assert load_references(str(references_file))["cbx_emma_v1"].notation != before


@pytest.mark.parametrize("consent", [None, "", "    ", "yes"])
def test_a_recording_without_a_note_of_consent_is_refused(tmp_path: Path, consent: str | None):
    with pytest.raises(ProfileError, match=r"voices.cbx_emma_v1.consent: a note of the owner's consent is missing"):
        load_references(str(references(tmp_path, consent=consent)))


def test_what_is_no_recording_is_told_with_every_fault(tmp_path: Path):
    path = references(tmp_path, wav="nobody.wav")
    recording(tmp_path / "diego.wav", 120, seconds=1.0)
    with pytest.raises(
        ProfileError, match=r"(?s)2 recording\(s\).*diego.wav is 1.0 s long: expected 3 to 60.*nobody.wav"
    ):
        load_references(str(path))
    whole = recording(tmp_path / "diego.wav", 120).read_bytes()
    (tmp_path / "diego.wav").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ProfileError, match="cbx_diego_v1"):
        load_references(str(path))


def test_words_are_asked_for_where_the_engine_needs_them(tmp_path: Path):
    path = str(references(tmp_path, text=None))
    assert load_references(path)["cbx_emma_v1"].text is None
    with pytest.raises(ProfileError, match=r"cbx_emma_v1: text is missing"):
        load_references(path, needs_text=True)


def test_no_file_and_unknown_fields(tmp_path: Path):
    with pytest.raises(ProfileError, match="references is missing"):
        load_references(None)
    with pytest.raises(ProfileError, match="is not a file"):
        load_references(str(tmp_path / "none.yaml"))
    with pytest.raises(ProfileError, match=r"voices.cbx_emma_v1.pitch"):
        load_references(str(references(tmp_path, pitch=3)))
