"""Packs the Flink runner into one jar that Flink itself runs.

python3 package-job.py JAR LIB OUTPUT: OUTPUT gets the classes of JAR, which Flink starts at JobJar, and in
lib/ the libraries of the folder LIB but those that every Flink has.
"""

import os
import re
import sys
import zipfile

# Of the cluster; two of a kind on the class path would not fit together.
OF_FLINK = re.compile(r"(flink|slf4j|log4j|jul-to-slf4j)-.*\.jar$")
MAIN = "org.caco.runners.flink.JobJar"


def main():
    own, libraries, output = sys.argv[1:]
    partial = output + ".partial"
    with zipfile.ZipFile(own) as classes, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("META-INF/MANIFEST.MF", f"Manifest-Version: 1.0\r\nMain-Class: {MAIN}\r\n\r\n")
        for entry in classes.infolist():
            if entry.filename != "META-INF/MANIFEST.MF":
                jar.writestr(entry, classes.read(entry))
        for name in sorted(os.listdir(libraries)):
            if not OF_FLINK.match(name):
                # Compressed already.
                jar.write(os.path.join(libraries, name), "lib/" + name, zipfile.ZIP_STORED)
    os.replace(partial, output)
    print(f"{output} has {os.path.getsize(output) / 1e6:.0f} MB; start it by flink run {output} COMMAND ...")


if __name__ == "__main__":
    main()
