package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/store/dbtest"
)

// patience is how long a test waits for what a machine with nothing else to do does in a moment. What takes longer hangs;
// how quick Tandem is, benchmarks tell.
const patience = time.Minute

// endsWithin is how long it may take to end: as long as containers are usually given before they are killed.
const endsWithin = 10 * time.Second

// A process is Tandem as its users run it: the real program, with a process of its own.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	out  printed
	errs printed
	done chan struct{}
	err  error // how it ended, once done is closed

	temporary string // its folder for temporary files
}

// printed is what a process has printed so far.
type printed struct {
	mu    sync.Mutex
	b     bytes.Buffer
	lines chan string // each whole line, where somebody waits for them
	rest  string
}

func (p *printed) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.b.Write(text)
	p.rest += string(text)
	for {
		line, rest, whole := strings.Cut(p.rest, "\n")
		if !whole {
			return len(text), nil
		}
		p.rest = rest
		select {
		case p.lines <- line:
		default:
		}
	}
}

func (p *printed) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.b.String()
}

// launch starts the program with nothing in its environment but vars and what every program needs.
func launch(t testing.TB, vars []string, args ...string) *process {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, cmd: exec.Command(path, args...), done: make(chan struct{}), temporary: t.TempDir()}
	p.out.lines, p.errs.lines = make(chan string, 100), make(chan string, 100)
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "TMPDIR=" + p.temporary}, vars...)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.errs
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(p.kill)
	return p
}

// kill is kill -9. It returns when the process is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	<-p.done
}

// ends asks the process to end, and fails unless it does in time, as asked, with exit code 0.
func (p *process) ends(with os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(with); err != nil {
		p.t.Fatalf("it had ended already: %v\n%s", p.err, &p.errs)
	}
	late := time.NewTimer(endsWithin)
	defer late.Stop()
	select {
	case <-p.done:
	case <-late.C:
		p.t.Fatalf("it did not end within %s of %s:\n%s", endsWithin, with, &p.errs)
	}
	if p.err != nil {
		p.t.Errorf("%s ended it with %v:\n%s", with, p.err, &p.errs)
	}
}

// running reports whether the process has not ended by itself.
func (p *process) running() error {
	select {
	case <-p.done:
		return fmt.Errorf("it ended by itself: %w\n%s", p.err, &p.errs)
	default:
		return nil
	}
}

// onEach runs a test with the address of a new database on each engine, side by side: most of the time they wait.
func onEach(t *testing.T, test func(t *testing.T, engine, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, "sqlite", dbtest.SQLite(t))
	})
	onPostgres(t, func(t *testing.T, address string) { test(t, "pgx", address) })
}

// onPostgres runs a test with the address of a new database on PostgreSQL, where a server is given.
func onPostgres(t *testing.T, test func(t *testing.T, address string)) {
	t.Helper()
	address := dbtest.Postgres(t)
	switch {
	case address != "":
		t.Run("pgx", func(t *testing.T) {
			t.Parallel()
			test(t, address)
		})
	case os.Getenv("CI") != "":
		t.Error("in CI every test runs on PostgreSQL too; run it under .ci/postgres")
	}
}
