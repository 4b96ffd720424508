"""Validates the description of the runs in Croissant, and reads every table by it."""

import hashlib
import json
import logging
import pathlib
import sys

import mlcroissant

# A data set has a date when it is published, and then not from here.
UNPUBLISHED = '"https://schema.org/datePublished" is recommended'


class Heard(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines += record.getMessage().splitlines()[1:]


heard = Heard()
logging.getLogger("absl").addHandler(heard)
rows = 0
for run in map(pathlib.Path, sys.argv[1:]):
    file = run / "croissant.json"
    data = mlcroissant.Dataset(jsonld=str(file))
    assert not data.metadata.ctx.issues.errors, data.metadata.ctx.issues.report()
    described = json.loads(file.read_text("utf-8"))
    for entry in described["distribution"]:
        if entry["@type"] == "cr:FileObject":
            content = (run / entry["contentUrl"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["@id"]
            assert entry["contentSize"] == f"{len(content)} B", entry["@id"]
    names = {record_set.id for record_set in data.metadata.record_sets}
    assert {"default", "rl", "tests", "lineage", "rejected"} <= names, names
    for name in sorted(names):
        records = list(data.records(record_set=name))
        assert records, name
        rows += len(records)
    first = next(iter(data.records(record_set="default")))
    assert first["default/id"] and first["default/messages"], first
assert all(UNPUBLISHED in line for line in heard.lines), heard.lines
print(f"{rows:,} records of {len(names)} record sets read")
