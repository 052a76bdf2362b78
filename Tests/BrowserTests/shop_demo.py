"""The running `toopher demo`: a service, the sample shop, and what they print."""

import contextlib
import os
import subprocess
import threading

from harness import Run

PASSWORD = "correct horse"
UNKNOWN_PLACE = "This place is not known"


class Demo(Run):
    """The running demo: what it has printed, and where it listens."""

    def __init__(self, toopher):
        super().__init__()
        self.toopher = toopher
        self.lines = []
        self.told = threading.Condition()

    @contextlib.contextmanager
    def serve(self):
        process = subprocess.Popen(
            [self.toopher, "demo"], env={"PATH": os.environ["PATH"]}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        threading.Thread(target=self.read, args=(process.stdout,), daemon=True).start()
        try:
            self.phone = self.line("The phone ").split()[-1]
            self.shop = self.line("The shop ").split()[-1]
            self.service = self.phone.partition("/phone/")[0]
            yield
        finally:
            process.terminate()
            process.wait(30)
            if errors := process.stderr.read():
                self.fail(f"the demo said: {errors}")

    def read(self, output):
        for line in output:
            with self.told:
                self.lines.append(line.rstrip())
                self.told.notify_all()

    def line(self, start, seconds=20):
        """Returns the last line that begins so, once there is one."""
        def found():
            return [line for line in self.lines if line.strip().startswith(start)]

        with self.told:
            if not self.told.wait_for(found, seconds):
                raise TimeoutError(f"the demo has not printed {start}: {self.lines}")
            return found()[-1]

    def count(self, part):
        with self.told:
            return sum(part in line for line in self.lines)

    def wait_for_another(self, part, count, seconds=20):
        """Waits until the demo has told something more often than before."""
        with self.told:
            if not self.told.wait_for(lambda: sum(part in line for line in self.lines) > count, seconds):
                raise TimeoutError(f"the demo has not told of {part} again")
