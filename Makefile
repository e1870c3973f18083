# The README's two commands. Both install what they need, once.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
INPUT ?= examples/the-fox-who-kept-the-light.txt
export SPARKLE_HOME ?= studio
# Where it is set, as in many containers, every start of every process would compile the whole package again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: film gpu test check lock studio clean
film: $(VENV)/.film
	@$(BIN)/sparkle make "$(INPUT)" $(if $(FILM),--film "$(FILM)")

studio: $(VENV)/.film
	@$(BIN)/sparkle studio

test: $(VENV)/.test
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	DAGSTER_HOME= $(BIN)/dagster definitions validate -w workspace.yaml

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: apt-get install python3.11 python3.11-venv  (or: make PYTHON=/path/to/python3.11)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is missing: apt-get install python3.11-venv"; exit 1; }

# The lock is complete, so pip resolves nothing (--no-deps). The stamp depends on the lock file and the project file alone: a second run installs nothing.
$(VENV)/.film: requirements/film.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/film.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

gpu: $(VENV)/.gpu

# The real models' libraries. Which build of PyTorch this machine gets (CUDA, or CPU only) is its package index's business:
# so PyTorch and CUDA's packages are pinned by version here, and everything else by hash.
$(VENV)/.gpu: requirements/gpu.txt $(VENV)/.film
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/gpu.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(shell grep -o 'torch==[0-9.]*' pyproject.toml)
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.film $(VENV)/.gpu
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/test.txt
	@touch $@

# Pins everything with hashes. Needs uv (pip install uv).
lock:
	uv pip compile pyproject.toml requirements/build.in --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o requirements/film.txt
	uv pip compile pyproject.toml requirements/build.in --extra test --extra check --extra servers -c requirements/film.txt --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o requirements/test.txt
	uv pip compile pyproject.toml requirements/build.in --extra gpu -c requirements/film.txt --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q | awk '/^[a-z]/ { keep = !/^(torch==|triton==|cuda-|nvidia-)/ } keep' > requirements/gpu.txt
	( sed -n '/^# /p' requirements/chatterbox.txt; uv pip compile requirements/chatterbox.in --python-version 3.11 --python-platform x86_64-manylinux_2_28 --only-binary :all: --generate-hashes --no-emit-index-url --no-annotate --no-header -q ) > requirements/chatterbox.new && mv requirements/chatterbox.new requirements/chatterbox.txt

clean:
	rm -rf $(VENV) build *.egg-info
