package bot

import (
	"bufio"
	table "encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tandem/bot/ritual"
)

// The formats of an export. What each file has is described in docs/export.md.

// An exportHead is what stands above the requests of an export.
type exportHead struct {
	Version int       `json:"tandem_export"` // of the names of the fields
	Product string    `json:"product"`
	At      time.Time `json:"exported_at"`
	For     string    `json:"exported_for"`
}

// An exportWriter writes requests one after the other, and what stands below them.
type exportWriter interface {
	add(e exported) error
	end() error
}

// An exportFormat is how an export is written.
type exportFormat struct {
	id, name, ending string // as it is typed, as it is shown, and how its files end
	begin            func(w *bufio.Writer, head exportHead) (exportWriter, error)
}

// exportFormats are all formats, in the order of the form.
var exportFormats = []exportFormat{
	{"csv", "CSV, for a spreadsheet", ".csv", beginCSV},
	{"jira", "CSV, for Jira's importer", "-jira.csv", beginJira},
	{"json", "JSON, for programs", ".json", beginJSON},
	{"markdown", "Markdown, to read", ".md", beginMarkdown},
}

// formatNamed is a format as people type it.
func formatNamed(words string) (exportFormat, bool) {
	if words = strings.ToLower(strings.TrimSpace(words)); words == "md" {
		words = "markdown"
	}
	for _, f := range exportFormats {
		if f.id == words {
			return f, true
		}
	}
	return exportFormat{}, false
}

// A csvExport is a table by RFC 4180, in UTF-8.
type csvExport struct {
	to  *table.Writer
	row func(e exported) []string // none: it is left out
}

// beginTable begins a table with its heading.
func beginTable(w *bufio.Writer, heading []string, row func(exported) []string) (exportWriter, error) {
	c := csvExport{table.NewWriter(w), row}
	c.to.UseCRLF = true
	return c, c.to.Write(heading)
}

func (c csvExport) add(e exported) error {
	cells := c.row(e)
	if cells == nil {
		return nil
	}
	for i, cell := range cells {
		cells[i] = harmless(cell)
	}
	return c.to.Write(cells)
}

func (c csvExport) end() error {
	c.to.Flush()
	return c.to.Error()
}

// harmless is a cell that no spreadsheet takes for a formula: what begins like one begins with an apostrophe.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// beginCSV begins the table for a spreadsheet.
func beginCSV(w *bufio.Writer, _ exportHead) (exportWriter, error) {
	return beginTable(w, []string{"ID", "Part of", "Title", "Kind", "Status", "Status since", "Objective", "Points", "Score", "Framework", "Pinned before",
		"Customer", "Importance", "Requested by", "Recorded by", "Recorded at", "Reason", "Revisit on", "Merged into", "Private", "Problem", "Story", "Criteria",
		"Open questions", "Last decision"}, func(e exported) []string {
		private := ""
		if e.Private {
			private = "yes"
		}
		return []string{e.ID, e.PartOf, e.Title, e.Kind, e.Status, e.Since.Format(time.RFC3339), e.Objective, positive(e.Points), e.Score, e.Framework, e.PlacedOver,
			e.Customer, e.Importance, e.RequestedBy, e.RecordedBy, e.Recorded.Format(time.RFC3339), e.Reason, e.Revisit, e.MergedInto, private, e.Problem, e.sentence(),
			strings.Join(e.criteria(), "\n"), strings.Join(e.open(), "\n"), e.last()}
	})
}

// positive is a number; empty where it is none.
func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// sentence is the sentence of the story, where there is one.
func (e exported) sentence() string {
	if e.Story == nil {
		return ""
	}
	return e.Story.Sentence
}

// criteria are the criteria of the story; what nobody said is marked.
func (e exported) criteria() (lines []string) {
	if e.Story == nil {
		return nil
	}
	for _, c := range e.Story.Criteria {
		line := c.Text
		if c.Rests == "assumption" {
			line += " [assumption]"
		}
		lines = append(lines, line)
	}
	return lines
}

// open are the open questions.
func (e exported) open() (lines []string) {
	if e.Story == nil {
		return nil
	}
	for _, q := range e.Story.Questions {
		if q.Answer == "" && !q.Closed {
			lines = append(lines, q.Text)
		}
	}
	return lines
}

// last is the last decision that holds.
func (e exported) last() string {
	for i := len(e.Decisions) - 1; i >= 0; i-- {
		if d := e.Decisions[i]; !d.Replaced {
			return d.Says
		}
	}
	return ""
}

// jiraSummary is how many characters a summary has in Jira at most.
const jiraSummary = 255

