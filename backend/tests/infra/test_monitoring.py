"""Alerts, dashboard and runbooks: about metrics that are there, each alert tried and explained."""

import json
import re
import subprocess
from typing import Any

import pytest
from prometheus_client import REGISTRY

import entrypoints.api
from tests.architecture import ROOT
from tests.embedded import require_tool
from tests.infra.files import MONITORING, RUNBOOKS, read_yaml

RULES = MONITORING / "prometheus" / "rules" / "coleta.yml"
RULE_TESTS = sorted(MONITORING.glob("*_test.yml"))
DASHBOARD: dict[str, Any] = json.loads((MONITORING / "grafana/dashboards/coleta.json").read_text())
ALERTS: dict[str, dict[str, Any]] = {
    rule["alert"]: rule for group in read_yaml(RULES)["groups"] for rule in group["rules"]
}
# Prometheus's own: whether a target answered, and the labels that it gives it.
_ITS_OWN_METRIC, _ITS_OWN_LABELS = "up", {"job", "instance"}
_SELECTOR = re.compile(r"\b(up|[a-z]+(?:_[a-z]+)+)\b(?=[{\[\s)]|$)(?:\{([^}]*)\})?")
_LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
_WORDS = re.compile(r"\b(min_over_time|max_over_time|histogram_quantile|group_left)\b")
_GROUPING = re.compile(r"\bby \(([^)]*)\)")

DECLARED = {metric.name: metric for metric in REGISTRY.collect()}
EXPRESSIONS = {name: rule["expr"] for name, rule in ALERTS.items()} | {
    panel["title"]: target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]
}


def test_the_code_is_imported() -> None:
    assert entrypoints.api.create_app.__doc__
    assert "http_request_duration_seconds" in DECLARED


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_every_metric_is_declared_by_the_code(name: str) -> None:
    named = _metrics(EXPRESSIONS[name])

    assert named, "no metric was found in the expression"
    for metric in named - {_ITS_OWN_METRIC}:
        assert re.sub(r"_(total|bucket|count|sum)$", "", metric) in DECLARED, metric


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_every_label_is_given_by_the_code(name: str) -> None:
    expression = EXPRESSIONS[name]
    labels = {label for _, inside in _SELECTOR.findall(expression) for label in _LABEL.findall(inside)}
    labels |= {each.strip() for group in _GROUPING.findall(expression) for each in group.split(",")}
    given = set().union(*(_labels(metric) for metric in _metrics(expression)))

    assert labels <= given | _ITS_OWN_LABELS | {"le"}


def test_a_metric_that_is_not_there_would_be_found() -> None:
    assert _metrics('sum(rate(calcom_invented_total{why="x"}[5m])) > max(calcom_pushes_due)') == {
        "calcom_invented_total",
        "calcom_pushes_due",
    }


# What a person decides to do, without an alert (issue 15, item 12).
PLANNED = {"infra/runbooks/calcom-upgrade.md", "infra/runbooks/calcom-erase-patient.md"}


def test_every_alert_has_its_runbook_and_every_runbook_its_alert() -> None:
    linked = {rule["annotations"]["runbook"] for rule in ALERTS.values()}

    assert len(linked) == len(ALERTS)
    assert not linked & PLANNED
    linked |= PLANNED
    assert linked == {
        f"infra/runbooks/{file.name}" for file in RUNBOOKS.glob("*.md") if file.name != "README.md"
    }
    index = (RUNBOOKS / "README.md").read_text()
    for each in linked:
        text = (ROOT / each).read_text()
        assert f"({each.rpartition('/')[2]})" in index
        for part in ("## O que significa", "## O que fazer", "## Como saber que passou"):
            assert part in text, each


@pytest.mark.parametrize("name", ALERTS)
def test_the_alert_is_sorted_and_told_in_words(name: str) -> None:
    rule = ALERTS[name]

    assert rule["labels"]["severity"] in ("critical", "warning")
    assert rule["annotations"]["summary"].endswith(".")
    assert "{{" not in rule["annotations"]["summary"]


@pytest.mark.parametrize("name", ALERTS)
def test_the_alert_is_tried(name: str) -> None:
    tried = "\n".join(file.read_text() for file in RULE_TESTS)

    assert name in tried or any(name.startswith(prefix) for prefix in re.findall(r"(\w+)\.\*", tried)), (
        f"no rule test names {name}"
    )


def test_the_dashboard_s_panels_do_not_overlap() -> None:
    cells = [
        (x, y)
        for panel in DASHBOARD["panels"]
        for grid in [panel["gridPos"]]
        for x in range(grid["x"], grid["x"] + grid["w"])
        for y in range(grid["y"], grid["y"] + grid["h"])
    ]

    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_promtool_accepts_the_configuration() -> None:
    _run("promtool", "check", "config", str(MONITORING / "prometheus" / "prometheus.yml"))


def test_the_rules_do_what_their_tests_say() -> None:
    _run("promtool", "test", "rules", *(str(file) for file in RULE_TESTS))


def test_a_rule_that_never_fires_fails_its_test(tmp_path: Any) -> None:
    spoilt = tmp_path / "prometheus" / "rules" / "coleta.yml"
    spoilt.parent.mkdir(parents=True)
    spoilt.write_text(RULES.read_text().replace('{job="api"}) or vector(0)) == 0', '{job="api"})) < 0'))
    tests = tmp_path / "rules_test.yml"
    tests.write_text((MONITORING / "rules_test.yml").read_text())

    ended = subprocess.run(
        [require_tool("promtool"), "test", "rules", str(tests)], capture_output=True, text=True, check=False
    )

    assert ended.returncode != 0
    assert "ApiDown" in ended.stdout + ended.stderr


def _metrics(expression: str) -> set[str]:
    return {name for name, _ in _SELECTOR.findall(_GROUPING.sub("", _WORDS.sub("", expression)))}


def _labels(metric: str) -> set[str]:
    declared = REGISTRY._names_to_collectors.get(metric)
    return set(getattr(declared, "_labelnames", ()))


def _run(*command: str) -> None:
    ended = subprocess.run(
        [require_tool(command[0]), *command[1:]], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
