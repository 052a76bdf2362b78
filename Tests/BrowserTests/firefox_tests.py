"""The sample shop in Firefox, end to end: the log-in in a frame, a denial, and the page of its own, with the phone's app in a container
that shares nothing with the shop."""

import argparse
import contextlib
import json
import sys
import time

from firefox import firefox
from firefox_phone import FirefoxPhone
from shop_demo import PASSWORD, UNKNOWN_PLACE, Demo


class Test:
    """The steps, in order."""

    def __init__(self, demo, page):
        self.demo = demo
        self.page = page
        self.phone = FirefoxPhone(page.stranger(), demo.service)

    def expect(self, what, found, expected):
        if found != expected:
            self.demo.fail(f"{what}: {found!r}, not {expected!r}")

    def until(self, script, find=lambda page: page):
        """Returns the value of a script in the page, or in a frame of it, once it is true."""
        script = f"(value => value instanceof Node ? true : value)({script})"
        end, shown = time.monotonic() + 40, ""
        while time.monotonic() < end:
            # While a page is being loaded there may be nothing to evaluate in.
            with contextlib.suppress(RuntimeError):
                if page := find(self.page):
                    if value := page.evaluate(script):
                        return value
                    shown = page.evaluate("document.body?.innerText")
            with self.page.changed:
                self.page.changed.wait(0.05)
        raise TimeoutError(f"{script}\nwhile the page shows:\n{shown}")

    def framed(self, script):
        return self.until(script, lambda page: page.frame(self.demo.service))

    def fill(self, selector, text):
        self.until(
            f"(() => {{ const input = document.querySelector({json.dumps(selector)}); if (input) input.value = {json.dumps(text)}; "
            "return Boolean(input); })()")  # fmt: skip

    def click(self, text):
        self.until(
            f"(() => {{ const found = [...document.querySelectorAll('button, a')].find((each) => "
            f"each.textContent.trim() === {json.dumps(text)}); found?.click(); return Boolean(found); }})()")  # fmt: skip

    def title(self, text):
        self.until(f"document.querySelector('h1')?.textContent === {json.dumps(text)}")

    NUMBER = "!document.getElementById('number').hidden && document.getElementById('number').textContent"

    def answer(self, action, button, heading, number=None, place=None):
        """Answers on the phone."""
        self.phone.heading(action)
        if place is not None:
            self.expect("an unknown place", not self.phone.lacks(UNKNOWN_PLACE), place)
        if number is not None:
            self.phone.fill("#number", number)
        self.phone.press(button)
        self.phone.heading(heading)
        self.phone.press("Done")
        self.phone.heading("Nothing to approve")

    def log_in(self):
        self.page.open(self.demo.shop)
        self.fill("#user", "jdoe")
        self.fill("#password", PASSWORD)
        self.click("Log in")

    def pair(self):
        self.phone.open(self.demo.phone.partition("/phone/")[2])
        self.phone.fill("#name", "Blue phone")
        self.phone.press("Set up this phone")
        self.phone.press("Use the link")
        self.phone.heading("Pair this phone")
        self.phone.press("Approve")
        self.phone.heading("Paired")
        self.phone.press("Done")
        self.phone.heading("Nothing to approve")

    def granted(self):
        """In the frame: the number of the page, entered on the phone, lets in."""
        self.log_in()
        self.answer("Log In", "Approve", "Number sent", self.framed(self.NUMBER), place=True)
        self.title("Hello jdoe")

    def known(self):
        """The second log-in from this browser is from a known place."""
        self.click("Log out")
        self.title("Log in")
        self.log_in()
        self.answer("Log In", "Approve", "Number sent", self.framed(self.NUMBER), place=False)
        self.title("Hello jdoe")

    def denied(self):
        self.fill("#amount", "25.00")
        self.click("Transfer")
        self.framed(self.NUMBER)
        self.answer("Transfer 25.00 € to Ann Example", "Deny", "Denied")
        self.title("Not approved")
        self.click("Back to the shop")
        self.title("Hello jdoe")
        self.expect("transfers", self.page.evaluate("document.querySelectorAll('li b').length"), 0)

    def redirected(self):
        """Without a frame: to the service's page, and back with the answer."""
        self.fill("#amount", "30.00")
        self.click("Transfer")
        self.framed(self.NUMBER)
        self.click("Approve on a page of its own")
        self.until(f"location.origin === {json.dumps(self.demo.service)}")
        number = self.until(self.NUMBER)
        self.phone.until("document.querySelector('main h1')?.innerText.trim() !== 'Nothing to approve'")
        # The request of the frame that was left is gone, and may be told of first.
        while self.phone.evaluate("document.querySelector('main h1').innerText.trim()") == "No longer waiting":
            self.phone.evaluate(
                "[...document.querySelectorAll('main button')].find((each) => /^(Next|Done)/.test(each.innerText))?.click()")
        self.answer("Transfer 30.00 € to Ann Example", "Approve", "Number sent", number)
        self.title("Hello jdoe")
        self.expect("the shop's address", self.page.evaluate("location.href"), f"{self.demo.shop}/")
        self.expect("transfers", self.page.evaluate("document.querySelectorAll('li b').length"), 1)

    def errors(self):
        """No script has failed, and nothing has broken a policy."""
        with self.page.changed:
            events = [each["params"] for each in self.page.events if each.get("method") == "log.entryAdded"]
        for event in events:
            # Firefox asks for an icon by itself, which the policies do not permit.
            is_icon = "/favicon.ico" in event["text"]
            if event["type"] == "javascript" and event["level"] == "error" and not is_icon:
                self.demo.fail(f"the browser has logged: {event['text']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser", help="the Firefox to run")
    parser.add_argument("toopher", help="the built toopher, with the service")
    parser.add_argument("--deadline", type=float, default=300, help="the deadline of the whole run, in seconds")
    parser.add_argument("--pictures", help="a folder for images of what has failed")
    arguments = parser.parse_args()
    steps = ["pair", "granted", "known", "denied", "redirected", "errors"]
    demo = Demo(arguments.toopher)
    with contextlib.ExitStack() as stack:
        stack.enter_context(demo.serve())
        page = stack.enter_context(firefox(arguments.browser, {}, arguments.deadline))
        test = Test(demo, page)

        def explain():
            if arguments.pictures:
                page.picture(f"{arguments.pictures}/failed-firefox-shop.png")
                test.phone.page.picture(f"{arguments.pictures}/failed-firefox-phone.png")
            print("\n".join(demo.lines[-12:]), file=sys.stderr)

        demo.take(test, steps, explain)
    demo.report(f"{len(steps)} steps passed at the shop in Firefox")


main()
