"""Attention with sinks over packed trees: attention.cpp where the processor has bfloat16 products, PyTorch's flash kernel elsewhere.

Both take query [N, heads, size], key and value [N, key/value heads, size], N = rows · T, and a `Visibility`; the softmax has one
more column, the head's sink, that has no value.
"""
import ctypes
import hashlib
import math
import os
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import torch

flash_forward = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu
flash_backward = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu_backward

GROUP, SIZE, LANES = 4, 32, 16
SOURCE, HEADER = (Path(__file__).with_name(name) for name in ("attention.cpp", "tiles.h"))


def _library():
    """The compiled kernel, built once into the user's cache; None where the processor or the compiler lacks what it needs."""
    try:
        if "avx512_bf16" not in Path("/proc/cpuinfo").read_text():
            return None
        digest = hashlib.sha256(SOURCE.read_bytes() + HEADER.read_bytes()).hexdigest()[:16]
        folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "chorale-demo"
        folder.mkdir(parents=True, exist_ok=True)
        built = folder / f"attention-{digest}{sysconfig.get_config_var('SHLIB_SUFFIX')}"
        if not built.exists():
            partial = built.with_suffix(f".{os.getpid()}")
            subprocess.run(["g++", "-O3", "-march=native", "-ffast-math", "-fno-finite-math-only", "-fopenmp", "-shared", "-fPIC",
                            "-o", partial, SOURCE], check=True)
            os.replace(partial, built)
        return ctypes.CDLL(str(built))
    except (OSError, subprocess.CalledProcessError):
        return None


library = _library()


def _pointer(tensor):
    return ctypes.c_void_p(tensor.data_ptr())


def _sizes(*values):
    return [ctypes.c_int64(value) for value in values]


@dataclass
class Visibility:
    """Who sees whom: a bit for each key [rows, T, T / 16] for the kernel, or numbers to add [rows, 1, T, T]."""
    rows: int
    full: torch.Tensor
    sliding: torch.Tensor


def visibility(positions, documents, branches, window, dtype):
    """From integers [rows, T]: i sees j in its document, in the shared beginning or its own branch, if not later."""
    rows, length = positions.shape
    if library is not None and dtype == torch.bfloat16 and length % LANES == 0:
        full, sliding = (torch.empty(rows, length, length // LANES, dtype=torch.int16) for _ in range(2))
        arrays = [each.to(torch.int16).contiguous() for each in (positions, documents, branches)]
        library.find_visible(_pointer(full), _pointer(sliding), *map(_pointer, arrays), *_sizes(rows, length, window))
        return Visibility(rows, full, sliding)
    positions, documents, branches = positions.int(), documents.int(), branches.int()
    distance = positions[:, :, None] - positions[:, None, :]
    same_branch = (branches[:, None, :] == 0) | (branches[:, None, :] == branches[:, :, None])
    visible = (documents[:, :, None] == documents[:, None, :]) & same_branch & (distance >= 0)
    nothing, minus = torch.zeros((), dtype=dtype), torch.full((), -math.inf, dtype=dtype)
    return Visibility(rows, torch.where(visible, nothing, minus)[:, None],
                      torch.where(visible & (distance < window), nothing, minus)[:, None])


class KernelAttention(torch.autograd.Function):
    @staticmethod
    def forward(context, query, key, value, sinks, visible):
        rows, length, _ = visible.shape
        heads, scale = key.shape[1], ctypes.c_float(query.shape[-1] ** -0.5)
        output, total = torch.empty_like(query), query.new_empty(query.shape[:2], dtype=torch.float32)
        library.attention_forward(*map(_pointer, (output, total, query, key, value, sinks, visible)), *_sizes(rows, length, heads), scale)
        context.save_for_backward(query, key, value, output, total, sinks, visible)
        return output

    @staticmethod
    def backward(context, gradient):
        query, key, value, output, total, sinks, visible = context.saved_tensors
        rows, length, _ = visible.shape
        heads, scale = key.shape[1], ctypes.c_float(query.shape[-1] ** -0.5)
        gradient = gradient.contiguous()
        d_query, d_key, d_value, inner = map(torch.empty_like, (query, key, value, total))
        library.attention_backward(*map(_pointer, (d_query, d_key, d_value, inner, gradient, output, total, query, key, value, visible)),
                                   *_sizes(rows, length, heads), scale)
        return d_query, d_key, d_value, -((sinks - total).exp() * inner).sum(0), None


class FlashAttention(torch.autograd.Function):
    """The flash kernels know no sinks, but with the log-sum-exp that includes the sink they compute what is wanted."""

    @staticmethod
    def forward(context, query, key, value, sinks, mask):
        scale = query.shape[-1] ** -0.5
        output, total = flash_forward(query, key, value, 0.0, True, attn_mask=mask, scale=scale)
        sinks = sinks[None, :, None]
        total_with_sink = torch.logaddexp(total, sinks)
        output.mul_((total - total_with_sink).exp()[..., None])
        context.save_for_backward(query, key, value, output, total_with_sink, sinks, mask)
        return output

    @staticmethod
    def backward(context, gradient):
        query, key, value, output, total, sinks, mask = context.saved_tensors
        scale = query.shape[-1] ** -0.5
        d_query, d_key, d_value = flash_backward(gradient, query, key, value, output, total, 0.0, True, attn_mask=mask, scale=scale)
        inner = (gradient.float() * output).sum(-1)
        return d_query, d_key, d_value, -((sinks - total).exp() * inner).sum((0, 2)), None


def attend(query, key, value, sinks, rows, visible):
    """The attention's output [N, heads · size]; `visible` is one of a Visibility's two."""
    group = query.shape[1] // key.shape[1]
    if visible.dtype == torch.int16:
        assert (group, query.shape[-1]) == (GROUP, SIZE), "attention.cpp is compiled for other sizes"
        return KernelAttention.apply(query.contiguous(), key.contiguous(), value.contiguous(), sinks, visible).flatten(1)
    query, key, value = (x.unflatten(0, (rows, -1)).transpose(1, 2) for x in (query, key, value))
    key, value = key.repeat_interleave(group, 1), value.repeat_interleave(group, 1)
    output = FlashAttention.apply(query, key, value, sinks, visible)
    return output.transpose(1, 2).reshape(output.shape[0] * output.shape[2], -1)
