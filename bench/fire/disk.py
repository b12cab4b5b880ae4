"""A disk that is full or read-only under a load: filings are told so (503 and a sentence), reading
goes on, and once there is room filing goes on without a restart."""

import errno
import os
import signal
import subprocess
import time

from ledger import Client, check, check_kept, lost, note
from load import Load
from orders import Orders
from places import Place
from running_server import Server, verified


def under(place, server, fault, begin, end, seed, told=True):
    """`begin` makes the fault, `end` ends it; `told`: that somebody is refused meanwhile is due."""
    began = time.monotonic()
    load = Load(server.port, fault, f"{seed} {fault}", patient=True, files=0.6)
    load.wait_for(20)
    known = list(load.filings)
    begin()
    refusals = load.wait_for_refusals(len(load.refused) + 20)
    check(refusals or not told, f"{fault}: nobody was refused")
    missing = lost(server.port, known)
    check(not missing, f"{fault}: cannot be read meanwhile: {missing[:3]}")
    status, said = Client(server.port).ask_raw("GET", "/about")
    check(status == 200, f"{fault}: meanwhile {status} {said[:200]}")
    end()
    check(load.wait_for(load.count + 20, 60), f"{fault}: no filing after it, without a restart")
    load.stop()
    check(not load.strange, f"{fault}: {len(load.strange)}: {load.strange[:3]}")
    acknowledged, refused = load.acknowledged(), len(load.refused)
    missing = check_kept(server.port, load, fault)
    check(server.end(signal.SIGTERM) == 0, f"{fault}: asked to stop")
    code, said = verified(place.options)
    check(code == 0, f"{fault}: verify: {said}")
    note(place.engine, f"{fault}, {refused} refused", acknowledged, missing, code == 0,
         time.monotonic() - began)


def by_order(error, fault, seed, part=""):
    """The writes of the program fail; of all its folder or of a part."""
    with Place() as place:
        Server(place.options, place.log).end(signal.SIGTERM)  # so that the data folder is there
        orders = Orders(place.folder, os.path.join(place.data, part))
        server = Server(place.options, place.log, env=orders.environment)
        under(place, server, fault, lambda: orders.fail_writes(error), lambda: orders.fail_writes(0), seed)


class Mounted(Place):
    """A real small file system in memory; needs root."""

    def __enter__(self):
        super().__enter__()
        os.mkdir(self.data)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "fire", self.data], check=True)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.data], check=True)
        super().__exit__()

    def fill(self):
        with open(os.path.join(self.data, "filling"), "wb", buffering=0) as file:
            try:
                while file.write(bytes(1 << 16)):
                    pass
            except OSError as error:
                check(error.errno == errno.ENOSPC, f"filling: {error}")

    def empty(self):
        os.remove(os.path.join(self.data, "filling"))

    def remount(self, how):
        subprocess.run(["mount", "-o", f"remount,{how}", self.data], check=True)


def really(seed):
    if os.geteuid() != 0:
        print("SKIPPED a really full disk: only root may mount one")
        return
    with Mounted() as place:
        server = Server(place.options, place.log)
        under(place, server, "disk full (tmpfs)", place.fill, place.empty, seed)


def run(short, seed):
    by_order(errno.ENOSPC, "disk full", seed)
    by_order(errno.ENOSPC, "disk of the files full", seed, "attachments")
    by_order(errno.EROFS, "disk read-only", seed)
    if not short:
        by_order(errno.EIO, "disk broken for a while", seed)
        really(seed)
