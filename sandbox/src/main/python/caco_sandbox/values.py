"""Values as JSON: the encoding that docs/output.md describes, by exact type, with a bound on everything.

A value's own code is not run to encode it, except str() of types that this file names.
"""

import base64
import collections
import datetime
import decimal
import fractions
import json
import sys

MAX_DIGITS = 10000
MAX_DEPTH = 200
# Bytes of the encoding for each entry that it may have: 20,000 in one MiB.
_BYTES_AN_ENTRY = 52
_FEW = 20000
_DIGIT_LIMIT = 10**MAX_DIGITS
_DIGIT_BITS = _DIGIT_LIMIT.bit_length()
_EXACT_INT = 2**53
_TEXT_TYPES = frozenset(
    (
        datetime.date,
        datetime.datetime,
        datetime.time,
        datetime.timedelta,
        datetime.timezone,
        range,
    )
)
dumps = json.JSONEncoder(
    ensure_ascii=True, allow_nan=False, check_circular=False, separators=(",", ":")
).encode
_loads = json.loads


class Unencodable(Exception):
    """A value outside the accepted kinds: args are the reason and what was seen."""


class Encoder:
    """Encodes values that share a budget of bytes, and of entries where that is large."""

    def __init__(self, max_bytes):
        self.nodes = self.max_nodes = max(_FEW, max_bytes // _BYTES_AN_ENTRY)
        self.bytes = max_bytes
        self.open = set()

    def text(self, value):
        self.bytes -= len(value)
        if self.bytes < 0:
            raise Unencodable("too_large", "more than the allowed output")
        return value

    def encode(self, value, depth=0):
        """What json writes for a value."""
        kind = type(value)
        encode = _PLAIN.get(kind)
        if encode is not None:
            return encode(self, value)
        fill = _CONTAINERS.get(kind)
        if fill is None and isinstance(value, tuple):
            fill = _named_tuple
        if fill is not None:
            return self.container(value, depth, fill)
        return self.object(value, kind, depth)

    def integer(self, value):
        if value.bit_length() >= _DIGIT_BITS and not -_DIGIT_LIMIT < value < _DIGIT_LIMIT:
            raise Unencodable("too_many_digits", "an integer of more than 10000 digits")
        return int.__repr__(value)

    def container(self, value, depth, fill):
        if depth >= MAX_DEPTH:
            raise Unencodable("too_deep", "nested more than %d deep" % MAX_DEPTH)
        if id(value) in self.open:
            raise Unencodable("cyclic_value", "a %s that contains itself" % _type_name(type(value)))
        self.nodes -= len(value) + 1
        self.bytes -= 2 * len(value) + 2
        if self.nodes < 0 or self.bytes < 0:
            raise Unencodable("too_large", "more values than the allowed output")
        self.open.add(id(value))
        out = fill(self, value, depth + 1)
        self.open.discard(id(value))
        return out

    def object(self, value, kind, depth):
        """A value that JSON holds as text only."""
        if kind is bytearray or kind is collections.deque:
            self.encode(list(value), depth + 1)
        elif kind not in _TEXT_TYPES:
            kind = self.foreign(value, kind, depth)
        return {"$object": _type_name(kind), "text": self.text(str(value))}

    def foreign(self, value, kind, depth):
        """Refuses what is not of a library known here; returns the type to name."""
        module = kind.__module__
        top = module.partition(".")[0] if type(module) is str else ""
        library = sys.modules.get(top)
        is_known = _LIBRARIES.get(top)
        if library is not None and is_known is not None and is_known(self, library, value, depth):
            return kind
        sympy = sys.modules.get("sympy")
        if sympy is not None and _is_sympy(sympy, value):
            # An applied undefined function's class is made at run time, outside of sympy's modules.
            return next(c for c in kind.__mro__ if str(c.__module__).startswith("sympy."))
        raise Unencodable("unsupported_type", _type_name(kind))

    def array(self, value, depth):
        if value.size > self.max_nodes:
            raise Unencodable("too_large", "an array of %d elements" % value.size)
        if value.dtype.hasobject:
            self.encode(value.tolist(), depth + 1)


def _int(encoder, value):
    if -_EXACT_INT <= value <= _EXACT_INT:
        encoder.bytes -= 8
        return value
    return {"$int": encoder.text(encoder.integer(value))}


def _float(encoder, value):
    encoder.bytes -= 8
    if value - value == 0.0:
        return value
    return {"$float": "nan" if value != value else "inf" if value > 0 else "-inf"}


def _constant(encoder, value):
    encoder.bytes -= 4
    return value


def _str(encoder, value):
    return encoder.text(value)


def _bytes(encoder, value):
    return {"$bytes": encoder.text(base64.b64encode(value).decode("ascii"))}


def _complex(encoder, value):
    return {"$complex": [encoder.encode(value.real), encoder.encode(value.imag)]}


def _fraction(encoder, value):
    return {
        "$fraction": encoder.text(encoder.integer(value.numerator) + "/" + encoder.integer(value.denominator))
    }


def _decimal(encoder, value):
    if len(value.as_tuple().digits) > MAX_DIGITS:
        raise Unencodable("too_many_digits", "a Decimal of more than 10000 digits")
    return {"$decimal": encoder.text(str(value))}


def _items(encoder, value, depth):
    encode = encoder.encode
    return [encode(item, depth) for item in value]


def _tuple(encoder, value, depth):
    return {"$tuple": _items(encoder, value, depth)}


def _named_tuple(encoder, value, depth):
    if not hasattr(type(value), "_fields"):
        raise Unencodable("unsupported_type", _type_name(type(value)))
    return {"$tuple": _items(encoder, tuple.__iter__(value), depth)}


def _set(encoder, value, depth):
    return {"$set": _items(encoder, sorted(value, key=_order), depth)}


def _mapping(encoder, value, depth):
    encode = encoder.encode
    out = {}
    for key, item in dict.items(value):
        if type(key) is not str or key[:1] == "$":
            return {"$dict": [[encode(key, depth), encode(item, depth)] for key, item in dict.items(value)]}
        out[encoder.text(key)] = encode(item, depth)
    return out


_PLAIN = {
    int: _int,
    str: _str,
    float: _float,
    bool: _constant,
    type(None): _constant,
    bytes: _bytes,
    complex: _complex,
    fractions.Fraction: _fraction,
    decimal.Decimal: _decimal,
}
_CONTAINERS = {
    list: _items,
    tuple: _tuple,
    set: _set,
    frozenset: _set,
    dict: _mapping,
    collections.OrderedDict: _mapping,
    collections.defaultdict: _mapping,
    collections.Counter: _mapping,
}


def _is_of_numpy(encoder, numpy, value, depth):
    if isinstance(value, numpy.ndarray):
        encoder.array(value, depth)
    return isinstance(value, (numpy.generic, numpy.ndarray))


def _is_of_sympy(encoder, sympy, value, depth):
    if not _is_sympy(sympy, value):
        return False
    if isinstance(value, sympy.Integer):
        encoder.integer(int(value))
    return True


def _is_of_mpmath(encoder, mpmath, value, depth):
    return isinstance(value, (mpmath.mpf, mpmath.mpc))


_LIBRARIES = {"numpy": _is_of_numpy, "sympy": _is_of_sympy, "mpmath": _is_of_mpmath}


def _is_sympy(sympy, value):
    if not isinstance(value, (sympy.Basic, sympy.MatrixBase)):
        return False
    # Only sympy's own printing: a subclass may bring any other __str__.
    owner = next((c for c in type(value).__mro__ if "__str__" in c.__dict__), object)
    return str(owner.__module__).startswith("sympy.")


def _type_name(kind):
    return ("%s.%s" % (kind.__module__, kind.__qualname__))[:200]


def _order(item):
    """A total order over hashable values that no hash seed changes."""
    kind = type(item)
    if kind is int or kind is bool or kind is fractions.Fraction:
        return (1, item)
    if kind is float:
        return (1, item) if item == item else (0, 0)
    if kind is str:
        return (2, item)
    if kind is bytes:
        return (3, item)
    if kind is tuple:
        return (4, tuple(_order(i) for i in item))
    if kind is frozenset:
        return (5, tuple(sorted(_order(i) for i in item)))
    if kind is complex:
        return (6, _order(item.real), _order(item.imag))
    return (9, dumps(Encoder(1 << 20).encode(item)))


def decode_json(text):
    return _decode(_loads(text))


def _decode(value):
    kind = type(value)
    if kind is list:
        return [_decode(item) for item in value]
    if kind is not dict:
        return value
    if len(value) == 1:
        ((name, inner),) = value.items()
        decoder = _DECODERS.get(name)
        if decoder is not None:
            return decoder(inner)
    if "$object" in value:
        raise Unencodable("input_not_decodable", str(value["$object"])[:200])
    return {key: _decode(item) for key, item in value.items()}


def _frozen(value):
    """What may be a key: a set inside a set or a key was a frozenset."""
    if type(value) is set:
        return frozenset(value)
    if type(value) is tuple:
        return tuple(_frozen(item) for item in value)
    return value


_DECODERS = {
    "$int": int,
    "$float": float,
    "$dict": lambda pairs: {_frozen(_decode(key)): _decode(item) for key, item in pairs},
    "$tuple": lambda items: tuple(_decode(item) for item in items),
    "$set": lambda items: set(_frozen(_decode(item)) for item in items),
    "$bytes": base64.b64decode,
    "$complex": lambda parts: complex(_decode(parts[0]), _decode(parts[1])),
    "$fraction": fractions.Fraction,
    "$decimal": decimal.Decimal,
}
