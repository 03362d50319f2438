package ritual

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestIdsAreReadAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{
		"FR-12": "FR-12", "fr-12": "FR-12", "fr12": "FR-12", "fr 12": "FR-12", "FR - 12": "FR-12", "#12": "FR-12", "#FR-12": "FR-12", "12": "FR-12", " 12\n": "FR-12", "0012": "FR-12",
		"9223372036854775807": "FR-9223372036854775807",
		"FR-12.1":             "FR-12.1", "fr12.2": "FR-12.2", "#12.8": "FR-12.8", "12.03": "FR-12.3", " FR-12.1 ": "FR-12.1",
		"12.": "", ".1": "", "12.0": "", "12.-1": "", "12.+1": "", "12.1.1": "", "12.100": "", "12. 1": "", "0.1": "", "12.x": "",
		"": "", "FR": "", "FR-": "", "0": "", "-1": "", "FR--1": "", "+12": "", "FR-+12": "", "1 2": "", "١٢": "", "１２": "", "0x1": "", "1_2": "",
		"9223372036854775808": "", "FR-12; DROP TABLE": "", "twelve": "", "\xff": "",
	} {
		got, err := ParseRequestID(typed)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
		if err != nil && len(Refusals(err)) != 1 {
			t.Errorf("%q: no refusal: %v", typed, err)
		}
	}
}

func FuzzParseRequestID(f *testing.F) {
	for _, s := range []string{"FR-12", "#12", "FR-12.1", "12.", "", "-", "FR-+1", "\xff", strings.Repeat("9", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseRequestID(s)
		if err != nil {
			if says := err.Error(); !utf8.ValidString(says) || utf8.RuneCountInString(says) > 120 {
				t.Errorf("%q: refusal %q", s, says)
			}
			return
		}
		if again, err := ParseRequestID(id); err != nil || again != id {
			t.Errorf("%q: %q became %q, %v", s, id, again, err)
		}
	})
}

func TestTheRequesterIsAskedElseTheReporter(t *testing.T) {
	if got := (Request{Reporter: "a", Requester: "b"}).Asked(); got != "b" {
		t.Error(got)
	}
	if got := (Request{Reporter: "a"}).Asked(); got != "a" {
		t.Error(got)
	}
}

func TestEveryStatusHasItsWordAndItsNextStep(t *testing.T) {
	want := map[Step]string{StepTandem: "N", StepPM: "A", StepRequester: "I", StepPO: "PBDC", StepTeam: "S", StepNobody: "XKLMOWT"}
	for s, letter := range statusLetters {
		if !strings.Contains(want[s.NextStep()], letter) {
			t.Errorf("%s: next step is %s", s, s.NextStep())
		}
		if s.Open() != !strings.Contains("XKLMOWT", letter) {
			t.Errorf("%s: open is %v", s, s.Open())
		}
		if s.String() == string(s) {
			t.Errorf("%q has no word", string(s))
		}
	}
}
