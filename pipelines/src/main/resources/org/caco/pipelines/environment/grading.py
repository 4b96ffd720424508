"""Whether an answer is the gold one: a part of what Caco's grader says, and never more.

Numbers in digits, fractions, percentages, amounts of money, lists of these, and words. What cannot
be read so is compared as text. Nothing is evaluated, and every text is read in linear time.
"""

import json
import re
import urllib.request
from fractions import Fraction

MAX_ANSWER = 2000
MAX_TEXT = 200000
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = re.compile(r"([-+]?)(" + _DIGITS + r")?(\.[0-9]+)?(?:[eE]([-+]?[0-9]{1,3}))?")
_FRACTION = re.compile(r"([-+]?)([0-9]{1,30})\s*/\s*([0-9]{1,30})")
_LATEX = re.compile(r"([-+]?)\\[dtc]?frac\s*(?:\{([0-9]{1,30})\}\{([0-9]{1,30})\}|([0-9])([0-9]))")
_WRAPPED = re.compile(r"\\(?:text|mathrm|textbf|mathbf|boxed)\s*\{([^{}]*)\}")
_SPACES = re.compile(r"\\[,;:! ]|~|\s+")
_SAID = re.compile(r"(?:final answer|answer)\s*(?:is|:|=)\s*:?\s*", re.IGNORECASE)
_ROUNDED_DIGITS = 6


def final_answer(text):
    """What a reply gives as its answer: the last thing boxed, else what it says to be the answer."""
    if not isinstance(text, str):
        return ""
    text = text[-MAX_TEXT:]
    boxed = _last_boxed(text)
    if boxed is not None:
        return boxed
    if "####" in text:
        return text.rsplit("####", 1)[1].strip().split("\n", 1)[0]
    said = [match.end() for match in _SAID.finditer(text)]
    if said:
        return text[said[-1] :].split("\n", 1)[0].strip().rstrip(".")
    bare = text.strip()
    return bare if len(bare) <= 200 and "\n" not in bare else ""


def _last_boxed(text):
    start = text.rfind("\\boxed{")
    if start < 0:
        return None
    depth = 0
    for at in range(start + 6, min(len(text), start + MAX_ANSWER)):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return text[start + 7 : at]
    return None


def _plain(text):
    text = text.strip().replace("\u2212", "-").replace("\\$", "$").replace("\\%", "%").replace("{,}", ",")
    text = text.strip("$ ").removeprefix("\\(").removesuffix("\\)")
    for _ in range(3):
        text = _WRAPPED.sub(r"\1", text)
    return _SPACES.sub(" ", text).strip().rstrip(".").strip()


class _Value:
    """A number, how many decimals it is written with (-1 for a fraction), and whether in percent."""

    def __init__(self, number, decimals, percent):
        self.number = number
        self.decimals = decimals
        self.percent = percent


def _value(text):
    percent = text.endswith("%")
    bare = text[:-1].rstrip() if percent else text
    sign = 1
    if bare.startswith("-$"):
        sign, bare = -1, bare[2:]
    elif bare.startswith("$"):
        bare = bare[1:]
    bare = bare.strip()
    for pattern in (_FRACTION, _LATEX):
        match = pattern.fullmatch(bare)
        if match:
            above, below = [int(group) for group in match.groups()[1:] if group]
            if below == 0:
                return None
            minus = -1 if match.group(1) == "-" else 1
            return _Value(Fraction(sign * minus * above, below), -1, percent)
    match = _NUMBER.fullmatch(bare)
    if not match or not (match.group(2) or match.group(3)) or len(bare) > 400:
        return None
    whole = (match.group(2) or "0").replace(",", "")
    decimals = match.group(3) or ""
    number = Fraction(whole + decimals) * Fraction(10) ** int(match.group(4) or 0)
    return _Value(sign * (-number if match.group(1) == "-" else number), max(0, len(decimals) - 1), percent)


def _same_number(gold, answer):
    if gold.percent != answer.percent:
        return False
    if gold.number == answer.number:
        return True
    if gold.decimals < 0 or gold.number.denominator == 1:
        # A fraction is written exactly; a whole number is never a rounded one.
        return False
    difference = abs(gold.number - answer.number)
    if answer.decimals < 0:
        # The nearest double of a fraction.
        return gold.decimals >= 12 and difference <= abs(answer.number) * Fraction(1, 10**15)
    return (
        gold.decimals >= _ROUNDED_DIGITS
        and 2 <= answer.decimals < gold.decimals
        and difference < Fraction(1, 2 * 10**answer.decimals)
    )


def _items(text):
    """The items of a list on one level, or None."""
    if len(text) < 2 or text[0] not in "[(" or text[-1] != {"[": "]", "(": ")"}[text[0]]:
        return None
    inside = text[1:-1]
    if any(bracket in inside for bracket in "[](){}'\""):
        return None
    return text[0], [item.strip() for item in inside.split(",")] if inside.strip() else []


def _same_items(gold, answer):
    one, other = _items(gold), _items(answer)
    if one is None or other is None or one[0] != other[0] or len(one[1]) != len(other[1]):
        return False
    for a, b in zip(one[1], other[1]):
        x, y = _value(a), _value(b)
        if x is None or y is None or x.percent or y.percent or x.number != y.number:
            return False
    return True


def equal(gold, answer):
    """Whether an answer, as final_answer gives it, is the gold one."""
    if not isinstance(gold, str) or not isinstance(answer, str):
        return False
    if not answer.strip() or len(gold) > MAX_ANSWER or len(answer) > MAX_ANSWER:
        return False
    gold, answer = _plain(gold), _plain(answer)
    one, other = _value(gold), _value(answer)
    if one is not None or other is not None:
        return one is not None and other is not None and _same_number(one, other)
    if _items(gold) is not None:
        return _same_items(gold, answer)
    return bool(gold) and gold.isascii() and _is_words(gold) and gold.lower() == answer.lower()


def _is_words(text):
    return all(c.isalpha() or c in " '-" for c in text) or text == ""


def score(gold, reply, url=None, timeout=30):
    """1.0 where a reply's final answer is the gold one, else 0.0.

    With `url`, the address of `caco serve-rewards`, that service decides.
    """
    if url:
        return score_all([(gold, reply)], url, timeout)[0]
    return 1.0 if equal(gold, final_answer(reply)) else 0.0


def score_all(pairs, url=None, timeout=30):
    """The scores of pairs of a gold answer and a reply."""
    if not url:
        return [score(gold, reply) for gold, reply in pairs]
    items = [{"gold": gold, "pred": str(reply)[-MAX_TEXT:]} for gold, reply in pairs]
    request = urllib.request.Request(
        url.rstrip("/") + "/grade",
        data=json.dumps({"items": items}).encode("utf-8"),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=timeout) as response:
        results = json.load(response)["results"]
    return [1.0 if result["equal"] is True else 0.0 for result in results]
