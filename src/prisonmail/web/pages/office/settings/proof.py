"""The pages on which a mailbox is proved, and the statements on who may use this are accepted."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.ledger.senders.proofs import Trial
from prisonmail.reports.keeping.acceptance import acceptance_words
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.reports.senders.proofs import proof_words, trial_words
from prisonmail.sender.acceptance import STATEMENTS
from prisonmail.sender.store import load, read_acceptance, save_acceptance
from prisonmail.system import clock
from prisonmail.use_cases.senders.fitness import find_fitness
from prisonmail.use_cases.senders.proving import MINUTES, ProofRequest, send_code, try_code
from prisonmail.web.pages.office.work import Answers, Form, Work, begin
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import adapt_lines

router = APIRouter(include_in_schema=False)


@router.get("/letters/settings/mailbox")
def show(request: Request) -> Response:
    """Show whether the mailbox is proved, and how it can be."""
    work = begin(request)
    return _show(request, ProofRequest(load(work.profile), work.ledger, work.by), [])


@router.post("/letters/settings/mailbox")
def prove(request: Request, form: Form) -> Response:
    """Send a code to the mailbox, or try the one that arrived: as the button says."""
    work, now = begin(request), clock.now()
    asked = _ask(work, form)
    if form.get("step") == "send":
        send_code(asked, work.profile.parent, now)
        sent = f" to {asked.sender.cjsm_address}, good for {MINUTES} minutes."
        return _show(request, asked, [ReportLine("A code was sent", Tone.GOOD, sent)])
    if not form.get("code"):
        return _show(request, asked, [], "Enter the code that arrived")
    tried = try_code(asked, form.get("code"), now)
    lines = adapt_lines(trial_words(tried, now))
    if tried.trial is Trial.PROVED:
        return _show(request, asked, lines)
    return _show(request, asked, [], " ".join(map(str, lines)))


@router.get("/letters/settings/statements")
def show_statements(request: Request) -> Response:
    """Show the statements, and who accepted them."""
    work = begin(request)
    said = acceptance_words(read_acceptance(work.profile), clock.now())
    return render(request, "office/statements.html", statements=STATEMENTS, lines=[said])


@router.post("/letters/settings/statements")
def accept(request: Request) -> Response:
    """Record that whoever is signed in accepts the statements."""
    work = begin(request)
    save_acceptance(work.profile, work.by, clock.now())
    return RedirectResponse("/letters/settings/statements", HTTPStatus.SEE_OTHER)


def _ask(work: Work, form: Answers) -> ProofRequest:
    return ProofRequest(load(work.profile), work.ledger, work.by, form.get("signatory"))


def _show(
    request: Request, asked: ProofRequest, lines: list[ReportLine], fault: str = ""
) -> Response:
    profile = asked.profile
    fitness = find_fitness(asked.ledger, asked.sender, profile.proof_days)
    return render(
        request,
        "office/mailbox.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        address=asked.sender.cjsm_address,
        standing=proof_words(fitness, clock.now()).head,
        signing=[
            (key, f"{each.name}, {each.cjsm_address}") for key, each in profile.senders.items()
        ],
        signatory=asked.signatory,
        lines=lines,
        fault=fault,
        has_relay=profile.relay is not None,
    )
