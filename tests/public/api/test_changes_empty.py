"""The change feed before anything was recorded."""

from django.test import Client


def test_before_the_first_act_the_cursor_is_the_beginning(client: Client, db):
    empty = client.get("/api/v1/changes").json()
    assert (empty["results"], empty["next"]) == ([], None)
    again = client.get("/api/v1/changes", {"since": empty["next_cursor"]}).json()
    assert again["next_cursor"] == empty["next_cursor"]
