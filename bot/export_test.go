package bot

import (
	"bufio"
	"bytes"
	table "encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tandem/bot/ritual"
	"tandem/bot/slacksim"
)

// exportedAll are requests as exports have them: a whole one, one with the worst that people write, one of which the reader may see
// the id only, one that was merged, and a problem.
func exportedAll(t *testing.T) []exported {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 28, 23, 30, 0, 0, berlin)
	evil := "=HYPERLINK(\"http://evil.example\")\r\n\"quoted\", and \t# not a heading\n- {quote} *b* `c` | <b>&amp;</b> שלום 👩‍🚀"
	return []exported{
		{
			ID: "FR-1", Title: "Export to CSV", Kind: "Feature", Status: "Backlog", Since: at.Add(24 * time.Hour), Recorded: at, RecordedBy: "Sam", RequestedBy: "Dev", Customer: "Acme & Sons",
			Importance: "Blocker", Problem: "Audits take days", Objective: "Win larger customers", Points: 5, Framework: "Value/effort", Score: "value 7 ÷ effort 3 = 2.3",
			PlacedOver: "FR-9", PlacedWhy: "A customer waits",
			Story: &exportedStory{Version: 2, WrittenBy: "Edited by Omar", At: at, Sentence: "As a support agent, I want an export to CSV so that audits take minutes",
				Criteria:   []exportedCriterion{{"It works with 10,000 rows", "said"}, {"Given no rights, it says so", "assumption"}},
				OutOfScope: []string{"PDF"}, Questions: []exportedQuestion{{Text: "Which columns?", Answer: "All of them", Closed: true}, {Text: "How would you see that it is done?"}}},
			Decisions: []exportedVerdict{{At: at, By: "Priya", Topic: "alignment", Verdict: "not_now", Says: "Priya parked FR-1 until 1 Jun 2026", Reason: "After the audit", Replaced: true},
				{At: at.Add(time.Hour), By: "Priya", Topic: "alignment", Verdict: "aligned", Says: "Priya aligned FR-1 with “Win larger customers”"}},
			Evidence: []exportedWords{{At: at, Author: "Dev", Words: "We need an export", Files: []string{"audit.pdf"}, Link: "https://sim.slack.com/archives/C1/p1"}},
			status:   ritual.Backlog, kind: ritual.Feature,
		},
		{ID: "FR-2", Title: evil, Kind: "Feature", Status: "Awaiting alignment", Since: at, Recorded: at, RecordedBy: "@Sam", Customer: "+49 30", Problem: evil, Reason: evil,
			Story:     &exportedStory{Version: 1, WrittenBy: "Template draft", At: at, Sentence: evil, Criteria: []exportedCriterion{{evil, "said"}}, Questions: []exportedQuestion{{Text: evil}}},
			Decisions: []exportedVerdict{{At: at, By: "-Priya", Topic: "alignment", Verdict: "declined", Says: "-Priya declined FR-2", Reason: evil}},
			Evidence:  []exportedWords{{At: at, Author: "=Dev", Words: evil}}, status: ritual.AwaitingAlignment, kind: ritual.Feature},
		{ID: "FR-3", Private: true, Title: ritual.Hidden, Status: "In sprint", Since: at, Recorded: at, status: ritual.InSprint, kind: ritual.Feature},
		{ID: "FR-4", Title: "The same again", Kind: "Feature", Status: "Merged", Since: at, Recorded: at, MergedInto: "FR-1", status: ritual.Merged, kind: ritual.Feature},
		{ID: "FR-5.1", PartOf: "FR-5", Title: strings.Repeat("Long ", 60), Kind: "Problem", Status: "Shipped", Since: at, Recorded: at, status: ritual.Shipped, kind: ritual.Problem},
	}
}

