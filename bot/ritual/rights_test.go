package ritual

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// mayTable says by hand who may do what, and at which statuses. Roles are marked with x; each status is a letter.
const mayTable = `
              PM PO team reporter requester member  at
ask           .  .  .    .        .         x       NAIPBSDCXKLMOW
set up        .  .  .    .        .         x       NAIPBSDCXKLMOW
align         x  .  .    .        .         .       A
question      x  .  .    .        .         .       A
answer        x  x  .    x        x         .       NAIPB
skip          .  .  .    x        x         .       NAIPB
prioritize    .  x  .    .        .         .       PB
withdraw      .  .  .    x        .         .       NAIP
objectives    x  .  .    .        .         .       NAIPBSDCXKLMOW
repost        x  x  .    .        .         .       NAIPBSDCXKLMOW
`

var statusLetters = map[Status]string{
	New: "N", AwaitingAlignment: "A", NeedsInfo: "I", AwaitingPriority: "P", Backlog: "B", InSprint: "S", Done: "D",
	Accepted: "C", Shipped: "X", Parked: "K", Declined: "L", Merged: "M", Noted: "O", Withdrawn: "W",
}

// caseOf is somebody with one role only.
func caseOf(role Role, s Status) Case {
	c := Case{
		Product: Product{PM: "pm", PO: "po", Team: []string{"team"}},
		Request: Request{ID: "FR-1", Status: s, Reporter: "reporter", Requester: "requester"},
		Who:     Person{ID: strings.ToLower(string(role)), Kind: Guest},
	}
	if role == RoleMember {
		c.Who.Kind = Member
	}
	return c
}

func TestEveryoneMayDoWhatTheTableSaysAndNothingElse(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(mayTable), "\n")
	if len(lines)-1 != len(rights) {
		t.Fatalf("%d rows for %d actions", len(lines)-1, len(rights))
	}
	for _, line := range lines[1:] {
		action, cells := Action(strings.TrimSpace(line[:14])), strings.Fields(line[14:])
		for i, role := range Roles {
			for s, letter := range statusLetters {
				want := cells[i] == "x" && strings.Contains(cells[6], letter)
				err := May(action, caseOf(role, s))
				var no *Refusal
				if (err == nil) != want || err != nil && !errors.As(err, &no) {
					t.Errorf("%s as %s at %s: %v", action, role, s, err)
				}
			}
		}
	}
}

func TestStatusLettersKnowEveryStatus(t *testing.T) {
	if len(statusLetters) != len(statuses) {
		t.Errorf("%d letters for %d statuses", len(statusLetters), len(statuses))
	}
}

func TestNobodyWithoutAnIdMayDoAnything(t *testing.T) {
	for _, who := range []Person{{Kind: Member}, {ID: "pm", Kind: Gone}, {ID: "reporter", Kind: Gone}} {
		c := caseOf(RolePM, AwaitingAlignment)
		c.Who, c.Product.Team, c.Request.Requester = who, []string{""}, ""
		for _, row := range rights {
			if May(row.action, c) == nil {
				t.Errorf("%+v may %s", who, row.action)
			}
		}
	}
}

func TestAnUnknownActionIsNobodysRightAndNoRefusal(t *testing.T) {
	err := May("fly", caseOf(RolePM, New))
	if err == nil || Refusals(err) != nil {
		t.Errorf("got %v", err)
	}
}

func TestRefusalsSayWhoCanOrWhatHasBecomeOfIt(t *testing.T) {
	pm, po := Name("pm"), Name("po")
	oneHead := caseOf(RoleTeam, New)
	oneHead.Product.PO = "pm"
	unknown := caseOf(RoleMember, New)
	unknown.Who.Kind = Unknown
	decided := caseOf(RolePM, Declined)
	decided.Last = Decision{ID: "7", Request: "FR-1", Verdict: Decline, By: "pm"}
	other := decided
	other.Last.Request = "FR-2"
	for _, x := range []struct {
		action Action
		c      Case
		want   string
	}{
		{ToAlign, caseOf(RolePO, AwaitingAlignment), "Only the product manager, " + pm + ", can decide on the alignment of FR-1."},
		{ToPrioritize, caseOf(RolePM, Backlog), "Only the product owner, " + po + ", can prioritize FR-1."},
		{ToAnswer, caseOf(RoleTeam, NeedsInfo), "Only whoever asked for it, " + pm + " and " + po + " can answer the questions about FR-1."},
		{ToWithdraw, caseOf(RolePM, New), "Only whoever recorded it can withdraw FR-1."},
		{ToAsk, caseOf(RolePM, New), "Only full members of this workspace can record a request."},
		{ToAsk, unknown, "Slack did not say who you are just now, so I could not record a request. Please try again in a moment."},
		{ToRepost, caseOf(RoleTeam, New), "Only " + pm + " and " + po + " can post this again."},
		{ToRepost, oneHead, "Only " + pm + " can post this again."},
		{ToAnswer, oneHead, "Only whoever asked for it and " + pm + " can answer the questions about FR-1."},
		{ToAlign, decided, "FR-1 has moved on: " + pm + " declined FR-1. Its status is Declined now."},
		{ToAlign, other, "FR-1 has moved on: its status is Declined now."},
		{ToWithdraw, caseOf(RoleReporter, Backlog), "FR-1 has moved on: its status is Backlog now."},
	} {
		if err := May(x.action, x.c); err == nil || err.Error() != x.want {
			t.Errorf("%s: got  %v\nwant %s", x.action, err, x.want)
		}
	}
}

func TestRolesAreDistinct(t *testing.T) {
	if got := slices.Compact(slices.Sorted(slices.Values(Roles))); len(got) != len(Roles) {
		t.Errorf("roles %v", Roles)
	}
}
