"""The reference page and the schema are what the code says, and their examples work."""

from __future__ import annotations

import json
import re

import yaml

from sca_toolkit.criteria import KINDS, CaseFacts, Policy, ScenarioFile, Verdict, complaints
from sca_toolkit.criteria.schema import policy_schema
from tests.criteria.page import PAGE, page
from tests.criteria.page_text import CASES, EVIDENCE, VOCABULARY, WHOLE
from tests.criteria.world import judged, with_policies


def blocks(text: str) -> list[object]:
    return [yaml.load(each, yaml.BaseLoader) for each in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]


def test_the_page_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.criteria.page"


def test_the_whole_policy_of_the_page_loads_without_a_complaint_and_judges_its_case() -> None:
    rule = Policy.model_validate(yaml.load(WHOLE, yaml.BaseLoader))
    assert complaints(rule, with_policies(rule)) == ()
    (shown,) = blocks(EVIDENCE)
    found = judged(rule, CaseFacts.model_validate(shown))
    assert found.verdict is Verdict.unknown
    assert {
        need.key for leaf in found.leaves() for need in leaf.needs if leaf.id != "example-liso-cel-alc"
    } == {
        "event:relapse:None",
        "lines",
    } or found.needs()


def test_the_own_words_and_the_test_cases_of_the_page_load() -> None:
    (own,) = blocks(VOCABULARY)
    assert isinstance(own, dict)
    rule = {**yaml.load(WHOLE, yaml.BaseLoader), **own}
    assert Policy.model_validate(rule).vocabulary
    (cases,) = blocks(CASES)
    file = ScenarioFile.model_validate(cases)
    assert file.cases[1].facts(file.facts).diagnosis.icd10 == ()


def test_every_kind_is_on_the_page_and_in_the_schema() -> None:
    text = PAGE.read_text(encoding="utf-8")
    schema = json.dumps(policy_schema())
    for kind in KINDS:
        name = kind.model_fields["kind"].default
        assert f"### `{name}`" in text
        assert f'"const": "{name}"' in schema


def test_the_page_has_no_field_without_a_meaning() -> None:
    bare = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.fullmatch(r"\| `.*\|  \|", line)
    ]
    assert bare == []
