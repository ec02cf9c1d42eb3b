"""The sizes of a model, and the rotation that follows from them."""
import math
from dataclasses import dataclass

import torch


@dataclass
class Configuration:
    """Sizes, and the constants of the architecture."""
    vocabulary: int
    hidden: int = 256
    layers: int = 6
    heads: int = 8
    key_value_heads: int = 2
    head_size: int = 32
    experts: int = 8
    experts_per_token: int = 2
    intermediate: int = 256
    window: int = 128
    epsilon: float = 1e-5
    swiglu_limit: float = 7.0
    rope_theta: float = 10000.0
    rope_factor: float = 4.0
    rope_original: int = 1024
    rope_fast: float = 32.0
    rope_slow: float = 1.0

    @property
    def positions(self):
        """The longest sequence: rope_factor times what the rotation was made for."""
        return int(self.rope_factor * self.rope_original)

    def slides(self, layer):
        """Whether the layer's attention reaches back only `window` tokens."""
        return layer % 2 == 0


def rotary_tables(configuration):
    """Cosine and sine [positions, head_size / 2] of YaRN, its attention factor multiplied in."""
    c, half = configuration, configuration.head_size // 2
    period = c.rope_theta ** (torch.arange(half, dtype=torch.float64) / half)

    def dimension(turns):
        return half * math.log(c.rope_original / (turns * 2 * math.pi)) / math.log(c.rope_theta)

    low, high = max(dimension(c.rope_fast), 0), min(dimension(c.rope_slow), c.head_size - 1)
    ramp = ((torch.arange(half, dtype=torch.float64) - low) / (high - low)).clamp(0, 1)
    frequency = ramp / (c.rope_factor * period) + (1 - ramp) / period
    angles = torch.arange(c.positions, dtype=torch.float32)[:, None] * frequency.float()
    factor = 0.1 * math.log(c.rope_factor) + 1
    return angles.cos() * factor, angles.sin() * factor
