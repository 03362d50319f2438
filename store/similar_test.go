package store_test

import (
	"slices"
	"strings"
	"testing"

	"tandem/bot/ritual"
	"tandem/store"
)

// alikes are requests. Those of one group ask for the same; those of another group on the same topic come close to it.
// What is after the bar is the problem.
var alikes = []struct {
	topic string
	group []string
}{
	{"csv", []string{"Export reports as CSV", "CSV export for reports", "Reports: export to CSV please | I copy the numbers by hand.", "Exprot of reports as CSV"}},
	{"csv", []string{"Berichte als CSV exportieren", "CSV-Export für Berichte", "Berichtsexport als CSV"}},
	{"pdf", []string{"Export invoices as PDF", "Invoice PDF export"}},
	{"dark", []string{"Dark mode for the dashboard | It is too bright at night.", "Dashboard needs a dark mode"}},
	{"sso", []string{"Single sign-on with Okta", "Okta single sign on | Our security team asks for it."}},
	{"sso", []string{"Single sign-on with Google"}},
	{"slow", []string{"Search is slow on mobile", "Mobile search takes ages, it is so slow"}},
	{"search", []string{"Search by customer name"}},
	{"login", []string{"Login fails after password reset", "After a password reset the login fails"}},
	{"remind", []string{"Remind me about overdue invoices"}},
	{"budget", []string{"Alert when the budget is exceeded", "Budget alerts: warn when a budget is exceeded"}},
	{"share", []string{"Share dashboards with guests"}},
	{"passkey", []string{"Anmeldung mit Passkey ermöglichen", "Passkeys bei der Anmeldung"}},
	{"rechnung", []string{"Rechnungen als PDF herunterladen", "PDF-Download der Rechnungen | Zum herunterladen für die Buchhaltung."}},
	{"still", []string{"Benachrichtigungen stummschalten am Wochenende"}},
	{"出力", []string{"データをCSVで出力したい", "CSVデータの出力機能", "データのCSV出力"}},
	{"請求", []string{"請求書をPDFでダウンロードしたい", "請求書のPDFダウンロード"}},
	{"遅い", []string{"ダッシュボードの読み込みが遅い", "ダッシュボードが遅い、読み込みに時間がかかる"}},
	{"通知", []string{"通知を週末に止めたい"}},
}

func TestWhatAsksForTheSameIsSimilarAndLittleElse(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		var all []ritual.Request
		group, topic := map[string]int{}, map[string]string{}
		for g, a := range alikes {
			for _, text := range a.group {
				r := request(int64(len(all) + 1))
				r.Title, r.Problem, _ = strings.Cut(text, " | ")
				r.Private = len(all)%2 == 0 // the caller leaves out what is
				all = append(all, r)
				group[r.ID], topic[r.ID] = g, a.topic
			}
		}
		w.add(all...)
		for _, r := range all {
			similar(w, r, func(found []ritual.Alike) {
				same := len(alikes[group[r.ID]].group) - 1
				for i, f := range found {
					switch {
					case i < same && group[f.ID] != group[r.ID]:
						t.Errorf("%q: %q comes before what is the same", r.Title, f.Title)
					case topic[f.ID] != topic[r.ID]:
						t.Errorf("%q: %q is something else", r.Title, f.Title)
					}
				}
				if len(found) < same {
					t.Errorf("%q: %d are found, not %d", r.Title, len(found), same)
				}
			})
		}
	})
}

// similar has what is similar to a request looked at.
func similar(w world, r ritual.Request, look func([]ritual.Alike)) {
	w.Helper()
	w.do(func(tx *store.Tx) error {
		found, err := tx.Alike(ctx, r.Product, r.Title, r.Problem, r.ID, everybodys)
		look(found)
		return err
	})
}

func TestOnlyOpenRequestsOfTheProductAreSimilar(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			return tx.AddProduct(ctx, ritual.Product{ID: "other", Name: "Other", Channel: "C2", Created: day})
		})
		var all []ritual.Request
		for i := range int64(5) {
			r := request(i + 1)
			r.Title = "Export reports as CSV"
			all = append(all, r)
		}
		all[1].Status, all[2].Product, all[3].Status = ritual.Declined, "other", ritual.Backlog
		w.add(all...)
		for _, title := range []string{"CSV reports export", "Export CSV"} {
			asked := all[0]
			asked.Title = title
			similar(w, asked, func(found []ritual.Alike) {
				if got := alikeIDs(found); !slices.Equal(got, []string{"FR-5", "FR-4"}) {
					t.Errorf("%q: %v are found", title, got)
				}
			})
		}
		for _, title := range []string{"", "the of a", "。！", "Quiet hours"} {
			asked := all[0]
			asked.Title = title
			similar(w, asked, func(found []ritual.Alike) {
				if len(found) > 0 {
					t.Errorf("%q: %v are found", title, alikeIDs(found))
				}
			})
		}
		same(w, 1, func(tx *store.Tx) (int, error) {
			found, err := tx.Alike(ctx, "atlas", "CSV reports export", "", "FR-1", func(r ritual.Request) bool { return r.ID == "FR-4" })
			return len(found), err
		})
	})
}

