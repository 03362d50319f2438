package bot

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/slacksim"
	"tandem/store"
)

// team has Atlas have a team of Dev and some others, and Sam's request wait for its priority.
func (w *world) team(others ...string) {
	w.t.Helper()
	w.aligned()
	p := w.product("Atlas")
	for _, name := range others {
		w.sim.AddUser(slacksim.User{Name: name})
		w.sim.Invite("#atlas", name)
		p.Team = append(p.Team, w.sim.Person(name).ID())
	}
	w.changes(func(ctx context.Context, tx *store.Tx) error {
		for _, name := range append(others, "dev") {
			if err := tx.KeepPerson(ctx, w.as(name).Who); err != nil {
				return err
			}
		}
		return tx.KeepProduct(ctx, p)
	})
}

// estimates starts the estimation of FR-1, from the PO's card.
func (w *world) estimates() {
	w.t.Helper()
	w.presses("omar", "@tandem", "Estimate", "FR-1")
}

// estimation is the open estimation of a request.
func (w *world) estimation(id string) ritual.Estimation {
	w.t.Helper()
	return in(w, func(ctx context.Context, tx *store.Tx) (ritual.Estimation, error) { return tx.OpenEstimate(ctx, id) })
}

func (w *world) votes(id string, round int) []ritual.Vote {
	w.t.Helper()
	e := w.estimation(id)
	return in(w, func(ctx context.Context, tx *store.Tx) ([]ritual.Vote, error) { return tx.Votes(ctx, e.ID, round) })
}

func TestTheTeamEstimatesAndThePOSetsThePoints(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.team("kim", "lee")
		w.sees("priya", "@tandem", "[Undo]")
		w.estimates()
		w.seesNot("priya", "@tandem", "[Undo]")
		w.sees("omar", "@tandem", "The team of Atlas is asked in #atlas how large *FR-1* is.")
		w.sees("dev", "#atlas", "How large is FR-1?", "*Dark mode*", "asked by @omar · 0 of 3 voted · votes are hidden until `Reveal`", "[1] [2] [3] [5] [8] [13] [?]", "[Reveal]")

		w.presses("dev", "#atlas", "3")
		w.sees("dev", "#atlas", "(only you) Your vote on *FR-1* is *3*. Nobody else sees it before `Reveal`")
		w.presses("dev", "#atlas", "5")
		w.presses("kim", "#atlas", "13")
		w.sees("omar", "#atlas", "2 of 3 voted: dev and kim")
		w.seesNot("omar", "#atlas", "only you")
		w.presses("lee", "#atlas", "?")

		w.presses("omar", "#atlas", "Reveal")
		w.sees("dev", "#atlas", "*5*  dev", "*13*  kim", "*?*  lee", "dev and kim are furthest apart and talk first; then `Vote again`, or @omar sets the points", "[Set points] [Vote again]")
		w.seesNot("dev", "#atlas", "[13]", "[Reveal]")

		w.presses("omar", "#atlas", "Vote again")
		w.sees("dev", "#atlas", "round 2 · 0 of 3 voted", "[Reveal]")
		w.seesNot("dev", "#atlas", "*13*  kim", "[Set points]")
		for who, size := range map[string]string{"dev": "5", "kim": "5", "lee": "3"} {
			w.presses(who, "#atlas", size)
		}
		w.presses("omar", "#atlas", "Reveal")
		w.presses("omar", "#atlas", "Set points")
		w.sees("omar", "form", "*FR-1*  Dark mode", "Points", "Reason")
		w.fails("omar", []string{"Please enter a number of at least 1."}, "Points: 0")
		w.submits("omar", "Points: 5", "Reason: The charts <!here> take time")

		w.sees("dev", "#atlas", "*3*  lee", "*5*  dev and kim", "@omar set FR-1 to 5 points", "> The charts &lt;!here&gt; take time")
		w.seesNot("dev", "#atlas", "[Set points]", "[Vote again]", "[Reveal]", "[5]")
		if r := w.request("FR-1"); r.Points != 5 || r.Status != ritual.AwaitingPriority {
			t.Errorf("%+v", r)
		}
		w.sees("omar", "@tandem", "· 5 points")
		w.ranks("FR-1", "7", "3")
		w.types("dev", "#atlas", "/backlog")
		w.hears("dev", "#atlas", "*FR-1*  Dark mode · 5 points")
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "5 points", "@omar set FR-1 to 5 points", "The charts &lt;!here&gt; take time")

		// It can be estimated anew until it is in a sprint, by a message of its own.
		w.presses("dev", "#atlas", "Estimate", "FR-1")
		w.sees("dev", "#atlas", "asked by @dev · 0 of 3 voted", "@omar set FR-1 to 5 points")
		w.presses("dev", "#atlas", "8")
		w.presses("dev", "#atlas", "Reveal") // who started it may
		w.sees("dev", "#atlas", "All agree. @omar sets the points")
		w.presses("omar", "#atlas", "Set points")
		w.submits("omar")
		if r := w.request("FR-1"); r.Points != 8 {
			t.Errorf("%+v", r)
		}
		w.types("dev", "#atlas", "/tandem show FR-1")
		w.hears("dev", "#atlas", "~@omar set FR-1 to 5 points~ _(replaced by @omar, ", "@omar set FR-1 to 8 points")
		w.ended()
	})
}

