"""Trains a role's adapter on its rows: python -m training.large.sft --recipe FILE --role ROLE --rows FILE --out DIR.

On several GPUs: accelerate launch --num_processes N -m training.large.sft … (the same options). Interrupted, the same
command goes on from its last checkpoint. `out/peft` is the adapter, for `npm run pack -- role`.
"""

from pathlib import Path

from peft import LoraConfig
from trl import SFTConfig, SFTTrainer

from training.large.arguments import command_line, last_checkpoint, trainer_settings
from training.large.model import describe, load_base
from training.large.recipe import LargeRecipe, read_large_recipe
from training.large.rows import answered_rows, open_tokenizer, split
from training.lora import TARGETS


def train_sft(recipe: LargeRecipe, base: str, rows: Path, out: Path) -> None:
    """The loss is on the answers only; the base stays as it is, in 4 bits where the recipe says so."""
    tokenizer = open_tokenizer(base)
    trained, held_out = split(answered_rows(tokenizer, rows, recipe.context, recipe.seed), recipe.sft.held_out)
    trainer = SFTTrainer(
        model=load_base(recipe, base),
        args=SFTConfig(**trainer_settings(recipe, recipe.sft, out)),
        train_dataset=trained, eval_dataset=held_out, processing_class=tokenizer,
        peft_config=LoraConfig(
            task_type='CAUSAL_LM', r=recipe.lora.rank, lora_alpha=recipe.lora.alpha, lora_dropout=recipe.lora.dropout,
            target_modules=TARGETS,
        ),
    )
    trainer.train(resume_from_checkpoint=last_checkpoint(out))
    print(f'{describe(trainer.model)}; held out {trainer.evaluate()["eval_loss"]:.4f}', flush=True)
    if trainer.accelerator.is_main_process:
        trainer.accelerator.unwrap_model(trainer.model).save_pretrained(out / 'peft')


def main() -> None:
    """The command line."""
    given = command_line(__doc__, 'rows', 'out')
    recipe = read_large_recipe(given.recipe)
    train_sft(recipe, given.base or recipe.base, given.rows, given.out)


if __name__ == '__main__':
    main()
