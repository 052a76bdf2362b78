"""Logs in with pamtester, sudo and sshd in a root file system, against a service and phones outside of it.

    check.py ROOT TOOPHER
"""

import os
import pty
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "LogIn"))
from service import Service, run

root, toopher = sys.argv[1:]
folder = tempfile.mkdtemp()
failures = []


def inside(*arguments, **options):
    """Runs a program of the root file system."""
    environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
    return run("chroot", root, *arguments, env=environment, **options)


def write(path, text, mode=0o644):
    full = root + path
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w") as file:
        file.write(text)
    os.chmod(full, mode)


service = Service(toopher, folder, "web1")
for user in ["alice", "mallory"]:
    service.pair(user)
for user in ["alice", "mallory", "carol"]:
    assert inside("useradd", "--create-home", "--shell", "/bin/sh", user).returncode == 0


def configure(secret=None, mode=0o600):
    credentials = service.credentials
    if secret:
        credentials = re.sub(r"SECRET=.*", "SECRET=" + secret, credentials)
    write("/etc/toopher/pam.conf", credentials + "TOOPHER_BASE_URL=" + service.environment["TOOPHER_BASE_URL"] + "\n", mode)


def pam(name, options="", module_options=""):
    line = f"auth required pam_exec.so quiet seteuid stdout {module_options} /usr/local/bin/toopher pam {options}"
    # sshd also sets credentials, in which pam_exec has no part: some module must.
    line += "\nauth required pam_permit.so"
    write(f"/etc/pam.d/{name}", line + "\naccount required pam_permit.so\nsession required pam_permit.so\n")


def check(what, condition, *details):
    print(("ok: " if condition else "FAILED: ") + what, flush=True)
    if not condition:
        failures.append(what)
        for detail in details:
            print(detail, flush=True)


def answered(arguments, user, answer, number=True, **options):
    """Runs a log-in, and answers it on the user's phone; returns its status and what it has printed."""
    # A terminal, to which programs write at once what they show.
    terminal, other_end = pty.openpty()
    process = subprocess.Popen(
        ["chroot", root, *arguments], stdin=other_end, stdout=other_end, stderr=other_end,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/root", **options})
    os.close(other_end)
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    output, shown, is_answered = "", None, False
    while True:
        if not is_answered and (shown or not number):
            is_answered = True
            more = ["--number", shown.group(1)] if shown and answer == "approve" else []
            phone = service.phone(user, answer, "--wait", "20", *more)
            output += phone.stdout + phone.stderr
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Nobody writes to it any more.
            break
        if not piece:
            break
        output += piece.decode(errors="replace")
        shown = shown or re.search(r"Enter (\d+) on your phone", output)
    os.close(terminal)
    watchdog.cancel()
    return process.wait(), output


def authenticate(user, name="toopher-check", **options):
    return inside("pamtester", name, user, "authenticate", **options)


configure()
pam("toopher-check", "--timeout 20")
login = ["pamtester", "-I", "rhost=192.0.2.7", "toopher-check"]
status, output = answered([*login, "alice", "authenticate"], "alice", "approve")
check("the number is shown, and the phone that enters it lets in", status == 0, output)
check("the phone shows the program, and where the user comes from", "from 192.0.2.7" in output, output)
status, output = answered([*login, "mallory", "authenticate"], "mallory", "deny")
check("a phone that denies lets nobody in", status != 0 and "Denied." in output, output)
result = authenticate("carol")
check("a user without a phone is not let in", result.returncode != 0 and "no phone" in result.stdout, result)

pam("toopher-check", "--timeout 2")
result = authenticate("alice")
check("nobody who has not decided is let in", result.returncode != 0 and "in time" in result.stdout, result)
result = service.phone("alice", "approve")
check("the phone asks no longer for what nobody waits for", result.returncode == 3, result)

pam("toopher-check", "--if-unpaired allow")
check("--if-unpaired lets in whom the service does not know", authenticate("carol").returncode == 0)
pam("toopher-check", "--if-unavailable allow --if-unpaired allow")
configure(secret="0" * 64)
check("a wrong secret lets nobody in, whatever the options", authenticate("carol").returncode != 0)
configure(mode=0o644)
check("a file with the secret that others can read lets nobody in", authenticate("carol").returncode != 0)
os.remove(root + "/etc/toopher/pam.conf")
check("a missing file lets nobody in", authenticate("carol").returncode != 0)
configure()
service.environment["TOOPHER_PHONE"] = "none"
disabled = run(toopher, "user", "disable", "mallory", env=service.environment)
result = authenticate("mallory")
check("a disabled user is not let in, whatever the options", disabled.returncode == 0 and result.returncode != 0, result)

service.stop()
check("--if-unavailable lets in while there is no service", authenticate("alice").returncode == 0)
pam("toopher-check")
result = authenticate("alice")
check("without it nobody is let in", result.returncode != 0 and "cannot be asked" in result.stdout, result)
service.start()

pam("toopher-check", "--read-password", "expose_authtok")
password = service.phone("alice", "otp").stdout
result = authenticate("alice", input=password)
check("a one-time password that is typed lets in", result.returncode == 0, result)
check("but not a second time", authenticate("alice", input=password).returncode != 0)
check("and no other one", authenticate("alice", input="000000\n").returncode != 0)

# The programs themselves.
pam("sudo", "--timeout 20")
write("/etc/sudoers", "alice ALL=(ALL) ALL\nmallory ALL=(ALL) ALL\n", 0o440)
sudo = ["setpriv", "--reuid=alice", "--regid=alice", "--init-groups", "sudo", "-S", "id", "-un"]
status, output = answered(sudo, "alice", "approve")
check("sudo: the phone approves", status == 0 and output.rstrip().endswith("root"), output)
inside("setpriv", "--reuid=alice", "--regid=alice", "--init-groups", "sudo", "-K")
status, output = answered(sudo, "alice", "deny")
check("sudo: the phone denies", status != 0 and "root" not in output.split(), output)

pam("sshd", "--no-number --timeout 20")
os.makedirs(root + "/run/sshd", exist_ok=True)
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
write(
    "/etc/ssh/sshd_config",
    f"Port {port}\nListenAddress 127.0.0.1\nUsePAM yes\nKbdInteractiveAuthentication yes\nPasswordAuthentication no\n"
    "AuthenticationMethods keyboard-interactive\nHostKey /etc/ssh/check_key\n")
inside("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "/etc/ssh/check_key")
server = subprocess.Popen(["chroot", root, "/usr/sbin/sshd", "-D", "-e"], stderr=subprocess.PIPE, text=True)
# It says when it listens.
for line in server.stderr:
    if "listening" in line.lower():
        break
log = []
threading.Thread(target=lambda: log.extend(server.stderr), daemon=True).start()
ssh = ["ssh", "-p", str(port), "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
       "-o", "NumberOfPasswordPrompts=1"]
askpass = {"SSH_ASKPASS": "/bin/true", "SSH_ASKPASS_REQUIRE": "force"}
status, output = answered([*ssh, "alice@127.0.0.1", "id", "-un"], "alice", "approve", number=False, **askpass)
check("sshd: the phone approves", status == 0 and "alice" in output.split(), output, *log)
status, output = answered([*ssh, "alice@127.0.0.1", "id", "-un"], "alice", "deny", number=False, **askpass)
check("sshd: the phone denies", status != 0, output)
server.terminate()
server.wait(30)
service.stop()
shutil.rmtree(folder)
if failures:
    sys.exit(f"check-pam: {len(failures)} failed")
print("check-pam: pamtester, sudo and sshd let in whom the phone has approved, and nobody else")