// made are the ids that the workspace gives to blocks without one, and when something was shown.
var made = regexp.MustCompile(`"block_id": "sim\d+"|(?:<|\\u003c)!date\^\d+|\d\d:\d\d UTC|as of [^"]*|[A-Z2-7]{26}`)

// TestNothingTellsWhatWasVotedBeforeItIsRevealed compares all that is shown and sent while two votes are hidden with what it
// would be had everybody voted otherwise.
func TestNothingTellsWhatWasVotedBeforeItIsRevealed(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.team("kim")
		w.estimates()
		look := func() string {
			w.settle()
			var all []string
			for _, who := range []string{"sam", "priya", "omar", "gwen"} {
				w.opensHome(who)
				w.types(who, "#atlas", "/tandem show FR-1")
				w.types(who, "#atlas", "/backlog")
				home, _ := w.sim.Person(who).Home()
				all = append(all, dump(home.Blocks))
				for _, where := range []string{"#atlas", "@tandem"} {
					seen := w.sim.Person(who).Sees(where)
					for _, m := range seen[max(len(seen)-2, 0):] {
						m.TS, m.Raw = "", nil
						all = append(all, dump(m.Blocks), m.Text, dump(m.Metadata))
					}
					for _, m := range seen { // the estimation itself, whole
						if strings.Contains(m.Text, "How large is FR-1?") {
							all = append(all, m.Text, dump(m.Blocks), dump(m.Metadata))
						}
					}
				}
			}
			return made.ReplaceAllString(strings.Join(all, "\n"), "")
		}
		vote := func(who, size string) {
			if err := w.press(who, "#atlas", size); err != nil {
				t.Fatal(err)
			}
		}
		vote("dev", "13")
		vote("kim", "2")
		before := look()
		vote("dev", "1")
		vote("kim", "8")
		if after := look(); before != after {
			a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
			for i := range a {
				if i >= len(b) || a[i] != b[i] {
					w.t.Fatalf("line %d tells of a vote: %s\n%s", i, a[i], b[min(i, len(b)-1)])
				}
			}
		}
		for _, d := range w.decisions("FR-1") {
			if d.Verdict == ritual.Estimated {
				t.Errorf("%+v", d)
			}
		}
		w.ended()
	})
}

func TestWhoMayNotVoteOrRevealIsToldWhoCan(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.team("kim")
		click := w.as("sam")
		click.Subject = "FR-1"
		_, err := w.clicks(estimateStart, click)
		w.refuses(err, "can have FR-1 estimated", "the team")
		w.estimates()
		for _, who := range []string{"omar", "sam", "priya"} {
			w.presses(who, "#atlas", "5")
			w.sees(who, "#atlas", "(only you) Only the team can vote on FR-1.")
		}
		w.presses("dev", "#atlas", "Reveal")
		w.sees("dev", "#atlas", "(only you) Only the product owner, @omar, and whoever started it can reveal the votes on FR-1.")
		w.presses("omar", "#atlas", "Reveal")
		w.sees("omar", "#atlas", "(only you) Nobody has voted on FR-1 yet.")
		w.sees("gwen", "#atlas", "0 of 2 voted")

		_, _, value, _ := w.button("dev", "#atlas", "5")
		w.presses("dev", "#atlas", "5")
		w.presses("omar", "#atlas", "Reveal")
		vote := w.as("kim")
		vote.Subject = value
		_, err = w.clicks(estimateVote+"8", vote)
		w.refuses(err, "The votes on FR-1 are shown already. `Vote again` starts another round.")
		w.presses("dev", "#atlas", "Set points")
		w.sees("dev", "#atlas", "(only you) Only the product owner, @omar, can set the points of FR-1.")
		w.presses("omar", "#atlas", "Vote again")
		_, err = w.clicks(estimateVote+"8", vote)
		w.refuses(err, "Another round on FR-1 has begun. Please vote once more.")
		if n := len(w.votes("FR-1", 2)); n != 0 {
			t.Errorf("%d votes", n)
		}
		w.ended()
	})
}

