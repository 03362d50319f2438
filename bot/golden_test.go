package bot

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/bot/slacksim"
	"tandem/store"
)

var update = flag.Bool("update", false, "rewrite the golden files of the views")

// said are the words that people use in a scenario: plain ones, and the worst that Slack lets them write.
type said struct{ product, title, problem, customer, question, answer, reason, objective, outcome, measure string }

var sayings = map[string]said{
	"plain": {
		product: "Atlas", title: "Export to CSV", customer: "Acme", question: "Which columns?", answer: "All of them", reason: "It serves no objective of ours",
		problem:   "As a support agent I want an export to CSV so that audits take minutes. It must work with 10,000 rows.",
		objective: "Win larger customers", outcome: "Large customers stay", measure: "Three customers with more than 500 seats",
	},
	"extreme": {
		product: worst(60), title: worst(150), problem: worst(3000), customer: worst(80), question: worst(600), answer: worst(3000),
		reason: worst(600), objective: worst(75), outcome: worst(500), measure: worst(200),
	},
}

// worst are n characters that are escaped, that turn the direction, that are markup, and that would ping and link.
func worst(n int) string {
	r := []rune(strings.Repeat("<!channel> & *b* `c` שלום <http://evil.example|x> 👩‍🚀 ", n/40+1))
	return strings.TrimSpace(string(r[:n]))
}

// A view is anything that Slack shows: a message, a form, a Home tab.
type view interface{ Check() error }

// gallery are the surfaces of a scenario by file and name.
type gallery map[string]map[string]view

func (g gallery) hang(file, name string, s view) {
	if g[file] == nil {
		g[file] = map[string]view{}
	}
	if m, ok := s.(kit.Message); ok {
		s = drawn(m)
	}
	g[file][name] = s
}

// drawn is a message with its picture, where it has one, as if Slack had it.
func drawn(m kit.Message) kit.Message {
	if m.Picture == nil {
		return m
	}
	return m.WithPicture("F0PICTURE", "key")
}

func TestEveryViewLooksAsItDid(t *testing.T) {
	for kind, words := range sayings {
		t.Run(kind, func(t *testing.T) {
			inWorlds(t, func(w *world) {
				w.lives(words)
				g := w.hangsAll(words)
				names := w.names()
				for file, views := range g {
					w.compare(filepath.Join("testdata", file+"."+kind+".golden"), views, names)
				}
				w.ended()
			})
		})
	}
}

// hangsAll takes every view of what was lived.
func (w *world) hangsAll(words said) gallery {
	w.t.Helper()
	g := gallery{}
	w.hangsMessages(g)
	w.hangsAnswers(g, words)
	w.hangsForms(g, words)
	w.hangsParts(g, words)
	w.hangsEstimate(g, words)
	w.hangsUndo(g, words)
	w.hangsDemo(g, words)
	w.hangsStandupDay(g, words)
	w.hangsStandupAsked(g, words)
	w.hangsRecap(g, words)
	w.hangsSatisfaction(g, words)
	w.hangsNudges(g)
	w.hangsAbsence(g)
	w.hangsBlockers(g, words)
	w.hangsObjectives(g, words)
	w.hangsSprintPlan(g, words)
	w.hangsBoard(g, words)
	w.hangsSprintPictures(g, words)
	w.hangsClose(g, words)
	w.hangsStandupSetup(g, words)
	w.hungAll(g)
	return g
}

