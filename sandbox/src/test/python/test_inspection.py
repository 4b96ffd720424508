"""Where an interpreter looks for modules, and what must not follow from files lying there."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

from caco_sandbox import inspection


class InAnEnvironment(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = os.path.realpath(folder.name)
        self.venv = os.path.join(self.folder, "venv")
        self.project = os.path.join(self.folder, "project")
        os.mkdir(self.project)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", self.venv], check=True)
        (library,) = os.listdir(os.path.join(self.venv, "lib"))
        self.site = os.path.join(self.venv, "lib", library, "site-packages")

    def inspect(self):
        script = inspection.__file__
        python = os.path.join(self.venv, "bin", "python")
        with open(script) as file:
            run = subprocess.run(
                [python, "-S", "-s", "-B", "-c", file.read()], check=True, capture_output=True
            )
        return json.loads(run.stdout)

    def write(self, name, text):
        with open(os.path.join(self.site, name), "w") as file:
            file.write(text)

    def test_its_own_packages_are_found(self):
        found = self.inspect()
        self.assertIn(self.site, found["path"])
        self.assertEqual(found["prefix"], self.venv)

    def test_nothing_that_lies_there_leads_outside(self):
        self.write("a.pth", self.project + "\n")
        self.write("b.pth", "import sys; sys.path.append(%r)\n" % self.project)
        self.write("sitecustomize.py", "import sys; sys.path.append(%r)\n" % self.project)
        self.write("__editable__.p.pth", "import __editable___p_finder; __editable___p_finder.install()\n")
        self.write("__editable___p_finder.py", "MAPPING = {'p': %r}\n" % (self.project + "/src"))
        os.mkdir(self.project + "/src")

        found = self.inspect()

        self.assertFalse([path for path in found["path"] if path.startswith(self.project)])
        self.assertEqual(found["projects"], [self.project, self.project + "/src"])


if __name__ == "__main__":
    unittest.main()
