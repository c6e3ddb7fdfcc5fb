"""Trains a role's adapter on by preference: python -m training.large.dpo --recipe FILE --role ROLE --pairs FILE
--adapter DIR --out DIR.

`pairs` is the studio's preferences.jsonl, `adapter` what `training.large.sft` wrote, which stays the reference
(DPO, Rafailov et al. 2023). On several GPUs as there; `out/peft` is the adapter.
"""

from pathlib import Path

from peft import PeftModel
from trl import DPOConfig, DPOTrainer

from training.large.arguments import command_line, last_checkpoint, trainer_settings
from training.large.model import describe, load_base
from training.large.recipe import LargeRecipe, read_large_recipe
from training.large.rows import open_tokenizer, preferred_rows, split


def train_dpo(recipe: LargeRecipe, base: str, role: str, pairs: Path, adapter: Path, out: Path) -> None:
    """TRL keeps a frozen copy of the adapter beside the one that is trained: the base is held once."""
    tokenizer = open_tokenizer(base)
    trained, held_out = split(preferred_rows(pairs, role, recipe.seed), recipe.dpo.held_out)
    trainer = DPOTrainer(
        model=PeftModel.from_pretrained(load_base(recipe, base), adapter, is_trainable=True),
        args=DPOConfig(**trainer_settings(recipe, recipe.dpo, out), beta=recipe.dpo.beta),
        train_dataset=trained, eval_dataset=held_out, processing_class=tokenizer,
    )
    trainer.train(resume_from_checkpoint=last_checkpoint(out))
    measured = trainer.evaluate()
    print(f'{describe(trainer.model)}; held out {measured["eval_loss"]:.4f}, '
          f'preferred {measured["eval_rewards/accuracies"]:.3f}', flush=True)
    if trainer.accelerator.is_main_process:
        model = trainer.accelerator.unwrap_model(trainer.model)
        model.save_pretrained(out / 'peft', selected_adapters=['default'])


def main() -> None:
    """The command line."""
    given = command_line(__doc__, 'pairs', 'adapter', 'out')
    recipe = read_large_recipe(given.recipe)
    train_dpo(recipe, given.base or recipe.base, given.role, given.pairs, given.adapter, given.out)


if __name__ == '__main__':
    main()
