"""The phone app in Chromium, with a real service: a site asks, a person decides in the app, and the service knows."""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from devtools import devtools
from harness import serving
from phone_page import Phone
from phone_server import Front, FrontHandler
from phone_site import Site
from phone_vectors import ROOT, Vectors, fingerprint, password

FILES = ROOT / "Sources/ToopherService/Phone"

#: Names that a service refuses, and that a phone must never approve, wherever they come from.
HOSTILE = "Shop\u202egnihtyna"
#: Names that are shown as they are.
MARKUP = "<img src=x onerror=alert(1)>"
RIGHT_TO_LEFT = "متجر (1)"

#: This Chromium has no push service.
SUBSCRIPTION = """
    const subscription = (key) => ({
        endpoint: "https://push.example.org/abc", options: { applicationServerKey: new Uint8Array(JSON.parse(key)).buffer },
        toJSON: () => ({ endpoint: "https://push.example.org/abc", keys: { p256dh: "BPub", auth: "auth" } }),
        unsubscribe: async () => delete localStorage.subscribed,
    });
    PushManager.prototype.subscribe = async ({ applicationServerKey }) =>
        subscription((localStorage.subscribed = JSON.stringify([...applicationServerKey])));
    PushManager.prototype.getSubscription = async () =>
        localStorage.subscribed ? subscription(localStorage.subscribed) : null;
"""

RENEWED = """{
    const options = { applicationServerKey: undefined };
    const toJSON = () => ({ endpoint: "https://push.example.org/new", keys: { p256dh: "BNew", auth: "new" } });
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async () => ({ endpoint: toJSON().endpoint, options, toJSON });
    const event = new ExtendableEvent("pushsubscriptionchange");
    event.waitUntil = (promise) => promise;
    dispatchEvent(event);
}"""

#: The words on buttons that stand in two lines.
BROKEN_WORDS = """[...document.querySelectorAll('button')].filter((each) => each.checkVisibility()).flatMap((each) => {
    const [words, texts] = [[], document.createTreeWalker(each, NodeFilter.SHOW_TEXT)];
    while (texts.nextNode()) {
        for (const { 0: word, index } of texts.currentNode.data.matchAll(/\\p{Script=Latin}+/gu)) {
            const range = new Range();
            range.setStart(texts.currentNode, index);
            range.setEnd(texts.currentNode, index + word.length);
            if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) words.push(word);
        }
    }
    return words;
}).join()"""

#: This Chromium reads no codes. The picture of its camera shows none either.
READER = """
    globalThis.BarcodeDetector = class {
        static getSupportedFormats = async () => ["qr_code"];
        detect = async (video) => (video.videoWidth > 0 ? [{ rawValue: "LINK" }] : []);
    };
"""


