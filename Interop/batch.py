"""Talks to `toopher oauth batch`."""

import json
import subprocess


class Batch:
    def __init__(self, toopher):
        self.process = subprocess.Popen([toopher, "oauth", "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, tasks):
        """Answers to `tasks`, in their order."""
        lines = "".join(json.dumps(dict(task, id=number)) + "\n" for number, task in enumerate(tasks))
        # Few enough at a time that neither side waits for the other to read.
        self.process.stdin.write(lines.encode())
        self.process.stdin.flush()
        answers = [json.loads(self.process.stdout.readline()) for _ in tasks]
        assert [answer["id"] for answer in answers] == list(range(len(tasks)))
        return answers

    def close(self):
        self.process.stdin.close()
        status = self.process.wait(timeout=60)
        assert status == 0, f"toopher oauth batch ended with {status}"
