"""The network of Wav2Lip: a masked face, the same face whole, and 0.2 s of sound in; the face as it speaks out.

What belongs here: its layers, named so that the published checkpoint fits. What does not: files (`wav2lip_weights.py`),
faces and sound (`wav2lip_mouths.py`).

"A Lip Sync Expert Is All You Need for Speech to Lip Generation In the Wild" (Prajwal et al., 2020). Every width is a
multiple of the first one, which is 16 as published; tests use 1.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

FACE_PX = 96
PUBLISHED_WIDTH = 16
FIRST_LAYER = "face_encoder_blocks.0.0.conv_block.0.weight"
"""Its first dimension is the network's width."""


def wav2lip(width: int = PUBLISHED_WIDTH) -> Any:
    """A network with random weights, on torch's current default device. Imports torch."""
    return _network_class()(width)


@cache
def _network_class() -> Any:
    import torch
    from torch import nn

    class Layer(nn.Module):
        """Convolution, normalisation, ReLU; what came in is added before the ReLU if it is `residual`."""

        def __init__(self, convolution: nn.Module, channels: int, residual: bool = False):
            super().__init__()
            self.conv_block = nn.Sequential(convolution, nn.BatchNorm2d(channels))
            self.residual = residual

        def forward(self, values: Any) -> Any:
            made = self.conv_block(values)
            return torch.relu(made + values if self.residual else made)

    def down(inner: int, outer: int, kernel: int, stride: Any = 1, padding: int = 0) -> Layer:
        return Layer(nn.Conv2d(inner, outer, kernel, stride, padding), outer)

    def up(inner: int, outer: int, doubling: bool = True) -> Layer:
        if doubling:
            return Layer(nn.ConvTranspose2d(inner, outer, 3, stride=2, padding=1, output_padding=1), outer)
        return Layer(nn.ConvTranspose2d(inner, outer, 3), outer)

    def same(channels: int, count: int) -> list[Layer]:
        return [Layer(nn.Conv2d(channels, channels, 3, 1, 1), channels, residual=True) for _ in range(count)]

    class Wav2Lip(nn.Module):
        """(n, 1, 80, 16) mel and (n, 6, 96, 96) faces in 0 … 1 to (n, 3, 96, 96) in 0 … 1."""

        def __init__(self, w: int):
            super().__init__()
            self.face_encoder_blocks = nn.ModuleList(_face_encoder(nn.Sequential, down, same, w))
            self.audio_encoder = nn.Sequential(
                down(1, 2 * w, 3, 1, 1),
                *same(2 * w, 2),
                down(2 * w, 4 * w, 3, (3, 1), 1),
                *same(4 * w, 2),
                down(4 * w, 8 * w, 3, 3, 1),
                *same(8 * w, 2),
                down(8 * w, 16 * w, 3, (3, 2), 1),
                *same(16 * w, 1),
                down(16 * w, 32 * w, 3),
                down(32 * w, 32 * w, 1),
            )
            self.face_decoder_blocks = nn.ModuleList(
                [
                    nn.Sequential(down(32 * w, 32 * w, 1)),
                    nn.Sequential(up(64 * w, 32 * w, doubling=False), *same(32 * w, 1)),
                    nn.Sequential(up(64 * w, 32 * w), *same(32 * w, 2)),
                    nn.Sequential(up(48 * w, 24 * w), *same(24 * w, 2)),
                    nn.Sequential(up(32 * w, 16 * w), *same(16 * w, 2)),
                    nn.Sequential(up(20 * w, 8 * w), *same(8 * w, 2)),
                    nn.Sequential(up(10 * w, 4 * w), *same(4 * w, 2)),
                ]
            )
            self.output_block = nn.Sequential(down(5 * w, 2 * w, 3, 1, 1), nn.Conv2d(2 * w, 3, 1), nn.Sigmoid())

        def forward(self, mel: Any, faces: Any) -> Any:
            seen = []
            for block in self.face_encoder_blocks:
                faces = block(faces)
                seen.append(faces)
            values = self.audio_encoder(mel)
            for block in self.face_decoder_blocks:
                values = torch.cat([block(values), seen.pop()], dim=1)
            return self.output_block(values)

    return Wav2Lip


def _face_encoder(row: Callable[..., Any], down: Callable[..., Any], same: Callable[..., Any], w: int) -> list[Any]:
    """From 96 pixels to one, halving."""
    return [
        row(down(6, w, 7, 1, 3)),
        row(down(w, 2 * w, 3, 2, 1), *same(2 * w, 2)),
        row(down(2 * w, 4 * w, 3, 2, 1), *same(4 * w, 3)),
        row(down(4 * w, 8 * w, 3, 2, 1), *same(8 * w, 2)),
        row(down(8 * w, 16 * w, 3, 2, 1), *same(16 * w, 2)),
        row(down(16 * w, 32 * w, 3, 2, 1), *same(32 * w, 1)),
        row(down(32 * w, 32 * w, 3), down(32 * w, 32 * w, 1)),
    ]
