"""Every state of the service's pages in Chromium or Firefox, in four languages, with a stand-in for the service that answers at once: those
too that a test with the real one would wait minutes for. With --pictures each state is also kept as an image."""

import argparse
import contextlib
import html
import json
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from browsers import opened
from harness import Handler, Run, serving

ROOT = Path(__file__).resolve().parents[2]
SERVICE = ROOT / "Sources/ToopherService"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
LANGUAGES = ("en", "de", "es", "zh")
#: A name that reads from right to left, and one with markup.
VALUES = {
    "requester": "متجر (1)", "user": "<b>jdoe</b>", "action": "Transfer 1000.00 € to Ann Example",
    "terminal": "Firefox on a computer with a name that is long enough for two lines", "token": "t", "can_mail": "true",
    "phone": "Blue phone", "question": "What was the name of your first pet?", "message": "This page has expired.",
    "minutes": "10", "link": "http://127.0.0.1/pair/abcdefghijklmnopqrstuvwxyz0123456789",
    "picture": "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==",
}  # fmt: skip


def pending(code=0, number="47", has_phone=True):
    return {"status": "pending", "reason_code": code, "match_number": number, "has_phone": has_phone}


def complete(**payload):
    return {"status": "complete", "payload": {"toopher_sig": "s", "reason": "?", **payload}}


def decided(code, granted="false"):
    return complete(reason_code=str(code), granted=granted)


def refused(code):
    return complete(error_code=str(code), error_message="In English")


#: What the page says, the text of a key or of none, for what the service answers.
LOG_INS = {
    "number": (pending(), "enter_number"),
    "digits": (pending(number="482913"), "enter_number"),
    "without-number": (pending(number=None), "waiting_phone"),
    "later": (pending(708), "asked_later"),
    "token-only": (pending(708, None, False), "no_phone"),
    **{f"reason-{code}": (decided(code, "true" if code in (1, 9, 11) else "false"), f"reason_{code}") for code in range(1, 13)},
    "reason-99": (decided(99), None),
    **{f"error-{code}": (refused(code), f"error_{code}") for code in (601, 704, 705, 707)},
    "error-999": (refused(999), "error_other"),
    "gone": (404, "page_ended"),
}  # fmt: skip

PHONES = {
    "phones": [
        {"id": "1", "name": "Blue phone", "words": "amber otter stone fox"},
        {"id": "2", "name": "An old phone whose name is long <i>", "words": "red cat moon sun"},
    ], "can_mail": True,
}  # fmt: skip
AUTOMATIONS = {
    "automations": [
        {"id": str(number), "action": {"name": "Log In"}, "terminal": {"name": "my computer"}, "decision": decision, "expires": 1800000000}
        for number, decision in enumerate(("approve", "deny"))
    ]
}  # fmt: skip


def texts(language):
    module = (SERVICE / f"Pages/page-text-{language}.js").read_text()
    return dict(re.findall(r'^  "(\w+)": "(.*)",$', module, re.M))


def rendered(name, values, language):
    """Returns a page as the service renders it."""
    known = texts(language)

    def text(match):
        if match[1] == "language":
            return language
        return re.sub(r"\{(\w+)\}", r"<bdi>{{\1}}</bdi>", html.escape(known[match[1]]))

    markup = re.sub(r"\[\[(\w+)\]\]", text, (SERVICE / "Pages" / name).read_text())
    return re.sub(r"\{\{(\w+)\}\}", lambda match: html.escape(values.get(match[1], "")), markup)


class Pages(Run):
    """What the stand-in answers now."""

    def __init__(self):
        super().__init__()
        self.language = "en"
        self.values = VALUES
        self.answers = {}


class PageHandler(Handler):
    """The files of the pages, and answers."""

    run: Pages

    def do_GET(self):
        folder, _, name = urlsplit(self.path).path.rpartition("/")
        if folder.endswith("/static"):
            path = SERVICE / "Pages" / name
            path = path if path.exists() else SERVICE / "Phone" / name
            self.respond(path.read_bytes(), "text/css" if name.endswith(".css") else "text/javascript; charset=utf-8")
        elif name.endswith(".html"):
            self.respond(rendered(name, self.run.values, self.run.language), headers=[("Content-Security-Policy", POLICY)])
        else:
            self.respond("<!doctype html><title>The site</title>")

    def do_POST(self):
        self.body()
        target = urlsplit(self.path)
        answer = self.run.answers.get(target.path.partition("/web/")[2])
        if isinstance(answer, int):
            self.respond("{}", "application/json", answer)
        elif answer is None or target.query and answer.get("status") == "pending":
            self.run.ended.wait(5)
            self.respond("{}", "application/json", 503)
        else:
            self.respond(json.dumps(answer), "application/json")