// lives is a product's first week: a request in every status of this stage.
//
//	FR-1 awaits alignment · FR-2 needs info · FR-3 was answered · FR-4 declined · FR-5 parked · FR-6 withdrawn · FR-7 noted ·
//	FR-8 a problem that awaits its priority · FR-9 awaits priority · FR-10 and FR-11 in the backlog · FR-12 private there ·
//	FR-13 came back · FR-14 was challenged · FR-15 too, and was aligned again
func (w *world) lives(s said) {
	w.t.Helper()
	w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "dev", "priya"}, BotIn: true})
	w.setUp("Product name: " + s.product)
	for i := 1; i <= 15; i++ {
		channel, kind := "#atlas", "Feature"
		switch i {
		case 7:
			kind = "Praise"
		case 8:
			kind = "Problem"
		case 12:
			channel = "#leads"
		}
		w.types("sam", channel, "/request")
		answers := []string{"Title: " + s.title, "What is the problem?: " + s.problem, "Customer: " + s.customer, "Kind: " + kind, "Importance: Blocker"}
		if i == 2 {
			answers = append(answers, "Who needs it?: dev")
		}
		w.submits("sam", answers...)
		w.passes(sameWithin)
	}
	id := func(n int) string { return ritual.RequestID(int64(n)) }
	pm := func(n int, v ritual.Verdict, f engine.Fields) {
		w.t.Helper()
		click := w.as("priya")
		click.Subject, click.Fields, click.Data.Last = id(n), f, ritual.Doubt(w.decisions(id(n))).ID
		if _, err := w.clicks(alignmentForms[v], click); err != nil {
			w.t.Fatal(err)
		}
		w.settle()
	}
	for _, n := range []int{2, 3} {
		pm(n, ritual.NeedMore, engine.Fields{"question": {s.question}})
	}
	click := w.as("sam")
	click.Subject, click.Fields = id(3), engine.Fields{askedByPM: {s.answer}}
	if _, err := w.clicks(questionsForm, click); err != nil {
		w.t.Fatal(err)
	}
	pm(4, ritual.Decline, engine.Fields{"reason": {s.reason}})
	pm(5, ritual.NotNow, engine.Fields{"reason": {s.reason}, "revisit": {"2026-06-01"}})
	pm(13, ritual.NotNow, engine.Fields{"reason": {s.reason}, "revisit": {"2026-03-03"}})
	w.presses("sam", "@tandem", "Withdraw", id(6))
	pm(9, ritual.Aligned, engine.Fields{"new_objective": {s.objective}})
	first := w.request(id(9)).Objective
	for _, n := range []int{10, 11, 12} {
		pm(n, ritual.Aligned, engine.Fields{"objective": {first}})
		click := w.as("omar")
		click.Subject, click.Fields = id(n), engine.Fields{"value_effort.value": {fmt.Sprint(n - 5)}, "value_effort.effort": {"3"}}
		if _, err := w.clicks(prioritizeForm, click); err != nil {
			w.t.Fatal(err)
		}
		w.settle()
	}
	move := w.as("omar")
	move.Subject, move.Fields = id(10), engine.Fields{"before": {id(11)}, "reason": {s.reason}}
	if _, err := w.clicks(moveForm, move); err != nil {
		w.t.Fatal(err)
	}
	for _, n := range []int{14, 15} {
		pm(n, ritual.Aligned, engine.Fields{"objective": {first}})
		click := w.as("omar")
		click.Subject, click.Fields = id(n), engine.Fields{"reason": {s.reason}}
		if _, err := w.clicks(challengeForm, click); err != nil {
			w.t.Fatal(err)
		}
		w.settle()
	}
	pm(15, ritual.Aligned, engine.Fields{"objective": {first}, "reason": {s.reason}})
	objective := w.as("priya")
	objective.Data.Subject = w.product(strings.Join(strings.Fields(s.product), " ")).ID
	objective.Fields = engine.Fields{"name": {"2 " + s.objective[:len(s.objective)/2]}, "outcome": {s.outcome}, "measure": {s.measure}, "horizon": {"later"}}
	if rep, err := w.does(submitObjective, objective); err != nil || rep.Form == nil {
		w.t.Fatal(err)
	}
	for _, to := range []ritual.Kind{ritual.Feature, ritual.Problem} {
		kind := w.as("priya")
		kind.Subject, kind.Fields = id(8), engine.Fields{"kind": {string(to)}}
		if _, err := w.clicks(kindForm, kind); err != nil {
			w.t.Fatal(err)
		}
		w.settle()
	}
	w.changes(func(ctx context.Context, tx *store.Tx) error { // as a model says of two of them
		return errors.Join(tx.KeepSuggestion(ctx, id(14), ritual.Suggestion{Objective: first, Because: kit.Cut(s.reason, 160)}),
			tx.KeepSuggestion(ctx, id(1), ritual.Suggestion{Objective: first, Because: kit.Cut(s.title, 160), Quoted: true}))
	})
	link := w.as("sam")
	link.Subject, link.Fields = id(7), engine.Fields{"objective": {first}, "story": {id(10)}}
	if _, err := w.clicks(linkForm, link); err != nil {
		w.t.Fatal(err)
	}
	mute := w.as("sam")
	mute.Subject = id(5)
	if _, err := w.clicks(outcomeMute, mute); err != nil {
		w.t.Fatal(err)
	}
	w.clock.Set(monday.Add(24 * time.Hour)) // in the morning, what became of all this is told
	w.settle()
	w.clock.Set(monday.AddDate(0, 0, 1).Add(12 * sameWithin * 60))
	w.settle()
}

// hungAll fails where a kind of message or a form is in no file, so that a new ritual cannot forget its own.
func (w *world) hungAll(g gallery) {
	w.t.Helper()
	hung := map[string]bool{}
	for _, views := range g {
		for name, v := range views {
			kind, _, _ := strings.Cut(name, " of ")
			hung[kind] = true
			if m, ok := v.(kit.Modal); ok {
				hung[m.ID] = true
			}
		}
	}
	for kind := range w.bot.Routes.Messages {
		if !hung[kind] {
			w.t.Errorf("no message of the kind %s is in the golden files", kind)
		}
	}
	for id := range w.bot.Routes.Submits {
		if !hung[id] {
			w.t.Errorf("the form %s is not in the golden files", id)
		}
	}
}

