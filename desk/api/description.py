"""The address of the API's own description."""

from .answers import Answer
from .endpoint import DeskEndpoint
from .operations import Ask, Operation
from .schema import schema_document


class SchemaDocument(DeskEndpoint):
    """The description of this API: OpenAPI 3.1."""

    operations = {"GET": Operation({"type": "object", "description": "An OpenAPI document."})}

    def answer_get(self, ask: Ask) -> Answer:
        """Show the description."""
        return Answer(schema_document())
