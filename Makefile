# `make book` and `make test` do all their own set-up, into .venv. What else there is: `make help`.

.DEFAULT_GOAL := help
.PHONY: help book test lab serve lint bench reproduce clean

# The first Python that will do; `make book PYTHON=/path/to/python` names another one.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& echo $$python && break; done)
VENV := .venv/bin/python
READY := .venv/installed
PORT ?= 8000
# What whoever runs this has set for other programs: .venv has its own packages, and asserts count.
unexport PYTHONHOME PYTHONOPTIMIZE PYTHONPATH PYTHONWARNINGS

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

book: $(READY) ## build the book into _build/html; NAME=pooling runs that chapter alone, for writing
	@$(VENV) -m cnnlib.book.build $(if $(NAME),--name $(NAME))

test: export OMP_NUM_THREADS := 1
test: book ## run all tests, those of the built book in real browsers too
	@$(VENV) -m tests.book.browsers
	@status=0; \
	$(VENV) -m pytest -n 2 --doctest-modules cnnlib tests --ignore=tests/book || status=$$?; \
	$(VENV) -m pytest -n 2 --dist loadgroup tests/book || status=$$?; \
	exit $$status

lab: $(READY) ## open your own copies of the chapters in JupyterLab; NEW=pooling lays a fresh one beside
	@$(VENV) -m cnnlib.book.lab $(if $(NEW),--new $(NEW)) $(ARGS)

serve: ## serve the built book at http://localhost:8000; PORT=8001 for another port
	@test -e _build/html/index.html || { echo "There is no book yet: run make book." >&2; exit 1; }
	$(VENV) -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

# Prettier and ESLint, run by the Node in the virtual environment.
NODE := PATH="$(CURDIR)/.venv/bin:$$PATH" node .work/node/node_modules
NODE_TOOLS := prettier@3.10.1 eslint@10.15.0
NODE_READY := .work/node/$(subst @,-,$(subst $() ,-,$(NODE_TOOLS)))

lint: $(READY) $(NODE_READY) ## check style and types, and that no notebook holds outputs
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy
	$(NODE)/prettier/bin/prettier.cjs --check .eslint.config.mjs "cnnlib/**/*.{js,mjs,css}"
	$(NODE)/eslint/bin/eslint.js --config .eslint.config.mjs --max-warnings 0 cnnlib
	find chapters -name '*.ipynb' -exec $(VENV) -m nbstripout --keep-id --verify {} +

bench: $(READY) ## time the NumPy layers against PyTorch and SciPy, side by side
	@$(VENV) -m benchmarks.layers $(ARGS)

reproduce: $(READY) ## train the readers on all of MNIST and keep the table in results/
	@$(VENV) -m benchmarks.reproduce $(ARGS)

clean: ## remove everything generated but .venv and my-notebooks
	rm -rf _build .work

$(READY): requirements.lock pyproject.toml
	@$(VENV) -c 'import pip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null || { \
	test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 is needed and was not found; install it: \
	sudo apt install python3 python3-venv (Debian, Ubuntu), brew install python@3.13 (macOS)" >&2; exit 1; }; \
	"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is needed; \
	install it: sudo apt install python3-venv (Debian, Ubuntu)" >&2; exit 1; }; \
	echo "Setting up .venv with $(PYTHON): some minutes, once."; "$(PYTHON)" -m venv --clear .venv; }
	$(VENV) -m pip install $(if $(wildcard $@),--quiet) -r requirements.lock
	$(VENV) -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(NODE_READY): | $(READY)
	@mkdir -p .work/node
	PATH="$(CURDIR)/.venv/bin:$$PATH" npm install --prefix .work/node --no-audit --no-fund $(NODE_TOOLS)
	@touch $@
