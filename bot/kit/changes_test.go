package kit

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// shownChanges are changes as people see them: ~struck~ and *bold*.
func shownChanges(t *testing.T, b slack.Block) string {
	t.Helper()
	if err := (Modal{Title: "t", Blocks: []slack.Block{b}}).Check(); err != nil {
		t.Error(err)
	}
	var s strings.Builder
	for _, el := range b.(*slack.RichTextBlock).Elements[0].(*slack.RichTextSection).Elements {
		leaf := el.(*slack.RichTextSectionTextElement)
		mark := ""
		switch {
		case leaf.Style == nil:
		case leaf.Style.Strike:
			mark = "~"
		case leaf.Style.Bold:
			mark = "*"
		case leaf.Style.Italic:
			mark = "_"
		}
		s.WriteString(mark + leaf.Text + mark)
	}
	return s.String()
}

func TestChangesAreShownWordByWord(t *testing.T) {
	for _, x := range []struct{ before, after, want string }{
		{"to see a log", "to see a list", "to see a ~log~*list*"},
		{"one two three", "four five three", "~one two~*four five* three"},
		{"", "a log", "*a log*"},
		{"a log", "", "~a log~"},
		{"same", "same", ""},
		{"a\nb\nc", "a\nB\nc", "~b~*B*"},
		{"a\nb", "a\nb\nc", "*c*"},
		{"a\nb\nc", "a\nc", "~b~"},
		{"CSVで出力", "CSVで入力", "CSVで~出~*入*力"},
		{"*bold* `x` ~y~", "*bold* `z` ~y~", "*bold* `~x~*z*` ~y~"},
		{"<!channel>", "<@U1>", "<~!channel~*@U1*>"},
		{"café", "cafe", "~café~*cafe*"},
		{"10 rows", "100 rows", "~10~*100* rows"},
		{"a b", "a  b", ""},
	} {
		got := strings.TrimPrefix(shownChanges(t, Changes("I want", x.before, x.after)), "_I want\n_")
		if got != x.want {
			t.Errorf("%q to %q:\ngot  %q\nwant %q", x.before, x.after, got, x.want)
		}
	}
}

func TestLongChangesAreCut(t *testing.T) {
	got := shownChanges(t, Changes("x", strings.Repeat("a ", 3000), strings.Repeat("b ", 3000)))
	if n := len([]rune(got)); n > maxSection+20 || !strings.Contains(got, ellipsis) {
		t.Errorf("%d characters", n)
	}
}

func FuzzChanges(f *testing.F) {
	f.Add("a b c", "a d c")
	f.Add("行の\nあ", "\xff\n\n")
	f.Add("שלום a", "a שלום")
	f.Fuzz(func(t *testing.T, before, after string) {
		if len(before)+len(after) > 2000 {
			return
		}
		_ = shownChanges(t, Changes("x", before, after))
		var was, is strings.Builder
		for _, d := range runsOf(differences(clean(before, false), clean(after, false))) {
			if d.Type <= 0 {
				was.WriteString(d.Text)
			}
			if d.Type >= 0 {
				is.WriteString(d.Text)
			}
		}
		if was.String() != clean(before, false) || is.String() != clean(after, false) {
			t.Errorf("%q and %q came back as %q and %q", before, after, was.String(), is.String())
		}
	})
}
