package prompts

import (
	"strings"
	"testing"

	"tandem/bot/ritual"
)

func TestAThingIsForWhomItIsSaidToBe(t *testing.T) {
	for text, want := range map[string]string{
		"Export to CSV for our support team so that they can answer audits. It must work with 10,000 rows.": "our support team",
		"CSV export for our support team":                                     "our support team",
		"Dark mode for the night shift nurses":                                "the night shift nurses",
		"Reminders for admins when a card waits":                              "admins",
		"Weekly summary for managers and sales":                               "managers and sales",
		"Audit log for our auditors, thanks":                                  "our auditors",
		"An undo for everyone":                                                "everyone",
		"Better reports for enterprise customers by Friday":                   "enterprise customers",
		"CSV export for sales":                                                "sales",
		"CSV export. It's for our finance team.":                              "our finance team",
		"CSV export\nThis is mainly for the customer success team":            "the customer success team",
		"A log for an admin":                                                  "an admin",
		"CSV-Export für unseren Support, damit er Prüfungen beantworten kann": "unseren Support",
		"Dunkelmodus für alle Kunden":                                         "alle Kunden",
		"Bericht für die Buchhaltung bis Freitag":                             "die Buchhaltung",
		"営業チーム向けのCSV出力":                                                       "営業チーム",

		"dark mode for the dashboard":           "",
		"Support for Okta":                      "",
		"Filter for example by date":            "",
		"Import for 10,000 rows":                "",
		"Trial for two weeks":                   "",
		"A plan for free users' data":           "",
		"CSV export for free":                   "",
		"CSV export for now":                    "",
		"A link for the support page":           "",
		"Search for users":                      "",
		"search for our customers":              "",
		"Import for customers":                  "",
		"Shortcut for the password manager":     "",
		"Icon for the mobile client":            "",
		"Icons for Microsoft Teams":             "",
		"No popups for our users":               "",
		"Login without password for our nurses": "",
		"Not for our customers":                 "",
		"A log not just for admins":             "",
		"A log for everyone except admins":      "",
		"Export for users who left":             "",
		"Export for users without an account":   "",
		"Export for our managers in PDF":        "",
		"A form for adding users":               "",
		"A button for the export to our team":   "",
		"I built a macro for our support team":  "",
		"Why is this only for admins":           "",
		"Thanks for the export, support team":   "",
		"Quota for non-admins":                  "",
		"A name for the team page":              "",
		"Bericht für das Dashboard":             "",
		"Keine Mails für unsere Kunden":         "",
		"Suche für Kunden":                      "",
		"Export für Kunden ohne Vertrag":        "",
		"Export für 10.000 Zeilen":              "",
	} {
		if got := draftOf(text).As; got != want {
			t.Errorf("%q: for %q, not %q", text, got, want)
		}
	}
}

func TestAThingIsWantedForTheReasonThatIsSaid(t *testing.T) {
	for text, want := range map[string]string{
		"Export to CSV for our support team so that they can answer audits. It must work.": "they can answer audits",
		"CSV export for our support team to be able to answer audits":                      "they can answer audits",
		"CSV export so that we pass the audit":                                             "we pass the audit",
		"CSV export so we can pass the audit":                                              "we can pass the audit",
		"SSO, because Acme asks for it":                                                    "because Acme asks for it",
		"SSO for Acme, otherwise they leave":                                               "otherwise they leave",
		"Dark mode so that nobody is blinded":                                              "nobody is blinded",
		"Dark mode. Otherwise our nurses are blinded.":                                     "otherwise our nurses are blinded",
		"SSO. Acme won't sign without it.":                                                 "because Acme won't sign without it",
		"Undo. We can't ship without this":                                                 "because we can't ship without this",
		"CSV-Export für unseren Support, damit er Prüfungen beantworten kann":              "er Prüfungen beantworten kann",
		"CSV-Export, weil wir sonst alles abtippen":                                        "weil wir sonst alles abtippen",
		"SSO. Ohne das unterschreibt Acme nicht.":                                          "denn ohne das unterschreibt Acme nicht",
		"The export must be fast so that nobody waits":                                     "nobody waits",

		"The page is slow because of the ads":             "",
		"Export breaks because the file is too large":     "",
		"Login fails so that nobody can work":             "",
		"Export takes ages so we lose two hours":          "",
		"No more mails so that I can focus":               "",
		"No digest because nobody reads it":               "",
		"don't mail me, because I am on leave":            "",
		"Love the new search because it is fast":          "",
		"Undo. I can live without it.":                    "",
		"The new page is great. We can't work without it": "",
		"Keine Mails, damit ich arbeiten kann":            "",
		"Der Export bricht ab, weil die Datei fehlt":      "",
		"Dark mode because":                               "",
	} {
		s := draftOf(text)
		if s.SoThat != want {
			t.Errorf("%q: so that %q, not %q", text, s.SoThat, want)
		}
		if s.Want != "" {
			t.Errorf("%q: want %q, though it names a thing", text, s.Want)
		}
	}
}

func TestWhomAWishIsForIsNotAskedAgain(t *testing.T) {
	s := draftOf("We need a CSV export for our support team")
	if s.Want != "a CSV export for our support team" || s.As != "" || strings.Contains(ids(s.Questions), "who") {
		t.Errorf("got %+v", s)
	}
}

func TestTheCustomersNameAndAnAnswerGoBeforeWhomAThingIsFor(t *testing.T) {
	r := ritual.Request{Kind: ritual.Feature, Title: "CSV export for our support team", Customer: "Acme"}
	if s := listed(r, nil, ritual.Story{}); s.As != "Acme" {
		t.Errorf("for %q", s.As)
	}
	r.Customer = ""
	before := ritual.Story{Questions: []ritual.Question{{ID: "who", Answer: "the auditors", Closed: true}}}
	if s := listed(r, nil, before); s.As != "auditors" {
		t.Errorf("for %q", s.As)
	}
}
