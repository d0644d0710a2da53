"""The page How we price: its example is an episode, its command runs, and no field of an episode is left out."""

from __future__ import annotations

import re
import shlex

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from sca_toolkit.cli import cli
from sca_toolkit.payment.episode import Dates, Episode, ProductBought, Service, Stay
from sca_toolkit.payment.node import Node
from sca_toolkit.payment.pricing import price_one
from sca_toolkit.payment.public_rates import PublicRates
from tests.conftest import ROOT
from tests.payment.cases import episode_of
from tests.payment.contracts import contract

PAGE = (ROOT / "docs" / "how-we-price.md").read_text(encoding="utf-8")


def test_the_example_is_an_episode_and_is_priced() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    name = "per diem all-in, roll-in, outpatient 50%"
    assert price_one(contract(name), episode_of(example)).allowed == 52_900


@pytest.mark.parametrize("model", [Episode, Dates, ProductBought, Stay, Service, PublicRates])
def test_every_field_of_an_episode_stands_on_the_page(model: type[BaseModel]) -> None:
    names = [field.alias or name for name, field in model.model_fields.items()]
    assert [name for name in names if f"`{name}`" not in PAGE] == []


def test_every_kind_of_payment_stands_on_the_page() -> None:
    union = Node.__args__[0] if hasattr(Node, "__args__") else Node
    kinds = [kind.model_fields["kind"].default for kind in union.__args__]
    assert [kind for kind in kinds if f"`{kind}`" not in PAGE] == []


def test_the_command_of_the_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    (command,) = re.findall(r"^sca (.*)$", PAGE, re.MULTILINE)
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(cli, shlex.split(command))
    assert result.exit_code == 0, result.output
    assert "margin -$523,100.00" in result.output
