"""A server that runs out of file handles or memory under a load: whoever can be answered is answered, in
words; nothing crashes; once there is room again everything goes on."""

import json
import os
import resource
import signal
import socket
import subprocess
import threading
import time

from ledger import Client, check, check_kept, note
from load import BROKEN, Load, petition
from running_server import Server, verified


def handles_of(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def judge(place, server, load, fault, began):
    load.stop()
    check(not load.strange, f"{fault}: {len(load.strange)}: {load.strange[:3]}")
    acknowledged, refused = load.acknowledged(), len(load.refused)
    missing = check_kept(server.port, load, fault)
    check(server.end(signal.SIGTERM) == 0, f"{fault}: asked to stop")
    code, said = verified(place.options)
    check(code == 0, f"{fault}: verify: {said}")
    note(place.engine, f"{fault}, {refused} refused", acknowledged, missing, code == 0,
         time.monotonic() - began)


def no_handles(place, seed, limit=90):
    """Idle connections take every handle; then they leave."""
    fault, began = "out of file handles", time.monotonic()
    server = Server(place.options, place.log,
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
    load = Load(server.port, fault, f"{seed} handles", patient=True, files=0.8)
    load.wait_for(20)
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(2 * limit)]
    for connection in idle:
        connection.sendall(b"GET /healthz HTTP/1.1\r\n")  # begun, so that it is no mere idling
    until = time.monotonic() + 20
    while handles_of(server) < limit - 1 and time.monotonic() < until:
        threading.Event().wait(0.01)
    check(handles_of(server) >= limit - 1, f"{fault}: only {handles_of(server)} handles were taken")
    load.wait_for_refusals(len(load.refused) + load.broken + 5, 5)
    for connection in idle:
        connection.close()
    check(load.wait_for(load.count + 20, 60), f"{fault}: no filing after it")
    judge(place, server, load, fault, began)


def no_memory(place, seed, more=1 << 20):
    """Its memory is closed a little above what a working server has; large bodies press on it."""
    fault, began = "out of memory", time.monotonic()
    server = Server(place.options, place.log, env=dict(os.environ, MALLOC_ARENA_MAX="2"))
    load = Load(server.port, fault, f"{seed} memory", patient=True)
    load.wait_for(20)
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:
        kilobytes = next(int(line.split()[1]) for line in file if line.startswith("VmData:"))
    most = (kilobytes << 10) + more
    subprocess.run(["prlimit", f"--pid={server.process.pid}", f"--data={most}:"], check=True)
    strange, pressing = [], threading.Event()

    def press(number):
        body = petition("x" * 10, "题")
        body["claims"] = ["x" * 1900] * 50
        body["petitioners"] = [{"name": f"{number}", "address": "y" * 290}] * 200
        content = json.dumps(body).encode()
        while not pressing.is_set():
            try:
                status, text = Client(server.port).ask_raw("POST", "/petitions", content, "application/json")
                if status >= 500 and not json.loads(text).get("detail"):
                    strange.append((status, text[:200]))
            except BROKEN:
                pass  # there was no room even for a refusal

    threads = [threading.Thread(target=press, args=(number,)) for number in range(48)]
    for thread in threads:
        thread.start()
    load.wait_for(load.count + 50, 20)
    pressing.set()
    for thread in threads:
        thread.join()
    subprocess.run(["prlimit", f"--pid={server.process.pid}", "--data=unlimited:"], check=True)
    with open(place.log, encoding="utf-8") as log:
        check("bad_alloc" in log.read(), f"{fault}: there was always enough")
    check(server.process.poll() is None, f"{fault}: the server ended with {server.process.returncode}")
    check(not strange, f"{fault}: {strange[:3]}")
    load.strange = [one for one in load.strange if one[1] != 500]  # in words: checked by the load
    check(load.wait_for(load.count + 20, 60), f"{fault}: no filing after it")
    judge(place, server, load, fault, began)


def run(place, short, seed):
    no_handles(place, seed)
    if not short:
        no_memory(place, seed)
