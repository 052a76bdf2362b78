"""Runs toopher-web.js in Chromium or Firefox: a site on one port of 127.0.0.1, a stand-in for the service on another, a foreign origin
on a third. The browser goes from one scenario to the next by itself. Nothing sleeps, and everything ends at the deadline."""

import argparse
import contextlib
import html
import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from browsers import browser
from harness import Handler, Run, serving
from scenarios import SCENARIOS

HERE = Path(__file__).resolve().parent


def fields_of(body):
    """Returns the fields of a posted form, with the wrapped form parsed too; a list of pairs if a name occurs twice."""
    pairs = parse_qsl(body, keep_blank_values=True, strict_parsing=True, encoding="utf-8", errors="strict")
    fields = dict(pairs)
    if len(fields) != len(pairs):
        return pairs
    if "toopher_iframe_data" in fields:
        fields["toopher_iframe_data"] = fields_of(fields["toopher_iframe_data"])
    return fields


class ScenarioRun(Run):
    """The current scenario, and what the site has received in it."""

    def __init__(self, scripts):
        super().__init__()
        self.scripts = scripts
        self.current = -1
        self.posts = []
        self.origins = {}

    def fail(self, what):
        name = SCENARIOS[self.current].name if 0 <= self.current < len(SCENARIOS) else "no scenario"
        super().fail(f"{name}: {what}")

    def begin(self, number):
        """Checks the last scenario and begins the next one."""
        if number != self.current + 1:
            self.fail(f"scenario {number} was requested")
            return
        if number > 0:
            self.check(SCENARIOS[self.current])
        with self.lock:
            self.current, self.posts = number, []
        if number == len(SCENARIOS):
            self.finish()

    def check(self, scenario):
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
        fields = fields_of(body)
        with self.lock:
            self.posts.append(fields)


class ScriptHandler(Handler):
    """A server of the scripts under test."""

    def static(self, name, headers=()):
        if name in ("toopher-web.js", "toopher-web.mjs"):
            self.file(self.run.scripts / name, headers)
        else:
            self.respond(status=404)


class ServiceHandler(ScriptHandler):
    """The service's origin, or a foreign one: the script, and pages that post what their URL states."""

    def do_GET(self):
        folder, _, name = urlsplit(self.path).path.rpartition("/")
        if folder == "/static":
            self.static(name, [("Access-Control-Allow-Origin", "*")])
        elif name == "frame.js":
            self.file(HERE / "pages/frame.js")
        elif folder == "/v1/web":
            policy = ("Content-Security-Policy", "default-src 'none'; script-src 'self'")
            self.respond('<!doctype html><script src="/frame.js"></script>', headers=[policy])
        else:
            self.respond(status=404)


class SiteHandler(ScriptHandler):
    """The site that embeds the iframe. Its policy permits nothing inline."""

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
            self.respond(SCENARIOS[number].script(self.values(number), name), "text/javascript; charset=utf-8")
        else:
            self.respond(status=404)

    def do_POST(self):
        body = self.body()
        path = urlsplit(self.path).path
        if path == "/failure":
            self.run.fail(body)
            self.respond(status=204)
        elif path == "/hang-up":
            self.close_connection = True
        elif path in (f"/postback/{self.run.current}", f"/scenario/{self.run.current}"):
            self.run.receive(self.headers, body)
            self.respond_to_post()
        else:
            self.run.fail(f"posted to {path}: {body}")
            self.respond(status=404)

    def respond_to_post(self):
        if self.headers.get("X-Requested-With"):
            self.respond('{"received": true}', "application/json")
        else:
            self.redirect(f"/scenario/{self.run.current + 1}")

    def values(self, number):
        return SCENARIOS[number].values(self.run.origins, f"/postback/{number}", f"/scenario/{number + 1}")

    def page(self, number):
        if number >= len(SCENARIOS):
            self.respond("<!doctype html>")
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
        self.respond(content, f"text/html; charset={scenario.charset}", headers=headers)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser", help="the Chromium or the Firefox to run")
    parser.add_argument("scripts", type=Path, help="the folder with toopher-web.js and toopher-web.mjs")
    parser.add_argument("--deadline", type=float, default=60, help="the deadline of the whole run, in seconds")
    arguments = parser.parse_args()
    run = ScenarioRun(arguments.scripts)
    with contextlib.ExitStack() as stack:
        for name, handler in (("site", SiteHandler), ("service", ServiceHandler), ("foreign", ServiceHandler)):
            run.origins[name] = stack.enter_context(serving(handler, run))
        stack.enter_context(browser(arguments.browser, run.origins["site"] + "/scenario/0", run))
        run.wait(arguments.deadline)
    run.report(f"{len(SCENARIOS)} scenarios passed in the browser")


main()
