"""Gathers what the image of Dataflow's workers needs of the pipeline's libraries.

python3 gather.py LIB FOLDER PROCESSOR: FOLDER/lib gets the libraries of LIB but Caco's own, without native
libraries of other systems than Linux on PROCESSOR; FOLDER/option-caco.json names them for the class path, as
the boot program of Beam's Java image reads it; FOLDER/staged names what a job has to stage besides, as it is
called in the launcher's image.
"""

import json
import pathlib
import shutil
import subprocess
import sys

PLACE = "/opt/caco/lib/"
STRIP = pathlib.Path(__file__).resolve().parent.parent / "runners" / "strip-natives.py"


def main() -> None:
    """Makes the folder anew."""
    libraries, folder, processor = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    shutil.rmtree(folder, ignore_errors=True)
    lib = folder / "lib"
    lib.mkdir(parents=True)
    subprocess.run([sys.executable, str(STRIP), str(libraries), str(lib), processor], check=True)
    own = sorted(lib.glob("caco-*.jar"))
    for jar in own:
        jar.unlink()
    staged = ["caco-dataflow.jar", "caco-templates.jar", *(jar.name for jar in own)]
    (folder / "staged").write_text(",".join("/template/" + name for name in staged))
    options = {
        "name": "caco",
        "description": "Libraries of Caco on Beam",
        "enabled": True,
        "options": {"classpath": [PLACE + jar.name for jar in sorted(lib.glob("*.jar"))]},
    }
    (folder / "option-caco.json").write_text(json.dumps(options, indent=1) + "\n")


if __name__ == "__main__":
    main()
