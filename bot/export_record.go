package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/prompts"
	"tandem/store"
)

// What an export tells of a request, as its reader may know it. The names of the JSON fields are described in docs/export.md;
// they are never renamed.

// An exported is a request in an export.
type exported struct {
	ID          string            `json:"id"`
	PartOf      string            `json:"part_of,omitempty"`
	Private     bool              `json:"private,omitempty"`
	Title       string            `json:"title"`
	Kind        string            `json:"kind,omitempty"`
	Status      string            `json:"status"`
	Since       time.Time         `json:"status_since"`
	Recorded    time.Time         `json:"recorded_at"`
	RecordedBy  string            `json:"recorded_by,omitempty"`
	RequestedBy string            `json:"requested_by,omitempty"`
	Customer    string            `json:"customer,omitempty"`
	Importance  string            `json:"importance,omitempty"`
	Problem     string            `json:"problem,omitempty"`
	Objective   string            `json:"objective,omitempty"`
	Points      int               `json:"points,omitempty"`
	Framework   string            `json:"framework,omitempty"`
	Score       string            `json:"score,omitempty"`
	PlacedOver  string            `json:"pinned_before,omitempty"`
	PlacedWhy   string            `json:"pinned_because,omitempty"`
	Reason      string            `json:"reason,omitempty"`
	Revisit     string            `json:"revisit_on,omitempty"`
	MergedInto  string            `json:"merged_into,omitempty"`
	Story       *exportedStory    `json:"story,omitempty"`
	Decisions   []exportedVerdict `json:"decisions,omitempty"`
	Evidence    []exportedWords   `json:"evidence,omitempty"`
	Opinions    []exportedOpinion `json:"satisfaction,omitempty"`

	status ritual.Status
	kind   ritual.Kind
	split  bool // its parts stand for it
	whole  bool // the reader may know all of it
}

// An exportedStory is the latest version of a story.
type exportedStory struct {
	Version    int                 `json:"version"`
	WrittenBy  string              `json:"written_by"`
	At         time.Time           `json:"written_at"`
	Sentence   string              `json:"sentence,omitempty"`
	Criteria   []exportedCriterion `json:"criteria,omitempty"`
	OutOfScope []string            `json:"out_of_scope,omitempty"`
	Questions  []exportedQuestion  `json:"questions,omitempty"`
}

// An exportedCriterion is a criterion with what it rests on: "said", "answered", "written" or "assumption".
type exportedCriterion struct {
	Text  string `json:"text"`
	Rests string `json:"rests_on"`
}

// An exportedQuestion is a question about a story; it is open while it has no answer and is not closed.
type exportedQuestion struct {
	Text   string `json:"question"`
	Answer string `json:"answer,omitempty"`
	Closed bool   `json:"closed,omitempty"`
}

// An exportedVerdict is a decision.
type exportedVerdict struct {
	At       time.Time `json:"at"`
	By       string    `json:"by,omitempty"`
	Topic    string    `json:"topic"`
	Verdict  string    `json:"verdict"`
	Says     string    `json:"says"`
	Reason   string    `json:"reason,omitempty"`
	Replaced bool      `json:"replaced,omitempty"`
}

// An exportedWords is a message that a request rests on.
type exportedWords struct {
	At     time.Time `json:"at"`
	Author string    `json:"author"`
	Words  string    `json:"words"`
	Files  []string  `json:"files,omitempty"`
	Link   string    `json:"link,omitempty"`
}

// An exportedOpinion is what somebody who asked for it says of it after it shipped.
type exportedOpinion struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Rating  int       `json:"rating"`
	Comment string    `json:"comment,omitempty"`
}

// An exporter reads a product's requests for somebody, a page at a time, so that it holds no more than a page of them.
type exporter struct {
	tx         *store.Tx
	p          ritual.Product
	rd         ritual.Reader
	names      map[string]string
	objectives map[string]string
	url        string         // the workspace's
	zone       *time.Location // in which times are written
}

// exportPage is how many requests are read at once.
const exportPage = 200

