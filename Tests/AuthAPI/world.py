"""A service behind nginx with TLS, its integrations, and phones that answer. See script/check-auth-api."""

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from pathlib import Path


def run(*command, **options):
    """Runs a program; returns its exit status and all that it wrote."""
    options.setdefault("timeout", 120)
    result = subprocess.run(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    return result.returncode, result.stdout


def must(*command, **options):
    """Runs a program that may not fail; returns what it wrote."""
    status, text = run(*command, **options)
    if status != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {status}\n{text}")
    return text


class Authority:
    """A certificate authority of its own, with a certificate for localhost."""

    def __init__(self, folder):
        self.ca, self.key, self.certificate = folder / "ca.pem", folder / "server.key", folder / "server.pem"
        authority_key, request, names = folder / "ca.key", folder / "server.csr", folder / "names"
        names.write_text("subjectAltName=DNS:localhost\n")
        new = ("-newkey", "rsa:2048", "-nodes")
        must(
            "openssl", "req", "-x509", *new, "-days", "3", "-keyout", authority_key, "-out", self.ca, "-subj",
            "/CN=Test authority", "-addext", "keyUsage=critical,keyCertSign",
        )
        must("openssl", "req", *new, "-keyout", self.key, "-out", request, "-subj", "/CN=localhost")
        must(
            "openssl", "x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", authority_key, "-CAcreateserial",
            "-days", "3", "-extfile", names, "-out", self.certificate,
        )
        self.ca.chmod(0o644)


def listener():
    """Returns a socket that listens on a free port of the loopback address, and the port."""
    found = socket.socket()
    found.bind(("127.0.0.1", 0))
    found.listen(128)
    return found, found.getsockname()[1]


class World:
    """The service, nginx in front of it, and an integration for each way to sign."""

    def __init__(self, toopher, folder):
        self.toopher, self.folder = str(Path(toopher).resolve()), folder
        self.authority = Authority(folder)
        self.socket, self.port = listener()
        self.base = f"https://localhost:{self.port}"
        self.database = folder / "t.sqlite"
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "SSL_CERT_FILE": str(self.authority.ca),
            "TOOPHER_DATABASE": str(self.database), "TOOPHER_BASE_URL": f"{self.base}/v1/",
        }
        self.requester = re.search(r"KEY=(\S+)", self.command("requester", "create", "Example")).group(1)
        self.old = self.integration("Old PAM modules", "--accept", "v1", "v1-sha512")
        self.new = self.integration("Libraries")
        self.open = self.integration("Told errors", "--show-errors", "--accept", "v1")
        self.disabled = self.integration("Disabled", "--accept", "v1")
        self.command("integration", "disable", self.disabled[0])
        self.enrolling = self.integration("Enrolling", "--accept", "v1", "--offer-enrolment")
        self.newcomers = 0
        self.log = open(folder / "service.log", "w+")
        self.service = self.nginx = None
        self.start()

    def command(self, *arguments, **options):
        """Runs `toopher`; returns what it wrote."""
        return must(self.toopher, *arguments, env=self.environment, **options)

    def integration(self, name, *options):
        """Creates an integration; returns its keys."""
        text = self.command("integration", "create", name, "--requester", self.requester, *options)
        return re.search(r"INTEGRATION_KEY=(\S+)", text).group(1), re.search(r"SECRET_KEY=(\S+)", text).group(1)

    def start(self):
        """Starts the service, and nginx."""
        self.service = subprocess.Popen(
            [self.toopher, "serve", "--port", "0", "--no-push", "--external-url", self.base],
            env=self.environment, stdout=subprocess.PIPE, stderr=self.log, text=True,
        )
        if not self.service.stdout.readline():
            raise SystemExit("the service does not start")
        self.upstream = self.listening_port()
        if self.nginx is None:
            self.nginx = self.start_nginx()

    def listening_port(self):
        """Returns the port on which the service listens."""
        inodes = set()
        for descriptor in Path(f"/proc/{self.service.pid}/fd").iterdir():
            try:
                found = re.match(r"socket:\[(\d+)\]", os.readlink(descriptor))
            except FileNotFoundError:
                continue
            if found:
                inodes.add(found.group(1))
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                return int(fields[1].split(":")[1], 16)
        raise SystemExit("the service listens on no port")

    def start_nginx(self):
        """Starts nginx on the socket that is open already."""
        folder = self.folder / "nginx"
        folder.mkdir(exist_ok=True)
        temporary = "\n".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"""
            daemon off; worker_processes 1; {'user root;' if os.geteuid() == 0 else ''}
            pid {folder}/pid; error_log stderr; events {{}}
            http {{
                access_log {folder}/access.log; {temporary}
                server {{
                    listen 127.0.0.1:{self.port} ssl;
                    ssl_certificate {self.authority.certificate}; ssl_certificate_key {self.authority.key};
                    location / {{
                        proxy_pass http://127.0.0.1:{self.upstream};
                        proxy_http_version 1.1; proxy_set_header Connection "";
                        proxy_set_header Host $http_host; proxy_read_timeout 90s;
                    }}
                }}
            }}
            """
        )
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        return subprocess.Popen(
            [program, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")],
            env={"NGINX": f"{self.socket.fileno()};"}, pass_fds=[self.socket.fileno()], stderr=subprocess.DEVNULL,
        )

    def newcomer(self):
        """Returns the phone of a new user, who is named like it. Whoever denies is asked later the next time."""
        self.newcomers += 1
        phone = self.phone(f"user{self.newcomers}")
        phone.take(self.enrol(phone.name))
        return phone

    def access_log(self):
        """Returns the requests that nginx has passed on."""
        return (self.folder / "nginx" / "access.log").read_text()

    def end(self):
        """Ends everything that was started."""
        for process in (self.nginx, self.service):
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait(timeout=40)
        self.socket.close()
        self.log.close()

    def phone(self, name):
        """Returns a new phone."""
        return Phone(self, name)

    def asked(self, user):
        """Returns how often a user was asked or has typed a passcode, by the state that it came to."""
        with sqlite3.connect(self.database) as connection:
            rows = connection.execute(
                "SELECT q.state FROM authentication_requests q JOIN users u ON u.id = q.user_id WHERE u.name = ?"
                " ORDER BY q.created, q.id", (user,)
            ).fetchall()
        return [state for (state,) in rows]


class Phone:
    """A phone on the command line."""

    def __init__(self, world, name):
        self.world, self.name, self.used = world, name, None
        self.environment = world.environment | {"TOOPHER_PHONE": str(world.folder / f"{name}.json")}
        self.command("register", "--name", f"{name}'s phone")

    def command(self, *arguments):
        """Runs `toopher phone`; returns what it wrote."""
        return must(self.world.toopher, "phone", *arguments, env=self.environment)

    def take(self, link):
        """Takes the pairing of a link, and approves it."""
        self.command("pair", "--link", link)
        self.command("approve")

    def passcode(self):
        """Returns a passcode that was not used before: there is another one after half a minute."""
        passcode = self.command("otp").strip()
        while passcode == self.used:
            time.sleep(1)
            passcode = self.command("otp").strip()
        self.used = passcode
        return passcode

    def answering(self, *answer):
        """Answers what comes next, in the background."""
        return Answer(self, answer)


class Answer:
    """An answer that a phone gives while a client waits."""

    def __init__(self, phone, answer):
        self.phone, self.answer, self.failure = phone, answer, None
        self.thread = threading.Thread(target=self.give)

    def give(self):
        status, text = run(
            self.phone.world.toopher, "phone", *self.answer, "--wait", "40", env=self.phone.environment
        )
        self.failure = None if status == 0 else f"{self.phone.name} {self.answer}: {status} {text}"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.thread.join()
        if self.failure:
            raise AssertionError(self.failure)
