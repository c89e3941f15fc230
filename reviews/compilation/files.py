"""The forms in which a compilation leaves the portal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .docx import DOCX, as_docx
from .table import Compilation
from .xlsx import XLSX, as_xlsx

FORMS: Mapping[str, tuple[str, Callable[[Compilation], bytes]]] = {
    "xlsx": (XLSX, as_xlsx),
    "docx": (DOCX, as_docx),
}


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """A file to be kept: its bytes, their type, and headers that name it."""

    body: bytes
    content_type: str
    headers: dict[str, str]


def file_of(made: Compilation, form: str) -> CompiledFile:
    """Return a compilation as a file of a form of `FORMS`."""
    content_type, write = FORMS[form]
    return CompiledFile(write(made), content_type, named(made.file_name(form)))


def named(name: str) -> dict[str, str]:
    """Return the header that names a file to be kept."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}
