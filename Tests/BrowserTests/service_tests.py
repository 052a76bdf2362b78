"""A log-in in Chromium or Firefox, end to end: a site with the iframe of a real service, a virtual phone that decides, and a postback
that the command line verifies. The secrets stay on the site's server."""

import argparse
import contextlib
import html
import json
import os
import secrets
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from browsers import browser
from harness import Handler, Run, serving


@dataclass
class Login:
    """One log-in of the user."""

    name: str
    decision: str
    #: Exit status of `toopher iframe verify`: 0 granted, 2 denied or not valid.
    expected: int = 0
    version: int = 2
    is_forged: bool = False
    #: Further attributes of the iframe.
    attributes: str = ""
    #: Which of the requester's sites frames the page.
    site: int = 0


LOGINS = [
    Login("version 2, approved", "approve"),
    Login("version 2, denied", "deny", expected=2),
    Login("version 1, approved", "approve", version=1),
    Login("version 1, denied", "deny", expected=2, version=1),
    Login("a site that hides itself", "approve", attributes='referrerpolicy="no-referrer"'),
    Login("a frame in a sandbox", "approve", attributes='sandbox="allow-scripts allow-same-origin"'),
    Login("another site of the requester", "approve", site=1),
    Login("another site, which hides itself", "approve", attributes='referrerpolicy="no-referrer"', site=1),
    Login("approved, and then changed", "approve", expected=2, is_forged=True),
]


class Site(Run):
    """The site's state: its credentials and the current log-in."""

    def __init__(self, toopher, folder):
        super().__init__()
        self.toopher = toopher
        self.folder = Path(folder)
        self.environment = {"PATH": os.environ["PATH"], "TOOPHER_PHONE": str(self.folder / "phone.json")}
        self.service = ""
        self.origins = []
        self.token = ""
        self.csrf = ""
        self.phone = None

    def run(self, *arguments, form=None):
        return subprocess.run(
            [self.toopher, *arguments], env=self.environment, input=form, capture_output=True, text=True, timeout=60
        )

    def output(self, *arguments):
        result = self.run(*arguments)
        if result.returncode != 0:
            raise RuntimeError(f"toopher {' '.join(arguments)}: {result.stderr}")
        return result.stdout.strip()

    def create_requester(self):
        created = self.output("requester", "create", "Site", "--database", str(self.folder / "t.sqlite"))
        self.environment |= dict(line.split("=", 1) for line in created.splitlines())
        for origin in self.origins:
            self.output(
                "requester", "origin", "add", self.environment["TOOPHER_CONSUMER_KEY"], origin, "--database",
                str(self.folder / "t.sqlite"),
            )  # fmt: skip
        # Nobody reads the page here, so nobody could enter its number on the phone.
        self.output(
            "requester", "set", self.environment["TOOPHER_CONSUMER_KEY"], "--number-matching", "off", "--database", str(self.folder / "t.sqlite")
        )

    def pair(self):
        self.output("phone", "register")
        self.output("pair", "jdoe", self.output("phone", "pair"))
        self.output("phone", "approve")

    def address(self, number):
        """Returns where a log-in takes place, or the end after the last one."""
        return f"{self.origins[LOGINS[number].site]}/login/{number}" if number < len(LOGINS) else f"{self.origins[0]}/done"

    def url(self, login):
        """Returns a signed URL for a new log-in, on which the phone will decide."""
        self.token, self.csrf = "-" + secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        options = ["--v1"] if login.version == 1 else []
        url = self.output("iframe", "url", "jdoe", "--request-token", self.token, "--metadata", "a=b&~*é", *options)
        self.phone = subprocess.Popen(
            [self.toopher, "phone", login.decision, "--wait", "30"], env=self.environment, stdout=subprocess.DEVNULL
        )
        return url

    def check(self, login, body):
        """Verifies the postback, as the site's handler does."""
        self.phone.wait(30)
        fields = parse_qs(body, keep_blank_values=True)
        if fields.get("csrf") != [self.csrf]:
            self.fail(f"{login.name}: csrf is {fields.get('csrf')}")
        options = ["--v1", "--ignore", "csrf"] if login.version == 1 else []
        form = body.replace("jdoe", "root") if login.is_forged else body
        verified = self.run(
            "iframe", "verify", "--request-token", self.token, "--expect-user", "root" if login.is_forged else "jdoe",
            "--expect-action", "Log In", *options, form=form,
        )  # fmt: skip
        if verified.returncode != login.expected or json.loads(verified.stdout)["valid"] == login.is_forged:
            self.fail(f"{login.name}: {verified.returncode} {verified.stdout}{verified.stderr}")
        if not login.is_forged and '"requester_metadata":"a=b&~*é"' not in verified.stdout:
            self.fail(f"{login.name}: no metadata in {verified.stdout}")


class SiteHandler(Handler):
    """The site: for each log-in a page with the iframe, and the handler of its postback."""

    run: Site

    def do_GET(self):
        path = urlsplit(self.path).path
        if path == "/done":
            self.respond("<!doctype html>")
            self.run.finish()
        elif path.startswith("/login/"):
            self.page(int(path.rpartition("/")[2]))
        else:
            self.respond(status=404)

    def do_POST(self):
        number = int(urlsplit(self.path).path.rpartition("/")[2])
        self.run.check(LOGINS[number], self.body())
        self.redirect(self.run.address(number + 1))

    def page(self, number):
        login, service = LOGINS[number], self.run.service
        url = html.escape(self.run.url(login))
        own = html.escape(json.dumps({"csrf": self.run.csrf}))
        text = f"""<!doctype html>
            <title>{login.name}</title>
            <script src="{service}/static/toopher-web.js"></script>
            <body><iframe id="toopher_iframe" src="{url}" toopher_postback="/second-factor/{number}"
            toopher_postback_version="{login.version}" {login.attributes} framework_post_args="{own}"></iframe>"""
        policy = f"default-src 'none'; script-src {service}; frame-src {service}; form-action {' '.join(self.run.origins)}"
        self.respond(text, headers=[("Content-Security-Policy", policy)])


@contextlib.contextmanager
def service(site):
    """Runs `toopher serve` while the block runs."""
    arguments = [site.toopher, "serve", "--port", "0", "--database", str(site.folder / "t.sqlite")]
    process = subprocess.Popen(
        arguments, env=site.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        url = process.stdout.readline().removeprefix("listening on ").strip()
        site.environment["TOOPHER_BASE_URL"] = url
        parts = urlsplit(url)
        site.service = f"{parts.scheme}://{parts.netloc}"
        yield
    finally:
        process.terminate()
        process.wait(30)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser", help="the Chromium or the Firefox to run")
    parser.add_argument("toopher", help="the built toopher, with the service")
    parser.add_argument("--deadline", type=float, default=60, help="the deadline of the whole run, in seconds")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        site = Site(arguments.toopher, stack.enter_context(tempfile.TemporaryDirectory()))
        site.origins = [stack.enter_context(serving(SiteHandler, site)) for _ in range(2)]
        site.create_requester()
        stack.enter_context(service(site))
        site.pair()
        stack.enter_context(browser(arguments.browser, site.address(0), site))
        site.wait(arguments.deadline)
    site.report(f"{len(LOGINS)} log-ins passed in the browser")


main()
