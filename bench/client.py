"""A client that keeps one connection and costs little, so that the server is what is measured."""

import http.client
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Answer:
    status: int
    body: bytes
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)


class Client:
    """GETs over one kept connection to the loopback."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Return the answer and the seconds from the first byte sent to the last received."""
        start = time.perf_counter()
        self._connection.request("GET", path, headers={"Host": "localhost", **(headers or {})})
        answer = self._connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - start
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, body, seconds, named)
