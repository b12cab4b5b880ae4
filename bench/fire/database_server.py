"""What happens to PostgreSQL under a load: stopped and started again, frozen, its connections cut, and
failed over to a synchronous standby. The server comes back by itself and ends when it is asked to."""

import os
import random
import signal
import subprocess
import threading
import time

from ledger import check, check_kept, note
from load import Load
from places import PostgresPlace, shell
from running_server import Server, verified

END_SECONDS = 25  # a busy machine included; it was 31 with a dead and over 60 with a frozen server


def processes(data):
    """The postmaster of a data folder and its children."""
    with open(os.path.join(data, "postmaster.pid"), encoding="ascii") as file:
        first = int(file.readline())
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True)
    return [first] + [int(pid) for pid in children.stdout.split()]


def send(data, what):
    for pid in processes(data):
        try:
            os.kill(pid, what)
        except ProcessLookupError:
            pass


class Under:
    """A load over one fault; afterwards everything acknowledged is looked for."""

    def __init__(self, place, fault, seed, options=None):
        self.place, self.fault, self.began = place, fault, time.monotonic()
        self.server = Server(options or place.options, place.log)
        self.load = Load(self.server.port, fault, seed, patient=True)

    def goes_on(self, more=10):
        """Filings are acknowledged again, without a restart."""
        check(self.load.wait_for(self.load.count + more, 60), f"{self.fault}: no filing after it")

    def judge(self, options=None):
        self.load.stop()
        check(not self.load.strange, f"{self.fault}: {self.load.strange[:3]}")
        acknowledged = self.load.acknowledged()
        missing = check_kept(self.server.port, self.load, self.fault)
        code = self.server.end(signal.SIGTERM)
        check(code == 0, f"{self.fault}: asked to stop, ended with {code}")
        code, said = verified(options or self.place.options)
        check(code == 0, f"{self.fault}: verify: {said}")
        note(self.place.engine, f"{self.fault}, {len(self.load.refused)} refused", acknowledged, missing,
             code == 0, time.monotonic() - self.began)


def stopped(place, seed, seconds):
    under = Under(place, "stopped at once and started", f"{seed} stopped")
    under.load.wait_for(20)
    shell('as_postgres "$pg/pg_ctl" -D "$cluster/data" -m immediate -w stop', cluster=place.cluster)
    under.load.wait_for_refusals(under.load.broken + 1, seconds)  # long enough to be told, or back before
    place.start()
    under.goes_on()
    under.judge()


def frozen(place, seed, seconds):
    under = Under(place, "frozen", f"{seed} frozen")
    under.load.wait_for(20)
    send(os.path.join(place.cluster, "data"), signal.SIGSTOP)
    threading.Event().wait(seconds)  # the length of the fault
    send(os.path.join(place.cluster, "data"), signal.SIGCONT)
    under.goes_on()
    under.judge()


def cut(place, seed, times):
    under = Under(place, "connections cut again and again", f"{seed} cut")
    for _ in range(times):
        under.load.wait_for(under.load.count + 5)
        place.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                  " WHERE application_name = 'xinfang'")
    under.goes_on()
    under.judge()


def asked_to_stop(place, seed, how, fault):
    """SIGTERM while PostgreSQL is dead or frozen: the server ends, within its time."""
    began = time.monotonic()
    server = Server(place.options, place.log)
    load = Load(server.port, fault, f"{seed} {fault}")
    load.wait_for(20)
    how()
    threading.Event().wait(0.3)  # so that requests are stuck in it
    asked = time.monotonic()
    code = server.end(signal.SIGTERM, END_SECONDS)
    took = time.monotonic() - asked
    check(code == 0, f"{fault}: asked to stop, ended with {code} after {took:.1f} s")
    load.stop()
    check(not load.strange, f"{fault}: {load.strange[:3]}")
    return load, began, took


def stop_with_dead(place, seed):
    fault = "SIGTERM while PostgreSQL is dead"
    load, began, took = asked_to_stop(place, seed, lambda: send(os.path.join(place.cluster, "data"),
                                                                signal.SIGKILL), fault)
    place.start()
    afterwards(place, load, f"{fault}, {took:.1f} s", began)


def stop_with_frozen(place, seed):
    fault, data = "SIGTERM while PostgreSQL is frozen", os.path.join(place.cluster, "data")
    load, began, took = asked_to_stop(place, seed, lambda: send(data, signal.SIGSTOP), fault)
    send(data, signal.SIGCONT)
    afterwards(place, load, f"{fault}, {took:.1f} s", began)


def afterwards(place, load, fault, began):
    server = Server(place.options, place.log)
    acknowledged, missing = load.acknowledged(), check_kept(server.port, load, fault)
    check(server.end(signal.SIGTERM) == 0, f"{fault}: asked to stop once more")
    code, said = verified(place.options)
    check(code == 0, f"{fault}: verify: {said}")
    note(place.engine, fault, acknowledged, missing, code == 0, time.monotonic() - began)


def failed_over(place, seed):
    """A standby that has everything acknowledged takes over; the primary never comes back."""
    standby = place.cluster + "/standby"
    shell('as_postgres "$pg/pg_basebackup" -h "$cluster" -U xinfang -D "$cluster/standby" -R -c fast; '
          'as_postgres mkdir "$cluster/other"; '
          'as_postgres "$pg/pg_ctl" -D "$cluster/standby" -w -t 60 -l "$cluster/log2" start '
          '-o "-k $cluster/other -c listen_addresses=\'\' -c max_connections=200" >/dev/null 2>&1 </dev/null',
          cluster=place.cluster)
    try:
        place.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        place.sql("SELECT pg_reload_conf()")
        while place.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != ["1"]:
            threading.Event().wait(0.05)
        both = place.options[:-1] + [f"postgresql://xinfang@/fire?host={place.cluster},{place.cluster}/other"
                                     "&target_session_attrs=read-write"]
        under = Under(place, "failed over to the standby", f"{seed} failed over", both)
        under.load.wait_for(30)
        send(place.cluster + "/data", signal.SIGKILL)
        shell('as_postgres "$pg/pg_ctl" -D "$cluster/standby" -w promote >/dev/null', cluster=place.cluster)
        under.goes_on(30)
        under.judge(both)
    finally:
        shell('as_postgres "$pg/pg_ctl" -D "$cluster/standby" -m immediate -w stop >/dev/null 2>&1 || true',
              cluster=place.cluster)
        check(not os.path.exists(standby + "/postmaster.pid"), "the standby was not stopped")


def run(short, seed):
    with PostgresPlace(*(["fsync=off"] if short else [])) as place:
        chance = random.Random(seed)
        for turn in range(1 if short else 3):
            one = f"{seed} {turn}"
            stopped(place, one, 3 if short else chance.choice((1, 15)))
            cut(place, one, 5 if short else 20)
            if not short:
                frozen(place, one, chance.choice((3, 30)))
            stop_with_dead(place, one)
            stop_with_frozen(place, one)
        failed_over(place, seed)
