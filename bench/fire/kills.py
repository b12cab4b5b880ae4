"""SIGKILL at random moments of a load, SIGTERM during one, and a planted loss that the checks miss if
they are worth nothing."""

import random
import signal
import threading
import time

from ledger import check, check_kept, lost, note
from load import Load
from running_server import Server, verified


def run(place, kills, seed):
    """`place`: an engine with a folder, its options and a hand in its database."""
    chance, filings, broken = random.Random(seed), [], 0
    for number in range(1, kills + 1):
        name, began = f"{place.engine}杀{number}", time.monotonic()
        server = Server(place.options, place.log)
        load = Load(server.port, name, f"{seed} {number}")
        check(load.wait_for(chance.randint(10, 60)), f"{name}: too few receipts")
        threading.Event().wait(chance.random() * 0.05)  # the moment itself is chance
        code = server.end(signal.SIGKILL)
        load.stop()
        check(code == -signal.SIGKILL, f"{name}: killed by us, ended with {code}")
        check(not load.strange, f"{name}: {load.strange[:3]}")
        broken += len(load.unanswered)
        server = Server(place.options, place.log)
        acknowledged = load.acknowledged()
        missing = check_kept(server.port, load, name, chance.sample(filings, min(len(filings), 40)))
        filings += load.filings
        code = server.end(signal.SIGTERM)
        check(code == 0, f"{name}: asked to stop, ended with {code}")
        code, said = verified(place.options)
        check(code == 0, f"{name}: verify: {said}")
        note(place.engine, f"SIGKILL {number}", acknowledged, missing, code == 0, time.monotonic() - began)
    check(broken, f"{place.engine}: no filing was in flight when the server was killed")
    stop_during_filings(place, filings, seed)
    plant_a_loss(place, filings)


def stop_during_filings(place, filings, seed):
    name, began = f"{place.engine}止", time.monotonic()
    server = Server(place.options, place.log)
    load = Load(server.port, name, f"{seed} stop")
    load.wait_for(30)
    code = server.end(signal.SIGTERM)
    load.stop()
    check(code == 0, f"{name}: asked to stop during filings, ended with {code}")
    check(not load.strange, f"{name}: {load.strange[:3]}")
    server = Server(place.options, place.log)
    missing = check_kept(server.port, load, name)
    filings += load.filings
    missing += len(lost(server.port, filings))
    check(not missing, f"{name}: {missing} are missing in the end")
    server.end(signal.SIGTERM)
    code, said = verified(place.options)
    check(code == 0, f"{name}: verify: {said}")
    note(place.engine, "SIGTERM during filings; all of the above", sum(f.acknowledged() for f in filings),
         missing, code == 0, time.monotonic() - began)


def plant_a_loss(place, filings):
    """One filing, one file taken out by hand: verify and the reading must each miss it."""
    began = time.monotonic()
    with_file = next(filing for filing in filings if filing.files)
    gone = next(filing for filing in filings if filing is not with_file)
    place.take_out(gone.receipt["item_no"])
    place.take_out_file(next(iter(with_file.files)))
    code, said = verified(place.options)
    check(code == 1, f"{place.engine}: verify does not miss a filing taken out: {said}")
    server = Server(place.options, place.log)
    missed = lost(server.port, filings)
    numbers = sorted(sentence.split(":")[0] for sentence in missed)
    check(numbers == sorted(f.receipt["item_no"] for f in (gone, with_file)),
          f"{place.engine}: a filing and a file taken out, missed: {missed}")
    server.end(signal.SIGTERM)
    print(f"{place.engine}: the planted losses were found by verify and by reading "
          f"({time.monotonic() - began:.1f} s)", flush=True)
