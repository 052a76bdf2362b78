"""Libraries that programs call the service with."""

import json
import re
from pathlib import Path

from world import run

HERE = Path(__file__).parent


class Python:
    """The cases of duo_client, in one of its versions."""

    def __init__(self, world, phones, interpreter):
        self.world, self.phones, self.interpreter = world, phones, interpreter
        self.environment = {
            "PATH": world.environment["PATH"], "IKEY": world.new[0], "SKEY": world.new[1],
            "CA": str(world.authority.ca), "PORT": str(world.port), "PYTHONDONTWRITEBYTECODE": "1",
        }

    def call(self, case, argument=None, prefix=()):
        """Runs a case of the program; returns what it prints."""
        command = [*prefix, self.interpreter, HERE / "python_client.py", case] + ([argument] if argument else [])
        status, text = run(*command, env=self.environment)
        assert status == 0, text
        return json.loads(text.splitlines()[-1])

    def check(self):
        assert self.call("check") == [["time"], ["time"], True]
        unknown = self.call("unknown")
        assert "Received 400" in unknown["error"], unknown
        return unknown["error"]

    def allow(self):
        found = self.call("preauth", "alice")
        assert found["result"] == "auth" and found["devices"][0]["capabilities"] == ["auto", "push", "mobile_otp"], found
        with self.phones["alice"].answering("approve"):
            answers = self.call("push", "alice")
        assert answers[-1]["success"] and answers[-1]["status"] == "allow", answers
        return answers[-1]["status_msg"]

    def allow_awaited(self):
        with self.phones["alice"].answering("approve"):
            answer = self.call("sync", "alice")
        assert (answer["result"], answer["status"]) == ("allow", "allow"), answer
        return answer["status_msg"]

    def deny(self):
        phone = self.world.newcomer()
        with phone.answering("deny"):
            answers = self.call("push", phone.name)
        assert not answers[-1]["success"] and answers[-1]["status"] == "deny", answers
        with phone.answering("deny", "--not-me"):
            answer = self.call("sync", phone.name)
        assert (answer["result"], answer["status"]) == ("deny", "fraud"), answer
        return answer["status_msg"]

    def passcode(self):
        answer = self.call("passcode", f"alice:{self.phones['alice'].passcode()}")
        assert answer["result"] == "allow", answer
        wrong = self.call("passcode", "alice:000000")
        assert wrong["result"] == "deny", wrong
        return wrong["status_msg"]

    def first_version(self):
        with self.phones["alice"].answering("approve"):
            found = self.call("first", "alice")
        assert found == [True, True, "auth", True, False], found
        return f"{found}"

    def refused(self):
        answer = self.call("sms", "alice")
        assert answer["result"] == "deny", answer
        assert self.call("sync", "nobody-knows")["result"] == "deny"
        assert self.call("preauth", "nobody-knows")["result"] == "enroll"
        return answer["status_msg"]

    def enrol(self):
        name = f"enrolled-{Path(self.interpreter).parent.parent.name}"
        made = self.call("enroll", name)
        codes = f"{made['user_id']}:{made['activation_code']}"
        assert self.call("enroll_status", codes) == "waiting"
        phone = self.world.phone(name)
        phone.take(made["activation_url"])
        assert self.call("enroll_status", codes) == "success"
        assert self.call("enroll_status", f"{made['user_id']}:{made['user_id']}") == "invalid"
        status, image = run(
            "curl", "-sS", "--cacert", self.world.authority.ca, "-o", self.world.folder / "code.png", "-w",
            "%{http_code} %{content_type}", made["activation_barcode"],
        )
        assert (status, image) == (0, "200 image/png"), image
        return made["activation_url"].replace(made["activation_url"].split("/")[-1], "…")

    def wrong_secret(self):
        check, preauth, auth = self.call("wrong", "alice")
        assert "Received 401" in check["error"], check
        assert preauth["value"]["result"] == "deny" and auth["value"]["result"] == "deny", (preauth, auth)
        return check["error"]

    def clock_off(self):
        check, preauth = self.call("off", "alice", ("faketime", "-f", "+1h"))
        assert "Received 401" in check["error"] and preauth["value"]["result"] == "deny", (check, preauth)
        return check["error"]


class Perl:
    """The cases of Net::Duo."""

    def __init__(self, world, phones):
        self.world, self.phones = world, phones
        self.environment = {
            "PATH": world.environment["PATH"], "IKEY": world.new[0], "SKEY": world.new[1],
            "CA": str(world.authority.ca), "PORT": str(world.port),
        }

    def call(self, *arguments, secret=None):
        environment = self.environment | ({"SKEY": secret} if secret else {})
        status, text = run("perl", HERE / "perl_client.pl", *arguments, env=environment)
        assert status == 0, text
        return text.strip()

    def allow(self):
        with self.phones["alice"].answering("approve"):
            text = self.call("alice", "push")
        assert text == "1 allow", text
        return text

    def deny(self):
        phone = self.world.newcomer()
        with phone.answering("deny"):
            text = self.call(phone.name, "push")
        assert text == "0 deny", text
        return text

    def passcode(self):
        text = self.call("alice", "passcode", self.phones["alice"].passcode())
        assert text == "1 allow", text
        assert self.call("alice", "passcode", "000000") == "0 deny"
        return text

    def wrong_secret(self):
        text = self.call("alice", "push", secret="x" * 40)
        assert re.match(r"0 deny|error", text), text
        return text
