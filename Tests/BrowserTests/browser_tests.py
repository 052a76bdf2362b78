"""Runs toopher-web.js in Chromium: a site on one port of 127.0.0.1, a stand-in for the service on another, a stranger on a
third. The browser goes from one scenario to the next by itself; nothing here waits for time to pass, and everything ends
when the deadline has come."""

import argparse
import contextlib
import html
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from scenarios import SCENARIOS

HERE = Path(__file__).resolve().parent


def fields_of(body):
    """The fields of a posted form, what is wrapped unwrapped; a list of pairs if a name occurs twice."""
    pairs = parse_qsl(body, keep_blank_values=True, strict_parsing=True, encoding="utf-8", errors="strict")
    fields = dict(pairs)
    if len(fields) != len(pairs):
        return pairs
    if "toopher_iframe_data" in fields:
        fields["toopher_iframe_data"] = fields_of(fields["toopher_iframe_data"])
    return fields


class Run:
    """What has happened so far; the servers' threads share it."""

    def __init__(self, scripts):
        self.scripts = scripts
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.is_finished = False
        self.current = -1
        self.posts = []
        self.failures = []
        self.origins = {}

    def fail(self, what):
        with self.lock:
            name = SCENARIOS[self.current].name if 0 <= self.current < len(SCENARIOS) else "before the first scenario"
            self.failures.append(f"{name}: {what}")

    def begin(self, number):
        """Judges what came before, and turns to the next scenario."""
        with self.lock:
            is_next = number == self.current + 1
        if not is_next:
            self.fail(f"scenario {number} was asked for")
            return
        if number > 0:
            self.judge(SCENARIOS[self.current])
        with self.lock:
            self.current, self.posts = number, []
        if number == len(SCENARIOS):
            self.is_finished = True
            self.ended.set()

    def judge(self, scenario):
        with self.lock:
            received = sorted(self.posts, key=json.dumps)
        expected = sorted(scenario.posts, key=json.dumps)
        if received != expected:
            self.fail(f"expected {expected}\n  received {received}")

    def receive(self, headers, body):
        scenario = SCENARIOS[self.current]
        kind = headers.get("Content-Type", "").replace(" ", "").lower()
        if kind not in ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=utf-8"):
            self.fail(f"a body of type {kind}")
        if (headers.get("X-Requested-With") == "XMLHttpRequest") != scenario.in_background:
            self.fail("the wrong kind of request")
        if "session=1" not in headers.get("Cookie", ""):
            self.fail("the site's cookie is missing")
        with self.lock:
            self.posts.append(fields_of(body))


