package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// An audit is a world in which every figure is computed again.
type audit struct{ *world }

// A wish is what the scenario of the figures has in the backlog: what is asked for, the objective it serves, its points; 0 is none.
type wish struct {
	title, objective string
	points           int
}

// wishes has requests stand in the backlog of Atlas, in this order, estimated by the team.
func (w audit) wishes(all ...wish) {
	w.t.Helper()
	for i, x := range all {
		id := fmt.Sprint("FR-", w.requests()+1)
		w.types("sam", "#atlas", "/request "+x.title)
		w.aligns(id, x.objective)
		w.sized(id, x.points)
		w.ranks(id, fmt.Sprint(len(all)-i), "1")
	}
}

// sized has the team estimate a request that waits for the PO, or that stands in the backlog.
func (w audit) sized(id string, points int) {
	w.t.Helper()
	if points == 0 {
		return
	}
	w.types("omar", "#atlas", "/tandem show "+id)
	w.presses("omar", "#atlas", "Estimate", id)
	w.presses("dev", "#atlas", "3")
	w.presses("omar", "#atlas", "Reveal")
	w.presses("omar", "#atlas", "Set points")
	w.submits("omar", fmt.Sprint("Points: ", points))
}

// An opinion is a second computation of a sprint's figures, in no way like the first: it looks at the decisions on each request alone,
// and asks for each instant what the last of them says.
type opinion struct {
	w       audit
	s       ritual.Sprint
	told    map[string][]ritual.Decision // by request: the decisions of this sprint, and those that set its points
	defects []string                     // that were reported, as the scenario knows
	recap   []string                     // what the recap is to say of the figures
	before  map[string][3]int            // by objective: what was done for it in the sprints before
}

// secondOpinion is on a sprint that is closed just now.
func (w audit) secondOpinion(s ritual.Sprint, before map[string][3]int, defects ...string) opinion {
	w.t.Helper()
	o := opinion{w: w, s: s, told: map[string][]ritual.Decision{}, defects: defects, before: before}
	for n := range w.requests() {
		id := ritual.RequestID(int64(n + 1))
		for _, d := range w.decisions(id) {
			if d.Sprint == strconv.Itoa(s.Number) || d.Verdict == ritual.Estimated || d.Verdict == ritual.ReturnedIt {
				o.told[id] = append(o.told[id], d)
			}
		}
	}
	return o
}

// last is the latest decision on a request before an instant that is one of these.
func (o opinion) last(id string, before time.Time, verdicts ...ritual.Verdict) (d ritual.Decision) {
	for _, x := range o.told[id] {
		if slices.Contains(verdicts, x.Verdict) && x.At.Before(before) && !x.At.Before(d.At) {
			d = x
		}
	}
	return d
}

// points are what the team had said when a story joined.
func (o opinion) points(id string, joined time.Time) int {
	d := o.last(id, joined.Add(time.Millisecond), ritual.Estimated)
	n, _ := strconv.Atoi(strings.Fields(d.Score + " 0")[0])
	return n
}

// stands says whether a story is in the sprint at an instant, and done.
func (o opinion) stands(id string, at time.Time) (joined time.Time, in, done bool) {
	d := o.last(id, at, ritual.InSprintNow, ritual.OutOfSprint)
	if d.Verdict != ritual.InSprintNow {
		return d.At, false, false
	}
	work := o.last(id, at, ritual.Finished, ritual.Unfinished, ritual.ReturnedIt)
	return d.At, true, work.Verdict == ritual.Finished && work.At.After(d.At)
}

// count is three numbers of stories: how many, those without points, their points.
func more(c [3]int, points int) [3]int {
	c[0]++
	c[2] += points
	if points == 0 {
		c[1]++
	}
	return c
}

// at is what is left and what is in the sprint at an instant.
func (o opinion) at(t time.Time) (left, done [3]int) {
	for id := range o.told {
		switch joined, in, isDone := o.stands(id, t); {
		case in && isDone:
			done = more(done, o.points(id, joined))
		case in:
			left = more(left, o.points(id, joined))
		}
	}
	return left, done
}

