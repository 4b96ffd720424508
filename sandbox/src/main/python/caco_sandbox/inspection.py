"""Says what an interpreter is: the JVM runs this with -S -s -B, as the user that programs run as.

Works on any Python 3, so that an old one can be refused by its version.
"""

import importlib.util
import json
import os
import re
import site
import sys
import sysconfig

_MAX_PROJECTS = 1000
_MAX_BYTES = 1 << 20
_QUOTED_PATH = re.compile("[\"'](/[^\"'\n]+)[\"']")


def library_folders():
    """Where modules are looked for, without what .pth files and a site's customisations add.

    Those may lead anywhere: an editable install to a project with all its files.
    """
    site.addpackage = lambda *arguments: None
    sys.path = [folder for folder in sys.path if folder]
    known = site.venv(site.removeduppaths())
    site.addsitepackages(known)
    return [folder for folder in sys.path if os.path.exists(folder)]


def shared_objects():
    """Libraries beside the interpreter's own folders: the interpreter itself may be one."""
    for folder in (sysconfig.get_config_var("LIBDIR"), sys.base_prefix + "/lib", "/usr/local/lib"):
        if not folder or not os.path.isdir(folder) or folder.startswith("/usr/lib"):
            continue
        if os.path.isdir(os.path.join(folder, "../conda-meta")):
            # Thousands of them, and nothing else lives there.
            yield folder
            continue
        for name in sorted(os.listdir(folder)):
            if name.endswith(".so") or ".so." in name:
                yield os.path.join(folder, name)


def configuration(executable):
    """What tells a copied interpreter where its libraries are."""
    for folder in (os.path.dirname(executable), os.path.dirname(os.path.dirname(executable))):
        path = os.path.join(folder, "pyvenv.cfg")
        if os.path.isfile(path):
            yield path


def projects(folders):
    """Folders that .pth files, links and finders in the library folders lead to."""
    found = set()
    for folder in folders:
        if not os.path.isdir(folder):
            continue
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            if name.endswith((".pth", ".egg-link")):
                found.update(os.path.join(folder, line.strip()) for line in lines(path) if line.strip())
            elif name.startswith("__editable__") and name.endswith(".py"):
                found.update(_QUOTED_PATH.findall("\n".join(lines(path))))
    return sorted(path for path in found if os.path.exists(path))[:_MAX_PROJECTS]


def lines(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(_MAX_BYTES).splitlines()
    except OSError:
        return []


def main():
    executable = os.path.realpath(sys.executable)
    folders = library_folders()
    print(
        json.dumps(
            {
                "executable": executable,
                "version": list(sys.version_info[:3]),
                "have": [name for name in ("sympy", "numpy") if importlib.util.find_spec(name)],
                "prefix": sys.prefix,
                "path": folders,
                "files": [executable] + sorted(set(shared_objects())) + list(configuration(executable)),
                # What starts it may have more rights than it has itself.
                "closed": [path for path in [sys.executable] + folders if not os.access(path, os.R_OK)],
                "projects": projects(folders),
            }
        )
    )


if __name__ == "__main__":
    main()
