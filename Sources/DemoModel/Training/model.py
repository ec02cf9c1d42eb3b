"""gpt-oss, small: the architecture that transformers has as GptOssForCausalLM, written for fast training on a few CPU cores.

Weights are float32 masters. They enter every computation as they will be exported: the experts' matrices through MXFP4, all
others rounded to bfloat16. Activations are bfloat16 (float32 to check against transformers), the residual stream is float32.
A batch is flat: its rows of T tokens follow one another in [N, ...] tensors, N = rows · T, so that every compiled function
has one shape whatever T is.
"""
import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from attention import Visibility, attend, visibility
from configuration import rotary_tables
from experts import Experts, balance_loss
from kernel import kernel
from loss import HeadLoss
from quantize import FakeQuantize


@dataclass
class Layout:
    """Where a batch's tokens are and whom they see; the rotation's cosine and sine are [N, head_size / 2]."""
    cosine: torch.Tensor
    sine: torch.Tensor
    visible: Visibility


def layout(positions, documents, branches, tables, window, dtype):
    flat = positions.flatten().int()
    return Layout(tables[0][flat], tables[1][flat], visibility(positions, documents, branches, window, dtype))


def rounded(weight, dtype):
    """The weight as it will be exported, bfloat16."""
    return weight.bfloat16().to(dtype)


def normalized(residual, weight, epsilon, dtype):
    scale = torch.rsqrt(residual.square().mean(-1, keepdim=True) + epsilon)
    return (residual * scale * rounded(weight, torch.float32)).to(dtype)


def rotated(states, cosine, sine):
    """The rotary embedding of [N, heads, head_size]."""
    first, second = states.float().chunk(2, -1)
    cosine, sine = cosine[:, None], sine[:, None]
    return torch.cat((first * cosine - second * sine, second * cosine + first * sine), -1).to(states.dtype)


@kernel
def attention_inputs(residual, norm, query, key, value, query_bias, key_bias, value_bias, cosine, sine, epsilon, head_size, dtype):
    """Queries, keys and values [N, heads, head_size] of the residual stream."""
    x = normalized(residual, norm, epsilon, dtype)
    weight = rounded(torch.cat((query, key, value)), dtype)
    bias = rounded(torch.cat((query_bias, key_bias, value_bias)), dtype)
    states = F.linear(x, weight, bias).unflatten(-1, (-1, head_size))
    queries, keys, values = states.split((len(query) // head_size, len(key) // head_size, len(value) // head_size), 1)
    return rotated(queries, cosine, sine), rotated(keys, cosine, sine), values.contiguous()


@kernel
def attention_output(residual, states, weight, bias, dtype):
    return residual + F.linear(states, rounded(weight, dtype), rounded(bias, dtype))


@kernel
def expert_inputs(residual, norm, router, router_bias, epsilon, dtype):
    """What the experts read, and the router's logits in float32."""
    x = normalized(residual, norm, epsilon, dtype)
    return x, F.linear(x.float(), rounded(router, torch.float32), rounded(router_bias, torch.float32))


@kernel
def final_norm(residual, weight, epsilon, dtype):
    return normalized(residual, weight, epsilon, dtype)


class Layer(nn.Module):
    def __init__(self, configuration, index):
        super().__init__()
        c = self.configuration = configuration
        self.slides = c.slides(index)

        def matrix(*shape, gain=1.0):
            return nn.Parameter(torch.randn(*shape) * gain / math.sqrt(shape[-1]))

        def vector(*shape, value=0.0):
            return nn.Parameter(torch.full(shape, value))

        self.input_norm = vector(c.hidden, value=1.0)
        self.query, self.query_bias = matrix(c.heads * c.head_size, c.hidden), vector(c.heads * c.head_size)
        self.key, self.key_bias = matrix(c.key_value_heads * c.head_size, c.hidden), vector(c.key_value_heads * c.head_size)
        self.value, self.value_bias = matrix(c.key_value_heads * c.head_size, c.hidden), vector(c.key_value_heads * c.head_size)
        self.output, self.output_bias = matrix(c.hidden, c.heads * c.head_size, gain=0.25), vector(c.hidden)
        self.sinks = vector(c.heads)
        self.expert_norm = vector(c.hidden, value=1.0)
        self.router, self.router_bias = matrix(c.experts, c.hidden, gain=0.5), vector(c.experts)
        # All gates, then all ups; the published layout interleaves them, which export.py does.
        self.gate_up, self.gate_up_bias = matrix(c.experts, 2 * c.intermediate, c.hidden), vector(c.experts, 2 * c.intermediate)
        self.down, self.down_bias = matrix(c.experts, c.hidden, c.intermediate, gain=0.25), vector(c.experts, c.hidden)

    def forward(self, residual, layout, dtype):
        """The residual stream after the layer, the balance loss of its router, and the experts' shares of the choices."""
        c = self.configuration
        states = attention_inputs(residual, self.input_norm, self.query, self.key, self.value, self.query_bias, self.key_bias,
                                  self.value_bias, layout.cosine, layout.sine, c.epsilon, c.head_size, dtype)
        visible = layout.visible.sliding if self.slides else layout.visible.full
        attended = attend(*states, rounded(self.sinks, torch.float32), layout.visible.rows, visible)
        residual = attention_output(residual, attended, self.output, self.output_bias, dtype)

        x, logits = expert_inputs(residual, self.expert_norm, self.router, self.router_bias, c.epsilon, dtype)
        best, chosen = logits.topk(c.experts_per_token, -1)
        balance, used = balance_loss(logits, chosen, c.experts)
        residual = Experts.apply(residual, x, best.softmax(-1), chosen, FakeQuantize.apply(self.gate_up).to(dtype),
                                 rounded(self.gate_up_bias, torch.float32), FakeQuantize.apply(self.down).to(dtype),
                                 rounded(self.down_bias, torch.float32), c.swiglu_limit)
        return residual, balance, used


class Model(nn.Module):
    def __init__(self, configuration, dtype=torch.bfloat16):
        super().__init__()
        c = self.configuration = configuration
        self.dtype = dtype
        self.embedding = nn.Parameter(torch.randn(c.vocabulary, c.hidden) * 0.5)
        self.layers = nn.ModuleList(Layer(c, index) for index in range(c.layers))
        self.norm = nn.Parameter(torch.ones(c.hidden))
        self.head = nn.Parameter(torch.randn(c.vocabulary, c.hidden) * 0.3 / math.sqrt(c.hidden))
        self.tables = rotary_tables(c)

    def forward(self, tokens, positions, documents, branches):
        """The final states [rows · T, hidden], the mean balance loss, and the experts' shares [layers, experts]."""
        c = self.configuration
        where = layout(positions, documents, branches, self.tables, c.window, self.dtype)
        residual = F.embedding(tokens.flatten().int(), self.embedding).bfloat16().float()
        balances, shares = [], []
        for layer in self.layers:
            residual, balance, used = layer(residual, where, self.dtype)
            balances.append(balance)
            shares.append(used)
        return residual, torch.stack(balances).mean(), torch.stack(shares)

    def loss(self, tokens, positions, documents, branches, targets):
        """The mean cross entropy where there are targets, which guesses are right, the balance loss, and the shares."""
        residual, balance, shares = self(tokens, positions, documents, branches)
        targets = targets.flatten().long()
        rows = (targets >= 0).nonzero().squeeze(1)
        x = self.normed(residual)
        loss, correct = HeadLoss.apply(x.index_select(0, rows), rounded(self.head, self.dtype), targets[rows])
        return loss, correct, balance, shares

    def normed(self, residual):
        return final_norm(residual, self.norm, self.configuration.epsilon, self.dtype)

    @torch.no_grad()
    def logits(self, tokens, positions=None, documents=None, branches=None):
        """Logits [rows, T, vocabulary] of plain sequences, or of packed trees."""
        if positions is None:
            positions = torch.arange(tokens.shape[1]).expand_as(tokens)
            documents = branches = torch.zeros_like(tokens)
        residual, _, _ = self(tokens, positions, documents, branches)
        return (self.normed(residual) @ rounded(self.head, self.dtype).t()).unflatten(0, tokens.shape)
