"""The application with a beat that asks for mails every other second and for nothing else."""

from config.celery import app

app.conf.beat_schedule = {
    "mails that are due": {
        "task": "notifications.sweep",
        "schedule": 2.0,
        "options": {"expires": 5.0},
    },
}
app.conf.beat_max_loop_interval = 1
