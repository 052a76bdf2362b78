"""The operator's desk in Chromium, end to end: with and without scripts, in four languages, from a narrow window to a wide one. With
--pictures every page is also kept as an image."""

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from devtools import devtools
from harness import Run

SIZES = {"320": (320, 640), "390": (390, 844), "1440": (1440, 900)}
LANGUAGES = {"de": "Websites", "es": "Sitios", "zh": "网站"}


class Service(Run):
    """The service, its desk, and a phone on the command line."""

    def __init__(self, toopher, folder):
        super().__init__()
        self.toopher = toopher
        self.folder = Path(folder)
        self.database = ["--database", str(self.folder / "t.sqlite")]
        self.environment = {"PATH": os.environ["PATH"], "TOOPHER_PHONE": str(self.folder / "phone.json")}

    def run(self, *arguments):
        return subprocess.run(
            [self.toopher, *arguments], env=self.environment, capture_output=True, text=True, timeout=60)  # fmt: skip

    def output(self, *arguments):
        result = self.run(*arguments)
        if result.returncode != 0:
            raise RuntimeError(f"toopher {' '.join(arguments)}: {result.stderr}")
        return result.stdout.strip()

    @contextlib.contextmanager
    def serve(self):
        process = subprocess.Popen(
            [self.toopher, "serve", "--port", "0", "--admin-port", "0", "--no-push", *self.database], env=self.environment,
            stdout=subprocess.PIPE, stderr=(self.folder / "log").open("w"), text=True,
        )  # fmt: skip
        try:
            # Whichever listens first.
            said = process.stdout.readline() + process.stdout.readline()
            self.environment["TOOPHER_BASE_URL"] = re.search(r"listening on (\S+)", said)[1]
            self.desk = re.search(r"the desk is on (\S+)/admin", said)[1]
            yield
        finally:
            process.terminate()
            process.wait(30)

    def link(self):
        return self.output("admin", "link", "--port", self.desk.rpartition(":")[2], *self.database)

    def ask(self, action, user="jdoe"):
        """Asks the phone, and does not wait."""
        result = self.run("authenticate", "--user", user, "--terminal", "my <b>computer</b>", "--action", action)
        return json.loads(result.stdout)["id"]


