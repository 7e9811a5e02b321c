"""Three services of a shop on 127.0.0.1: inventory, payment, shipping. Python's standard library only.

Each honours `Idempotency-Key`: the first request with a key has its effect, and its answer is stored with it in one
transaction; every later request with that key gets the stored answer. All of it survives a kill.

    python3 shop.py --port 8099 --data shop.db

    POST /inventory/reserve   POST /payment/charge   POST /shipping/schedule
    POST /inventory/release   POST /payment/refund   POST /shipping/cancel

To see what goes wrong:

    POST   /admin/faults    {"path": "/payment/charge", "fault": "status", "status": 422}
    DELETE /admin/faults    no faults any more
    GET    /admin/effects   what was done, in order
    GET    /admin/idle      answers once no other request is being worked on

    fault     what happens instead of an answer
    status    the request is refused with this status, nothing is done
    hang      the request is held for `seconds`, then carried out: too late for whoever had a shorter timeout
    lost      the request is carried out, and the connection is closed without an answer
    crash     the request is carried out, and the whole shop dies without an answer
    slow      the request is carried out after `seconds`

`times` says how often (default: for ever).
"""

import argparse
import hashlib
import http.server
import json
import os
import sqlite3
import threading
import time

# What each path does, and what that undoes.
ACTIONS = {
    "/inventory/reserve": None,
    "/inventory/release": "/inventory/reserve",
    "/payment/charge": None,
    "/payment/refund": "/payment/charge",
    "/shipping/schedule": None,
    "/shipping/cancel": "/shipping/schedule",
}

SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
  key TEXT, path TEXT, digest TEXT, status INTEGER, body TEXT, PRIMARY KEY (key, path));
CREATE TABLE IF NOT EXISTS effects (number INTEGER PRIMARY KEY, path TEXT, key TEXT, request TEXT);
CREATE TABLE IF NOT EXISTS void (key TEXT, path TEXT, PRIMARY KEY (key, path));
CREATE TABLE IF NOT EXISTS faults (path TEXT PRIMARY KEY, fault TEXT);
"""


class Shop:
    """The state of the three services; one transaction at a time."""

    def __init__(self, path):
        self.lock = threading.Lock()
        self.idle = threading.Condition()
        self.busy = 0
        self.database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=FULL")
        self.database.executescript(SCHEMA)

    def rows(self, sql, *values):
        return self.database.execute(sql, values).fetchall()

    def act(self, path, key, body):
        """Does what a path says once for a key; returns status and answer."""
        digest = hashlib.sha256(body).hexdigest()
        with self.lock:
            self.database.execute("BEGIN IMMEDIATE")
            try:
                answer = self.stored(path, key, digest) or self.carry_out(path, key, body, digest)
                self.database.execute("COMMIT")
                return answer
            except BaseException:
                self.database.execute("ROLLBACK")
                raise

    def stored(self, path, key, digest):
        for status, text, first in self.rows(
            "SELECT status, body, digest FROM answers WHERE key = ? AND path = ?", key, path
        ):
            if first != digest:
                return 422, {"error": "the key belongs to another request"}
            return status, json.loads(text)
        return None

    def carry_out(self, path, key, body, digest):
        undone = ACTIONS[path]
        if undone is None:
            # The request was overtaken by the one that undoes it: it must not come into effect any more.
            if self.rows("SELECT 1 FROM void WHERE key = ? AND path = ?", key, path):
                return 409, {"error": "it was undone before it arrived"}
        else:
            # `<key>/compensate` undoes `<key>`, whether or not that has arrived.
            first = key.replace("/compensate", "")
            self.rows("INSERT OR IGNORE INTO void VALUES (?, ?)", first, undone)
            if not self.rows("SELECT 1 FROM answers WHERE key = ? AND path = ?", first, undone):
                return self.store(path, key, digest, {"number": None})
        cursor = self.database.execute(
            "INSERT INTO effects (path, key, request) VALUES (?, ?, ?)", (path, key, body.decode())
        )
        return self.store(path, key, digest, {"number": cursor.lastrowid})

    def store(self, path, key, digest, answer):
        self.rows("INSERT INTO answers VALUES (?, ?, ?, 200, ?)", key, path, digest, json.dumps(answer))
        return 200, answer

    def effects(self):
        with self.lock:
            return [
                {"number": number, "path": path, "key": key, "request": json.loads(request)}
                for number, path, key, request in self.rows("SELECT * FROM effects ORDER BY number")
            ]

    def set_fault(self, fault):
        with self.lock:
            self.rows("INSERT OR REPLACE INTO faults VALUES (?, ?)", fault["path"], json.dumps(fault))

    def clear_faults(self):
        with self.lock:
            self.rows("DELETE FROM faults")

    def take_fault(self, path):
        """The fault that hits a request to a path, counted down."""
        with self.lock:
            for (text,) in self.rows("SELECT fault FROM faults WHERE path = ?", path):
                fault = json.loads(text)
                times = fault.get("times")
                if times is not None:
                    fault["times"] = times - 1
                    if times <= 1:
                        self.rows("DELETE FROM faults WHERE path = ?", path)
                    else:
                        self.rows("UPDATE faults SET fault = ? WHERE path = ?", json.dumps(fault), path)
                return fault
        return {}

    def enter(self):
        with self.idle:
            self.busy += 1

    def leave(self):
        with self.idle:
            self.busy -= 1
            self.idle.notify_all()

    def wait_until_idle(self):
        with self.idle:
            self.idle.wait_for(lambda: self.busy == 0)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    shop: Shop

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/admin/faults":
            self.shop.set_fault(json.loads(body))
            return self.answer(200, {})
        if self.path not in ACTIONS:
            return self.answer(404, {"error": "there is no such service"})
        key = self.headers.get("Idempotency-Key")
        if not key:
            return self.answer(400, {"error": "an `Idempotency-Key` is needed"})
        self.shop.enter()
        try:
            self.serve(key, body)
        finally:
            self.shop.leave()

    def serve(self, key, body):
        fault = self.shop.take_fault(self.path)
        kind = fault.get("fault")
        if kind == "status":
            return self.answer(fault.get("status", 500), {"error": "refused on purpose"})
        if kind in ("hang", "slow"):
            time.sleep(fault.get("seconds", 10 if kind == "hang" else 0.1))
        status, answer = self.shop.act(self.path, key, body)
        if kind == "crash":
            os._exit(1)
        if kind == "lost":
            self.close_connection = True
            return
        self.answer(status, answer)

    def do_GET(self):
        if self.path == "/admin/effects":
            return self.answer(200, self.shop.effects())
        if self.path == "/admin/idle":
            self.shop.wait_until_idle()
            return self.answer(200, {})
        self.answer(404, {"error": "there is no such page"})

    def do_DELETE(self):
        self.shop.clear_faults()
        self.answer(200, {})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            # Whoever asked has gone.
            self.close_connection = True

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        # A client that was killed is part of the game.
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--data", default="shop.db")
    arguments = parser.parse_args()
    Handler.shop = Shop(arguments.data)
    server = Server(("127.0.0.1", arguments.port), Handler)
    print(f"the shop is open at http://127.0.0.1:{server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
