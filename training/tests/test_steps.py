import os
import tempfile
import unittest
from pathlib import Path

from training.make import steps
from training.places import Places
from training.recipe import ROLES, RecipeError, read_recipe
from training.stages import stages
from training.steps import Step, run_steps

TINY = Path('training/recipes/tiny.yaml')


class Steps(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.done: list[str] = []
        self.todo = [self.step('read', [], 'a'), self.step('write', ['a'], 'b'), self.step('send', ['b'], 'c')]

    def step(self, name: str, inputs: list[str], output: str) -> Step:
        def act() -> None:
            self.done.append(name)
            (self.folder / output).touch()

        return Step(name, [self.folder / file for file in inputs], [self.folder / output], act)

    def test_are_done_once_in_their_order(self):
        run_steps(self.todo)
        run_steps(self.todo)
        self.assertEqual(self.done, ['read', 'write', 'send'])

    def test_one_is_done_again_when_an_input_is_newer_and_what_follows_from_it_too(self):
        run_steps(self.todo)
        os.utime(self.folder / 'b', (1, 1))
        run_steps(self.todo)
        self.assertEqual(self.done[3:], ['write', 'send'])

    def test_all_from_one_on_are_repeated_when_asked_for_until_the_last_that_is(self):
        run_steps(self.todo)
        run_steps(self.todo, again='read', until='write')
        self.assertEqual(self.done[3:], ['read', 'write'])

    def test_one_is_done_again_under_other_settings(self):
        for settings in ('rank 8', 'rank 8', 'rank 16'):
            run_steps([Step('learn', [], [self.folder / 'finished'], lambda: self.done.append(settings), settings)])
        self.assertEqual(self.done, ['rank 8', 'rank 16'])

    def test_what_comes_before_the_first_one_wanted_is_taken_for_done(self):
        run_steps(self.todo, first='write')
        self.assertEqual(self.done, ['write', 'send'])


class Stages(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.at = Places(folder / 'run', folder / 'model', folder / 'logits.json', folder / 'kept.safetensors')
        self.file = folder / 'recipe.yaml'

    def names(self, *more: str) -> list[str]:
        plain = [line for line in TINY.read_text().splitlines() if not line.startswith(('supervision', 'preference'))]
        self.file.write_text('\n'.join([*plain, *more]))
        return [step.name for step in steps(read_recipe(self.file), self.at)]

    def test_a_recipe_without_further_stages_ships_its_first_packs(self):
        names = self.names()
        self.assertEqual(names[:6], ['export', 'tokenizer', 'base', 'keep-base', 'pack-base', 'retriever'])
        self.assertEqual(names[-2:], ['card', 'logits'])
        (only,) = stages(read_recipe(self.file), self.at)
        self.assertEqual(only.model, self.at.model)

    def test_supervision_comes_after_the_first_packs_and_before_the_shipped_ones(self):
        names = self.names('supervision: {studio: {seed: 7, count: 20}}')
        order = ['pack-base', 'debugger', 'base-of-unsupervised', 'pack-debugger', 'supervise', 'supervised-coder',
                 'pack-supervised-coder', 'card']
        self.assertEqual(sorted(order, key=names.index), order)
        student, shipped = stages(read_recipe(self.file), self.at)
        self.assertEqual(student.model, self.at.run / 'variants' / 'unsupervised' / 'model')
        self.assertEqual(shipped.model, self.at.model)

    def test_preference_comes_last(self):
        names = self.names(
            'supervision: {studio: {seed: 7, count: 20}}',
            'preference: {studio: {seed: 9, count: 20}, tokens: 1000, learning_rate: 1.0e-4}',
        )
        order = ['pack-supervised-debugger', 'prefer', 'preferred-coder', 'pack-preferred-coder', 'card']
        self.assertEqual(sorted(order, key=names.index), order)
        self.assertEqual(len({stage.model for stage in stages(read_recipe(self.file), self.at)}), 3)

    def test_no_step_reads_what_a_later_one_writes(self):
        self.names(
            'supervision: {studio: {seed: 7, count: 20}}',
            'preference: {studio: {seed: 9, count: 20}, tokens: 1000, learning_rate: 1.0e-4}',
        )
        todo = steps(read_recipe(self.file), self.at)
        for number, step in enumerate(todo):
            later = {output for following in todo[number:] for output in following.outputs}
            self.assertFalse(later.intersection(step.inputs), step.name)
        self.assertEqual(len({output for step in todo for output in step.outputs}),
                         sum(len(step.outputs) for step in todo), 'two steps write the same file')

    def test_what_the_packs_are_compared_with_reads_as_many_tokens_as_they_together(self):
        self.names()
        recipe = read_recipe(self.file)
        together = sum(recipe.adapters[role].tokens for role in ROLES)
        self.assertEqual((recipe.one_adapter.tokens, recipe.full.tokens), (together, together))

    def test_a_command_of_the_studio_that_writes_no_pairs_is_named(self):
        with self.assertRaisesRegex(RecipeError, "preference.command is 'export'; known are distill, correct"):
            self.names('preference: {command: export, tokens: 1000, learning_rate: 1.0e-4}')

    def test_an_unknown_setting_is_named(self):
        with self.assertRaisesRegex(RecipeError, 'supervision.rounds is unknown'):
            self.names('supervision: {studio: {}, rounds: 2}')
