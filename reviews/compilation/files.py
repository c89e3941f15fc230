"""The forms in which a compilation leaves the portal."""

from dataclasses import dataclass

from .table import Compilation

_OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
DOCX = f"{_OFFICE}.wordprocessingml.document"
FORMS = {"xlsx": XLSX, "docx": DOCX}


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """A file to be kept: its bytes, their type, and headers that name it."""

    body: bytes
    content_type: str
    headers: dict[str, str]


def file_of(made: Compilation, form: str) -> CompiledFile:
    """Return a compilation as a file of a form of `FORMS`."""
    return CompiledFile(_written(made, form), FORMS[form], named(made.file_name(form)))


def _written(made: Compilation, form: str) -> bytes:
    # The libraries that write these take a quarter of the portal's start-up, and few ask for them.
    if form == "xlsx":
        from .xlsx import as_xlsx

        return as_xlsx(made)
    from .docx import as_docx

    return as_docx(made)


def named(name: str) -> dict[str, str]:
    """Return the header that names a file to be kept."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}
