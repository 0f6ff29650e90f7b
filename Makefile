# The two commands are `make run` and `make test`; each does all the set-up it needs.
# Without make: see README.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Two tests at a time, each on one core; the tests of a file stay together.
TESTS := OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt
# The very files that were tested are installed, by their sha256, but for torch; HASHES= leaves it at
# their versions.
HASHES ?= 1
HASHED := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes
ITSELF := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation -e .
OTHERWISE := the files that were tested cannot be had here; the same versions: make HASHES= $(MAKECMDGOALS)

.DEFAULT_GOAL := help
.PHONY: help setup hashes docs run llm test test-extras kill-test attack mutants bench bench-scale bench-readers bench-memory bench-busy bench-load check eval screenshots train wheel clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

# torch goes first: left to the others, pip would bring the CUDA build, gigabytes of it.
$(VENV)/.run: pyproject.toml constraints.txt constraints-run.txt
	@echo "setting up in $(VENV) (a few minutes the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(if $(HASHES),$(HASHED) -r constraints-run.txt || { echo "$(OTHERWISE)"; exit 1; })
	@$(PIP) torch
	@$(if $(HASHES),$(ITSELF),$(PIP) -e .)
	@touch $@

$(VENV)/.dev: $(VENV)/.run constraints-dev.txt
	@$(if $(HASHES),$(HASHED) -r constraints-dev.txt || { echo "$(OTHERWISE)"; exit 1; },$(PIP) -e '.[dev]')
	@touch $@

setup: $(VENV)/.run ## install what the program needs into .venv

hashes: $(VENV)/.dev ## write constraints-run.txt and constraints-dev.txt anew, from constraints.txt; INDEX=address
	@$(BIN)/python deploy/hashes.py $(INDEX)

docs: $(VENV)/.dev ## write docs/commands.md, settings.md and constants.md anew, from the program
	@$(BIN)/python docs/reference.py

run: setup ## build the index if needed and serve the page on 127.0.0.1
	-@$(BIN)/letters-qa index
	@$(BIN)/python app.py

llm: ## set up a small language model for summaries (1.1 GB) and serve it on 127.0.0.1
	@$(PYTHON) deploy/language_model.py

test: $(VENV)/.dev ## run all tests, those in a real browser too
	@sh tests/browser/chromium.sh $(BIN)
	@$(TESTS)

test-extras: $(VENV)/.dev ## run the tests of the extras milvus and ray, where these can be installed (800 MB)
	@for extra in milvus ray; do \
		if $(PIP) -e ".[$$extra]"; then $(TESTS) -q -m $$extra || exit 1; \
		else echo "the extra $$extra cannot be installed here: its tests are skipped"; fi; \
	done

kill-test: $(VENV)/.dev ## kill the indexer at every file operation and 300 random moments (half an hour)
	@QA_KILLS=300 $(BIN)/python -m pytest -q --timeout=7200 tests/test_killing.py

attack: $(VENV)/.dev ## attack every route and form, kill the indexer, hold connections (an hour)
	@QA_ATTACK=100 $(BIN)/python -m pytest -q --timeout=7200 tests/test_attack.py \
		tests/test_web_connections.py tests/test_web_limits.py tests/test_web_odd.py \
		tests/test_worker.py tests/test_apart.py
	@QA_KILLS=300 $(BIN)/python -m pytest -q --timeout=7200 tests/test_killing.py

mutants: $(VENV)/.dev ## change answering and retrieval in 3,000 ways: which does no test notice? ONLY='*7' for a tenth (hours)
	@$(PIP) -e '.[mutants]'
	@rm -rf mutants/indexes
	@OMP_NUM_THREADS=1 TOKENIZERS_PARALLELISM=false QA_TEST_INDEXES=$(CURDIR)/mutants/indexes \
		$(BIN)/python -m mutmut run $(if $(ONLY),'$(ONLY)')
	@$(BIN)/python -m benchmarks.mutants

bench: $(VENV)/.dev ## measure every figure of speed beside former builds and peers; writes a table (an hour)
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.readme scale

bench-scale: $(VENV)/.dev ## measure the index at 10,000 to 1,000,000 passages (an hour; needs the training data)
	@$(BIN)/python -m benchmarks.scale

bench-readers: $(VENV)/.dev ## ask with fifty readers while two hundred letters are added
	@$(BIN)/python -m benchmarks.readers

bench-busy: $(VENV)/.dev ## build and ask beside a job of two threads (a few minutes)
	@$(BIN)/python -m benchmarks.busy

bench-load: $(VENV)/.dev ## ask with a hundred people at once (a few minutes)
	@$(BIN)/python -m benchmarks.load

bench-memory: $(VENV)/.dev ## ask a server and visit ten thousand times and print its memory (an hour)
	@$(BIN)/python -m benchmarks.memory

check: $(VENV)/.dev ## ruff, mypy, and the tests without a browser
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(TESTS) -m 'not browser'

eval: $(VENV)/.dev ## measure retrieval and quotes beside others; writes tables (about a quarter of an hour)
	@$(BIN)/letters-qa eval --letters ../shared/letters --data ../shared/eval \
		--questions ../shared/eval/letters-dev.jsonl \
		--questions benchmarks/questions/letters-own.jsonl \
		--questions benchmarks/questions/letters-near.jsonl \
		--questions benchmarks/questions/letters-later.jsonl \
		--questions ../shared/eval/letters-far.jsonl \
		--paragraphs ../shared/training/dutch.txt.gz \
		--floors benchmarks/floors.json --results benchmarks/results $(EVAL)
	@$(BIN)/python -m benchmarks.commitments --floors benchmarks/commitments.json
	@$(BIN)/python -m benchmarks.readme

screenshots: $(VENV)/.dev ## take the pictures that the README shows, into docs/
	@sh tests/browser/chromium.sh $(BIN)
	@$(BIN)/python -m benchmarks.screenshots

train: $(VENV)/.dev ## train the encoder that ships, and fit its numbers (about an hour; needs the training data)
	@$(BIN)/python -m training
	@$(BIN)/python -m training.fitting

wheel: $(VENV)/.dev ## build the wheel into dist/
	@$(PIP) build
	@$(BIN)/python -m build --wheel --outdir dist .

clean: ## remove .venv and what was built
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
