package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"tandem/bot/slacksim"
)

// TestMain removes the program that the tests have built.
func TestMain(m *testing.M) {
	code := m.Run()
	if folder != "" {
		os.RemoveAll(folder)
	}
	os.Exit(code)
}

var folder string // of the program that was built

// program is the path of the program; it is built once, when the first test asks for it.
var program = sync.OnceValues(func() (path string, err error) {
	if folder, err = os.MkdirTemp("", "tandem-test-"); err != nil {
		return "", err
	}
	path = filepath.Join(folder, "tandem"+suffix())
	if said, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the program: %w: %s", err, said)
	}
	return path, nil
})

// suffix is what an executable file's name ends in on this system.
func suffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// environ are the variables by which Tandem finds a simulated workspace, and its database.
func environ(sim *slacksim.Workspace, database string) []string {
	vars := []string{"SLACK_BOT_TOKEN=" + sim.BotToken(), "SLACK_APP_TOKEN=" + sim.AppToken(), "SLACK_API_URL=" + sim.APIURL()}
	if database != "" {
		vars = append(vars, "TANDEM_DATABASE="+database)
	}
	return vars
}
