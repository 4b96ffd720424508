"""Asks both runs in SQL."""

import sys

import duckdb


def main(one, two):
    files = [f"{run}/data/*.parquet" for run in (one, two)]
    rows, solved = duckdb.sql(f"select count(*), sum(pass_count) from read_parquet({files!r})").fetchall()[0]
    reasons = duckdb.sql(
        f"select reason, count(*) from '{one}/rejected-rows/*.parquet' group by 1 order by 2 desc"
    ).fetchall()
    for name in "tasks", "preferences", "steps", "instances":
        derived, joined = duckdb.sql(
            f"select count(*), count(data.id) from '{one}/{name}-rows/*.parquet' as derived"
            f" left join '{one}/data/*.parquet' as data on data.id = derived.row_id"
        ).fetchall()[0]
        assert derived == joined > 0, (name, derived, joined)
    truth = duckdb.sql(
        f"select reward_model.ground_truth = answer, prompt[1].role from '{one}/rl/*.parquet'"
    ).fetchall()
    assert set(truth) == {(True, "user")}, truth
    print(f"{rows} rows, {solved} solutions agree; most often rejected as {reasons[0][0]}")


main(*sys.argv[1:])
