"""Runs the Auth API's clients, unmodified, against a service. See script/check-auth-api."""

import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

from libraries import Perl, Python
from logins import Logins
from pam import PAM
from web import Web
from world import World

USERS = ("alice", "root", "nobody")

PAM_CASES = (
    "enrol", "allow", "deny", "allow_with_number", "wrong_number", "passcode", "typed_passcode", "wrong_passcode",
    "wrong_secret", "wrong_secret_shown", "disabled", "unknown_user", "no_authority", "down", "slow", "cut",
    "undecided", "pam_allow", "pam_wrong", "pam_passcode", "pam_denied_push",
)
LOGIN_CASES = ("sshd_allow", "sshd_passcode", "sshd_deny", "sudo_allow", "sudo_deny")
PYTHON_CASES = (
    "check", "enrol", "allow", "allow_awaited", "deny", "passcode", "first_version", "refused", "wrong_secret",
    "clock_off",
)
PERL_CASES = ("allow", "deny", "passcode", "wrong_secret")
WEB_CASES = ("health", "allow", "deny", "chromium", "wrong_secret", "clock_off")


def enrol(world):
    """Gives every user a phone."""
    library = Python(world, {}, sys.argv[2])
    world.enrol = lambda user: library.call("enroll", user)["activation_url"]
    phones = {}
    for user in USERS:
        phones[user] = world.phone(user)
        phones[user].take(world.enrol(user))
    return phones


def one_line(text):
    """Returns the end of a text, without what differs from one run to the next."""
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return " / ".join(lines[-2:])[-160:]


def main():
    # So that the service ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    only = sys.argv[3:]
    failed = 0
    # In /tmp itself, whatever TMPDIR is: another user reads some of it.
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        world = World(sys.argv[1], folder)
        try:
            phones = enrol(world)
            pam = PAM(world, phones)
            clients = [("login_duo, pam_duo", pam, PAM_CASES)]
            clients.append(("pam_duo in programs", Logins(world, phones, pam), LOGIN_CASES))
            clients.append(("duo_client from PyPI", Python(world, phones, sys.argv[2]), PYTHON_CASES))
            clients.append(("duo_client from Debian", Python(world, phones, "/usr/bin/python3"), PYTHON_CASES))
            clients.append(("Net::Duo", Perl(world, phones), PERL_CASES))
            clients.append(("duo_universal", Web(world, phones, sys.argv[2]), WEB_CASES))
            for client, cases, names in clients:
                for case in names:
                    if only and case not in only and client not in only:
                        continue
                    start = time.monotonic()
                    try:
                        outcome = "ok: " + one_line(getattr(cases, case)())
                    except Exception:
                        failed += 1
                        outcome = "FAILED\n" + traceback.format_exc()
                    print(f"{client:24} {case:20} {time.monotonic() - start:5.1f} s  {outcome}", flush=True)
            print(world.command("integration", "list"))
            if world.service.poll() is not None:
                failed += 1
                print(f"the service has ended: {world.service.returncode}")
            if failed:
                world.log.seek(0)
                print(world.log.read()[-6000:])
        finally:
            world.end()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
