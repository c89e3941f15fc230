"""Files that are sent to the portal: what is far too large is not even kept while it comes in."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from reviews.importing.limits import MAX_BYTES


class OnlySmallFiles(FileUploadHandler):
    """Stands before Django's own handlers. Forms still see a file that is one byte too large, and
    say so; the rest of a larger one is read past and dropped.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > MAX_BYTES + 1:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the next handler to say what was sent."""
