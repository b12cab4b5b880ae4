"""A running xinfang for the process tests: started on a free port, asked over HTTP, ended."""

import http.client
import json
import os
import re
import select
import signal
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("XINFANG_BINARY", os.path.join(ROOT, "build/release/xinfang"))
START_SECONDS, END_SECONDS = 30, 10


class Server:
    running = []

    def __init__(self, options, log, **surroundings):  # environment, limits: as Popen takes them
        command = [PROGRAM, "serve", "--root", ROOT, "--demo", "--demo-matters", "0", "--port", "0"] + options
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                            stderr=errors, **surroundings)
        Server.running.append(self)
        said, deadline = b"", time.monotonic() + START_SECONDS
        while not (found := re.search(rb"listening on http://127\.0\.0\.1:(\d+)\n", said)):
            ready = select.select([self.process.stdout], [], [], deadline - time.monotonic())[0]
            piece = os.read(self.process.stdout.fileno(), 4096) if ready else b""
            if not piece:
                self.end(signal.SIGKILL)
                with open(log, encoding="utf-8") as file:
                    raise RuntimeError(f"the server did not start: {said.decode()} {file.read()}")
            said += piece
        self.port = int(found[1])

    def end(self, how, seconds=END_SECONDS):
        """The exit code, or None when it did not end in time."""
        Server.running.remove(self)
        self.process.send_signal(how)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {}  # of every request

    def ask(self, method, path, body=None, code="", key=""):
        if body is not None:
            body = json.dumps(body, ensure_ascii=False).encode()
        status, text = self.ask_raw(method, path, body, "application/json", code, key)
        return status, json.loads(text)

    def ask_raw(self, method, path, body=None, kind="", code="", key="", **more):
        """Bytes sent and given back; `more` are further headers, _ for -."""
        headers = dict(self.headers) | {name.replace("_", "-"): value for name, value in more.items()}
        if code:
            headers["X-Query-Code"] = code
        if key:
            headers["Idempotency-Key"] = key
        if body is not None and kind:
            headers["Content-Type"] = kind
        self.connection.request(method, "/api/v1" + path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.headers["Cookie"] = cookie.split(";")[0]
        return answer.status, text

    def enter(self, login):
        """The demonstration's sign-in."""
        status, session = self.ask("POST", "/demonstration/session", {"login": login})
        if status != 201:
            raise RuntimeError(f"{login} cannot enter: {status} {session}")
        self.headers["X-CSRF-Token"] = session["csrf"]

    def sign_in(self, login, password, secret):
        for path, body in (("/session", {"login": login, "password": password}),
                           ("/session/second-factor", {"code": one_time_code(secret)})):
            status, session = self.ask("POST", path, body)
            if status != 201:
                raise RuntimeError(f"{login} cannot sign in: {status} {session}")
            self.headers["X-CSRF-Token"] = session["csrf"]


def one_time_code(secret):
    return subprocess.run(["oathtool", "--totp", "-b", secret], check=True, capture_output=True,
                          text=True).stdout.strip()


def run_program(words, seconds=300):
    """Exit code and what was said."""
    result = subprocess.run([PROGRAM] + words, capture_output=True, text=True, timeout=seconds)
    return result.returncode, result.stdout + result.stderr


def verified(options):
    return run_program(["verify", "--root", ROOT] + options)
