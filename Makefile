# tradetrace: build, tests, lints.  GNU make 4.3 or newer.  `make help` lists the goals.
#
# A flavour is a set of compiler flags with a folder of its own: release (build/), debug, san-*,
# fuzzer, cover (build/<flavour>/).  Goals that need another flavour call make again, so one run of
# make knows one flavour only.  Wildcards find the sources: a new unit never edits this file.

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all
SHELL := /bin/sh

# ---- what can be set on the command line -------------------------------------------------------

ifeq ($(origin CC),default)
CC := gcc
endif
AR := ar
CFLAGS ?= $(OPT_$(KIND))
PREFIX ?= /usr/local
DESTDIR ?=
DEV ?=
SAN ?=
T ?=
NAME ?=
SECS ?= 60
UPDATE ?=
V ?=

VERSION := $(shell awk -F'"' '/define TT_VERSION_TEXT/ {v = $$2} END {print v ? v : "0.1.0"}' \
    include/tradetrace/version.h 2>/dev/null || echo 0.1.0)
SOVERSION := $(firstword $(subst ., ,$(VERSION)))

# ---- flavours ----------------------------------------------------------------------------------

comma := ,
ifneq ($(SAN),)
FLAVOUR ?= $(if $(filter fuzzer,$(SAN)),fuzzer,san-$(subst $(comma),-,$(SAN)))
endif
FLAVOUR ?= release
KIND := $(if $(filter san-%,$(FLAVOUR)),san,$(FLAVOUR))
B := build/$(FLAVOUR)
OUT := $(if $(filter release,$(FLAVOUR)),build,$(B))

OPT_release := -O2 -g
OPT_debug := -O1 -g
OPT_cover := -O0 -g
OPT_san := -O1 -g
OPT_fuzzer := -O1 -g

ifeq ($(KIND),fuzzer)
ifeq ($(findstring clang,$(CC)),)
CC := $(firstword $(foreach c,clang clang-14 clang-15 clang-16,$(if $(shell command -v $(c)),$(c))) clang)
endif
endif

FLAGS_release = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$(FORTIFY)
FLAGS_debug = -DTT_DEBUG -fno-omit-frame-pointer -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$(FORTIFY)
FLAGS_cover = -DTT_DEBUG --coverage -fprofile-abs-path
FLAGS_san = -DTT_DEBUG -fno-omit-frame-pointer -fsanitize=$(SAN) -fno-sanitize-recover=all
FLAGS_fuzzer = -DTT_DEBUG -fno-omit-frame-pointer -fno-sanitize-recover=all \
    -fsanitize=fuzzer-no-link,address,undefined
LINK_cover := --coverage
LINK_san := -fsanitize=$(SAN)
LINK_fuzzer := -fsanitize=address,undefined

# ---- compiler ----------------------------------------------------------------------------------

IS_CLANG := $(findstring clang,$(CC))
FORTIFY := $(if $(IS_CLANG),2,3)

# Taken when the compiler knows them; all at once first, so that the usual case is one probe.
PROBE := -fstack-protector-strong -fstack-clash-protection -fcf-protection=full \
    -ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr \
    $(if $(IS_CLANG),,-fexcess-precision=standard)
HARDEN := $(shell \
    ok() { $(CC) -Werror "$$@" -x c -c -o /dev/null /dev/null 2>/dev/null; }; \
    if ok $(PROBE); then echo $(PROBE); else for f in $(PROBE); do ok $$f && echo $$f; done; fi)

WARN := -Wall -Wextra
WARN_DEV = -Werror -Wconversion -Wsign-conversion -Wshadow -Wvla -Wformat=2 -Wundef \
    -Wstrict-prototypes -Wold-style-definition -Wmissing-prototypes -Wmissing-declarations \
    -Wimplicit-fallthrough -Wpointer-arith -Wcast-qual -Wwrite-strings \
    -Wdate-time -Wredundant-decls -Wnull-dereference \
    $(if $(IS_CLANG),-Wno-gnu-zero-variadic-macro-arguments,$(WARN_GCC))
# clang's promotion warning finds fault with NAN, which is a float.
WARN_GCC := -Wdouble-promotion -Wlogical-op -Wduplicated-cond

PKGS := igraph sqlite3 libcjson icu-i18n icu-uc libzstd libcrypto expat libxxhash libarchive
PKGS_TEST := cmocka
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
TEST_LIBS := $(shell pkg-config --libs $(PKGS_TEST) 2>/dev/null)

CPPFLAGS_ALL := -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 -Isrc -Iinclude -Ibuild \
    $(PKG_CFLAGS) $(CPPFLAGS)
