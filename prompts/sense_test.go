package prompts

import (
	"testing"

	"tandem/bot/ritual"
)

func TestASenseThatIsTurnedAroundIsSeenAndAnotherWordingIsNot(t *testing.T) {
	for _, c := range []struct {
		said, text string
		turned     bool
	}{
		{"It must not show drafts.", "Given a draft, when I export, then it is not in the file", false},
		{"It must not show drafts.", "Given a draft, when I export, then drafts are in the file", true},
		{"Please hide the prices.", "When I open the list, the prices are not shown", false},
		{"Please hide the prices.", "When I open the list, the prices are shown", true},
		{"Please don't remove the button.", "When I update, the button is kept", false},
		{"Please don't remove the button.", "When I update, the button is removed", true},
		{"The file must have at most 10 rows.", "A file has no more than 10 rows", false},
		{"The file must have at most 10 rows.", "A file has at least 10 rows", true},
		{"It must not take longer than 2 seconds.", "It takes at most 2 seconds", false},
		{"Sort by date, newest above.", "The newest stands below", true},
		{"Only admins may delete a board.", "Given somebody who is no admin, they cannot delete a board", false},
		{"Only admins may delete a board.", "Everyone may delete a board", true},
		{"It should show the name instead of the number.", "It shows the number instead of the name", true},
		{"It should show the name instead of the number.", "The name is shown instead of the number", false},
		{"Everyone except guests can comment.", "A guest can comment", true},
		{"We need to remove old users.", "When I remove an old user, the user is no longer there", false},
		{"The export crashes with 500 rows.", "The export crashes with 500 rows", true},
		{"The export crashes with 500 rows.", "The export does not crash with 500 rows", false},
		{"Die Mail soll nicht am Sonntag kommen.", "Am Sonntag kommt keine Mail", false},
		{"Die Mail soll nicht am Sonntag kommen.", "Am Sonntag kommt die Mail", true},
		{"Die Spalte soll eingeblendet sein.", "Die Spalte ist ausgeblendet", true},
		{"Es sollen mindestens 3 Plätze sein.", "Es sind höchstens 3 Plätze", true},
		{"Es soll der Name statt der Nummer stehen.", "Dort steht die Nummer statt des Namens", true},
		{"休日は通知しないでください。", "休日のとき、通知しない", false},
		{"休日は通知しないでください。", "休日のとき、通知する", true},
		{"5個以下になったら通知してください。", "5個以上になったとき、通知する", true},
		{"税抜ではなく税込で表示してほしい。", "税込ではなく税抜で表示される", true},
		{"保存しなければなりません。", "保存する", false},
		{"Il ne faut pas afficher les brouillons.", "Les brouillons sont affichés", true},
	} {
		k := newTask(Ask{Request: ritual.Request{Kind: ritual.Feature, Title: "a title", Reporter: "ana"}, Said: []ritual.Evidence{{ID: "0", Author: "ana", Text: c.said}}})
		if got := k.turned(k.bearing(0, c.said, c.text), "", c.text); got != c.turned {
			t.Errorf("%q after %q: turned around is %v", c.text, c.said, got)
		}
	}
}
