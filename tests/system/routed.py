"""Pages without a server: the browser's requests are answered by the test itself.

They get the portal's own sheets, scripts and content security policy, so that what a component
does in a browser is tried without a database, and what a server might answer can be chosen.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

from django.conf import settings
from django.template import engines
from django.utils import translation
from playwright.sync_api import BrowserContext, Page, Request, Route

HOST = "http://desk.localhost"
STATIC = Path(settings.BASE_DIR) / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2"}
POLICY = "; ".join(
    f"{name} {' '.join(sources)}"
    for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Desk</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{%% include "components/styles.html" %%}
<link rel="stylesheet" href="/static/css/desk.css">
<script type="module" src="/static/js/%(script)s"></script></head>
<body>{%% include "components/sprite.html" %%}<main class="site-main wrap"><h1>Desk</h1>
%(main)s</main></body></html>"""

Answer = Callable[[Route], None]


class Routed:
    """One browser page: `open` shows a template, `sent` is what a form sent last, field by field.

    `answers` says what other addresses do; `complaints` are the browser's.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.answers: dict[str, Answer] = {}
        self.complaints: list[str] = []
        self.sent: dict[str, str] = {}
        self.html = ""
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route("**/*", self._answer)

    def open(self, main: str, script: str, **values: object) -> Page:
        """Show `main`, a template, with one of the portal's scripts."""
        source = PAGE % {"main": main, "script": script}
        with translation.override("en"):
            self.html = engines["django"].from_string(source).render(values)
        self.page.goto(f"{HOST}/")
        return self.page

    def press_send(self) -> dict[str, str]:
        """Press the form's button, and return what it sent."""
        self.page.get_by_role("button", name="Send").click()
        self.page.wait_for_url(f"{HOST}/sent")
        return self.sent

    def _answer(self, route: Route, request: Request) -> None:
        path = request.url.removeprefix(HOST)
        file = STATIC / path.removeprefix("/static/")
        if path in self.answers:
            self.answers[path](route)
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(path=file, content_type=KINDS[file.suffix])
        elif path == "/sent":
            fields = parse_qs(request.post_data or "", keep_blank_values=True)
            self.sent = {name: values[-1] for name, values in fields.items()}
            route.fulfill(body="thanks", content_type="text/plain")
        elif path == "/":
            policy = {"Content-Security-Policy": POLICY}
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=policy)
        else:
            route.fulfill(status=204)
