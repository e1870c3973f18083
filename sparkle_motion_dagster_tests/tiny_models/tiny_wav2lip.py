"""A tiny Wav2Lip: the published layers at a sixteenth of their width, with random weights, saved as the authors save theirs.

What belongs here: building and saving it. What does not: tests.
"""

from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.lipsync.wav2lip_network import wav2lip


def tiny_network(seed: int = 0) -> Any:
    """Random weights whose layers are normalised, so that its mouth follows the sound."""
    import torch

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = wav2lip(1)
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.momentum = None  # the statistics of what it sees, as they are
        with torch.no_grad():
            network.train()(torch.randn(32, 1, 80, 16) * 3, torch.rand(32, 6, 96, 96))
            network.output_block[1].weight *= 3
        return network.eval()


def save_tiny_wav2lip(path: Path, seed: int = 0, legacy: bool = False) -> Path:
    """A checkpoint as training writes it: parallel names, an optimizer, counters. `legacy`: torch's format before zip."""
    import torch

    state = {f"module.{name}": values for name, values in tiny_network(seed).state_dict().items()}
    checkpoint = {
        "state_dict": state,
        "optimizer": {
            "state": {0: {"step": 3, "exp_avg": torch.zeros(2)}},
            "param_groups": [{"lr": 1e-4, "params": [0]}],
        },
        "global_step": 3,
        "global_epoch": 1,
    }
    torch.save(checkpoint, path, _use_new_zipfile_serialization=not legacy)
    return path
