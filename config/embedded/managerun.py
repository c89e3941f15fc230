"""`./portal manage …`: Django's commands on the data of `up`, whether it runs or not."""

import argparse
import sys
import time

from config.embedded import datafolder, handover, services
from config.embedded.application import environment
from config.embedded.datafolder import DataFolder, InUse
from config.embedded.postgres import Postgres
from config.embedded.processes import wait_until
from config.embedded.report import Stop, complain, keep_output_clean
from config.embedded.services import Addresses
from config.embedded.supervisor import AskedToEnd, Supervisor, ends_on_signals

_UP_STARTS_WITHIN = 60.0


def run(options: argparse.Namespace) -> int:
    """The command's exit code.

    While `up` runs, its services are used; otherwise they are started for this one command.
    """
    keep_output_clean()
    sample = not options.no_sample
    folder = datafolder.choose(options.data, sample=sample, owner=services.owner_of_database())
    folder.make()
    with ends_on_signals():
        try:
            while True:
                try:
                    held = datafolder.hold(folder, {"command": "manage"})
                except InUse as use:
                    if use.holder.get("command") == "up":
                        return _beside_up(folder, options, sample=sample)
                    _wait_for(use)
                    continue
                with held:
                    return _alone(folder, options, held.fileno(), sample=sample)
        except AskedToEnd:
            return 130


def _wait_for(use: InUse) -> None:
    """Another `manage` has started the services and will stop them: let it end first."""
    complain(f"portal: waiting for ./portal manage (process {use.holder.get('process')}) to end …")
    time.sleep(1)


def _beside_up(folder: DataFolder, options: argparse.Namespace, *, sample: bool) -> int:
    given = services.addresses(folder)
    ours = given.database == Postgres(folder).url
    if ours and not wait_until(Postgres(folder).is_ready, seconds=_UP_STARTS_WITHIN):
        raise Stop("./portal up is running, but its PostgreSQL does not answer; see its logs")
    return _hand_over(folder, given, options, sample=sample)


def _alone(folder: DataFolder, options: argparse.Namespace, lock: int, *, sample: bool) -> int:
    supervisor = Supervisor(folder)
    try:
        given = services.start(supervisor, folder, [lock])
        return _hand_over(folder, given, options, sample=sample)
    finally:
        supervisor.stop(quietly=True)


def _hand_over(
    folder: DataFolder, given: Addresses, options: argparse.Namespace, *, sample: bool
) -> int:
    env = environment(folder, database_url=given.database, redis_url=given.broker, sample=sample)
    return handover.run([sys.executable, "manage.py", *options.rest], env=env)