CFLAGS_ALL := -std=c11 $(CFLAGS) $(FLAGS_$(KIND)) -fPIC -fvisibility=hidden -pthread \
    -ffp-contract=off -ffile-prefix-map=$(CURDIR)=. $(HARDEN) $(WARN) $(if $(DEV),$(WARN_DEV))
LDFLAGS_ALL := -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code -Wl,--build-id=sha1 \
    -Wl,--as-needed $(LINK_$(KIND)) $(LDFLAGS)
LIBS := $(PKG_LIBS) -lm -pthread
COMPILE = $(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP

# ---- files -------------------------------------------------------------------------------------

SRC := $(sort $(filter-out src/tools/% src/cli/%,\
    $(wildcard src/*/*.c src/detect/common/*.c src/base/vendor/*/*.c)))
CLI := $(sort $(wildcard src/cli/*.c))
SUPPORT := $(sort $(filter-out tests/support/fuzz_main.c,$(wildcard tests/support/*.c)))
TESTS := $(sort $(wildcard $(addsuffix /test_*.c,tests/unit/* tests/read tests/detect tests/prop)))
FUZZ := $(sort $(wildcard tests/fuzz/fuzz_*.c))
QUALITY_SRC := $(sort $(wildcard tests/quality/*.c) tests/bench/flows.c tests/bench/links.c)

SQL := $(sort $(wildcard src/store/sql/*.sql))
REFDATA := $(sort $(wildcard src/refdata/data/*.tsv))
EMBED := $(sort $(wildcard schemas/*.json schemas/*.csv src/report/html/* src/simulate/data/*.tsv src/detect/*.tsv))
GEN_H := build/gen/queries.h build/gen/embed.h build/gen/refdata_data.h
GEN_C := build/gen/queries.c build/gen/embed.c

# V=1 shows whole commands.
say = $(if $(V),,@printf '  %-7s %s\n' $(1) $(2);)

obj = $(patsubst %.c,$(B)/obj/%.o,$(1))
LIB_OBJ := $(call obj,$(SRC)) $(call obj,$(GEN_C))
CLI_OBJ := $(call obj,$(CLI))
SUPPORT_OBJ := $(call obj,$(SUPPORT))
TEST_BIN := $(patsubst tests/%.c,$(B)/tests/%,$(TESTS))
QUALITY_BIN := $(patsubst tests/%.c,$(B)/tests/%,$(QUALITY_SRC))
FUZZ_BIN := $(patsubst tests/%.c,$(B)/%,$(FUZZ))
REPLAY_BIN := $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/%,$(FUZZ))

LIB_A := $(OUT)/libtradetrace.a
LIB_SO := $(OUT)/libtradetrace.so
BIN := $(OUT)/tradetrace

# Goals that call make again, or that look at results, come one after the other.
DRIVERS := demo test golden lint check fuzz fuzz-replay cover cover-run torture bench bench-versus bench-match \
    bench-resolve bench-detect bench-flows bench-quality quality quality-match quality-names clean deps deps-test deps-dev new-detector
ifneq ($(filter $(DRIVERS),$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

# ---- build -------------------------------------------------------------------------------------

.PHONY: all gen FORCE
all: $(LIB_A) $(LIB_SO) $(if $(filter src/cli/main.c,$(CLI)),$(BIN)) ## the program and the libraries

FORCE:

# Rewritten only when its text changes: other flags or another compiler rebuild the objects.
# (The folder is left out, so that a copy of the whole tree with its times builds nothing.)
FLAGS_TEXT = $(subst ','\'',$(subst $(CURDIR)=,,$(COMPILE) $(LDFLAGS_ALL)))
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(FLAGS_TEXT)' | cmp -s - $@ || \
	    { pkg-config --exists $(PKGS) || { echo "libraries are missing: run 'make deps'" >&2; exit 1; }; \
	    printf '%s\n' '$(FLAGS_TEXT)' > $@; }

$(B)/obj/%.o: %.c $(B)/flags | $(GEN_H)
	@mkdir -p $(@D)
	$(call say,CC,$@)$(COMPILE) $(if $(filter tests/%,$<),-I.) -c -o $@ $<

$(LIB_A): $(LIB_OBJ)
	@rm -f $@
	$(call say,AR,$@)$(AR) rcsD $@ $^

$(LIB_SO): $(LIB_OBJ)
	$(call say,LD,$@)$(CC) $(CFLAGS_ALL) -shared -Wl,-soname,libtradetrace.so.$(SOVERSION) \
	    $(if $(filter release debug,$(KIND)),-Wl$(comma)-z$(comma)defs) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(BIN): $(CLI_OBJ) $(LIB_A)
	$(call say,LD,$@)$(CC) $(CFLAGS_ALL) -pie $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

-include $(patsubst %.o,%.d,$(LIB_OBJ) $(CLI_OBJ) $(SUPPORT_OBJ) $(call obj,$(TESTS) $(FUZZ) $(QUALITY_SRC)))

# ---- generated sources -------------------------------------------------------------------------

gen: $(GEN_H) $(GEN_C)

# The list of inputs is an input: removing a file must rebuild as well.
build/gen/%.list: FORCE
	@mkdir -p $(@D)
	@echo '$(LIST_$*)' | cmp -s - $@ || echo '$(LIST_$*)' > $@
LIST_sql := $(SQL)
LIST_refdata := $(REFDATA)
LIST_embed := $(EMBED)

build/gen/queries.h build/gen/queries.c &: src/tools/sqlgen.awk $(SQL) build/gen/sql.list
	$(call say,GEN,$@)awk -f src/tools/sqlgen.awk -v header=build/gen/queries.h -v source=build/gen/queries.c $(SQL)

build/gen/embed.h build/gen/embed.c &: build/tools/embed $(EMBED) build/gen/embed.list
	$(call say,GEN,$@)build/tools/embed build/gen/embed.h build/gen/embed.c $(EMBED)

# The generator of the reference tables writes the header to stdout; it gets the tables sorted, and their hashes.
TOOL_SRC_refgen := src/refdata/fold.c src/base/str.c
build/gen/refdata_data.h: build/tools/refgen $(REFDATA) build/gen/refdata.list
	$(call say,GEN,$@)sha256sum $(REFDATA) > build/gen/refdata.sha256 && \
	    sum=$$(sha256sum < build/gen/refdata.sha256) && echo "$$sum" >> build/gen/refdata.sha256 && \
	    build/tools/refgen build/gen/refdata.sha256 $(REFDATA) > $@

# A tool that shares code with the library names it: TOOL_SRC_refgen := src/refdata/fold.c
.SECONDEXPANSION:
build/tools/%: src/tools/%.c $$(TOOL_SRC_$$*)
	@mkdir -p $(@D)
	$(call say,CC,$@)$(CC) -std=c11 -D_POSIX_C_SOURCE=200809L -Isrc -Iinclude -O1 \
	    $(WARN) $(if $(DEV),$(WARN_DEV)) -o $@ $^

# ---- tests -------------------------------------------------------------------------------------
# T=detect/multiple_invoicing picks one program, T=base one folder; NAME= one test in it.

.PHONY: test test-run
id = $(patsubst $(B)/tests/%,%,$(subst /fuzz_,/,$(subst /test_,/,$(1))))
chosen = $(if $(T),$(foreach t,$(1),$(if $(findstring /$(T)/,/$(call id,$(t))/),$(t))),$(1))
TEST_RUN = $(call chosen,$(TEST_BIN) $(REPLAY_BIN))

test: ## all tests; T=detect/price_over_invoicing one program, NAME= one test, SAN= with sanitizers
	@$(MAKE) --no-print-directory deps-test
	@$(MAKE) --no-print-directory $(if $(SAN),,FLAVOUR=debug) test-run

test-run: $(addsuffix .log,$(TEST_RUN))
	@$(if $(TEST_RUN),,echo "no test matches T='$(T)'" >&2; exit 1;) \
	    tests/summary.sh $^

$(B)/tests/%.log: $(B)/tests/% FORCE
	@tests/run_one.sh $< $(NAME)

$(B)/tests/%: $(B)/obj/tests/%.o $(SUPPORT_OBJ) $(LIB_A)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS_ALL) -pie $(LDFLAGS_ALL) -o $@ $^ $(TEST_LIBS) $(LIBS)

# ---- fuzzing ------------------------------------------------------------------------------------
# Each tests/fuzz/fuzz_<id>.c is linked twice: with libFuzzer (make fuzz), and with
# tests/support/fuzz_main.c into a test program that replays the seeds (make test, make fuzz-replay).

.PHONY: fuzz fuzz-run fuzz-replay
$(B)/tests/fuzz/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/support/fuzz_main.o $(SUPPORT_OBJ) $(LIB_A)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS_ALL) -pie $(LDFLAGS_ALL) -o $@ $^ $(TEST_LIBS) $(LIBS)

$(B)/fuzz/%: $(B)/obj/tests/fuzz/%.o $(SUPPORT_OBJ) $(LIB_A)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(CFLAGS_ALL) -fsanitize=fuzzer -pie $(LDFLAGS_ALL) -o $@ $^ $(TEST_LIBS) $(LIBS)

fuzz_chosen = $(if $(T),$(foreach t,$(1),$(if $(filter %/fuzz_$(T),$(t)),$(t))),$(1))

fuzz: ## libFuzzer on the readers: T=csv for one, SECS=60 for each
	@$(MAKE) --no-print-directory FLAVOUR=fuzzer fuzz-run

fuzz-run: $(call fuzz_chosen,$(FUZZ_BIN))
	@tests/fuzz/run.sh $(SECS) $^

fuzz-replay: ## the seeds and old crashes of the fuzz targets, without a fuzzer
	@$(MAKE) --no-print-directory test T=$(if $(T),fuzz/$(T),fuzz)

# ---- whole commands, lints, coverage, benches ---------------------------------------------------

.PHONY: golden lint check cover cover-run bench bench-versus bench-match bench-resolve bench-detect bench-flows bench-quality quality quality-match quality-names test-build
golden: ## whole commands against their expectations; T=name for one, UPDATE=1 rewrites them
	@$(MAKE) --no-print-directory deps-test
	@$(MAKE) --no-print-directory all
	@TT=$(CURDIR)/$(BIN) T='$(T)' UPDATE='$(UPDATE)' tests/golden/run.sh

lint: ## the rules of the house; T=floors for one
	@CC='$(CC)' CPPFLAGS='$(PKG_CFLAGS)' T='$(T)' tests/lint/run.sh

check: ## lint, test, golden, test with sanitizers: run before asking for review
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test SAN=
	@$(MAKE) --no-print-directory golden SAN=
	@$(MAKE) --no-print-directory test SAN=address,undefined

cover: ## line and branch coverage, HTML in build/cover/html
	@$(MAKE) --no-print-directory FLAVOUR=cover cover-run
cover-run:
	@rm -f $$(find $(B)/obj -name '*.gcda')
	@$(MAKE) --no-print-directory test-run
	@tests/cover.sh $(B)

torture: ## kill -9 during ingest, very many documents of two parties; KILLS=10 ROWS=300000 DOCUMENTS=100000
	@$(MAKE) --no-print-directory deps-test
	@$(MAKE) --no-print-directory all
	@TT=$(CURDIR)/$(BIN) tests/torture/kill_ingest.sh
	@TT=$(CURDIR)/$(BIN) tests/torture/hubs.py

bench: ## timed programs, one JSON object a line
	@$(MAKE) --no-print-directory all
	@TT=$(CURDIR)/$(BIN) T='$(T)' tests/bench/run.py

bench-versus: ## ingest against sqlite3 .import and Expat alone, turn by turn: minutes, and gigabytes in TMPDIR
	@$(MAKE) --no-print-directory all
	@TT=$(CURDIR)/$(BIN) T='$(T)' tests/bench/versus.py

bench-match: ## a million documents matched, beside a join of exact keys in SQLite; minutes. DOCUMENTS=100000
	@$(MAKE) --no-print-directory all
	@TT=$(CURDIR)/$(BIN) DOCUMENTS='$(DOCUMENTS)' tests/bench/documents.py

bench-resolve: ## a million names resolved, beside plain Jaro-Winkler: minutes; NAMES=100000 for a smaller run
	@$(MAKE) --no-print-directory all
	@TT=$(CURDIR)/$(BIN) tests/bench/resolve.py

bench-detect: ## all detectors over a million invoice lines, beside their aim: half an hour; DOCUMENTS=100000, THREADS=2
	@$(MAKE) --no-print-directory all
	@TT=$(CURDIR)/$(BIN) DOCUMENTS='$(DOCUMENTS)' THREADS='$(THREADS)' tests/bench/detect.py

bench-flows: ## searches in made-up flows, communities in links, beside their aims. FLOWS=5000000 LINKS=10000000, T=kept
	@$(MAKE) --no-print-directory all $(B)/tests/bench/flows $(B)/tests/bench/links > /dev/null
	@TT=$(CURDIR)/$(BIN) FLOWS='$(FLOWS)' LINKS='$(LINKS)' T='$(T)' tests/bench/flows.py $(CURDIR)/$(B)/tests/bench

bench-quality: ## false alarms and recall on made-up trade: the tables of src/detect/README.md
	@$(MAKE) --no-print-directory FLAVOUR=debug build/debug/tests/prop/test_clean_trade
	@build/debug/tests/prop/test_clean_trade 2>&1 | grep -E '^\||documents$$'

quality: ## the whole program on made-up worlds: tests/quality/README.md; minutes. SEEDS="1 2", OLD=program before, KEEP=1 at a release
	@$(MAKE) --no-print-directory all
	@TT=$(CURDIR)/$(BIN) tests/quality/grid.py

quality-match: ## links and breaks found in made-up trade against the truth: the tables of src/match/README.md
	@$(MAKE) --no-print-directory all
	@TT=$(CURDIR)/$(BIN) tests/quality/match.py $(QUALITY)

quality-names: ## names, records and worlds resolved: the tables of src/resolve/README.md
	@$(MAKE) --no-print-directory all $(B)/tests/quality/name_pairs
	@tests/quality/names.sh $(CURDIR)/$(BIN) $(B)/tests/quality/name_pairs $${TT_SHARED_DATA:-../shared/data}

# Everything that a compiler sees, nothing run.
test-build: all $(TEST_BIN) $(REPLAY_BIN) $(QUALITY_BIN)

# ---- set-up and installation --------------------------------------------------------------------

.PHONY: deps deps-test deps-dev demo install uninstall clean help new-detector indicators
deps: ## install from Debian what the build needs, when it is missing
	@CC='$(CC)' src/tools/deps.sh build
deps-test: ## the same for the tests
	@CC='$(CC)' src/tools/deps.sh test
deps-dev: ## the same for lint, fuzzing, coverage and a second compiler
	@CC='$(CC)' src/tools/deps.sh dev

demo: ## install, build, and report on samples/tour
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory all
	$(BIN) run -o build/demo samples/tour
	@echo
	@echo "report:   build/demo/report.html    (for programs: report.json)"
	@echo "network:  build/demo/network.graphml"
	@echo "case:     build/demo/case.db    (tradetrace explain build/demo/case.db ID)"

new-detector: ## the files of a new detector: NAME=family_name
	@src/tools/new_unit.sh detector '$(NAME)'

indicators: build/tradetrace ## write into src/detect/indicators.tsv which detectors look for what
	@build/tradetrace detectors | awk -f src/tools/indicators.awk - src/detect/indicators.tsv > build/indicators.tsv
	@mv build/indicators.tsv src/detect/indicators.tsv

MAN := $(patsubst src/cli/%.scd,build/%,$(wildcard src/cli/*.1.scd))
$(MAN): build/%: src/cli/%.scd
	$(call say,MAN,$@)scdoc < $< > $@

build/tradetrace.pc: src/tools/tradetrace.pc.in FORCE
	@mkdir -p $(@D)
	@sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@PKGS@|$(PKGS)|' $< > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

D := $(DESTDIR)$(PREFIX)
INSTALL_DIRS := $(D)/bin $(D)/lib/pkgconfig $(D)/include/tradetrace $(D)/share/tradetrace/schemas \
    $(D)/share/man/man1 $(D)/share/doc/tradetrace
install: all $(MAN) build/tradetrace.pc ## into PREFIX=/usr/local, below DESTDIR=
	install -d $(INSTALL_DIRS)
	install -m 755 build/tradetrace $(D)/bin/
	install -m 644 build/libtradetrace.a $(D)/lib/
	install -m 755 build/libtradetrace.so $(D)/lib/libtradetrace.so.$(VERSION)
	ln -sf libtradetrace.so.$(VERSION) $(D)/lib/libtradetrace.so.$(SOVERSION)
	ln -sf libtradetrace.so.$(SOVERSION) $(D)/lib/libtradetrace.so
	install -m 644 include/tradetrace/*.h $(D)/include/tradetrace/
	install -m 644 build/tradetrace.pc $(D)/lib/pkgconfig/
	$(if $(wildcard schemas/*.json),install -m 644 $(wildcard schemas/*.json) $(D)/share/tradetrace/schemas/)
	$(if $(MAN),install -m 644 $(MAN) $(D)/share/man/man1/)
	install -m 644 README.md LICENSE CHANGELOG.md $(D)/share/doc/tradetrace/

uninstall: ## what install put there, and nothing else
	rm -f $(D)/bin/tradetrace $(D)/lib/libtradetrace.a $(D)/lib/libtradetrace.so \
	    $(D)/lib/libtradetrace.so.$(SOVERSION) $(D)/lib/libtradetrace.so.$(VERSION) \
	    $(D)/lib/pkgconfig/tradetrace.pc $(patsubst build/%,$(D)/share/man/man1/%,$(MAN))
	rm -rf $(D)/include/tradetrace $(D)/share/tradetrace $(D)/share/doc/tradetrace

clean: ## remove build/
	rm -rf build

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo "  variables: CC= CFLAGS= DEV=1 SAN=address,undefined|thread|fuzzer T= NAME= V=1"

.SECONDARY:
