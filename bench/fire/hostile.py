"""Every collected hostile text through every field of filing, supplement, staff forms and search; the
dangerous files and file names through the upload. Refused with a sentence, or given back as it came."""

import base64
import csv
import gzip
import io
import json
import os
import random
import signal
import time
import unicodedata
import urllib.parse
import zipfile
from concurrent.futures import ThreadPoolExecutor

from ledger import Client, check, note
from load import petition
from running_server import ROOT, Server, run_program, verified

STEERING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BLANK = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a" \
        "\u2028\u2029\u202f\u205f\u3000\u200b\u2060"


def tidy(text):
    """What the program promises to drop from a text, said here a second time."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in text if c in "\n\t" or not (
        unicodedata.category(c) == "Cc" or c in STEERING or c == "\ufeff"))
    return unicodedata.normalize("NFC", kept).strip(BLANK)


def folder():
    return os.path.join(os.environ.get("XINFANG_SHARED") or os.path.join(ROOT, "../shared/data"), "badinput")


def lines(name):
    path = os.path.join(folder(), name)
    with (gzip.open if name.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def column(name, packed=0):
    """The first column of a CSV; `packed`: so many values to one text."""
    path = os.path.join(folder(), name)
    with (gzip.open if name.endswith(".gz") else open)(path, "rt", encoding="utf-8", newline="") as file:
        values = [row[0] for row in list(csv.reader(file))[1:]]
    if not packed:
        return values
    return ["".join(values[i:i + packed]) for i in range(0, len(values), packed)]


def texts(short, seed):
    with open(os.path.join(folder(), "naughty_strings.json"), encoding="utf-8") as file:
        found = json.load(file)
    for row in lines("unicode_and_text_hazards.jsonl"):
        found += row["value"] if isinstance(row["value"], list) else [row["value"]]
    found += [row["value"] for row in lines("spreadsheet_injection.jsonl")]
    for name, packed in (("names_synthetic.csv", 0), ("id_numbers_synthetic.csv", 0), ("phone_shapes.csv", 0),
                         ("social_credit_codes_synthetic.csv", 0), ("cjk_radical_lookalikes.csv", 20),
                         ("unicode_confusables.csv.gz", 60), ("cjk_characters.csv", 60)):
        found += column(name, packed)
    for row in lines("xml_attacks.jsonl.gz"):
        found.append(base64.b64decode(row["b64"]).decode("utf-8", "replace"))
    return random.Random(seed).sample(found, 150) if short else found


class Hostile:
    def __init__(self, port):
        self.citizen, self.clerk, self.guesser = Client(port), Client(port), Client(port)
        self.clerk.enter("laowu")
        self.guesses, self.troubles = 0, []

    def check(self, good, sentence):
        if not good:
            self.troubles.append(sentence)
        return bool(good)

    def guess(self, what, number):
        """From ever new addresses, since guessing is locked."""
        self.guesses += 1
        if self.guesses % 10 == 1:
            self.guesser.connection.close()
            self.guesser.connection.source_address = (
                f"127.{id(self) % 250 + 1}.{self.guesses // 2500 + 1}.{self.guesses // 10 % 250 + 1}", 0)
        self.ask(what, self.guesser, "GET", "/petitions/" + quoted(number), code="AAAAA-AAAAA")

    def ask(self, what, client, method, path, body=None, **more):
        """An answer that is no refusal without a sentence and no fault of the server's."""
        if body is not None:
            body = json.dumps(body).encode()  # lone halves of surrogates as they are
        status, text = client.ask_raw(method, path, body, "application/json", **more)
        answer = json.loads(text) if text else {}
        self.check(status < 500, f"{what}: {status} {text[:300]}")
        told = answer.get("code") and answer.get("detail")
        self.check(status < 400 or told, f"{what}: {status} {text[:300]}")
        return status, answer

    def token(self):
        return self.ask("token", self.citizen, "POST", "/submissions")[1]["token"]

    def everywhere(self, text):
        """Filed with the text in each field, else (refused) as the text alone; then all else of it."""
        shown = repr(text[:60])
        body = petition(self.token(), "题目")
        one = dict(body, title=text, text=text, claims=[text], petitioners=[dict(
            name=text, phone="13800005678", id_type="other", id_number=text, address=text, email=text,
            relation=text)])
        status, receipt = self.ask(f"everywhere {shown}", self.citizen, "POST", "/petitions", one)
        if status >= 400:
            self.check(receipt.get("field") or receipt["code"].startswith(("json", "body", "payload")),
                  f"{shown}: no field named: {receipt}")
            one = dict(body, text=text)
            status, receipt = self.ask(f"text {shown}", self.citizen, "POST", "/petitions", one)
        for field in ("phone", "id_number", "region_code", "office_region", "token"):
            odd = dict(one, petitioners=[dict(name="陈敏", phone="13800005678")])
            (odd["petitioners"][0] if field in ("phone", "id_number") else odd)[field] = text
            if field != "token":
                odd["token"] = self.token()
            self.ask(f"{field} {shown}", self.citizen, "POST", "/petitions", odd)
        self.ask(f"search {shown}", self.clerk, "GET", "/matters?query=" + quoted(text[:2000]))
        self.guess(f"number {shown}", text[:300])
        if status < 400:
            self.of_a_petition(shown, text, one, receipt)

    def of_a_petition(self, shown, text, filed, receipt):
        number, code = receipt["item_no"], receipt["query_code"]
        status, there = self.ask(f"read {shown}", self.citizen, "GET", "/petitions/" + number, code=code)
        for field in ("title", "text"):
            self.check(there.get(field) == tidy(filed[field]),
                       f"{field} {shown} comes back as {there.get(field)!r}")
        status, after = self.ask(f"supplement {shown}", self.citizen, "POST",
                                 f"/petitions/{number}/supplements", {"text": text}, code=code)
        if status < 400:
            self.check(after["steps"][-1]["texts"]["text"] == tidy(text),
                  f"supplement {shown} comes back as {after['steps'][-1]['texts']}")
        for what, path, body in (
                ("look", "/looks", {"reason": text, "fields": ["petitioners[0].name"]}),
                ("field of a look", "/looks", {"reason": "核对", "fields": [text]}),
                ("place of a step", "/actions/" + quoted(text[:100] or "x"), {"subject": 1, "version": 1}),
                ("category", "/actions/screening", {"subject": 1, "version": after.get("version", 1),
                                                    "fields": {"kind": "3", "category": text}}),
                ("step's text", "/actions/non_acceptance",
                 {"subject": 1, "version": 2, "fields": {"ground": text, "explanation": text}})):
            self.ask(f"{what} {shown}", self.clerk, "POST", f"/matters/{number}{path}", body)
        self.ask(f"registration {shown}", self.clerk, "POST", "/registrations",
                 dict(petition(self.token(), "来信"), note=text, text=text, channel="LETTER"))
        self.ask(f"rating {shown}", self.citizen, "POST", f"/petitions/{number}/evaluations",
                 {"target": "office", "value": "satisfied", "comment": text}, code=code)
        self.ask(f"withdrawal {shown}", self.citizen, "POST", f"/petitions/{number}/withdrawal",
                 {"reason": text, "free_will": True, "version": after.get("version", 1)}, code=code)


