"""The job in polars, streaming: polars_job.py INPUT OUTPUT DEAD_LETTERS"""
import sys

import polars as pl

source, output, dead_letters = sys.argv[1:]
if source.endswith(".jsonl"):
    # `amount` has texts among its numbers, so it is read as text.
    schema = {
        "id": pl.Int64, "name": pl.String, "email": pl.String, "amount": pl.String, "qty": pl.Int64,
        "country": pl.String, "created_at": pl.String, "description": pl.String, "score": pl.Float64,
        "active": pl.Boolean,
    }
    rows = pl.scan_ndjson(source, schema=schema)
else:
    rows = pl.scan_csv(source, infer_schema=False)
types = {"amount": pl.Float64, "qty": pl.Int64, "score": pl.Float64}
columns = rows.collect_schema().names()
typed = rows.with_columns(
    pl.col(name).cast(kind, strict=False) for name, kind in types.items() if name in columns)
present = [pl.col(name).is_not_null() for name in types if name in columns]
good = pl.all_horizontal(*present, pl.col("qty") >= 0)
wanted = (pl.col("qty") >= 10) & (pl.col("country") != "SE")
pl.collect_all(
    [
        typed.filter(good & wanted).with_columns(total=pl.col("amount") * pl.col("qty")).sink_ndjson(
            output, lazy=True),
        typed.filter(~good.fill_null(False)).sink_ndjson(dead_letters, lazy=True),
    ],
    engine="streaming")
