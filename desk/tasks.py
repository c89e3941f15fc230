"""What the desk leaves to the worker."""

from celery import shared_task

from .doors.password_link import send_password_links


@shared_task(name="desk.send_password_link", ignore_result=True)
def send_password_link(address: str) -> None:
    """Write to whoever signs in with `address`; to nobody where nobody does."""
    send_password_links(address)
