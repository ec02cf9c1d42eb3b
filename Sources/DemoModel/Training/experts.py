"""The mixture of experts, forward and backward: tokens sorted by expert, one product per expert."""
import torch

from kernel import kernel


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
def balance_loss(logits, chosen, experts):
    """Switch's: experts · Σ (share of the choices) · (mean probability); 1 when even. And the shares."""
    used = (chosen[..., None] == torch.arange(experts)).float().sum((0, 1)) / chosen.numel()
    return experts * (used * logits.softmax(-1).mean(0)).sum(), used
