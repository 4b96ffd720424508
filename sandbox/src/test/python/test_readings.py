"""Twins of a program, natural inputs, and what is chosen of them."""

import ast
import contextlib
import io
import json
import textwrap
import unittest

from caco_sandbox import child, twins
from caco_sandbox.candidates import Bounds, distance, is_plain
from caco_sandbox.readings import Readings, Unproven
from caco_sandbox.sites import Sites
from caco_sandbox.trace import Trace
from caco_sandbox.values import Encoder, dumps


def found(source, others=(), may_change=True):
    source = textwrap.dedent(source)
    tree = ast.parse(source)
    bound, codes = child._split(tree)
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(codes[0], names)
        own = dumps(Encoder(1 << 20).encode(names["input"]))
        readings = Readings(tree, codes, lambda changed: child._split(changed)[1], "output")
        result = readings.found(
            own, [json.dumps(other, separators=(",", ":")) for other in others], may_change
        )
    result["own"] = own
    return result


def program(given, result, *steps):
    body = "".join("    %s\n" % step for step in steps)
    return "input = %r\n\ndef f(%s):\n%s    return %s\n\noutput = f(**input)\nprint(output)\n" % (
        given,
        ", ".join(given),
        body,
        result,
    )


def cells(result):
    return {name.split()[0]: cell for name, cell in zip(result["twins"], result["cells"])}


