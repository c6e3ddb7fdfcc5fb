import tempfile
import unittest
from importlib.metadata import version
from pathlib import Path

from training.requirements import missing


class Requirements(unittest.TestCase):
    def lacking(self, *lines: str) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / 'requirements.txt'
            file.write_text('\n'.join(lines))
            return missing(file)

    def test_what_is_installed_as_wanted_is_not_missing_whatever_its_build(self):
        self.assertEqual(self.lacking(f'torch=={version("torch").partition("+")[0]}', '-r others.txt', ''), [])

    def test_what_is_not_installed_or_in_another_version_is_named(self):
        found = self.lacking('no-such-package==1.0', 'numpy==0.0.1')
        self.assertEqual(found[0], 'no-such-package==1.0 is not installed')
        self.assertEqual(found[1], f'numpy==0.0.1 is wanted, {version("numpy")} is installed')
