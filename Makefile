# make run, make test, make check: each makes what it needs from nothing but Python and make.

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock
.NOTPARALLEL:
.DELETE_ON_ERROR:

VENV := .venv
# What is tried when PYTHON is not given, the newest first.
PYTHON ?=
PYTHONS := python3.13 python3.12 python3.11 python3 python
# Stamps: a change of the requirement files, and nothing else, installs again.
RUN := $(VENV)/.run
DEV := $(VENV)/.dev

help:
	@echo "make run     everything from nothing, and the server on PORT (8000)"
	@echo "make test    everything from nothing, and the whole test suite; ARGS goes to pytest"
	@echo "make check   what is looked at besides the tests: style, types, imports, settings, OpenAPI"
	@echo "make bench   what reads and writes cost, in an hour or less; ARGS=--help says how to ask for less"
	@echo "make lock    write requirements*.txt from pyproject.toml; UPGRADE=--upgrade for newer versions"

run: $(RUN)
	@STATIC_ROOT="$(CURDIR)/.trial/static" exec $(VENV)/bin/python manage.py runtrial

test: $(DEV)
	$(VENV)/bin/python -m pytest -n 2 --dist worksteal $(ARGS)

bench: $(RUN)
	@$(VENV)/bin/python -m benchmarks $(ARGS)

# --- What is looked at besides the tests -----------------------------------------------------------

check: $(DEV)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --quiet --lint $(wildcard templates */templates)
	$(VENV)/bin/python manage.py makemigrations --check --dry-run
	$(as_in_production) $(VENV)/bin/python manage.py check --deploy --fail-level WARNING
	$(VENV)/bin/python manage.py spectacular --validate --fail-on-warn --file $(VENV)/openapi.yaml
	diff -u docs/openapi.yaml $(VENV)/openapi.yaml

# Keys of the moment: a check needs some, and a fixed one would end up in use.
as_in_production = env DEBUG=0 ALLOWED_HOSTS=catalog.example \
	DATABASE_URL=postgresql://catalog@database.example/catalog \
	SECRET_KEY="$$($(VENV)/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	FIELD_ENCRYPTION_KEYS="$$($(VENV)/bin/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')"

# --- The virtual environment -----------------------------------------------------------------------

$(RUN): requirements.txt
	@$(venv)
	@$(call install,requirements.txt)
	@touch $@

$(DEV): requirements-dev.txt
	@$(venv)
	@$(call install,requirements-dev.txt)
	@touch $@

fits := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

# Kept when it works; made anew when its Python is gone or of another age.
define venv
if ! $(VENV)/bin/python -c '$(fits)' 2>/dev/null; then \
	for python in $(or $(PYTHON),$(PYTHONS)) ""; do \
		if [ -n "$$python" ] && "$$python" -c '$(fits)' 2>/dev/null; then break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "This needs Python 3.11, 3.12 or 3.13 with its venv module; tried: $(or $(PYTHON),$(PYTHONS))." >&2; \
		echo "Install one (on Debian: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python" >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv --clear $(VENV); \
fi
endef

define uv
$(VENV)/bin/python -m pip --version >/dev/null 2>&1 || $(VENV)/bin/python -m ensurepip >/dev/null; \
[ -x $(VENV)/bin/uv ] || $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv
endef

# uv is several times faster than pip, but where it can't be had or can't reach the index, pip does.
# It brings its own certificates; those of the machine are its second try.
define install
echo "Installing $(1)"; \
$(uv) || true; \
python=$(VENV)/bin/python; \
uv="$(VENV)/bin/uv pip install --quiet --python $$python --require-hashes -r $(1)"; \
$$uv || UV_SYSTEM_CERTS=1 $$uv || { \
	echo "uv could not install them; trying pip"; \
	$$python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); \
}
endef

# --- The locked requirements -----------------------------------------------------------------------

COMPILE = pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--custom-compile-command "make lock" $(UPGRADE) pyproject.toml

lock:
	@$(venv)
	@$(uv)
	$(VENV)/bin/uv $(COMPILE) -o requirements.txt
	$(VENV)/bin/uv $(COMPILE) --extra dev -c requirements.txt -o requirements-dev.txt