// hangsMessages takes every message that was posted, as it looks now.
func (w *world) hangsMessages(g gallery) {
	w.t.Helper()
	files := map[string]string{
		request.ReceiptKind: "capture", request.LineKind: "capture", request.QuestionKind: "story", answeredKind: "story", problemTold: "story", request.PMCard: "alignment", request.BothCard: "alignment",
		request.POCard: "priority", request.ChallengedKind: "priority", outcomesKind: "outcome", kindTold: "kind", request.RealignedKind: "priority", roadmapShown: "roadmap", roadmapPicture: "roadmap", reportShown: "report", reportPicture: "report", backlogShown: "backlog", decisionsShown: "decisions", exportKind: "export", setupAnnounce: "setup", namedKind: "setup",
		redraftTold:  "story",
		relievedKind: "setup", notMeKind: "setup", leftKind: "settings",
		engine.ListKind: "list", "files_lost": "files",
	}
	ctx := context.Background()
	if err := w.db.View(ctx, func(tx *store.Tx) error {
		subjects := []string{"2026-03-02", "2026-03-03", "2026-03-04"} // the days of the lists
		products, err := tx.Products(ctx)
		for _, p := range products {
			subjects = append(subjects, p.ID)
		}
		for n := 1; n <= 15; n++ {
			subjects = append(subjects, ritual.RequestID(int64(n)))
			for d := 1; d <= 4; d++ {
				subjects = append(subjects, fmt.Sprintf("FR-%d/%d", n, d))
			}
		}
		for _, subject := range subjects {
			ms, err := tx.MessagesAbout(ctx, subject)
			if err != nil {
				return err
			}
			if i := slices.IndexFunc(products, func(p ritual.Product) bool { return p.ID == subject }); i == 0 { // shown to its channel
				for _, kind := range []string{roadmapShown, roadmapPicture, reportShown, reportPicture, backlogShown, decisionsShown} {
					ms = append(ms, store.Message{Kind: kind, Subject: subject + "/1/" + products[i].PO, To: products[i].Channel})
				}
				ms = append(ms, w.namings(products[i])...)
				for _, f := range exportFormats {
					ms = append(ms, store.Message{Kind: exportKind, Subject: subject + "/" + f.id + "/1", To: products[i].PM})
				}
				for _, word := range []string{"missing_scope", "file_uploads_disabled", "storage_limit_reached", "unreachable", "some_new_word"} {
					ms = append(ms, store.Message{Kind: "files_lost", Subject: "M1/" + word, To: products[i].PO})
				}
				for _, came := range []string{"2", string(wishEdited), string(wishMoved), string(wishOff), string(wishLate)} {
					ms = append(ms, store.Message{Kind: redraftTold, Subject: "FR-10/redraft/1/" + came, To: products[i].PO})
				}
			}
			for _, m := range ms {
				v, err := w.bot.Routes.Messages[m.Kind].View(ctx, tx, m)
				if err != nil {
					return err
				}
				g.hang(cmp.Or(files[m.Kind], m.Kind), fmt.Sprintf("%s of %s to %s", m.Kind, m.Subject, m.To), v)
			}
		}
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	w.hangsOneHeadsCard(g)
	w.hangsMerged(g)
}

// hangsMerged takes how it looks when one request was merged into another, and others want it too.
func (w *world) hangsMerged(g gallery) {
	w.t.Helper()
	ctx := context.Background()
	back := errors.New("as it was")
	if err := w.db.Update(ctx, func(tx *store.Tx) error {
		m, err := request.Of(ctx, tx, "FR-1")
		if err != nil {
			return err
		}
		lead, err := tx.Request(ctx, "FR-8")
		if err != nil {
			return err
		}
		for _, v := range []ritual.Supporter{
			{Person: m.Product.PO, By: m.Product.PM, Customer: m.Request.Customer + " Ltd", Importance: ritual.Important, Words: m.Request.Problem, At: tx.Now},
			{Person: m.Product.PM, Customer: "Globex", Private: true, Channel: "GELSEWHERE", At: tx.Now}} {
			if _, err := tx.AddSupporter(ctx, "FR-1", v); err != nil {
				return err
			}
		}
		if _, err := mergeInto(ctx, tx, m.Product.PM, m, lead); err != nil {
			return err
		}
		for kind, to := range map[string]string{request.PMCard: m.Product.PM, request.ReceiptKind: m.Request.Thread.Channel} {
			v, err := w.bot.Routes.Messages[kind].View(ctx, tx, store.Message{Kind: kind, Subject: "FR-1", To: to})
			if err != nil {
				return err
			}
			g.hang("merge", kind+" of the merged FR-1", v)
		}
		for _, who := range []string{"priya", "dev"} {
			click := w.as(who)
			click.Words = "FR-8"
			rep, err := showCommand(ctx, tx, click)
			if err != nil {
				return err
			}
			g.hang("merge", "answer: the record of the lead, for "+who, *rep.Say)
		}
		return back
	}); !errors.Is(err, back) {
		w.t.Fatal(err)
	}
}

// namings are the messages about who was named, one of each look.
func (w *world) namings(p ritual.Product) (ms []store.Message) {
	for _, x := range []struct {
		kind, to string
		n        naming
	}{
		{namedKind, p.PM, naming{by: p.SetUpBy, who: p.PM, fields: []string{"pm"}}},
		{namedKind, p.PO, naming{by: p.SetUpBy, who: p.PO, fields: []string{"po"}}},
		{namedKind, p.PO, naming{by: p.SetUpBy, who: p.PO, fields: []string{"pm", "po_stand_in"}}}, // and is neither any more
		{relievedKind, p.SetUpBy, naming{by: p.PM, who: p.SetUpBy, fields: []string{"pm", "po"}}},
		{notMeKind, p.SetUpBy, naming{by: p.SetUpBy, who: p.PM, fields: []string{"po"}}},
		{notMeKind, p.PO, naming{by: p.SetUpBy, who: p.PM, fields: []string{"pm"}}},
	} {
		x.n.product, x.n.id = p.ID, "1"
		ms = append(ms, store.Message{Kind: x.kind, Subject: x.n.subject(), To: x.to})
	}
	return ms
}

// hangsOneHeadsCard takes what is otherwise where one person is PM and PO, and where the PM has left.
func (w *world) hangsOneHeadsCard(g gallery) {
	w.t.Helper()
	ctx := context.Background()
	back := errors.New("as it was")
	if err := w.db.Update(ctx, func(tx *store.Tx) error {
		p := w.productsAll()[0]
		card := store.Message{Kind: request.BothCard, Subject: "FR-1", To: p.PM}
		left := store.Message{Kind: leftKind, Subject: leftSubject(p.ID, p.PM), To: p.SetUpBy}
		gone := tx.KeepPerson(ctx, ritual.Person{ID: p.PM, Kind: ritual.Gone, Read: tx.Now})
		away, err := leftView(ctx, tx, left)
		g.hang("settings", "left of the PM", away)
		p.PO = p.PM
		kept := tx.KeepProduct(ctx, p)
		back1 := tx.KeepPerson(ctx, ritual.Person{ID: p.PM, Kind: ritual.Member, Read: tx.Now})
		v, viewErr := cardView(ctx, tx, card)
		g.hang("alignment", fmt.Sprintf("%s of FR-1 to %s", request.BothCard, p.PM), v)
		if err := errors.Join(gone, err, kept, back1, viewErr); err != nil {
			return err
		}
		return back
	}); !errors.Is(err, back) {
		w.t.Fatal(err)
	}
}

// hangsAnswers takes what commands answer.
func (w *world) hangsAnswers(g gallery, s said) {
	w.t.Helper()
	p := w.productsAll()[0]
	at := func(who, words string) engine.Input {
		click := w.as(who)
		click.Words, click.Channel, click.Opened = words, p.Channel, engine.InCommand
		click.Place = ritual.Place{ID: p.Channel, Name: "atlas", Joined: true, Read: w.clock.Now()}
		return click
	}
	for _, x := range []struct {
		file, name string
		do         engine.Handler
		in         engine.Input
	}{
		{"roadmap", "the PM's answer", roadmapCommand, at("priya", "")},
		{"roadmap", "anybody's answer", roadmapCommand, at("dev", "")},
		{"roadmap", "an unknown word", roadmapCommand, at("dev", s.title)},
		{"report", "anybody's answer", reportCommand, at("dev", "")},
		{"backlog", "the PO's answer", backlogCommand, at("omar", "")},
		{"backlog", "anybody's answer", backlogCommand, at("dev", "")},
		{"backlog", "an unknown word", backlogCommand, at("dev", s.title)},
		{"backlog", "a customer's, for the PO", backlogCommand, at("omar", "customer:"+s.customer)},
		{"backlog", "nobody's", backlogCommand, at("dev", "customer: nobody "+s.customer)},
		{"backlog", "finds", findCommand, at("sam", s.customer)},
		{"backlog", "finds nothing", findCommand, at("sam", "nothing of "+s.title)},
		{"record", "an open one", showCommand, at("sam", "FR-1")},
		{"record", "one in the backlog", showCommand, at("sam", "FR-10")},
		{"record", "one that was answered", showCommand, at("sam", "FR-3")},
		{"record", "a private one for others", showCommand, at("gwen", "FR-12")},
		{"record", "a private one for the PM", showCommand, at("priya", "FR-12")},
		{"export", "under way", exportCommand, at("dev", "markdown")},
		{"decisions", "all of them", decisionsCommand, at("dev", "")},
		{"decisions", "of one, for the PM", decisionsCommand, at("priya", "by:omar objective:"+s.objective[:5]+" month:2026-03 topic:all")},
		{"decisions", "none", decisionsCommand, at("dev", "month:2020-01")},
		{"help", "all commands", tandemCommand, at("dev", "")},
		{"help", "an unknown word", tandemCommand, at("dev", s.title)},
		{"capture", "recorded", requestCommand, at("dev", s.title)},
		{"capture", "recorded already", requestCommand, at("dev", s.title)},
		{"capture", "refused with the words", requestCommand, guest(at("gwen", s.problem))},
	} {
		rep, err := w.does(x.do, x.in)
		if err != nil || rep.Say == nil {
			w.t.Fatalf("%s: %v", x.name, err)
		}
		g.hang(x.file, "answer: "+x.name, *rep.Say)
	}
	one := in(w, func(ctx context.Context, tx *store.Tx) (request.Matter, error) { return request.Of(ctx, tx, "FR-1") })
	asked := []hereAsked{{m: one, id: askedByPM, text: s.question}, {m: one, id: "2", text: s.question}, {m: one, id: askedByPM, text: s.question, late: "FR-1/1"}}
	for name, rep := range map[string]engine.Reply{
		"help": explained("event:Ev1", ""), "taken for a question": explained("event:Ev1", s.problem), "record this": useShortcut(false), "record this at nothing": useShortcut(true),
		"a message that cannot be read": whisperOf(unreadable(ritual.Pick{Channel: p.Channel, Way: ritual.ByEmoji}, ritual.Place{Joined: true})),
		"a thread that cannot be read":  whisperOf(unreadable(ritual.Pick{Channel: p.Channel, Way: ritual.ByMention}, ritual.Place{})),
		"recorded elsewhere":            recordedByMention(at("sam", ""), p, one.Request, newRequest), "recorded already": recordedByMention(at("sam", ""), p, one.Request, sameRequest),
		"an answer": answerTaken("event:Ev1", asked[0]), "a late answer": answerTaken("event:Ev1", asked[2]), "an answer too late": answerTooLate("event:Ev1", "FR-1 has moved on: its status is Declined now."),
		"one of several answers": whichQuestion("event:Ev1", asked[:2]), "an edit": notFollowed(one.Request), "a command": typeInstead("event:Ev1", s.title, "/roadmap"),
		"which product": request.WhichProduct(mentionIn, w.productsAll(), "event:Ev1"),
	} {
		g.hang("mention", "answer: "+name, *rep.Say)
	}
	g.hang("report", "answer: which product", *request.WhichProduct(reportIn, w.productsAll(), "").Say)
	g.hang("roadmap", "answer: which product", *request.WhichProduct(roadmapIn, w.productsAll(), "").Say)
	shownTo := func(view func(context.Context, *store.Tx, ritual.Product, ritual.Reader) (kit.Message, error)) kit.Message {
		return in(w, func(ctx context.Context, tx *store.Tx) (kit.Message, error) {
			return shown.View(ctx, tx, store.Message{Subject: p.ID + "/1/" + p.PM, To: p.Channel}, view)
		})
	}
	g.hang("roadmap", "shown to the channel", shownTo(roadmapMessage))
	g.hang("backlog", "shown to the channel", shownTo(backlogMessage))
	for _, who := range []string{"sam", "priya", "omar", "gwen"} {
		page := in(w, func(ctx context.Context, tx *store.Tx) (homePage, error) {
			return readHome(ctx, tx, w.sim.Person(who).ID())
		})
		page.unposted = []store.Message{{ID: "m1", To: p.Channel, State: store.MessageUnknown}, {ID: "m2", To: p.PM, State: store.MessageFailed, Why: s.reason[:20]}}
		g.hang("home", who, homeView(page))
	}
}

func guest(i engine.Input) engine.Input {
	i.Who.Kind = ritual.Guest
	return i
}

// texts are the fields of a story's form with some of them filled.
func texts(m request.Matter, filled ritual.Text) ritual.Text {
	all := ritual.Story{}.Text(m.Request.Kind)
	maps.Copy(all, filled)
	return all
}

// versions are six versions of a story, which had been another one.
func versions(last ritual.Story, s said) (all []ritual.Story) {
	for n := range 5 {
		v := last
		v.Version, v.Origin, v.Restored, v.Want, v.At = n+1, ritual.FromModel, 0, fmt.Sprintf("%s %d", s.question, n), monday
		v.AskedBy, v.Note = last.Author, s.reason
		all = append(all, v)
	}
	last.Version = 6
	last.Questions = append(slices.Clone(last.Questions), ritual.Question{ID: askedByPM, Text: s.question, Answer: s.answer, By: last.Author, Closed: true})
	return append(all, last)
}

// hangsForms takes every form.
func (w *world) hangsForms(g gallery, s said) {
	w.t.Helper()
	matters := map[string]request.Matter{}
	loads := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Load, error) {
		for _, n := range []int{1, 2, 9} {
			m, err := request.Of(ctx, tx, ritual.RequestID(int64(n)))
			if err != nil {
				return nil, err
			}
			matters[m.Request.ID] = m
		}
		l, _, err := tx.Loads(ctx, matters["FR-1"].Product.ID)
		return l, err
	})
	one, asked, next := matters["FR-1"], matters["FR-2"], matters["FR-9"]
	reported := one
	reported.Reader.Person = one.Request.Reporter
	p, data := one.Product, engine.FormData{Subject: "FR-1", Channel: one.Product.Channel, Source: engine.Source{Channel: one.Product.Channel, TS: "1.2", Words: wordsDigest(s.problem)}}
	opens := func(who, button, id string) kit.Modal {
		w.t.Helper()
		click := w.as(who)
		click.Subject = id
		rep, err := w.clicks(button, click)
		if err != nil || rep.Form == nil {
			w.t.Fatalf("%s of %s: %v", button, id, err)
		}
		return *rep.Form
	}
	talked := []ritual.Decision{}
	for i, v := range []ritual.Verdict{ritual.Challenged, ritual.Aligned, ritual.Challenged, ritual.NotNow} {
		talked = append(talked, ritual.Decision{Request: next.Request.ID, Verdict: v, By: next.Product.PO, Reason: s.reason, Objective: s.objective, Revisit: "2026-06-01", At: w.clock.Now().Add(time.Duration(i) * time.Hour)})
	}
	rice, both, riceBoth := next, one, one
	rice.Product.Framework, both.Product.PO, riceBoth.Product.PO, riceBoth.Product.Framework = ritual.RICE, both.Product.PM, both.Product.PM, ritual.RICE
	wsjf, moscow := next, next
	wsjf.Product.Framework, moscow.Product.Framework = ritual.WSJF, ritual.MoSCoW
	ranks := in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Ranked, error) {
		rs, _, err := tx.Backlog(ctx, p.ID, p.Frameworks(), 0, 5)
		return rs, err
	})
	far := ritual.Place{ID: "C0SALES", Name: "sales", Read: w.clock.Now()}
	told := p
	told.Stakeholders = far.ID
	able := abilities{model: true, public: true, private: true}
	all := told
	all.Settings = ritual.Settings{Emoji: []string{far.ID}, PMStandIn: p.SetUpBy, POStandIn: p.SetUpBy, Guests: true, Shared: true, Checklist: true,
		Zone: "Europe/Berlin", From: "08:00", Until: "16:30", Holidays: []string{"2026-12-25", "2026-12-26"}, AwayEmoji: []string{"ooo", "airplane"}}
	story := in(w, func(ctx context.Context, tx *store.Tx) (ritual.Story, error) { return request.StoryOf(ctx, tx, "FR-2") })
	theirs := story
	theirs.Version, theirs.Origin, theirs.Author, theirs.Restored = 3, ritual.FromPerson, p.PO, 1
	theirs.Want, theirs.OutOfScope, theirs.Criteria = s.title, []string{s.question}, append(theirs.Criteria, ritual.Criterion{Text: s.question, By: p.PO}, ritual.Criterion{Text: s.answer})
	problem, checklist := next, next
	problem.Request.Kind, checklist.Product.Settings.Checklist = ritual.Problem, true
	var found []ritual.Alike
	rows := in(w, func(ctx context.Context, tx *store.Tx) ([]similarRow, error) {
		rd, err := tx.Reader(ctx, p.PM, "")
		if err != nil {
			return nil, err
		}
		if found, err = similarTo(ctx, tx, one, rd, true); err != nil {
			return nil, err
		}
		return similarRows(ctx, tx, found, p, rd)
	})
	field := func(f storyField) []slack.Block {
		return in(w, func(ctx context.Context, tx *store.Tx) ([]slack.Block, error) {
			return storyInput(ctx, tx, p, ritual.Reader{Person: p.PM}, []ritual.Request{next.Request, asked.Request}, f)
		})
	}
	for _, x := range []struct {
		file, name string
		m          kit.Modal
	}{
		{"capture", "similar", similarModal(asked.Request, data, rows)},
		{"merge", "with what is similar", mergeModal(one, found)},
		{"merge", "by its id", mergeModal(one, nil)},
		{"capture", "empty", requestModal(ritual.Request{Requester: p.PM}, engine.FormData{}, p.Name, nil)},
		{"capture", "from a message", requestModal(asked.Request, data, p.Name, nil)},
		{"capture", "asks for the product", requestModal(ritual.Request{}, engine.FormData{}, "", w.productsAll())},
		{"capture", "recorded elsewhere", elsewhereModal(one.Request, far)},
		{"capture", "joined", joinedModal(one)},
		{"capture", "recorded already", joinedModal(reported)},
		{"story", "edit", editModal(next, 1, texts(next, ritual.Text{"want": s.title}))},
		{"story", "edit a problem", editModal(problem, 1, texts(problem, ritual.Text{"happens": s.problem, ritual.FieldCriteria: s.problem}))},
		{"story", "edit a checklist", editModal(checklist, 1, texts(next, ritual.Text{ritual.FieldCriteria: s.question}))},
		{"story", "edited meanwhile", editAgainModal(next, theirs, ritual.Edit{Mine: []string{"as"}, Both: []string{"want", ritual.FieldCriteria}, Theirs: []string{ritual.FieldOutOfScope}},
			texts(next, ritual.Text{"want": s.title}))},
		{"story", "edited", editedModal(next.Request, theirs, theirs, []string{"want"}, nil)},
		{"story", "unchanged", unchangedModal(next.Request, theirs, nil)},
		{"story", "history", historyModal(next, versions(theirs, s), 0, next.Product.Channel, true)},
		{"story", "older history, for others", historyModal(next, versions(theirs, s), 1, next.Product.Channel, false)},
		{"story", "restored", restoredModal(next.Request, theirs)},
		{"story", "redraft", redraftModal(next.Request, story, ritual.Redraft{}, "", true)},
		{"story", "redraft without a model", redraftModal(next.Request, story, ritual.Redraft{}, "", false)},
		{"story", "redraft of a person's, again", redraftModal(next.Request, theirs, ritual.Redraft{By: next.Product.PO}, s.question, true)},
		{"story", "redrafting", redraftingModal(next.Request)},
		{"story", "redrafted", redraftedModal(next.Request, theirs)},
		{"story", "nothing new", sameDraftModal(next.Request)},
		{"story", "questions", questionsModal(asked.Request, story, asked.Last)},
		{"alignment", "the first objective", alignedModal(one, nil, judgments{})},
		{"alignment", "one of the objectives", alignedModal(one, loads, judgments{suggested: loads[0].Objective.ID})},
		{"alignment", "both questions", alignedModal(both, loads, judged(ritual.ValueEffort, map[string]string{"value_effort.value": "3"}))},
		{"alignment", "both questions by RICE", alignedModal(riceBoth, loads, judged(ritual.RICE, nil))},
		{"alignment", "not now", notNowModal(one.Request, w.clock.Now(), "Europe/Berlin")},
		{"alignment", "decline", declineModal(one.Request)},
		{"alignment", "need more", needMoreModal(one.Request)},
		{"priority", "value and effort", priorityModal(next, judged(ritual.ValueEffort, map[string]string{"value_effort.value": "7"}))},
		{"priority", "RICE", priorityModal(rice, judged(ritual.RICE, map[string]string{ritual.RICEReach: "500", "rice.effort": "2"}))},
		{"export", "of one product", exportModal(p, w.productsAll())},
		{"export", "of several", exportModal(ritual.Product{}, []ritual.Product{p, {ID: "OTHER", Name: "Borealis"}})},
		{"roadmap", "new objective", objectiveModal(p, s.objective)},
		{"priority", "WSJF", priorityModal(wsjf, judged(ritual.WSJF, map[string]string{"wsjf.value": "8", "wsjf.time": "13", "wsjf.risk": "5", "wsjf.size": "3"}))},
		{"priority", "MoSCoW", priorityModal(moscow, judged(ritual.MoSCoW, map[string]string{"moscow.class": ritual.Should}))},
		{"priority", "a Won't", priorityModal(moscow, judged(ritual.MoSCoW, map[string]string{"moscow.class": ritual.Wont}))},
		{"priority", "after a change of framework", priorityModal(wsjf, judgedBefore(ritual.WSJF, s.title))},
		{"alignment", "both questions after a change", alignedModal(riceBoth, loads, judgedBefore(ritual.RICE, "Value 7, Effort 3"))},
		{"priority", "the same score again", sameScoreModal(next.Request, ritual.Score{Framework: ritual.ValueEffort, Inputs: map[string]string{"value_effort.value": "7", "value_effort.effort": "3"}, Milli: 2333})},
		{"priority", "challenge", challengeModal(next, nil)},
		{"priority", "third challenge", challengeModal(next, talked)},
		{"alignment", "answer to a challenge", opens("priya", request.AlignYes, "FR-14")},
		{"alignment", "decline after a challenge", opens("priya", request.AlignDecline, "FR-14")},
		{"backlog", "move", moveModal(next, ranks, map[string]int{"FR-10": 3, "FR-12": 1}, false, ritual.Pin{}, ritual.Reader{Person: next.Product.PO})},
		{"backlog", "move again, among many", moveModal(next, ranks, map[string]int{"FR-10": 3, "FR-12": 1}, true,
			ritual.Pin{Before: "FR-12", By: next.Product.PO, Reason: s.reason, At: w.clock.Now()}, ritual.Reader{Person: next.Product.PO})},
		{"backlog", "moved", movedModal(next.Request, one.Request)},
		{"priority", "challenge of a problem", challengeModal(one, nil)},
		{"kind", "ask for alignment", askAlignmentModal(one)},
		{"kind", "change kind", kindModal(one.Request)},
		{"kind", "link", linkModal(one, []ritual.Objective{loads[0].Objective, loads[1].Objective}, []ritual.Request{next.Request, asked.Request}, ritual.Link{Story: next.Request.ID}, ritual.Reader{Person: p.PM})},
		{"sprint", "defect", defectModal(defectFields{data: data, product: p, sprint: ritual.Sprint{ID: "SPRINT1", Number: 3}, story: field(storyField{"story", "Story", "In which story?", next.Request.ID})})},
		{"sprint", "defect without a sprint", defectModal(defectFields{data: data, product: p, words: s.problem})},
		{"sprint", "defect of any product", defectModal(defectFields{data: data, products: w.productsAll()})},
		{"sprint", "feedback", feedbackModal(p, ritual.Sprint{ID: "SPRINT1", Number: 3}, p.PM, data, field(storyField{"about", "About", "Which story is it about?", ""}))},
		{"setup", "in a channel", setupModal(ritual.Product{PM: p.PM, Channel: p.Channel, Framework: ritual.ValueEffort}, far)},
		{"setup", "elsewhere", setupModal(ritual.Product{PM: p.PM, Framework: ritual.ValueEffort}, ritual.Place{})},
		{"setup", "done", setUpModal(p, ritual.Place{Joined: true, Read: w.clock.Now()}, ritual.Place{})},
		{"setup", "done, not invited", setUpModal(told, far, far)},
		{"settings", "as it begins", settingsModal(p, keptSettings(p, abilities{}), keptSettings(p, abilities{}), abilities{}, nil)},
		{"settings", "as it begins, where messages are read", settingsModal(p, keptSettings(p, able), keptSettings(p, able), able, nil)},
		{"settings", "all of it, changed by somebody else", settingsModal(all, keptSettings(p, able), keptSettings(all, able), able, settingsFields)},
		{"settings", "saved", settingsSavedModal(all, keptSettings(all, able), settingsFields, []string{"pm", "holidays"}, map[string]ritual.Place{"stakeholders": far, far.ID: far})},
		{"settings", "nothing changed", settingsSavedModal(p, keptSettings(p, able), nil, nil, nil)},
		{"settings", "which product", whoseSettings(w.productsAll())},
		{"setup", "done, shared", setUpModal(told, ritual.Place{Joined: true, Shared: true, Read: w.clock.Now()}, ritual.Place{Joined: true, Shared: true, Read: w.clock.Now()})},
	} {
		g.hang(x.file, "form: "+x.name, x.m)
	}
}

