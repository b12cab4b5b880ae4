"""A clock that jumps while people file, and one that has gone back when the server starts: ids rise, the
steps of a matter stay in order, nobody is answered with another one's petition."""

import signal
import time

from ledger import check, check_kept, lost, note
from load import Load
from orders import Orders
from running_server import Server, verified

DAY = 86_400
JUMPS = (3 * DAY, -3600, -3 * DAY, 0)
EXCUSED = ("token_expired", "sign_in_needed")  # what was begun before the jump is over after it


def run(place, short, seed):
    began = time.monotonic()
    Server(place.options, place.log).end(signal.SIGTERM)
    orders = Orders(place.folder, place.data)
    filings, missing = [], 0
    server = Server(place.options, place.log, env=orders.environment)
    for turn, jump in enumerate(JUMPS):
        name = f"{place.engine}钟{turn}"
        load = Load(server.port, name, f"{seed} clock {turn}", patient=True)
        check(load.wait_for(15), f"{name}: too few receipts before the jump")
        orders.shift_clock(jump)
        check(load.wait_for(load.count + 15), f"{name}: too few receipts after the jump of {jump} s")
        load.stop()
        strange = [one for one in load.strange if one[2].get("code") not in EXCUSED]
        check(not strange, f"{name}: {strange[:3]}")
        gone = lost(server.port, load.filings + filings[-10:])
        check(not gone, f"{name}: {gone[:3]}")
        missing += len(gone)
        filings += load.filings
    server.end(signal.SIGTERM)
    orders.shift_clock(-2 * DAY)  # behind everything: said at the start
    server = Server(place.options, place.log, env=orders.environment)
    with open(place.log, encoding="utf-8") as log:
        check("behind the newest event" in log.read(), f"{place.engine}: a clock gone back is not said")
    load = Load(server.port, f"{place.engine}钟后", f"{seed} clock back")
    check(load.wait_for(30 if short else 300), f"{place.engine}: too few receipts with a clock gone back")
    load.stop()
    check(not load.strange, f"{place.engine}, clock gone back: {load.strange[:3]}")
    missing += check_kept(server.port, load, "clock gone back", filings)
    filings += load.filings
    gone = lost(server.port, filings)
    check(not gone, f"{place.engine}, clock: {gone[:3]}")
    in_order = [int(filing.receipt["proof"]["event_id"]) for filing in load.filings]
    earlier = [int(filing.receipt["proof"]["event_id"]) for filing in filings[:-len(load.filings)]
               if "proof" in filing.receipt]
    check(min(in_order) > max(earlier), f"{place.engine}: an id of today is below one of before")
    server.end(signal.SIGTERM)
    code, said = verified(place.options)
    check(code == 0, f"{place.engine}, clock: verify: {said}")
    note(place.engine, "clock jumps", sum(filing.acknowledged() for filing in filings), missing + len(gone),
         code == 0, time.monotonic() - began)
