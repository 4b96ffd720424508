"""What a source says of itself."""

import ast
import textwrap
import unittest

from caco_sandbox.facts import facts_of, no_facts


def facts(source):
    source = textwrap.dedent(source)
    return facts_of(source, ast.parse(source))


class Surface(unittest.TestCase):
    def test_the_fingerprint_forgets_names_and_constants(self):
        first = facts("def f(a):\n    return a + 1\noutput = f(2)")
        second = facts("def g(count):\n    return count + 7\nresult = g(3)")
        self.assertEqual(first["fingerprint"], second["fingerprint"])

    def test_the_fingerprint_keeps_operations_and_builtins(self):
        prints = {
            facts("output = " + value)["fingerprint"] for value in ("a + b", "a - b", "len(a)", "max(a)")
        }
        self.assertEqual(len(prints), 4)

    def test_names_what_may_differ_from_run_to_run(self):
        for source, fact in (
            ("import random", "random"),
            ("import numpy as np\nx = np.random.rand()", "random"),
            ("import time", "time"),
            ("from datetime import datetime\nx = datetime.now()", "time"),
            ("x = {1, 2}", "sets"),
            ("x = {a for a in 'ab'}", "sets"),
            ("x = hash('a')", "sets"),
        ):
            self.assertTrue(facts(source)[fact], source)
            self.assertFalse(facts("x = 1")[fact])

    def test_counts_lines_of_code(self):
        self.assertEqual(no_facts("# a\nimport b\n\nx = 1\n  y = 2\n")["lines"], 2)


class Reads(unittest.TestCase):
    def test_follows_the_keys_of_input(self):
        for call, read in (
            ("output = input['a']", ["a"]),
            ("output = input.get('b', input['a'])", ["a", "b"]),
            ("def f(a, b):\n    return a\noutput = f(**input)", ["a"]),
            ("def f(d):\n    return d['b']\noutput = f(input)", ["b"]),
            ("f = lambda d: d['b']\noutput = f(d=input)", ["b"]),
            ("input['a'] += 1", ["a"]),
            ("input['a'] = 1", []),
            ("input.update(c=input['b'])", ["b"]),
            ("output = list(input)", ["a", "b", "*"]),
            ("def f(x):\n    return x\noutput = f(1, input)", ["a", "b", "*"]),
        ):
            found = facts("input = {'a': 1, 'b': 2}\n" + call)["read"]
            self.assertEqual(sorted(found), sorted(read), call)


class Flow(unittest.TestCase):
    def test_sees_whether_the_output_comes_from_the_input(self):
        for source, expected in (
            ("input = {'a': 1}\noutput = input['a'] * 2", True),
            ("input = {'a': 1}\noutput = 2", False),
            ("input = {'a': 1}\ndef f(a):\n    return a\noutput = f(**input)", True),
            ("input = {'a': 1}\noutput = 0\nfor x in range(input['a']):\n    output += 1", True),
            ("input = {'a': 1}\nif input['a']:\n    output = 1\nelse:\n    output = 2", True),
            (
                "input = {'a': 1}\ntry:\n    output = 1 / input['a']\nexcept ValueError:\n    output = 0",
                True,
            ),
            ("input = {'a': 1}\nwith open('x') as output:\n    pass", False),
            ("input = {'a': 1}\nexec('output = input')", True),
        ):
            self.assertEqual(facts(source)["from_input"], expected, source)

    def test_counts_operations_and_prints(self):
        found = facts(
            "input = {'a': 1}\noutput = input['a'] + 2 * 3\nprint(output)\nprint('x')\nprint(input)"
        )
        self.assertEqual((found["operations"], found["prints"]), (2, 1))

    def test_names_functions_that_nothing_calls(self):
        source = "def f(): return f()\ndef g(): return 1\nclass A:\n    def h(self): pass\noutput = g()"
        self.assertEqual(facts(source)["unused"], ["f"])


if __name__ == "__main__":
    unittest.main()