// judged is a form's judgments: what it starts with, and what was typed over that.
func judged(by ritual.FrameworkID, typed map[string]string) judgments {
	f := ritual.Frameworks[by]
	j := judgments{by: f, start: f.Starts(), typed: f.Starts(), wanted: 3}
	maps.Copy(j.typed, typed)
	return j
}

// judgedBefore is a form that came back after a change of framework.
func judgedBefore(by ritual.FrameworkID, before string) judgments {
	j := judged(by, nil)
	j.before = kit.Cut(before, beforeMost)
	return j
}

func (w *world) productsAll() []ritual.Product {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Product, error) { return tx.Products(ctx) })
}

// names are the ids that are others in every run, with what stands for them.
func (w *world) names() *strings.Replacer {
	pairs := slices.Clone(w.alias)
	for i, p := range w.productsAll() {
		pairs = append(pairs, p.ID, fmt.Sprintf("PRODUCT%d", i+1))
		for j, o := range in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Objective, error) { return tx.Objectives(ctx, p.ID) }) {
			pairs = append(pairs, o.ID, fmt.Sprintf("OBJECTIVE%d", j+1))
		}
	}
	return strings.NewReplacer(pairs...)
}

// nonce is what tells one private answer from another in the value of Show to channel or As a picture.
var nonce = regexp.MustCompile(`(PRODUCT\d+/(?:\w+\.)?)[A-Z2-7]{26}`)

