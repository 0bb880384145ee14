"""Measures the checking of long lists: seconds and peak memory at growing sizes.

Run: python benchmarks/check_lists.py [ROWS …]
"""

import resource
import subprocess
import sys
import time
from datetime import date

from prisonmail.prisons.reading import packaged_directory
from prisonmail.recipients.checking import check
from prisonmail.recipients.reading import Source

TODAY = date(2026, 11, 21)


def source(rows: int) -> Source:
    """Make a list of that many people."""
    prisons = [prison.name for prison in packaged_directory() if prison.active]
    lines = ["Our Ref,Forename,Surname,DOB,Prison No,Prison,Office,Fee earner,Notes"]
    for n in range(rows):
        letters = chr(65 + n // 10_000 % 26) + chr(65 + n // 260_000 % 26)
        surname = ("Oddwell", "Wiśniewska", "O’Fennimore", "Quillfeather")[n % 4]
        lines.append(
            f"C/{n}/JE,Tarquin,{surname},{n % 28 + 1:02}/{n % 12 + 1:02}/19{n % 40 + 50},"
            f"{chr(65 + n % 26)}{n // 26 % 10_000:04}{letters},{prisons[n % 100]},Leeds,JE,ok"
        )
    return Source("long.csv", "\r\n".join(lines).encode())


def measure(rows: int) -> None:
    """Check one list and say what it took."""
    made = source(rows)
    before = time.process_time()
    checked = check(made, packaged_directory(), TODAY)
    seconds = time.process_time() - before
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows:>9,} rows  {seconds:6.2f} s  {megabytes:5.0f} MB  {checked.rows_bad} bad")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        measure(int(sys.argv[1]))
    else:
        for size in sys.argv[1:] or ("10000", "100000", "200000"):
            subprocess.run([sys.executable, __file__, size], check=True)  # noqa: S603
