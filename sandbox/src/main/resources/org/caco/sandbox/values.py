# Values as JSON: the encoding that the README describes, by exact type, with a bound on everything.
# A value's own code is not run to encode it, except str() of types that this file names.

MAX_DIGITS = 10000
MAX_DEPTH = 200
MAX_NODES = 200000
_DIGIT_LIMIT = 10**MAX_DIGITS
_DIGIT_BITS = _DIGIT_LIMIT.bit_length()
_EXACT_INT = 2**53
_DICTS = (collections.OrderedDict, collections.defaultdict, collections.Counter)
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
_dumps = json.JSONEncoder(
    ensure_ascii=True, allow_nan=False, check_circular=False, separators=(",", ":")
).encode
_loads = json.loads


class Unencodable(Exception):
    """A value outside the accepted kinds: args are the reason and what was seen."""


class Encoder:
    """Encodes one value; a fresh one per value, for its budget."""

    def __init__(self, max_bytes):
        self.nodes = MAX_NODES
        self.bytes = max_bytes
        self.open = set()

    def text(self, value):
        self.bytes -= len(value)
        if self.bytes < 0:
            raise Unencodable("too_large", "more than the allowed output")
        return value

    def encode(self, value, depth=0):
        kind = type(value)
        if kind is int:
            if -_EXACT_INT <= value <= _EXACT_INT:
                self.bytes -= 8
                return value
            return {"$int": self.text(self.integer(value))}
        if kind is str:
            return self.text(value)
        if kind is float:
            self.bytes -= 8
            if value - value == 0.0:
                return value
            return {"$float": "nan" if value != value else "inf" if value > 0 else "-inf"}
        if value is None or kind is bool:
            self.bytes -= 4
            return value
        if kind in _CONTAINERS or isinstance(value, tuple):
            return self.container(value, kind, depth)
        if kind is bytes:
            return {"$bytes": self.text(base64.b64encode(value).decode("ascii"))}
        if kind is complex:
            return {"$complex": [self.encode(value.real), self.encode(value.imag)]}
        if kind is fractions.Fraction:
            return {
                "$fraction": self.text(
                    self.integer(value.numerator) + "/" + self.integer(value.denominator)
                )
            }
        if kind is decimal.Decimal:
            if len(value.as_tuple().digits) > MAX_DIGITS:
                raise Unencodable("too_many_digits", "a Decimal of more than 10000 digits")
            return {"$decimal": self.text(str(value))}
        return self.object(value, kind, depth)

    def integer(self, value):
        if value.bit_length() >= _DIGIT_BITS and not -_DIGIT_LIMIT < value < _DIGIT_LIMIT:
            raise Unencodable("too_many_digits", "an integer of more than 10000 digits")
        return int.__repr__(value)

    def container(self, value, kind, depth):
        if depth >= MAX_DEPTH:
            raise Unencodable("too_deep", "nested more than %d deep" % MAX_DEPTH)
        if id(value) in self.open:
            raise Unencodable("cyclic_value", "a %s that contains itself" % _type_name(kind))
        self.nodes -= len(value) + 1
        self.bytes -= 2 * len(value) + 2
        if self.nodes < 0 or self.bytes < 0:
            raise Unencodable("too_large", "more values than the allowed output")
        self.open.add(id(value))
        depth += 1
        encode = self.encode
        if kind is list:
            out = [encode(item, depth) for item in value]
        elif kind is tuple:
            out = {"$tuple": [encode(item, depth) for item in value]}
        elif kind is dict or kind in _DICTS:
            out = self.mapping(value, depth)
        elif kind is set or kind is frozenset:
            out = {"$set": [encode(item, depth) for item in sorted(value, key=_order)]}
        elif hasattr(kind, "_fields") and isinstance(value, tuple):
            out = {"$tuple": [encode(item, depth) for item in tuple.__iter__(value)]}
        else:
            raise Unencodable("unsupported_type", _type_name(kind))
        self.open.discard(id(value))
        return out

    def mapping(self, value, depth):
        encode = self.encode
        out = {}
        for key, item in dict.items(value):
            if type(key) is not str or key[:1] == "$":
                return {
                    "$dict": [
                        [encode(key, depth), encode(item, depth)] for key, item in dict.items(value)
                    ]
                }
            out[self.text(key)] = encode(item, depth)
        return out

    def object(self, value, kind, depth):
        module = kind.__module__
        top = module.partition(".")[0] if type(module) is str else ""
        known = sys.modules.get(top)
        if kind in _TEXT_TYPES:
            pass
        elif kind is bytearray or kind is collections.deque:
            self.encode(list(value), depth + 1)
        elif top == "numpy" and known is not None and isinstance(value, (known.generic, known.ndarray)):
            if isinstance(value, known.ndarray):
                if value.size > MAX_NODES:
                    raise Unencodable("too_large", "an array of %d elements" % value.size)
                if value.dtype.hasobject:
                    self.encode(value.tolist(), depth + 1)
        elif top == "sympy" and known is not None and _is_sympy(known, value, kind):
            if isinstance(value, known.Integer):
                self.integer(int(value))
        elif top == "mpmath" and known is not None and isinstance(value, (known.mpf, known.mpc)):
            pass
        elif "sympy" in sys.modules and _is_sympy(sys.modules["sympy"], value, kind):
            # An applied undefined function's class is made at run time, outside of sympy's modules.
            kind = next(c for c in kind.__mro__ if str(c.__module__).startswith("sympy."))
        else:
            raise Unencodable("unsupported_type", _type_name(kind))
        return {"$object": _type_name(kind), "text": self.text(str(value))}


def _is_sympy(sympy, value, kind):
    if not isinstance(value, (sympy.Basic, sympy.MatrixBase)):
        return False
    # Only sympy's own printing: a subclass may bring any other __str__.
    owner = next((c for c in kind.__mro__ if "__str__" in c.__dict__), object)
    return str(owner.__module__).startswith("sympy.")


_CONTAINERS = frozenset((list, tuple, dict, set, frozenset) + _DICTS)


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
    return (9, _dumps(Encoder(1 << 20).encode(item)))


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
