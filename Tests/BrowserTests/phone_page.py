"""A phone in a browser: what a person sees and does, and what a test looks at."""

import contextlib
import json
import time


class Phone:
    """The app in a page of its own."""

    def __init__(self, page, origin, profile=None):
        self.page = page
        self.origin = origin
        self.home = f"{origin}/phone/"
        self.profile = profile
        self.page.call("Log.enable")
        self.page.call("ServiceWorker.enable")
        self.resize(390, 844)

    def open(self, fragment=""):
        self.page.open("about:blank")
        self.page.until("location.href === 'about:blank'")
        self.page.open(self.home + fragment)
        self.until("document.querySelector('main h1')")

    def resize(self, width, height):
        self.page.resize(width, height)

    def prefer(self, language):
        """Sets the language that the browser prefers."""
        agent = self.page.evaluate("navigator.userAgent")
        self.page.call("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=language)

    def evaluate(self, script):
        return self.page.evaluate(script)

    def until(self, script, seconds=40):
        """Returns the value of a script once it is true, at the latest after some seconds: longer than a request that comes after
        denials waits for its turn."""
        script = f"(value => value instanceof Node ? true : value)({script})"
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            # While a page is being loaded there may be nothing to evaluate in.
            with contextlib.suppress(RuntimeError):
                if value := self.page.evaluate(script):
                    return value
            with self.page.changed:
                self.page.changed.wait(0.03)
        shown = self.page.evaluate("document.body?.innerText")
        raise TimeoutError(f"{script}\nwhile the page shows:\n{shown}")

    def reads(self, text, selector="body"):
        """Waits until an element has a text."""
        found = f"document.querySelector({json.dumps(selector)})?.innerText.replace(/[\\u2068\\u2069]/g, '')"
        self.until(f"{found}?.includes({json.dumps(text)})")

    def lacks(self, text):
        return not self.evaluate(f"document.body.innerText.includes({json.dumps(text)})")

    def heading(self, text):
        """Waits for the heading of a screen. A card that has just appeared takes no touch yet."""
        self.until(f"document.querySelector('main h1')?.innerText.trim() === {json.dumps(text)}")
        self.evaluate("new Promise(resolve => setTimeout(resolve, 450))")

    def press(self, text, within="body"):
        """Presses the button or the link with a text."""
        script = f"""(() => {{
            const root = document.querySelector({json.dumps(within)});
            const found = [...root?.querySelectorAll('button, a') ?? []].find((each) =>
                each.innerText.replace(/[\\u2068\\u2069]/g, '').trim() === {json.dumps(text)} && each.checkVisibility());
            found?.click();
            return Boolean(found);
        }})()"""
        self.until(script)

    def agree(self, text):
        """Answers a dialog with the button of a text."""
        self.until("document.querySelector('dialog')?.open")
        self.press(text, "dialog")
        self.until("!document.querySelector('dialog')")

    def fill(self, selector, text):
        self.until(f"document.querySelector({json.dumps(selector)})")
        self.evaluate(
            f"(() => {{ const field = document.querySelector({json.dumps(selector)}); field.value = {json.dumps(text)};"
            "field.dispatchEvent(new Event('input', { bubbles: true })); })()"
        )

    def set_up(self, name="Blue phone"):
        self.fill("#name", name)
        self.press("Set up this phone")
        self.heading("Pair with a site")

    def phrase(self):
        return self.until("document.querySelector('.phrase')?.textContent")

    def words(self):
        return self.until("document.querySelector('.words')?.textContent")

    def worker(self):
        """Returns the running service worker, which a message starts."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if worker := self.page.worker(f"{self.home}phone-worker.js"):
                return worker
            self.page.call("ServiceWorker.startWorker", scopeURL=self.home)
            with self.page.changed:
                self.page.changed.wait(0.1)
        raise TimeoutError("no service worker")

    def push(self, message):
        """Delivers a push message, as the browser does once it has decrypted one."""
        with self.page.changed:
            reports = [
                registration["registrationId"] for event in self.page.events
                if event["method"] == "ServiceWorker.workerRegistrationUpdated"
                for registration in event["params"]["registrations"] if registration["scopeURL"] == self.home
            ]  # fmt: skip
        self.page.call(
            "ServiceWorker.deliverPushMessage", origin=self.origin, registrationId=reports[-1], data=json.dumps(message)
        )

    def notices(self, count):
        """Returns the notifications, once there are so many."""
        script = """navigator.serviceWorker.ready.then((ready) => ready.getNotifications()).then((all) => JSON.stringify(all.map(
            ({ title, body, tag, actions }) => ({ title, body, tag, actions: actions.map(({ action }) => action) }))))"""
        found = self.until(f"{script}.then((text) => JSON.parse(text).length === {count} && text)")
        return json.loads(found)

    def act(self, tag, action):
        """Presses an action of a notification, or the notification itself."""
        worker = self.worker()
        worker.evaluate(
            f"""registration.getNotifications({{ tag: {json.dumps(tag)} }}).then(([notification]) => {{
                const event = new NotificationEvent("notificationclick", {{ notification, action: {json.dumps(action)} }});
                // An event that a script has made cannot keep the worker alive.
                let ending;
                event.waitUntil = (promise) => (ending = promise.catch(() => {{}}));
                dispatchEvent(event);
                return ending;
            }}).then(() => undefined)"""
        )
