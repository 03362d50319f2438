package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"tandem/store/dbtest"
)

// BenchmarkIdleMemory is what the idle process has in memory, code and data, once that has not changed for two seconds.
// The goal is 40 MB.
func BenchmarkIdleMemory(b *testing.B) {
	h := newHouse(b, "sqlite", dbtest.SQLite(b), 1, 1)
	var all, own float64
	n := 0
	for b.Loop() {
		h.p.kill()
		h.minutePasses()
		h.start()
		h.connected()
		if err := h.sim.Person("r0").Command("#p0", fmt.Sprintf("/request Wish %d.", n)); err != nil {
			b.Fatal(err)
		}
		h.settles()
		rss, anonymous := h.p.idleMemory()
		all, own, n = all+rss, own+anonymous, n+1
	}
	b.ReportMetric(all/float64(n), "MB-RSS")
	b.ReportMetric(own/float64(n), "MB-own") // without the program's file, which the system can drop
}

// idleMemory waits until the process uses as much memory as two seconds before, give or take a percent.
func (p *process) idleMemory() (rss, anonymous float64) {
	p.t.Helper()
	again := time.NewTicker(500 * time.Millisecond)
	defer again.Stop()
	for before, same := 0.0, 0; same < 4; <-again.C {
		rss, anonymous = p.memory("VmRSS"), p.memory("RssAnon")
		if rss > before*0.99 && rss < before*1.01 {
			same++
		} else {
			before, same = rss, 0
		}
	}
	return rss, anonymous
}

// memory is a line of /proc/<pid>/status, in MB.
func (p *process) memory(name string) float64 {
	p.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	found := regexp.MustCompile(name + `:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		p.t.Fatalf("no %s in:\n%s", name, status)
	}
	kb, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		p.t.Fatal(err)
	}
	return kb / 1024
}
