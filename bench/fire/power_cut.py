"""Power cuts of SQLite: one recorded run, and the disk as it may stand after a cut at many places of it.

What a file was told before its last flush is there; what came after is there, not there, or there in
sectors, as chance has it; so are names in a folder that was not flushed since. Then the program must
open it, verify must be clean, and everything acknowledged before the cut must be readable."""

import os
import random
import shutil
import signal
import struct
import time
import urllib.parse

from ledger import Client, check, lost, note
from load import Load
from orders import Orders
from running_server import Server, verified

SECTOR = 512
HEAD = struct.Struct("<4q")
WAYS = ("nothing", "all", "some", "some")


class File:
    def __init__(self, content=b""):
        self.durable, self.waiting = bytearray(content), []  # (offset, bytes or None for a new length)


def put(content, at, piece):
    if piece is None:
        del content[at:]
        content.extend(bytes(at - len(content)))
        return
    content.extend(bytes(max(0, at - len(content))))
    content[at:at + len(piece)] = piece


class Disk:
    """What is there in any case, and what waits for a flush. `lying`: flushes do nothing."""

    def __init__(self, base, lying=False):
        self.base, self.lying = base, lying
        self.now, self.durable = {}, {}  # path: File, or None for a folder
        self.waiting = {}                # folder: [(path, File or None)], "gone" for one taken away
        for folder, folders, files in os.walk(base):
            for name in folders:
                self.durable[os.path.join(folder, name)] = None
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    self.durable[os.path.join(folder, name)] = File(file.read())
        self.now = dict(self.durable)

    def name(self, path, what):
        self.waiting.setdefault(os.path.dirname(path), []).append((path, what))

    def take(self, kind, path, offset, piece):
        if kind in "cm":
            self.now[path] = File() if kind == "c" else None
            self.name(path, self.now[path])
        elif kind in "ux":
            self.now.pop(path, None)
            self.name(path, "gone")
        elif kind == "r":
            to = piece.decode()
            self.now[to] = self.now.pop(path)
            self.name(path, "gone")
            self.name(to, self.now[to])
        elif kind in "wt":
            self.now[path].waiting.append((offset, piece if kind == "w" else None))
        elif kind == "s" and not self.lying:
            file = self.now.get(path)
            for at, part in file.waiting if file else []:
                put(file.durable, at, part)
            if file:
                file.waiting = []
        elif kind == "d":
            for one, what in self.waiting.pop(path, []):
                self.rename(self.durable, one, what)

    @staticmethod
    def rename(names, path, what):
        if what == "gone":
            names.pop(path, None)
        else:
            names[path] = what

    def after_cut(self, target, chance):
        """Writes the disk as it may stand now to the folder `target`."""
        way, names = chance.choice(WAYS), dict(self.durable)
        for folder in self.waiting.values():
            for path, what in folder:
                if way == "all" or way == "some" and chance.random() < 0.5:
                    self.rename(names, path, what)
        for path in sorted(names, key=len):
            place = os.path.join(target, os.path.relpath(path, self.base))
            if not os.path.isdir(os.path.dirname(place)):
                continue  # its folder's name was lost
            if names[path] is None:
                os.makedirs(place, mode=0o700, exist_ok=True)
                continue
            with open(place, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(self.content(names[path], way, chance))

    @staticmethod
    def content(file, way, chance):
        content = bytearray(file.durable)
        for at, piece in file.waiting:
            if way == "nothing" or way == "some" and chance.random() < 0.5:
                continue
            if way == "all" or piece is None or chance.random() < 0.5:
                put(content, at, piece)
                continue
            for start in range(0, len(piece), SECTOR):
                if chance.random() < 0.5:
                    put(content, at + start, piece[start:start + SECTOR])
        return content


def deeds(journal, data, base):
    """(kind, path, offset, bytes or the other path); paths as they stand in the copy."""
    with open(journal, "rb") as file:
        while head := file.read(HEAD.size):
            kind, path, offset, length = HEAD.unpack(head)
            name = os.fsdecode(file.read(path))
            more = file.read(length) if chr(kind) in "wr" else b""
            if chr(kind) == "r":
                more = more.replace(os.fsencode(data), os.fsencode(base), 1)
            yield chr(kind), name.replace(data, base, 1), offset, more


def recorded(place, seed, count):
    """A load on a data folder of which a copy was kept: the load, the copy, the journal."""
    Server(place.options, place.log).end(signal.SIGTERM)
    base = place.data + ".before"
    shutil.copytree(place.data, base)
    orders = Orders(place.folder, place.data, journal=True)
    server = Server(place.options, place.log, env=orders.environment)
    load = Load(server.port, "断电", f"{seed} power", mark=orders.done)
    check(load.wait_for(count), "power cut: too few receipts")
    server.end(signal.SIGKILL)
    load.stop()
    check(not load.strange, f"power cut: {load.strange[:3]}")
    return load, base, orders.journal


def found_by_search(port, filings):
    """Screened filings are found by the words of their title, soon after the start."""
    clerk = Client(port)
    clerk.enter("laowu")
    for filing in [one for one in filings if any(step.answer for step in one.steps)][-3:]:
        words, number = filing.body["title"], filing.receipt["item_no"]
        until = time.monotonic() + 20
        while time.monotonic() < until:
            status, found = clerk.ask("GET", "/matters?query=" + urllib.parse.quote(words))
            if status == 200 and number in [item["matter"]["matter_no"] for item in found["items"]]:
                break
        else:
            return f"{number} is not found by its title"
    return ""


def look(place, disk, cut, load, chance):
    """Sentences about the disk after a cut here, and how much was acknowledged before it."""
    target = place.data + ".cut"
    os.mkdir(target)
    try:
        disk.after_cut(target, chance)
        options = ["--data", target]
        known = [part for filing in load.filings if (part := filing.known_at(cut))]
        code, said = verified(options)
        troubles = [] if code == 0 else [f"verify: {said}"]
        try:
            server = Server(options, place.log)
        except RuntimeError as error:
            return troubles + [str(error)], known
        troubles += lost(server.port, known)
        if not troubles and (missed := found_by_search(server.port, known)):
            troubles.append(missed)
        if server.end(signal.SIGTERM) != 0:
            troubles.append("ended badly")
        code, said = verified(options)
        return troubles + ([] if code == 0 else [f"verify after it: {said}"]), known
    finally:
        shutil.rmtree(target)


def run(place, cuts, seed):
    began, chance = time.monotonic(), random.Random(seed)
    load, base, journal = recorded(place, seed, 60 if cuts < 20 else 400)
    everything = sum(1 for _ in deeds(journal, place.data, base))
    places = sorted(chance.sample(range(everything // 20, everything), cuts)) + [everything]
    disk, at, acknowledged, missing, clean = Disk(base), 0, 0, 0, True
    for deed in deeds(journal, place.data, base):
        disk.take(*deed)
        at += 1
        if at not in places:
            continue
        troubles, known = look(place, disk, at, load, chance)
        check(not troubles, f"power cut after deed {at} of {everything}: {troubles[:4]}")
        acknowledged = sum(filing.acknowledged() for filing in known)
        missing += len(troubles)
        clean = clean and not any(trouble.startswith("verify") for trouble in troubles)
    note(place.engine, f"power cut at {len(places)} places of {everything} writes", acknowledged, missing,
         clean, time.monotonic() - began)
    lying = Disk(base, lying=True)
    for deed in deeds(journal, place.data, base):
        lying.take(*deed)
    lying.waiting = {}
    for file in lying.durable.values():
        if file:
            file.waiting = []
    troubles, _ = look(place, lying, everything, load, chance)
    check(troubles, "a disk whose flushes do nothing is not noticed")
