"""Problems that are packed come back as they were, and in the order of the list."""

from hypothesis import given
from hypothesis import strategies as st

from prisonmail.problems.collected import Problems, merge_in_order, rank
from prisonmail.problems.problem import CellPlace, Fault, Mark, Problem, Severity
from prisonmail.system.record import replace

LINES = st.none() | st.integers(1, 9)


SAYS = st.none() | st.text(max_size=3)


TEXTS = st.text(max_size=3)


PLACES = st.builds(CellPlace, TEXTS, LINES, LINES, SAYS, SAYS, LINES, SAYS)


FAULTS = st.builds(
    Fault,
    st.sampled_from(["PM111", "PM204", "PW602"]),
    *(TEXTS, TEXTS, SAYS, st.none() | st.builds(Mark, st.integers(0, 9), TEXTS)),
)


PROBLEMS = st.builds(
    lambda place, fault, char: replace(place.join_fault(fault), char=char), PLACES, FAULTS, LINES
)


@given(st.lists(PROBLEMS))
def test_problems_come_back_as_they_were_and_are_counted(some: list[Problem]) -> None:
    packed = Problems(some)
    assert list(packed) == some
    assert packed.errors == sum(each.severity is Severity.ERROR for each in some)
    assert packed.of_the_list == sum(each.of_the_list for each in some)


@given(st.lists(st.lists(PROBLEMS), max_size=4))
def test_runs_of_problems_are_put_in_order_the_earlier_run_first(runs: list[list[Problem]]) -> None:
    in_themselves = [sorted(run, key=rank) for run in runs]
    together = [problem for run in in_themselves for problem in run]
    assert list(merge_in_order(*in_themselves)) == sorted(together, key=rank)
