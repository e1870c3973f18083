"""Whole films whose script a language model wrote, through the command line: made, not asked for twice, explained."""

from pathlib import Path

import av
import pytest
import yaml

from sparkle_motion_dagster_tests.backends.remote.llm_server import Served, llm_server, status
from sparkle_motion_dagster_tests.conftest import Sparkle, tiny_profile

STORY = 'The Door\n\nA red fox came to the door. "May I come in?" said the fox.\n\n"Wipe your feet," Ada said.\n'
KEY = "sk-never-to-be-seen-0001"


def profile_with(folder: Path, **writer: object) -> Path:
    """The tiny profile with this writer."""
    path = tiny_profile(folder)
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text(encoding="utf-8")) | {"writer": writer}))
    return path


def server_profile(folder: Path, served: Served, model: str = "tiny-writer") -> Path:
    settings = {"model": model, "base_url": served.url, "api_key_env": "TEST_LLM_KEY", "max_retries": 0}
    return profile_with(folder, backend="openai", settings=settings)


def frames_of(movie: str) -> int:
    with av.open(movie) as opened:
        return sum(1 for _ in opened.decode(video=0))


def test_a_film_written_by_a_server(tmp_path: Path, sparkle: Sparkle, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai")
    monkeypatch.setenv("TEST_LLM_KEY", KEY)
    story, home = tmp_path / "door.txt", tmp_path / "studio"
    story.write_text(STORY, encoding="utf-8")
    with llm_server() as served:
        profile = server_profile(tmp_path, served)
        options = ("--home", str(home), "--profile", str(profile), "--json")

        row = sparkle("doctor", *options).json["crafts"][0]
        assert (row["craft"], row["backend"], row["ready"]) == ("writer", "openai", True)
        assert "tiny-writer at 127.0.0.1" in row["detail"]

        unwritten = sparkle("estimate", str(story), *options)
        assert unwritten.code == 2 and "has not written it yet" in unwritten.err
        assert served.asked == []

        planned = sparkle("plan", str(story), *options).json
        assert len(served.asked) == 2

        made = sparkle("make", str(story), *options)
        assert made.code == 0, made.err
        assert len(served.asked) == 2, "what `plan` showed is what is filmed"
        words = [line["text"] for shot in planned["shots"] for line in shot["dialogue"]]
        assert words == ["May I come in?", "Wipe your feet,"]
        assert frames_of(made.json["movie"]) >= made.json["duration_s"] * 24 - 2

        again = sparkle("make", str(story), *options)
        assert again.code == 0 and again.json["made"] == {}
        assert len(served.asked) == 2
        assert sparkle("status", "door", *options).json["fresh"]

        profile = server_profile(tmp_path, served, "other-model")
        state = sparkle("status", "door", *options).json
        assert not state["fresh"]
        assert "writer's model: tiny-writer → other-model" in str(state)
        assert len(served.asked) == 2

        before = (home / "screenings" / "door" / "plan.json").read_bytes()
        served.otherwise = status(500, "out of order")
        failed = sparkle("make", str(story), *options)
        assert failed.code == 1 and "out of order" in failed.err
        assert (home / "screenings" / "door" / "plan.json").read_bytes() == before
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert KEY.encode() not in kept
    assert KEY not in made.out + made.err + failed.out + failed.err


def test_a_film_written_by_a_model_on_this_machine(tmp_path: Path, sparkle: Sparkle) -> None:
    pytest.importorskip("llguidance")
    pytest.importorskip("transformers")
    from sparkle_motion_dagster_tests.tiny_models.tiny_llama import save_tiny_llama

    model = save_tiny_llama(tmp_path / "tiny-llama")
    settings = {"model": str(model), "temperature": 0.8}
    profile = profile_with(tmp_path, backend="local", settings=settings)
    story, home = tmp_path / "door.txt", tmp_path / "studio"
    story.write_text(STORY, encoding="utf-8")
    options = ("--home", str(home), "--profile", str(profile), "--json")
    row = sparkle("doctor", *options).json["crafts"][0]
    assert row["ready"], row
    made = sparkle("make", str(story), *options)
    assert made.code == 0, made.err
    subtitles = Path(made.json["subtitles"]).read_text(encoding="utf-8")
    assert "May I come in?" in subtitles and "Wipe your feet," in subtitles
    assert frames_of(made.json["movie"]) >= made.json["duration_s"] * 24 - 2

    (model / "model.safetensors").write_bytes(b"cut short")
    row = sparkle("doctor", *options).json["crafts"][0]
    assert not row["ready"]
    assert row["reasons"]
