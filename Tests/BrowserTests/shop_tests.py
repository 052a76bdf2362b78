"""The sample shop in Chromium or Firefox, end to end: `toopher demo` with its service, a person at the shop, and the phone's app in a profile of
its own. With --pictures every state is also kept as an image."""

import argparse
import contextlib
import json
import re
import sys
from urllib.request import Request, urlopen

from browsers import opened, phone
from harness import Handler, serving
from shop_demo import PASSWORD, UNKNOWN_PLACE, Demo

TRANSFER = "Transfer 1000.00 € to Ann Example"
SIZES = {"320": (320, 640), "390": (390, 844), "1440": (1440, 900)}


class StrangerHandler(Handler):
    """Another site, which frames what it likes."""

    run: Demo

    def do_GET(self):
        if self.path == "/":
            self.respond(
                "<!doctype html><title>Stranger</title><script>const heard = []; onmessage = ({ data }) => heard.push(data)</script>"
                f"<iframe id=frame src='{self.run.framed}'></iframe>")
        else:
            self.respond(status=404)


class Test:
    """The steps, in order."""

    def __init__(self, demo, page, stranger, pictures, axe):
        self.demo = demo
        self.page = page
        self.stranger = stranger
        self.pictures = pictures
        self.axe = axe
        self.phone = phone(page, demo.service)
        self.page.resize(1024, 900)

    def expect(self, what, found, expected):
        if found != expected:
            self.demo.fail(f"{what}: {found!r}, not {expected!r}")

    # MARK: What is seen

    def keep(self, name, page=None, origins=("",)):
        """Looks at a page in all sizes, and has each of its documents checked for everybody's use."""
        page = page or self.page
        for size, (width, height) in SIZES.items():
            page.resize(width, height)
            for origin in origins:
                if page.evaluate("document.documentElement.scrollWidth > innerWidth", origin):
                    self.demo.fail(f"{name}: wider than {width} pixels in {origin or 'the page'}")
            if self.pictures and size != "320":
                page.picture(f"{self.pictures}/{name}-{size}.png")
                page.picture(f"{self.pictures}/{name}-{size}-dark.png", is_dark=True)
        page.resize(1024, 900)
        for scheme in ("dark", "light"):
            page.prefer_scheme(scheme)
            for origin in origins if self.axe else ():
                if not page.evaluate("'axe' in globalThis", origin):
                    page.evaluate(self.axe + "; undefined", origin)
                found = page.evaluate(
                    """axe.run(document, { iframes: false, resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(
                        violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])))""", origin)  # fmt: skip
                for violation in json.loads(found or "[]"):
                    self.demo.fail(f"{name}, {scheme}, {origin or 'the page'}: {violation}")

    def keep_framed(self, name):
        self.keep(name, origins=("", self.demo.service))

    def frame(self, script):
        return self.page.until(script, self.demo.service)

    def says(self, text):
        self.frame(f"document.getElementById('message')?.textContent === {json.dumps(text)}")

    def title(self, text):
        self.page.until(f"document.querySelector('h1')?.textContent === {json.dumps(text)}")

    # MARK: What is done

    def fill(self, selector, text, page=None, origin=""):
        (page or self.page).until(
            f"(() => {{ const input = document.querySelector({json.dumps(selector)}); if (!input) return false; "
            f"input.value = {json.dumps(text)}; input.dispatchEvent(new Event('input', {{ bubbles: true }})); return true; }})()", origin)  # fmt: skip

    def click(self, text, page=None, origin=""):
        (page or self.page).until(
            f"(() => {{ const found = [...document.querySelectorAll('button, a, summary')].find((each) => "
            f"each.textContent.trim() === {json.dumps(text)} && each.checkVisibility()); found?.click(); return Boolean(found); }})()", origin)  # fmt: skip

    def log_in(self, password=PASSWORD):
        self.page.open(self.demo.shop)
        self.fill("#user", "jdoe")
        self.fill("#password", password)
        self.click("Log in")

    def number(self):
        return self.frame("!document.getElementById('number').hidden && document.getElementById('number').textContent")

    def turn_to(self, action):
        """Waits until the phone asks about an action, past requests that another one has replaced."""
        title = "document.querySelector('main h1')?.innerText.trim()"
        while True:
            self.phone.until(f"[{json.dumps(action)}, 'No longer waiting'].includes({title})")
            if self.phone.evaluate(title) == action:
                return self.phone.heading(action)
            self.phone.evaluate(
                "[...document.querySelectorAll('main button')].find((each) => /^(Next|Done)/.test(each.innerText))?.click()")

    def answer(self, action, button, heading, number=None, picture=""):
        """Answers on the phone."""
        self.turn_to(action)
        if picture and self.pictures:
            self.phone.page.picture(f"{self.pictures}/{picture}.png")
        if number is not None:
            self.phone.fill("#number", number)
        self.phone.press(button)
        self.phone.heading(heading)
        self.phone.press("Done")
        self.phone.heading("Nothing to approve")

    # MARK: Steps

    def pair(self):
        """The phone's address, and three touches."""
        self.phone.open(self.demo.phone.partition("/phone/")[2])
        self.phone.fill("#name", "Blue phone")
        self.phone.press("Set up this phone")
        self.phone.press("Use the link")
        self.phone.heading("Pair this phone")
        self.phone.press("Approve")
        self.phone.heading("Paired")
        self.phone.press("Done")
        self.phone.heading("Nothing to approve")

    def wrong_password(self):
        self.page.open(self.demo.shop)
        self.keep("shop-log-in")
        asked = self.demo.count("/v1/web/authenticate")
        self.log_in("wrong")
        self.page.until("document.querySelector('.problem')?.textContent === 'Name or password is wrong.'")
        self.keep("shop-wrong-password")
        self.expect("pages that a wrong password has opened", self.demo.count("/v1/web/authenticate"), asked)

    def granted(self):
        """The whole log-in. The phone does not know the place."""
        self.log_in()
        number = self.number()
        self.turn_to("Log In")
        self.phone.reads(UNKNOWN_PLACE)
        self.keep_framed("frame-number")
        self.answer("Log In", "Approve", "Number sent", number)
        self.title("Hello jdoe")
        self.keep("shop-account")

    def transfer(self):
        """The amount is what the phone shows, and what counts."""
        self.fill("#recipient", "Ann Example")
        self.fill("#amount", "25.00")
        self.click("Transfer")
        self.title("Transfer 25.00 € to Ann Example")
        number = self.number()
        self.keep_framed("frame-transfer")
        self.answer("Transfer 25.00 € to Ann Example", "Approve", "Number sent", number, "phone-transfer")
        self.title("Hello jdoe")
        self.page.until("document.querySelector('li b')?.textContent === '25.00 €'")
        self.keep("shop-transferred")

    def known_place(self):
        """The second log-in from the same browser is from a known place, and may be answered automatically from then on."""
        self.log_out()
        self.log_in()
        number = self.number()
        self.turn_to("Log In")
        self.expect("a known place", self.phone.lacks(UNKNOWN_PLACE), True)
        self.phone.reads(" on Linux")
        self.phone.evaluate("document.querySelector('#automate').click()")
        self.answer("Log In", "Approve", "Number sent", number, "phone-automate")
        self.title("Hello jdoe")
        self.log_out()
        self.log_in()
        self.title("Hello jdoe")
        self.expect("what the phone shows", self.phone.evaluate("document.querySelector('main h1').innerText"), "Nothing to approve")

    def denied(self):
        self.again()
        self.number()
        self.answer(TRANSFER, "Deny", "Denied")
        self.says("Denied")
        self.keep_framed("frame-denied")
        self.release("Not approved")
        self.keep("shop-not-approved")

    def not_me(self):
        self.again()
        self.number()
        self.answer(TRANSFER, "I did not ask for this", "Denied and reported")
        self.says("Stopped: it was not you")
        self.keep_framed("frame-not-me")
        self.release("Not approved")

    def wrong_number(self):
        self.hold()
        self.again()
        number = self.number()
        self.answer(TRANSFER, "Approve", "Number sent", str((int(number) + 1) % 100).zfill(len(number)))
        self.says("A wrong number was entered")
        self.keep_framed("frame-wrong-number")
        self.release("Not approved")

    def hold(self):
        """Keeps answers in the page, to look at them; `release` posts the last one."""
        self.page.begin_with(
            "addEventListener('toopher-complete', (event) => { event.preventDefault(); window.answer = event.detail; }, true)")

    def release(self, title):
        self.page.until("window.answer")
        self.page.evaluate(
            """(() => {
                const frame = document.getElementById("toopher_iframe");
                const form = document.createElement("form");
                form.method = "post";
                form.action = "/approve";
                const own = JSON.parse(frame.getAttribute("framework_post_args"));
                const fields = { toopher_iframe_data: new URLSearchParams(window.answer).toString(), ...own };
                for (const [name, value] of Object.entries(fields)) {
                    const input = document.createElement("input");
                    [input.type, input.name, input.value] = ["hidden", name, value];
                    form.append(input);
                }
                document.body.append(form);
                form.submit();
            })()""")  # fmt: skip
        self.title(title)

    def again(self):
        self.page.open(self.demo.shop)
        self.fill("#amount", "1000")
        self.click("Transfer")

    def frameless(self):
        """The same on a page of its own, and back with the browser; its address is used up then."""
        self.again()
        self.number()
        rung = self.demo.count("/v1/web/result")
        self.click("Approve on a page of its own")
        self.page.until(f"location.origin === {json.dumps(self.demo.service)}")
        number = self.page.until("!document.getElementById('number').hidden && document.getElementById('number').textContent")
        self.keep("page-number")
        if self.demo.count("/v1/web/result") == rung:
            self.demo.fail("the page has not asked the phone")
        self.answer(TRANSFER, "Approve", "Number sent", number)
        self.title("Hello jdoe")
        self.page.until("document.querySelectorAll('li b').length === 2")
        self.expect("the shop's address", self.page.evaluate("location.href"), self.demo.shop + "/")
        # Once more: nothing is transferred again.
        self.page.open(f"{self.demo.shop}/approved?toopher_iframe_data=x")
        self.title("Hello jdoe")
        self.expect("transfers", self.page.evaluate("document.querySelectorAll('li b').length"), 2)

    def reload(self):
        """Loading the frame again, or going back, rings nothing twice."""
        self.again()
        self.number()
        pages = self.demo.count("/v1/web/authenticate")
        self.page.evaluate("document.getElementById('toopher_iframe').src += ''")
        self.frame("document.querySelector('h1')?.textContent === 'This page cannot be shown'")
        self.keep_framed("frame-used")
        self.expect("pages", self.demo.count("/v1/web/authenticate"), pages + 1)
        self.page.open(self.demo.shop)
        self.title("Hello jdoe")
        # The browser shows in the frame what it has shown there before.
        self.page.evaluate("history.back()")
        self.title(TRANSFER)
        self.frame("document.querySelector('h1')?.textContent === 'This page cannot be shown' && !document.scripts.length")
        self.expect("pages", self.demo.count("/v1/web/authenticate"), pages + 2)

    def stranger_frames(self):
        """Another site shows the page in a frame: no script of it runs, no phone rings, nothing leaves."""
        self.again()
        self.number()
        # An address that nobody has used: of a page that no browser shows.
        header = "; ".join(f"{name}={value}" for name, value in self.page.cookies(self.demo.shop).items())
        with urlopen(Request(f"{self.demo.shop}/approve", headers={"Cookie": header}), timeout=20) as response:
            self.demo.framed = re.search(r'<iframe [^>]*src="([^"]+)"', response.read().decode())[1]
        # What the phone shows is the request of the step before: another one would take its place.
        self.turn_to(TRANSFER)
        opened = self.demo.count("/v1/web/authenticate")
        self.page.open(self.stranger)
        self.page.until("document.title === 'Stranger'")
        # The browser fetches the page, and then does not show it.
        self.demo.wait_for_another("/v1/web/authenticate", opened)
        self.page.evaluate("new Promise((resume) => setTimeout(resume, 300))")
        self.expect("what the phone shows", self.phone.evaluate("document.querySelector('main h1')?.innerText.trim()"), TRANSFER)
        self.expect("frames that a stranger sees into", self.page.evaluate("""(() => {
            try { return Boolean(document.getElementById('frame').contentDocument); } catch { return false; } })()"""), False)  # fmt: skip
        self.expect("what a stranger hears", self.page.evaluate("heard.length"), 0)
        with self.page.changed:
            refused = self.page.changed.wait_for(lambda: any("frame-ancestors" in each for each in self.page.violations()), 20)
        self.expect("whether the browser has refused to show it", refused, True)

    def password(self):
        """After denials the phone is asked later; a one-time password gets in at once, a wrong one does not."""
        self.again()
        self.says("Your phone will ask you in a moment…")
        self.fill("#otp-input", "000000", origin=self.demo.service)
        self.click("Check", origin=self.demo.service)
        self.frame("document.getElementById('otp-problem').textContent === 'That one is not valid. Check it, and try again.'")
        self.keep_framed("frame-later")
        self.phone.evaluate("location.hash = 'accounts'")
        code = self.phone.until("document.querySelector('.account .digits')?.textContent.replaceAll(/\\D/g, '')")
        self.phone.evaluate("location.hash = ''")
        self.fill("#otp-input", code, origin=self.demo.service)
        self.click("Check", origin=self.demo.service)
        self.says("Approved with a one-time password")
        self.keep_framed("frame-password")
        self.release("Hello jdoe")

    def violations(self):
        """Nothing has broken a policy, and no script has failed, except where a stranger was refused."""
        self.expect("violations", [each for each in self.page.violations() if "frame-ancestors" not in each], [])

    def log_out(self):
        self.page.open(self.demo.shop)
        self.click("Log out")
        self.title("Log in")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser", help="the Chromium or the Firefox to run")
    parser.add_argument("toopher", help="the built toopher, with the service")
    parser.add_argument("--deadline", type=float, default=300, help="the deadline of the whole run, in seconds")
    parser.add_argument("--pictures", help="a folder for images of the pages")
    parser.add_argument("--axe", help="axe.min.js of axe-core")
    arguments = parser.parse_args()
    axe = open(arguments.axe).read() if arguments.axe else ""
    steps = [
        "pair", "wrong_password", "granted", "transfer", "known_place", "wrong_number", "frameless", "reload", "stranger_frames",
        "denied", "password", "not_me", "log_out", "violations",
    ]  # fmt: skip
    demo = Demo(arguments.toopher)
    demo.framed = "about:blank"
    with contextlib.ExitStack() as stack:
        stranger = stack.enter_context(serving(StrangerHandler, demo))
        stack.enter_context(demo.serve())
        page = stack.enter_context(opened(arguments.browser, arguments.deadline))
        test = Test(demo, page, stranger, arguments.pictures, axe)

        def explain():
            if arguments.pictures:
                page.picture(f"{arguments.pictures}/failed-shop.png")
                test.phone.page.picture(f"{arguments.pictures}/failed-phone.png")
            print("\n".join(demo.lines[-12:]), file=sys.stderr)

        demo.take(test, steps, explain)
    demo.report(f"{len(steps)} steps passed at the shop")


main()