// compare checks the surfaces, and holds them against a golden file.
func (w *world) compare(file string, views map[string]view, names *strings.Replacer) {
	w.t.Helper()
	named := map[string]any{}
	for name, v := range views {
		if err := v.Check(); err != nil {
			w.t.Errorf("%s: %s: %v", file, name, err)
		}
		if *live != "" {
			if err := judge(context.Background(), *live, v); err != nil {
				w.t.Errorf("%s: %s: %s says %v", file, name, *live, err)
			}
		}
		named[names.Replace(name)] = v
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(named); err != nil {
		w.t.Fatal(err)
	}
	got := nonce.ReplaceAll([]byte(names.Replace(b.String())), []byte("${1}NONCE"))
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			w.t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			w.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		w.t.Fatalf("%v: make it with go test ./bot -update", err)
	}
	if !bytes.Equal(got, want) {
		a, b := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
		i := 0
		for i < len(a) && i < len(b) && a[i] == b[i] {
			i++
		}
		w.t.Errorf("%s looks otherwise from line %d on: want\n%s\ngot\n%s\nif that is meant, run go test ./bot -update", file, i+1,
			strings.Join(a[min(i, len(a)):min(i+4, len(a))], "\n"), strings.Join(b[min(i, len(b)):min(i+4, len(b))], "\n"))
	}
}