// figures are those of the close, as text.
func (o *opinion) figures() string {
	var committed, added, removed [3]int
	fixed, found := 0, 0
	for id, all := range o.told {
		for _, d := range all {
			switch {
			case d.Verdict == ritual.InSprintNow && d.At.Equal(o.s.Started):
				committed = more(committed, o.points(id, d.At))
			case d.Verdict == ritual.InSprintNow:
				added = more(added, o.points(id, d.At))
			case d.Verdict == ritual.OutOfSprint:
				removed = more(removed, o.points(id, o.last(id, d.At, ritual.InSprintNow).At))
			}
		}
	}
	for _, id := range o.defects {
		if r := o.w.request(id); r.Status != ritual.Withdrawn {
			found++
		}
		if _, in, done := o.stands(id, o.s.Closed); in && done {
			fixed++
		}
	}
	left, done := o.at(o.s.Closed)
	for i, name := range []string{"Stories", "Of these, without points", "Points"} {
		if i != 1 || committed[i]+added[i] > 0 {
			o.recap = append(o.recap, fmt.Sprintf("*%s*  %d committed + %d added − %d removed = *%d done* + %d left", name, committed[i], added[i], removed[i], done[i], left[i]))
		}
	}
	o.recap = append(o.recap, fmt.Sprintf("*Defects*  %d found, %d fixed", found, fixed))
	return fmt.Sprintf("committed %v added %v removed %v done %v left %v defects %d %d", committed, added, removed, done, left, found, fixed)
}

// days are what was left of what was in the sprint at each midnight in Berlin, and at the close.
func (o opinion) days() (all []string) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		o.w.t.Fatal(err)
	}
	y, m, d := o.s.Started.In(berlin).Date()
	for i := 0; ; i++ {
		midnight := time.Date(y, m, d+i+1, 0, 0, 0, 0, berlin)
		left, done := o.at(minTime(midnight, o.s.Closed))
		all = append(all, fmt.Sprintf("%s left %v done %v", time.Date(y, m, d+i, 12, 0, 0, 0, berlin).Format("01-02"), left, done))
		if midnight.After(o.s.Closed) {
			return all
		}
	}
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// ends are how each story ended, as text, and what was done for each objective.
func (o opinion) ends() (all []string, done map[string][3]int) {
	done = map[string][3]int{}
	for id := range o.told {
		d := o.last(id, o.s.Closed, ritual.InSprintNow)
		if d.Verdict == "" {
			continue
		}
		points := o.points(id, d.At)
		_, in, isDone := o.stands(id, o.s.Closed)
		after := o.last(id, o.s.Closed.Add(time.Millisecond), ritual.LeftOver, ritual.CarriedOn)
		objective := o.w.request(id).Objective
		end := map[ritual.Verdict]ritual.StoryEnd{ritual.LeftOver: ritual.EndBack, ritual.CarriedOn: ritual.EndCarried}[after.Verdict]
		of := done[objective] // of an objective for which nothing was done, too
		switch {
		case !in:
			end = ritual.EndRemoved
		case isDone:
			end = ritual.EndDone
			of = more(of, points)
		}
		done[objective] = of
		all = append(all, fmt.Sprintf("%s %d %s %t", id, points, end, d.At.After(o.s.Started)))
	}
	slices.Sort(all)
	return all, done
}

// objectives are what was done for each in this sprint and ever, and its scope, as text.
func (o opinion) objectives() (all []string) {
	_, done := o.ends()
	for id, now := range done {
		ever, todo := o.before[id], [3]int{}
		for n := range o.w.requests() {
			r := o.w.request(ritual.RequestID(int64(n + 1)))
			if r.Objective == id && slices.Contains([]ritual.Status{ritual.AwaitingPriority, ritual.Backlog, ritual.InSprint}, r.Status) {
				todo = more(todo, r.Points)
			}
		}
		scope := [3]int{}
		for i := range now {
			ever[i] += now[i]
			scope[i] = ever[i] + todo[i]
		}
		all = append(all, fmt.Sprintf("%s done %v ever %v scope %v", o.w.objectiveName(id), now, ever, scope))
	}
	slices.Sort(all)
	return all
}

// objectiveName is the name of an objective.
func (w audit) objectiveName(id string) string {
	w.t.Helper()
	if id == "" {
		return ""
	}
	return in(w.world, func(ctx context.Context, tx *store.Tx) (ritual.Objective, error) { return tx.Objective(ctx, id) }).Name
}

// three are the numbers of a count.
func three(c ritual.SprintCount) [3]int { return [3]int{c.Stories, c.Unsized, c.Points} }

