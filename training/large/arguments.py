"""What both steps of a role's training share: the command line, and the trainer's settings."""

import argparse
import os
from pathlib import Path
from typing import Any

import torch
from transformers.trainer_utils import get_last_checkpoint

from training.large.recipe import LargeRecipe, Sft
from training.recipe import ROLES


def command_line(description: str, *paths: str) -> argparse.Namespace:
    """`--recipe`, `--role`, `--base` and the `paths` named."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--role', choices=ROLES, required=True)
    parser.add_argument('--base', help="the model's folder, if it is not the recipe's base from the Hugging Face hub")
    for name in ('recipe', *paths):
        parser.add_argument(f'--{name}', type=Path, required=True)
    return parser.parse_args()


def trainer_settings(recipe: LargeRecipe, phase: Sft, out: Path) -> dict[str, Any]:
    """What SFTConfig and DPOConfig have in common."""
    processes = int(os.environ.get('WORLD_SIZE', '1'))
    steps = phase.batch // (phase.rows_at_once * processes)
    if steps * phase.rows_at_once * processes != phase.batch:
        raise ValueError(
            f'a batch of {phase.batch} rows is not a multiple of {phase.rows_at_once} at once on {processes} processes')
    on_gpu = torch.cuda.is_available()
    return {
        'output_dir': str(out / 'checkpoints'), 'seed': recipe.seed, 'data_seed': recipe.seed,
        'num_train_epochs': phase.epochs, 'learning_rate': phase.learning_rate, 'lr_scheduler_type': 'cosine',
        'warmup_steps': phase.warmup, 'max_grad_norm': phase.clip, 'weight_decay': 0.0,
        'per_device_train_batch_size': phase.rows_at_once, 'per_device_eval_batch_size': phase.rows_at_once,
        'gradient_accumulation_steps': steps, 'gradient_checkpointing': True,
        'gradient_checkpointing_kwargs': {'use_reentrant': False}, 'bf16': on_gpu, 'use_cpu': not on_gpu,
        # Adam's moments in 8 bits, moved to the host's memory when the GPU's is full; it needs a GPU.
        'optim': 'paged_adamw_8bit' if recipe.quantised and on_gpu else 'adamw_torch',
        'max_length': recipe.context, 'save_steps': phase.save_steps, 'save_total_limit': 2,
        'eval_strategy': 'steps', 'eval_steps': phase.save_steps, 'logging_steps': 10, 'report_to': 'none',
    }


def last_checkpoint(out: Path) -> str | None:
    """Where an interrupted run goes on."""
    folder = out / 'checkpoints'
    return get_last_checkpoint(str(folder)) if folder.exists() else None
