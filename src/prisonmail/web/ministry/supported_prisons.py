"""Which prisons are supported, as the Ministry's own service tells anybody."""

from fastapi import APIRouter

from prisonmail.prisons.store import load_directory

router = APIRouter(include_in_schema=False)


@router.head("/prisons")
@router.get("/prisons")
def list_prisons() -> dict[str, list[str]]:
    """Name the prisons whose letters can be answered for, by their codes."""
    return {"supportedPrisons": sorted(prison.code for prison in load_directory() if prison.active)}