func TestAnEstimationThatIsOpenIsNotStartedAgain(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.team()
		errs := make(chan error, 2)
		for _, who := range []string{"omar", "dev"} {
			click := w.as(who)
			click.Subject = "FR-1"
			go func() {
				_, err := w.clicks(estimateStart, click)
				errs <- err
			}()
		}
		for range 2 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		w.settle()
		if n := strings.Count(w.reads("gwen", "#atlas"), "How large is FR-1?"); n != 1 {
			t.Errorf("it was posted %d times", n)
		}
		w.estimates()
		w.sees("omar", "@tandem", "The team is voting on *FR-1* in #atlas already. <http")
		w.ended()
	})
}

// TestVotesAtOnceCountEachOnce has many vote at once, each for two sizes, and each twice.
func TestVotesAtOnceCountEachOnce(t *testing.T) {
	inWorlds(t, func(w *world) {
		names := []string{"kim", "lee", "mia", "ned", "oda", "pat"}
		w.team(names...)
		w.estimates()
		_, _, value, ok := w.button("dev", "#atlas", "5")
		if !ok {
			t.Fatal("there is nothing to vote with")
		}
		errs := make(chan error, 4*len(names))
		for _, name := range names {
			for _, size := range []string{"3", "5"} {
				click := w.as(name)
				click.Subject = value
				for range 2 { // pressed twice
					go func() {
						_, err := w.clicks(estimateVote+size, click)
						errs <- err
					}()
				}
			}
		}
		for range 4 * len(names) {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		w.settle()
		if n := len(w.votes("FR-1", 1)); n != len(names) {
			t.Errorf("%d votes of %d people", n, len(names))
		}
		w.sees("omar", "#atlas", fmt.Sprintf("%d of %d voted: kim, lee, mia, ned, oda and pat", len(names), len(names)+1))

		// Revealed by two at once, and another round begun by two at once: each happens once.
		for _, id := range []string{estimateReveal, estimateAgain} {
			both := make(chan error, 2)
			for range 2 {
				click := w.as("omar")
				click.Subject = value
				go func() {
					_, err := w.clicks(id, click)
					both <- err
				}()
			}
			for range 2 {
				if err := <-both; err != nil {
					t.Errorf("%s: %v", id, err)
				}
			}
		}
		if e := w.estimation("FR-1"); e.Round != 2 || !e.Revealed.IsZero() {
			t.Errorf("%+v", e)
		}
		w.ended()
	})
}

func TestWhoHasLeftIsNotWaitedFor(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.team("kim", "lee")
		w.estimates()
		w.presses("kim", "#atlas", "8")
		w.quits("kim")
		w.quits("lee")
		w.presses("dev", "#atlas", "5")
		w.sees("dev", "#atlas", "2 of 2 voted: dev and kim")
		w.ended()
	})
}

