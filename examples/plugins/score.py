"""A plug-in that scores records: `exec: {command: [python3, score.py], into: score}`."""

from pipeline_plugin import BusinessLogicError, run


def score(record, options):
    value = float(record["id"])
    if value < 0:
        raise BusinessLogicError("the id is negative")
    return value * options.get("factor", 1)


run(score)
