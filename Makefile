# The commands of this repository; each one sets up what it needs. See README.md.
export PORT ADDON K CLUB_STATE ODOO_HOME
.PHONY: demo demo-reset test test-load lint format i18n shell benchmark clean help
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1	/' | expand -t 22

demo: ## serve the demo shop on PORT (8069)
	@bash scripts/demo.sh

demo-reset: ## the same, from nothing
	@bash scripts/demo.sh reset

test: ## every test (ADDON=name and K=expression choose a part)
	@bash scripts/test.sh

test-load: ## the long load and kill tests at full size
	@CLUB_LOAD=1 K="$(or $(K),load or kill or native)" bash scripts/test.sh

lint: ## style of Python, XML, JavaScript and translations
	@bash scripts/lint.sh check

format: ## mend the style where a program can
	@bash scripts/lint.sh fix

i18n: ## export the terms into each fa.po and check that none lacks its Persian
	@bash scripts/translate.sh

shell: ## Odoo's shell on a database (DB=name); standard input is run as a script
	@bash scripts/shell.sh $(DB)

benchmark: ## one benchmark (NAME=club) at a size (SIZE=0.01; 1 is full size)
	@bash scripts/benchmark.sh "$(NAME)" "$(or $(SIZE),0.01)"

clean: ## remove what the set-up made: databases, cluster, environment
	@bash scripts/clean.sh
