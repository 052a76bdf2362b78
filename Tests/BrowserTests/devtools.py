"""Drives Chromium through its DevTools protocol, over a pair of pipes."""

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

from page import Page


class DevTools(Page):
    """One page in a Chromium, or one of its workers. Every wait has a deadline."""

    def __init__(self, process, commands, answers, deadline):
        self.process = process
        self.commands = commands
        self.deadline = time.monotonic() + deadline
        self.changed = threading.Condition()
        self.answers = {}
        self.contexts = {}
        #: What the browser has reported besides, in the order of its coming.
        self.events = []
        self.numbers = itertools.count(1)
        self.session = None
        threading.Thread(target=self.read, args=(answers,), daemon=True).start()
        self.whole = copy.copy(self)
        self.attach(self.whole.call("Target.createTarget", url="about:blank")["targetId"])

    def attach(self, target):
        """Speaks to a target from now on."""
        self.target = target
        self.session = self.whole.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Runtime.enable")
        with contextlib.suppress(RuntimeError):
            self.call("Page.enable")
            self.call("Log.enable")

    def another(self, profile=None):
        """Returns another page, in a profile that `Target.createBrowserContext` has made."""
        page = copy.copy(self)
        options = {"browserContextId": profile} if profile else {}
        page.attach(self.whole.call("Target.createTarget", url="about:blank", **options)["targetId"])
        return page

    def stranger(self):
        """Returns a page that shares nothing with the others: cookies, storage, service workers."""
        return self.another(self.whole.call("Target.createBrowserContext")["browserContextId"])

    def worker(self, url):
        """Returns the service worker of a URL in this page's profile; `None` if it does not run."""
        profile = self.whole.call("Target.getTargetInfo", targetId=self.target)["targetInfo"]["browserContextId"]
        targets = self.whole.call("Target.getTargets")["targetInfos"]
        for target in targets:
            if (target["type"], target["url"], target["browserContextId"]) == ("service_worker", url, profile):
                worker = copy.copy(self)
                worker.attach(target["targetId"])
                return worker
        return None

    def read(self, answers):
        buffer = b""
        while piece := os.read(answers, 1 << 16):
            *messages, buffer = (buffer + piece).split(b"\0")
            for message in map(json.loads, messages):
                with self.changed:
                    if "id" in message:
                        self.answers[message["id"]] = message
                    elif message["method"] == "Runtime.executionContextCreated":
                        context = message["params"]["context"]
                        self.contexts[context["id"]] = context
                    elif message["method"] == "Runtime.executionContextDestroyed":
                        self.contexts.pop(message["params"]["executionContextId"], None)
                    elif message["method"] == "Runtime.executionContextsCleared":
                        self.contexts.clear()
                    else:
                        self.events.append(message)
                    self.changed.notify_all()

    def call(self, method, **parameters):
        with self.changed:
            number = next(self.numbers)
            message = {"id": number, "method": method, "params": parameters}
            if self.session:
                message["sessionId"] = self.session
            os.write(self.commands, json.dumps(message).encode() + b"\0")
            if not self.changed.wait_for(lambda: number in self.answers, self.deadline - time.monotonic()):
                raise TimeoutError(method)
            answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def evaluate(self, script, origin=""):
        """Returns the value of a script in the frame of an origin; in the top one by default."""
        with self.changed:
            found = [
                number for number, context in self.contexts.items()
                if context.get("auxData", {}).get("isDefault") and context["origin"] == origin
            ]  # fmt: skip
        options = {"contextId": found[-1]} if origin and found else {}
        if origin and not found:
            return None
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True,
                           userGesture=True, **options)  # fmt: skip
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description", script))
        return result["result"].get("value")

    def violations(self):
        """Returns what the browser has reported of broken security rules, and of scripts that failed."""
        with self.changed:
            events = list(self.events)
        found = []
        for event in events:
            text = json.dumps(event["params"])
            is_security = event["method"] == "Log.entryAdded" and event["params"]["entry"]["source"] == "security"
            if event["method"] == "Runtime.exceptionThrown" or is_security or "Content Security" in text or "TrustedHTML" in text:
                found.append(text)
        return found

    def key(self, name, text=""):
        """Presses a key, as a person does."""
        code = {"Tab": 9, "Enter": 13, " ": 32}[name]
        for kind in ["keyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, text=text, windowsVirtualKeyCode=code)

    def type(self, text):
        """Types a text into what has the focus."""
        self.call("Input.insertText", text=text)

    def open(self, url):
        self.call("Page.navigate", url=url)

    def begin_with(self, script):
        """Runs a script in every document from now on, before the document's own."""
        self.call("Page.addScriptToEvaluateOnNewDocument", source=script)

    def cookies(self, url):
        """Returns the cookies that the browser sends to a URL: values by names."""
        return {each["name"]: each["value"] for each in self.call("Network.getCookies", urls=[url])["cookies"]}

    def disable_scripts(self):
        """Has the page run no scripts any more, except those of the test."""
        self.call("Emulation.setScriptExecutionDisabled", value=True)

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def prefer_scheme(self, scheme):
        """Shows the page in light or dark colours, and nothing in motion."""
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}])  # fmt: skip

    def picture(self, path, is_dark=False):
        self.prefer_scheme("dark" if is_dark else "light")
        data = self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))


@contextlib.contextmanager
def devtools(program, deadline):
    """Runs Chromium with a profile of its own while the block runs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (read_commands, commands), (answers, write_answers) = os.pipe(), os.pipe()

        def arrange():
            # Chromium reads commands from descriptor 3 and writes answers to 4.
            first, second = os.dup(read_commands), os.dup(write_answers)
            os.dup2(first, 3)
            os.dup2(second, 4)

        options = [
            "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-first-run",
            "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-component-update",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
        ]  # fmt: skip
        if os.geteuid() == 0:
            options.append("--no-sandbox")
        process = subprocess.Popen(
            [program, *options, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=arrange, close_fds=False,
        )  # fmt: skip
        os.close(read_commands)
        os.close(write_answers)
        try:
            yield DevTools(process, commands, answers, deadline)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
