"""Drives Firefox through WebDriver BiDi, over its WebSocket."""

import base64
import contextlib
import copy
import itertools
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from page import Page
from websocket import connect

#: Keys as WebDriver names them.
KEYS = {"Tab": "\uE004", "Enter": "\uE007"}


def plain(value):
    """Returns what a value of the protocol stands for."""
    kind = value["type"]
    if kind == "array":
        return [plain(each) for each in value["value"]]
    if kind == "object":
        return {name: plain(each) for name, each in value["value"]}
    # Elements and the like are only known to be there.
    return value.get("value", None if kind in ("null", "undefined") else True)


class Firefox(Page):
    """A page in a Firefox. Every wait has a deadline."""

    def __init__(self, connection, deadline):
        self.connection = connection
        self.deadline = deadline
        self.changed = threading.Condition()
        self.answers = {}
        #: What the browser has reported besides, in the order of its coming.
        self.events = []
        self.has_ended = False
        self.numbers = itertools.count(1)
        threading.Thread(target=self.read, daemon=True).start()
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded"])
        self.context = self.call("browsingContext.getTree")["contexts"][0]["context"]
        self.target = {"context": self.context}

    def read(self):
        while text := self.connection.receive():
            message = json.loads(text)
            with self.changed:
                if message.get("id") is not None:
                    self.answers[message["id"]] = message
                else:
                    self.events.append(message)
                self.changed.notify_all()
        with self.changed:
            self.has_ended = True
            self.changed.notify_all()

    def call(self, method, **parameters):
        with self.changed:
            number = next(self.numbers)
            self.connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
            self.changed.wait_for(lambda: number in self.answers or self.has_ended, self.deadline - time.monotonic())
            if number not in self.answers:
                raise TimeoutError(f"{method}: Firefox has ended" if self.has_ended else method)
            answer = self.answers.pop(number)
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def evaluate(self, script, origin=""):
        """Returns the value of a script, as after a person's touch, in the frame of an origin; in the page by default."""
        if origin:
            frame = self.frame(origin)
            return frame and frame.evaluate(script)
        found = self.call("script.evaluate", expression=script, target=self.target, awaitPromise=True, userActivation=True)
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return plain(found["result"])

    def open(self, url):
        # To wait here for more than the new page would fail on a frame that Firefox refuses to show.
        self.call("browsingContext.navigate", context=self.context, url=url, wait="none")
        self.until("document.readyState === 'complete'")

    def allow(self, name, origin):
        """Gives the pages of an origin a permission, as the person would."""
        self.call("permissions.setPermission", descriptor={"name": name}, state="granted", origin=origin)

    def pages(self):
        """Returns the open pages: their URLs by their contexts."""
        return {each["context"]: each["url"] for each in self.call("browsingContext.getTree")["contexts"]}

    def another(self, context):
        """Returns another page."""
        page = copy.copy(self)
        page.context, page.target = context, {"context": context}
        return page

    def stranger(self):
        """Returns a page that shares nothing with the others: cookies, storage, service workers. It has a window of its own: what is
        not seen is slow."""
        user = self.call("browser.createUserContext")["userContext"]
        return self.another(self.call("browsingContext.create", type="window", userContext=user)["context"])

    def frame(self, origin):
        """Returns the frame of an origin in this page; `None` if there is none."""
        [page] = self.call("browsingContext.getTree", root=self.context)["contexts"]
        found = [each["context"] for each in page["children"] if each["url"].startswith(origin)]
        return self.another(found[-1]) if found else None

    def begin_with(self, script):
        """Runs a script in every document of this page from now on, before the document's own."""
        self.call("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}", contexts=[self.context])

    def cookies(self, url):
        """Returns the cookies of the host of a URL in this page: values by names."""
        partition = {"type": "context", "context": self.context}
        found = self.call("storage.getCookies", filter={"domain": urlsplit(url).hostname}, partition=partition)["cookies"]
        return {each["name"]: each["value"]["value"] for each in found}

    def manage(self, script):
        """Has the browser do something with this page: `page` in the script, its browsing context."""
        manager = "ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs').NavigableManager"
        self.whole().evaluate(
            f"(() => {{ const page = {manager}.getBrowsingContextById({json.dumps(self.context)}); {script} }})()")  # fmt: skip

    def disable_scripts(self):
        """Has the page run no scripts any more, except those of the test."""
        self.manage("page.allowJavascript = false;")

    def type(self, text):
        """Types a text into what has the focus, key by key."""
        # A button takes no key while its window is not the active one.
        self.manage("Services.focus.activeWindow = page.topChromeWindow; page.embedderElement.focus();")
        self.until("document.hasFocus()")
        actions = [{"type": kind, "value": each} for each in text for kind in ("keyDown", "keyUp")]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self.call("input.performActions", context=self.context, actions=[keyboard])

    def key(self, name, text=""):
        """Presses a key, as a person does."""
        self.type(KEYS[name])

    def resize(self, width, height):
        self.call("browsingContext.setViewport", context=self.context, viewport={"width": width, "height": height})

    def prefer_scheme(self, scheme):
        """Shows all pages in light or dark colours."""
        number = ["dark", "light"].index(scheme)
        self.whole().evaluate(f"Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', {number})")

    def violations(self):
        """Returns what Firefox has reported of broken security rules, and of scripts that failed."""
        with self.changed:
            entries = [each["params"] for each in self.events if each.get("method") == "log.entryAdded"]
        return [each["text"] for each in entries if each["type"] == "javascript" and each["level"] == "error"]

    def picture(self, path, is_dark=False):
        self.prefer_scheme("dark" if is_dark else "light")
        data = self.call("browsingContext.captureScreenshot", context=self.context, origin="document")["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def close(self):
        self.call("browsingContext.close", context=self.context)

    def whole(self):
        """Returns the browser's own window, whose scripts may do what the browser can: for notifications."""
        windows = self.call("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"]
        return self.another(next(each["context"] for each in windows if each["url"].endswith("/browser.xhtml")))


def firefox_options(profile, settings=()):
    """Returns the options for a profile of its own, in a folder in which this writes the settings."""
    # It asks for an icon of each page by itself, which the policies do not permit.
    settings = {"browser.chrome.site_icons": False, **dict(settings)}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()]
    Path(profile, "user.js").write_text("\n".join(lines))
    return ["--headless", "--no-remote", "--profile", profile]


@contextlib.contextmanager
def firefox(program, settings, seconds):
    """Runs Firefox with a profile of its own while the block runs."""
    deadline = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [
            *firefox_options(profile, settings), "--remote-debugging-port", "0", "--remote-allow-system-access", "about:blank",
        ]  # fmt: skip
        log = Path(profile, "log")
        with log.open("wb") as file:
            process = subprocess.Popen(
                [program, *options], stdout=file, stderr=file, start_new_session=True,
                env={**os.environ, "HOME": profile, "MOZ_CRASHREPORTER_DISABLE": "1"},
            )  # fmt: skip
        try:
            address = Path(profile, "WebDriverBiDiServer.json")
            found = None
            while not found:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"Firefox does not start:\n{log.read_text(errors='replace')[-2000:]}")
                # It may be there and not yet complete.
                with contextlib.suppress(OSError, ValueError):
                    found = json.loads(address.read_text())
                threading.Event().wait(0.05)
            connection = connect(found["ws_host"], found["ws_port"], "/session", 10)
            yield Firefox(connection, deadline)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
