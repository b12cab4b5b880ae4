"""What clients were told, and whether the server still keeps it.

Acknowledged is what was answered 200 or 201. Each acknowledged petition must be readable with its
text and the bytes of its files, a supplement stands there once, a clerk's step is there; what is sent
again under its token or key gets the same answer. What got no answer may be there or not, whole.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tests/process"))
from running_server import Client  # noqa: E402

SCREENING = {"kind": "3", "category": "040200"}
counts = {True: 0, False: 0}
rows = []  # the table: engine, fault, acknowledged, missing, verify, seconds


def check(good, sentence):
    counts[bool(good)] += 1
    if not good:
        print("FAILED", sentence, flush=True)
    return bool(good)


class Deed:
    """A supplement or a step of a clerk, sent once with a key; `answer` when it was acknowledged."""

    def __init__(self, key, body):
        self.key, self.body, self.answer, self.mark = key, body, None, 0


class Filing:
    def __init__(self, token):
        self.token, self.body, self.receipt, self.mark = token, None, None, 0
        self.files = {}  # id: bytes, acknowledged
        self.supplements, self.steps = [], []

    def deeds(self):
        return self.supplements + self.steps

    def version(self):
        return 1 + sum(deed.answer is not None for deed in self.deeds())

    def acknowledged(self):
        return 1 + len(self.files) + sum(deed.answer is not None for deed in self.deeds())

    def known_at(self, mark):
        """What of it had been acknowledged when the server's disk stood at `mark`; None for nothing."""
        if not self.receipt or self.mark > mark:
            return None
        part = Filing(self.token)
        part.body, part.receipt, part.files, part.mark = self.body, self.receipt, self.files, self.mark
        for mine, deeds in ((part.supplements, self.supplements), (part.steps, self.steps)):
            for deed in deeds:
                copy = Deed(deed.key, deed.body)
                copy.answer = deed.answer if deed.mark <= mark else None
                mine.append(copy)
        return part


def send_petition(client, filing):
    return client.ask("POST", "/petitions", filing.body)


def send_supplement(client, filing, deed):
    return client.ask("POST", f"/petitions/{filing.receipt['item_no']}/supplements", deed.body,
                      filing.receipt["query_code"], deed.key)


def send_step(client, filing, deed):
    return client.ask("POST", f"/matters/{filing.receipt['item_no']}/actions/screening", deed.body, "",
                      deed.key)


def losses(client, filing):
    """Sentences about what of an acknowledged filing is missing or not as it was."""
    number, code = filing.receipt["item_no"], filing.receipt["query_code"]
    status, shown = client.ask("GET", "/petitions/" + number, code=code)
    if status != 200:
        return [f"{number}: {status} {shown.get('detail')}"]
    found = []
    if (shown["title"], shown["text"]) != (filing.body["title"], filing.body["text"]):
        found.append(f"{number}: another text")
    for file_id, content in filing.files.items():
        status, there = client.ask_raw("GET", f"/petitions/{number}/attachments/{file_id}", code=code)
        if status != 200 or there != content:
            found.append(f"{number}: its file {file_id}: {status}, {len(there)} of {len(content)} bytes")
    texts = [step["texts"].get("text") for step in shown["steps"] if step["deed"] == "supplement"]
    for deed in filing.supplements:
        times = texts.count(deed.body["text"])
        if times > 1 or times < (deed.answer is not None):
            found.append(f"{number}: a supplement stands there {times} times")
    done = sum(step["deed"] == "screening" for step in shown["steps"])
    if done > 1 or done < sum(deed.answer is not None for deed in filing.steps):
        found.append(f"{number}: its screening stands there {done} times")
    at = [step["at"] for step in shown["steps"]]
    if at != sorted(at):
        found.append(f"{number}: its steps go back in time: {at}")
    return found


def lost(port, filings):
    client = Client(port)
    return [sentence for filing in filings for sentence in losses(client, filing)]


def changed_answers(port, filings):
    """Everything sent again: sentences about answers that are not the first ones."""
    citizen, clerk, found = Client(port), Client(port), []
    clerk.enter("laowu")
    for filing in filings:
        status, again = send_petition(citizen, filing)
        if status != 200 or again["item_no"] != filing.receipt["item_no"]:
            found.append(f"filed again: {filing.receipt['item_no']}, {status}, {again}")
            continue
        for deed in filing.supplements:
            status, again = send_supplement(citizen, filing, deed)
            if status != 200:
                found.append(f"supplement sent again: {status}, {again}")
            deed.answer = again
        for deed in filing.steps:
            status, again = send_step(clerk, filing, deed)
            if (status, again) != (200, deed.answer) and (deed.answer or status not in (200, 409)):
                found.append(f"step sent again: {status}, {again}, first {deed.answer}")
    return found


def file_late(port, filings, name):
    """What got no answer is filed again under its token; gives what is acknowledged then."""
    client, late = Client(port), []
    for filing in filings:
        status, receipt = send_petition(client, filing)
        if check(status in (200, 201), f"{name}: without answer, then refused: {status} {receipt}"):
            filing.receipt = receipt
            late.append(filing)
    missing = lost(port, late)
    check(not missing, f"{name}: filed again after no answer, but {missing}")
    return late


def check_kept(port, load, name, earlier=()):
    """All of a load after its fault; `earlier` are acknowledged filings of loads before it. Gives how
    many of the acknowledged are missing."""
    missing = lost(port, load.filings) + lost(port, earlier)
    check(not missing, f"{name}: acknowledged, but {missing[:5]}")
    changed = changed_answers(port, load.filings)
    check(not changed, f"{name}: {changed[:5]}")
    load.filings += file_late(port, load.unanswered, name)
    load.unanswered = []
    numbers = [filing.receipt["item_no"] for filing in load.filings] + [
        filing.receipt["item_no"] for filing in earlier]
    check(len(set(numbers)) == len(numbers), f"{name}: one number for two petitions")
    return len(missing)


def note(engine, fault, acknowledged, missing, clean, seconds):
    rows.append((engine, fault, acknowledged, missing, "clean" if clean else "NOT CLEAN", f"{seconds:.1f}"))
    print("{:<11} {:<44} {:>6} acknowledged {:>3} missing  verify {}  {} s".format(*rows[-1]), flush=True)
