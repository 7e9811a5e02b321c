"""The job in plain Python: plain.py INPUT OUTPUT DEAD_LETTERS"""
import csv
import json
import re
import sys

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?").fullmatch
INTEGER = re.compile(r"[+-]?\d+").fullmatch


def convert(row):
    """Raises ValueError for what is not a number; `float` alone would take `nan`, `1_000` and spaces."""
    for name in ("amount", "qty", "score"):
        value = row.get(name)
        if name == "score" and name not in row:
            continue
        if isinstance(value, str):
            if not (INTEGER if name == "qty" else NUMBER)(value):
                raise ValueError(f"{name}: {value!r}")
            value = int(value) if name == "qty" else float(value)
        row[name] = int(value) if name == "qty" else float(value)
    return row


def rows(path):
    if path.endswith(".jsonl"):
        with open(path, "rb") as file:
            for line in file:
                yield json.loads(line)
    else:
        with open(path, newline="", encoding="utf-8") as file:
            yield from csv.DictReader(file)


def main(source, output, dead_letters):
    with open(output, "w", encoding="utf-8") as out, open(dead_letters, "w", encoding="utf-8") as dead:
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        for row in rows(source):
            try:
                row = convert(row)
                if row["qty"] < 0:
                    raise ValueError("the quantity is negative")
            except ValueError as reason:
                dead.write(encode({"reason": str(reason), "row": row}) + "\n")
                continue
            if row["qty"] >= 10 and row["country"] != "SE":
                row["total"] = row["amount"] * row["qty"]
                out.write(encode(row) + "\n")


main(*sys.argv[1:])