// frozen is a closed sprint of Atlas as it is kept, in the words of a second opinion.
func (w audit) frozen(number int) (figures string, days, ends, objectives []string) {
	w.t.Helper()
	s := w.sprint(number)
	f := s.Result.Figures
	figures = fmt.Sprintf("committed %v added %v removed %v done %v left %v defects %d %d",
		three(f.Committed), three(f.Added), three(f.Removed), three(f.Done), three(f.Left), f.Found, f.Fixed)
	for _, d := range in(w.world, func(ctx context.Context, tx *store.Tx) ([]ritual.SprintDay, error) { return tx.SprintDays(ctx, s.ID) }) {
		done := three(d.Scope)
		for i, left := range three(d.Left) {
			done[i] -= left
		}
		days = append(days, fmt.Sprintf("%s left %v done %v", d.Day[len("2026-"):], three(d.Left), done))
	}
	for _, x := range s.Result.Stories {
		ends = append(ends, fmt.Sprintf("%s %d %s %t", x.Request, x.Points, x.End, x.Added))
	}
	for _, x := range s.Result.Objectives {
		objectives = append(objectives, fmt.Sprintf("%s done %v ever %v scope %v", x.Name, three(x.Done), three(x.DoneEver), three(x.Scope)))
	}
	slices.Sort(ends)
	slices.Sort(objectives)
	return figures, days, ends, objectives
}

// sprint is a sprint of Atlas.
func (w audit) sprint(number int) ritual.Sprint {
	w.t.Helper()
	all := in(w.world, func(ctx context.Context, tx *store.Tx) ([]ritual.Sprint, error) {
		return tx.SprintsOf(ctx, w.product("Atlas").ID, 10)
	})
	return all[len(all)-number]
}

// audits compares every figure of a sprint that was closed just now with a second opinion, and both with what the scenario expects.
func (w audit) audits(number int, want string, before map[string][3]int, defects ...string) {
	w.t.Helper()
	o := w.secondOpinion(w.sprint(number), before, defects...)
	figures, days, ends, objectives := w.frozen(number)
	otherEnds, done := o.ends()
	for _, x := range []struct{ got, want any }{{figures, want}, {figures, o.figures()}, {days, o.days()}, {ends, otherEnds}, {objectives, o.objectives()}} {
		if !reflect.DeepEqual(x.got, x.want) {
			w.t.Errorf("sprint %d: %v\nnot %v", number, x.got, x.want)
		}
	}
	w.recaps(o, done)
	for id, c := range done {
		for i := range c {
			c[i] += before[id][i]
		}
		before[id] = c
	}
}

// recaps has the PO post the recap of a sprint, whose numbers, mean and shares are those of a second opinion.
func (w audit) recaps(o opinion, done map[string][3]int) {
	w.t.Helper()
	w.types("omar", "#atlas", "/demo recap")
	w.passes(time.Minute) // its thread comes, one message a second
	name := fmt.Sprintf("*Sprint %d recap: ", o.s.Number)
	w.sees("omar", "@tandem", append(o.recap, name)...)
	w.presses("omar", "@tandem", "Post recap", o.s.ID)
	w.submits("omar", "Was the Sprint Goal met?: Partly", "In a sentence: We came far")
	w.presses("omar", "@tandem", "Post recap", o.s.ID)
	w.passes(time.Minute)
	w.numbersLink("#sales")
	_, all := o.at(o.s.Closed)
	mean := "known once three sprints are closed"
	if o.s.Number >= 3 {
		sum := 0
		for n := range 3 {
			sum += w.sprint(o.s.Number - n).Result.Figures.Done.Points
		}
		mean = fmt.Sprint((2*sum+3)/6, " points")
	}
	posted := w.posts(o.s)
	for _, words := range append(o.recap, name, fmt.Sprintf("\n*Velocity*  %d points", all[2]), "\n*Mean of the last three sprints*  "+mean+"\n") {
		if !strings.Contains(posted, words) {
			w.t.Errorf("the recap of sprint %d has no %q:\n%s", o.s.Number, words, posted)
		}
	}
	whole := 0
	for id, c := range done {
		share := regexp.MustCompile(`• ` + cmp.Or(w.objectiveName(id), "_no objective_") + `: ([0-9]+) points?[^,\n]*, ([0-9]+) % of the points\n`).FindStringSubmatch(posted + "\n")
		if c[2] == 0 && share == nil {
			continue
		}
		if share == nil || share[1] != strconv.Itoa(c[2]) {
			w.t.Errorf("the recap says %q of %v:\n%s", share, c, posted)
			continue
		}
		percent, _ := strconv.Atoi(share[2])
		if whole += percent; percent*all[2] <= 100*(c[2])-all[2] || percent*all[2] >= 100*c[2]+all[2] {
			w.t.Errorf("%d %% of %d points are not %d", percent, all[2], c[2])
		}
	}
	if whole != 100 {
		w.t.Errorf("the shares of sprint %d are %d %% together", o.s.Number, whole)
	}
}

