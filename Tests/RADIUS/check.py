"""Logs in with radclient at a FreeRADIUS server, against a service and phones.

    check.py TOOPHER
"""

import glob
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "LogIn"))
from service import Service

toopher = sys.argv[1]
repository = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
folder = tempfile.mkdtemp()
failures = []
SECRET = "shared-by-server-and-nas"
PASSWORD = "correct horse"


def check(what, condition, *details):
    print(("ok: " if condition else "FAILED: ") + what, flush=True)
    if not condition:
        failures.append(what)
        for detail in details:
            print(detail, flush=True)


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """A FreeRADIUS server with the files of docs/freeradius."""

    def __init__(self, options="--timeout 20", checks_password=True, timeout=25):
        self.options, self.checks_password, self.timeout = options, checks_password, timeout

    def __enter__(self):
        self.folder, self.port = tempfile.mkdtemp(dir=folder), free_port()
        docs = repository + "/docs/freeradius/"
        module = open(docs + "mods-available/toopher").read()
        command = f"{toopher} radius --credentials {folder}/radius.conf {self.options}"
        module = self.replaced(module, "/usr/local/bin/toopher radius", command)
        module = self.replaced(module, "timeout = 65", f"timeout = {self.timeout}")
        site = open(docs + "sites-available/toopher").read()
        site = self.replaced(site, "ipaddr = *", "ipaddr = 127.0.0.1")
        site = self.replaced(site, "port = 1812", f"port = {self.port}")
        if not self.checks_password:
            # As docs/radius.md has it.
            site = self.replaced(site, "\t\t\tfiles\n\t\t\tpap\n", "\t\t\tupdate control {\n\t\t\t\t&Auth-Type := toopher\n\t\t\t}\n")
        for name, text in {
            "module": module, "site": site, "users": "".join(f'{user} Cleartext-Password := "{PASSWORD}"\n' for user in USERS),
        }.items():
            open(f"{self.folder}/{name}", "w").write(text)
        open(self.folder + "/radiusd.conf", "w").write(f"""
            libdir = /usr/lib/freeradius
            logdir = {self.folder}
            run_dir = {self.folder}
            max_request_time = 30
            log {{
                destination = files
                file = {self.folder}/radius.log
                auth = yes
            }}
            security {{
                reject_delay = 0
            }}
            thread pool {{
                start_servers = 8
            }}
            client check {{
                ipaddr = 127.0.0.1
                secret = {SECRET}
                require_message_authenticator = yes
            }}
            modules {{
                $INCLUDE /etc/freeradius/3.0/mods-available/always
                pap {{
                }}
                files {{
                    usersfile = {self.folder}/users
                }}
                $INCLUDE {self.folder}/module
            }}
            policy {{
                $INCLUDE /etc/freeradius/3.0/policy.d/filter
                $INCLUDE {docs}policy.d/toopher
            }}
            $INCLUDE {self.folder}/site
            """)
        self.start()
        return self

    @staticmethod
    def replaced(text, old, new):
        assert text.count(old) == 1, old
        return text.replace(old, new)

    def start(self):
        self.process = subprocess.Popen(
            ["freeradius", "-f", "-l", "stdout", "-d", self.folder, "-n", "radiusd"], stdout=subprocess.PIPE, text=True)
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line)
            if "Ready to process" in line:
                break
        else:
            sys.exit("check-radius: the server does not start:\n" + "".join(self.lines))
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True)
        self.reader.start()

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.reader.join(30)
        LOGS.extend(self.lines)

    def __exit__(self, *_):
        self.stop()

    def client(self, user, password, state=None, more="", seconds=30, tries=1):
        """Starts a log-in; a NAS repeats itself every `seconds`."""
        def quoted(text):
            return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        lines = [f"User-Name = {quoted(user)}", 'NAS-Identifier = "vpn"', "Message-Authenticator = 0x00"]
        if "Calling-Station-Id" not in more:
            lines.append('Calling-Station-Id = "198.51.100.7"')
        if password is not None:
            lines.append(f"User-Password = {quoted(password)}")
        if state:
            lines.append("State = " + state)
        open(self.folder + "/secret", "w").write(SECRET)
        process = subprocess.Popen(
            ["stdbuf", "-oL", "radclient", "-x", "-r", str(tries), "-t", str(seconds), "-S", self.folder + "/secret",
             f"127.0.0.1:{self.port}", "auth"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        process.stdin.write("\n".join(lines) + more + "\n")
        process.stdin.close()
        return process

    def log_in(self, *arguments, **options):
        return Answer(self.client(*arguments, **options))


class Answer:
    """What the server has answered."""

    def __init__(self, process):
        self.output = process.stdout.read()
        process.wait(60)
        kind = re.search(r"^Received Access-(\w+)", self.output, re.M)
        self.kind = kind.group(1) if kind else "nothing"
        received = self.output[kind.start():] if kind else ""
        state = re.search(r"^\tState = (\S+)", received, re.M)
        self.state = state.group(1) if state else None
        message = re.search(r'^\tReply-Message = "(.*)"', received, re.M)
        self.message = message.group(1) if message else ""
        number = re.search(r"Enter (\d+) on your phone", self.message)
        self.number = number.group(1) if number else None

    def __repr__(self):
        return self.output


LOGS = []
USERS = ["alice", "mallory", "dora", "erin", "frank", "grace", "carol"]
service = Service(toopher, folder, "VPN")
for user in USERS[:-1]:
    service.pair(user)
with open(folder + "/radius.conf", "w") as file:
    os.chmod(folder + "/radius.conf", 0o600)
    file.write(service.credentials + "TOOPHER_BASE_URL=" + service.environment["TOOPHER_BASE_URL"] + "\n")

with Server() as server:
    first = server.log_in("alice", PASSWORD)
    check("a right password is answered by a challenge with a number", first.kind == "Challenge" and first.number, first)
    waiting = server.client("alice", "", state=first.state)
    approved = service.phone("alice", "approve", "--wait", "20", "--number", first.number)
    answer = Answer(waiting)
    check("the phone that enters the number lets in", answer.kind == "Accept", answer, approved)
    check("the phone shows the NAS, and where the user comes from", "vpn, from 198.51.100.7" in approved.stdout, approved)
    check("a State counts once", server.log_in("alice", "", state=first.state).kind == "Reject")

    first = server.log_in("mallory", PASSWORD)
    waiting = server.client("mallory", "push", state=first.state)
    service.phone("mallory", "deny", "--wait", "20")
    answer = Answer(waiting)
    check("a phone that denies lets nobody in", answer.kind == "Reject" and answer.message == "Denied.", answer)
    first = server.log_in("mallory", PASSWORD)
    wrong = str((int(first.number) + 1) % 10 ** len(first.number)).zfill(len(first.number))
    waiting = server.client("mallory", "", state=first.state)
    entered = service.phone("mallory", "approve", "--wait", "20", "--number", wrong)
    check("a phone that enters a wrong number lets nobody in", Answer(waiting).kind == "Reject", entered)

    answer = server.log_in("dora", "wrong " + PASSWORD)
    check("a wrong password is rejected, and asks no phone", answer.kind == "Reject" and service.asks("dora") == 0, answer)
    answer = server.log_in("dora", None)
    check("so is none", answer.kind == "Reject" and service.asks("dora") == 0, answer)
    answer = server.log_in("carol", PASSWORD)
    check("a user without a phone is not let in", answer.kind == "Reject" and "no phone" in answer.message, answer)

    first = server.log_in("dora", PASSWORD)
    answer = server.log_in("mallory", "", state=first.state)
    check("a State of another user is refused", answer.kind == "Reject" and service.asks("dora") == 1, answer)
    answer = server.log_in("dora", "", state=first.state)
    check("and is used up by that", answer.kind == "Reject", answer)
    service.phone("dora", "deny")
    for state in ["0x00", "0x" + "61" * 16, first.state[:-2] + "00", first.state + "00"]:
        check(f"a State of {len(state) // 2 - 1} bytes that was made up is refused",
              server.log_in("dora", "", state=state).kind == "Reject")
    first = server.log_in("dora", PASSWORD)
    server.stop()
    server.start()
    check("a State from before the server was started again is refused",
          server.log_in("dora", "", state=first.state).kind == "Reject")
    service.phone("dora", "deny")

    password = service.phone("erin", "otp").stdout.strip()
    first = server.log_in("erin", PASSWORD)
    answer = server.log_in("erin", password, state=first.state)
    check("a one-time password that answers the challenge lets in", answer.kind == "Accept", answer)
    for typed, what in [(password, "not a second time"), ("000000", "no other one"), (PASSWORD, "nor the first password")]:
        first = server.log_in("erin", PASSWORD)
        check("but " + what, server.log_in("erin", typed, state=first.state).kind == "Reject")
    check("the phone asks for none of them any more", service.asks("erin") == 0)

    hostile = ['a"b\\c', "a\nb", "$(touch %s/made)" % folder, "`touch %s/made`" % folder, "%{User-Password}", "x" * 253,
               '", Auth-Type := Accept, x = "']
    for name in hostile:
        check(f"no name lets in by itself: {name[:30]!r}", server.log_in(name, PASSWORD).kind == "Reject")
    answer = server.log_in("dora", PASSWORD, more=f'\nCalling-Station-Id = "{"x" * 253}"')
    check("a long address is shortened", answer.kind == "Challenge", answer)
    service.phone("dora", "deny")
    answer = server.log_in("grace", PASSWORD, more='\nUser-Name = "mallory"')
    check("two names are refused", answer.kind == "Reject" and service.asks("grace") == 0, answer)

    first = server.log_in("grace", PASSWORD)
    service.stop()
    answer = server.log_in("grace", "", state=first.state)
    check("without the service an answer lets nobody in", answer.kind == "Reject" and "cannot be had" in answer.message, answer)
    answer = server.log_in("grace", PASSWORD)
    check("nor does a password", answer.kind == "Reject" and "cannot be asked" in answer.message, answer)
    check("the reason is not sent to the NAS", "Module" not in answer.output and f":{service.port}" not in answer.output)
    with Server("--if-unavailable allow") as lenient:
        check("--if-unavailable lets in while there is no service", lenient.log_in("grace", PASSWORD).kind == "Accept")
        check("with the right password only", lenient.log_in("grace", "wrong").kind == "Reject")
    service.start()
    service.phone("grace", "deny")

with Server("--timeout 2") as server:
    first = server.log_in("grace", PASSWORD)
    answer = server.log_in("grace", "", state=first.state)
    check("nobody who has not decided is let in", answer.kind == "Reject", answer)
    check("the phone asks no longer for what nobody waits for", service.asks("grace") == 0)
with Server(timeout=2) as server:
    first = server.log_in("grace", PASSWORD)
    answer = server.log_in("grace", "", state=first.state)
    check("a module that gives up lets nobody in", answer.kind == "Reject", answer)
    service.phone("grace", "deny")

with Server("--timeout 20 --read-password", checks_password=False) as server:
    password = service.phone("frank", "otp").stdout.strip()
    check("without other passwords a one-time password lets in", server.log_in("frank", password).kind == "Accept")
    check("not a second time", server.log_in("frank", password).kind == "Reject")
    check("and no other one", server.log_in("frank", "000000").kind == "Reject")
    for name in hostile:
        answer = server.log_in(name, "push")
        check(f"nor does a name without a password: {name[:30]!r}", answer.kind == "Reject", answer)
    check("nothing of a request is run", not os.path.exists(folder + "/made"))
    first = server.log_in("frank", "push")
    waiting = server.client("frank", None, state=first.state)
    service.phone("frank", "approve", "--wait", "20", "--number", first.number)
    answer = Answer(waiting)
    check("push asks the phone", answer.kind == "Accept", first, answer)


def sent(process, times):
    """Waits until a NAS has sent its request so often."""
    for line in process.stdout:
        times -= line.startswith("Sent Access-Request")
        if times == 0:
            return


def arguments_of_all():
    texts = []
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            texts.append(open(path, "rb").read())
        except OSError:
            pass
    return texts


with Server("--timeout 20 --no-challenge") as server:
    nas = server.client("alice", PASSWORD, seconds=1, tries=20)
    sent(nas, 3)
    check("a NAS that repeats itself asks the phone once", service.asks("alice") == 1)
    running = arguments_of_all()
    check("no password is among the arguments of a program",
          any(b"--no-challenge" in text for text in running) and not any(PASSWORD.encode() in text for text in running))
    service.phone("alice", "approve", "--wait", "20")
    check("and lets in after one step", Answer(nas).kind == "Accept")
    nas = server.client("mallory", PASSWORD)
    service.phone("mallory", "deny", "--wait", "20")
    check("a phone that denies lets nobody in after one step", Answer(nas).kind == "Reject")
with Server("--timeout 20 --no-challenge --join") as server:
    # With other identifiers and authenticators: for the server these are two requests.
    nas = [server.client("alice", PASSWORD, seconds=1, tries=20) for _ in range(2)]
    for one in nas:
        sent(one, 3)
    check("--join asks the phone once for other requests from the same place", service.asks("alice") == 1)
    service.phone("alice", "approve", "--wait", "20")
    check("and its approval is for them all", [Answer(one).kind for one in nas] == ["Accept", "Accept"])

service.stop()
log = "".join(LOGS)
for path in glob.glob(folder + "/*/radius.log"):
    log += open(path).read()
check("the server logs why nobody was asked", re.search(r"Module-Failure-Message = .*connect", log), log)
check("no password is in the server's log", "Login incorrect" in log and PASSWORD not in log and password not in log, log)
check("nor the secret of the requester", service.environment["TOOPHER_CONSUMER_SECRET"] not in log)
shutil.rmtree(folder)
if failures:
    sys.exit(f"check-radius: {len(failures)} failed")
print("check-radius: FreeRADIUS lets in whom the phone has approved, and nobody else")
