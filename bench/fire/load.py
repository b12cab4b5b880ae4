"""Clients who file, with files sometimes, supplement, and screen what was filed, until told to stop."""

import http.client
import json
import random
import threading
import urllib.parse

from ledger import SCREENING, Client, Deed, Filing, send_petition, send_step, send_supplement

BROKEN = (OSError, http.client.HTTPException, ValueError)
FILES = ("工资条.txt", "说明 1.txt", "照片说明.txt")


class Stopped(Exception):
    pass


def petition(token, title):
    return {"token": token, "title": title, "text": f"{title}：三个月工资没有发。",
            "claims": ["请求发放三个月工资"], "region_code": "990121",
            "petitioners": [{"name": "陈敏", "phone": "13800005678"}]}


class Load:
    """`mark` is asked after each acknowledgement. A client whose connection breaks ends, unless
    `patient`: then it connects again and goes on with something new."""

    def __init__(self, port, name, seed, clients=6, patient=False, mark=lambda: 0, files=0.4):
        self.port, self.name, self.patient, self.mark, self.share = port, name, patient, mark, files
        self.lock, self.ending = threading.Condition(), threading.Event()
        self.filings, self.unanswered = [], []
        self.refused = []  # (status, problem) other than acknowledged
        self.strange = []  # answers that no fault excuses
        self.count = self.broken = 0
        self.threads = [threading.Thread(target=self.work, args=(number, f"{seed} {number}"))
                        for number in range(clients)]
        for thread in self.threads:
            thread.start()

    def wait_for(self, count, seconds=120):
        """Until so many filings have been acknowledged since the beginning; False when it takes too
        long or every client has gone."""
        with self.lock:
            return self.lock.wait_for(lambda: self.count >= count or not self.alive(), seconds) and (
                self.count >= count)

    def wait_for_refusals(self, count, seconds=60):
        with self.lock:
            return self.lock.wait_for(lambda: len(self.refused) + self.broken >= count, seconds)

    def alive(self):
        return any(thread.is_alive() for thread in self.threads)

    def stop(self):
        self.ending.set()
        for thread in self.threads:
            thread.join()

    def acknowledged(self):
        return sum(filing.acknowledged() for filing in self.filings)

    def work(self, number, seed):
        chance, i = random.Random(seed), 0
        while not self.ending.is_set():
            try:
                citizen, clerk = Client(self.port), Client(self.port)
                clerk.entered = False
                while not self.ending.is_set():
                    i += 1
                    self.one(citizen, clerk, chance, f"{self.name}第{number}人第{i}件")
            except Stopped:
                pass
            except BROKEN:
                with self.lock:
                    self.broken += 1
                    self.lock.notify_all()
                if not self.patient:
                    break
            self.ending.wait(0.05)
        with self.lock:
            self.lock.notify_all()

    def refuse(self, status, problem, what):
        """Only 503 with a sentence is an answer that a fault excuses."""
        with self.lock:
            self.refused.append((status, problem))
            if status != 503 or not isinstance(problem, dict) or not problem.get("detail"):
                self.strange.append((what, status, problem))
            self.lock.notify_all()
        self.ending.wait(0.02)
        raise Stopped

    def one(self, citizen, clerk, chance, title):
        status, token = citizen.ask("POST", "/submissions")
        if status != 201:
            self.refuse(status, token, "token")
        filing = Filing(token["token"])
        filing.body = petition(filing.token, title)
        try:
            if chance.random() < self.share:
                self.add_file(citizen, chance, filing)
            status, receipt = send_petition(citizen, filing)
            if status not in (200, 201):
                self.refuse(status, receipt, "filing")
        except BROKEN + (Stopped,):
            with self.lock:
                self.unanswered.append(filing)
            raise
        filing.receipt, filing.mark = receipt, self.mark()
        with self.lock:
            self.filings.append(filing)
            self.count += 1
            self.lock.notify_all()
        if chance.random() < 0.6:
            deed = Deed("k-" + receipt["item_no"], {"text": "补充一份证明，" + title})
            filing.supplements.append(deed)
            self.settle(deed, send_supplement(citizen, filing, deed), "supplement")
        if chance.random() < 0.4:
            if not clerk.entered:
                status, session = clerk.ask("POST", "/demonstration/session", {"login": "laowu"})
                if status != 201:
                    self.refuse(status, session, "sign-in")
                clerk.headers["X-CSRF-Token"] = session["csrf"]
                clerk.entered = True
            deed = Deed("s-" + receipt["item_no"],
                        {"subject": 1, "version": filing.version(), "fields": SCREENING})
            filing.steps.append(deed)
            self.settle(deed, send_step(clerk, filing, deed), "step")

    def add_file(self, citizen, chance, filing):
        content = (filing.body["title"] + "\n").encode() * chance.randint(1, 4000)
        name = urllib.parse.quote(chance.choice(FILES))
        status, answer = citizen.ask_raw("POST", "/submissions/attachments?name=" + name, content,
                                         X_Submission_Token=filing.token)
        answer = json.loads(answer)
        if status != 201:
            self.refuse(status, answer, "file")
        filing.files[answer["attachment_id"]] = content

    def settle(self, deed, answered, what):
        status, answer = answered
        if status != 200:
            self.refuse(status, answer, what)
        deed.answer, deed.mark = answer, self.mark()
