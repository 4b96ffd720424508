"""Runs the demo on an emulated terminal of several sizes, and looks at what a person would see.

    python watch_run.py CACO FOLDER [COLUMNSxLINES ...]

CACO starts the program, such as runners/caco. FOLDER gets a run and the screens of each size. Of each
size it is checked that the panel is whole: its first line is on the screen once, no line of it is cut
or wrapped, and bars move. The first size is changed to the last one while the run goes on, and the
second run is stopped by Ctrl-C, which has to say what is kept. The exit status is 1 where a check
failed.
"""

import fcntl
import os
import pathlib
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time

import pyte

PROGRAMS = os.environ.get("PROGRAMS", "120")
FAILURES = []


def check(holds, size, what):
    print(f"{size}: {'ok' if holds else 'FAILED'}: {what}", flush=True)
    if not holds:
        FAILURES.append(what)


def set_size(terminal, columns, lines):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


class Watched:
    """A program on a terminal, and its screen."""

    def __init__(self, command, columns, lines):
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        self.text = b""
        self.terminal, inner = pty.openpty()
        set_size(self.terminal, columns, lines)

        def own_terminal():
            os.setsid()
            fcntl.ioctl(inner, termios.TIOCSCTTY, 0)

        environment = dict(os.environ, TERM="xterm")
        for name in ("COLUMNS", "LINES"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            command,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            env=environment,
            preexec_fn=own_terminal,
        )
        os.close(inner)

    def resize(self, columns, lines):
        set_size(self.terminal, columns, lines)
        self.screen.resize(lines, columns)

    def follow(self, seconds):
        """Reads for some seconds; false when the program has ended."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            if not select.select([self.terminal], [], [], rest)[0]:
                continue
            try:
                data = os.read(self.terminal, 65536)
            except OSError:
                return False
            if not data:
                return False
            self.text += data
            self.stream.feed(data)
        return True

    def rows(self):
        return [row.rstrip() for row in self.screen.display]


def panels_of(watched):
    rows = watched.rows()
    return [i for i, row in enumerate(rows) if " elapsed" in row], rows


def watch(caco, folder, columns, lines, resized=None, stop=False):
    size = f"{columns}x{lines}"
    output = folder / size
    shutil.rmtree(output, ignore_errors=True)
    watched = Watched([*caco, "demo", f"--output={output}", f"--programs={PROGRAMS}"], columns, lines)
    screens = []
    changed = False
    while watched.follow(1):
        heads, rows = panels_of(watched)
        # The sample row may have the word too, and comes when the panel is done.
        if heads and not any("A row of the dataset" in row for row in rows):
            screens.append(rows)
        if resized and not changed and len(screens) == 10:
            columns, lines = resized
            watched.resize(columns, lines)
            changed = True
            watched.follow(4)
            screens.clear()
        if stop and len(screens) == 10:
            os.killpg(watched.process.pid, signal.SIGINT)
            stop = False
            watched.follow(20)
            break
    status = watched.process.wait(timeout=60)
    (folder / f"{size}.txt").write_text(
        "\n\n".join("\n".join(screen) for screen in screens[-1:] + [watched.rows()])
    )
    if screens:
        print("\n".join(screens[len(screens) // 2]))
    check(len(screens) >= 5, size, "the panel was seen")
    check(
        all(sum(" elapsed" in row for row in screen) == 1 for screen in screens[2:]),
        size,
        "there is one panel on the screen",
    )
    check(
        all(any("[" in row and "]" in row for row in screen) for screen in screens[3:]),
        size,
        "bars are shown",
    )
    check(len({"\n".join(screen) for screen in screens}) > 3, size, "it moves")
    return watched, status


def main():
    caco = sys.argv[1].split()
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [tuple(map(int, size.split("x"))) for size in sys.argv[3:]] or [
        (60, 15),
        (80, 24),
        (200, 50),
    ]
    for columns, lines in sizes:
        watched, status = watch(caco, folder, columns, lines)
        check(status == 0, f"{columns}x{lines}", f"it ends with {status}")
        check(
            b"A row of the dataset" in watched.text and b"caco replay" in watched.text,
            f"{columns}x{lines}",
            "it ends with a row, and how to replay it",
        )
    columns, lines = sizes[0]
    watch(caco, folder, columns, lines, resized=sizes[-1])
    watched, status = watch(caco, folder, *sizes[-1], stop=True)
    check(status != 0, "Ctrl-C", f"it ends with {status}")
    said = watched.text.decode(errors="replace")
    check(
        "Stopped. The same command continues it" in said and "Kept: about" in said,
        "Ctrl-C",
        "what is kept, and how it goes on",
    )
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
