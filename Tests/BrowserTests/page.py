"""What a page is to a test, in whichever browser: a base of what drives Chromium and of what drives Firefox."""

import contextlib
import time


class Page:
    """A page that evaluates scripts. Every wait has a deadline."""

    def until(self, script, origin=""):
        """Returns the value of a script once it is true. For an element it is true."""
        script = f"(value => value instanceof Node ? true : value)({script})"
        # Soon enough before the deadline to say what the page shows.
        end = min(time.monotonic() + 40, self.deadline - 5)
        while True:
            # While a page is being loaded there may be nothing to evaluate in.
            with contextlib.suppress(RuntimeError):
                if value := self.evaluate(script, origin):
                    return value
            if time.monotonic() > end:
                raise TimeoutError(f"{script}\nwhile there is:\n{self.evaluate('document.body?.innerText', origin)}")
            with self.changed:
                self.changed.wait(0.02)