class Twins(unittest.TestCase):
    def test_each_kind_is_told_apart_where_its_reading_differs(self):
        for given, result, kind in (
            ({"a": 17, "b": 5}, "a // b", "true_division"),
            ({"a": 17, "b": 5}, "a // b", "ceiling_division"),
            ({"a": 18, "b": 5}, "a // b", "rounded_division"),
            ({"a": 17, "b": 5}, "a / b", "floor_division"),
            ({"a": 17, "b": 5}, "a / b", "inverted_division"),
            ({"a": 17, "b": 5}, "a % b", "dropped_remainder"),
            ({"a": 17, "b": 5}, "a % b", "quotient_for_remainder"),
            ({"a": 17, "b": 5}, "a + b", "difference_for_sum"),
            ({"a": 17, "b": 5}, "a + b", "product_for_sum"),
            ({"a": 17, "b": 5}, "a - b", "reversed_difference"),
            ({"a": 17, "b": 5}, "a * b", "sum_for_product"),
            ({"a": 3, "b": 4}, "a ** b", "product_for_power"),
            ({"a": 17, "b": 5}, "round(a / b)", "dropped_rounding"),
            ({"a": 18, "b": 5}, "round(a / b)", "floor_for_round"),
            ({"a": 17, "b": 5}, "int(a / b)", "ceiling_for_floor"),
            ({"a": 17, "b": 5}, "__import__('math').ceil(a / b)", "floor_for_ceiling"),
            ({"a": 17, "b": 5}, "abs(b - a)", "dropped_sign"),
            ({"a": 17, "b": 5}, "min(a, b)", "maximum_for_minimum"),
            ({"a": 17, "b": 5}, "max(a, b)", "minimum_for_maximum"),
            ({"a": [3, 5]}, "sum(a)", "mean_for_sum"),
            ({"a": [3, 5, 4]}, "sorted(a)", "unsorted"),
            ({"a": [3, 5, 4]}, "sorted(a)", "other_order"),
            ({"a": [3, 5, 4]}, "a[0]", "last_for_first"),
            ({"a": [3, 5, 4]}, "a[-1]", "first_for_last"),
            ({"a": [3, 5, 4], "b": 2}, "sum(a[:b])", "longer_slice"),
            ({"a": [3, 5, 4]}, "len(a)", "spaces_for_items"),
            ({"a": 17}, "sum(range(a))", "longer_range"),
            ({"a": 17}, "sum(range(3, a))", "later_range"),
            ({"a": 18, "b": 18}, "'yes' if a < b else 'no'", "inclusive_bound"),
            ({"a": 18, "b": 18}, "'yes' if a >= b else 'no'", "exclusive_bound"),
            ({"a": 3, "b": 30}, "'yes' if a > 5 or b > 5 else 'no'", "both_for_either"),
            ({"a": 3, "b": 30}, "'yes' if a > 5 and b > 5 else 'no'", "either_for_both"),
            ({"a": 17}, "a * 7", "working_days"),
            ({"a": 60, "b": 20}, "a * b / 100", "sum_of_parts"),
            ({"a": 60, "b": 20, "c": 8}, "a * b * c // 5", "sum_of_parts"),
            ({"a": 80, "b": 25}, "a * (1 - b / 100)", "percent_of_result"),
            ({"a": 80, "b": 25}, "a - a * b / 100", "percent_of_result"),
            ({"a": 80, "b": 25}, "a / (1 + b / 100)", "percent_of_start"),
        ):
            self.assertEqual(
                cells(found(program(given, result), may_change=False)).get(kind), "!", (result, kind)
            )

    def test_a_percentage_may_be_of_the_amount_before_or_after_a_change(self):
        given = {"price": 80, "cut": 20, "tax_percent": 10}
        steps = "reduced = price - cut", "tax = reduced * tax_percent / 100"
        self.assertEqual(cells(found(program(given, "reduced + tax", *steps)))["percent_of_original"], "!")
        steps = "reduced = price - cut", "tax = price * tax_percent / 100"
        self.assertEqual(cells(found(program(given, "reduced + tax", *steps)))["percent_of_changed"], "!")

    def test_a_product_may_be_read_as_a_sum_with_what_follows(self):
        # 60 and 20 hundredths are no more than 90, and so are 60 times 20 hundredths.
        given = {"a": 60, "b": 20, "c": 90}
        result = found(program(given, "min(a * b / 100, c) + max(0, a - c)"), may_change=False)
        self.assertEqual(cells(result)["sum_of_parts"], "!")
        result = found(program({**given, "c": 9}, "min(a * b / 100, c)"), may_change=False)
        self.assertEqual(cells(result)["sum_of_parts"], "=")

    def test_sums_and_products_may_be_grouped_otherwise(self):
        given = {"a": 90, "b": 7, "c": 4, "d": 3, "e": 2}
        for result, kind, other in (
            ("a - b * c", "sum_before_product", "(a - b) * c"),
            ("a - b * c", "sum_after_difference", "a - b + c"),
            ("a - b * c * d", "sum_before_product", "(a - b) * c * d"),
            ("a - b * c * d", "sum_before_product", "(a - b * c) * d"),
            ("a - b * c // d", "sum_after_difference", "a - b + c // d"),
            ("a + b / c", "sum_before_product", "(a + b) / c"),
            ("a + b + c / d", "sum_before_product", "a + (b + c) / d"),
            ("a * b + c", "sum_before_product", "a * (b + c)"),
            ("a * b + c * d", "sum_before_product", "a * (b + c) * d"),
            ("a - b * c + d", "sum_before_product", "a - b * (c + d)"),
            ("(a + b) * c", "product_before_sum", "a + b * c"),
            ("(a + b) * c * d", "product_before_sum", "a + b * c * d"),
            ("a * (b - c)", "product_before_sum", "a * b - c"),
            ("a - b + c", "added_brackets", "a - (b + c)"),
            ("a - (b + c)", "dropped_brackets", "a - b + c"),
            ("a / b * c", "added_brackets", "a / (b * c)"),
            ("a / (b * c)", "dropped_brackets", "a / b * c"),
            ("a * b // c", "added_brackets", "a * (b // c)"),
        ):
            # Where the two are one, so are the twin and the program; elsewhere not.
            source = program(given, "%s if e == 2 else 0" % result)
            excluded = cells(found(source, may_change=False))
            self.assertEqual(excluded.get(kind), "!", (result, kind))
            self.assertIn((kind, eval(other, dict(given))), self.read(result, given), (result, other))

    @staticmethod
    def read(result, given):
        """Each reading of an expression with what it comes to."""
        tree = ast.parse("input = {}\noutput = " + result)
        sites = Sites(tree).found
        trace = Trace(sites)
        code = compile(tree, "read", "exec")
        values = []
        for n, site in enumerate(sites):
            for i, (name, _) in enumerate(site.readings):
                names = {**given, **trace.names}
                trace.begin_twin(n, i)
                trace.left = 1000
                exec(code, names)
                values.append((name, names["output"]))
        return values

    def test_a_product_of_two_numbers_has_no_other_grouping(self):
        for result in ("a + b + c", "a * b * c", "a * b / c", "a + (b - c)", "a - b"):
            kinds = {name for name, _ in self.read(result, {"a": 90, "b": 7, "c": 4})}
            self.assertFalse(kinds & {"sum_before_product", "added_brackets", "dropped_brackets"}, result)

    def test_who_takes_one_division_for_an_exact_one_may_take_all_for_such(self):
        # 816 // 23 is 35, and 35 // 7 is 5; as 816 / 23 is 35.5, 816 // 23 // 7 is 5 with either alone.
        given = {"a": 816, "b": 23, "c": 7}
        result = cells(found(program(given, "part // c", "part = a // b"), may_change=False))
        self.assertEqual((result["true_division"], result["true_divisions"]), ("=", "!"))
        one = cells(found(program(given, "a // b"), may_change=False))
        self.assertNotIn("true_divisions", one)
        even = found(program({"a": 84, "b": 4, "c": 7}, "part // c", "part = a // b"), may_change=False)
        self.assertEqual(cells(even)["true_divisions"], "=")

    def test_operands_that_recursion_replaced_have_no_other_grouping(self):
        source = "def f(a):\n    return 0 if a == 0 else a * 2 + f(a - 1)\n\n" + program(
            {"a": 4}, "f(a)"
        ).replace("def f(", "def g(").replace("f(**", "g(**")
        self.assertEqual(cells(found(source, may_change=False))["sum_before_product"], "=")

    def test_of_what_is_no_number_an_operation_has_no_other_reading(self):
        result = found(program({"a": "ab", "b": "cd"}, "(a + b) * 2 + '%s' % a"))
        self.assertEqual(set(result["cells"]), {"="})

    def test_an_endless_twin_has_no_output(self):
        steps = "low = 0", "while low < a:", "    low = low + min(b, a - low)"
        result = found(program({"a": 12, "b": 5}, "low", *steps))
        self.assertEqual(cells(result)["inclusive_bound"], "!")

    def test_a_function_of_the_programs_own_is_not_taken_for_another(self):
        source = "def max(a, b):\n    return a * 2 + b\n\n" + program({"a": 17, "b": 5}, "max(a, b)")
        self.assertNotIn("minimum_for_maximum", cells(found(source)))

    def test_what_is_changed_in_place_has_other_readings(self):
        for step in ("total += b", "total -= b", "total *= b"):
            self.assertIn("!", found(program({"a": 17, "b": 5}, "total", "total = a", step))["cells"], step)
        steps = "count = {'x': a}", "key = 'x'", "count[key] += b"
        self.assertEqual(
            cells(found(program({"a": 17, "b": 5}, "count['x']", *steps)))["difference_for_sum"], "!"
        )

    def test_a_list_that_is_changed_in_place_stays_the_same_list(self):
        steps = "rest = a", "rest += [b]"
        self.assertEqual(
            json.loads(found(program({"a": [1, 2], "b": 5}, "a", *steps))["chosen"][1])[-1:], [5]
        )

    def test_names_say_kind_and_place_in_a_fixed_order(self):
        names = found(program({"a": 17, "b": 5}, "a // b + b // 3"))["twins"]
        special = [name for name in names if name.split()[0] not in twins.GENERIC]
        self.assertEqual(special, sorted(special))
        self.assertIn("true_division 4:11", names)
        self.assertGreaterEqual(len({k for kinds in twins.OPERATIONS.values() for k, _ in kinds}), 15)

    def test_nothing_is_said_of_a_source_that_has_too_many(self):
        with self.assertRaises(Unproven):
            found(program({"a": 17}, " + ".join(["a % 3"] * 60)))


