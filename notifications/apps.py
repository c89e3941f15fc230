from django.apps import AppConfig, apps


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        """Hear what a mail provider tells, where one is set up."""
        if apps.is_installed("anymail"):
            from .provider_events import listen

            listen()