// posts is a recap as it stands in its channel, with its thread.
func (w audit) posts(s ritual.Sprint) (words string) {
	w.t.Helper()
	top := ""
	for _, m := range w.sim.Person("sam").Sees("#sales") {
		says := wordsOf(m.Blocks)
		if strings.HasPrefix(says, fmt.Sprintf("*Sprint %d recap: ", s.Number)) {
			top = m.TS
		}
		if top != "" && (m.TS == top || m.ThreadTS == top) {
			words += says
		}
	}
	return words
}

// raw is all that Tandem said in a channel, as Slack keeps it.
func (w audit) raw(channel string) string {
	w.t.Helper()
	var all []string
	for _, m := range w.sim.Person("sam").Sees(channel) {
		all = append(all, m.Text, dump(m.Blocks))
	}
	return strings.Join(all, "\n")
}

// looksAnew has every message of the recaps that were posted made again.
func (w audit) looksAnew(sprints ...int) {
	w.t.Helper()
	var ids []string
	for _, n := range sprints {
		ids = append(ids, w.sprint(n).ID)
	}
	w.changes(func(ctx context.Context, tx *store.Tx) (err error) {
		for _, id := range ids {
			r, read := tx.Recap(ctx, id)
			err = errors.Join(err, read, engine.Refresh(ctx, tx, id))
			for _, page := range r.Pages {
				err = errors.Join(err, engine.Refresh(ctx, tx, id+"/"+page.Name))
			}
		}
		return err
	})
	w.passes(time.Minute)
}

// berlin has it be a time in Berlin, "03-04 23:30" of 2026: all that is due until then happens.
func (w audit) berlin(at string) {
	w.t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		w.t.Fatal(err)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+at, loc)
	if err != nil || t.Before(w.clock.Now()) {
		w.t.Fatal("it is later than ", at, err)
	}
	w.passes(t.Sub(w.clock.Now()))
}

// plans is the PO planning the next sprint with these stories.
func (w audit) plans(goal, starts, ends string, stories ...string) {
	w.t.Helper()
	w.types("omar", "#atlas", "/sprint plan")
	w.picks("omar", "Stories", stories...)
	w.submits("omar", "Sprint goal: "+goal, "Starts: 2026-"+starts, "Ends: 2026-"+ends)
	w.closes("omar")
}

// picks is somebody choosing several from a menu of the open form.
func (w audit) picks(who, label string, values ...string) {
	w.t.Helper()
	v, _ := w.sim.Person(who).View()
	for _, b := range v.Blocks {
		if l, _ := b["label"].(slacksim.Block); l["text"] == label {
			if err := w.sim.Person(who).Fill(b["block_id"].(string), values); err != nil {
				w.t.Fatalf("%s picks %v: %v", who, values, err)
			}
		}
	}
	w.idles()
}

// works is somebody pressing a button of a story on the board, or choosing it from the story's menu there.
func (w audit) works(who, label, id string) {
	w.t.Helper()
	w.types(who, "#atlas", "/sprint")
	if _, _, _, ok := w.button(who, "#atlas", label, id); ok {
		w.presses(who, "#atlas", label, id)
		return
	}
	ms := w.sim.Person(who).Sees("#atlas")
	last := ms[len(ms)-1]
	for _, b := range last.Blocks {
		block, _ := b["block_id"].(string)
		if e := dump(elements([]slacksim.Block{b})); strings.Contains(e, " "+id+`"`) && strings.Contains(e, `"overflow"`) {
			if err := w.sim.Person(who).Choose(slacksim.At(last.Channel, last.TS).In(block), engine.MoreMenu, label); err != nil {
				w.t.Fatalf("%s chooses %s of %s: %v", who, label, id, err)
			}
			w.settle()
			return
		}
	}
	w.t.Fatalf("%s sees no %s for %s:\n%s", who, label, id, w.last(who, "#atlas"))
}

