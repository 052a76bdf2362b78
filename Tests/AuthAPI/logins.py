"""The PAM module inside a real sshd and a real sudo."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from pam import Terminal
from world import listener, must, run


class Logins:
    """The cases of sshd and sudo. Nothing of the machine's own configuration is changed: sshd has another name, and so another
    PAM service, and sudo runs where other files are mounted over its own."""

    def __init__(self, world, phones, pam):
        self.world, self.phones, self.pam = world, phones, pam
        self.folder = world.folder / "logins"
        self.folder.mkdir()
        self.name = f"toopher-sshd-{os.getpid()}"
        self.program = self.folder / self.name
        self.program.symlink_to(shutil.which("sshd", path="/usr/sbin:/usr/bin"))
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        for name in ("host", "user"):
            must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / name)
        (self.folder / "authorized_keys").write_text((self.folder / "user.pub").read_text())

    def sshd(self, **settings):
        """Starts sshd, which asks for a key and then for what PAM asks for; returns the process and its port."""
        service = Path("/etc/pam.d") / self.name
        configuration = self.pam.configuration(owner=0, **settings)
        service.write_text(
            f"auth required pam_duo.so conf={configuration}\naccount required pam_permit.so\nsession required pam_permit.so\n"
        )
        found, port = listener()
        found.close()
        process = subprocess.Popen(
            [
                self.program, "-D", "-e", "-f", "/dev/null", "-p", str(port), "-h", self.folder / "host",
                *("-o", "ListenAddress=127.0.0.1"), *("-o", "UsePAM=yes"), *("-o", "StrictModes=no"),
                *("-o", f"AuthorizedKeysFile={self.folder}/authorized_keys"), *("-o", "PermitRootLogin=yes"),
                *("-o", "AuthenticationMethods=publickey,keyboard-interactive:pam"), *("-o", "PidFile=none"),
                *("-o", "KbdInteractiveAuthentication=yes"),
            ],
            stdout=subprocess.DEVNULL, stderr=open(self.folder / "sshd.log", "a"),
        )
        end = time.monotonic() + 20
        while run("ssh-keyscan", "-p", str(port), "127.0.0.1")[1].count("ssh-ed25519") == 0:
            assert process.poll() is None and time.monotonic() < end, (self.folder / "sshd.log").read_text()
        return process, port, service

    def ssh(self, port):
        """Returns ssh on a terminal."""
        return Terminal(
            [
                "ssh", "-F", "/dev/null", "-p", str(port), "-i", self.folder / "user", "-o", "StrictHostKeyChecking=no",
                "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "root@127.0.0.1", "echo IN",
            ],
            cwd="/",
        )

    def logged_in(self, answer, **settings):
        """Logs in through sshd, and returns the exit status and what ssh shows."""
        process, port, service = self.sshd(**settings)
        try:
            terminal = self.ssh(port)
            answer(terminal)
            return terminal.end()
        finally:
            process.terminate()
            process.wait(timeout=20)
            service.unlink()

    def sshd_allow(self):
        def answer(terminal):
            number = terminal.choose_push()
            with self.phones["root"].answering("approve", "--number", number):
                pass

        status, text = self.logged_in(answer)
        assert status == 0 and "IN" in text.split(), text
        return text

    def sshd_passcode(self):
        def answer(terminal):
            assert terminal.wait_for(r"option \(1-1\)"), terminal.text
            terminal.type(self.phones["root"].passcode() + "\n")

        status, text = self.logged_in(answer)
        assert status == 0 and "IN" in text.split(), text
        return text

    def sshd_deny(self):
        def answer(terminal):
            terminal.choose_push()
            with self.phones["root"].answering("deny"):
                pass
            # sshd asks again by itself.
            terminal.wait_for(r"(?s)\(1-1\).*\(1-1\)")
            terminal.interrupt()

        status, text = self.logged_in(answer, prompts=1)
        assert status != 0 and "IN" not in text.split(), text
        return text

    def sudo(self, answer, **settings):
        """Runs sudo as a user who has no password to type, and returns its exit status and output."""
        pam, sudoers = self.folder / "sudo.pam", self.folder / "sudoers"
        configuration = self.pam.configuration(owner=0, **settings)
        pam.write_text(
            f"auth required pam_duo.so conf={configuration}\naccount required pam_permit.so\nsession required pam_permit.so\n"
        )
        sudoers.write_text("nobody ALL=(ALL) ALL\n")
        sudoers.chmod(0o440)
        script = (
            f"mount --bind {pam} /etc/pam.d/sudo && mount --bind {sudoers} /etc/sudoers"
            " && exec setpriv --reuid=nobody --regid=nogroup --clear-groups sudo -k echo IN"
        )
        terminal = Terminal(["unshare", "-m", "sh", "-c", script], cwd="/")
        answer(terminal)
        return terminal.end()

    def sudo_allow(self):
        def answer(terminal):
            number = terminal.choose_push()
            with self.phones["nobody"].answering("approve", "--number", number):
                pass

        status, text = self.sudo(answer, pushinfo="yes")
        assert status == 0 and "IN" in text.split(), text
        return text

    def sudo_deny(self):
        def answer(terminal):
            terminal.choose_push()
            with self.phones["nobody"].answering("deny"):
                pass

        status, text = self.sudo(answer, prompts=1)
        assert status != 0 and "IN" not in text.split(), text
        return text
