"""Writes the Parquet files beside it, which tests read: pip install pyarrow, then run it here."""

import datetime
import decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent


def rows(count):
    return [{"problem": f"What is {i} + 1?", "answer": str(i + 1), "solve_rate": i / 8} for i in range(count)]


for codec in ("none", "snappy", "zstd", "gzip"):
    pq.write_table(
        pa.Table.from_pylist(rows(5)), HERE / f"{codec}.parquet", compression=codec, row_group_size=2
    )

pq.write_table(pa.Table.from_pylist(rows(3)), HERE / "lz4.parquet", compression="lz4")

NESTED = pa.schema(
    [
        ("prompt", pa.list_(pa.struct([("content", pa.string()), ("role", pa.string())]))),
        ("reward_model", pa.struct([("ground_truth", pa.string()), ("style", pa.string())])),
        ("tags", pa.list_(pa.string())),
        ("grid", pa.list_(pa.list_(pa.int64()))),
        ("price", pa.decimal128(9, 2)),
        ("big", pa.decimal128(30, 3)),
        ("day", pa.date32()),
        ("at", pa.timestamp("us", tz="UTC")),
        ("ratio", pa.float64()),
        ("half", pa.float32()),
        ("yes", pa.bool_()),
        ("raw", pa.binary()),
        ("extra", pa.map_(pa.string(), pa.int32())),
    ]
)
pq.write_table(
    pa.Table.from_pylist(
        [
            {
                "prompt": [{"content": "What is 2 + 2?", "role": "user"}],
                "reward_model": {"ground_truth": "4", "style": "rule"},
                "tags": ["a", None],
                "grid": [[1, 2], []],
                "price": decimal.Decimal("1.10"),
                "big": decimal.Decimal("123456789012345678901.500"),
                "day": datetime.date(2024, 2, 29),
                "at": datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.timezone.utc),
                "ratio": float("nan"),
                "half": 0.1,
                "yes": True,
                "raw": b"\xff\x00",
                "extra": {"index": 7},
            },
            {},
        ],
        schema=NESTED,
    ),
    HERE / "nested.parquet",
    compression="zstd",
)
