"""The PAM module and the login program of Debian, as their users run them."""

import contextlib
import os
import pwd
import re
import shlex
import subprocess
import time
from pathlib import Path

from cutter import Cutter
from world import run

PROGRAM = "login_duo"


class Terminal:
    """A program on a terminal of its own, whose output can be waited for."""

    def __init__(self, command, **options):
        quoted = " ".join(shlex.quote(str(part)) for part in command)
        self.process = subprocess.Popen(
            ["script", "-qefc", quoted, "/dev/null"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, **options,
        )
        self.text = ""
        os.set_blocking(self.process.stdout.fileno(), False)

    def wait_for(self, pattern, seconds=60):
        """Reads on until a pattern comes; returns the match, `None` if the program has ended without it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            chunk = self.process.stdout.read()
            if chunk:
                self.text += chunk.decode(errors="replace")
            found = re.search(pattern, self.text)
            if found:
                return found
            if not chunk and self.process.poll() is not None:
                return None
            time.sleep(0.05)
        raise AssertionError(f"{pattern!r} did not come: {self.text!r}")

    def type(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def choose_push(self):
        """Chooses the phone that is offered; returns the number to enter there."""
        number = self.wait_for(r"enter (\d+) there\s+Passcode or option \(1-1\)")
        assert number, self.text
        self.type("1\n")
        return number.group(1)

    def interrupt(self):
        """Types Ctrl-C until the program has ended: what comes just before a prompt is discarded."""
        end = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < end:
            with contextlib.suppress(BrokenPipeError):
                self.type("\x03")
            time.sleep(0.2)

    def end(self):
        """Returns exit status and output."""
        self.wait_for(r"(?!)", 100)
        return self.process.wait(), self.text


class PAM:
    """The cases of the PAM module and the login program."""

    def __init__(self, world, phones):
        self.world, self.phones = world, phones
        self.number = 0
        self.owner = pwd.getpwnam("sshd")

    def configuration(self, keys=None, owner=None, host=None, ca=True, **settings):
        """Writes a configuration; returns its path."""
        self.number += 1
        path = self.world.folder / f"duo-{self.number}.conf"
        key, secret = keys or self.world.old
        # What is above a line that is wrong still counts.
        lines = ["[duo]", f"failmode = {settings.pop('failmode', 'secure')}"]
        lines += [f"host = {host or f'localhost:{self.world.port}'}", f"ikey = {key}", f"skey = {secret}"]
        lines += [f"cafile = {self.world.authority.ca}"] if ca else []
        lines += [f"{name} = {value}" for name, value in settings.items()]
        path.write_text("\n".join(lines) + "\n")
        path.chmod(0o600)
        os.chown(path, self.owner.pw_uid if owner is None else owner, 0)
        return path

    def login(self, user, configuration=None, environment=None, timeout=100):
        """Runs the program without a terminal; returns its exit status and output."""
        return run(
            PROGRAM, "-d", "-c", configuration or self.configuration(), "-f", user, "-h", "192.0.2.7",
            "/bin/echo", "IN", stdin=subprocess.DEVNULL, timeout=timeout,
            env={"PATH": os.environ["PATH"], **(environment or {})}, cwd="/",
        )

    def terminal(self, user, configuration=None):
        """Runs the program on a terminal."""
        return Terminal(
            [PROGRAM, "-d", "-c", configuration or self.configuration(), "-f", user, "-h", "192.0.2.7", "/bin/echo", "IN"],
            cwd="/",
        )

    def service(self, configuration):
        """Returns the name of a PAM service with the module; its file is removed at the end."""
        name = f"toopher-check-{os.getpid()}"
        path = Path("/etc/pam.d") / name
        path.write_text(f"auth required pam_duo.so conf={configuration} debug\naccount required pam_permit.so\n")
        return name, path

    def pamtester(self, text, **settings):
        """Runs pamtester as root, who types lines; returns exit status and output."""
        name, path = self.service(self.configuration(owner=0, **settings))
        try:
            return run(
                "pamtester", "-I", "rhost=192.0.2.7", name, "root", "authenticate", input=text, timeout=100, cwd="/"
            )
        finally:
            path.unlink()

    # The cases. Each returns what the client shows its user.

    def allow(self):
        before = self.world.access_log()
        with self.phones["alice"].answering("approve"):
            status, text = self.login("alice")
        assert status == 0 and "IN" in text and "Successful" in text, text
        requests = self.world.access_log()[len(before):]
        assert "POST /rest/v1/preauth.bson" in requests and "POST /rest/v1/auth.bson" in requests, requests
        return text

    def deny(self):
        phone = self.world.newcomer()
        with phone.answering("deny"):
            status, text = self.login(phone.name)
        assert status == 1 and "IN" not in text.split() and "Failed" in text, text
        return text

    def allow_with_number(self):
        terminal = self.terminal("alice")
        number = terminal.choose_push()
        assert terminal.wait_for(f"Enter the number {number} on the phone"), terminal.text
        with self.phones["alice"].answering("approve", "--number", number):
            status, text = terminal.end()
        assert status == 0 and "IN" in text, text
        assert "GET /rest/v1/status.bson" in self.world.access_log()
        return text

    def wrong_number(self):
        phone = self.world.newcomer()
        terminal = self.terminal(phone.name, self.configuration(prompts=1))
        number = terminal.choose_push()
        wrong = "00" if number != "00" else "11"
        with phone.answering("approve", "--number", wrong):
            status, text = terminal.end()
        assert status == 1 and "IN" not in text.split(), text
        assert self.world.asked(phone.name) == ["wrong_number"], self.world.asked(phone.name)
        return text

    def passcode(self):
        settings = {"accept_env_factor": "yes"}
        passcode = {"DUO_PASSCODE": self.phones["alice"].passcode()}
        status, text = self.login("alice", self.configuration(**settings), passcode)
        assert status == 0 and "IN" in text, text
        again, output = self.login("alice", self.configuration(**settings), passcode)
        assert again == 1 and "IN" not in output.split(), output
        return text

    def typed_passcode(self):
        phone = self.world.newcomer()
        terminal = self.terminal(phone.name, self.configuration(prompts=1))
        terminal.wait_for(r"option \(1-1\)")
        terminal.type(phone.passcode() + "\n")
        status, text = terminal.end()
        assert status == 0 and "IN" in text, text
        return text

    def wrong_passcode(self):
        terminal = self.terminal(self.world.newcomer().name, self.configuration(prompts=1))
        terminal.wait_for(r"option \(1-1\)")
        terminal.type("000000\n")
        status, text = terminal.end()
        assert status == 1 and "IN" not in text.split(), text
        return text

    def wrong_secret(self):
        keys = (self.world.old[0], "x" * 40)
        for failmode in ("secure", "safe"):
            status, text = self.login("alice", self.configuration(keys=keys, failmode=failmode))
            assert status == 1 and "IN" not in text.split(), text
        return text

    def wrong_secret_shown(self):
        keys = (self.world.open[0], "x" * 40)
        status, text = self.login("alice", self.configuration(keys=keys, failmode="safe"))
        assert status == 0 and "IN" in text, text
        status, _ = self.login("alice", self.configuration(keys=keys, failmode="secure"))
        assert status == 1
        return text

    def disabled(self):
        for keys in (self.world.disabled, ("DI" + "A" * 18, "x" * 40), self.world.new):
            status, text = self.login("alice", self.configuration(keys=keys, failmode="safe"))
            assert status == 1 and "IN" not in text.split(), text
        return text

    def unknown_user(self):
        status, text = self.login("nobody-knows", self.configuration(failmode="safe"))
        assert status == 1 and "IN" not in text.split(), text
        return text

    def enrol(self):
        """A user without a phone is shown a link on a terminal, and denied."""
        configuration = self.configuration(keys=self.world.enrolling)
        terminal = self.terminal("enrolled-ssh", configuration)
        status, text = terminal.end()
        link = re.search(r"https://\S+/pair/[\w-]+", text)
        assert status == 1 and link and "IN" not in text.split(), text
        phone = self.world.phone("enrolled-ssh")
        phone.take(link.group(0))
        with phone.answering("approve"):
            status, output = self.login("enrolled-ssh", configuration)
        assert status == 0 and "IN" in output, output
        return text.replace(link.group(0), "https://…/pair/…")

    def no_authority(self):
        status, text = self.login("alice", self.configuration(ca=False))
        assert status == 1 and "certificate verify failed" in text, text
        return text

    def down(self):
        host = "localhost:9"
        status, text = self.login("alice", self.configuration(host=host, failmode="secure"))
        assert status == 1 and "IN" not in text.split(), text
        status, output = self.login("alice", self.configuration(host=host, failmode="safe"))
        assert status == 0 and "IN" in output, output
        return text

    def slow(self):
        with Cutter(self.world, delay=("/preauth", 4)) as cutter:
            host = f"localhost:{cutter.port}"
            status, text = self.login("alice", self.configuration(host=host, https_timeout=1))
            assert status == 1 and "IN" not in text.split(), text
            with self.phones["alice"].answering("approve"):
                status, output = self.login("alice", self.configuration(host=host, https_timeout=20))
            assert status == 0 and "IN" in output, output
        return text

    def cut(self):
        before = len(self.world.asked("alice"))
        with Cutter(self.world, cut="/auth.bson") as cutter:
            answer = self.phones["alice"].answering("approve")
            configuration = self.configuration(host=f"localhost:{cutter.port}")
            terminal = subprocess.Popen(
                [PROGRAM, "-d", "-c", str(configuration), "-f", "alice", "-h", "192.0.2.7", "/bin/echo", "IN"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/",
            )
            while cutter.cuts == 0:
                assert terminal.poll() is None, terminal.stdout.read()
                time.sleep(0.05)
            time.sleep(1.5)
            with answer:
                text = terminal.communicate(timeout=90)[0]
        assert terminal.returncode == 0 and "IN" in text, text
        assert len(self.world.asked("alice")) == before + 1, self.world.asked("alice")
        return text

    def undecided(self):
        """Nobody answers: the client must not ask twenty times, after which it would let its user in."""
        before = self.world.access_log()
        terminal = self.terminal(self.world.newcomer().name, self.configuration(prompts=1))
        terminal.wait_for(r"option \(1-1\)")
        terminal.type("1\n")
        status, text = terminal.end()
        assert status == 1 and "IN" not in text.split(), text
        polls = self.world.access_log()[len(before):].count("GET /rest/v1/status.bson")
        assert 1 <= polls < 15, polls
        return f"{text}\n({polls} questions)"

    def pam_allow(self):
        name, path = self.service(self.configuration(owner=0))
        try:
            terminal = Terminal(["pamtester", "-I", "rhost=192.0.2.7", name, "root", "authenticate"], cwd="/")
            number = terminal.choose_push()
            with self.phones["root"].answering("approve", "--number", number):
                status, text = terminal.end()
        finally:
            path.unlink()
        assert status == 0 and "successfully authenticated" in text, text
        return text

    def pam_wrong(self):
        status, text = self.pamtester("9\n9\n9\n")
        assert status == 1 and "exhausted maximum number of retries" in text, text
        return text

    def pam_passcode(self):
        status, text = self.pamtester(self.phones["root"].passcode() + "\n")
        assert status == 0 and "successfully authenticated" in text, text
        return text

    def pam_denied_push(self):
        before = self.world.asked("root").count("denied")
        with self.phones["root"].answering("deny"):
            status, text = self.pamtester("", autopush="yes", prompts=1)
        assert status == 1, text
        assert self.world.asked("root").count("denied") == before + 1, self.world.asked("root")
        return text