func TestSlipsOfTheFingerAreNoOtherWords(t *testing.T) {
	for _, x := range []struct{ recorded, asked string }{
		{"Dark mode", "Drak mdoe"}, {"Exprot dashbord", "Export dashboard"}, {"Rechnungen herunterladen", "Rechnugen herunteraden"},
		{"Benachrichtigungen", "Benachrichtigngen"}, {"Größere Schrift", "Grösere Schrfit"}, {"CSVエクスポートの追加", "CSVエクスポトの追加"},
	} {
		t.Run(x.asked, func(t *testing.T) {
			records(t, func(t *testing.T, w world) {
				r, other, asked := request(1), request(2), request(3)
				r.Title, other.Title, asked.Title = x.recorded, "Quiet hours", x.asked
				w.add(r, other)
				similar(w, asked, func(found []ritual.Alike) {
					if got := alikeIDs(found); !slices.Equal(got, []string{"FR-1"}) {
						t.Errorf("%v are found", got)
					}
				})
			})
		})
	}
}

// A word that another product or what is closed has often is not common here.
func TestOnlyWhatIsOpenInTheProductMakesAWordCommon(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		w.do(func(tx *store.Tx) error {
			return tx.AddProduct(ctx, ritual.Product{ID: "other", Name: "Other", Channel: "C2", Created: day})
		})
		var rs []ritual.Request
		for i := range int64(400) {
			r := request(i + 1)
			r.Title = "Passkeys"
			if i%2 == 0 {
				r.Product = "other"
			} else {
				r.Status = ritual.Backlog
			}
			rs = append(rs, r)
		}
		w.add(rs...)
		w.do(func(tx *store.Tx) error {
			for i, r := range rs {
				if r.Status == ritual.Backlog && i != 3 {
					r.Status = ritual.Shipped
					if err := tx.KeepRequest(ctx, r); err != nil {
						return err
					}
				}
			}
			return nil
		})
		asked := request(1000)
		asked.Title = "Passkeys"
		similar(w, asked, func(found []ritual.Alike) {
			if got := alikeIDs(found); !slices.Equal(got, []string{"FR-4"}) {
				t.Errorf("%v are found", got)
			}
		})
	})
}

func TestWhatSomebodyDoesNotSeeTakesNobodysPlace(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		var rs []ritual.Request
		for i := range int64(30) {
			r := request(i + 1)
			r.Title, r.Private = "Export reports as CSV", i != 4
			rs = append(rs, r)
		}
		w.add(rs...)
		same(w, []string{"FR-5"}, func(tx *store.Tx) ([]string, error) {
			found, err := tx.Alike(ctx, "atlas", "CSV export of reports", "", "", func(r ritual.Request) bool { return !r.Private })
			return alikeIDs(found), err
		})
	})
}

// Among many requests, each word of a title is too common to look at all who have it.
func TestACommonTitleIsFoundByItsWordsTogether(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		common := []string{"export", "report", "filter", "budget", "mobile", "search"}
		var all []ritual.Request
		for i := range int64(1200) {
			r := request(i + 1)
			r.Title = common[i%6] + " " + common[(i+1+i/6%2)%6]
			all = append(all, r)
		}
		all[100].Title = "Mobile filter for the report budget"
		w.add(all...)
		asked := request(2000)
		asked.Title = "Filter the budget report on mobile"
		similar(w, asked, func(found []ritual.Alike) {
			if len(found) == 0 || found[0].ID != "FR-101" {
				t.Errorf("%v are found", alikeIDs(found))
			}
		})
	})
}

func TestTheWordsThatTellAreThoseThatSayWhatATextIsAbout(t *testing.T) {
	for text, want := range map[string]string{
		"I want my exports of the REPORTS, please": "export report",
		"Die Berichte für uns":                     "bericht",
		"we want it to be":                         "",
		"データのCSV出力":                                "デー ータ csv 出力",
	} {
		if got := strings.Join(store.Telling(text), " "); got != want {
			t.Errorf("%q tells %q, want %q", text, got, want)
		}
	}
}

// everybodys sees every request.
func everybodys(ritual.Request) bool { return true }

func alikeIDs(found []ritual.Alike) []string {
	var ids []string
	for _, f := range found {
		ids = append(ids, f.ID)
	}
	return ids
}
