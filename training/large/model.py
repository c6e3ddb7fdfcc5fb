"""Loading a base for training: in 4 bits where the recipe says so, each process on its own GPU."""

import torch
from accelerate import PartialState
from transformers import AutoModelForCausalLM, BitsAndBytesConfig, PreTrainedModel

from training.large.recipe import LargeRecipe


def load_base(recipe: LargeRecipe, base: str) -> PreTrainedModel:
    """nf4 in blocks of 64 with its scales quantised again, products in bf16 (QLoRA, Dettmers et al. 2023)."""
    options = {'dtype': torch.bfloat16, 'use_cache': False}
    if recipe.quantised:
        options['quantization_config'] = BitsAndBytesConfig(
            load_in_4bit=True, bnb_4bit_quant_type='nf4', bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=torch.bfloat16,
        )
    if torch.cuda.is_available():
        options['device_map'] = {'': PartialState().local_process_index}
    return AutoModelForCausalLM.from_pretrained(base, **options)


def describe(model: torch.nn.Module) -> str:
    """How many parameters are trained, beside the model's, and the GPU's peak where there is one."""
    trained = sum(p.numel() for p in model.parameters() if p.requires_grad)
    peak = f'; at most {torch.cuda.max_memory_allocated() / 2**30:.1f} GiB on this GPU' if torch.cuda.is_available() else ''
    return f'{trained:,} trained parameters{peak}'
