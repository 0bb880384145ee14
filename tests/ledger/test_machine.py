"""Whatever is done to a ledger in whatever order, it answers as a plain model does."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.ledger.machine import LedgerMachine


@pytest.fixture(params=["sqlite", "postgres"])
def machine(request: pytest.FixtureRequest) -> type[LedgerMachine]:
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None
    return type("Machine", (LedgerMachine,), {"server": server})


def run(machine: type[LedgerMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_ledger_answers_as_the_model_does(machine: type[LedgerMachine]) -> None:
    run(machine, 8, 20)


@pytest.mark.soak
def test_a_ledger_answers_as_the_model_does_for_long(machine: type[LedgerMachine]) -> None:
    run(machine, 100, 50)
