"""A page with a draft that saves itself, and a server that answers as a test says."""

import json
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP

from playwright.sync_api import BrowserContext, Page, Route

from tests.system.routed import Routed

URL = "/desk/comments/7/"
PAUSE, AGAIN = 2_100, 15_100  # milliseconds, a little longer than the script's
FORM = """<form method="post" action="/sent" data-autosave-url="/desk/comments/7/"
 data-autosave-edition="{{ edition }}" data-autosave-key="{{ reader }}">
<input type="hidden" name="csrfmiddlewaretoken" value="the-token">
<input type="hidden" name="edition" value="{{ edition }}">
{% include "components/autosave.html" %}
<p><label>Reason <textarea name="reason">{{ reason }}</textarea></label></p>
<p><label><input type="radio" name="type" value="general" checked> General</label>
<label><input type="radio" name="type" value="technical"> Technical</label></p>
<p><label><input type="checkbox" name="urgent" value="yes"> Urgent</label></p>
<p><button class="button">Send</button></p></form>"""


class Draft(Routed):
    """The draft's page, and a server that saves it as `server` says."""

    def __init__(self, context: BrowserContext) -> None:
        super().__init__(context)
        self.saves: list[dict[str, str]] = []
        self.headers: dict[str, str] = {}
        self.server: Callable[[Route], None] = self.save
        self.answers[URL] = lambda route: self.server(route)

    def show(self, *, reason: str = "", edition: int = 1, reader: str = "ana") -> Page:
        return self.open(FORM, "autosave.js", reason=reason, edition=edition, reader=reader)

    def save(self, route: Route) -> None:
        self.headers = route.request.headers
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        parts = BytesParser(policy=HTTP).parsebytes(head + (route.request.post_data_buffer or b""))
        fields = {
            str(part.get_param("name", header="content-disposition")): str(part.get_content())
            for part in parts.iter_parts()
        }
        self.saves.append({name: value.rstrip("\r\n") for name, value in fields.items()})
        edition = int(self.saves[-1]["edition"]) + 1
        answer = {"edition": edition, "saved_at": "2026-11-22T17:04:00Z"}
        route.fulfill(body=json.dumps(answer), content_type="application/json")

    def write(self, words: str) -> None:
        self.page.get_by_label("Reason").fill(words)

    def wait(self, milliseconds: int = PAUSE) -> None:
        self.page.clock.run_for(milliseconds)

    def hear(self, words: str) -> None:
        self.page.get_by_role("status").filter(has_text=words).wait_for()

    def kept(self) -> list[str]:
        return list(self.page.evaluate("Object.values(localStorage)"))

    @property
    def asks(self) -> bool:
        return self.page.locator("[data-autosave-restore]").is_visible()


def refuse(status: int) -> Callable[[Route], None]:
    headers = {"Location": "/accounts/login/"} if status == 302 else {}
    return lambda route: route.fulfill(status=status, headers=headers, body="{}")


def cut_off(route: Route) -> None:
    route.abort("internetdisconnected")
