"""Raw bytes at the socket: what parsers disagree on, smuggled second requests, bodies that are no JSON,
and a good filing with bytes changed by chance. No answer says 5xx but that a method or version is not
known, none is given twice where one was asked, and the server lives."""

import base64
import os
import random
import re
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

from hostile import folder, lines
from ledger import Client, check, note
from load import petition
from running_server import Server, verified

STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
UNKNOWN = {b"501", b"505"}
WAIT_SECONDS = 15  # more than the limits of the edge for a header; a hang is longer


def exchange(port, sent):
    """The statuses that came back until the server closed; None when it did not."""
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS) as peer:
        said = b""
        try:
            peer.sendall(sent)
            peer.shutdown(socket.SHUT_WR)
            while piece := peer.recv(65536):
                said += piece
        except (ConnectionResetError, BrokenPipeError):
            pass  # refused before it was read
        except TimeoutError:
            return None
    return STATUS.findall(said)


def posted(body):
    return (b"POST /api/v1/petitions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


def cases():
    """(name, bytes, answers at most)"""
    for row in lines("http_smuggling_cases.jsonl.gz"):
        most = 1 if row["expect"].startswith(("reject", "4", "close", "timeout")) else 9
        yield row["name"], base64.b64decode(row["b64"]), most
    for row in lines("http_parser_cases.jsonl"):
        first_only = row["error"] in ("Pause on CONNECT/Upgrade", "Data after `Connection: close`")
        most = 1 if row["expect"] == "reject" or first_only else 9
        yield row["title"], base64.b64decode(row["b64"]), most
    for row in lines("json_parsing_cases.jsonl.gz"):
        yield row["name"], posted(base64.b64decode(row["b64"])), 1


def changed(good, chance):
    """A few bytes changed, dropped, doubled or moved."""
    sent = bytearray(good)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(sent))
        kind = chance.randrange(5)
        if kind == 0:
            sent[at] = chance.randrange(256)
        elif kind == 1:
            del sent[at:at + chance.randint(1, 20)]
        elif kind == 2:
            sent[at:at] = sent[at:at + chance.randint(1, 50)]
        elif kind == 3:
            sent[at:at] = chance.choice((b"\r\n", b"\0", b"\xff\xfe", b"\r\n\r\n", b"9" * 30, b"\\u0000"))
        else:
            sent = sent[:at + 1]
    return bytes(sent)


def run(place, short, seed):
    began, chance = time.monotonic(), random.Random(seed)
    if not os.path.isdir(folder()):
        print(f"SKIPPED raw socket: {folder()} is not there")
        return
    server = Server(place.options, place.log)
    everything = list(cases())
    token = Client(server.port).ask("POST", "/submissions")[1]["token"]
    body = str(petition(token, "改字节")).replace("'", '"').encode()
    everything += [(f"changed {i}", changed(posted(body), chance), 9) for i in range(200 if short else 5000)]

    def one(case):
        name, sent, most = case
        answers = exchange(server.port, sent)
        if answers is None:
            return f"{name}: the connection hangs"
        if any(status >= b"500" and status not in UNKNOWN for status in answers) or len(answers) > most:
            return f"{name}: answered {answers}: {sent[:200]}"
        return ""

    with ThreadPoolExecutor(16) as pool:
        troubles = [trouble for trouble in pool.map(one, everything) if trouble]
    check(not troubles, f"{place.engine}: {len(troubles)}: {troubles[:5]}")
    two = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2
    check(one(("two for one", two, 1)), "two answers where one was due are not noticed")
    status, _ = Client(server.port).ask("GET", "/about")
    check(status == 200, f"{place.engine}: after raw bytes {status}")
    code = server.end(signal.SIGTERM)
    check(code == 0, f"{place.engine}: after raw bytes ended with {code}")
    code, said = verified(place.options)
    check(code == 0, f"{place.engine}: after raw bytes verify: {said}")
    note(place.engine, f"{len(everything)} raw requests", 0, 0, code == 0, time.monotonic() - began)
