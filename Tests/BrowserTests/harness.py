"""Servers on 127.0.0.1, each for the length of a block, and the state that they share."""

import contextlib
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Run:
    """The failures so far, and whether the run has ended. The servers' threads share it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.is_finished = False
        self.failures = []

    def fail(self, what):
        with self.lock:
            self.failures.append(what)

    def finish(self):
        self.is_finished = True
        self.ended.set()

    def wait(self, deadline):
        self.ended.wait(deadline)
        if not self.is_finished:
            self.fail(f"not finished after {deadline:g} seconds, or the browser ended")

    def take(self, test, steps, explain=lambda: None):
        """Takes the steps, each a method of a test, until one fails; `explain` then shows more."""
        for step in steps:
            began = time.monotonic()
            try:
                getattr(test, step)()
            except (RuntimeError, TimeoutError) as error:
                self.fail(f"{step}: {error!r}")
                explain()
                return
            print(f"{step}: {time.monotonic() - began:.1f} s", file=sys.stderr)

    def report(self, success):
        """Prints the outcome; after a failure, exits."""
        for failure in self.failures:
            print(f"✘ {failure}", file=sys.stderr)
        if self.failures:
            sys.exit(1)
        print(success)


class Handler(BaseHTTPRequestHandler):
    """Responses without a log."""

    run: Run
    protocol_version = "HTTP/1.1"

    def respond(self, body="", kind="text/html; charset=utf-8", status=200, headers=()):
        content = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        for name, value in [("Content-Type", kind), ("Content-Length", str(len(content))), *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def file(self, path, headers=()):
        self.respond(path.read_bytes(), "text/javascript; charset=utf-8", headers=headers)

    def redirect(self, url):
        self.respond(status=303, headers=[("Location", url)])

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """A server on a port of its own."""

    def __init__(self, handler, run):
        self.run = run
        super().__init__(("127.0.0.1", 0), type(handler.__name__, (handler,), {"run": run}))

    def handle_error(self, request, client_address):
        # The browser closes connections that it no longer needs. Every other error is a bug of this program.
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError):
            self.run.fail(repr(error))


@contextlib.contextmanager
def serving(handler, run):
    """Serves while the block runs; gives the server's origin."""
    with Server(handler, run) as listener:
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listener.server_port}"
        finally:
            listener.shutdown()
