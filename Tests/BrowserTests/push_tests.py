"""Messages to the phone app in Firefox, end to end: a real service encrypts them, a push service of this test delivers them, Firefox
decrypts them while the app is closed, and a person decides in the notification."""

import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from urllib.parse import urlsplit

from firefox import firefox
from firefox_phone import FirefoxPhone
from harness import serving
from phone_server import Front, FrontHandler
from phone_site import Site
from push_service import PushHandler, PushService, from_base64url, is_signed

CONTACT = "mailto:push@example.org"
CALLS = 10
BUTTON = "[...document.querySelectorAll('button')].some(({ innerText }) => innerText.trim() === 'NAME')"


class PushFront(FrontHandler):
    """Serves other files of the app, and forwards the phone's subscription."""

    do_PUT = do_DELETE = FrontHandler.forward


class PushSite(Site):
    """A site, the service it asks, and the push service through which that one wakes phones up."""

    def __init__(self, toopher, folder, push, front):
        super().__init__(toopher, folder, front)
        self.push = push

    @contextlib.contextmanager
    def serve(self):
        """Runs `toopher serve` while the block runs; behind the app's front only if there is one."""
        options, port = ["--push-contact", CONTACT, "--push-allow", urlsplit(self.push.origin).netloc], 0
        if self.front:
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            self.front.service = f"http://127.0.0.1:{port}"
            options += ["--external-url", self.origin]
        process = subprocess.Popen(
            [self.toopher, "serve", "--port", str(port), "--database", self.database, *options],
            env={"PATH": os.environ["PATH"]}, stdout=subprocess.PIPE, stderr=(self.folder / "log").open("w"), text=True,
        )  # fmt: skip
        try:
            # The URL that clients call.
            parts = urlsplit(process.stdout.readline().removeprefix("listening on ").strip())
            if not parts.netloc:
                raise RuntimeError((self.folder / "log").read_text())
            self.origin = f"{parts.scheme}://{parts.netloc}"
            yield
        finally:
            process.terminate()
            process.wait(30)

    def authenticate(self, *flags, **options):
        return Call(self, flags, options)


class Call:
    """A `toopher authenticate` that waits for the decision."""

    def __init__(self, site, flags, options):
        arguments = {"user": "jdoe", "terminal": "my computer", "terminal-id": "cookie", "wait": "60"} | options
        words = [word for name, value in arguments.items() for word in (f"--{name}", value)]
        environment = {"PATH": os.environ["PATH"], "TOOPHER_BASE_URL": f"{site.origin}/v1/", **site.keys["Example Shop"]}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [site.toopher, "authenticate", *words, *flags], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        self.thread = threading.Thread(target=self.follow, daemon=True)
        self.thread.start()

    def follow(self):
        self.said, self.problem = self.process.communicate()
        self.ended = time.monotonic()

    def end(self, seconds=20):
        """Returns the exit status and what the call has printed."""
        self.thread.join(seconds)
        if self.thread.is_alive():
            self.process.kill()
            self.thread.join()
            raise TimeoutError("the requester still waits")
        return self.process.returncode, json.loads(self.said or "{}")


