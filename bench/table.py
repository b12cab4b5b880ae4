#!/usr/bin/env python3
"""The table of bench/run: what the server does, each figure with its limit beside it.

    table.py [--seconds N] [--rounds N] [--data FOLDER] PART...

Parts: intake lifecycle burst clerks footprint. --data names a folder of counties made by
bench/county (FOLDER/sqlite-300000, ...); without it only empty counties are measured. Every figure is
the median of alternating rounds. A line of JSON for each goes to bench/history.jsonl.
"""

import argparse
import datetime
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, os.path.join(ROOT, "tests/process"))

from running_server import Server  # noqa: E402

BUILT = os.path.join(ROOT, "build/release")
TICKS = os.sysconf("SC_CLK_TCK")
PARTS = ("intake", "lifecycle", "burst", "clerks", "footprint")


def run(words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"^model name\s*: (.*)$", file.read(), re.M)
    return f"{os.cpu_count()} cores, {model[1] if model else 'unknown'}, load {os.getloadavg()[0]:.1f}"


def processor_seconds(pids):
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        total += sum(int(x) for x in fields[11:15])  # own and of children that ended
    return total / TICKS


def postgres_pids():
    return run(["pgrep", "-x", "postgres"]).stdout.split()


def memory_mb(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) / 1024


class Table:
    """Prints rows as they come and keeps them in the history."""

    def __init__(self, conditions):
        self.conditions, self.missed = conditions, 0
        print(f"{'engine':<11}{'what':<44}{'figure':>12}  {'limit':>12}{'ratio':>7}{'wanted':>10}")

    def row(self, engine, what, figure, unit, limit=None, wanted=None, least=True, **more):
        ratio = figure / limit if limit else None
        said, met = "", None
        if wanted is not None:
            seen = ratio if limit else figure
            met = seen >= wanted if least else seen <= wanted
            self.missed += not met
            said = f"{'>=' if least else '<='} {wanted:g}"
        print(f"{engine:<11}{what:<44}{figure:>9.1f} {unit:<4}{limit or '':>11.6}"
              f"{f'{ratio:.2f}' if ratio else '':>7}{said:>10}"
              f"{'' if met is None else '  met' if met else '  NOT MET'}", flush=True)
        with open(os.path.join(HERE, "history.jsonl"), "a", encoding="utf-8") as file:
            file.write(json.dumps({**self.conditions, "engine": engine, "what": what, "figure": round(figure, 3),
                                   "unit": unit, "limit": limit and round(limit, 1), "wanted": wanted,
                                   "met": met, **more}, ensure_ascii=False) + "\n")


class County:
    """A server on a county, empty or made before."""

    def __init__(self, engine, folder, kept=None):
        self.engine, self.folder = engine, kept or folder
        os.makedirs(self.folder, exist_ok=True)
        self.options = ["--data", os.path.join(self.folder, "data")]
        if engine == "PostgreSQL":
            self.options += ["--database", self.address()]
        begun = time.monotonic()
        self.server = Server(self.options, os.path.join(self.folder, "log"))
        self.started = time.monotonic() - begun
        self.pid = self.server.process.pid

    def address(self):
        place = os.path.join(self.folder, "database")
        if os.path.exists(place):
            with open(place, encoding="utf-8") as file:
                return file.read().strip()
        name = f"bench_{os.getpid()}_{abs(hash(self.folder)) % 10**9}"
        url = os.environ["XINFANG_TEST_POSTGRES"]
        subprocess.run(["psql", "-Xq", "-c", f"CREATE DATABASE {name}", url], check=True)
        head, _, rest = url.partition("?")
        return head.rsplit("/", 1)[0] + "/" + name + "?" + rest

    def load(self, *words):
        """What bench_http_load says of it, and the processor's milliseconds of each script."""
        pids = [self.pid] + (postgres_pids() if self.engine == "PostgreSQL" else [])
        before = processor_seconds(pids)
        done = run([os.path.join(BUILT, "bench_http_load"), words[0], str(self.server.port), *map(str, words[1:])])
        if not done.stdout:
            raise RuntimeError(done.stderr)
        if done.stderr:
            print(done.stderr.strip(), file=sys.stderr)
        said = json.loads(done.stdout)
        said["cpu_ms"] = (processor_seconds(pids) - before) * 1000 / max(said["scripts"], 1)
        said["rate"] = said["scripts"] * 1000 / said["milliseconds"]
        return said

    def figure(self, name):
        text = run(["curl", "-s", f"http://127.0.0.1:{self.server.port}/metrics"]).stdout
        found = re.search(rf"^{name}[^\n]* (\d+)$", text, re.M)
        return int(found[1]) if found else None

    def drained(self):
        """Seconds until what follows the log has caught up."""
        begun = time.monotonic()
        while self.figure("xinfang_log_backlog") or self.figure("xinfang_search_backlog"):
            time.sleep(0.05)
        return time.monotonic() - begun

    def end(self):
        self.server.end(signal.SIGTERM)


