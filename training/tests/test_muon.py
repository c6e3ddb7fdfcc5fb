import unittest

import torch

from training.muon import Muon, orthogonal


class MuonTest(unittest.TestCase):
    def test_makes_every_singular_value_about_one(self):
        for size in ((48, 32), (32, 32), (16, 64)):
            matrix = torch.randn(size, generator=torch.Generator().manual_seed(1))
            values = torch.linalg.svdvals(orthogonal(matrix))
            self.assertGreater(values.min(), 0.3)
            self.assertLess(values.max(), 1.3)

    def test_steps_as_the_one_of_torch_does_up_to_its_rounding(self):
        random = torch.Generator().manual_seed(2)
        start = torch.randn(64, 32, generator=random)
        ours, theirs = start.clone().requires_grad_(), start.clone().requires_grad_()
        optimizers = (
            Muon([ours], lr=0.1, weight_decay=0.05),
            torch.optim.Muon([theirs], lr=0.1, weight_decay=0.05, adjust_lr_fn='match_rms_adamw'),
        )
        for _ in range(3):
            gradient = torch.randn(64, 32, generator=random)
            ours.grad, theirs.grad = gradient.clone(), gradient.clone()
            for optimizer in optimizers:
                optimizer.step()
        self.assertLess((ours - theirs).abs().mean(), 1e-3)
        self.assertGreater((ours - start).abs().mean(), 0.02)
