"""A client of `caco serve-rewards`, in one file that needs nothing but Python's own library.

    client = Client("http://127.0.0.1:8010")
    client.grade("1/2", "So it is \\boxed{0.5}.")["score"]  # 1.0

Safe for any number of threads and processes: each has a connection of its own. A full server is
asked again, for as long as `patience` says.
"""

import http.client
import json
import os
import threading
import time
import urllib.parse

BATCH = 64


class RewardError(Exception):
    """The server refused a request; `status` is that of HTTP, `field` what is wrong in the request."""

    def __init__(self, status, message, field=None):
        super().__init__("%s (HTTP %d)" % (message, status))
        self.status = status
        self.field = field


class Client:
    """Where rewards are served; `timeout` and `patience` are in seconds."""

    def __init__(self, url="http://127.0.0.1:8010", timeout=300.0, patience=600.0):
        address = urllib.parse.urlsplit(url)
        self._host, self._port = address.hostname, address.port or 80
        self._root = address.path.rstrip("/")
        self._timeout, self._patience = timeout, patience
        self._local = threading.local()

    def __reduce__(self):
        url = "http://%s:%d%s" % (self._host, self._port, self._root)
        return Client, (url, self._timeout, self._patience)

    def grade(self, gold, pred):
        """Compares two answers, each by itself or at the end of a solution."""
        return self._post("/grade", {"gold": gold, "pred": pred})

    def grade_many(self, pairs):
        """Compares pairs of a right answer and another one; their results, in order."""
        return self._many("/grade", [{"gold": gold, "pred": pred} for gold, pred in pairs])

    def score(self, code, id=None, tests=None, function=None):
        """Runs a program against the tests of the row `id`, or against `tests`."""
        return self._post("/score", self._program(code, id, tests, function))

    def score_many(self, programs):
        """Runs several, each a dict with the arguments of `score`; their results, in order."""
        return self._many("/score", [self._program(**program) for program in programs])

    def run_code(self, code, stdin="", **more):
        """Runs a script as SandboxFusion does."""
        return self._post("/run_code", {"code": code, "stdin": stdin, "language": "python", **more})

    def instance(self, seed, row=None):
        """A problem with its answer, always the same for a seed; of one row, or of any."""
        query = {"seed": seed} if row is None else {"seed": seed, "row": row}
        return self._ask("GET", "/instance?" + urllib.parse.urlencode(query), None)

    def health(self):
        """What is served."""
        return self._ask("GET", "/health", None)

    @staticmethod
    def _program(code, id=None, tests=None, function=None):
        program = {"code": code, "id": id, "tests": tests, "function": function}
        return {name: value for name, value in program.items() if value is not None}

    def _many(self, path, items):
        results = []
        for start in range(0, len(items), BATCH):
            results += self._post(path, {"items": items[start : start + BATCH]})["results"]
        return results

    def _post(self, path, body):
        return self._ask("POST", path, json.dumps(body).encode("ascii"))

    def _ask(self, method, path, body):
        end = time.monotonic() + self._patience
        while True:
            status, wait, answer = self._exchange(method, path, body)
            if status == 200:
                return answer
            if status not in (429, 503) or time.monotonic() + wait > end:
                error = answer.get("error", {})
                raise RewardError(status, error.get("message", "the request failed"), error.get("field"))
            time.sleep(wait)

    def _exchange(self, method, path, body):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        for fresh in (False, True):
            connection = self._connection(fresh)
            try:
                connection.request(method, self._root + path, body, headers)
                response = connection.getresponse()
                text = response.read()
                break
            except (http.client.HTTPException, ConnectionError):
                # A connection that was kept may have been closed; a new one has not.
                connection.close()
                if fresh:
                    raise
        wait = float(response.headers.get("Retry-After", "1"))
        return response.status, wait, json.loads(text)

    def _connection(self, fresh):
        # A forked process must not share its parent's.
        held = getattr(self._local, "held", None)
        if held is None or fresh or held[0] != os.getpid():
            made = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
            self._local.held = held = os.getpid(), made
        return held[1]