class Agreeing(unittest.TestCase):
    def test_one_written_answer_may_stand_for_two_outputs(self):
        for one, other, cell in (
            (12, 12.0, "="),
            (0.1 + 0.2, 0.3, "="),
            (12, 12.5, "!"),
            (12.5, 12, "!"),
            (3.28, 3.3, "~"),
            (33.333333, 33.33, "~"),
            (33.333333, 33.4, "!"),
            (7.25, 7.251, "~"),
            ([1, 2], (1, 2), "="),
            ([1, 2], [1, 3], "!"),
            ("3.50", "3.5", "="),
            ("yes", "no", "!"),
            (True, 1, "!"),
            ({"a": 1}, {"a": 2}, "!"),
            (10**400, 10**400 + 1, "!"),
            (10**10, 10**10 + 1, "!"),
            (10.0**9, 10.0**9 + 0.5, "!"),
        ):
            self.assertEqual(twins.agreement(one, other), cell, (one, other))


class Natural(unittest.TestCase):
    def natural(self, given, result, other, *steps):
        inputs = found(program(given, result, *steps), [other])
        texts = [test[0] for test in inputs["tests"]] + [inputs["chosen"][0]]
        return json.dumps(other, separators=(",", ":")) in texts

    def test_a_division_that_comes_out_even_does_so(self):
        given = {"apples": 12, "boys": 4}
        for division in ("apples // boys", "apples / boys", "int(apples / boys)"):
            self.assertTrue(self.natural(given, division, {"apples": 15, "boys": 5}))
            self.assertFalse(self.natural(given, division, {"apples": 14, "boys": 5}))

    def test_a_part_stays_no_larger_than_its_whole(self):
        given = {"apples": 12, "eaten": 4}
        self.assertTrue(self.natural(given, "apples - eaten", {"apples": 9, "eaten": 8}))
        self.assertFalse(self.natural(given, "apples - eaten", {"apples": 9, "eaten": 11}))
        given = {"total": 12, "red": 4}
        self.assertFalse(self.natural(given, "total * 5 + red", {"total": 12, "red": 13}))

    def test_a_rounding_that_changes_nothing_does_not(self):
        given = {"price": 2.5, "count": 4}
        self.assertTrue(self.natural(given, "round(price * count)", {"price": 2.5, "count": 6}))
        self.assertFalse(self.natural(given, "round(price * count)", {"price": 2.5, "count": 5}))

    def test_a_number_of_few_decimals_stays_one(self):
        given = {"price": 50, "count": 8}
        self.assertTrue(self.natural(given, "price / count", {"price": 50, "count": 16}))
        self.assertFalse(self.natural(given, "price / count", {"price": 50, "count": 7}))

    def test_no_whole_part_hangs_on_what_floats_lose(self):
        given = {"meters": 29, "length": 0.35}
        self.assertTrue(self.natural(given, "meters // length", {"meters": 30, "length": 0.35}))
        self.assertFalse(self.natural(given, "meters // length", {"meters": 28, "length": 0.35}))
        self.assertTrue(self.natural(given, "meters // length", {"meters": 28, "length": 0.25}))

    def test_numbers_that_nobody_writes_are_not_come_to(self):
        given = {"a": 12, "b": 6}
        self.assertTrue(self.natural(given, "a ** b", {"a": 12, "b": 11}))
        self.assertFalse(self.natural(given, "a ** b", {"a": 12, "b": 12}))
        self.assertTrue(self.natural({"a": 12, "b": 12}, "a ** b", {"a": 12, "b": 13}))

    def test_names_bound_values(self):
        given = {"price": 50, "percent": 20}
        self.assertTrue(self.natural(given, "price * percent / 100", {"price": 50, "percent": 80}))
        self.assertFalse(self.natural(given, "price * percent / 100", {"price": 50, "percent": 140}))
        given = {"hour": 9, "length": 3}
        self.assertFalse(self.natural(given, "hour + length", {"hour": 25, "length": 3}))

    def test_types_and_signs_stay(self):
        bounds = Bounds({"a": 5, "b": -2.5, "c": [1, "x"]})
        self.assertEqual(bounds.broken({"a": 7, "b": -1.5, "c": [2, "y"]}), "")
        for other in ({"a": 7.0}, {"a": 0}, {"a": -7}, {"b": 2.5}, {"c": ["x", "x"]}):
            self.assertNotEqual(bounds.broken(other), "", other)


