"""The job in DuckDB, two COPYs: duckdb_job.py INPUT OUTPUT DEAD_LETTERS"""
import sys

import duckdb

source, output, dead_letters = sys.argv[1:]
if source.endswith(".jsonl"):
    columns = (
        "{id: 'BIGINT', name: 'VARCHAR', email: 'VARCHAR', amount: 'VARCHAR', qty: 'BIGINT', country: 'VARCHAR', "
        "created_at: 'VARCHAR', description: 'VARCHAR', score: 'DOUBLE', active: 'BOOLEAN'}")
    rows = f"read_json('{source}', format = 'newline_delimited', columns = {columns})"
else:
    rows = f"read_csv('{source}', header = true, all_varchar = true, quote = '\"', escape = '\"')"
names = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM {rows}").fetchall()]
types = {"amount": "DOUBLE", "qty": "BIGINT", "score": "DOUBLE"}
casts = ", ".join(f"TRY_CAST({name} AS {kind}) AS {name}" for name, kind in types.items() if name in names)
good = " AND ".join(f"{name} IS NOT NULL" for name in types if name in names) + " AND qty >= 0"
duckdb.sql("SET preserve_insertion_order = true")
duckdb.sql(
    f"COPY (SELECT *, amount * qty AS total FROM (SELECT * REPLACE ({casts}) FROM {rows}) "
    f"WHERE {good} AND qty >= 10 AND country <> 'SE') TO '{output}' (FORMAT json)")
duckdb.sql(
    f"COPY (SELECT * FROM (SELECT * REPLACE ({casts}) FROM {rows}) "
    f"WHERE ({good}) IS NOT TRUE) TO '{dead_letters}' (FORMAT json)")