def quoted(text):
    return urllib.parse.quote(text.encode("utf-8", "surrogatepass"), safe="")


def archive(*members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return file.getvalue()


def dangerous_files(short):
    """(name, bytes) after file_upload_hazards.jsonl; nothing is written to a disk here."""
    eicar = next(row for row in lines("file_upload_hazards.jsonl") if row["name"] == "eicar")
    types = ("[Content_Types].xml", "<Types/>")
    png = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAASjgAAEo4AgMAAAA=")
    html = b"<html><script>alert(1)</script></html>"
    files = [
        ("eicar.txt", base64.b64decode(eicar["b64_reversed"][::-1])),
        ("bomb.docx", archive(types, ("zeros", b"\0" * (1 << 20 if short else 100 << 20)))),
        ("nested.docx", archive(types, ("inner.zip", archive(("inner.zip", archive(("x", b"0" * 9999))))))),
        ("many.xlsx", archive(types, *((str(i), b"") for i in range(500 if short else 65_000)))),
        ("slip.ofd", archive(("OFD.xml", "<x/>"), ("../../x", "x"), ("/x", "x"), ("C:\\x", "x"))),
        ("报告.docx", archive(types, ("word/document.xml", '<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'))),
        ("huge.png", png), ("lotta.jpg", b"\xff\xd8\xff\xc0\x00\x11\x08\xfa\xfa\xfa\xfa\x03"),
        ("x.svg", b"<svg onload='alert(1)'/>"), ("x.pdf", b"%PDF-1.4\n/OpenAction <</S /JavaScript>>"),
        ("x.gif", b"GIF89a/*" + b"*/=alert(1);" * 20), ("late.pdf", html * 30 + b"%PDF-1.4"),
        ("two.jpg", b"\xff\xd8\xff\xe0" + archive(("x", "x"))), ("page.txt", html), ("empty.txt", b""),
        ("x.txt", b"\xff\xfe\x00x"), ("x.zip", archive(("x", "x"))), ("x.docm", archive(types)),
        ("x.txt", b"--b\r\nContent-Disposition: form-data; name=x; filename=a; filename=b\r\n\r\n")]
    for name in ("报告.pdf.exe", "附件\u202egpj.exe", "报告.exe. ", "a.exe\0.pdf", "名" * 200 + ".txt", "CON",
                 ".htaccess", "..", "../../etc/passwd", "a.txt\r\nX: y", "a\".txt; filename*=UTF-8''b.exe",
                 "", "x" * 8000 + ".txt"):
        files.append((name, "工资条".encode()))
    if not short:
        limit = 50 << 20
        files += [(f"{size}.txt", b"x" * size) for size in (limit - 1, limit, limit + 1)]
    return files


def upload(hostile, short):
    kept = []
    body = petition(hostile.token(), "带附件")
    for name, content in dangerous_files(short):
        what = f"file {name[:30]!r} {content[:20]!r}"
        path = "/submissions/attachments?name=" + quoted(name)
        kind = "multipart/form-data; boundary=b" if content.startswith(b"--b") else "text/html"
        try:
            status, text = Client(hostile.citizen.connection.port).ask_raw(
                "POST", path, content, kind, X_Submission_Token=body["token"])
        except (ConnectionResetError, BrokenPipeError):
            check(len(content) > 50 << 20, f"{what}: cut")  # refused before it was read
            continue
        answer = json.loads(text)
        check(status < 500 and (status < 400 or answer.get("detail")), f"{what}: {status} {text[:300]}")
        check(status != 201 or content, f"{what}: an empty file was taken")
        if status == 201:
            kept.append((answer["attachment_id"], content))
        if len(kept) == 10:  # so that no limit of a number hides the rest
            give_back(hostile, body, kept)
            body, kept = petition(hostile.token(), "带附件"), []
    give_back(hostile, body, kept)


def give_back(hostile, body, kept):
    status, receipt = hostile.ask("files", hostile.citizen, "POST", "/petitions", body)
    if not check(status == 201, f"a petition with files: {status} {receipt}"):
        return
    for file_id, content in kept:
        status, there = hostile.citizen.ask_raw(
            "GET", f"/petitions/{receipt['item_no']}/attachments/{file_id}", code=receipt["query_code"])
        check(status == 200 and there == content, f"file {content[:20]!r} comes back with {status}")


def run(place, short, seed):
    began = time.monotonic()
    if not os.path.isdir(folder()):
        print(f"SKIPPED hostile: {folder()} is not there")
        return
    everything = texts(short, seed)
    server = Server(place.options, place.log)
    workers = [Hostile(server.port) for _ in range(4)]

    def all_of(number):
        for text in everything[number::4]:
            workers[number].everywhere(text)
            check(not workers[number].troubles, f"{place.engine}: {workers[number].troubles[:3]}")
            workers[number].troubles = []

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(all_of, range(4)))
    exchanged = dict(petition(workers[0].token(), "换了题目"))
    receipt = workers[0].ask("planted", workers[0].citizen, "POST", "/petitions", exchanged)[1]
    workers[0].of_a_petition("planted", "补充", dict(exchanged, title="原来的题目"), receipt)
    check(len(workers[0].troubles) == 1, f"an exchanged title is not noticed: {workers[0].troubles}")
    workers[0].troubles = []
    upload(workers[0], short)
    check(not workers[0].troubles, f"{place.engine}: {workers[0].troubles[:3]}")
    code = server.end(signal.SIGTERM)
    check(code == 0, f"{place.engine}, hostile: ended with {code}")
    code, said = verified(place.options)
    check(code == 0, f"{place.engine}, hostile: verify: {said}")
    rebuilt, what = run_program(["rebuild", "--root", ROOT] + place.options)
    check(rebuilt == 0 and " 0 differed" in what, f"{place.engine}, hostile: rebuild: {what}")
    note(place.engine, f"{len(everything)} hostile texts, and files", len(everything), 0, code == 0,
         time.monotonic() - began)
