"""How functions of tensors are compiled."""
import torch


def kernel(function):
    """Fuses a function's elementwise operations; differentiable as the function is. Rounding to bfloat16 and back must stay."""
    return torch.compile(function, dynamic=False, fullgraph=True, options={"emulate_precision_casts": True})
