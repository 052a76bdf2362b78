"""The site that a phone pairs with, and the service, for the tests of the phone app."""

import contextlib
import json
import os
import socket
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from harness import Run


class Site(Run):
    """Two sites at one real service, which the app's front stands before."""

    def __init__(self, toopher, folder, front):
        super().__init__()
        self.toopher = toopher
        self.folder = Path(folder)
        self.front = front
        self.origin = ""
        self.keys = {}

    @property
    def database(self):
        return str(self.folder / "t.sqlite")

    def output(self, *arguments, key="Example Shop"):
        environment = {"PATH": os.environ["PATH"], "TOOPHER_BASE_URL": f"{self.origin}/v1/", **self.keys.get(key, {})}
        result = subprocess.run([self.toopher, *arguments], env=environment, capture_output=True, text=True, timeout=60)
        if result.returncode != 0:
            raise RuntimeError(f"toopher {' '.join(arguments)}: {result.returncode} {result.stdout}{result.stderr}")
        return result.stdout.strip()

    def create(self, name):
        """Creates a requester, whose users may be asked several things at once."""
        created = self.output("requester", "create", name, "--database", self.database, key="")
        self.keys[name] = dict(line.split("=", 1) for line in created.splitlines())
        self.output(
            "requester", "set", self.keys[name]["TOOPHER_CONSUMER_KEY"], "--concurrent-prompts", "on", "--database",
            self.database, key="",
        )  # fmt: skip

    @contextlib.contextmanager
    def serve(self):
        """Runs `toopher serve` while the block runs, behind the app's front."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [self.toopher, "serve", "--port", str(port), "--database", self.database, "--external-url", self.origin],
            env={"PATH": os.environ["PATH"]}, stdout=subprocess.PIPE, stderr=(self.folder / "log").open("w"), text=True,
        )  # fmt: skip
        try:
            if not process.stdout.readline():
                raise RuntimeError((self.folder / "log").read_text())
            self.front.service = f"http://127.0.0.1:{port}"
            yield
        finally:
            process.terminate()
            process.wait(30)

    def post(self, path, key="Example Shop", **parameters):
        """Calls the requesters' API."""
        environment = self.keys[key]
        result = subprocess.run(
            [self.toopher, "oauth", "request", f"{self.origin}/v1/{path}", "--data", urlencode(parameters)],
            env={
                "PATH": os.environ["PATH"], "OAUTH_CONSUMER_KEY": environment["TOOPHER_CONSUMER_KEY"],
                "OAUTH_CONSUMER_SECRET": environment["TOOPHER_CONSUMER_SECRET"],
            }, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        if result.returncode != 0:
            raise RuntimeError(f"{path}: {result.stdout}{result.stderr}")
        return json.loads(result.stdout)

    def get(self, path, key="Example Shop"):
        environment = self.keys[key]
        result = subprocess.run(
            [self.toopher, "oauth", "request", f"{self.origin}/v1/{path}"],
            env={
                "PATH": os.environ["PATH"], "OAUTH_CONSUMER_KEY": environment["TOOPHER_CONSUMER_KEY"],
                "OAUTH_CONSUMER_SECRET": environment["TOOPHER_CONSUMER_SECRET"],
            }, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        if result.returncode != 0:
            raise RuntimeError(f"{path}: {result.stdout}{result.stderr}")
        return json.loads(result.stdout)

    def pair(self, phrase, user="jdoe", key="Example Shop"):
        return self.post("pairings/create", key, pairing_phrase=phrase, user_name=user)

    def ask(self, user="jdoe", terminal="my computer", key="Example Shop", **parameters):
        """Sends an authentication request; by default the phone needs no number."""
        return self.post(
            "authentication_requests/initiate", key, user_name=user, terminal_name=terminal,
            requester_specified_terminal_id=f"id of {terminal}", **parameters,
        )  # fmt: skip

    def wait_for(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the phone has not called")
            threading.Event().wait(0.02)

    def decision(self, request, key="Example Shop"):
        """Returns what a request has come to: granted, or why not; "pending"."""
        found = self.get(f"authentication_requests/{request['id']}", key)
        return "pending" if found["pending"] else "granted" if found["granted"] else found["reason"]
