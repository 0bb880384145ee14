# What one does with this code, a word each. `just --list` names them, and .ci/run calls them.

# Programs come from .venv, the pinned environment, whether it is activated or not.
programs := justfile_directory() / ".venv" / if os_family() == "windows" { "Scripts" } else { "bin" }
set positional-arguments # so that "$@" keeps -k "this or that" in one piece

export PATH := programs + PATH_VAR_SEP + env("PATH")

_list:
    @just --list --unsorted

# Make or update .venv from the pins, and have lint and types run before each commit
setup:
    bash .ci/run setup
    pre-commit install

# Run the tests, or some: `just test tests/test_codes.py`, `just test -n 0 -k mistyped`
test *arguments:
    pytest "$@"

# Look for faults of style, left-over debugging, and imports between rooms that are not allowed
lint:
    ruff check .
    ruff format --check .
    lint-imports --no-logo

# Mend what can be mended by machine
fix:
    ruff check --fix .
    ruff format .

# Check the types, strictly
types:
    mypy

# Run the tests that take minutes
soak *arguments:
    pytest -m soak "$@"

# Run the tests, or some, by the Python for Windows: on Debian, under Wine
windows *arguments:
    bash .ci/windows -m pytest "$@"

# Run all tests by it, a folder at a time, and print what came of each; build/said has the rest
windows-all *arguments:
    #!/usr/bin/env bash
    mkdir -p build/said
    for each in $(git ls-files 'tests/*test_*.py' | cut -d/ -f1-2 | sort -u) src; do
        said=build/said/$(basename "$each").txt
        bash .ci/windows -m pytest -rfEs "$@" "$each" </dev/null >"$said" || failed=1
        echo "$each: $(tail -1 "$said")"
    done
    exit ${failed-0}

# Run the tests, and show in htmlcov/ which of them reach a line, and what none reaches
coverage *arguments:
    pytest --cov --cov-context=test --cov-report=html "$@"

# Change what matters most in small ways, and show what no test notices: `just mutants codes`
mutants *arguments:
    python -m tests.mutants "$@"

# Run all that the gate runs
check:
    bash .ci/run

# Measure speed and memory beside other libraries, or name what grew: `just bench --quick`
bench *arguments:
    python -m benchmarks "$@"

# Measure a running server: checks a second, and races of two for one code
bench-load *arguments:
    python -m benchmarks.serving "$@"

# Accept how sheets look now, once you have looked: their golden pictures, and those of the pages
pictures:
    python -m tests.sheets.test_golden
    python docs/pictures.py
    python -m tests.browser.pictures

# Build the site of docs/ into build/site; a warning is an error
docs:
    NO_MKDOCS_2_WARNING=1 mkdocs build --strict
    @echo "The site is in build/site: open index.html"

# Show the site in a browser while you write, at http://127.0.0.1:8000
docs-serve:
    NO_MKDOCS_2_WARNING=1 mkdocs serve --livereload

# Make the pages in docs/reference again from the code
reference:
    python -m docs.making

# Make the plates again: measures, bar patterns and embedded fonts, as the libraries have them now
plates:
    python -m tests.test_plates

# Pin again what pyproject.toml asks for; `just pins --upgrade` takes the newest of everything
pins *options:
    uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "just pins" \
        --quiet --output-file requirements/dev.txt "$@"

# Make the folder for Windows that needs no installing: `just portable WHEEL EMBEDDABLE.zip FOLDER`
portable *arguments:
    python -m release.portable "$@"

# Print what CHANGELOG.md says of a version, as its release tells it
release-notes version:
    python -m release.notes "$@"
