"""Reading a page as a browser would, and refusing what a browser would have to guess."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "rect", "use"}
# SVG shapes may close themselves (`<path/>`); HTML elements may not.
_HEADINGS = {"h1", "h2", "h3", "h4"}
_LANDMARKS = {"header", "main", "footer", "nav"}


@dataclass
class Markup(HTMLParser):
    """What was found in a page; `faults` is empty where every tag is opened and closed."""

    faults: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    landmarks: set[str] = field(default_factory=set)
    language: str = ""
    title: str = ""
    text: str = ""
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._read(tag, attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.faults.append(f"<{tag}/> closes itself")
        self._read(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:] or 'nothing'}")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if "title" in self._open:
            self.title += data
        elif not {"script", "style"} & set(self._open):
            self.text += data
        if _HEADINGS & set(self._open):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)

    def close(self) -> None:
        super().close()
        self.faults.extend(f"<{tag}> stays open" for tag in self._open)
        doubles = {each for each in self.ids if self.ids.count(each) > 1}
        self.faults.extend(f"the id {each} stands twice" for each in sorted(doubles))
        lost = {each for each in self.references if each not in self.ids}
        self.faults.extend(f"nothing has the id {each}" for each in sorted(lost))

    def _read(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        names = [name for name, _ in attrs]
        self.faults.extend(f"{name} twice in <{tag}>" for name in names if names.count(name) > 1)
        self.tags.append((tag, values))
        if tag == "html":
            self.language = values.get("lang") or ""
        if tag in _LANDMARKS:
            self.landmarks.add(tag)
        if tag in _HEADINGS:
            self.headings.append((int(tag[1]), ""))
        self._refer(tag, values)

    def _refer(self, tag: str, values: dict[str, str | None]) -> None:
        if values.get("id"):
            self.ids.append(str(values["id"]))
        href = values.get("href")
        if tag == "a" and href is not None:
            self.links.append(href)
        if href is not None and href.startswith("#") and len(href) > 1:
            self.references.append(href[1:])
        for name in ("aria-labelledby", "aria-describedby", "for", "form"):
            self.references.extend((values.get(name) or "").split())


def read_markup(html: str) -> Markup:
    markup = Markup()
    markup.feed(html)
    markup.close()
    return markup
