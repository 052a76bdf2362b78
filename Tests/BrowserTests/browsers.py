"""The browsers of the tests: Chromium or Firefox, by the program's name."""

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from devtools import DevTools, devtools
from firefox import firefox, firefox_options
from firefox_phone import FirefoxPhone
from phone_page import Phone


def is_firefox(program):
    return "firefox" in Path(program).name


@contextlib.contextmanager
def opened(program, seconds):
    """Runs a browser with a profile of its own while the block runs; gives its first page, which is driven alike in both."""
    with firefox(program, {}, seconds) if is_firefox(program) else devtools(program, seconds) as page:
        yield page


def phone(page, origin):
    """Returns the phone's app, in a page that shares nothing with another one."""
    page = page.stranger()
    return Phone(page, origin) if isinstance(page, DevTools) else FirefoxPhone(page, origin)


def end_with(process, run):
    process.wait()
    run.ended.set()


@contextlib.contextmanager
def browser(program, url, run):
    """Opens a URL in a browser with a profile of its own while the block runs. If the browser ends first, the run ends."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = firefox_options(profile) if is_firefox(program) else [
            "--headless=new", f"--user-data-dir={profile}", "--no-first-run", "--disable-gpu", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
        ]  # fmt: skip
        if os.geteuid() == 0 and not is_firefox(program):
            options.append("--no-sandbox")
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(
                [program, *options, url], stdout=log, stderr=log, start_new_session=True, env={**os.environ, "HOME": profile}
            )
            threading.Thread(target=end_with, args=(process, run), daemon=True).start()
            try:
                yield
                if not run.is_finished:
                    log.seek(0)
                    run.fail("the end of the browser's log:\n" + log.read().decode(errors="replace")[-2000:])
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
