"""Phones in Chromium or Firefox, end to end: a site with the iframe of `web/manage_user`, a virtual phone, signed postbacks, and the page
of a reset link with scripts switched off. With --pictures every page is also kept as an image, in two sizes."""

import argparse
import base64
import contextlib
import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from browsers import opened
from harness import Handler, Run, serving

SIZES = {"390": (390, 844), "1440": (1440, 900)}


class Site(Run):
    """The site's state, the service and the phone."""

    def __init__(self, toopher, folder):
        super().__init__()
        self.toopher = toopher
        self.folder = Path(folder)
        self.environment = {"PATH": os.environ["PATH"], "TOOPHER_PHONE": str(self.folder / "phone.json")}
        self.service = ""
        self.version = 2
        self.posts = []
        #: The request token of a log-in; without one the iframe is that of a user's phones.
        self.request_token = ""
        self.user = "jane"
        #: How long ago the URL was signed, in seconds.
        self.age = 0

    def output(self, *arguments, form=None, environment=None):
        result = subprocess.run(
            [self.toopher, *arguments], env=self.environment | (environment or {}), input=form, capture_output=True,
            text=True, timeout=60,
        )  # fmt: skip
        if result.returncode != 0:
            raise RuntimeError(f"toopher {' '.join(arguments)}: {result.returncode} {result.stdout}{result.stderr}")
        return result.stdout.strip()

    def create_requester(self, origin):
        created = self.output("requester", "create", "Example Shop", "--database", str(self.folder / "t.sqlite"))
        self.environment |= dict(line.split("=", 1) for line in created.splitlines())
        self.output(
            "requester", "origin", "add", self.environment["TOOPHER_CONSUMER_KEY"], origin, "--database",
            str(self.folder / "t.sqlite"),
        )  # fmt: skip

    def url(self, *options):
        if self.request_token:
            signed = str(int(time.time()) - self.age)
            return self.output("iframe", "url", self.user, "--request-token", self.request_token, "--now", signed)
        return self.output("iframe", "url", "jdoe", "--manage-user", "--reset-email", "jdoe@example.com", *options)

    def verify(self, body, resource):
        """Verifies a postback, as the site's handler does."""
        options = ["--v1"] if self.version == 1 else []
        return json.loads(
            self.output("iframe", "verify", "--without-request-token", "--resource", resource, *options, form=body)
        )

    @contextlib.contextmanager
    def serve(self):
        """Runs `toopher serve` while the block runs."""
        mail = f"/bin/sh -c 'cat >> \"$0\"' {self.folder / 'mail'}"
        process = subprocess.Popen(
            [self.toopher, "serve", "--port", "0", "--database", str(self.folder / "t.sqlite"), "--mail-command", mail],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        try:
            url = process.stdout.readline().removeprefix("listening on ").strip()
            self.environment["TOOPHER_BASE_URL"] = url
            parts = urlsplit(url)
            self.service = f"{parts.scheme}://{parts.netloc}"
            yield
        finally:
            process.terminate()
            process.wait(30)


class SiteHandler(Handler):
    """The site: a page with the iframe, and the handler of its postback."""

    run: Site

    def do_GET(self):
        if urlsplit(self.path).path != "/":
            self.respond(status=404)
            return
        options = ["--v1"] if self.run.version == 1 else []
        text = f"""<!doctype html><meta name="viewport" content="width=device-width">
            <title>Site</title><script src="{self.run.service}/static/toopher-web.js"></script>
            <body style="margin:0"><iframe id="toopher_iframe" style="width:100%;height:100vh;border:0"
            src="{html.escape(self.run.url(*options))}" toopher_postback="/handler"
            toopher_postback_version="{self.run.version}"></iframe>"""
        self.respond(text)

    def do_POST(self):
        self.run.posts.append(self.body())
        self.respond("<!doctype html><p id=posted>posted")


class Test:
    """The steps, in order: each leaves the phones that the next one needs."""

    def __init__(self, site, page, origin, pictures):
        self.site = site
        self.page = page
        self.origin = origin
        self.pictures = pictures

    def keep(self, name):
        """Keeps the page as images, and checks that it is nowhere wider than the window."""
        for size, (width, height) in SIZES.items():
            self.page.resize(width, height)
            if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.site.fail(f"{name}: wider than {width} pixels")
            if self.pictures:
                self.page.picture(f"{self.pictures}/{name}-{size}.png")
                self.page.picture(f"{self.pictures}/{name}-{size}-dark.png", is_dark=True)

    def frame(self, script):
        return self.page.until(script, self.site.service)

    def click(self, text):
        found = f"[...document.querySelectorAll('button')].find(b => b.textContent === '{text}' && !b.hidden)"
        self.frame(f"(() => {{ const b = {found}; b?.click(); return Boolean(b); }})()")

    def press(self, selector, origin=""):
        found = f"document.querySelector('{selector}')"
        self.page.until(f"(() => {{ const b = {found}; b?.click(); return Boolean(b); }})()", origin)

    def says(self, text):
        self.frame(f"document.getElementById('message').textContent === '{text}'")

    def posted(self, resource):
        self.page.until("document.getElementById('posted')")
        verified = self.site.verify(self.site.posts[-1], resource)
        if not verified["valid"]:
            self.site.fail(f"{resource}: {verified}")
        return verified

    def log_in(self):
        """A log-in of a user without a phone, who pairs one first and then copies the number of the page."""
        self.site.request_token = "s9s7vsb"
        phone = {"TOOPHER_PHONE": str(self.site.folder / "first.json")}
        self.site.output("phone", "register", environment=phone)
        self.page.open(self.origin)
        link = self.frame("document.querySelector('.scan a')?.href")
        self.frame("document.querySelector('.code').naturalWidth > 0")
        self.decode(link)
        self.keep("log-in-code")
        self.site.output("phone", "pair", "--link", link, environment=phone)
        self.frame("document.querySelector('.words')")
        self.keep("log-in-words")
        self.site.output("phone", "approve", "--wait", "10", environment=phone)
        number = self.frame("document.getElementById('number').textContent")
        self.keep("log-in-number")
        self.page.resize(*SIZES["390"])
        if self.frame("document.getElementById('number').offsetHeight") > 110:
            self.site.fail("the number is not in one line")
        self.site.output("phone", "approve", "--wait", "10", "--number", number, environment=phone)
        self.page.until("document.getElementById('posted')")
        # Ends with 0 only if the log-in is granted.
        self.site.output(
            "iframe", "verify", "--request-token", self.site.request_token, "--expect-user", "jane",
            "--expect-action", "Log In", form=self.site.posts[-1],
        )  # fmt: skip
        self.site.request_token = ""

    def log_in_with_phrase(self):
        """The same for another user, who types the phrase of the phone."""
        self.site.request_token, self.site.user = "u8u6xsc", "john"
        phone = {"TOOPHER_PHONE": str(self.site.folder / "john.json")}
        self.site.output("phone", "register", environment=phone)
        self.page.open(self.origin)
        self.type(self.site.output("phone", "pair", environment=phone).splitlines()[0])
        words = self.frame("document.querySelector('.words')?.textContent")
        if len(words.split()) != 4:
            self.site.fail(f"the words are {words}")
        self.site.output("phone", "approve", "--wait", "10", environment=phone)
        number = self.frame("document.getElementById('number').textContent")
        self.site.output("phone", "approve", "--wait", "10", "--number", number, environment=phone)
        self.page.until("document.getElementById('posted')")
        self.site.output(
            "iframe", "verify", "--request-token", self.site.request_token, "--expect-user", "john", "--expect-action",
            "Log In", form=self.site.posts[-1],
        )  # fmt: skip
        self.site.request_token, self.site.user = "", "jane"

    def expired(self):
        """A URL that is too old opens no page, and says so in the frame."""
        self.site.request_token, self.site.age = "e1e2xpd", 400
        self.page.open(self.origin)
        self.frame("document.querySelector('h1')?.textContent === 'This page cannot be shown'")
        self.frame("document.querySelector('.note').textContent.includes('works once and for a short time')")
        self.keep("log-in-expired")
        self.site.request_token, self.site.age = "", 0

    def decode(self, link):
        """The picture is read as a phone's camera reads it, where there is a program for it."""
        if not (program := shutil.which("zbarimg")):
            return
        picture = self.site.folder / "code.png"
        source = self.frame("document.querySelector('.code').src")
        picture.write_bytes(base64.b64decode(source.partition(",")[2]))
        read = subprocess.run([program, "--quiet", "--raw", str(picture)], capture_output=True, text=True, timeout=30)
        if read.stdout.strip() != link:
            self.site.fail(f"the QR code is {read.stdout!r}, not {link!r}")

    def scan(self):
        """A first phone, with the QR code."""
        self.page.open(self.origin)
        link = self.frame("document.querySelector('.scan a')?.href")
        self.frame("document.querySelector('.code').naturalWidth > 0")
        self.keep("manage-code")
        self.site.output("phone", "pair", "--link", link)
        words = self.frame("document.querySelector('.words')?.textContent")
        self.keep("manage-words")
        if len(words.split()) != 4:
            self.site.fail(f"the words are {words}")
        self.site.output("phone", "approve", "--wait", "10")
        verified = self.posted("pairing")
        if verified["resource"]["enabled"] is not True:
            self.site.fail(f"scan: {verified}")

    def phrase(self):
        """A second phone, with a phrase, on a site of version 1; first with a wrong one."""
        self.site.version = 1
        second = {"TOOPHER_PHONE": str(self.site.folder / "second.json")}
        self.site.output("phone", "register", "--name", "Old phone with a long name", environment=second)
        self.page.open(self.origin)
        self.frame("document.querySelectorAll('#phones li').length === 1")
        self.keep("manage-phones")
        self.click("Pair another phone")
        self.type("no such words")
        self.says("No phone shows these words. Check them on your phone.")
        self.keep("manage-wrong-phrase")
        self.type(self.site.output("phone", "pair", environment=second))
        self.frame("document.querySelector('.words')")
        self.site.output("phone", "approve", "--wait", "10", environment=second)
        self.frame("document.querySelector('h2')?.textContent === 'Now approve on your other phone'")
        self.keep("manage-confirmation")
        self.site.output("phone", "approve", "--wait", "10")
        self.posted("pairing")
        self.site.version = 2

    def type(self, phrase):
        self.frame("document.querySelector('.code')?.naturalWidth > 0")
        self.page.evaluate(
            f"document.getElementById('phrase').value = '{phrase}'; document.querySelector('form').requestSubmit()",
            self.site.service,
        )

    def refuse(self):
        """A phone that refuses, and the step again."""
        self.page.open(self.origin)
        self.click("Pair another phone")
        link = self.frame("document.querySelector('.scan a')?.href")
        self.site.output("phone", "pair", "--link", link)
        self.site.output("phone", "deny", "--wait", "10")
        self.says("The phone has refused.")
        self.keep("manage-refused")
        self.click("Try again")
        self.frame("document.querySelector('.code')?.naturalWidth > 0")

    def remove(self):
        """One phone is removed, and the mail for the other one sent."""
        self.page.open(self.origin)
        self.frame("document.querySelectorAll('#phones li').length === 2")
        self.keep("manage-two-phones")
        self.click("Remove")
        self.frame("document.querySelector('.question')")
        self.keep("manage-question")
        self.click("Cancel")
        self.frame("!document.querySelector('.question')")
        self.click("Lost it?")
        self.click("Send the mail")
        self.says("The mail is on its way.")
        self.frame("document.querySelectorAll('#phones li').length === 2")
        # The newer one. The question then has a button of the same name.
        self.press("#phones li:last-child .row button:last-child", self.site.service)
        self.press(".question .grave", self.site.service)
        self.says("The phone is removed.")
        self.keep("manage-removed")
        self.click("Done")
        verified = self.posted("user")
        if verified["resource"]["name"] != "jdoe":
            self.site.fail(f"remove: {verified}")

    def lost(self):
        """The page of a reset link with a question, without scripts."""
        pairings = self.site.output("phone", "pending")
        if pairings:
            self.site.fail(f"still pending: {pairings}")
        pairing = json.loads(self.site.output("pair", "jdoe", self.site.output("phone", "pair")))
        self.site.output("phone", "approve", "--wait", "10")
        url = self.reset_link(pairing["id"], "What was the name of your first pet?", "Rex")
        self.page.open(url)
        self.page.until("document.querySelector('label')")
        self.keep("reset-question")
        self.submit("Tom")
        self.page.until("document.querySelector('.problem')?.textContent")
        self.keep("reset-wrong-answer")
        self.submit(" rex ")
        link = self.page.until("document.querySelector('.link a')?.href")
        self.page.until("document.querySelector('.code').naturalWidth > 0")
        self.keep("reset-done")
        self.site.output("phone", "pair", "--link", link)
        self.site.output("phone", "approve", "--wait", "10")
        self.page.open(url)
        self.page.until("document.title === 'This link cannot be used'")
        self.keep("reset-refused")
        self.page.open(link)
        self.page.until("document.title === 'Pair a phone'")
        self.keep("pair")

    def mailed(self):
        """The link of the mail that a page has sent, without scripts."""
        mail = json.loads((self.site.folder / "mail").read_text())
        if mail["to"] != "jdoe@example.com" or mail["link"] not in mail["text"]:
            self.site.fail(f"mailed: {mail}")
        self.page.disable_scripts()
        self.page.open(mail["link"])
        self.page.until("document.title === 'Remove a lost phone'")
        self.keep("reset")
        self.press("button")
        self.page.until("document.title === 'The phone is removed'")

    def reset_link(self, pairing, question, answer):
        """Has the service make a link, as the site's server does."""
        environment = {
            "OAUTH_CONSUMER_KEY": self.site.environment["TOOPHER_CONSUMER_KEY"],
            "OAUTH_CONSUMER_SECRET": self.site.environment["TOOPHER_CONSUMER_SECRET"],
        }
        url = f"{self.site.service}/v1/pairings/{pairing}/generate_reset_link"
        form = urlencode({"security_question": question, "security_answer": answer})
        return json.loads(self.site.output("oauth", "request", url, "--data", form, environment=environment))["url"]

    def submit(self, answer):
        """Types and presses Enter, as a person: scripts are off."""
        self.page.evaluate("document.getElementById('answer').focus(); document.getElementById('answer').value = ''")
        self.page.type(answer)
        self.page.key("Enter", "\r")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser", help="the Chromium or the Firefox to run")
    parser.add_argument("toopher", help="the built toopher, with the service")
    parser.add_argument("--deadline", type=float, default=120, help="the deadline of the whole run, in seconds")
    parser.add_argument("--pictures", help="a folder for images of the pages")
    arguments = parser.parse_args()
    steps = ["log_in", "log_in_with_phrase", "expired", "scan", "phrase", "refuse", "remove", "mailed", "lost"]
    with contextlib.ExitStack() as stack:
        site = Site(arguments.toopher, stack.enter_context(tempfile.TemporaryDirectory()))
        origin = stack.enter_context(serving(SiteHandler, site))
        site.create_requester(origin)
        stack.enter_context(site.serve())
        site.output("phone", "register")
        page = stack.enter_context(opened(arguments.browser, arguments.deadline))
        test = Test(site, page, origin, arguments.pictures)
        site.take(test, steps)
    site.report(f"{len(steps)} ways with phones passed in the browser")


sys.exit(main())
