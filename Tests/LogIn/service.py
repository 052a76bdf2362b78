"""A service and the phones of its users, for checks of what lets people in."""

import os
import re
import subprocess


def run(*arguments, **options):
    return subprocess.run(arguments, capture_output=True, text=True, timeout=60, **options)


class Service:
    """A service with one requester, and the phones of its users. Its files are in a folder."""

    def __init__(self, toopher, folder, requester):
        self.toopher, self.folder = toopher, folder
        self.environment = dict(os.environ, TOOPHER_DATABASE=folder + "/t.sqlite")
        self.port = 0
        created = run(toopher, "requester", "create", requester, env=self.environment)
        self.credentials = created.stdout
        self.environment.update(line.split("=", 1) for line in created.stdout.split())
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.toopher, "serve", "--port", str(self.port), "--no-push"], env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        url = self.process.stdout.readline().removeprefix("listening on ").strip()
        self.port = int(re.search(r":(\d+)/", url).group(1))
        self.environment["TOOPHER_BASE_URL"] = url

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def phone(self, user, *arguments):
        phone = f"{self.folder}/{user}.json"
        return run(self.toopher, "phone", *arguments, env=dict(self.environment, TOOPHER_PHONE=phone))

    def pair(self, user):
        self.phone(user, "register")
        phrase = self.phone(user, "pair").stdout.split("\n")[0]
        run(self.toopher, "pair", user, phrase, env=self.environment)
        approved = self.phone(user, "approve")
        assert approved.returncode == 0, approved

    def asks(self, user):
        """How many decisions the phone of a user shows."""
        return len(self.phone(user, "pending").stdout.splitlines())
