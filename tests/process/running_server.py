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

    def __init__(self, options, log):
        command = [PROGRAM, "serve", "--root", ROOT, "--demo", "--demo-matters", "0", "--port", "0"] + options
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=open(log, "ab"))
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

    def end(self, how):
        """The exit code, or None when it did not end in time."""
        Server.running.remove(self)
        self.process.send_signal(how)
        try:
            return self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {}  # of every request

    def ask(self, method, path, body=None, code="", key=""):
        headers = dict(self.headers)
        if code:
            headers["X-Query-Code"] = code
        if key:
            headers["Idempotency-Key"] = key
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body, ensure_ascii=False).encode()
        self.connection.request(method, "/api/v1" + path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.headers["Cookie"] = cookie.split(";")[0]
        return answer.status, json.loads(text)

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