class Test:
    """The steps, in order: each leaves the phone as the next one needs it."""

    def __init__(self, site, page, pictures, axe):
        self.site = site
        self.pictures = pictures
        self.axe = axe
        self.main = page
        self.phone = Phone(page, site.origin)
        self.profiles = []

    def expect(self, what, found, expected):
        if found != expected:
            self.site.fail(f"{what}: {found!r}, not {expected!r}")

    def keep(self, name, phone=None):
        """Looks at a screen in all sizes: it fits, it can be used without seeing it, and touches find what they mean."""
        phone = phone or self.phone
        for width in (320, 390, 1440):
            phone.resize(width, 844)
            if phone.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.site.fail(f"{name}: wider than {width} pixels")
            small = phone.evaluate(
                """[...document.querySelectorAll('button, a, select, input, label.check')].filter((each) => each.checkVisibility()
                    && !(each.type === 'checkbox')).map((each) => [each.innerText, each.getBoundingClientRect()])
                    .filter(([, { width, height }]) => width < 44 || height < 44).map(([text]) => text).join()"""
            )
            if small:
                self.site.fail(f"{name}: smaller than 44 pixels at {width}: {small}")
            if broken := phone.evaluate(BROKEN_WORDS):
                self.site.fail(f"{name}: words broken at {width}: {broken}")
            if self.pictures:
                height = phone.evaluate("Math.max(844, document.documentElement.scrollHeight)")
                phone.resize(width, height)
                phone.page.picture(f"{self.pictures}/phone-{name}-{width}.png")
                phone.page.picture(f"{self.pictures}/phone-{name}-{width}-dark.png", is_dark=True)
        phone.resize(390, 844)
        for scheme in ("dark", "light"):
            phone.page.call("Emulation.setEmulatedMedia", features=[
                {"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}])  # fmt: skip
            self.check(f"{name}, {scheme}", phone)

    def check(self, name, phone):
        if not self.axe:
            return
        if not phone.evaluate("'axe' in globalThis"):
            phone.evaluate(self.axe + "; undefined")
        found = phone.evaluate(
            """axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations.map(
                ({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])))"""
        )
        for violation in json.loads(found):
            self.site.fail(f"{name}: {violation}")

    def another(self, language=None):
        """Returns a phone with storage of its own."""
        profile = self.main.whole.call("Target.createBrowserContext")["browserContextId"]
        self.profiles.append(profile)
        phone = Phone(self.main.another(profile), self.site.origin, profile)
        if language:
            phone.prefer(language)
        return phone

    def paired(self, phone, user, key="Example Shop"):
        """Sets a phone up and pairs it with a user."""
        phone.open()
        phone.set_up()
        pairing = self.site.pair(phone.phrase(), user, key)
        phone.heading("Pair this phone")
        phone.press("Approve")
        phone.heading("Paired")
        phone.press("Done")
        phone.heading("Nothing to approve")
        return pairing

    def decide(self, request, button, heading, key="Example Shop", phone=None):
        phone = phone or self.phone
        phone.heading(request["action"]["name"])
        phone.press(button)
        phone.heading(heading)
        found = self.site.decision(request, key)
        phone.press("Done")
        phone.heading("Nothing to approve")
        return found

    # The steps.

    def modules(self):
        """The parts without a page."""
        self.phone.open()
        self.phone.heading("Approve sign-ins with this phone")
        count = Vectors(self.phone, self.site.fail).run()
        if count < 300:
            self.site.fail(f"only {count} values were compared")

    def first_start(self):
        """A phrase pairs, beside the four words of the key."""
        phone = self.phone
        phone.open()
        phone.reads("localhost")
        self.keep("welcome")
        phone.set_up("Blue phone")
        phrase = phone.phrase()
        self.expect("words of a phrase", len(phrase.split()), 3)
        key = phone.evaluate("import('./identity.js').then(({ loadIdentity }) => loadIdentity()).then(({ publicKey }) => [...publicKey])")
        self.expect("the words of the key", phone.words(), fingerprint(bytes(key)))
        extractable = "import('./identity.js').then(({ loadIdentity }) => loadIdentity()).then(({ privateKey }) => privateKey.extractable)"
        self.expect("a key that can be read", phone.evaluate(extractable), False)
        self.keep("pair")
        pairing = self.site.pair(phrase)
        phone.heading("Pair this phone")
        self.expect("the words of both sides", phone.words(), pairing["device_fingerprint"])
        phone.reads("Example Shop")
        phone.reads("jdoe")
        self.keep("pairing")
        phone.press("Approve")
        phone.heading("Paired")
        self.keep("paired")
        phone.press("Done")
        phone.heading("Nothing to approve")
        self.keep("empty")
        self.expect("the pairing", self.site.get(f"pairings/{pairing['id']}")["enabled"], True)

    def decisions(self):
        """Approve, deny, and a request that nobody here has made."""
        request = self.site.ask()
        self.phone.heading("Log In")
        for text in ("Example Shop", "jdoe", "my computer"):
            self.phone.reads(text)
        self.keep("request")
        self.expect("approved", self.decide(request, "Approve", "Approved"), "granted")
        request = self.site.ask(action_name="Send 20 € to Ann")
        self.expect("denied", self.decide(request, "Deny", "Denied"), "Denied on the phone")
        request = self.site.ask()
        self.phone.heading("Log In")
        self.phone.press("I did not ask for this")
        self.phone.heading("Denied and reported")
        self.keep("not-me")
        self.phone.press("Done")
        self.expect("not me", self.site.decision(request) != "granted", True)

    def numbers(self):
        """The number of the page is asked for, and a wrong one ends the request."""
        for right in (True, False):
            request = self.site.ask(shows_match_number="true")
            number = request["match_number"]
            self.phone.heading("Log In")
            # Times, and the port at the top of the page, may have the same digits.
            shown = self.phone.evaluate(r"document.querySelector('main').innerText.replace(/\d+:\d+/g, '')")
            self.expect("the number is unknown here", number not in shown, True)
            self.phone.press("Approve")
            self.phone.reads("Enter the 2 digits of the page first")
            self.keep("number") if right else None
            self.expect("without a number", self.site.decision(request), "pending")
            wrong = f"{(int(number) + 1) % 100:02}"
            # Digits of full width, as some keyboards enter them, are digits.
            typed = "".join(chr(ord(digit) + 0xFEE0) for digit in number) if right else wrong
            self.phone.fill("#number", typed)
            self.phone.press("Approve")
            self.phone.heading("Number sent")
            self.keep("number-sent") if right else None
            self.phone.press("Done")
            self.expect(f"a number, right {right}", self.site.decision(request) == "granted", right)

    def several(self):
        """The newest first, and all denied at once."""
        requests = [self.site.ask(terminal=f"terminal {number}", action_name=f"Act {number}") for number in range(3)]
        self.phone.reads("2 more requests are waiting.")
        shown = self.phone.evaluate("document.querySelector('main h1').innerText")
        # What came first stays: a later request does not take its place.
        self.expect("what is shown", shown, "Act 0")
        self.keep("several")
        seen = ["Act 0"]
        for _ in range(2):
            self.phone.press("Show the next")
            self.phone.until(f"document.querySelector('main h1').innerText !== {json.dumps(seen[-1])}")
            seen.append(self.phone.evaluate("document.querySelector('main h1').innerText"))
        self.expect("each in its turn", sorted(seen), ["Act 0", "Act 1", "Act 2"])
        self.phone.press("Deny all")
        self.phone.until("document.querySelector('dialog')?.open")
        self.keep("deny-all")
        self.phone.agree("Deny all")
        self.phone.heading("Nothing to approve")
        for request in requests:
            self.expect("denied with all", self.site.decision(request), "Denied on the phone")
        first = self.site.ask(action_name="Act 3")
        self.phone.heading("Act 3")
        second = self.site.ask(action_name="Act 4", terminal="elsewhere")
        self.phone.reads("1 more request is waiting.")
        self.phone.press("Deny")
        self.phone.press("Next (1 more)")
        self.phone.heading("Act 4")
        self.phone.press("Approve")
        self.phone.press("Done")
        self.phone.heading("Nothing to approve")
        self.expect("each its own", [self.site.decision(each) for each in (first, second)], ["Denied on the phone", "granted"])

    def automation(self):
        """An automatic approval is made, used, listed and ended."""
        request = self.site.ask(terminal="at home")
        self.phone.heading("Log In")
        self.phone.evaluate("document.querySelector('#automate').click()")
        self.phone.reads("without asking you")
        self.keep("automate")
        self.expect("automatic", self.decide(request, "Approve", "Approved"), "granted")
        self.expect("asked again", self.site.ask(terminal="at home")["automated"], True)
        self.phone.press("Phone")
        self.phone.heading("This phone")
        self.phone.reads("“Log In” as jdoe from at home is approved")
        self.keep("phone")
        # What is signed is what was shown: with another name it is shown again.
        self.site.post(f"user_terminals/{request['terminal']['id']}", name="at work")
        self.phone.press("End")
        self.phone.reads("This has changed meanwhile")
        self.phone.reads("“Log In” as jdoe from at work is approved")
        self.phone.press("End")
        self.phone.reads("None. You can choose it")
        self.phone.press("Requests")
        self.expect("asked after the end", self.decide(self.site.ask(terminal="at home"), "Deny", "Denied"), "Denied on the phone")

    def limits(self):
        """What this phone must not approve, it says and refuses."""
        request = self.site.ask(challenge_required="true")
        self.phone.heading("Log In")
        self.phone.reads("which this phone cannot check")
        self.expect("no approval", self.phone.evaluate("document.querySelector('.approve')"), None)
        self.keep("check")
        self.expect("denied", self.decide(request, "Deny", "Denied"), "Denied on the phone")
        # What is signed is what was shown: with another name the service refuses.
        request = self.site.ask(terminal="honest")
        self.phone.heading("Log In")
        forged = """Promise.all(['answers', 'identity', 'service', 'subjects'].map((name) => import(`./${name}.js`))).then(
            async ([{ decide }, { loadIdentity }, { call }, { pendingList }]) => {
                const identity = await loadIdentity();
                const [shown] = pendingList(await call(identity, 'GET', 'device/pending')).subjects;
                const other = { ...shown, terminal: { ...shown.terminal, name: 'another' } };
                return decide(identity, other, { decision: 'approve' }).then(() => 'taken', ({ status }) => status);
            })"""
        self.expect("another name is signed", self.phone.evaluate(forged), 403)
        self.expect("denied", self.decide(request, "Deny", "Denied"), "Denied on the phone")

    def checks(self):
        """A request that needs the phone's own check is approved with it, and never without."""
        phone = self.another()
        phone.page.call("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": False, "hasUserVerification": True,
            "automaticPresenceSimulation": True, "isUserVerified": True,
        }  # fmt: skip
        authenticator = phone.page.call("WebAuthn.addVirtualAuthenticator", options=options)["authenticatorId"]

        def verify(isVerified):
            phone.page.call("WebAuthn.setUserVerified", authenticatorId=authenticator, isUserVerified=isVerified)

        self.paired(phone, "checked")
        request = self.site.ask("checked", challenge_required="true")
        phone.heading("Log In")
        self.expect("no approval yet", phone.evaluate("document.querySelector('.approve')"), None)
        self.keep("check-needed", phone)
        verify(False)
        phone.press("Set up the check")
        phone.reads("The check was not passed")
        verify(True)
        phone.press("Set up the check")
        phone.reads("After Approve, the phone asks for")
        self.keep("check-follows", phone)
        verify(False)
        phone.heading("Log In")
        phone.press("Approve")
        phone.reads("The check was not passed")
        self.expect("not granted", self.site.decision(request), "pending")
        verify(True)
        self.expect("with the check", self.decide(request, "Approve", "Approved", phone=phone), "granted")
        # The person wants it for each approval, and later not.
        phone.press("Phone")
        phone.until("document.querySelector('#always-check')?.checkVisibility()")
        phone.evaluate("document.querySelector('#always-check').click()")
        phone.until("!document.querySelector('#always-check').disabled && document.querySelector('#always-check').checked")
        self.keep("phone-check", phone)
        phone.press("Requests")
        request = self.site.ask("checked")
        phone.heading("Log In")
        phone.reads("After Approve, the phone asks for")
        self.expect("each one", self.decide(request, "Approve", "Approved", phone=phone), "granted")
        # Who has the phone, but is not its user, cannot end it.
        phone.press("Phone")
        verify(False)
        phone.evaluate("document.querySelector('#always-check').click()")
        phone.reads("The check was not passed")
        self.expect("still wanted", phone.evaluate("document.querySelector('#always-check').checked"), True)
        verify(True)
        phone.evaluate("document.querySelector('#always-check').click()")
        phone.until("!document.querySelector('#always-check').disabled && !document.querySelector('#always-check').checked")
        phone.press("Requests")
        request = self.site.ask("checked")
        phone.heading("Log In")
        self.expect("not wanted any more", phone.lacks("After Approve"), True)
        self.expect("without", self.decide(request, "Approve", "Approved", phone=phone), "granted")

    def delivery(self):
        """Events are resumed where they ended, and where there are none the phone asks."""
        phone = self.another()
        self.paired(phone, "listener")
        front = self.site.front
        # A stream that ends at once would not be opened again.
        later = "{ const real = performance.now.bind(performance); performance.now = () => real() + 6000; }"
        phone.open()
        phone.heading("Nothing to approve")
        phone.until("performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/device/pairings'))")
        phone.evaluate(later)
        device = phone.evaluate("import('./identity.js').then(({ loadIdentity }) => loadIdentity()).then(({ device }) => device)")

        def opened():
            return [known for each, known in front.known if each == device]

        before = len(opened())
        front.cut()
        self.site.wait_for(lambda: len(opened()) > before)
        self.expect("the stream is resumed by id", bool(opened()[-1]), True)
        request = self.site.ask("listener")
        self.expect("after a cut", self.decide(request, "Approve", "Approved", phone=phone), "granted")
        self.expect("streams after a cut", len(opened()) - before, 1)
        front.passes_events = False
        front.cut()
        phone.open()
        request = self.site.ask("listener")
        self.expect("without events", self.decide(request, "Approve", "Approved", phone=phone), "granted")
        front.passes_events = True

    def expiry(self):
        """A request ends on the screen when its time is over."""
        phone = self.another()
        self.paired(phone, "late")
        request = self.site.ask("late")
        phone.heading("Log In")
        phone.evaluate("globalThis.realNow = Date.now; Date.now = () => realNow() + 121000; undefined")
        phone.heading("Too late")
        self.keep("expired", phone)
        phone.evaluate("Date.now = realNow; undefined")
        self.site.post(f"authentication_requests/{request['id']}/cancel")
        phone.until("!document.querySelector('.badge')")
        phone.press("Done")
        phone.heading("Nothing to approve")
        # Of another user: one who has let a request pass is asked later.
        phone = self.another()
        self.paired(phone, "withdrawn")
        request = self.site.ask("withdrawn")
        phone.heading("Log In")
        self.site.post(f"authentication_requests/{request['id']}/cancel")
        phone.heading("No longer waiting")
        phone.press("Done")

    def links(self):
        """The link of a code, opened and pasted; used ones and those of others are refused."""
        phone = self.another()
        invited = self.site.post("pairings/create/qr", user_name="jane")
        token = self.token(invited)
        phone.open(f"#pair={token}")
        phone.heading("Approve sign-ins with this phone")
        self.expect("the address", phone.evaluate("location.href"), phone.home)
        phone.fill("#name", "Link phone")
        phone.press("Set up this phone")
        phone.heading("Pair with a site")
        self.expect("taken without a question", "device_fingerprint" in self.site.get(f"pairings/{invited['id']}"), False)
        phone.press("Use the link")
        phone.heading("Pair this phone")
        self.expect("the words", self.site.get(f"pairings/{invited['id']}")["device_fingerprint"], phone.words())
        phone.press("Approve")
        phone.heading("Paired")
        phone.press("Done")
        phone.press("Accounts")
        phone.press("Pair with another site")
        for link, text in [
            (f"{self.site.origin}/pair/{token}", "A phone has used this link already"),
            (f"{self.site.origin}/pair/{'x' * 24}", "This link is not known"),
            (f"https://other.example.org/pair/{token}", "belongs to another service"),
            ("https://other.example.org/", "This is not a link that pairs a phone"),
        ]:
            phone.fill("#link", link)
            phone.press("Use the link")
            phone.reads(text, ".problem:not(:empty)")
        self.keep("link-refused", phone)
        second = self.site.post("pairings/create/qr", user_name="joan")
        phone.fill("#link", f"{self.site.origin}/pair/{self.token(second)}")
        phone.press("Use the link")
        phone.heading("Pair this phone")
        phone.press("Deny")
        phone.heading("Not paired")
        self.expect("denied", self.site.get(f"pairings/{second['id']}")["enabled"], False)
        phone.open("#history")
        phone.reads("Pairing as joan")
        self.keep("history", phone)

    def token(self, pairing):
        """Reads the link of a pairing's QR code."""
        environment = self.site.keys["Example Shop"]
        picture = subprocess.run(
            [self.site.toopher, "oauth", "request", f"{self.site.origin}/v1/qr/pairings/{pairing['id']}"],
            env={
                "PATH": "/usr/bin:/bin", "OAUTH_CONSUMER_KEY": environment["TOOPHER_CONSUMER_KEY"],
                "OAUTH_CONSUMER_SECRET": environment["TOOPHER_CONSUMER_SECRET"],
            }, capture_output=True, timeout=60, check=True,
        ).stdout  # fmt: skip
        path = self.site.folder / "code.png"
        path.write_bytes(picture)
        read = subprocess.run(["zbarimg", "--quiet", "--raw", path], capture_output=True, text=True, timeout=60, check=True)
        return read.stdout.strip().rpartition("/")[2]

    def two_phones(self):
        """Two phones: each sees its own requests; a pairing ends on the phone."""
        phone = self.another()
        pairing = self.paired(phone, "jdoe2")
        request = self.site.ask("jdoe2")
        self.expect("on the second", self.decide(request, "Approve", "Approved", phone=phone), "granted")
        self.phone.open()
        self.phone.heading("Nothing to approve")
        phone.press("Accounts")
        phone.reads("jdoe2")
        self.site.post(f"users/{pairing['user']['id']}", name="jdoe3")
        phone.press("Remove")
        phone.agree("Remove")
        phone.reads("This has changed meanwhile")
        phone.reads("jdoe3")
        phone.press("Remove")
        phone.agree("Remove")
        phone.reads("Once you have paired with a site")
        self.expect("ended", self.site.get(f"pairings/{pairing['id']}")["enabled"], False)

    def moving(self):
        """Another phone of the same user is confirmed, or refused, by the first, which may end its own pairing then."""
        old = self.another()
        first = self.paired(old, "mover")
        new = self.another()
        new.open()
        new.set_up("New phone")
        for answer in ("Deny", "Approve"):
            pairing = self.site.pair(new.phrase(), "mover")
            words = new.words()
            new.heading("Pair this phone")
            new.press("Approve")
            new.heading("One step more")
            self.keep(f"to-be-confirmed-{answer}", new)
            new.press("Done")
            new.heading("One step more")
            old.heading("Add another phone")
            old.reads("New phone")
            self.expect("the words of the new phone", old.words(), words)
            self.keep("confirmation", old)
            if answer == "Approve":
                old.evaluate("document.querySelector('#moves').click()")
            old.press(answer)
            old.heading("Refused" if answer == "Deny" else "Moved to the new phone")
            self.keep(f"confirmation-{answer}", old)
            old.press("Done")
            found = self.site.get(f"pairings/{pairing['id']}")
            self.expect("the new pairing", (found["enabled"], found["pending"]), (answer == "Approve", False))
            if answer == "Deny":
                new.heading("Not paired yet")
                new.open("#pair")
        new.heading("Nothing to approve")
        self.expect("the old pairing", self.site.get(f"pairings/{first['id']}")["enabled"], False)
        old.heading("Not paired yet")
        request = self.site.ask("mover")
        self.expect("on the new phone", self.decide(request, "Approve", "Approved", phone=new), "granted")
        new.open("#history")
        new.reads("mover")
        old.open("#history")
        old.reads("Another phone for mover: New phone")
        self.keep("history-confirmation", old)

    def keyboard(self):
        """Everything with keys alone, and the focus where reading goes on."""
        phone = self.another()
        self.paired(phone, "keys")
        request = self.site.ask("keys", terminal="desk")
        phone.heading("Log In")
        self.keys(phone, "approve")
        phone.heading("Approved")
        self.expect("the focus", phone.evaluate("document.activeElement.innerText"), "Approved")
        self.expect("approved with keys", self.site.decision(request), "granted")
        self.keys(phone, "wide")
        phone.heading("Nothing to approve")
        self.expect("the focus", phone.evaluate("document.activeElement.innerText"), "Nothing to approve")
        request = self.site.ask("keys", terminal="desk", shows_match_number="true")
        phone.heading("Log In")
        phone.until("document.querySelector('#live').textContent.includes('asks you something')")
        self.keys(phone, "number", "")
        phone.page.call("Input.insertText", text=request["match_number"])
        # In the field, Enter approves.
        phone.page.key("Enter", "\r")
        phone.heading("Number sent")
        self.expect("approved with keys", self.site.decision(request), "granted")

    def keys(self, phone, wanted, press="\r"):
        """Goes to an element with the tabulator, and presses it."""
        for _ in range(30):
            phone.page.key("Tab")
            if phone.evaluate(f"document.activeElement.classList.contains({json.dumps(wanted)})"):
                if press:
                    phone.page.key("Enter", press)
                return
        self.site.fail(f"no key leads to {wanted}")

    def home_screen(self):
        """Where an app must be on the home screen to keep its key, it says so first."""
        phone = self.another()
        phone.page.call(
            "Page.addScriptToEvaluateOnNewDocument", source="Object.defineProperty(navigator, 'standalone', { value: false })"
        )
        phone.open("#pair=AbCdEfGhIjKlMnOpQrStUvWx")
        phone.reads("First put this app on the home screen")
        phone.reads("Copy the link")
        self.keep("home-screen", phone)

    def scan(self):
        """The camera reads a link, where the browser reads codes."""
        phone = self.another()
        link = f"{self.site.origin}/pair/{self.token(self.site.post('pairings/create/qr', user_name='scanned'))}"
        phone.page.call("Page.addScriptToEvaluateOnNewDocument", source=READER.replace("LINK", link))
        phone.open()
        phone.set_up()
        phone.press("Scan a code")
        phone.heading("Pair this phone")
        phone.reads("scanned")
        phone.press("Approve")
        phone.heading("Paired")

    def ended_elsewhere(self):
        """A pairing that the site has ended is gone from the phone, codes included."""
        phone = self.another()
        pairing = self.paired(phone, "gone")
        phone.press("Accounts")
        phone.until("document.querySelector('.digits')?.textContent")
        self.site.post(f"pairings/{pairing['id']}", deactivated="true")
        phone.open("#accounts")
        phone.reads("Once you have paired with a site")
        kept = "import('./database.js').then(({ read }) => read('pairings')).then((all) => all.length)"
        self.expect("kept", phone.evaluate(kept), 0)

    def offline(self):
        """Without a network the app opens and shows codes."""
        phone = self.phone
        phone.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
        phone.open()
        phone.heading("Nothing to approve")
        phone.press("Accounts")
        phone.until("document.querySelector('.digits')?.textContent")
        phone.page.call("Network.enable")
        self.network(False)
        phone.open("#accounts")
        shown = phone.until("document.querySelector('.digits')?.textContent").replace(" ", "")
        # The secret is not readable in the browser: the service's own check is the judge.
        phone.reads("No connection to the service")
        self.keep("offline")
        phone.press("History")
        phone.reads("Approved")
        self.network(True)
        shown_by = self.site.post(
            "authentication_requests/initiate", user_name="jdoe", terminal_name="cellar",
            requester_specified_terminal_id="cellar", otp=shown,
        )  # fmt: skip
        self.expect("the code of an offline phone", (shown_by["pending"], shown_by["granted"]), (False, True))
        secret = self.phone.evaluate(
            """Promise.all([import('./identity.js'), import('./service.js')]).then(async ([{ loadIdentity }, { call }]) =>
                (await call(await loadIdentity(), 'GET', 'device/otp')).pairings[0].secret)"""
        )
        now = time.time()
        self.expect("the code", shown in {password(secret, now - 30 * back) for back in range(3)}, True)
        phone.open()
        phone.heading("Nothing to approve")
        phone.until("!document.querySelector('#banners p')")

    def network(self, is_there):
        self.phone.page.call(
            "Network.emulateNetworkConditions", offline=not is_there, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )

    def lost_key(self):
        """A browser that has deleted the key: the app starts as new, and says why."""
        phone = self.another()
        self.paired(phone, "forgetful")
        phone.evaluate("import('./database.js').then(({ destroy }) => destroy())")
        phone.open()
        phone.heading("Approve sign-ins with this phone")
        phone.reads("the browser has deleted its key")
        self.keep("lost", phone)
        phone.set_up()

    def wrong_clock(self):
        """A clock that is an hour off is told, and does no harm."""
        phone = self.another()
        phone.page.call(
            "Page.addScriptToEvaluateOnNewDocument", source="{ const real = Date.now; Date.now = () => real() + 3600000; }"
        )
        self.paired(phone, "early")
        phone.reads("This phone's clock is 1 hour fast")
        self.keep("clock", phone)
        request = self.site.ask("early")
        self.expect("approved with a wrong clock", self.decide(request, "Approve", "Approved", phone=phone), "granted")
        # A clock that goes wrong while the app is open: the response says so.
        phone.evaluate("{ const wrong = Date.now; Date.now = () => wrong() - 7200000; }")
        request = self.site.ask("early")
        self.expect("a clock set meanwhile", self.decide(request, "Approve", "Approved", phone=phone), "granted")

    def hostile(self):
        """Names with markup and of another direction are shown as they are; what hides text is not approved."""
        self.site.create(MARKUP)
        phone = self.another()
        self.paired(phone, RIGHT_TO_LEFT, MARKUP)
        request = self.site.ask(RIGHT_TO_LEFT, terminal="<script>alert(1)</script>", key=MARKUP, action_name=f"{RIGHT_TO_LEFT} 20")
        phone.heading(f"{RIGHT_TO_LEFT} 20")
        for text in (MARKUP, "<script>alert(1)</script>", RIGHT_TO_LEFT):
            phone.reads(text)
        self.expect("no element came of it", phone.evaluate("document.querySelector('main img, main script')"), None)
        self.keep("markup", phone)
        self.expect("approved", self.decide(request, "Approve", "Approved", MARKUP, phone), "granted")
        long = "W" * 200
        request = self.site.ask(RIGHT_TO_LEFT, terminal=long, key=MARKUP, action_name="長" * 80)
        phone.heading("長" * 80)
        self.keep("long", phone)
        phone.press("Deny")
        # The service refuses names that hide text. If it did not, the phone would.
        card = f"""Promise.all(['subjects', 'request-card', 'languages', 'clock'].map((name) => import(`./${{name}}.js`))).then(
            ([{{ subject }}, {{ requestCard }}, {{ translator }}, {{ now }}]) => {{
                const name = (name) => ({{ id: "1", name }});
                const shown = subject("authentication_request", {{
                    id: "r", requester: name({json.dumps(HOSTILE)}), user: name("a"), action: name("b"), terminal: name(""),
                    first_from_terminal: true, challenge_required: false, number_digits: 0, automation_allowed: true,
                    created: now(), expires: now() + 60,
                }});
                const {{ card }} = requestCard({{ ...translator("en"), identity: {{}} }}, shown, () => {{}});
                document.querySelector("main").replaceChildren(card);
                return [card.innerText.includes("[U+202E]"), card.innerText.includes("can only deny"), card.querySelector(".approve")];
            }})"""
        self.expect("a hidden name", phone.evaluate(card), [True, True, None])
        self.keep("hidden", phone)

    def pushed(self):
        """A message wakes the worker, which shows what waits and signs what a person presses."""
        phone = self.another()
        self.site.front.push_key = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
        phone.page.whole.call(
            "Browser.grantPermissions", permissions=["notifications"], origin=self.site.origin, browserContextId=phone.profile
        )
        phone.page.call("Page.addScriptToEvaluateOnNewDocument", source=SUBSCRIPTION)
        self.paired(phone, "pushed")
        phone.press("Turn on notifications")
        phone.until("!document.querySelector('.push')?.checkVisibility() || document.body.innerText.includes('notifies you')")
        self.expect(
            "the subscription", self.site.front.told, [("PUT", {"endpoint": "https://push.example.org/abc", "p256dh": "BPub", "auth": "auth"})]
        )
        # The page is elsewhere, so that only the worker answers.
        phone.open("#history")
        request = self.site.ask("pushed")
        phone.push({"request": request["id"]})
        [notice] = phone.notices(1)
        self.expect("an unknown place is not approved there", notice["actions"], ["deny", "open"])
        self.expect("it is said first", notice["body"].startswith("This place is not known"), True)
        phone.open(f"#request={request['id']}")
        phone.heading("Log In")
        phone.press("Approve")
        phone.heading("Approved")
        phone.press("Done")
        phone.open("#history")
        for action, expected in [("approve", "granted"), ("deny", "Denied on the phone")]:
            request = self.site.ask("pushed")
            phone.push({"request": request["id"]})
            [notice] = phone.notices(1)
            self.expect("the notification", (notice["tag"], notice["actions"]), (request["id"], ["deny", "approve"]))
            for name in ("Example Shop", "Log In"):
                self.expect(f"{name} in {notice}", name in notice["title"], True)
            for name in ("pushed", "my computer"):
                self.expect(f"{name} in {notice}", name in notice["body"], True)
            phone.act(request["id"], action)
            self.site_decides(request, expected)
            phone.notices(0)
        request = self.site.ask("pushed", shows_match_number="true")
        phone.push({"request": request["id"]})
        [notice] = phone.notices(1)
        self.expect("a number is not approved there", notice["actions"], ["deny", "open"])
        phone.act(request["id"], "approve")
        self.expect("approved without its number", self.site.decision(request), "pending")
        other = self.site.ask("pushed", action_name="Another")
        phone.open(f"#request={request['id']}")
        phone.heading("Log In")
        self.expect("the address", phone.evaluate("location.href"), phone.home)
        for each in (request, other):
            self.site.post(f"authentication_requests/{each['id']}/cancel")
        # The browser's push service has forgotten the subscription.
        phone.worker().evaluate(RENEWED)
        self.site.wait_for(lambda: self.site.front.told[-1][1]["endpoint"] == "https://push.example.org/new")
        phone.open("#phone")
        phone.press("Turn off")
        phone.reads("Let this phone notify you")
        self.expect("the end of the subscription", self.site.front.told[-1][0], "DELETE")

    def site_decides(self, request, expected):
        end = time.monotonic() + 20
        while time.monotonic() < end and (found := self.site.decision(request)) == "pending":
            continue
        self.expect("decided in the worker", found, expected)

    def update(self):
        """A newer version takes over at the next start, whole."""
        phone = self.phone
        phone.open()
        phone.heading("Nothing to approve")
        names = "caches.keys().then((names) => names.filter((name) => name.startsWith('toopher')).join())"
        before = phone.evaluate(names)
        self.site.front.release = "next"
        phone.evaluate("navigator.serviceWorker.ready.then((ready) => ready.update()).then(() => undefined)")
        phone.until("navigator.serviceWorker.ready.then(({ waiting }) => Boolean(waiting))")
        phone.open()
        # The browser lets the older worker finish what it does, at most half a minute.
        phone.until(f"caches.keys().then((names) => names.length === 1 && !{json.dumps(before)}.includes(names[0]))", 60)
        phone.open()
        phone.heading("Nothing to approve")
        files = json.loads(
            phone.evaluate("caches.keys().then(([name]) => caches.open(name)).then((cache) => cache.keys())"
                           ".then((all) => JSON.stringify(all.map(({ url }) => url.split('/').at(-1))))")
        )  # fmt: skip
        there = {path.name for path in FILES.iterdir()} - {"phone-worker.js"}
        self.expect("the files of the cache", set(files), there)

    def rename(self):
        """Another name, and the end of everything."""
        phone = self.phone
        phone.press("Phone")
        phone.fill("#phone-name", "Red phone")
        phone.press("Rename")
        phone.reads("The phone is renamed", "#live")
        phone.open("#phone")
        self.expect("the name", phone.evaluate("document.querySelector('#phone-name').value"), "Red phone")
        phone.press("Wipe this app")
        phone.until("document.querySelector('dialog')?.open")
        self.keep("wipe")
        phone.agree("Wipe this app")
        phone.heading("This app is wiped")
        self.keep("wiped")
        left = """Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()]).then(
            ([databases, names, workers]) => [databases.length, names.length, workers.length, localStorage.length])"""
        self.expect("what is left", phone.evaluate(left), [0, 0, 0, 0])
        phone.press("Start again")
        phone.heading("Approve sign-ins with this phone")
        self.expect("says nothing of before", phone.lacks("the browser has deleted its key"), True)

    def languages(self):
        """The longest and the shortest language, on every screen."""
        for code, start, approve in [("de", "Dieses Telefon einrichten", "Zustimmen"), ("zh", "设置这部手机", "批准"),
                                     ("es", "Configurar este teléfono", "Aprobar")]:  # fmt: skip
            phone = self.another(code)
            phone.open()
            self.expect("the language", phone.evaluate("document.documentElement.lang"), code)
            self.keep(f"welcome-{code}", phone)
            phone.press(start)
            phrase = phone.phrase()
            self.keep(f"pair-{code}", phone)
            self.site.pair(phrase, f"user {code}")
            phone.until("document.querySelector('.request')")
            self.keep(f"pairing-{code}", phone)
            phone.evaluate("new Promise(resolve => setTimeout(resolve, 450))")
            phone.press(approve)
            phone.until("document.querySelector('.outcome')")
            self.keep(f"paired-{code}", phone)
            self.site.ask(f"user {code}", terminal="Firefox", shows_match_number="true")
            self.site.ask(f"user {code}", terminal="Firefox")
            phone.open()
            phone.until("document.querySelector('.request')")
            phone.evaluate("document.querySelector('#automate')?.click()")
            self.keep(f"request-{code}", phone)
            for screen in ("accounts", "history", "phone"):
                phone.open(f"#{screen}")
                self.keep(f"{screen}-{code}", phone)
            phone.evaluate("document.documentElement.style.fontSize = '200%'")
            phone.resize(320, 844)
            if phone.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.site.fail(f"{code}: too wide with letters of twice the size")

    def quiet(self, phone):
        for violation in phone.page.violations():
            self.site.fail(f"violation: {violation[:300]}")


STEPS = [
    "modules", "first_start", "decisions", "numbers", "several", "automation", "limits", "checks", "delivery", "expiry", "links", "two_phones", "moving", "keyboard", "home_screen", "scan",
    "ended_elsewhere", "offline", "lost_key", "wrong_clock", "hostile", "pushed", "update", "rename", "languages",
]  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("browser", help="the Chromium to run")
    parser.add_argument("toopher", help="the built toopher, with the service")
    parser.add_argument("--files", help="a folder to serve the app's files from, in place of the service")
    parser.add_argument("--deadline", type=float, default=600, help="the deadline of the whole run, in seconds")
    parser.add_argument("--pictures", help="a folder for images of the screens")
    parser.add_argument("--axe", type=Path, help="axe.min.js, to check accessibility with")
    parser.add_argument("--steps", default=",".join(STEPS), help="which steps to run")
    arguments = parser.parse_args()
    if arguments.pictures:
        Path(arguments.pictures).mkdir(parents=True, exist_ok=True)
    axe = arguments.axe.read_text() if arguments.axe else ""
    steps = arguments.steps.split(",")
    with contextlib.ExitStack() as stack:
        front = Front(arguments.files)
        site = Site(arguments.toopher, stack.enter_context(tempfile.TemporaryDirectory()), front)
        # A name: credentials of authenticators belong to names, not to addresses.
        site.origin = stack.enter_context(serving(FrontHandler, site)).replace("127.0.0.1", "localhost")
        site.create("Example Shop")
        stack.enter_context(site.serve())
        page = stack.enter_context(devtools(arguments.browser, arguments.deadline))
        test = Test(site, page, arguments.pictures, axe)
        site.take(test, steps)
        test.quiet(test.phone)
    site.report(f"{len(steps)} ways of the phone passed in the browser")


sys.exit(main())
