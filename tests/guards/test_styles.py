"""The design ground keeps its promises: logical, small, legible, and without inline code."""

import gzip
import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FONTS = sorted((ROOT / "static" / "fonts").glob("*.woff2"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))

STYLE_LIMIT = 20 * 1024  # bytes, all sheets, each gzipped as it travels
FONT_LIMIT = 60 * 1024  # bytes, every face that a first visit may load
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2 AA: 1.4.3 text, 1.4.11 shapes and edges

SIDES = r"(?:left|right|top|bottom)"
PHYSICAL = re.compile(
    r"^(?:"
    rf"{SIDES}|(?:margin|padding|border|scroll-margin|scroll-padding)-{SIDES}(?:-\w+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:min-|max-)?(?:width|height)|contain-intrinsic-(?:width|height)"
    r")$"
)
PHYSICAL_VALUE = re.compile(r"^(?:left|right)\b")
DECLARATION = re.compile(r"(?:^|[{;])\s*(?P<name>--?[\w-]+|[a-z][\w-]*)\s*:\s*(?P<value>[^;{}]+)")
INLINE_CODE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)
COMMENT = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)

GROUNDS = "paper sheet sunken"
STANCES = "support amend join reservation objection reserved several"
STANCE_TINTS = " ".join(f"{stance}-tint" for stance in STANCES.split())


def _pairs(inks: str, grounds: str, least: float) -> list[tuple[str, str, float]]:
    return [(ink, ground, least) for ink in inks.split() for ground in grounds.split()]


# Every pair that the sheets put together: ink, ground, least ratio.
PAIRS = [
    *_pairs("ink ink-soft link link-hover visited none", GROUNDS, TEXT),
    *_pairs("ink ink-soft", f"{STANCE_TINTS} petrol-tint ochre-tint mark", TEXT),
    *_pairs("link link-hover visited", "petrol-tint ochre-tint join-tint sunken", TEXT),
    *((sign, f"{sign}-tint", TEXT) for sign in f"{STANCES} insert delete petrol".split()),
    *_pairs("delete", "paper sheet", TEXT),
    *_pairs("on-solid", "petrol link-hover", TEXT),
    *_pairs("band-ink band-soft", "band band-deep", TEXT),
    *_pairs(f"{STANCES} petrol ochre plum line-strong focus", GROUNDS, GRAPHIC),
    *_pairs("ochre", "ochre-tint", GRAPHIC),
    *_pairs("band-line band-focus cell-1 cell-2 cell-3", "band band-deep", GRAPHIC),
]


def _plain(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


def _declarations(css: str) -> list[tuple[str, str]]:
    # Media conditions speak of the window, whose width is physical by nature.
    without_conditions = re.sub(r"@(?:media|supports|container)[^{]*{", "{", css)
    return [(m["name"], m["value"].strip()) for m in DECLARATION.finditer(without_conditions)]


def _themes() -> dict[str, dict[str, str]]:
    light_css, dark_css = _plain(ROOT / "static/css/tokens.css").split("@media screen", 1)
    light = {n[2:]: v for n, v in _declarations(light_css) if re.fullmatch(r"#[0-9a-f]{6}", v)}
    dark = {n[2:]: v for n, v in _declarations(dark_css) if re.fullmatch(r"#[0-9a-f]{6}", v)}
    return {"light": light, "dark": light | dark}


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio (1 to 21) of two colours written as `#rrggbb`."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("sheet", STYLES, ids=lambda sheet: sheet.name)
def test_a_sheet_names_no_physical_side(sheet: Path) -> None:
    found = [
        f"{name}: {value}"
        for name, value in _declarations(_plain(sheet))
        if PHYSICAL.match(name)
        or (name in {"text-align", "float", "clear"} and PHYSICAL_VALUE.match(value))
    ]
    assert not found, f"use the logical form instead: {found}"


def test_the_physical_pattern_knows_what_to_refuse() -> None:
    css = ".a { margin-left: 1px; width: 2px } .b { border-top-left-radius: 1px; top: 0 }"
    names = [name for name, _ in _declarations(css) if PHYSICAL.match(name)]
    assert names == ["margin-left", "width", "border-top-left-radius", "top"]
    logical = ".a { margin-inline-start: 0; min-inline-size: 0; inset-block: 0 }"
    assert not [name for name, _ in _declarations(logical) if PHYSICAL.match(name)]


def test_all_sheets_together_stay_small() -> None:
    sizes = {sheet.name: len(gzip.compress(sheet.read_bytes(), 6)) for sheet in STYLES}
    assert sum(sizes.values()) <= STYLE_LIMIT, sizes


def test_the_faces_stay_small_and_each_has_its_licence() -> None:
    assert FONTS
    assert sum(font.stat().st_size for font in FONTS) <= FONT_LIMIT
    for font in FONTS:
        family = font.name.split("-latin-")[0]
        licence = font.with_name(f"{family}-LICENSE.txt")
        assert "SIL OPEN FONT LICENSE" in licence.read_text(), font.name


def test_every_custom_property_in_use_is_defined_and_every_defined_one_is_used() -> None:
    css = "".join(map(_plain, STYLES))
    used = set(re.findall(r"var\(\s*(--[\w-]+)", css))
    defined = {name for name, _ in _declarations(css) if name.startswith("--")}
    assert used == defined, f"undefined: {used - defined}; unused: {defined - used}"


def test_every_face_and_image_named_in_a_sheet_exists() -> None:
    named = chain.from_iterable(
        ((sheet, address) for address in re.findall(r"url\([\"']?([^\"')]+)", _plain(sheet)))
        for sheet in STYLES
    )
    missing = [address for sheet, address in named if not (sheet.parent / address).exists()]
    assert not missing


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_can_be_read(theme: str) -> None:
    colors = _themes()[theme]
    weak = [
        f"{ink} on {ground}: {ratio:.2f} < {least}"
        for ink, ground, least in PAIRS
        if (ratio := contrast(colors[ink], colors[ground])) < least
    ]
    assert not weak


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_template_carries_no_inline_code_and_stays_short(template: Path) -> None:
    source = template.read_text()
    if template.parent.name != "emails":  # a mail brings its style along, or has none
        assert not INLINE_CODE.findall(COMMENT.sub("", source))
    assert len(source.splitlines()) < 80


def test_every_component_says_what_it_takes() -> None:
    silent = [
        file.name
        for file in TEMPLATES
        if file.parent.name == "components"
        and not re.search(r"[Cc]ontext", "".join(COMMENT.findall(file.read_text()[:1500])))
    ]
    assert not silent


def test_every_shape_used_in_a_template_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', _sprite()))
    used = set(chain.from_iterable(
        re.findall(r'<use href="#([\w-]+)"', file.read_text()) for file in TEMPLATES
    ))  # fmt: skip
    assert used <= drawn
    assert {f"p-{stage}" for stage in _stages()} <= drawn


def test_scripts_only_add_and_write_no_markup() -> None:
    markup = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(")
    assert not [script.name for script in SCRIPTS if markup.search(script.read_text())]


def _sprite() -> str:
    return (ROOT / "templates/components/sprite.html").read_text()


def _stages() -> list[str]:
    from provisions.lifecycle import Stage

    return list(Stage.values)