// written are requests in a format.
func written(t *testing.T, format string, all []exported) []byte {
	t.Helper()
	f, ok := formatNamed(format)
	if !ok {
		t.Fatalf("there is no format %s", format)
	}
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	out, err := f.begin(w, exportHead{Version: 1, Product: "Atlas *b*", At: time.Date(2026, 4, 1, 12, 40, 0, 0, time.UTC), For: "Sam"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if err := out.add(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.end(); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestExportsLookAsTheyDid(t *testing.T) {
	for _, f := range exportFormats {
		for name, all := range map[string][]exported{"none": nil, "some": exportedAll(t)} {
			file := filepath.Join("testdata", "export", name+f.ending)
			got := written(t, f.id, all)
			if *update {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s: -want +got:\n%s", file, diff)
			}
		}
	}
}

func TestACSVExportReadsBackAsItWasAndIsNoFormula(t *testing.T) {
	all := exportedAll(t)
	raw := written(t, "csv", all)
	if n := bytes.Count(raw, []byte("\n")) - bytes.Count(raw, []byte("\r\n")); n != 0 {
		t.Errorf("%d lines do not end as RFC 4180 has it", n)
	}
	rows, err := table.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil || len(rows) != len(all)+1 {
		t.Fatalf("%d rows are read back: %v", len(rows), err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	plain := func(s string) string { // line breaks are those of the reader
		return strings.ReplaceAll(s, "\r\n", "\n")
	}
	for i, e := range all {
		row := rows[i+1]
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%s has a formula: %q", e.ID, cell)
			}
		}
		for name, want := range map[string]string{"ID": e.ID, "Title": e.Title, "Customer": e.Customer, "Recorded by": e.RecordedBy, "Problem": e.Problem, "Story": e.sentence(), "Last decision": e.last()} {
			if got := plain(strings.TrimPrefix(row[column[name]], "'")); got != plain(want) {
				t.Errorf("%s of %s reads back as %q, want %q", name, e.ID, got, want)
			}
		}
	}
}

func TestAJSONExportReadsBackAsItWas(t *testing.T) {
	all := exportedAll(t)
	var read struct {
		exportHead
		Requests []exported `json:"requests"`
	}
	if err := json.Unmarshal(written(t, "json", all), &read); err != nil {
		t.Fatal(err)
	}
	same := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
	if diff := cmp.Diff(all, read.Requests, same, cmpopts.IgnoreUnexported(exported{})); diff != "" || read.Version != 1 || read.Product != "Atlas *b*" {
		t.Errorf("%+v: -want +got:\n%s", read.exportHead, diff)
	}
	if err := json.Unmarshal(written(t, "json", nil), &read); err != nil || len(read.Requests) != 0 {
		t.Errorf("none reads back as %d: %v", len(read.Requests), err)
	}
}

// sentFile is the newest file that somebody was sent.
func (w *world) sentFile(who string) (f slacksim.File, ok bool) {
	for _, m := range w.sim.Person(who).Sees("@tandem") {
		for _, one := range m.Files {
			f, ok = one, true
		}
	}
	return f, ok
}

func TestAnExportIsSentAsAFileOfWhatItsReaderMaySee(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya"}, BotIn: true})
		w.setUp()
		w.types("sam", "#atlas", "/request Dark mode")
		w.types("sam", "#leads", "/tandem request Acme leaves without SSO")
		w.aligns("FR-1", "Happy eyes")
		w.types("dev", "#atlas", "/tandem export csv")
		w.hears("dev", "#atlas", "I am writing the requests of *Atlas* as CSV, for a spreadsheet. The file comes in our direct messages.")
		w.sees("dev", "@tandem", "Here is your export of *Atlas*: 2 requests, as CSV", "of a private request of others, its id and where it stands", "as of")
		f, ok := w.sentFile("dev")
		if !ok || f.Name != "atlas-2026-03-02.csv" {
			t.Fatalf("dev was sent %q", f.Name)
		}
		rows, err := table.NewReader(bytes.NewReader(f.Data)).ReadAll()
		if err != nil || len(rows) != 3 || rows[1][2] != "Dark mode" || rows[1][6] != "Happy eyes" || rows[1][14] != "sam" || rows[1][15] != "2026-03-02T10:00:10+01:00" ||
			rows[2][0] != "FR-2" || rows[2][2] != "(private)" || rows[2][14] != "" || strings.Contains(string(f.Data), "SSO") {
			t.Errorf("it has, %v:\n%s", err, f.Data)
		}
		w.types("priya", "#atlas", "/tandem export")
		w.hasForm("priya", "Export")
		w.submits("priya", "Format: JSON, for programs")
		w.sees("priya", "form", "I am writing the requests of *Atlas* as JSON, for programs.")
		if f, _ = w.sentFile("priya"); !strings.Contains(string(f.Data), "SSO") || !strings.Contains(string(f.Data), `"says":"priya aligned FR-1 with “Happy eyes”"`) {
			t.Errorf("priya was sent %s:\n%s", f.Name, f.Data)
		}
		w.types("gwen", "#atlas", "/tandem export csv")
		w.hears("gwen", "#atlas", "Only full members of this workspace")
		w.types("dev", "#atlas", "/tandem export pdf")
		w.hears("dev", "#atlas", "“pdf” is not a format. There are `/tandem export csv`, `jira`, `json` and `markdown`")
		w.sim.AddChannel(channelNamed("borealis"))
		w.setUpIn("sam", "#borealis", "Borealis")
		w.types("sam", "#sales", "/tandem export MD")
		w.chooses("sam", "#sales", "Borealis")
		if f, _ = w.sentFile("sam"); f.Name != "borealis-2026-03-02.md" || !strings.HasPrefix(string(f.Data), "# Requests of Borealis\n\nExported by Tandem for sam on 2 Mar 2026, ") {
			t.Errorf("sam was sent %s:\n%s", f.Name, f.Data)
		}
		click := w.as("dev")
		click.Fields = map[string][]string{"product": {"NOWHERE"}, "format": {"csv"}}
		_, err = w.clicks(exportForm, click)
		w.refuses(err, "This product is not here any more.")
		w.ended()
	})
}

func TestAnExportAsksWhoIsInThePrivateChannelsNow(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.leads()
		gets := func(who string, want bool) {
			t.Helper()
			w.types(who, "#atlas", "/tandem export md")
			if f, ok := w.sentFile(who); !ok || strings.Contains(string(f.Data), "SSO") != want {
				t.Errorf("%s is to read of SSO, %v:\n%s", who, want, f.Data)
			}
		}
		w.sim.Kick("#leads", "dev")
		w.sim.Invite("#leads", "olga")
		gets("dev", true) // as last read
		gets("olga", false)
		w.passes(2 * time.Hour)
		before := len(w.sim.Calls("conversations.members"))
		w.sim.InjectFault(slacksim.Fault{Method: "conversations.members", Kind: slacksim.Status500})
		w.types("olga", "#atlas", "/tandem export csv")
		w.passes(time.Minute)
		w.sim.ClearFaults()
		gets("olga", true)
		gets("dev", false)
		gets("priya", true)
		if n := len(w.sim.Calls("conversations.members")) - before; n != 2 {
			t.Errorf("Slack was asked %d times", n)
		}
		w.ended()
	})
}