class Test:
    """The steps, in order."""

    def __init__(self, service, page, pictures, axe):
        self.service = service
        self.page = page
        self.pictures = pictures
        self.axe = axe
        self.page.call("Log.enable")
        self.page.resize(1024, 900)

    def expect(self, what, found, expected):
        if found != expected:
            self.service.fail(f"{what}: {found!r}, not {expected!r}")

    def keep(self, name):
        """Looks at the page in all sizes, and checks that everybody can use it."""
        for size, (width, height) in SIZES.items():
            self.page.resize(width, height)
            if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.service.fail(f"{name}: wider than {width} pixels")
            small = self.page.evaluate(
                """[...document.querySelectorAll('button, a, input')].filter((each) => each.checkVisibility() && each.type !== 'hidden')
                    .filter((each) => each.getBoundingClientRect().height < 43.5).map((each) => each.outerHTML).join()""")  # fmt: skip
            if small:
                self.service.fail(f"{name}: lower than 44 pixels at {width}: {small}")
            if self.pictures and size != "320":
                self.page.picture(f"{self.pictures}/desk-{name}-{size}.png")
                self.page.picture(f"{self.pictures}/desk-{name}-{size}-dark.png", is_dark=True)
        self.page.resize(1024, 900)
        for scheme in ("dark", "light") if self.axe else ():
            self.page.call("Emulation.setEmulatedMedia", features=[
                {"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}])  # fmt: skip
            if not self.page.evaluate("'axe' in globalThis"):
                self.page.evaluate(self.axe + "; undefined")
            found = self.page.evaluate(
                """axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations.map(
                    ({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])))""")  # fmt: skip
            for violation in json.loads(found):
                self.service.fail(f"{name}, {scheme}: {violation}")

    def open(self, path):
        self.page.open("about:blank")
        self.page.until("location.href === 'about:blank'")
        self.page.open(self.service.desk + path)
        self.page.until("document.readyState === 'complete' && document.querySelector('h1')")

    def title(self, text):
        self.page.until(f"document.querySelector('h1')?.textContent === {json.dumps(text)}")

    def fill(self, selector, text):
        self.page.until(
            f"(() => {{ const field = document.querySelector({json.dumps(selector)}); if (field) field.value = {json.dumps(text)}; "
            "return Boolean(field); })()")  # fmt: skip

    def click(self, text, near=""):
        """Follows a link or presses a button; one in the row with a text, if that is given."""
        self.page.until(
            f"(() => {{ const found = [...document.querySelectorAll('button, a')].find((each) => each.textContent.trim() === "
            f"{json.dumps(text)} && (each.closest('tr') ?? document.body).textContent.includes({json.dumps(near)})); "
            "found?.click(); return Boolean(found); })()")  # fmt: skip

    def change(self, text, near="", name=""):
        """Makes a change, after the question."""
        self.click(text, near)
        self.title("Are you sure?")
        if name:
            self.keep(name)
        self.click("Yes")

    # MARK: Steps

    def enter(self):
        self.open("/admin")
        self.title("This cannot be done")
        self.keep("without-session")
        link = self.service.link()
        self.page.open(link)
        self.title("The operator’s desk")
        self.keep("enter")
        self.click("Open the desk")
        self.title("Requesters")
        self.page.until("document.body.textContent.includes('There is no requester yet.')")
        self.keep("no-requesters")

    def create(self):
        """Key and secret are shown once; sending the form again shows nothing."""
        self.fill("#name", "Example Shop with a rather long name, as some have")
        self.change("Create", name="question")
        self.title("The requester is created")
        self.keep("created")
        shown = self.page.evaluate("[...document.querySelectorAll('.credentials code')].map((each) => each.textContent)")
        self.service.environment |= dict(line.split("=", 1) for line in shown)
        secret = self.service.environment["TOOPHER_CONSUMER_SECRET"]
        self.click("Go on")
        self.title("Example Shop with a rather long name, as some have")
        self.expect("the secret", self.page.evaluate(f"document.body.textContent.includes({json.dumps(secret)})"), False)

    def sites(self):
        self.fill("#origin", "http://shop.example")
        self.change("Add")
        self.title("This cannot be done")
        self.keep("bad-origin")
        self.page.evaluate("history.go(-2)")
        self.fill("#origin", "https://shop.example")
        self.change("Add")
        self.title("Done")
        self.keep("done")
        self.click("Go on")
        self.change("Remove", "https://shop.example")
        self.title("Done")
        self.change("Undo")
        self.title("Done")
        self.click("Go on")
        self.page.until("document.body.textContent.includes('https://shop.example')")
        self.keep("requester")
        self.change("4", "Digits")
        self.title("Done")
        self.change("Undo")
        self.title("Done")

    def user(self):
        self.service.output("phone", "register")
        for user in ("jdoe", "jane"):
            self.service.output("pair", user, self.service.output("phone", "pair"))
            self.service.output("phone", "approve")
        self.open("/admin")
        self.click("Example Shop with a rather long name, as some have")
        self.click("jdoe")
        self.title("jdoe")
        self.keep("user")
        self.change("Switch off")
        self.title("Done")
        self.change("Undo")
        self.title("Done")
        self.click("Go on")
        self.page.until("document.body.textContent.includes('The second factor is on.')")

    ROWS = "document.querySelectorAll('#waiting tbody tr').length"

    def live(self):
        """What waits comes and goes by itself, and whoever is on a row stays there."""
        self.open("/admin/pending")
        self.page.until("document.getElementById('live').textContent === 'Changes appear by themselves.'")
        self.page.until("!document.getElementById('none').hidden && document.getElementById('waiting').hidden")
        self.keep("waiting-none")
        self.service.ask("Transfer 1000.00 € to Ann Example")
        self.page.until(f"{self.ROWS} === 1")
        self.expect("the row", self.page.evaluate("document.querySelector('#waiting tbody').textContent.includes('my <b>computer</b>')"), True)
        self.page.evaluate("document.querySelector('#waiting tbody a').focus()")
        self.service.ask("Log In", "jane")
        self.page.until(f"{self.ROWS} === 2")
        self.expect("the focus", self.page.evaluate("document.activeElement.closest('tr').textContent.includes('Ann Example')"), True)
        self.keep("waiting")
        self.change("Cancel", "jane")
        self.title("Done")
        self.click("Go on")
        self.title("Waiting")
        self.page.until(f"{self.ROWS} === 1")
        self.service.output("phone", "approve")
        self.page.until("document.getElementById('waiting').hidden")

    def without_script(self):
        """The same list without scripts, as it is when the page is loaded."""
        self.page.call("Emulation.setScriptExecutionDisabled", value=True)
        self.service.ask("Log In")
        self.open("/admin/pending")
        self.expect("rows", self.page.evaluate(self.ROWS), 1)
        self.expect("a link to load again", self.page.evaluate("document.getElementById('again').checkVisibility()"), True)
        self.service.output("phone", "deny")
        self.open("/admin/pending")
        self.expect("rows", self.page.evaluate(self.ROWS), 0)
        self.page.call("Emulation.setScriptExecutionDisabled", value=False)

    def lost(self):
        """Without a session the page says that it does not follow any more."""
        self.open("/admin/pending")
        self.page.until("document.getElementById('live').textContent === 'Changes appear by themselves.'")
        token = self.page.evaluate("document.querySelector('[name=form_token]').value")
        self.page.evaluate(
            f"fetch('/admin/leave', {{ method: 'POST', body: new URLSearchParams({{ form_token: {json.dumps(token)} }}) }}).then(() => 1)")
        self.page.until("document.getElementById('live').textContent === 'The connection is lost. Load the page again.'")
        self.keep("waiting-lost")
        self.page.open(self.service.link())
        self.click("Open the desk")
        self.title("Requesters")

    def rest(self):
        self.open("/admin/audit")
        self.title("Log")
        self.keep("log")
        self.open("/admin/activity")
        while not self.page.evaluate("document.querySelectorAll('.plot svg').length === 4"):
            self.page.evaluate("new Promise((resume) => setTimeout(resume, 1000))")
            self.open("/admin/activity")
        self.keep("activity")
        self.expect("approvals", self.page.evaluate("/^[1-9]/.test(document.querySelector('.plot.good b').textContent)"), True)

    def languages(self):
        agent = self.page.evaluate("navigator.userAgent")
        self.open("/admin")
        identifier = self.page.evaluate("new URL(document.querySelector('td a').href).searchParams.get('id')")
        for language, title in LANGUAGES.items():
            self.page.call("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=language)
            self.open("/admin")
            self.title(title)
            self.expect("language", self.page.evaluate("document.documentElement.lang"), language)
            self.keep(f"requesters-{language}")
            for name, path in [
                ("requester", f"/admin/requester?id={identifier}"), ("waiting", "/admin/pending"), ("activity", "/admin/activity"),
                ("question", f"/admin/confirm?change=rotate_secret&id={identifier}&value=24"),
            ]:  # fmt: skip
                self.open(path)
                self.keep(f"{name}-{language}")
        self.page.call("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage="en")

    def leave(self):
        self.open("/admin")
        self.click("Leave")
        self.title("You have left the desk")
        self.keep("left")

    def violations(self):
        """Nothing has broken the policy, and no script has failed."""
        for violation in self.page.violations():
            self.service.fail(violation[:400])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser", help="the Chromium to run")
    parser.add_argument("toopher", help="the built toopher, with the service")
    parser.add_argument("--deadline", type=float, default=300, help="the deadline of the whole run, in seconds")
    parser.add_argument("--pictures", help="a folder for images of the pages")
    parser.add_argument("--axe", help="axe.min.js of axe-core")
    arguments = parser.parse_args()
    axe = Path(arguments.axe).read_text() if arguments.axe else ""
    steps = ["enter", "create", "sites", "user", "live", "without_script", "lost", "rest", "languages", "leave", "violations"]
    with contextlib.ExitStack() as stack:
        service = Service(arguments.toopher, stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(service.serve())
        page = stack.enter_context(devtools(arguments.browser, arguments.deadline))
        test = Test(service, page, arguments.pictures, axe)
        service.take(test, steps, lambda: print(page.evaluate("document.body?.innerText"), file=sys.stderr))
    service.report(f"{len(steps)} steps passed at the desk")


main()
