import json
import tempfile
import unittest
from pathlib import Path

from training.recipe import RecipeError
from training.xcoder import choose_rows, flags, read_xcoder

RECIPES = Path(__file__).parents[1] / 'recipes'


class Languages(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def rows(self, *languages: str) -> Path:
        file = self.folder / 'coder.jsonl'
        file.write_text(''.join(json.dumps({'language': name, 'n': n, 'text': name}) + '\n' for n, name in enumerate(languages)))
        return file

    def test_takes_as_many_rows_of_each_language_in_turn(self):
        file = self.rows('lua', 'lua', 'python', 'javascript', 'lua', 'javascript', 'javascript')
        chosen = choose_rows([file], ['javascript', 'lua'], 2)
        self.assertEqual([(row['language'], row['n']) for row in chosen],
                         [('javascript', 3), ('lua', 0), ('javascript', 5), ('lua', 1)])

    def test_says_which_language_has_too_few_rows(self):
        with self.assertRaisesRegex(SystemExit, '1 rows in javascript, not 2'):
            choose_rows([self.rows('lua', 'lua', 'javascript')], ['javascript', 'lua'], 2)

    def test_writes_an_option_that_is_true_as_a_flag(self):
        self.assertEqual(flags({'seed': 3, 'no-memory': True}), ['--seed', '3', '--no-memory'])

    def test_reads_both_recipes_and_refuses_an_unknown_field(self):
        for name in ('tiny-xcoder', 'xcoder-smoke'):
            self.assertEqual(read_xcoder(RECIPES / f'{name}.yaml').name, name)
        wrong = self.folder / 'wrong.yaml'
        wrong.write_text((RECIPES / 'tiny-xcoder.yaml').read_text().replace('python_rows', 'pyhton_rows'))
        with self.assertRaisesRegex(RecipeError, 'pyhton_rows is unknown'):
            read_xcoder(wrong)