// joins is the PO adding a story to the sprint, leaves is taking it out.
func (w audit) joins(id, reason string) {
	w.t.Helper()
	w.types("omar", "#atlas", "/sprint add "+id)
	w.submits("omar", "Reason: "+reason)
	w.closes("omar")
}

func (w audit) leaves(id, reason string) {
	w.t.Helper()
	w.works("omar", "Take out…", id)
	w.submits("omar", "Reason: "+reason)
	w.closes("omar")
}

// board is the sprint as somebody sees it now.
func (w audit) board(who string, words ...string) {
	w.t.Helper()
	w.types(who, "#atlas", "/sprint")
	w.hears(who, "#atlas", words...)
}

// history is all that is told of the closed sprints: what is kept of them, what /sprint shows, what the report says of velocity.
func (w audit) history() string {
	w.t.Helper()
	var all []string
	for _, n := range []int{1, 2, 3} {
		figures, days, ends, objectives := w.frozen(n)
		w.types("dev", "#atlas", fmt.Sprint("/sprint ", n))
		told, _, _ := strings.Cut(w.last("dev", "#atlas"), "as of")
		all = append(all, dump([]any{figures, days, ends, objectives, w.sprint(n)}), told)
	}
	w.types("dev", "#atlas", "/tandem report")
	_, velocity, _ := strings.Cut(w.last("dev", "#atlas"), "*Velocity*")
	velocity, _, _ = strings.Cut(velocity, "as of")
	return strings.Join(append(all, velocity), "\n")
}

