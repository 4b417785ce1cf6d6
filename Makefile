# `make demo` and `make test` set up all that they need. That takes Python 3.11 or later and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PAGE := build/page

.PHONY: demo test check lint types bench clean

$(STAMP): pyproject.toml resdraft/__init__.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: $(STAMP) ## three proposals on Council Resolution 1332, consolidated in one Word file
	@mkdir -p build/demo
	@$(BIN)/resdraft consolidate 1332 proposals/rus.yaml proposals/chn.docx proposals/eur.yaml -o build/demo/1332-proposals.docx
	@$(BIN)/resdraft adopt 1332 proposals/rus.yaml proposals/chn.docx proposals/eur.yaml --decisions decisions/1332.yaml -o build/demo/1332-adopted.docx --marked build/demo/1332-adopted-marked.docx --map build/demo/1332-map.md || [ $$? -eq 1 ]
	@$(BIN)/resdraft fate 1332 build/demo/1332-adopted.docx proposals/rus.yaml proposals/chn.docx proposals/eur.yaml --decisions decisions/1332.yaml -o build/demo/1332-fate.docx
	@$(BIN)/resdraft review 1332 proposals/rus.yaml proposals/chn.docx proposals/eur.yaml -o build/demo/1332-review.html
	@echo "open it in Word: $(CURDIR)/build/demo/1332-proposals.docx"

test: $(STAMP) ## all tests; those that need the corpus of real texts or LibreOffice say so where these are absent
	$(BIN)/python -m pytest -q -rs -n auto

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@if [ -x $(PAGE)/node_modules/.bin/eslint ]; then \
	  for page in review comparison; do { echo "(async () => {"; cat templates/$$page/*.js; echo "})();"; } > $(PAGE)/$$page.js; done; \
	  cp tests/review/eslint.config.mjs $(PAGE)/ && cd $(PAGE) && node_modules/.bin/eslint -c eslint.config.mjs review.js comparison.js; \
	else echo "the scripts of the page are not checked: npm install --prefix $(PAGE) eslint"; fi

types: $(STAMP)
	$(BIN)/mypy

check: lint types test ## what must pass before a change is taken

bench: $(STAMP) ## ratios, measured side by side
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/marks.py
	$(BIN)/python benchmarks/in_place.py
	$(BIN)/python benchmarks/compare.py
	$(BIN)/python benchmarks/citations.py
	$(BIN)/python benchmarks/consolidate.py
	$(BIN)/python benchmarks/adopt.py
	$(BIN)/python benchmarks/review.py
	$(BIN)/python benchmarks/pdf.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/growth.py

clean:
	rm -rf build dist $(VENV) .mypy_cache .ruff_cache .pytest_cache
