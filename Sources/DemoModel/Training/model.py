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
from quantize import FakeQuantize


def kernel(function):
    """Fuses a function's elementwise operations; differentiable as the function is. Rounding to bfloat16 and back must stay."""
    return torch.compile(function, dynamic=False, fullgraph=True, options={"emulate_precision_casts": True})


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
def gate(inputs, bias, expert, limit):
    """The clamped SwiGLU of [rows, gates then ups]; `expert` says whose bias each row gets."""
    gates, ups = (inputs.float() + bias[expert]).chunk(2, -1)
    gates, ups = gates.clamp(max=limit), ups.clamp(-limit, limit)
    return ((ups + 1) * gates * torch.sigmoid(1.702 * gates)).to(inputs.dtype)


@kernel
def gate_backward(gradient, inputs, bias, expert, limit):
    """The gradients of gates and ups, apart: joined in here, they would not be computed in vectors."""
    half = inputs.shape[1] // 2
    gates, ups = inputs[:, :half].float() + bias[:, :half][expert], inputs[:, half:].float() + bias[:, half:][expert]
    gates_pass, ups_pass = gates <= limit, (ups >= -limit) & (ups <= limit)
    gates, ups = gates.clamp(max=limit), ups.clamp(-limit, limit)
    sigmoid = torch.sigmoid(1.702 * gates)
    gradient = gradient.float()
    d_gates = gradient * (ups + 1) * sigmoid * (1 + 1.702 * gates * (1 - sigmoid)) * gates_pass
    return d_gates.to(inputs.dtype), (gradient * gates * sigmoid * ups_pass).to(inputs.dtype)


@kernel
def combine(residual, outputs, bias, places, chosen, shares):
    """The residual stream plus each token's experts' outputs, by their shares; `places` says where they are."""
    return residual + ((outputs[places] + bias[chosen]) * shares[..., None]).sum(1)


@kernel
def combine_backward(gradient, outputs, bias, token, expert, share):
    """The gradients of the sorted outputs and of their shares."""
    gradient = gradient[token]
    return (gradient * share[:, None]).to(outputs.dtype), (gradient * (outputs + bias[expert])).sum(-1)


@kernel
def gather_sum(gradient, places):
    return gradient[places].float().sum(1).to(gradient.dtype)


class Experts(torch.autograd.Function):
    """residual + Σ share · expert(x) over each token's experts: tokens sorted by expert, one product per expert.

    Each expert's rows are filled up to a multiple of `granule` with rows of share 0, so that the products have few shapes: for every
    new one the library compiles a kernel, which takes longer than the product."""
    granule = 64

    @staticmethod
    def forward(context, residual, x, shares, chosen, gate_up, gate_up_bias, down, down_bias, limit):
        count, granule = len(down), Experts.granule
        expert, order = chosen.flatten().sort(stable=True)
        numbers = torch.bincount(expert, minlength=count)
        room = (numbers + granule - 1) // granule * granule
        total = len(order) + count * granule
        room[-1] += total - room.sum()
        ends = room.cumsum(0)
        place = torch.arange(len(order)) + ((ends - room) - (numbers.cumsum(0) - numbers))[expert]
        places = torch.empty_like(order)
        places[order] = place
        places = places.view_as(chosen)
        token = order.new_zeros(total)
        token[place] = order // chosen.shape[1]
        share = shares.new_zeros(total)
        share[place] = shares.flatten()[order]
        expert = torch.arange(count).repeat_interleave(room)
        ends = ends.tolist()
        slices = [slice(start, end) for start, end in zip([0] + ends, ends)]
        sorted_x = x.index_select(0, token)
        inputs = x.new_empty(total, gate_up.shape[1])
        outputs = x.new_empty(total, x.shape[1])
        for index, part in enumerate(slices):
            torch.mm(sorted_x[part], gate_up[index].t(), out=inputs[part])
        hidden = gate(inputs, gate_up_bias, expert, limit)
        for index, part in enumerate(slices):
            torch.mm(hidden[part], down[index].t(), out=outputs[part])
        context.save_for_backward(sorted_x, inputs, hidden, outputs, share, gate_up, gate_up_bias, down, down_bias,
                                  expert, places, token)
        context.slices, context.limit = slices, limit
        return combine(residual, outputs, down_bias, places, chosen, shares)

    @staticmethod
    def backward(context, gradient):
        (sorted_x, inputs, hidden, outputs, share, gate_up, gate_up_bias, down, down_bias,
         expert, places, token) = context.saved_tensors
        d_outputs, d_share = combine_backward(gradient, outputs, down_bias, token, expert, share)
        d_hidden, d_x = torch.empty_like(hidden), torch.empty_like(sorted_x)
        d_gate_up, d_down = torch.empty_like(gate_up), torch.empty_like(down)
        d_gate_up_bias, d_down_bias = torch.empty_like(gate_up_bias), torch.empty_like(down_bias)
        for index, part in enumerate(context.slices):
            torch.mm(d_outputs[part], down[index], out=d_hidden[part])
            torch.mm(d_outputs[part].t(), hidden[part], out=d_down[index])
            torch.sum(d_outputs[part], 0, dtype=torch.float32, out=d_down_bias[index])
        d_inputs = torch.cat(gate_backward(d_hidden, inputs, gate_up_bias, expert, context.limit), -1)
        for index, part in enumerate(context.slices):
            torch.mm(d_inputs[part], gate_up[index], out=d_x[part])
            torch.mm(d_inputs[part].t(), sorted_x[part], out=d_gate_up[index])
            torch.sum(d_inputs[part], 0, dtype=torch.float32, out=d_gate_up_bias[index])
        return (gradient, gather_sum(d_x, places), d_share[places], None, d_gate_up, d_gate_up_bias, d_down, d_down_bias, None)