class Choosing(unittest.TestCase):
    def test_the_own_input_stays_where_it_tells_all_apart(self):
        result = found(program({"a": 19, "b": 5}, "a // b"))
        self.assertEqual(result["chosen"][0], result["own"])

    def test_another_input_is_chosen_where_it_tells_more_apart(self):
        # Two times two is two and two.
        result = found(program({"a": 2, "b": 2}, "a * b"))
        self.assertNotEqual(result["chosen"][0], result["own"])
        self.assertEqual(cells(result)["sum_for_product"], "!")
        self.assertEqual(
            cells(found(program({"a": 2, "b": 2}, "a * b"), may_change=False))["sum_for_product"], "="
        )

    def test_equal_values_make_way_for_different_ones(self):
        result = found(program({"a": 30, "b": 30, "c": 7}, "a * 3 + b * 5 + c"))
        self.assertTrue(is_plain(json.loads(result["chosen"][0])))

    def test_no_test_contradicts_a_twin_that_is_open(self):
        # At 4 and 2 the smaller is the second, whatever is read.
        source = program({"a": 40, "b": 20}, "b if a > 10 else min(a, b)")
        for may_change in (False, True):
            result = found(source, [{"a": 8, "b": 20}, {"a": 10, "b": 30}], may_change)
            open_twins = [n for n, c in zip(result["twins"], result["cells"]) if c != "!"]
            for given, output, _ in result["tests"]:
                a, b = json.loads(given).values()
                for name in open_twins:
                    read = {
                        "inclusive_bound": lambda a, b: b if a >= 10 else min(a, b),
                        "maximum_for_minimum": lambda a, b: b if a > 10 else max(a, b),
                    }[name.split()[0]]
                    self.assertEqual(read(a, b), json.loads(output), (name, given))

    def test_what_only_another_input_comes_to_has_twins_too(self):
        source = program({"a": 40, "b": 20, "c": 7}, "a + b if a > 10 else max(b, c)")
        result = found(source, [{"a": 8, "b": 20, "c": 7}], may_change=False)
        self.assertEqual(cells(result)["minimum_for_maximum"], "=")
        self.assertEqual(result["disagreeing"], 1)

    def test_nearness_counts_values_then_sizes(self):
        own = {"a": 10, "b": 20}
        inputs = [{"a": 11, "b": 21}, {"a": 40, "b": 20}, {"a": 11, "b": 20}, own]
        self.assertEqual(sorted(inputs, key=lambda other: distance(own, other)), inputs[::-1])

    def test_it_is_the_same_each_time(self):
        source = program({"a": 36, "b": 4, "c": 9}, "(a // b) % c + max(b, c)")
        self.assertEqual(
            found(source, [{"a": 40, "b": 4, "c": 9}]), found(source, [{"a": 40, "b": 4, "c": 9}])
        )


if __name__ == "__main__":
    unittest.main()
