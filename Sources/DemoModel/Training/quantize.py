"""MXFP4: blocks of 32 values along the input dimension, a power-of-two scale (E8M0) each, values of four bits (E2M1)."""
import torch

BLOCK = 32
EXPONENT_BIAS = 127
LARGEST = 6.0
"""The magnitudes of E2M1 in the order of their codes; bit 3 is the sign."""
MAGNITUDES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)


def round_to_e2m1(values):
    """The nearest value of E2M1 (ties to even), saturating at 6."""
    size = values.abs()
    step = torch.where(size < 2, 0.5, torch.where(size < 4, 1.0, 2.0))
    return torch.clamp(torch.round(values / step) * step, -LARGEST, LARGEST)


def power_of_two(exponents):
    """2 to the power of exponents (int32, already with the bias of 127) by its bits."""
    return (exponents << 23).view(torch.float32)


def quantize_blocks(weights):
    """For float32 weights [..., n·32]: the E2M1 values [..., n, 32] and the biased exponents [..., n, 1].

    The exponent is the better one by squared error of two: the OCP rule's, at which values above 6 saturate, and the next."""
    blocks = weights.unflatten(-1, (-1, BLOCK))
    largest = blocks.abs().amax(-1, keepdim=True)
    low = torch.clamp((largest.view(torch.int32) >> 23) - 2, 1, 252)
    low_scale, high_scale = power_of_two(low), power_of_two(low + 1)
    low_values, high_values = round_to_e2m1(blocks / low_scale), round_to_e2m1(blocks / high_scale)
    low_error = (low_values * low_scale - blocks).square().sum(-1, keepdim=True)
    high_error = (high_values * high_scale - blocks).square().sum(-1, keepdim=True)
    better = low_error <= high_error
    return torch.where(better, low_values, high_values), torch.where(better, low, low + 1)


def quantized(weights):
    """The weights as MXFP4 has them, in bfloat16, which holds every such value exactly."""
    values, exponents = quantize_blocks(weights)
    return (values * power_of_two(exponents)).flatten(-2).bfloat16()


class FakeQuantize(torch.autograd.Function):
    """`quantized` whose gradient is handed straight through to the float32 weights."""
    forward_kernel = staticmethod(torch.compile(quantized, dynamic=False))

    @staticmethod
    def forward(context, weights):
        return FakeQuantize.forward_kernel(weights)

    @staticmethod
    def backward(context, gradient):
        return gradient.float()


def packed(weights):
    """The tensors of the published layout for [..., rows, n·32]: blocks [..., rows, n, 16] and scales [..., rows, n], uint8.

    Each byte holds two values, the earlier one in its low half."""
    values, exponents = quantize_blocks(weights)
    codes = torch.searchsorted(torch.tensor(MAGNITUDES), values.abs().contiguous()) + 8 * (values < 0)
    codes = codes.to(torch.uint8)
    return codes[..., 0::2] | (codes[..., 1::2] << 4), exponents.squeeze(-1).to(torch.uint8)


def unpacked(blocks, scales):
    """The float32 weights that `packed` tensors stand for."""
    table = torch.tensor(MAGNITUDES + tuple(-value for value in MAGNITUDES))
    values = torch.stack((table[(blocks & 15).long()], table[(blocks >> 4).long()]), -1).flatten(-2)
    return (values * power_of_two(scales.to(torch.int32)).unsqueeze(-1)).flatten(-2)
