"""Where training computes: on a GPU where there is one, else on the processor."""

import torch

from training.model import Weights

DEVICE = torch.device('cuda' if torch.cuda.is_available() else 'cpu')


def product_type() -> torch.dtype:
    """What matrix products are taken in: bf16 where it is quick, f32 on a processor that would have to emulate it."""
    quick = DEVICE.type == 'cuda' or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.bfloat16 if quick else torch.float32


def trainable(weights: Weights) -> Weights:
    """The same weights on the device, to be trained."""
    return {name: weight.detach().to(DEVICE).requires_grad_() for name, weight in weights.items()}


def fixed(weights: Weights) -> Weights:
    """The same weights on the device, as they are."""
    return {name: weight.detach().to(DEVICE) for name, weight in weights.items()}
