"""The documentation page: the schema as a page of this portal, without a script.

The usual viewers weigh more than a megabyte and need exceptions from the security policy.
"""

from django.urls import path

from public.pages.page import Ask, Page, public_page
from public.presenters.api_reference import address_entries

from .root import schema_document


@public_page()
def docs(ask: Ask) -> Page:
    """Every address with its parameters; the columns stand in the data dictionary."""
    entries = list(address_entries(schema_document()))
    return Page("public/api.html", {"section": "data", "addresses": entries})


urlpatterns = [path("api/v1/docs/", docs, name="api-docs")]