class Handler(BaseHTTPRequestHandler):
    """What every server has: replies, and no log."""

    run: Run
    protocol_version = "HTTP/1.1"

    def reply(self, body="", kind="text/html; charset=utf-8", status=200, headers=()):
        content = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        for name, value in [("Content-Type", kind), ("Content-Length", str(len(content))), *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def file(self, path, headers=()):
        self.reply(path.read_bytes(), "text/javascript; charset=utf-8", headers=headers)

    def static(self, name, headers=()):
        if name in ("toopher-web.js", "toopher-web.mjs"):
            self.file(self.run.scripts / name, headers)
        else:
            self.reply(status=404)

    def log_message(self, *_):
        pass


class ServiceHandler(Handler):
    """The service's origin, or a foreign one: the script, and pages that say what their address tells them to."""

    def do_GET(self):
        folder, _, name = urlsplit(self.path).path.rpartition("/")
        if folder == "/static":
            self.static(name, [("Access-Control-Allow-Origin", "*")])
        elif name == "frame.js":
            self.file(HERE / "pages/frame.js")
        elif folder == "/v1/web":
            policy = ("Content-Security-Policy", "default-src 'none'; script-src 'self'")
            self.reply('<!doctype html><script src="/frame.js"></script>', headers=[policy])
        else:
            self.reply(status=404)


class SiteHandler(Handler):
    """The site that embeds the iframe, under a policy that allows nothing inline."""

    def do_GET(self):
        folder, _, name = urlsplit(self.path).path.rpartition("/")
        if folder == "/scenario":
            self.run.begin(int(name))
            self.page(int(name))
        elif folder == "/static":
            self.static(name)
        elif name == "site.js":
            self.file(HERE / "pages/site.js")
        elif folder.startswith("/script/"):
            number = int(folder.rpartition("/")[2])
            self.reply(SCENARIOS[number].script(self.values(number), name), "text/javascript; charset=utf-8")
        else:
            self.reply(status=404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        path = urlsplit(self.path).path
        if path == "/failure":
            self.run.fail(body)
            self.reply(status=204)
        elif path == "/hang-up":
            self.close_connection = True
        elif path in (f"/postback/{self.run.current}", f"/scenario/{self.run.current}"):
            self.run.receive(self.headers, body)
            self.answer()
        else:
            self.run.fail(f"posted to {path}: {body}")
            self.reply(status=404)

    def answer(self):
        if self.headers.get("X-Requested-With"):
            self.reply('{"received": true}', "application/json")
        else:
            self.reply(status=303, headers=[("Location", f"/scenario/{self.run.current + 1}")])

    def values(self, number):
        return SCENARIOS[number].values(self.run.origins, f"/postback/{number}", f"/scenario/{number + 1}")

    def page(self, number):
        if number >= len(SCENARIOS):
            self.reply("<!doctype html>")
            return
        scenario = SCENARIOS[number]
        kind = ' type="module"' if scenario.is_module else ""
        text = f"""<!doctype html>
            <script src="/site.js"></script>
            <script src="/script/{number}/early"></script>
            <title>{html.escape(scenario.name)}</title>
            <body>{scenario.page(self.values(number))}
            <script{kind} src="/script/{number}/late"></script>"""
        service, foreign = self.run.origins["service"], self.run.origins["foreign"]
        policy = (
            f"default-src 'none'; script-src 'self' {service}; frame-src {service} {foreign}; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'"
        )
        headers = [("Content-Security-Policy", policy), ("Set-Cookie", "session=1; Path=/; HttpOnly; SameSite=Strict")]
        content = text.encode(scenario.charset, "xmlcharrefreplace")
        self.reply(content, f"text/html; charset={scenario.charset}", headers=headers)


class Server(ThreadingHTTPServer):
    """A server of its own origin."""

    def __init__(self, handler, run):
        self.run = run
        super().__init__(("127.0.0.1", 0), type(handler.__name__, (handler,), {"run": run}))

    def handle_error(self, request, client_address):
        # The browser drops connections that it no longer needs; everything else is a fault of this program.
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError):
            self.run.fail(repr(error))


@contextlib.contextmanager
def serving(handler, run):
    """Such a server, while the block runs."""
    with Server(handler, run) as listener:
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listener.server_port}"
        finally:
            listener.shutdown()


@contextlib.contextmanager
def browser(program, address, run):
    """Chromium with a profile of its own, while the block runs. Its end, before ours, ends the run."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [
            "--headless=new", f"--user-data-dir={profile}", "--no-first-run", "--disable-gpu", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
        ]  # fmt: skip
        if os.geteuid() == 0:
            options.append("--no-sandbox")
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen([program, *options, address], stdout=log, stderr=log, start_new_session=True)
            threading.Thread(target=lambda: (process.wait(), run.ended.set()), daemon=True).start()
            try:
                yield
                if not run.is_finished:
                    log.seek(0)
                    run.fail("the browser's last words:\n" + log.read().decode(errors="replace")[-2000:])
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser", help="the Chromium to run")
    parser.add_argument("scripts", type=Path, help="the folder with toopher-web.js and toopher-web.mjs")
    parser.add_argument("--deadline", type=float, default=60, help="how long all of it may take, in seconds")
    arguments = parser.parse_args()
    run = Run(arguments.scripts)
    with contextlib.ExitStack() as stack:
        for name, handler in (("site", SiteHandler), ("service", ServiceHandler), ("foreign", ServiceHandler)):
            run.origins[name] = stack.enter_context(serving(handler, run))
        stack.enter_context(browser(arguments.browser, run.origins["site"] + "/scenario/0", run))
        run.ended.wait(arguments.deadline)
        if not run.is_finished:
            run.fail(f"not finished after {arguments.deadline} seconds, or the browser ended; posted so far: {run.posts}")
    for failure in run.failures:
        print(f"✘ {failure}", file=sys.stderr)
    if run.failures:
        sys.exit(1)
    print(f"{len(SCENARIOS)} scenarios passed in the browser")


main()
