"""The documentation page prints what the code prints."""

from __future__ import annotations

import re

import pytest
import yaml

from sca_toolkit.payment import Rules
from tests.payment.page import PAGE, page
from tests.payment.samples import SAMPLES


def test_the_page_is_what_the_models_and_samples_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.payment.page"


def test_every_example_on_the_page_parses() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == len(SAMPLES) + 1
    for text in examples:
        data = yaml.load(text, Loader=yaml.BaseLoader)
        if not {"kind", "base"} & data.keys():
            Rules.model_validate(data)


@pytest.mark.parametrize("rule", Rules.model_fields)
def test_every_rule_is_on_the_page(rule: str) -> None:
    assert f"### `{rule}`" in PAGE.read_text(encoding="utf-8")


def test_the_page_says_that_its_figures_are_invented() -> None:
    assert "Every figure, product and provider on this page is invented." in PAGE.read_text(encoding="utf-8")
