// Command tandem runs the Slack bot Tandem.
//
//	tandem          runs the bot: its settings come from the environment, see README.md
//	tandem check    says whether all is there that it needs
//	tandem export   writes a product's requests, for whoever runs it
//	tandem try      runs it in a simulated workspace, to be tried in a browser without a Slack account
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // people's time zones, also where the system has none

	"github.com/alecthomas/kong"
)

// cli is the command line.
type cli struct {
	Run    runCmd    `cmd:"" default:"1" help:"Run the bot. Its settings come from the environment."`
	Check  checkCmd  `cmd:"" help:"See whether all is there that it needs: tokens, scopes, a socket, the database, the model."`
	Export exportCmd `cmd:"" help:"Write all requests of a product to standard output, private ones too."`
	Try    tryCmd    `cmd:"" help:"Try it in a browser, in a simulated workspace with example people."`
}

func main() {
	os.Exit(start(os.Args[1:], os.Stdout, os.Stderr))
}

// start runs the command line and returns the exit code: 0 when it ended as asked, 1 when it could not do its work, 2
// when the command line is wrong.
func start(args []string, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second signal ends it at once.
	context.AfterFunc(ctx, stop)

	var c cli
	exit := -1
	parser, err := kong.New(&c, kong.Name("tandem"), kong.Description("Tandem takes a request from chat to the backlog, and on to the recap of its sprint."),
		kong.Writers(out, errs), kong.Exit(func(code int) { exit = code }))
	if err != nil {
		say(errs, err)
		return 1
	}
	cmd, err := parser.Parse(args)
	if exit >= 0 {
		return exit // help was shown
	}
	if err != nil {
		say(errs, fmt.Errorf("%w; tandem --help lists the commands", err))
		return 2
	}
	cmd.BindTo(ctx, (*context.Context)(nil))
	cmd.BindTo(out, (*io.Writer)(nil))
	if err := cmd.Run(); err != nil {
		say(errs, err)
		return 1
	}
	return 0
}

// say writes an error as a line of its own, and so each of several that are joined.
func say(to io.Writer, err error) {
	for _, line := range lines(err) {
		fmt.Fprintln(to, "tandem:", line)
	}
}

// lines are the errors that are joined in one, a line each.
func lines(err error) (all []string) {
	if several, ok := err.(interface{ Unwrap() []error }); ok && strings.Contains(err.Error(), "\n") {
		for _, one := range several.Unwrap() {
			all = append(all, lines(one)...)
		}
		return all
	}
	return []string{oneLine(err)}
}

// oneLine is an error without line breaks.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
