"""Answers a pipeline's `exec` stage. The protocol is in PROTOCOL.md; only the standard library is needed.

    from pipeline_plugin import RetryableError, run

    def score(record, options):
        if "amount" not in record:
            raise ValueError("`amount` is missing")      # permanent: the record becomes a dead letter
        return {"score": len(record["amount"]) * options.get("factor", 1)}

    run(score)
"""

import json
import sys

PROTOCOL = 1


class RetryableError(Exception):
    """May succeed if tried again; `retry_after` (seconds) asks for a pause."""

    def __init__(self, message, retry_after=None):
        super().__init__(message)
        self.retry_after = retry_after


class FatalError(Exception):
    """Will not succeed."""


class BusinessLogicError(Exception):
    """A rule says no."""


def _send(message):
    # print() belongs to the plug-in's author and goes to the log; answers have the real standard output.
    _answers.write(message)


def _line(message):
    # NaN and infinity are no JSON, and would break the protocol.
    return (json.dumps(message, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _answer(handle, call, options):
    try:
        # As text at once: a value that JSON can't say is this record's error.
        return _line({"type": "result", "id": call["id"], "value": handle(call["record"], options)})
    except Exception as error:
        message = str(error).encode(errors="backslashreplace").decode()
        answer = {"type": "error", "id": call["id"], "error_type": type(error).__name__, "message": message}
        if getattr(error, "retry_after", None) is not None:
            answer["retry_after_ms"] = int(error.retry_after * 1000)
        return _line(answer)


def run(handle):
    """Calls `handle(record, options)` for each record until the pipeline is done."""
    options = {}
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "start":
            options = message["options"]
            _send(_line({"type": "ready", "protocol": PROTOCOL}))
        elif message["type"] == "batch":
            for call in message["records"]:
                _send(_answer(handle, call, options))
        elif message["type"] == "stop":
            break
        _answers.flush()


_answers = sys.stdout.buffer
sys.stdout = sys.stderr
