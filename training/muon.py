"""Muon (Jordan et al., 2024): momentum whose update is made orthogonal, for the matrices inside the layers."""

from collections.abc import Iterable

import torch
from torch import Tensor

from training.device import product_type

_QUINTIC = (3.4445, -4.7750, 2.0315)
"""The coefficients of Jordan's iteration: singular values come near to 1 soonest, not exactly to it."""


class Muon(torch.optim.Optimizer):
    """Updates as large as AdamW's (Liu et al., 2025: 0.2·√max(out, in)), so that rate and decay are of its kind.

    As `torch.optim.Muon`, but the iteration is in the type that the device multiplies quickly: that one's is bf16, which
    many CPUs only emulate.
    """

    def __init__(self, matrices: Iterable[Tensor], lr: float, weight_decay: float, momentum: float = 0.95) -> None:
        super().__init__(matrices, {'lr': lr, 'weight_decay': weight_decay, 'momentum': momentum})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        """One step with Nesterov momentum."""
        for group in self.param_groups:
            for matrix in group['params']:
                state = self.state[matrix]
                if not state:
                    state['momentum'] = torch.zeros_like(matrix)
                average = state['momentum']
                average.lerp_(matrix.grad, 1 - group['momentum'])
                update = orthogonal(matrix.grad.lerp(average, group['momentum']))
                matrix.mul_(1 - group['lr'] * group['weight_decay'])
                matrix.add_(update, alpha=-group['lr'] * 0.2 * max(matrix.shape) ** 0.5)


def orthogonal(matrix: Tensor, steps: int = 5) -> Tensor:
    """U·Vᵀ of the matrix's singular value decomposition, about, by Newton and Schulz."""
    a, b, c = _QUINTIC
    x = matrix.to(product_type())
    x = x / (x.norm() + 1e-7)
    wide = x.shape[0] <= x.shape[1]
    if not wide:
        x = x.T
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x if wide else x.T).to(matrix.dtype)