class NotifiedPhone(FirefoxPhone):
    """The app in Firefox, and its notifications."""

    def notices(self, condition, seconds=20):
        """Returns the notifications that Firefox shows, once a condition is true of them."""
        script = """(async () => {
            const uri = Services.io.newURI(ORIGIN);
            const { origin } = Services.scriptSecurityManager.createContentPrincipal(uri, {});
            const storage = Cc["@mozilla.org/notificationStorage;1"].getService(Ci.nsINotificationStorage);
            const stored = await new Promise((done) => storage.get(origin, HOME, "", {
                QueryInterface: ChromeUtils.generateQI(["nsINotificationStorageCallback"]), done }));
            const windows = [...Services.wm.getEnumerator("alert:alert")].filter(({ closed }) => !closed);
            return JSON.stringify(windows.map(({ arguments: [, title, body] }) => {
                const { tag, actions } = stored.find((each) => each.title === title && each.body === body) ?? { actions: [] };
                return { title, body, tag, actions: actions.map(({ name }) => name) };
            }));
        })()"""
        script = script.replace("ORIGIN", json.dumps(self.origin)).replace("HOME", json.dumps(self.home))
        whole, end = self.page.whole(), time.monotonic() + seconds
        while True:
            found = json.loads(whole.evaluate(script))
            if condition(found):
                return found
            if time.monotonic() > end:
                raise TimeoutError(f"the notifications are {found}\n")
            threading.Event().wait(0.005)

    def act(self, notice, action):
        """Presses an action of a notification, or with "" the notification itself. The windows of Firefox's own notifications have no
        buttons, those of a desktop do: what they report is reported here."""
        script = """(() => {
            const window = [...Services.wm.getEnumerator("alert:alert")].find(({ arguments: [, title, body] }) =>
                title === TITLE && body === BODY);
            if (!ACTION) return window.onAlertClick();
            const action = { QueryInterface: ChromeUtils.generateQI(["nsIAlertAction"]), action: ACTION, title: "", iconURL: "" };
            window.gAlertListener.observe(action, "alertclickcallback", window.gAlertCookie);
        })()"""
        values = {"TITLE": notice["title"], "BODY": notice["body"], "ACTION": action}
        for name, value in values.items():
            script = script.replace(name, json.dumps(value))
        self.page.whole().evaluate(script)

    def opened(self, seconds=20):
        """Returns the app in the page that a notification has opened."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for context, url in self.page.pages().items():
                if context != self.page.context and url.startswith(self.home):
                    return NotifiedPhone(self.page.another(context), self.origin)
            threading.Event().wait(0.02)
        raise TimeoutError(f"the app was not opened, only {list(self.page.pages().values())}")


class Test:
    """The steps, in order: each leaves the phone as the next one needs it."""

    def __init__(self, site, page):
        self.site = site
        self.push = site.push
        self.page = page
        self.phone = NotifiedPhone(page, site.origin)
        self.to_notification = []
        self.to_service = []
        self.to_end = []

    def expect(self, what, found, expected):
        if found != expected:
            self.site.fail(f"{what}: {found!r}, not {expected!r}")

    def message(self, number):
        """Returns a message by its number, once it has arrived."""
        self.site.wait_for(lambda: len(self.push.messages) > number)
        return self.push.messages[number]

    def ask(self, *flags, **options):
        """Sends a request while the app is closed; returns it, its notification, and the time it took."""
        number = len(self.push.messages)
        call = self.site.authenticate(*flags, **options)
        message = self.message(number)
        [notice] = self.phone.notices(lambda shown: len(shown) == 1 and shown[0].get("tag") not in (None, "quiet"))
        seen = time.monotonic()
        self.to_service.append(message.arrived - call.began)
        self.to_notification.append(seen - message.arrived)
        return call, notice

    def decide(self, call, notice, action):
        """Presses an action of the notification; returns what the call ends with."""
        began = time.monotonic()
        self.phone.act(notice, action)
        status, said = call.end()
        self.to_end.append(call.ended - began)
        self.expect("the notification is about the request", said.get("id"), notice["tag"])
        self.phone.notices(lambda shown: not shown)
        return status

    # The steps.

    def first_start(self):
        """Sets the phone up, pairs it, and turns notifications on."""
        phone = self.phone
        self.page.allow("notifications", self.site.origin)
        phone.open()
        phone.set_up()
        pairing = json.loads(self.site.output("pair", "jdoe", phone.phrase()))
        phone.heading("Pair this phone")
        self.expect("the words of both sides", phone.words(), pairing["device_fingerprint"])
        phone.press("Approve")
        phone.heading("Paired")
        phone.press("Done")
        phone.heading("Nothing to approve")
        # So that the place is known.
        call = self.site.authenticate()
        phone.heading("Log In")
        phone.press("Approve")
        phone.heading("Approved")
        self.expect("approved in the app", call.end()[0], 0)
        phone.press("Done")
        phone.press("Phone")
        phone.heading("This phone")
        phone.press("Turn on notifications")
        phone.until(BUTTON.replace("NAME", "Turn off"))
        self.expect("subscriptions", len(self.push.channels), 1)
        phone.close()

    def approve(self):
        """Approvals in the notification, of requests that differ in length."""
        for number in range(CALLS):
            terminal, action = "t" * (1 + 7 * number), "Log In" if number % 2 else "Send 20 € to Ann"
            call, notice = self.ask(terminal=terminal, action=action)
            self.expect("actions", notice["actions"], ["deny", "approve"])
            text = f"{notice['title']} {notice['body']}"
            self.expect(f"{text} says who, what, as whom and where", [
                word for word in ("Example Shop", action, "jdoe", terminal) if word not in text], [])  # fmt: skip
            self.expect("approved", self.decide(call, notice, "approve"), 0)

    def deny(self):
        """A denial in the notification."""
        self.expect("denied", self.decide(*self.ask(), "deny"), 2)

    def open(self):
        """A press of the notification opens the app, also while another page of the service is open."""
        for other in ("about:blank", f"{self.site.origin}/static/toopher-web.js"):
            self.page.open(other)
            call, notice = self.ask()
            self.phone.act(notice, "")
            app = self.phone.opened()
            app.heading("Log In")
            app.press("Approve")
            app.heading("Approved")
            self.expect("approved in the app that was opened", call.end()[0], 0)
            app.page.close()
            self.phone.notices(lambda shown: not shown)
        self.phone.close()

    def unknown(self):
        """What comes from an unknown place is approved in the app only, and the notification says so first."""
        call, notice = self.ask(**{"terminal-id": "another"})
        self.expect("actions from an unknown place", notice["actions"], ["deny", "open"])
        self.expect("it is said first", notice["body"].startswith("This place is not known"), True)
        self.phone.act(notice, "approve")
        app = self.phone.opened()
        app.heading("Log In")
        app.press("Approve")
        app.heading("Approved")
        self.expect("approved in the app that was opened", call.end()[0], 0)
        app.page.close()
        self.phone.notices(lambda shown: not shown)

    def number(self):
        """Where a number is wanted, *Approve* is not offered, and its press only opens the app."""
        call, notice = self.ask("--show-number")
        self.expect("actions with a number", notice["actions"], ["deny", "open"])
        self.phone.act(notice, "approve")
        app = self.phone.opened()
        app.heading("Log In")
        app.press("Deny")
        app.heading("Denied")
        self.expect("denied in the app that was opened", call.end()[0], 2)
        app.page.close()

    def late(self):
        """A message that comes after the decision shows that nothing waits, and the next request takes that away."""
        self.push.holds = True
        number = len(self.push.messages)
        self.phone.open()
        call = self.site.authenticate()
        self.message(number)
        self.phone.heading("Log In")
        self.phone.press("Approve")
        self.phone.heading("Approved")
        self.expect("approved in the app", call.end()[0], 0)
        self.phone.close()
        self.push.release()
        shown = self.phone.notices(lambda shown: shown and shown[0].get("tag"))
        self.expect("what a late message shows", [(each["tag"], each["actions"]) for each in shown], [("quiet", [])])
        self.expect("approved after that", self.decide(*self.ask(), "approve"), 0)

    def messages(self):
        """What the service has sent."""
        key = self.site.output("push", "key", "--database", self.site.database, key="")
        now = time.time()
        self.site.wait_for(lambda: all(message.acknowledged for message in self.push.messages))
        for channel, known in self.push.channels.items():
            self.expect(f"the key of subscription {channel}", known, key)
        for message in self.push.messages:
            fields = message.headers
            scheme, _, rest = fields["authorization"].partition(" ")
            parts = dict(part.strip().split("=", 1) for part in rest.split(","))
            head, claims, _ = parts["t"].split(".")
            self.expect("the scheme", scheme, "vapid")
            self.expect("the key", parts["k"], key)
            self.expect("the token's head", json.loads(from_base64url(head)), {"typ": "JWT", "alg": "ES256"})
            claims = json.loads(from_base64url(claims))
            self.expect("audience and contact", (claims["aud"], claims["sub"]), (self.push.origin, CONTACT))
            self.expect("the token's end is within a day", now < claims["exp"] <= now + 86400, True)
            self.expect("signed", is_signed(parts["t"], key), True)
            self.expect("the encoding", fields["content-encoding"], "aes128gcm")
            self.expect("the urgency", fields.get("urgency"), "high")
            self.expect("the topic", fields.get("topic"), "pending")
            self.expect("a time to live of up to two minutes", 0 < int(fields["ttl"]) <= 120, True)
            self.expect("the browser's word", message.code, 100)
        self.expect("lengths", len({len(message.body) for message in self.push.messages}), 1)
        self.expect("bodies", len({message.body for message in self.push.messages}), len(self.push.messages))
        self.expect("another text is signed", is_signed("x" + parts["t"], key), False)

    def stop(self):
        """Without notifications there is no subscription, and no message."""
        self.phone.open()
        self.phone.press("Phone")
        self.phone.press("Turn off")
        self.phone.until(BUTTON.replace("NAME", "Turn on notifications"))
        self.site.wait_for(lambda: not self.push.channels)
        number = len(self.push.messages)
        self.phone.press("Requests")
        call = self.site.authenticate()
        self.phone.heading("Log In")
        self.phone.press("Deny")
        self.expect("denied in the app", call.end()[0], 2)
        self.expect("messages without a subscription", len(self.push.messages) - number, 0)

    def errors(self):
        """What the app has reported to the console."""
        with self.page.changed:
            reports = [event["params"] for event in self.page.events if event["method"] == "log.entryAdded"]
        for report in reports:
            if report["level"] == "error":
                self.site.fail(f"the console: {report['text']}")


STEPS = ["first_start", "approve", "deny", "open", "unknown", "number", "late", "messages", "stop"]


def figures(name, values):
    middle, most = 1000 * statistics.median(values), 1000 * max(values)
    print(f"{name}: {middle:.0f} ms (median of {len(values)}), {most:.0f} ms at most", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser", help="the Firefox to run, 147 or later")
    parser.add_argument("toopher", help="the built toopher, with the service")
    parser.add_argument("--files", help="a folder to serve the app's files from, in place of the service")
    parser.add_argument("--deadline", type=float, default=180, help="the deadline of the whole run, in seconds")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        push = PushService()
        front = Front(arguments.files) if arguments.files else None
        site = PushSite(arguments.toopher, stack.enter_context(tempfile.TemporaryDirectory()), push, front)
        if front:
            site.origin = stack.enter_context(serving(PushFront, site))
        push.origin = stack.enter_context(serving(PushHandler, site))
        site.create("Example Shop")
        stack.enter_context(site.serve())
        settings = {
            "dom.push.serverURL": push.origin.replace("http:", "ws:") + "/", "dom.push.testing.allowInsecureServerURL": True,
            # A Firefox that is driven from outside has no connection for messages by default.
            "dom.push.connection.enabled": True,
            # Without a desktop the notifications are Firefox's own.
            "alerts.useSystemBackend": False,
            "intl.accept_languages": "en",
        }  # fmt: skip
        page = stack.enter_context(firefox(arguments.browser, settings, arguments.deadline))
        test = Test(site, page)
        site.take(test, STEPS)
        test.errors()
        if test.to_end:
            figures("start of the command to the push service", test.to_service)
            figures("push service to the notification", test.to_notification)
            figures("Approve to the end of the requester's wait", test.to_end)
    site.report(f"{len(push.messages)} messages to Firefox passed")


sys.exit(main())
