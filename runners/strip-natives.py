"""Copies the jars of a folder into another, without native libraries of other systems.

python3 strip-natives.py FROM TO [PROCESSOR]: for Linux on this machine's processor, or another: x86_64 or
aarch64. A jar without such libraries is copied as it is.
"""

import pathlib
import platform
import re
import shutil
import sys
import zipfile

# Names of processors, as the libraries spell them in paths and file names.
PROCESSORS = {
    "x86_64": ("x86_64", "x86-64", "amd64", "x64"),
    "aarch64": ("aarch64", "aarch_64", "aarch-64", "arm64"),
}
NATIVE = re.compile(r"\.(so|dll|dylib|jnilib|a|pdb|lib)$|\.dSYM/", re.IGNORECASE)
OTHER_SYSTEM = re.compile(
    r"\.(dll|dylib|jnilib|pdb|lib)$|\.dSYM/|\b(win|windows|osx|darwin|mac|freebsd|aix|sunos|android)"
    r"(?![a-z])|musl",
    re.IGNORECASE,
)
# Folders and parts of names that only name a processor.
PROCESSOR = re.compile(
    r"(?<![a-z0-9])(x86_64|x86-64|amd64|x64|aarch64|aarch_64|aarch-64|arm64|armv5|armv6|armv7|arm|i386|x86|x86_32|"
    r"ppc64le|ppc64|ppcle_64|ppc|s390x|s390_64|riscv64|loongarch64|mips64|mips)(?![a-z0-9])",
    re.IGNORECASE,
)


def belongs(name: str, processor: str) -> bool:
    """Whether an entry of a jar is of use here."""
    if not NATIVE.search(name):
        return True
    if OTHER_SYSTEM.search(name):
        return False
    named = PROCESSOR.findall(name)
    return not named or named[-1].lower() in PROCESSORS[processor]


def copy(source: pathlib.Path, target: pathlib.Path, processor: str) -> None:
    """Copies a jar, without what is of no use."""
    with zipfile.ZipFile(source) as jar:
        entries = jar.infolist()
        kept = [entry for entry in entries if belongs(entry.filename, processor)]
        if len(kept) == len(entries):
            shutil.copyfile(source, target)
            return
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for entry in {entry.filename: entry for entry in kept}.values():
                out.writestr(entry, jar.read(entry), compress_type=zipfile.ZIP_DEFLATED)


def main() -> None:
    """Copies every jar."""
    source, target = map(pathlib.Path, sys.argv[1:3])
    processor = sys.argv[3] if len(sys.argv) > 3 else platform.machine()
    if processor not in PROCESSORS:
        sys.exit(f"no names of the processor {processor} are known: copy {source} as it is")
    for jar in sorted(source.glob("*.jar")):
        copy(jar, target / jar.name, processor)


if __name__ == "__main__":
    main()
