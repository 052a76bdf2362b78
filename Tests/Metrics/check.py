"""Reads the metrics of a service, and compares them with docs/operations.md: see script/check-metrics."""
import collections
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from prometheus_client.parser import text_string_to_metric_families


def get(url):
    """Returns the status, media type and text of a response."""
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status, response.headers["content-type"], response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["content-type"], error.read().decode()


def problems(text):
    """Returns what is wrong with a text of metrics; raises ValueError for what is no such text."""
    found, seen = [], set()
    for family in text_string_to_metric_families(text):
        if family.name in seen:
            found.append(f"{family.name} is there twice")
        seen.add(family.name)
        if not family.documentation or family.type not in ("counter", "gauge", "histogram"):
            found.append(f"{family.name} has no help or type")
        labels = [(sample.name, tuple(sorted(sample.labels.items()))) for sample in family.samples]
        if len(labels) != len(set(labels)):
            found.append(f"{family.name} has a sample twice")
        if family.type == "histogram":
            found += histogram_problems(family)
        if any(sample.value < 0 for sample in family.samples):
            found.append(f"{family.name} is negative")
    return found


def histogram_problems(family):
    series = collections.defaultdict(list)
    for sample in family.samples:
        labels = tuple(sorted((name, value) for name, value in sample.labels.items() if name != "le"))
        series[labels].append(sample)
    found = []
    for labels, samples in series.items():
        buckets = [(float(each.labels["le"]), each.value) for each in samples if each.name.endswith("_bucket")]
        count = [each.value for each in samples if each.name.endswith("_count")]
        if buckets != sorted(buckets) or [value for _, value in buckets] != sorted(value for _, value in buckets):
            found.append(f"{family.name}{labels}: the buckets are not in order")
        if not buckets or buckets[-1][0] != float("inf") or count != [buckets[-1][1]]:
            found.append(f"{family.name}{labels}: the last bucket is not the count")
    return found


def names(text):
    return set(re.findall(r"^# TYPE (\S+) ", text, re.MULTILINE))


def documented():
    page = open("docs/operations.md").read()
    table = page[page.index("## Metrics") : page.index("Alerts that are")]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}


def main(toopher):
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TOOPHER_")}
        database = os.path.join(folder, "toopher.sqlite")
        subprocess.run([toopher, "requester", "create", "Shop", "--database", database], check=True, capture_output=True)
        arguments = ["serve", "--port", "0", "--metrics-port", "0", "--database", database]
        service = subprocess.Popen(
            [toopher] + arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        try:
            urls = {}
            while len(urls) < 2:
                line = service.stdout.readline()
                if not line:
                    sys.exit("check-metrics: the service has ended")
                if match := re.match(r"listening on (http://[^/]+)/v1/$", line.strip()):
                    urls["service"] = match[1]
                if match := re.match(r"health and metrics on (http://\S+)/$", line.strip()):
                    urls["operations"] = match[1]
            for path in ["/health", "/v1/pairings/x", "/nowhere", "/phone/", "/phone/phone.js", "/static/page.css"]:
                get(urls["service"] + path)
            for path in ["live", "ready"]:
                answer = get(urls["operations"] + "/healthz/" + path)
                if (answer[0], answer[2]) != (200, "ok\n"):
                    failures.append(f"/healthz/{path}: {answer}")
            status, media, text = get(urls["operations"] + "/metrics")
            if status != 200 or media != "text/plain; version=0.0.4; charset=utf-8":
                failures.append(f"/metrics: {status} {media}")
            failures += problems(text)
            if undocumented := names(text) ^ documented():
                failures.append(f"in the metrics or in docs/operations.md only: {sorted(undocumented)}")
            for route in ["/v1/pairings/{id}", "other", "/phone/{file}"]:
                if f'_count{{route="{route}"' not in text:
                    failures.append(f"no requests of {route}")
            environment["TOOPHER_METRICS_PORT"] = urls["operations"].rsplit(":", 1)[1]
            health = subprocess.run([toopher, "health"], capture_output=True, text=True, env=environment)
            if (health.returncode, health.stdout) != (0, "200 ok\n"):
                failures.append(f"toopher health: {health}")
        finally:
            service.terminate()
            service.wait()
        health = subprocess.run([toopher, "health"], capture_output=True, text=True, env=environment)
        if health.returncode != 1 or "does not answer" not in health.stderr:
            failures.append(f"toopher health without a service: {health}")
    # What is wrong must be found.
    for old, new in [(" histogram\n", " histogramm\n"), ('{route="', '{route='), ('le="+Inf"} ', 'le="+Inf"} 9'), ("# HELP", "HELP")]:
        try:
            is_found = problems(text.replace(old, new, 1))
        except ValueError:
            is_found = True
        if not is_found:
            failures.append(f"not found: {old!r} as {new!r}")
    for failure in failures:
        print(f"check-metrics: {failure}", file=sys.stderr)
    print(f"check-metrics: {len(names(text))} metrics, {len(failures)} failures")
    sys.exit(1 if failures else 0)


main(sys.argv[1])
