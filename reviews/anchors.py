"""How a comment holds on to words: a quote with what stands around it, and where it stands.

An anchor speaks of the *body* of one version text (its normal form, see `core.textform`) and is
stored and exported as two selectors of the W3C Web Annotation Data Model, 4.2.4 and 4.2.5.
Offsets count Unicode code points, as that model asks; scripts count UTF-16 units and have to
convert. Nothing here knows of a database: who holds an anchor also names the version, the
language and the issue it speaks of.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Invalid

from .clusters import border_at_or_after, border_at_or_before
from .quotes import fits, places, settled, words

WHOLE: Final = None  # the whole provision, its title included
CONTEXT = 32  # most code points of prefix and of suffix

QUOTE: Final = "TextQuoteSelector"
POSITION: Final = "TextPositionSelector"

# What the radio buttons of the picker send: nothing, a stretch, or “what I selected”.
_STRETCH = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_SELECTION = "selection"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a body: `body[start:end] == exact`, in code points.

    `prefix` and `suffix` are the up to 32 code points before and behind, verbatim. The ends never
    cut a character that readers see as one, and never are white space.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    def stands_in(self, body: str) -> bool:
        """Tell whether these very words stand at this place of `body`."""
        return body[self.start : self.end] == self.exact


def make_anchor(body: str, start: int, end: int) -> Anchor:
    """Return the anchor of `body[start:end]`, white space at its ends left out.

    A range that cuts a cluster (a letter from its accent) is widened to hold all of it. Raises
    Invalid: `anchor_out_of_range`, or `anchor_empty` where no words are left.
    """
    if not 0 <= start <= end <= len(body):
        raise Invalid(
            _("The text has %(length)d characters; choose a stretch within them.")
            % {"length": len(body)},
            code="anchor_out_of_range",
        )
    start, end = settled(body, start, end)
    if start == end:
        raise _empty()
    first = border_at_or_after(body, max(0, start - CONTEXT))
    last = border_at_or_before(body, min(len(body), end + CONTEXT))
    return Anchor(
        exact=body[start:end],
        prefix=body[first:start],
        suffix=body[end:last],
        start=start,
        end=end,
    )


def read_anchor(
    body: str,
    *,
    exact: str,
    prefix: str = "",
    suffix: str = "",
    start: int | None = None,
    end: int | None = None,
) -> Anchor:
    """Return the anchor that somebody sent: a quote, with anything that tells where it stands.

    The quote is brought into normal form and compared word by word, so that it may span
    paragraphs whatever the sender made of the break. The quote decides: offsets (code points)
    count where they and the words around agree with it; else the words around tell equal quotes
    apart; else the quote has to stand once. Raises Invalid: `anchor_empty`, `anchor_malformed`,
    `anchor_not_found`, or `anchor_ambiguous`.
    """
    quote, before, after = _in_words(exact), _in_words(prefix), _in_words(suffix)
    if not quote:
        raise _empty()
    found = places(body, quote)
    if not found:
        raise Invalid(
            _("These words don’t stand in this text. Select them again."), code="anchor_not_found"
        )
    fitting = [place for place in found if fits(body, place, before, after)]
    if start is not None and end is not None and 0 <= start < end <= len(body):
        meant = settled(body, start, end)
        fitting = [meant] if meant in fitting else fitting
    chosen = fitting if len(fitting) == 1 else found
    if len(chosen) > 1:
        raise _ambiguous(len(found))
    return make_anchor(body, *chosen[0])


def picked_anchor(body: str, data: Mapping[str, str]) -> Anchor | None:
    """Return what the fields of `components/anchor_picker.html` say; WHOLE for the whole provision.

    `anchor` is empty (the whole provision), `<start>-<end>` in code points (a sentence), or
    `selection`; then `anchor_exact`, `anchor_prefix`, `anchor_suffix`, `anchor_start` and
    `anchor_end` hold it. Raises Invalid as `make_anchor` and `read_anchor` do.
    """
    choice = data.get("anchor", "").strip()
    if not choice:
        return WHOLE
    if choice == _SELECTION:
        return read_anchor(
            body,
            exact=data.get("anchor_exact", ""),
            prefix=data.get("anchor_prefix", ""),
            suffix=data.get("anchor_suffix", ""),
            start=_offset(data.get("anchor_start", "")),
            end=_offset(data.get("anchor_end", "")),
        )
    stretch = _STRETCH.fullmatch(choice)
    if stretch is None:
        raise _malformed(choice)
    return make_anchor(body, int(stretch[1]), int(stretch[2]))


def as_selectors(anchor: Anchor | None) -> list[dict[str, Any]]:
    """Return the selectors of an anchor as they are stored and exported; none for WHOLE."""
    if anchor is None:
        return []
    return [
        {
            "type": QUOTE,
            "exact": anchor.exact,
            "prefix": anchor.prefix,
            "suffix": anchor.suffix,
        },
        {"type": POSITION, "start": anchor.start, "end": anchor.end},
    ]


def from_selectors(stored: Sequence[Mapping[str, Any]]) -> Anchor | None:
    """Return the anchor behind `as_selectors`; it is trusted to stand in its body.

    Raises Invalid as `read_selectors` does, and `anchor_malformed` without both selectors.
    """
    if not stored:
        return WHOLE
    sent = _sent(stored)
    if sent.start is None or sent.end is None:
        raise _refused(_("A stored anchor has a TextPositionSelector beside its quote."))
    return Anchor(sent.exact, sent.prefix, sent.suffix, sent.start, sent.end)


def read_selectors(body: str, sent: object) -> Anchor | None:
    """Return the anchor that a program sent as a list of selectors; WHOLE for none or null.

    A TextQuoteSelector is needed, its prefix and suffix and a TextPositionSelector are welcome:
    offsets alone would not show whether they were counted in code points. Raises Invalid as
    `read_anchor` does; `anchor_malformed` names a type that is not known here.
    """
    if sent is None or sent == []:
        return WHOLE
    if not isinstance(sent, Sequence) or isinstance(sent, str):
        raise _refused(_("Send the selectors as a list, or null for the whole provision."))
    parts = _sent(sent)
    return read_anchor(
        body,
        exact=parts.exact,
        prefix=parts.prefix,
        suffix=parts.suffix,
        start=parts.start,
        end=parts.end,
    )


class _Sent(NamedTuple):
    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None


def _sent(selectors: Sequence[object]) -> _Sent:
    """Take the members of a quote and a position out of a list. Raises Invalid."""
    found = _by_type(selectors)
    quote, position = found.get(QUOTE, {}), found.get(POSITION)
    exact, prefix, suffix = quote.get("exact"), quote.get("prefix", ""), quote.get("suffix", "")
    if not (isinstance(exact, str) and isinstance(prefix, str) and isinstance(suffix, str)):
        raise _refused(
            _("%(quote)s needs a text in “exact”; “prefix” and “suffix” are texts too.")
            % {"quote": QUOTE}
        )
    if position is None:
        return _Sent(exact, prefix, suffix, None, None)
    start, end = position.get("start"), position.get("end")
    if type(start) is not int or type(end) is not int or start < 0:
        raise _refused(
            _("%(position)s needs “start” and “end”, counted in code points from 0.")
            % {"position": POSITION}
        )
    return _Sent(exact, prefix, suffix, start, end)


def _by_type(selectors: Sequence[object]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for each in selectors:
        kind = each.get("type") if isinstance(each, Mapping) else None
        if not isinstance(each, Mapping) or kind not in (QUOTE, POSITION):
            raise _refused(
                _("“%(kind)s” is no selector known here; use %(quote)s and %(position)s.")
                % {"kind": str(kind)[:60], "quote": QUOTE, "position": POSITION}
            )
        if kind in found:
            raise _refused(_("Send %(kind)s once.") % {"kind": kind})
        found[kind] = each
    return found


def _in_words(sent: str) -> list[str]:
    try:
        return words(sent)
    except ValueError as refusal:
        raise _refused(str(refusal)) from None


def _offset(sent: str) -> int | None:
    if not sent.strip():
        return None
    if not re.fullmatch(r"[0-9]{1,9}", sent.strip()):
        raise _malformed(sent)
    return int(sent)


def _refused(detail: str) -> Invalid:
    return Invalid(detail, code="anchor_malformed")


def _empty() -> Invalid:
    return Invalid(
        _("No words are chosen. Select some, or choose the whole provision."), code="anchor_empty"
    )


def _malformed(sent: str) -> Invalid:
    return Invalid(
        _("“%(sent)s” does not say which words are meant. Select them again.")
        % {"sent": sent[:40]},
        code="anchor_malformed",
    )


def _ambiguous(times: int) -> Invalid:
    return Invalid(
        ngettext(
            "These words stand %(times)d time in this text. Select more of them, or send the words "
            "before and behind them too.",
            "These words stand %(times)d times in this text. Select more of them, or send the "
            "words before and behind them too.",
            times,
        )
        % {"times": times},
        code="anchor_ambiguous",
    )
