"""Runs tasks with `toopher oauth batch`."""

import json
import subprocess


class Batch:
    def __init__(self, toopher):
        self.process = subprocess.Popen([toopher, "oauth", "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, tasks):
        """Returns the results of `tasks`, in their order."""
        lines = "".join(json.dumps(dict(task, id=number)) + "\n" for number, task in enumerate(tasks))
        # The tasks must fit into the pipe, or both sides would wait for each other.
        self.process.stdin.write(lines.encode())
        self.process.stdin.flush()
        results = [json.loads(self.process.stdout.readline()) for _ in tasks]
        assert [result["id"] for result in results] == list(range(len(tasks)))
        return results

    def close(self):
        self.process.stdin.close()
        status = self.process.wait(timeout=60)
        assert status == 0, f"toopher oauth batch ended with {status}"