def engines():
    return ["SQLite"] + (["PostgreSQL"] if os.environ.get("XINFANG_TEST_POSTGRES") else [])


def commits():
    """One round of bench_commit_rate: commits/s of ours and of the limit, by engine."""
    done = run([os.path.join(BUILT, "bench_commit_rate"), "migrations", "1"], cwd=ROOT)
    found = {}
    for line in done.stdout.splitlines():
        match = re.match(r"(SQLite|PostgreSQL)\s+(\d+)\s+([\d.]+)\s+.*?\s+(\d+)\s+[\d.]+", line)
        if match:
            found[match[1]] = (float(match[2]), float(match[4]))
    return found


def median(values):
    return statistics.median(values)


def part_intake(table, setting, folder):
    rates, cpu, p50, p99, limits = {}, {}, {}, {}, {}
    for turn in range(setting.rounds):
        for engine, (own, limit) in commits().items():
            limits.setdefault(engine, []).append((own, limit))
        for engine in engines():
            county = County(engine, os.path.join(folder, f"intake-{engine}-{turn}"))
            for connections in (2, 32, 256):
                said = county.load("intake", connections, setting.seconds)
                key = engine, connections
                rates.setdefault(key, []).append(said["rate"])
                cpu.setdefault(key, []).append(said["cpu_ms"])
                p50.setdefault(key, []).append(said["kinds"]["filing"]["p50_us"] / 1000)
                p99.setdefault(key, []).append(said["kinds"]["filing"]["p99_us"] / 1000)
            county.end()
    for engine in engines():
        beside = median([limit for _, limit in limits[engine]])
        table.row(engine, "commits of intakes, in the program", median([own for own, _ in limits[engine]]), "/s",
                  beside, 0.7 if engine == "SQLite" else 1.0)
        for connections in (2, 32, 256):
            key = engine, connections
            full = connections == 256
            sqlite = engine == "SQLite"
            table.row(engine, f"durable intakes over HTTP, {connections} connections", median(rates[key]), "/s",
                      None if sqlite and full else beside, (3000 if sqlite else 1.0) if full else None,
                      p50_ms=median(p50[key]), p99_ms=median(p99[key]), cpu_ms=median(cpu[key]))
            print(f"{'':<11}{'':<4}p50 {median(p50[key]):.1f} ms, p99 {median(p99[key]):.1f} ms, "
                  f"{median(cpu[key]):.2f} ms of processor each")


def sizes(setting, engine):
    """(matters, folder) of the counties there are; the empty one first."""
    found = [(0, None)]
    for name in sorted(os.listdir(setting.data)) if setting.data else []:
        match = re.fullmatch(rf"{engine.lower()}-(\d+)", name)
        if match:
            found.append((int(match[1]), os.path.join(setting.data, name)))
    return sorted(found, key=lambda one: one[0])


