# What can be done here; CONTRIBUTING.md says when.
#
#   make build   the program, in bin/tandem
#   make test    every test, on both databases, in a browser and with Slack's own framework; installs or names what is missing
#   make check   format, vet, linters, unused code, the import law
#   make race    every test under the race detector; needs a C compiler
#   make bench   the measurements
#   make check-live   sends every view to Slack's public blocks.validate; docs/live-check.md has what else a workspace tells

.PHONY: build test check race bench check-live
.DEFAULT_GOAL := build

tool := go tool -modfile=.ci/tools.mod

build:
	CGO_ENABLED=0 go build -trimpath -o bin/tandem ./cmd/tandem

# .ci/needs prints what the tests read as lines for the shell; .ci/postgres runs a command beside a PostgreSQL server of its own.
# The tests make much garbage and hold little: a tenth of their time went into collecting it.
test: export GOGC = 400
test:
	needs="$$(.ci/needs)" && eval "$$needs" && .ci/postgres go test -timeout 80m -parallel 4 ./...

race:
	needs="$$(.ci/needs)" && eval "$$needs" && .ci/postgres go test -race -timeout 60m ./...

bench:
	.ci/postgres go test -timeout 2h -run '^$$' -bench . -benchmem ./...

SLACK_API_URL ?= https://slack.com/api/
check-live:
	go test ./bot -count=1 -run TestEveryViewLooksAsItDid -live $(SLACK_API_URL)

# gofmt and deadcode succeed whatever they find, so what they print is the failure.
check:
	@echo gofmt; found="$$(gofmt -l .)" && if [ -n "$$found" ]; then echo "not formatted:"; echo "$$found"; exit 1; fi
	go vet ./...
	$(tool) staticcheck ./...
	@echo deadcode; found="$$($(tool) deadcode -test ./...)" && if [ -n "$$found" ]; then echo "$$found"; exit 1; fi
	$(tool) golangci-lint run --allow-parallel-runners
	go test ./bot -run Law