@kernel
def cross_entropy_kernel(logits, targets, scale):
    """The summed cross entropy, how many best guesses are right, and the gradient of loss · scale; targets of -1 count nothing."""
    logits = logits.float()
    counts = targets >= 0
    total = torch.logsumexp(logits, -1)
    hit = torch.arange(logits.shape[1]) == targets[:, None]
    loss = ((total - torch.where(hit, logits, 0).sum(-1)) * counts).sum()
    correct = ((torch.where(hit, logits, 0).sum(-1) >= logits.amax(-1)) & counts)
    gradient = ((logits - total[:, None]).exp() - hit.float()) * (counts * scale)[:, None]
    return loss, correct, gradient.bfloat16()


class HeadLoss(torch.autograd.Function):
    """The mean cross entropy of x @ head.T in pieces whose logits stay in the cache; the gradients are made on the way."""
    piece = 512

    @staticmethod
    def forward(context, x, head, targets):
        count, rows = len(targets), -(-len(targets) // HeadLoss.piece) * HeadLoss.piece
        scale = torch.tensor(1.0 / max(count, 1))
        padded = x.new_zeros(rows, x.shape[1])
        padded[:count] = x
        targets = F.pad(targets, (0, rows - count), value=-1)
        d_x, d_head, loss, correct = torch.empty_like(padded), torch.zeros_like(head), torch.zeros(()), []
        weight = head.t()
        for start in range(0, rows, HeadLoss.piece):
            part = slice(start, start + HeadLoss.piece)
            piece_loss, piece_correct, d_logits = cross_entropy_kernel(padded[part] @ weight, targets[part], scale)
            loss += piece_loss
            correct.append(piece_correct)
            if context.needs_input_grad[0] or context.needs_input_grad[1]:
                torch.mm(d_logits, head, out=d_x[part])
                d_head += d_logits.t() @ padded[part]
        context.save_for_backward(d_x[:count], d_head)
        correct = torch.cat(correct)[:count]
        context.mark_non_differentiable(correct)
        return loss * scale, correct

    @staticmethod
    def backward(context, gradient, _):
        d_x, d_head = context.saved_tensors
        return d_x * gradient.to(d_x.dtype), d_head * gradient.to(d_head.dtype), None


@kernel
def final_norm(residual, weight, epsilon, dtype):
    return normalized(residual, weight, epsilon, dtype)


@kernel
def balance_loss(logits, chosen, experts):
    """Switch's: experts · Σ (share of the choices) · (mean probability); 1 when even. And the shares."""
    used = (chosen[..., None] == torch.arange(experts)).float().sum((0, 1)) / chosen.numel()
    return experts * (used * logits.softmax(-1).mean(0)).sum(), used


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