func TestEveryFigureOfThreeSprintsIsRight(t *testing.T) {
	inWorlds(t, func(world *world) {
		w := audit{world}
		done := map[string][3]int{} // for each objective, in the sprints that are over
		w.sim.Invite("sales", w.sim.BotUser())
		w.setUp("Stakeholder channel: #sales")
		w.settings("omar")
		w.submits("omar", "Time zone: Europe/Berlin", "Holidays: 2026-03-18")
		w.closes("omar")
		for _, objective := range []string{"Export", "Mobile"} {
			w.types("priya", "#atlas", "/roadmap add")
			w.submits("priya", "Objective: "+objective)
			w.closes("priya")
		}
		w.wishes(wish{"Export as CSV", "Export", 5}, wish{"Export as JSON", "Export", 3}, wish{"Offline mode", "Mobile", 8}, wish{"Dark mode", "Mobile", 0},
			wish{"Export charts", "Export", 2}, wish{"Push notifications", "Mobile", 13})

		// The first sprint: four stories, one without points.
		w.plans("Customers can export their data", "03-02", "03-13", "FR-1", "FR-2", "FR-3", "FR-4")
		w.types("omar", "#atlas", "/sprint start")
		w.berlin("03-03 10:00")
		w.works("dev", "Start", "FR-1")
		w.wishes(wish{"Rename a chart", "Export", 1}, wish{"Sync", "Mobile", 5}, wish{"Widgets", "Mobile", 0})
		w.berlin("03-04 23:30")
		w.works("dev", "Done", "FR-1")
		w.berlin("03-05 00:10") // yesterday still in UTC
		w.works("dev", "Done", "FR-2")
		w.berlin("03-05 09:30")
		w.board("dev", "day 4 of 10 · 6 working days left")
		w.joins("FR-5", "Acme waits for it")
		w.leaves("FR-3", "It waits for the design")
		w.works("omar", "Return", "FR-2")
		w.submits("omar", "Reason: Dates are in the wrong order")
		w.berlin("03-06 11:00")
		w.joins("FR-3", "The design is there") // it counts as removed and as added
		w.works("dev", "Start", "FR-3")
		w.works("omar", "Start", "FR-4")
		w.works("omar", "Done", "FR-4")
		w.works("dev", "Done", "FR-2")
		w.types("dev", "#atlas", "/sprint defect FR-1 breaks at midnight") // FR-10
		w.types("dev", "#atlas", "/sprint defect Slow with many rows")     // FR-11
		w.types("dev", "#atlas", "/sprint defect A mistake of mine")       // FR-12
		w.presses("dev", "@tandem", "Withdraw", "FR-12")
		w.sized("FR-10", 1)
		w.ranks("FR-10", "9", "1")
		w.joins("FR-10", "A defect")
		w.works("dev", "Done", "FR-5")
		w.berlin("03-10 16:00")
		w.works("dev", "Not done yet", "FR-5")
		w.submits("dev", "What is left?: The axis is missing")
		w.closes("dev")
		w.works("dev", "Done", "FR-10")
		w.berlin("03-13 17:00")
		w.types("omar", "#atlas", "/sprint close")
		w.fills("omar", "FR-3 Offline mode: To sprint 2", "FR-5 Export charts: To the backlog", "Why was FR-5 not done?: The axis took too long")
		w.submits("omar")
		w.closes("omar")
		w.audits(1, "committed [4 1 16] added [3 0 11] removed [1 0 8] done [4 1 9] left [2 0 10] defects 2 1", done, "FR-10", "FR-11", "FR-12")

		// The second: it goes on with one, a day is off, and for two days nobody is there.
		w.berlin("03-16 09:00")
		w.plans("Everybody can work offline", "03-16", "03-20", "FR-3", "FR-6", "FR-5")
		w.types("omar", "#atlas", "/sprint start")
		w.board("omar", "day 1 of 4 · 3 working days left")
		w.berlin("03-16 15:00")
		w.types("omar", "#atlas", "/tandem show FR-1")
		w.presses("omar", "#atlas", "Return", "FR-1") // the sprint of which is over
		w.submits("omar", "Reason: It breaks at midnight")
		w.closes("omar")
		w.sized("FR-13", 2)
		w.joins("FR-13", "A defect")
		w.works("dev", "Done", "FR-3")
		w.stop()
		w.clock.Set(w.clock.Now().Add(49 * time.Hour))
		w.start()
		w.settle()
		w.works("dev", "Done", "FR-13")
		w.leaves("FR-5", "Not now")
		w.berlin("03-20 16:00")
		w.types("omar", "#atlas", "/sprint close")
		w.submits("omar", "FR-6 Push notifications: To sprint 3")
		w.closes("omar")
		w.audits(2, "committed [3 0 23] added [1 0 2] removed [1 0 2] done [2 0 10] left [1 0 13] defects 0 0", done)

		// The third: the clocks change on a Sunday, on which one is done just before midnight, and one just after.
		w.berlin("03-23 09:00")
		w.plans("Nobody misses anything", "03-23", "04-07", "FR-6", "FR-7", "FR-9")
		w.types("omar", "#atlas", "/sprint start")
		w.board("omar", "day 1 of 10 · 9 working days left")
		w.berlin("03-29 23:30")
		w.works("dev", "Done", "FR-6")
		w.berlin("03-30 00:10")
		w.works("dev", "Done", "FR-7")
		w.joins("FR-8", "There is time")
		w.berlin("04-07 15:00")
		w.works("dev", "Done", "FR-8")
		w.types("omar", "#atlas", "/sprint close")
		w.submits("omar")
		w.closes("omar")
		w.audits(3, "committed [3 1 14] added [1 0 5] removed [0 0 0] done [3 0 19] left [1 1 0] defects 0 0", done)

		// What was stays as it was, whatever becomes of the stories and the objectives.
		before, posted := w.history(), w.raw("#sales")
		for _, words := range []string{"*Sprint 1*  9 points (+1 story without points)", "*Sprint 2*  10 points", "*Sprint 3*  19 points", "Mean of the last three: 13 points"} {
			if !strings.Contains(before, words) {
				w.t.Errorf("there is no %q in:\n%s", words, before)
			}
		}
		w.sized("FR-5", 8)
		w.types("omar", "#atlas", "/tandem show FR-3")
		w.presses("omar", "#atlas", "Return", "FR-3")
		w.submits("omar", "Reason: It loses what was typed")
		w.closes("omar")
		w.types("priya", "#atlas", "/roadmap")
		w.aims("priya", "#atlas", "Export", "Edit")
		w.submits("priya", "Objective: Getting data out")
		w.closes("priya")
		w.looksAnew(1, 2, 3)
		if after := w.raw("#sales"); after != posted {
			w.t.Errorf("the recaps are not what they were:\n%s\nnow\n%s", posted, after)
		}
		if after := w.history(); after != before {
			w.t.Errorf("history is not what it was:\n%s\nnow\n%s", before, after)
		}
		w.ended()
	})
}