// newExporter prepares an export for somebody.
func newExporter(ctx context.Context, tx *store.Tx, p ritual.Product, rd ritual.Reader, zone *time.Location) (*exporter, error) {
	x := &exporter{tx: tx, p: p, rd: rd, zone: zone, objectives: map[string]string{}}
	var err error
	if x.names, err = tx.Names(ctx); err != nil {
		return nil, err
	}
	if x.url, err = tx.Meta(ctx, engine.MetaURL); err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	on, err := tx.Objectives(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	off, _, err := tx.EndedObjectives(ctx, p.ID, 0, 10_000)
	for _, o := range append(on, off...) {
		x.objectives[o.ID] = o.Name
	}
	return x, err
}

// each calls f with every request, in the order of their numbers.
func (x *exporter) each(ctx context.Context, f func(exported) error) error {
	for last := int64(0); ; {
		page, err := x.tx.RequestsAfter(ctx, x.p.ID, last, exportPage)
		if err != nil || len(page) == 0 {
			return err
		}
		last = page[len(page)-1].Request.Number
		ids := make([]string, 0, len(page))
		for _, r := range page {
			ids = append(ids, r.Request.ID)
		}
		stories, err := x.tx.LatestStories(ctx, ids)
		if err != nil {
			return err
		}
		decisions, err := x.tx.DecisionsOn(ctx, ids)
		if err != nil {
			return err
		}
		evidence, err := x.tx.EvidenceOn(ctx, ids)
		if err != nil {
			return err
		}
		merged, err := x.tx.MergedInto(ctx, ids)
		if err != nil {
			return err
		}
		opinions, err := x.tx.OpinionsOn(ctx, ids...)
		if err != nil {
			return err
		}
		for _, r := range page {
			id := r.Request.ID
			e := x.export(r, stories[id], decisions[id], evidence[id], merged[id])
			if e.whole {
				e.Opinions = x.opinions(opinions[id])
			}
			if err := f(e); err != nil {
				return err
			}
		}
	}
}

// export is a request with what belongs to it, as the reader may know it: of a private one others learn its id and where it
// stands, and where its title is shared, the story and what was decided.
func (x *exporter) export(it ritual.Ranked, s ritual.Story, ds []ritual.Decision, said []ritual.Evidence, into string) exported {
	r := it.Request
	m := request.Matter{Request: r, Product: x.p, Reader: x.rd}
	e := exported{ID: r.ID, PartOf: r.Parent, Private: r.Private, Title: m.Title(), Status: r.Standing().String(), Since: x.at(r.Since), Recorded: x.at(r.Created),
		Score: it.Score.Why(), Revisit: r.Revisit, MergedInto: into, status: r.Standing(), split: r.Status == ritual.Split}
	if it.Score.Framework != "" {
		e.Framework = ritual.Frameworks[it.Score.Framework].Name
	}
	if it.Pin.Before != "" {
		e.PlacedOver = it.Pin.Before
	}
	if !m.Seen() {
		return e
	}
	e.kind, e.Kind, e.Points, e.Objective = r.Kind, r.Kind.String(), r.Points, x.objectives[r.Objective]
	e.Story = x.story(m, s)
	for _, d := range ds {
		if m.Whole() || m.DecidedHere(d) {
			e.Decisions = append(e.Decisions, x.verdict(m, d))
		}
	}
	for _, w := range r.EvidenceTo(x.rd, x.p, said) {
		e.Evidence = append(e.Evidence, exportedWords{At: x.at(w.At), Author: x.name(w.Author), Words: w.Text, Files: w.Files, Link: request.LinkTo(x.url, w.Channel, w.TS, threadOf(r, w))})
	}
	if e.whole = m.Whole(); e.whole {
		e.RecordedBy, e.RequestedBy, e.Customer = x.name(r.Reporter), x.name(r.Requester), r.Customer
		e.Importance, e.Problem, e.Reason, e.PlacedWhy = r.Importance.String(), r.Problem, r.Reason, it.Pin.Reason
	}
	return e
}

// story is the latest version of a story; nil where there is none.
func (x *exporter) story(m request.Matter, s ritual.Story) *exportedStory {
	if s.Version == 0 {
		return nil
	}
	by := kit.Plain(string(writtenBy(s)), x.name)
	out := &exportedStory{Version: s.Version, WrittenBy: by, At: x.at(s.At), Sentence: sentenceOf(m, s), OutOfScope: s.OutOfScope}
	for _, c := range s.Criteria {
		out.Criteria = append(out.Criteria, exportedCriterion{Text: c.Text, Rests: restsOn(c)})
	}
	if m.Whole() {
		for _, q := range withQuestion(m.Request, s) {
			out.Questions = append(out.Questions, exportedQuestion{Text: q.Text, Answer: q.Answer, Closed: q.Closed})
		}
	}
	return out
}

// sentenceOf is a story's sentence in plain words.
func sentenceOf(m request.Matter, s ritual.Story) string {
	if m.Request.Kind == ritual.Problem {
		return joinedBy("\n", labeled("Happens: ", s.Happens), labeled("Should: ", s.Should), labeled("To see it: ", s.See))
	}
	words := ""
	for i, runs := range s.Sentence(m.Product.Settings.Frame) {
		if i > 0 {
			words += "\n"
		}
		for _, run := range runs {
			words += run.Text
		}
	}
	return words
}

// verdict is a decision in plain words.
func (x *exporter) verdict(m request.Matter, d ritual.Decision) exportedVerdict {
	v := exportedVerdict{At: x.at(d.At), By: x.name(d.By), Topic: string(d.Topic), Verdict: string(d.Verdict), Says: kit.Named(d.Sentence(), x.name), Replaced: d.SupersededBy != ""}
	if m.Whole() {
		v.Reason = d.Reason
	}
	return v
}

// opinions are what those who asked say of a request after it shipped, the latest first.
func (x *exporter) opinions(all []ritual.Opinion) (out []exportedOpinion) {
	for _, o := range all {
		out = append(out, exportedOpinion{At: x.at(o.At), By: x.name(o.Person), Rating: int(o.Rating), Comment: o.Comment})
	}
	return out
}

// name is somebody's name; nobody's is empty.
func (x *exporter) name(id string) string {
	if id == "" {
		return ""
	}
	if name := x.names[id]; name != "" {
		return name
	}
	return "somebody"
}

// at is an instant in the export's zone, to the second.
func (x *exporter) at(t time.Time) time.Time { return t.In(x.zone).Truncate(time.Second) }

// restsOn says what a criterion rests on.
func restsOn(c ritual.Criterion) string {
	switch {
	case c.By != "":
		return "written"
	case c.Assumption():
		return "assumption"
	case strings.HasPrefix(c.Source, prompts.AnswerSource):
		return "answered"
	}
	return "said"
}

// labeled is a text after its label; nothing where there is no text.
func labeled(label, text string) string {
	if text == "" {
		return ""
	}
	return label + text
}

// joinedBy are texts in one; empty ones are left out.
func joinedBy(sep string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), sep)
}