// jiraDate is how Jira's importer reads instants unless it is told otherwise: dd/MMM/yy h:mm a.
const jiraDate = "02/Jan/06 3:04 PM"

// jiraPriorities are Jira's priorities.
var jiraPriorities = map[string]string{ritual.Blocker.String(): "Highest", ritual.Important.String(): "High", ritual.NiceToHave.String(): "Low"}

// jiraStatuses are the statuses that every project of Jira has; what is not begun is to do.
var jiraStatuses = map[ritual.Status]string{ritual.InSprint: "In Progress", ritual.Done: "Done", ritual.Accepted: "Done", ritual.Shipped: "Done"}

// notInJira are the statuses of what nobody builds: it ended, or something else stands for it.
var notInJira = map[ritual.Status]bool{ritual.Declined: true, ritual.Merged: true, ritual.Noted: true, ritual.Withdrawn: true}

// beginJira begins the table that Jira's importer reads: it finds its fields by these headings. Several labels stand in several
// columns of one heading. People are not named in a column, as Jira knows them by their e-mail addresses only.
func beginJira(w *bufio.Writer, _ exportHead) (exportWriter, error) {
	return beginTable(w, []string{"Summary", "Issue Type", "Status", "Priority", "Story Points", "Date Created", "Labels", "Labels", "Labels", "Description"}, func(e exported) []string {
		if notInJira[e.status] || e.split {
			return nil
		}
		kind, status, priority := "Story", jiraStatuses[e.status], jiraPriorities[e.Importance]
		if e.kind == ritual.Problem {
			kind = "Bug"
		}
		if status == "" {
			status = "To Do"
		}
		if priority == "" {
			priority = "Medium"
		}
		title := strings.Join(strings.Fields(e.Title), " ")
		if !strings.HasPrefix(title, ritual.Hidden) || !e.Private {
			title = firstOf(title, jiraSummary)
		} else {
			title = e.ID + " " + title
		}
		return []string{title, kind, status, priority, positive(e.Points), e.Recorded.Format(jiraDate), e.ID, jiraLabel(e.Objective), jiraLabel(e.Customer), e.description()}
	})
}

// jiraLabel is a text as a label: Jira's have no blanks.
func jiraLabel(text string) string { return strings.Join(strings.Fields(text), "-") }

// firstOf are the first characters of a text.
func firstOf(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

// description is all that a story says, in Jira's markup of headings and lists.
func (e exported) description() string {
	list := func(heading string, lines []string) string {
		if len(lines) == 0 {
			return ""
		}
		return "h3. " + heading + "\n" + strings.Join(lines, "\n")
	}
	bulleted := func(lines []string) []string {
		marked := make([]string, 0, len(lines))
		for _, l := range lines {
			marked = append(marked, "* "+jiraText(l))
		}
		return marked
	}
	var out []string
	if e.Story != nil {
		out = e.Story.OutOfScope
	}
	who := joinedBy(", ", labeled("asked by ", e.RequestedBy), labeled("recorded by ", e.RecordedBy), labeled("for ", e.Customer))
	return joinedBy("\n\n", jiraText(e.sentence()), labeled("{quote}\n", labeledAfter(jiraText(e.Problem), "\n{quote}")), list("Done when", bulleted(e.criteria())), list("Out of scope", bulleted(out)),
		list("Still open", bulleted(e.open())), labeled("Objective: ", e.Objective), labeled("Score: ", e.Score), joinedBy(": ", e.ID+" in Tandem", who))
}

// jiraText is people's words without any macro in Jira's markup.
func jiraText(s string) string { return strings.ReplaceAll(s, "{", `\{`) }

// labeledAfter is a text before its end; nothing where there is no text.
func labeledAfter(text, end string) string {
	if text == "" {
		return ""
	}
	return text + end
}

// A jsonExport is one object with all requests in an array.
type jsonExport struct {
	to   *bufio.Writer
	some bool
}

func beginJSON(w *bufio.Writer, head exportHead) (exportWriter, error) {
	raw, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(w, "%s,\n\"requests\":[", strings.TrimSuffix(string(raw), "}"))
	return &jsonExport{to: w}, err
}

func (j *jsonExport) add(e exported) error {
	sep := "\n"
	if j.some {
		sep = ",\n"
	}
	j.some = true
	raw, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if _, err = j.to.WriteString(sep); err == nil {
		_, err = j.to.Write(raw)
	}
	return err
}

func (j *jsonExport) end() error {
	_, err := j.to.WriteString("\n]}\n")
	return err
}
