"""Modules that come over a pipe."""

import builtins
import sys
import unittest

from caco_sandbox.boot import PACKAGE, Sources


class Importing(unittest.TestCase):
    def setUp(self):
        # As in a zygote, where no other copy of the package has been imported.
        held = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == PACKAGE}
        self.addCleanup(sys.modules.update, held)

    def test_modules_import_each_other_and_are_gone_afterwards(self):
        sources = {
            PACKAGE: "",
            PACKAGE + ".one": "from caco_sandbox.two import value\ncount = len(value)",
            PACKAGE + ".two": "value = 'xyz'",
        }
        finders = list(sys.meta_path)
        module = Sources(sources).load(PACKAGE + ".one")
        self.assertEqual(module.count, 3)
        self.assertEqual(sys.meta_path, finders)
        self.assertFalse([name for name in sys.modules if name.startswith(PACKAGE)])

    def test_a_replaced_builtin_does_not_reach_them(self):
        module = Sources({PACKAGE: "", PACKAGE + ".one": "def size(x):\n    return len(x)"}).load(
            PACKAGE + ".one"
        )
        original = builtins.len
        builtins.len = lambda value: 99
        try:
            size = module.size("abc")
        finally:
            builtins.len = original
        self.assertEqual(size, 3)


if __name__ == "__main__":
    unittest.main()
