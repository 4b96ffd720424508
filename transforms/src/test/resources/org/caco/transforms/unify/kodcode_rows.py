"""Twenty tasks in the way of KodCode, each in ten variants: functions with tests for pytest."""

# Each: the name, the solution and the tests. NUM stands for 3 to 12, WORD for as many letters.
TASKS = [
    (
        "scale_all",
        '''def scale_all(values, factor=NUM):
    """Every value times the factor."""
    result = []
    for value in values:
        result.append(value * factor)
    return result
''',
        """from solution import scale_all

def test_default():
    assert scale_all([1, 2, 3]) == [NUM, 2 * NUM, 3 * NUM]

def test_given():
    assert scale_all([1, -2], 5) == [5, -10]
    assert scale_all([4], factor=2) == [8]

def test_empty():
    assert scale_all([]) == []
""",
    ),
    (
        "checked_root",
        """import math

def checked_root(x):
    if x < 0:
        raise ValueError("negative: %d" % x)
    return math.sqrt(x) + NUM
""",
        """import pytest
from solution import checked_root

def test_values():
    assert checked_root(16) == pytest.approx(4 + NUM)
    assert checked_root(2) == pytest.approx(1.41421356 + NUM, rel=1e-6)
    assert abs(checked_root(9) - NUM - 3) < 1e-9

def test_refuses():
    with pytest.raises(ValueError):
        checked_root(-1)

def test_says_what_it_refuses():
    with pytest.raises(ValueError, match="negative: -4") as caught:
        checked_root(-4)
    assert "-4" in str(caught.value)
""",
    ),
    (
        "divides",
        """def divides(n, by):
    return n % by == NUM % by
""",
        """import pytest
from solution import divides

@pytest.mark.parametrize("n, by, expected", [
    (NUM, 7, True),
    (NUM + 7, 7, True),
    (NUM + 8, 7, False),
    (NUM - 1, 5, False),
])
def test_divides(n, by, expected):
    assert divides(n, by) is expected

@pytest.mark.parametrize("by", [2, 3, 5])
@pytest.mark.parametrize("times", [1, 4])
def test_multiples(by, times):
    assert divides(NUM + by * times, by)
    assert not divides(NUM + by * times + 1, by)
""",
    ),
    (
        "count_words",
        """from collections import Counter

def count_words(text, least):
    counts = Counter(text.lower().split())
    return {word: n for word, n in counts.items() if n >= least and len(word) <= NUM}
""",
        """from solution import count_words

class TestCountWords:
    def setup_method(self):
        self.text = "Ab ab AB cd cd WORDxyz WORDxyz e"

    def test_twice(self):
        assert count_words(self.text, 2) == {"ab": 3, "cd": 2}

    def test_thrice(self):
        assert count_words(self.text, 3) == {"ab": 3}

    def test_none(self):
        assert count_words("", 1) == {}
""",
    ),
    (
        "rotate",
        """def rotate(items, places):
    if not items:
        return []
    places = (places + NUM) % len(items)
    return items[places:] + items[:places]
""",
        """import pytest
from solution import rotate

@pytest.fixture
def items():
    return [1, 2, 3, 4, 5]

def test_rotates(items):
    places = (5 - NUM % 5) % 5
    assert rotate(items, places) == [1, 2, 3, 4, 5]
    assert rotate(items, places + 1) == [2, 3, 4, 5, 1]

def test_keeps_all(items):
    for places in range(-7, 8):
        assert sorted(rotate(items, places)) == items
        assert rotate(rotate(items, places), -2 * NUM - places) == items

def test_empty():
    assert rotate([], 3) == []
""",
    ),
    (
        "collatz_steps",
        """def collatz_steps(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else NUM // NUM * 3 * n + 1
        steps += 1
    return steps + NUM
""",
        """from solution import collatz_steps

def reference(n):
    return 0 if n == 1 else 1 + reference(n // 2 if n % 2 == 0 else 3 * n + 1)

def test_first():
    assert collatz_steps(1) == NUM

def test_many():
    for n in range(2, 30):
        assert collatz_steps(n) == reference(n) + NUM, n
""",
    ),
    (
        "is_palindrome",
        """def is_palindrome(text):
    letters = [c.lower() for c in text if c.isalnum()]
    if len(letters) > NUM + 4:
        return False
    return letters == letters[::-1]
""",
        """from solution import is_palindrome

def test_palindromes():
    assert is_palindrome("Anna")
    assert is_palindrome("a b, A")
    assert is_palindrome("") is True

def test_others():
    assert not is_palindrome("Anne")
    assert not is_palindrome("x" * (NUM + 5))
    assert is_palindrome("x" * (NUM + 4))
""",
    ),
    (
        "matrix_sum",
        """def matrix_sum(a, b):
    if len(a) != len(b) or any(len(x) != len(y) for x, y in zip(a, b)):
        raise ValueError("shapes differ")
    return [[x + y * NUM for x, y in zip(r, s)] for r, s in zip(a, b)]
""",
        """import pytest
from solution import matrix_sum

def test_sum():
    assert matrix_sum([[1, 2], [3, 4]], [[1, 0], [0, 1]]) == [[1 + NUM, 2], [3, 4 + NUM]]

def test_shapes():
    pytest.raises(ValueError, matrix_sum, [[1]], [[1, 2]])
    with pytest.raises(ValueError):
        matrix_sum([[1]], [])
""",
    ),
    (
        "bounds",
        """def bounds(values):
    low, high = min(values), max(values)
    return (low - NUM, high + NUM)
""",
        """from solution import bounds

def test_bounds():
    low, high = bounds([3, 1, 2])
    assert low == 1 - NUM
    assert high == 3 + NUM

def test_one():
    assert bounds([7]) == (7 - NUM, 7 + NUM)
    assert isinstance(bounds([7]), tuple)
""",
    ),
    (
        "distinct",
        """def distinct(values):
    return {v % NUM for v in values}
""",
        """from solution import distinct

def test_distinct():
    assert distinct([0, NUM, 1, NUM + 1]) == {0, 1}
    assert distinct([]) == set()
    assert len(distinct(range(50))) == NUM
""",
    ),
    (
        "caesar",
        """def caesar(text, shift=NUM):
    out = []
    for c in text:
        if c.isalpha():
            base = ord('A') if c.isupper() else ord('a')
            out.append(chr((ord(c) - base + shift) % 26 + base))
        else:
            out.append(c)
    return ''.join(out)
""",
        """import random
import string
from solution import caesar

def test_there_and_back():
    for _ in range(10):
        text = ''.join(random.choice(string.ascii_letters + ' ,') for _ in range(12))
        assert caesar(caesar(text), -NUM) == text

def test_letters():
    assert caesar("abc", 1) == "bcd"
    assert caesar("Zz!", 1) == "Aa!"
    assert caesar("a") == chr(ord("a") + NUM)
""",
    ),
    (
        "fibonacci",
        """def fibonacci(n):
    if not isinstance(n, int):
        raise TypeError("an int")
    if n < 0:
        raise ValueError("not negative")
    a, b = NUM, NUM + 1
    for _ in range(n):
        a, b = b, a + b
    return a
""",
        """import unittest
from solution import fibonacci

class FibonacciTest(unittest.TestCase):
    def setUp(self):
        self.first = [NUM, NUM + 1, 2 * NUM + 1, 3 * NUM + 2]

    def test_first(self):
        self.assertEqual([fibonacci(n) for n in range(4)], self.first)

    def test_recurrence(self):
        for n in range(2, 12):
            self.assertEqual(fibonacci(n), fibonacci(n - 1) + fibonacci(n - 2))

    def test_refuses(self):
        with self.assertRaises(ValueError):
            fibonacci(-1)
        self.assertRaises(TypeError, fibonacci, "2")
""",
    ),
    (
        "mean_of",
        """def mean_of(*numbers):
    if not numbers:
        return None
    return sum(numbers) / len(numbers) + NUM
""",
        """import pytest
from solution import mean_of

def test_mean():
    assert mean_of(1, 2, 3) == 2 + NUM
    assert mean_of(0.1, 0.2) == pytest.approx(0.15 + NUM)

def test_none():
    assert mean_of() is None
""",
    ),
    (
        "flatten",
        """def flatten(nested, depth=NUM):
    flat = []
    for item in nested:
        if isinstance(item, list) and depth > 0:
            flat.extend(flatten(item, depth - 1))
        else:
            flat.append(item)
    return flat
""",
        """from solution import flatten

def nest(depth):
    return 1 if depth == 0 else [nest(depth - 1)]

def test_flat():
    assert flatten([1, [2, [3]], []]) == [1, 2, 3]

def test_depth():
    assert flatten([1, [2, [3]]], 1) == [1, 2, [3]]
    assert flatten(nest(NUM + 1)) == [1]
    assert flatten(nest(NUM + 2)) == [[1]]
""",
    ),
    (
        "lookup",
        """def lookup(table, key):
    if key not in table:
        raise KeyError(key)
    return table[key] * NUM
""",
        """import pytest
from solution import lookup

TABLE = {"a": 1, "b": 2, 3: 4}

@pytest.mark.parametrize("key,value", list(TABLE.items()), ids=str)
def test_known(key, value):
    assert lookup(TABLE, key) == value * NUM

def test_unknown():
    with pytest.raises(KeyError):
        lookup(TABLE, "c")
    with pytest.raises((KeyError, ValueError)):
        lookup({}, "a")
""",
    ),
    (
        "run_lengths",
        """from itertools import groupby

def run_lengths(text):
    return [(c, min(NUM, len(list(run)))) for c, run in groupby(text)]
""",
        """from solution import run_lengths

def test_runs():
    result = run_lengths("aab")
    assert result == [("a", 2), ("b", 1)]
    assert run_lengths("x" * 40) == [("x", NUM)]

def test_total():
    text = "aabbbca"
    assert sum(n for _, n in run_lengths(text)) == len(text)
""",
    ),
    (
        "interest",
        """def interest(amount, rate, years):
    for _ in range(years):
        amount = round(amount * (1 + rate / 100), 2)
    return amount + NUM
""",
        """import math
from solution import interest

def test_none():
    assert interest(100, 5, 0) == 100 + NUM

def test_years():
    assert math.isclose(interest(100, 5, 1), 105 + NUM)
    assert math.isclose(interest(100, 10, 2), 121 + NUM, abs_tol=0.01)
    assert interest(200, 5, 3) > interest(200, 5, 2)
""",
    ),
    (
        "merge_sorted",
        """def merge_sorted(a, b):
    merged = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            merged.append(a[i])
            i += 1
        else:
            merged.append(b[j])
            j += 1
    return (merged + a[i:] + b[j:])[:NUM + 2]
""",
        """from solution import merge_sorted

def test_merge():
    assert merge_sorted([1, 4], [2, 3]) == [1, 2, 3, 4]
    assert merge_sorted([], [5]) == [5]
    assert merge_sorted([], []) == []

def test_cut():
    a = list(range(0, 20, 2))
    b = list(range(1, 20, 2))
    assert merge_sorted(a, b) == sorted(a + b)[:NUM + 2]
""",
    ),
    (
        "grade",
        """class GradeError(Exception):
    pass

def grade(points, most=100):
    if points < 0 or points > most:
        raise GradeError("%s of %s" % (points, most))
    share = 100 * points / most
    for least, letter in ((90, "A"), (80 - NUM, "B"), (50, "C")):
        if share >= least:
            return letter
    return "F"
""",
        """import pytest
from solution import GradeError, grade

def test_letters():
    assert grade(95) == "A"
    assert grade(80 - NUM) == "B"
    assert grade(79 - NUM) == "C"
    assert grade(49) == "F"

def test_most():
    assert grade(9, most=10) == "A"

def test_refuses():
    with pytest.raises(GradeError):
        grade(101)
    with pytest.raises(GradeError, match="-1 of 100"):
        grade(-1)
""",
    ),
    (
        "primes_below",
        """def primes_below(n):
    sieve = [True] * max(n, 2)
    sieve[0] = sieve[1] = False
    for i in range(2, int(n ** 0.5) + 1 if n > 0 else 0):
        if sieve[i]:
            for multiple in range(i * i, n, i):
                sieve[multiple] = False
    return [i for i in range(n) if sieve[i] and i != NUM]
""",
        """from solution import primes_below

def is_prime(n):
    return n > 1 and all(n % d for d in range(2, n))

def test_small():
    assert primes_below(2) == []
    assert primes_below(0) == []

def test_against_division():
    expected = [n for n in range(60) if is_prime(n) and n != NUM]
    result = primes_below(60)
    assert result == expected
    assert NUM not in result
""",
    ),
]


def rows():
    for name, solution, test in TASKS:
        for number in range(3, 13):
            yield {
                "style": "instruct",
                "question_id": "%s_%d" % (name, number),
                "question": "Write `%s`, variant %d." % (name, number),
                "solution": filled(solution, number),
                "test": filled(test, number),
                "test_info": [{"function_name": name}],
            }


def filled(text, number):
    return text.replace("NUM", str(number)).replace("WORD", "w" * number)
