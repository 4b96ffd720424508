# What follows a program that is a function: it calls it with the test's input. Short, as it is
# compiled each time.
input = {}


def _caco_call(own, name):
    name = name or ("solve" if "solve" in own else ["function", *own][-1])
    if name not in own:
        raise NameError("there is no %s to call" % name)
    code = getattr(getattr(own[name], "__wrapped__", own[name]), "__code__", None)
    if (
        code is None
        or code.co_flags & 8
        or set(input) <= set(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
    ):
        return own[name](**input)
    return own[name](*input.values())


output = _caco_call(
    {
        n: f
        for n, f in globals().items()
        if getattr(f, "__module__", 0) == "__main__" and type(f) is not type and f is not _caco_call
    },
    "FUNCTION",
)
