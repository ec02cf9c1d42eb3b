"""The cross entropy of the head, whose logits are never all in memory."""
import torch
import torch.nn.functional as F

from kernel import kernel


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
