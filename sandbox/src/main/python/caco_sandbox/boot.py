"""Starts a zygote: the JVM hands this file to the interpreter as an argument, and the rest by a pipe.

It first says four zero bytes on descriptor 1. The message on descriptor 0 is four bytes of length
and JSON: the settings, and the sources of the package's modules by name. The interpreter runs with
-S, so no .pth file and no customisation of a site adds anything to where modules are looked for:
`path` in the settings is all there is.
"""

import sys

# The working folder is nobody's library.
sys.path = [folder for folder in sys.path if folder]

import builtins  # noqa: E402
import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import site  # noqa: E402
from importlib.machinery import ModuleSpec  # noqa: E402

PACKAGE = "caco_sandbox"


class Sources:
    """Imports the package from memory, with builtins of its own.

    A program can replace what is in the module `builtins`, and what it imports; it must not find
    these modules under their names.
    """

    def __init__(self, sources):
        self.sources = sources
        self.builtins = dict(vars(builtins))

    def find_spec(self, name, path=None, target=None):
        if name not in self.sources:
            return None
        return ModuleSpec(name, self, origin="<sandbox>", is_package=name == PACKAGE)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__builtins__ = self.builtins
        exec(compile(self.sources[module.__name__], "<%s>" % module.__name__, "exec"), module.__dict__)

    def load(self, name):
        """The module of this name; afterwards nobody can import it."""
        sys.meta_path.insert(0, self)
        module = importlib.import_module(name)
        sys.meta_path.remove(self)
        for loaded in self.sources:
            sys.modules.pop(loaded, None)
        return module


def read_exactly(size):
    data = b""
    while len(data) < size:
        chunk = os.read(0, size - len(data))
        if not chunk:
            os._exit(3)
        data += chunk
    return data


def main():
    # Says that the jail stands: until then its processes are bubblewrap's.
    os.write(1, bytes(4))
    message = json.loads(read_exactly(int.from_bytes(read_exactly(4), "big")))
    settings = message["settings"]
    sys.path[:] = settings["path"]
    sys.prefix = sys.exec_prefix = settings["prefix"]
    # What programs expect to find, and -S leaves out.
    site.setquit()
    site.setcopyright()
    site.sethelper()
    Sources(message["sources"]).load(PACKAGE + ".zygote").serve(settings)


if __name__ == "__main__":
    main()
