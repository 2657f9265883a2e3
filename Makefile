# oomlab: `make help` lists the targets. One build serves them all: the command, the guest programs and the tests
# (optimised, because evidence is parsed on the hot path; -enable-testing, so that the tests can share it).
SWIFT_BUILD_FLAGS ?= -c release -Xswiftc -enable-testing
PREFIX ?= /usr/local
SHARE = $(PREFIX)/share
BIN := .build/release
OOMLAB := $(BIN)/oomlab

# What `oomlab --version` says beside the number: the commit, with a plus if files differ from it.
export OOMLAB_COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null)$(shell git diff --quiet HEAD 2>/dev/null || echo +)

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: bootstrap
bootstrap: ## install the system packages that are missing
	@scripts/bootstrap

.PHONY: build
build: bootstrap ## build the command and the guest programs
	@swift build $(SWIFT_BUILD_FLAGS)

.PHONY: demo
demo: build ## compare real kernels: fetches two, runs three scenarios, writes an HTML report
	@scripts/demo $(OOMLAB)

.PHONY: test
test: build ## run every test, the live ones (they boot VMs) included
	@scripts/bootstrap tests
	@scripts/test $(SWIFT_BUILD_FLAGS)

.PHONY: bench
bench: build ## measure boot, recorder, sizes and explain, side by side in one run (virtme-ng comes from PyPI)
	@scripts/bootstrap bench
	@scripts/bench $(OOMLAB)

# The modules that other code can use; the command and the guest's programs have their help and docs/.
DOCUMENTED := Vocabulary Faults GuestProtocol Record Evidence Runs KernelLog VictimSelection Explain Scenario Study Judge Kernels Lab Matrix Statistics \
	Comparison Bisection Ledger Report Archive

.PHONY: docs
docs: bootstrap ## make the DocC pages of every module in .build/docs; warnings are errors
	@mkdir -p .build/docs
	@for module in $(DOCUMENTED); do \
		swift package --allow-writing-to-directory .build/docs generate-documentation --target $$module \
			--warnings-as-errors --output-path .build/docs/$$module || exit; \
	done

.PHONY: lint
lint: ## check the format of every Swift file, and that every script can be run
	@! find scripts -type f ! -perm -u=x | sed 's/$$/ is not executable/' | grep .
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Workloads

.PHONY: format
format: ## format every Swift file in place
	@swift format --in-place --recursive --parallel Package.swift Sources Tests Workloads

.PHONY: install
install: build ## install below PREFIX (default /usr/local), with the manual page and shell completions
	install -Dm755 $(OOMLAB) $(DESTDIR)$(PREFIX)/bin/oomlab
	install -Dm755 -t $(DESTDIR)$(PREFIX)/libexec/oomlab $(BIN)/oomlab-agent $(BIN)/oomlab-workload $(BIN)/oomlab-guard \
		$(BIN)/liboomlab-turns.so
	mkdir -p $(DESTDIR)$(SHARE)/oomlab
	cp -r Workloads/Scenarios $(DESTDIR)$(SHARE)/oomlab/
	@mkdir -p $(BIN)/share
	scripts/manual $(OOMLAB) > $(BIN)/share/oomlab.1
	$(OOMLAB) --generate-completion-script bash > $(BIN)/share/oomlab.bash
	$(OOMLAB) --generate-completion-script zsh > $(BIN)/share/oomlab.zsh
	$(OOMLAB) --generate-completion-script fish > $(BIN)/share/oomlab.fish
	install -Dm644 $(BIN)/share/oomlab.1 $(DESTDIR)$(SHARE)/man/man1/oomlab.1
	install -Dm644 $(BIN)/share/oomlab.bash $(DESTDIR)$(SHARE)/bash-completion/completions/oomlab
	install -Dm644 $(BIN)/share/oomlab.zsh $(DESTDIR)$(SHARE)/zsh/site-functions/_oomlab
	install -Dm644 $(BIN)/share/oomlab.fish $(DESTDIR)$(SHARE)/fish/vendor_completions.d/oomlab.fish

.PHONY: clean
clean: ## remove what was built (kernels and results stay)
	rm -rf .build
