"""Reading the organizations that come with the portal: member States and regional groups."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import FieldError, Invalid
from core.languages import LANGUAGES, Texts
from core.textform import fold, normalize_line
from stakeholders.enums import Group, OrganizationKind, Region

DATA = Path(__file__).parent / "data"
_ALPHA3 = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"[a-z][a-z0-9_-]{1,79}")
_NAMES = tuple(f"name_{language}" for language in LANGUAGES)
_SORT_KEYS = tuple(f"sort_key_{language}" for language in LANGUAGES)
_STATE_COLUMNS = ("iso3", "ilo_region", *_NAMES, *_SORT_KEYS)
_GROUP_COLUMNS = ("code", *_NAMES)
_Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class OrganizationDraft:
    """An organization as a file names it. `region` is one of the ILO's, for States only."""

    code: str
    kind: OrganizationKind
    group: Group
    region: str
    name: Texts
    sort_key: Texts


def read_organizations(folder: Path = DATA) -> list[OrganizationDraft]:
    """Return member States and regional groups, in the files' order.

    Raises Invalid that names each line which is not as `data/README.md` describes it.
    """
    states = _read(folder / "member_states.csv", _STATE_COLUMNS, _state)
    return states + _read(folder / "regional_groups.csv", _GROUP_COLUMNS, _regional_group)


def _read(
    file: Path, columns: Sequence[str], draft: Callable[[_Row], OrganizationDraft]
) -> list[OrganizationDraft]:
    errors: list[FieldError] = []
    drafts: dict[str, OrganizationDraft] = {}
    for line, row in _rows(file, columns):
        try:
            made = draft(row)
            if made.code in drafts:
                raise ValueError(f"“{made.code}” stands in this file twice.")
            drafts[made.code] = made
        except ValueError as error:
            errors.append(FieldError(f"{file}:{line}:1 {row[columns[0]]}".rstrip(), str(error)))
    if errors:
        raise Invalid(f"{file} has mistakes; nothing was changed.", errors=errors)
    return list(drafts.values())


def _rows(file: Path, columns: Sequence[str]) -> Iterable[tuple[int, _Row]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Invalid(f"There is no file {file}.", code="file_missing") from None
    except UnicodeDecodeError:
        raise Invalid(f"{file} is not UTF-8 text; save it as UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    absent = [column for column in columns if column not in (reader.fieldnames or ())]
    if absent:
        raise Invalid(f"{file} has no column {', '.join(absent)} in its first row.")
    for row in reader:
        yield reader.line_num, {column: row[column] or "" for column in columns}


def _state(row: _Row) -> OrganizationDraft:
    if not _ALPHA3.fullmatch(row["iso3"]):
        raise ValueError(f"“{row['iso3']}” is no ISO 3166-1 alpha-3 code.")
    if row["ilo_region"] not in Region.values:
        raise ValueError(
            f"“{row['ilo_region']}” is no region; known are: {', '.join(Region.values)}."
        )
    sort_key = {language: fold(row[f"sort_key_{language}"]) for language in LANGUAGES}
    return OrganizationDraft(
        code=row["iso3"],
        kind=OrganizationKind.MEMBER_STATE,
        group=Group.GOVERNMENTS,
        region=row["ilo_region"],
        name=_names(row),
        sort_key=sort_key,
    )


def _regional_group(row: _Row) -> OrganizationDraft:
    if not _CODE.fullmatch(row["code"]):
        raise ValueError(f"“{row['code']}” is no code of a regional group.")
    names = _names(row)
    return OrganizationDraft(
        code=row["code"],
        kind=OrganizationKind.REGIONAL_GROUP,
        group=Group.GOVERNMENTS,
        region="",
        name=names,
        sort_key={language: fold(name) for language, name in names.items()},
    )


def _names(row: _Row) -> Texts:
    names = {language: normalize_line(row[f"name_{language}"]) for language in LANGUAGES}
    if not all(names.values()):
        raise ValueError("A name is missing; each of the three languages needs one.")
    return names
