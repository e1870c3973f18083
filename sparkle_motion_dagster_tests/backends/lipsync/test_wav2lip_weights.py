"""Wav2Lip's checkpoint becomes safetensors, and nothing that is in it can run."""

import json
import os
import pickle
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import torch  # noqa: TID253
from safetensors.torch import load_file, save_file

from sparkle_motion_dagster.backends.lipsync.wav2lip_network import wav2lip
from sparkle_motion_dagster.backends.lipsync.wav2lip_weights import convert, load_network
from sparkle_motion_dagster.backends.models.snapshot import read_snapshot
from sparkle_motion_dagster.errors import InputError, WeightsError
from sparkle_motion_dagster_tests.conftest import SPARKLE
from sparkle_motion_dagster_tests.tiny_models.tiny_wav2lip import save_tiny_wav2lip, tiny_network


def test_the_published_network_has_36_3_million_parameters_and_the_published_names():
    with torch.device("meta"):
        network = wav2lip()
    names = network.state_dict()
    assert sum(values.numel() for values in network.parameters()) == 36_298_035
    assert len(names) == 352
    shapes = {
        "face_encoder_blocks.0.0.conv_block.0.weight": (16, 6, 7, 7),
        "face_encoder_blocks.6.1.conv_block.1.running_mean": (512,),
        "audio_encoder.3.conv_block.0.weight": (64, 32, 3, 3),
        "audio_encoder.12.conv_block.0.weight": (512, 512, 1, 1),
        "face_decoder_blocks.3.0.conv_block.0.weight": (768, 384, 3, 3),
        "face_decoder_blocks.6.2.conv_block.1.num_batches_tracked": (),
        "output_block.0.conv_block.0.weight": (32, 80, 3, 3),
        "output_block.1.weight": (3, 32, 1, 1),
    }
    assert {name: tuple(names[name].shape) for name in shapes} == shapes


@pytest.mark.parametrize("legacy", [False, True])
def test_converted_weights_speak_exactly_as_the_pickle_did(tmp_path: Path, legacy: bool):
    made = convert(save_tiny_wav2lip(tmp_path / "wav2lip.pth", legacy=legacy), tmp_path / "new" / "folder")
    assert sorted(path.name for path in made.folder.iterdir()) == ["config.json", "model.safetensors"]
    again = load_network(read_snapshot(made.folder))
    heard, seen = torch.randn(2, 1, 80, 16), torch.rand(2, 6, 96, 96)
    with torch.inference_mode():
        assert torch.equal(again(heard, seen), tiny_network()(heard, seen))
    told = json.loads((made.folder / "config.json").read_text())
    assert told["architectures"] == ["Wav2Lip"] and told["converted_from_sha256"] == made.sha256
    assert "non-commercial" in told["licence"] and str(tmp_path) not in json.dumps(told)
    assert made.published_as is None and made.tensors == 352


class Bomb:
    """What a pickle can do to whoever opens it."""

    def __init__(self, mark: Path):
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., int], tuple[str]]:
        return os.system, (f"touch {self.mark}",)


def _with_a_bomb(path: Path) -> None:
    torch.save({"state_dict": {}, "trained_by": Bomb(path.with_name("mark"))}, path)


def _bare_bomb(path: Path) -> None:
    path.write_bytes(pickle.dumps(Bomb(path.with_name("mark"))))


def _cut_short(path: Path) -> None:
    save_tiny_wav2lip(path)
    path.write_bytes(path.read_bytes()[:200_000])


def _text(path: Path) -> None:
    path.write_text("<html>You need access</html>")


def _scripted(path: Path) -> None:
    torch.jit.save(torch.jit.trace(torch.nn.Linear(2, 2), torch.zeros(1, 2)), path)


def _another_network(path: Path) -> None:
    torch.save({"state_dict": torch.nn.Linear(2, 2).state_dict()}, path)


def _larger_network(path: Path) -> None:
    state = tiny_network().state_dict()
    state["face_encoder_blocks.0.0.conv_block.0.weight"] = torch.zeros(1, 6, 3, 3)
    torch.save({"state_dict": state}, path)


def _a_tensor_missing(path: Path) -> None:
    state = tiny_network().state_dict()
    del state["output_block.1.bias"]
    torch.save({"state_dict": state}, path)


def _no_numbers(path: Path) -> None:
    state = tiny_network().state_dict()
    state["output_block.1.bias"] = torch.full((3,), float("nan"))
    torch.save(state, path)


def _a_list(path: Path) -> None:
    torch.save([1, 2, 3], path)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_with_a_bomb, "a pickle can run programs"),
        (_bare_bomb, "pickle can run programs|no checkpoint"),
        (_cut_short, "cut short, damaged"),
        (_text, "no checkpoint"),
        (_scripted, "no checkpoint"),
        (_another_network, "no weights of Wav2Lip as published"),
        (_larger_network, "larger ones of others have other networks"),
        (_a_tensor_missing, r"1 tensors are missing, too many or of another shape \(output_block.1.bias\)"),
        (_no_numbers, "1 tensors hold no numbers"),
        (_a_list, "no `state_dict` of tensors"),
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_of_wav2lip_is_one_error_and_nothing_is_run_or_written(
    tmp_path: Path, damage: Callable[[Path], None], words: str
):
    path = tmp_path / "wav2lip_gan.pth"
    damage(path)
    with pytest.raises(WeightsError, match=words):
        convert(path, tmp_path / "made")
    assert not (tmp_path / "mark").exists() and not (tmp_path / "made").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, published: Path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="not empty: name another folder"):
        convert(published, tmp_path)
    with pytest.raises(InputError, match="there is no such file"):
        convert(tmp_path / "absent.pth", tmp_path / "made")


def test_weights_of_another_model_are_refused_at_loading(tmp_path: Path, tiny_wav2lip: Path):
    folder = shutil.copytree(tiny_wav2lip, tmp_path / "damaged")
    state = load_file(folder / "model.safetensors")
    state.pop("audio_encoder.0.conv_block.0.weight")
    save_file(state, folder / "model.safetensors")
    with pytest.raises(WeightsError, match=r"audio_encoder\.0\.conv_block\.0\.weight"):
        load_network(read_snapshot(folder))
    (folder / "config.json").write_text('{"architectures": ["UNet2DConditionModel"]}')
    with pytest.raises(WeightsError, match="is a UNet2DConditionModel, expected Wav2Lip"):
        load_network(read_snapshot(folder))


def test_the_command_converts_and_says_what_it_was(tmp_path: Path, published: Path):
    words = [SPARKLE, "models", "convert"]
    made = subprocess.run(
        [*words, "wav2lip", published, "--to", tmp_path / "w", "--json"], capture_output=True, text=True, timeout=60
    )
    report = json.loads(made.stdout.splitlines()[-1])
    assert made.returncode == 0 and report["tensors"] == 352 and report["published_as"] is None
    assert report["fingerprint"] == read_snapshot(tmp_path / "w").fingerprint()
    wrong = subprocess.run(
        [*words, "lipgan", published, "--to", tmp_path / "v"], capture_output=True, text=True, timeout=60
    )
    assert wrong.returncode == 2 and "expected wav2lip" in wrong.stderr
