package bot

import (
	"bufio"
	"fmt"
	"strings"

	"tandem/bot/ritual"
)

// A markdownExport is a text to read: a chapter for each request.
type markdownExport struct{ to *bufio.Writer }

// markdownWhen is how instants are written there, with their zone.
const markdownWhen = "2 Jan 2006, 15:04 MST"

func beginMarkdown(w *bufio.Writer, head exportHead) (exportWriter, error) {
	_, err := fmt.Fprintf(w, "# Requests of %s\n\nExported by Tandem for %s on %s.\n", mdLine(head.Product), mdLine(head.For), head.At.Format(markdownWhen))
	return markdownExport{w}, err
}

func (m markdownExport) end() error { return nil }

func (m markdownExport) add(e exported) error {
	facts := joinedBy(" · ", "**"+e.Status+"** since "+e.Since.Format(markdownWhen), e.Kind, labeled("part of ", e.PartOf), labeled("merged into ", e.MergedInto),
		labeled("until ", e.Revisit), labeled("for ", mdLine(e.Customer)), e.Importance, labeled("asked by ", mdLine(e.RequestedBy)), labeled("recorded by ", mdLine(e.RecordedBy)))
	parts := []string{"## " + e.ID + " " + mdLine(e.Title), facts,
		joinedBy("\n", labeled("- Objective: ", mdLine(e.Objective)), labeled("- Points: ", positive(e.Points)), labeled("- Score: ", mdLine(e.Score)),
			labeled("- Stands before: ", e.PlacedOver), labeled("- Because: ", mdLine(e.PlacedWhy)), labeled("- Reason: ", mdLine(e.Reason)))}
	if s := e.Story; s != nil {
		parts = append(parts, mdText(s.Sentence), mdList("Done when", e.criteria()), mdList("Out of scope", s.OutOfScope))
		for _, q := range s.Questions {
			if q.Answer != "" {
				parts = append(parts, joinedBy("\n\n", "_"+mdLine(q.Text)+"_", mdQuote(q.Answer)))
			}
		}
		parts = append(parts, mdList("Still open", e.open()))
	}
	var decided, said []string
	for _, d := range e.Decisions {
		line := d.At.Format(markdownWhen) + ": " + mdLine(d.Says)
		if d.Replaced {
			line = d.At.Format(markdownWhen) + ": ~~" + mdLine(d.Says) + "~~ (replaced later)"
		}
		decided = append(decided, "- "+joinedBy(" – ", line, labeled("“", labeledAfter(mdLine(d.Reason), "”"))))
	}
	for _, w := range e.Evidence {
		by := mdLine(w.Author) + ", " + w.At.Format(markdownWhen)
		if w.Link != "" {
			by = mdLine(w.Author) + ", [" + w.At.Format(markdownWhen) + "](" + w.Link + ")"
		}
		said = append(said, joinedBy("\n\n", by, mdQuote(w.Words)))
	}
	if len(decided) > 0 {
		parts = append(parts, "### Decisions\n\n"+strings.Join(decided, "\n"))
	}
	if len(said) > 0 {
		parts = append(parts, "### What was said", strings.Join(said, "\n\n"))
	}
	if solved := e.solved(); len(solved) > 0 {
		parts = append(parts, "### Did this solve it?\n\n"+strings.Join(solved, "\n"))
	}
	_, err := m.to.WriteString("\n" + joinedBy("\n\n", parts...) + "\n")
	return err
}

// solved are the lines of what those who asked say of it.
func (e exported) solved() (lines []string) {
	for _, o := range e.Opinions {
		said := mdLine(o.By) + ", " + o.At.Format(markdownWhen) + ": " + ritual.Rating(o.Rating).String()
		lines = append(lines, "- "+joinedBy(" – ", said, labeled("“", labeledAfter(mdLine(o.Comment), "”"))))
	}
	return lines
}

// markdownMarks escapes the characters by which Markdown begins something, wherever they stand.
var markdownMarks = strings.NewReplacer("\\", `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`, "~", `\~`, "&", `\&`)

// mdText is people's words as they are, without any effect in Markdown.
func mdText(s string) string {
	lines := strings.Split(markdownMarks.Replace(strings.TrimSpace(s)), "\n")
	for i, line := range lines {
		lines[i] = mdBegun(line)
	}
	return strings.Join(lines, "  \n")
}

// mdBegun is a line that begins no list and no rule, neither by its mark nor by a number.
func mdBegun(line string) string {
	at := len(line) - len(strings.TrimLeft(line, " \t\f\r"))
	count := at
	for count < len(line) && line[count] >= '0' && line[count] <= '9' {
		count++
	}
	marks := ".)"
	if count == at {
		marks = "-+="
	}
	if count == len(line) || !strings.ContainsRune(marks, rune(line[count])) {
		return line
	}
	return line[:count] + `\` + line[count:]
}

// mdLine is people's words on one line.
func mdLine(s string) string { return mdText(strings.Join(strings.Fields(s), " ")) }

// mdQuote is people's words as a quote.
func mdQuote(s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return "> " + strings.ReplaceAll(mdText(s), "\n", "\n> ")
}

// mdList is a list under its heading; nothing where it is empty.
func mdList(heading string, items []string) string {
	if len(items) == 0 {
		return ""
	}
	lines := []string{"**" + heading + "**\n"}
	for _, i := range items {
		lines = append(lines, "- "+mdLine(i))
	}
	return strings.Join(lines, "\n")
}