class Test:
    """The steps."""

    def __init__(self, pages, page, origin, languages, pictures, axe):
        self.pages = pages
        self.page = page
        self.origin = origin
        self.languages = languages
        self.pictures = pictures
        self.axe = axe

    def open(self, name, **values):
        self.pages.values = VALUES | values
        self.page.open(f"{self.origin}/v1/web/{name}")
        self.page.until(f"location.pathname.endsWith({json.dumps(name)}) && document.readyState === 'complete'")

    def reads(self, element, key):
        """Waits until an element has the text of a key."""
        expected = texts(self.pages.language).get(key, "?")
        self.page.until(f"document.getElementById({json.dumps(element)}).textContent === {json.dumps(expected)}")

    def says(self, state, key):
        try:
            self.reads("message", key)
        except TimeoutError:
            self.pages.fail(f"{state} is not said")
            raise

    def keep(self, name):
        """Looks at the page from the frame of a site in the narrowest window to the widest, and checks that everybody can use it."""
        for width, height in ((254, 568), (390, 844), (1440, 900)):
            self.page.resize(width, height)
            if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.pages.fail(f"{name}: wider than {width} pixels")
            small = self.page.evaluate(
                """[...document.querySelectorAll('button, a, summary, input')].filter((each) => each.checkVisibility())
                    .filter((each) => each.getBoundingClientRect().height < 43.5).map((each) => each.outerHTML).join()""")  # fmt: skip
            if small:
                self.pages.fail(f"{name}: lower than 44 pixels at {width}: {small}")
            if self.pictures and width > 254:
                self.page.picture(f"{self.pictures}/{name}-{width}.png")
                self.page.picture(f"{self.pictures}/{name}-{width}-dark.png", is_dark=True)
        for scheme in ("dark", "light") if self.axe else ():
            self.page.prefer_scheme(scheme)
            if not self.page.evaluate("'axe' in globalThis"):
                self.page.evaluate(self.axe + "; undefined")
            found = self.page.evaluate(
                """axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations.map(
                    ({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])))""")  # fmt: skip
            for violation in json.loads(found):
                self.pages.fail(f"{name}, {scheme}: {violation}")

    def log_ins(self):
        """All that a log-in can come to."""
        for language in self.languages:
            self.pages.language = language
            for state, (answer, key) in LOG_INS.items():
                self.pages.answers = {"result": answer}
                self.open("authenticate.html")
                if key:
                    self.says(f"{state}, {language}", key)
                else:
                    self.page.until("document.body.dataset.state === 'denied'")
                if language == "en":
                    self.keep(f"state-{state}")
                elif state in ("number", "token-only", "reason-2"):
                    self.keep(f"state-{state}-{language}")
                if state == "number":
                    self.page.resize(400, 300)  # the frame of the documentation
                    bottom = self.page.evaluate("document.getElementById('number').getBoundingClientRect().bottom")
                    if bottom > 300:
                        self.pages.fail(f"{language}: in a low frame the number ends at {bottom} pixels")
        self.pages.language = "en"

    def redirected(self):
        """The answer goes to the site in the URL; going back leads to no page that was used up."""
        self.pages.answers = {"result": decided(1, "true")}
        self.page.open(f"{self.origin}/start")
        self.page.until("document.title === 'The site'")
        self.open_and_leave(f"{self.origin}/done?state=a%20b")
        found = self.page.evaluate("[...new URL(location).searchParams].map(String).join(' ')")
        if not found.startswith("state,a b toopher_iframe_data,toopher_sig=s&"):
            self.pages.fail(f"the site's address has {found}")
        self.page.evaluate("history.back()")
        self.page.until("location.pathname === '/start'")
        self.pages.answers = {"result": 404}
        self.open("authenticate.html", return_url=f"{self.origin}/done")
        self.page.until(f"document.querySelector('#next a')?.href === {json.dumps(self.origin + '/')}")
        self.keep("state-gone-with-site")

    def open_and_leave(self, url):
        self.pages.values = VALUES | {"return_url": url}
        self.page.open(f"{self.origin}/v1/web/authenticate.html")
        self.page.until("location.pathname === '/done'")

    def keyboard(self):
        """A one-time password without a mouse; a wrong one is said, and the field is ready for the next."""
        self.pages.answers = {"result": pending(), "otp": {"status": "invalid"}, "lost": {}}
        self.open("authenticate.html")
        self.says("keyboard", "enter_number")
        for _ in range(2):
            self.page.key("Tab")
            if self.page.evaluate("document.activeElement.tagName") == "SUMMARY":
                break
        self.page.key("Enter", "\r")
        self.page.until("document.getElementById('otp').open")
        self.page.key("Tab")
        self.page.type("123456")
        self.page.key("Enter", "\r")
        self.reads("otp-problem", "otp_wrong")
        self.page.until("document.activeElement.id === 'otp-input'")
        self.keep("state-wrong-password")
        self.page.evaluate("document.getElementById('lost').open = true; document.getElementById('lost-button').click()")
        self.reads("lost-outcome", "lost_sent")
        self.keep("state-mail-sent")

    def managed(self):
        """The phones of a user, and what is beside them."""
        for language in self.languages:
            self.pages.language = language
            self.pages.answers = {
                "pairing/phones": PHONES, "account/automations": AUTOMATIONS, "account/end_automation": {"automations": []},
                "account/backup_codes": {"codes": ["ABCDE-FGH12"] * 10}, "pairing/rename": PHONES,
            }  # fmt: skip
            self.open("manage.html")
            self.page.until("document.querySelectorAll('#phones li').length === 2 && document.querySelector('#automations li')")
            self.keep(f"phones-{language}")
            self.page.evaluate("document.querySelector('#phones .row button').click()")
            self.page.until("document.activeElement.value === 'Blue phone'")
            self.page.evaluate("document.querySelector('#codes button').click()")
            self.page.until("document.querySelector('#codes .question button')")
            self.keep(f"phones-questions-{language}")
            self.page.evaluate("document.querySelector('#codes .question button').click()")
            self.page.until("document.querySelectorAll('#codes .codes li').length === 10")
            self.page.evaluate("document.querySelector('#phones form').requestSubmit()")
            self.page.until("!document.querySelector('#phones form')")
            self.says("renamed", "renamed")
            self.keep(f"phones-codes-{language}")
            self.page.evaluate("document.querySelector('#automations button').click()")
            self.page.until("document.getElementById('automations').hidden")
        self.pages.language = "en"

    def links(self):
        """The pages behind links, which work without scripts."""
        for language in self.languages:
            self.pages.language = language
            for name in ("refused", "reset", "reset-question", "reset-done", "reset-refused"):
                problem = texts(language)["reset_wrong"] if name == "reset-question" else ""
                self.open(f"{name}.html", problem=problem)
                self.keep(f"{name}-{language}")
        self.pages.language = "en"

    def violations(self):
        """Nothing has broken the policy, and no script has failed."""
        for violation in self.page.violations():
            self.pages.fail(violation[:400])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser", help="the Chromium or the Firefox to run")
    parser.add_argument("--deadline", type=float, default=300, help="the deadline of the whole run, in seconds")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES, choices=LANGUAGES, help="the languages to look at")
    parser.add_argument("--pictures", help="a folder for images of the pages")
    parser.add_argument("--axe", help="axe.min.js of axe-core")
    arguments = parser.parse_args()
    axe = Path(arguments.axe).read_text() if arguments.axe else ""
    pages = Pages()
    steps = ["log_ins", "redirected", "keyboard", "managed", "links", "violations"]
    with contextlib.ExitStack() as stack:
        origin = stack.enter_context(serving(PageHandler, pages))
        page = stack.enter_context(opened(arguments.browser, arguments.deadline))
        test = Test(pages, page, origin, arguments.languages, arguments.pictures, axe)
        pages.take(test, steps, lambda: print(page.evaluate("document.body?.innerText"), file=sys.stderr))
        pages.finish()
    pages.report(f"{len(LOG_INS)} states of a log-in, and the other pages, passed in {len(arguments.languages)} languages")


main()
