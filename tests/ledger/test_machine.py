"""Whatever is done to a ledger in whatever order, it answers as a plain model does."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.ledger.machine import LedgerMachine


@pytest.fixture
def machine(request: pytest.FixtureRequest) -> type[LedgerMachine]:
    if request.param == "encrypted":
        request.getfixturevalue("key_file")
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


@pytest.mark.parametrize("machine", ["sqlite", "postgres"], indirect=True)
def test_a_ledger_answers_as_the_model_does(machine: type[LedgerMachine]) -> None:
    run(machine, 8, 20)


@pytest.mark.soak
@pytest.mark.parametrize("machine", ["sqlite", "encrypted", "postgres"], indirect=True)
def test_a_ledger_answers_as_the_model_does_for_long(machine: type[LedgerMachine]) -> None:
    run(machine, 100, 50)
