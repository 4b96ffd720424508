# What follows a program that is a function: it calls the function with the test's input.
input = {}


def _caco_function(names, wanted):
    own = {
        name: value
        for name, value in names.items()
        if callable(value)
        and not isinstance(value, type)
        and not name.startswith("_caco_")
        and getattr(value, "__module__", None) == "__main__"
    }
    name = wanted or ("solve" if "solve" in own else list(own)[-1] if own else "")
    if name not in own:
        raise NameError("there is no function %s to call" % name if name else "there is no function to call")
    return own[name]


def _caco_call(function, given):
    code = getattr(getattr(function, "__wrapped__", function), "__code__", None)
    if code is None:
        return function(**given)
    named = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    if code.co_flags & 8 or set(given) <= set(named):
        return function(**given)
    return function(*given.values())


output = _caco_call(_caco_function(dict(globals()), "FUNCTION"), input)
