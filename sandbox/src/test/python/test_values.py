"""The encoding of values, without a sandbox around it."""

import collections
import decimal
import fractions
import json
import math
import sys
import unittest

from caco_sandbox.values import MAX_DEPTH, Encoder, Unencodable, decode_json, dumps

LIMIT = 1 << 20


def setUpModule():
    # As a zygote does.
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)


def encoded(value, limit=LIMIT):
    return Encoder(limit).encode(value)


class Encoding(unittest.TestCase):
    def test_brings_values_back_with_their_types(self):
        for value in (
            None,
            True,
            0,
            -(2**53) - 1,
            10**9999,
            0.1,
            -0.0,
            math.inf,
            "\ud800\u00e9",
            b"\x00\xff",
            1.5 - 2j,
            fractions.Fraction(-3, 4),
            decimal.Decimal("1.10"),
            [1, [2, (3, "x")]],
            {"a": {"$b": 1}, "c": {1, 2}},
            {1: {(2, 3): frozenset([4])}},
        ):
            back = decode_json(dumps(encoded(value)))
            self.assertEqual(
                (type(back), repr(back) if type(value) is float else back),
                (type(value), repr(value) if type(value) is float else value),
            )

    def test_sets_have_one_order(self):
        items = ["b", "a", 1, (2, 1), (10, 1), 2.5, None, b"x", 1j, frozenset([1])]
        self.assertEqual(dumps(encoded(set(items))), dumps(encoded(set(reversed(items)))))

    def test_refuses_by_reason(self):
        cycle = []
        cycle.append(cycle)
        deep = []
        for _ in range(MAX_DEPTH + 1):
            deep = [deep]

        class Named(tuple):
            pass

        for value, reason in (
            (10**10000, "too_many_digits"),
            (decimal.Decimal((0, (1,) * 10001, 0)), "too_many_digits"),
            (cycle, "cyclic_value"),
            (deep, "too_deep"),
            ([0] * 300000, "too_large"),
            ("x" * (LIMIT + 1), "too_large"),
            (object(), "unsupported_type"),
            (Named((1,)), "unsupported_type"),
            (collections.UserDict(), "unsupported_type"),
        ):
            with self.assertRaises(Unencodable) as caught:
                encoded(value)
            self.assertEqual(caught.exception.args[0], reason)

    def test_runs_no_code_of_a_value(self):
        class Hostile:
            def __str__(self):
                raise AssertionError("called")

            __repr__ = __iter__ = __len__ = __hash__ = __bool__ = __str__

        with self.assertRaises(Unencodable):
            encoded(Hostile())

    def test_the_deepest_value_fits_the_recursion_limit(self):
        value = 1
        for _ in range(MAX_DEPTH):
            value = {1: value}
        self.assertTrue(json.loads(dumps(encoded(value))))

    def test_what_is_only_text_does_not_come_back(self):
        with self.assertRaises(Unencodable):
            decode_json('{"$object":"x.Y","text":"y"}')


if __name__ == "__main__":
    unittest.main()
