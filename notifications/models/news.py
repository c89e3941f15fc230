"""How far the record was read for news that are told at once."""

from django.db import models


class NewsMark(models.Model):
    """The number up to which a chain was read; locked while it moves, so nothing is told twice."""

    circle = models.CharField(max_length=80, primary_key=True)  # the chain's name
    number = models.BigIntegerField(default=0)
