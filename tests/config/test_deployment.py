"""No container engine runs here, so what would only fail at deployment is read and compared instead."""

import copy
import json
import os
import re
import subprocess
import sys

import jsonschema
import pytest
import yaml

from config.local.places import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SCHEMA = json.loads((ROOT / "tests/config/compose.schema.json").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = ("web", "worker", "beat", "migrate")
ONCE = ("migrate",)

FILLED_IN = {
    "DOMAIN": "hiring.example.com",
    "SECRET_KEY": "k" * 67 + "0123456789-_",
    "POSTGRES_PASSWORD": "0123456789abcdef",
    "EMAIL_URL": "smtp+tls://hiring:secret@mail.example.com:587",
}


def fill_in(text, values):
    """Do with ${NAME}, ${NAME:-default} and ${NAME:?message} what compose does."""
    inner = re.compile(r"\$\{([A-Z_]+)(?::([-?])((?:[^{}])*))?\}")

    def value(match):
        name, operator, rest = match.groups()
        if values.get(name):
            return values[name]
        assert operator != "?", f"{name} is not set: {rest}"
        return rest or ""

    while inner.search(text):
        text = inner.sub(value, text)
    return text


def environment_of(service, values=FILLED_IN):
    return {name: fill_in(str(value), values) for name, value in SERVICES[service]["environment"].items()}


def test_compose_file_follows_the_specification():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(COMPOSE, SCHEMA)


@pytest.mark.parametrize(
    ("service", "key", "value"),
    [
        ("web", "healtcheck", {}),
        ("web", "restart", "sometimes"),
        ("db", "volumes", ["postgres"]),
        ("proxy", "ports", ["https"]),
        ("worker", "stop_grace_period", "soon"),
        ("beat", "depends_on", {"db": {"condition": "service_fine"}}),
    ],
)
def test_compose_schema_notices_mistakes(service, key, value):
    wrong = copy.deepcopy(COMPOSE)
    wrong["services"][service][key] = value

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA)


def test_compose_has_all_the_parts():
    assert {*OURS, "db", "redis", "proxy"} == set(SERVICES)
    assert "pg18" in SERVICES["db"]["image"]


def test_compose_names_only_what_it_declares():
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= set(SERVICES)
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]


def test_who_waits_for_health_waits_for_a_service_that_has_a_healthcheck():
    for service in SERVICES.values():
        for name, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[name]
            else:
                assert name in ONCE


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in ONCE])
def test_service_watches_its_health_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert "no-new-privileges:true" in SERVICES[name]["security_opt"]


def test_images_are_pinned():
    images = [service["image"] for name, service in SERVICES.items() if name not in OURS]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert len(images) == 6
    for image in images:
        assert re.search(r":v?\d+\.\d+\.\d+", image), image


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for name in ("db", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_data_lives_in_volumes():
    assert SERVICES["db"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert SERVICES["redis"]["volumes"] == ["redis:/data"]
    for name in OURS:
        assert SERVICES[name]["volumes"] == ["files:/data/files", "backups:/backups"]


def test_volumes_of_ours_belong_to_who_runs_there():
    (made,) = re.findall(r"install --directory --owner 10001 --group 10001 (.+)", DOCKERFILE)

    for volume in SERVICES["web"]["volumes"]:
        assert volume.split(":")[1] in made.split()


def test_secrets_have_no_default():
    for name in FILLED_IN:
        values = {**FILLED_IN, name: ""}
        with pytest.raises(AssertionError, match=f"{name} is not set"):
            environment_of("web", values)


def test_example_of_settings_names_every_variable():
    example = (ROOT / "deploy/env.example").read_text()
    offered = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))

    assert used - {"STRONGSUIT_VERSION"} == offered


def test_settings_know_every_variable_that_compose_sets():
    known = (ROOT / "config/settings.py").read_text() + (ROOT / "config/webserver.py").read_text()

    for name in OURS:
        for variable in SERVICES[name]["environment"]:
            assert f'"{variable}"' in known, variable


def test_dockerfile_copies_what_is_there_and_what_is_not_ignored():
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = [source for line in copied for source in line.split()]

    assert len(sources) > 10
    for source in sources:
        assert (ROOT / source).exists(), source
        assert source in let_in, source


def test_dockerfile_brings_every_package_of_ours():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    for package in packages - {"tests"}:
        assert f"COPY {package} {package}\n" in DOCKERFILE


def test_dockerfile_runs_as_nobody_in_particular():
    final_stage = DOCKERFILE.rsplit("\nFROM ", 1)[1]

    assert re.search(r"^USER 10001:10001$", final_stage, re.MULTILINE)
    assert 'CMD ["gunicorn", "--config", "python:config.webserver"]' in final_stage


def test_containers_run_modules_that_exist():
    commands = [
        " ".join(service["command"]) for name, service in SERVICES.items() if name in OURS and "command" in service
    ]
    commands += [" ".join(service["healthcheck"]["test"]) for service in SERVICES.values() if "healthcheck" in service]

    for module in re.findall(r"python -m (\S+)", " ".join(commands)):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists()
    for script in re.findall(r"python ([a-z]\S+\.py)", " ".join(commands)):
        assert (ROOT / script).exists()
        assert script == "manage.py" or f"COPY {script} " in DOCKERFILE


def test_caddy_is_told_what_it_asks_for():
    caddyfile = (ROOT / "deploy/Caddyfile").read_text()

    assert set(re.findall(r"\{\$([A-Z_]+)", caddyfile)) == set(SERVICES["proxy"]["environment"])
    assert "reverse_proxy web:8000" in caddyfile
    assert SERVICES["web"]["expose"] == ["8000"]


@pytest.mark.django_db
def test_deployment_check_is_clean_with_the_settings_of_compose():
    from tests.plugins.servers import environment_of_this_test

    outside = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    ours = {**environment_of_this_test(), "REDIS_URL": os.environ["REDIS_URL"], "ENV_FILE": os.devnull}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default"]

    checked = subprocess.run(
        command, cwd=ROOT, env={**outside, **environment_of("web"), **ours}, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_settings_refuse_to_start_without_their_secrets():
    outside = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    servers = {"DATABASE_URL": "postgresql://nowhere/db", "REDIS_URL": "redis://nowhere", "ENV_FILE": os.devnull}

    for missing in ("SECRET_KEY", "SITE_URL"):
        env = {**outside, **environment_of("web"), **servers}
        del env[missing]
        started = subprocess.run(
            [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert started.returncode != 0
        assert f'"{missing}" not set' in started.stderr