func TestAPrivateStoryIsSharedBeforeTheTeamEstimatesIt(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.sim.AddChannel(slacksim.Channel{Name: "leads", Private: true, Members: []string{"sam", "priya"}, BotIn: true})
		w.setUp()
		w.types("sam", "#leads", "/request Acme leaves without SSO")
		w.aligns("FR-1", "Happy eyes")
		w.presses("omar", "@tandem", "Estimate", "FR-1")
		w.sees("omar", "@tandem", "FR-1 is private, and the team cannot estimate what it cannot read. Press `Share title and story` on its record first.")
		w.seesNot("dev", "#atlas", "How large")
		r := w.request("FR-1")
		r.Shared = true
		w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepRequest(ctx, r) })
		w.presses("omar", "@tandem", "Estimate", "FR-1")
		w.sees("dev", "#atlas", "How large is FR-1?", "*Acme leaves without SSO*")

		// Private again, it is its id only.
		r.Shared = false
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			if err := tx.KeepRequest(ctx, r); err != nil {
				return err
			}
			return request.ShowAnew(ctx, tx, w.product("Atlas"), r)
		})
		w.settle()
		w.sees("dev", "#atlas", "How large is FR-1?", "*(private)*")
		for _, m := range w.sim.Person("gwen").Sees("#atlas") {
			if strings.Contains(m.Text+dump(m.Blocks), "SSO") {
				t.Errorf("everybody reads %s", m.Text)
			}
		}
		w.ended()
	})
}

func TestWithoutATeamNobodyIsAsked(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.aligned()
		p := w.product("Atlas")
		p.Team = nil
		w.changes(func(ctx context.Context, tx *store.Tx) error { return tx.KeepProduct(ctx, p) })
		w.estimates()
		w.sees("omar", "@tandem", "Atlas has no team yet, and it is the team who votes. Name its members in `/tandem settings`.")
		w.seesNot("dev", "#atlas", "How large")
		w.ended()
	})
}

func TestAStoryThatChangesOrMovesOnWhileItIsEstimatedIsShownSo(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.team()
		w.estimates()
		w.presses("dev", "#atlas", "5")
		w.seesNot("dev", "#atlas", "has changed")
		s := w.story("FR-1")
		s.Criteria = []ritual.Criterion{{Text: "It is dark at night"}}
		w.changes(func(ctx context.Context, tx *store.Tx) error {
			if _, err := tx.AddStory(ctx, s); err != nil {
				return err
			}
			return request.ShowAnew(ctx, tx, w.product("Atlas"), w.request("FR-1"))
		})
		w.settle()
		w.sees("dev", "#atlas", "The story has changed since this round began.", "• It is dark at night", "1 of 1 voted: dev")
		w.presses("omar", "#atlas", "Reveal")
		w.presses("omar", "#atlas", "Vote again")
		w.seesNot("dev", "#atlas", "has changed")

		_, _, value, _ := w.button("dev", "#atlas", "5")
		w.challenges("FR-1", "Nobody asked for this")
		w.sees("dev", "#atlas", "*Awaiting alignment*", "nobody votes on it now")
		w.seesNot("dev", "#atlas", "[Reveal]", "[5]")
		vote := w.as("dev")
		vote.Subject = value
		_, err := w.clicks(estimateVote+"5", vote)
		w.refuses(err, "FR-1 has moved on: @omar challenged the alignment of FR-1")
		w.realigns("FR-1", "Somebody did")
		w.sees("dev", "#atlas", "round 2 · 0 of 1 voted", "[Reveal]")
		w.ended()
	})
}

// TestAnEstimationOutlivesAStop stops Tandem once a vote and the points were acknowledged, before their message followed.
func TestAnEstimationOutlivesAStop(t *testing.T) {
	inWorlds(t, func(w *world) {
		w.team()
		again := func(id, who string, f engine.Fields) {
			t.Helper()
			click := w.as(who)
			click.Subject, click.Fields = "FR-1", f
			if slices.Contains([]string{estimateVote + "5", estimateReveal}, id) {
				click.Subject = "FR-1 1"
			}
			if _, err := w.clicks(id, click); err != nil {
				t.Fatal(err)
			}
			w.stop()
			w.start()
			w.settle()
		}
		again(estimateStart, "omar", nil)
		w.sees("dev", "#atlas", "0 of 1 voted")
		again(estimateVote+"5", "dev", nil)
		w.sees("dev", "#atlas", "1 of 1 voted: dev")
		again(estimateReveal, "omar", nil)
		w.sees("dev", "#atlas", "*5*  dev")
		again(estimateForm, "omar", engine.Fields{"points": {"5"}})
		w.sees("dev", "#atlas", "@omar set FR-1 to 5 points")
		if n := strings.Count(w.reads("gwen", "#atlas"), "How large is FR-1?"); n != 1 {
			t.Errorf("it was posted %d times", n)
		}
		w.ended()
	})
}