def part_lifecycle(table, setting, folder):
    for engine in engines():
        empty = None
        for matters, kept in sizes(setting, engine):
            county = County(engine, os.path.join(folder, f"life-{engine}"), kept)
            said = county.load("lifecycle", 32, setting.lifecycle_seconds)
            drain = county.drained()
            wanted = (300 if engine == "SQLite" else 150) if matters == 0 else 0.8
            table.row(engine, f"lifecycles of nine steps at {matters:,} matters", said["rate"], "/s",
                      empty if matters else None, wanted, cpu_ms=said["cpu_ms"], failed=said["failed"], drain_s=drain)
            print(f"{'':<15}{said['cpu_ms']:.2f} ms of processor each, {said['failed']} failed, "
                  f"derived work drained {drain:.1f} s after")
            empty = empty or said["rate"]
            county.end()


def part_burst(table, setting, folder):
    for engine in engines():
        county = County(engine, os.path.join(folder, f"burst-{engine}"))
        stage = setting.burst_seconds
        said = county.load("burst", setting.burst_base, stage)
        course = said["course"]
        begin = 7 * stage

        def p99(first, last):
            return max((one["p99_us"] / 1000 for one in course if first <= one["second"] < last), default=0)

        calm = p99(0, stage)
        again = next((one["second"] - begin for one in course if one["second"] >= begin and
                      p99(one["second"], begin + 5 * stage) <= max(3 * calm, 50)), None)
        table.row(engine, f"burst 1-15-1-25-2-35-10 x {setting.burst_base}/s: failed", said["failed"], "",
                  wanted=0, least=False, course=course)
        table.row(engine, "burst: normal again after", -1 if again is None else again, "s", wanted=5, least=False)
        print(f"{'':<15}p99 {calm:.0f} ms before, {p99(5 * stage, 6 * stage):.0f} ms at 35 times, "
              f"{p99(begin + 2 * stage, begin + 5 * stage):.0f} ms after")
        county.end()


def part_clerks(table, setting, folder):
    for engine in engines():
        for matters, kept in sizes(setting, engine):
            if not matters:
                continue
            county = County(engine, folder, kept)
            said = county.load("clerks", 50, setting.seconds * 2)
            for kind, figures in sorted(said["kinds"].items()):
                wanted = 200 if kind.startswith("search") else 100
                table.row(engine, f"{kind}, 50 clerks, {matters:,} matters: p99", figures["p99_us"] / 1000, "ms",
                          wanted=wanted, least=False, p50_ms=figures["p50_us"] / 1000, failed=figures["failed"])
            county.end()


def folder_bytes(folder):
    return sum(os.path.getsize(os.path.join(place, name)) for place, _, names in os.walk(folder) for name in names)


def part_footprint(table, setting, folder):
    for engine in engines():
        for matters, kept in sizes(setting, engine):
            county = County(engine, os.path.join(folder, f"foot-{engine}"), kept)
            table.row(engine, f"start-up with {matters:,} matters", county.started, "s")
            county.drained()
            table.row(engine, f"memory of the idle server, {matters:,} matters", memory_mb(county.pid), "MB",
                      wanted=60, least=False)
            county.end()
            if matters and engine == "SQLite":
                table.row(engine, f"on disk at {matters:,} matters", folder_bytes(kept) / matters / 1024, "KB",
                          matters=matters)


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("parts", nargs="*", default=[])
    reader.add_argument("--seconds", type=int, default=10)
    reader.add_argument("--lifecycle-seconds", type=int, default=60)
    reader.add_argument("--burst-seconds", type=int, default=10)
    reader.add_argument("--burst-base", type=int, default=5)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--data", default="")
    setting = reader.parse_args()
    commit = run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"]).stdout.strip()
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%F")
    print(f"{today}  {commit}  {machine()}")
    table = Table({"date": today, "commit": commit, "machine": machine()})
    parts = {name: globals()[f"part_{name}"] for name in PARTS}
    for name in setting.parts or parts:
        with tempfile.TemporaryDirectory(prefix="xinfang-bench-") as folder:
            parts[name](table, setting, folder)
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
