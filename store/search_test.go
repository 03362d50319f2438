package store_test

import (
	"strings"
	"testing"

	"tandem/bot/ritual"
	"tandem/store"
)

// library are requests with words in many languages.
// anything may be found.
func anything(ritual.Request) bool { return true }

func library(w world) {
	w.do(func(tx *store.Tx) error {
		return tx.AddProduct(ctx, ritual.Product{ID: "other", Name: "Other", Channel: "C2", Created: day})
	})
	for i, words := range [][3]string{ // title, problem, customer
		1:  {"Export as CSV", "We copy reports by hand.", "Acme"},
		2:  {"Dark mode", "Exporting works, but the dashboard is too bright in csv view.", ""},
		3:  {"Reports for Zürich", "Die Straße fehlt. Größe auch.", "Müller & Söhne"},
		4:  {"東京都のデータを出力したい", "毎週、手で写しています。", "株式会社"},
		5:  {"CSV export of policies", "", ""},
		6:  {"Order or near", "NOT AND (OR) * ^ : \" ' \\ NEAR(a b)", ""},
		7:  {"12 dashboards", "per team; see FR-12", ""},
		8:  {"로그인 오류", "", ""},
		12: {"Quiet hours", "no pings at night", ""},
	} {
		if words[0] == "" {
			continue
		}
		r := request(int64(i))
		r.Title, r.Problem, r.Customer = words[0], words[1], words[2]
		w.add(r)
	}
	r := request(9)
	r.Product, r.Title = "other", "Export as CSV elsewhere"
	w.add(r)
}

func TestRequestsAreFoundByTheirWords(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		library(w)
		for query, want := range map[string]string{
			"csv export":        "FR-5 FR-1 FR-2", // in the title first, then the newest
			"CSV":               "FR-5 FR-1 FR-2",
			"exports":           "FR-5 FR-1 FR-2",
			"expo":              "FR-5 FR-2 FR-1", // the beginning of the last word
			"expo csv":          "",
			"policy":            "FR-5",
			"acme csv":          "FR-1",
			"csv dark acme":     "",
			"zurich":            "FR-3",
			"ZÜRICH":            "FR-3",
			"strasse":           "FR-3",
			"grosse":            "FR-3",
			"muller sohne":      "FR-3",
			"データ":               "FR-4",
			"ﾃﾞｰﾀ":              "FR-4",
			"東京":                "FR-4",
			"京都":                "FR-4",
			"都":                 "FR-4",
			"い":                 "FR-4",
			"た":                 "FR-4",
			"出力 東京":             "FR-4",
			"大阪":                "",
			"로그인":               "FR-8",
			"FR-12":             "FR-12 FR-7", // and who speaks of it
			"fr12":              "FR-12",
			"FR-8":              "FR-8",
			"12":                "FR-12 FR-7",
			"#7":                "FR-7",
			"FR-9":              "", // of another product
			"":                  "",
			" \n ":              "",
			"!?*":               "",
			"👍":                 "",
			`" OR * ( NEAR`:     "FR-6",
			"near(a b, 3)":      "",
			"title:export":      "",
			"export* OR dark":   "",
			"-export":           "FR-5 FR-1 FR-2",
			"'; DROP TABLE x--": "",
			`export\`:           "FR-5 FR-1 FR-2",
			"export & !dark":    "FR-2",
			"export:* | csv":    "FR-5 FR-1 FR-2",
		} {
			found := func(tx *store.Tx) (string, error) {
				rs, err := tx.FindRequests(ctx, "atlas", query, 10, anything)
				return strings.Join(ids(rs), " "), err
			}
			t.Run(query, func(t *testing.T) { same(world{t, w.db}, want, found) })
		}
	})
}

func TestNoMoreIsFoundThanAskedFor(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		library(w)
		for limit, want := range map[int]string{0: "", 1: "FR-5", 2: "FR-5 FR-1", 3: "FR-5 FR-1 FR-2"} {
			same(w, want, func(tx *store.Tx) (string, error) {
				rs, err := tx.FindRequests(ctx, "atlas", "csv export", limit, anything)
				return strings.Join(ids(rs), " "), err
			})
		}
		same(w, "FR-12", func(tx *store.Tx) (string, error) {
			rs, err := tx.FindRequests(ctx, "atlas", "12", 1, anything)
			return strings.Join(ids(rs), " "), err
		})
	})
}

func TestARequestIsFoundByItsNewWords(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		library(w)
		r := request(12)
		r.Title, r.Problem, r.Product = "Silence", "after work", "other"
		w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, r) })
		r = request(8)
		r.Title = "로그인 오류"
		r.Status = ritual.Declined
		w.do(func(tx *store.Tx) error { return tx.KeepRequest(ctx, r) })
		for _, c := range []struct{ product, query, want string }{
			{"atlas", "quiet", ""}, {"atlas", "silence", ""}, {"other", "silence work", "FR-12"}, {"other", "night", ""},
			{"other", "export", "FR-9"}, {"atlas", "로그인", "FR-8"},
		} {
			same(w, c.want, func(tx *store.Tx) (string, error) {
				rs, err := tx.FindRequests(ctx, c.product, c.query, 10, anything)
				return strings.Join(ids(rs), " "), err
			})
		}
	})
}

func TestLongTextIsIndexed(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		r := request(1)
		r.Title = strings.Repeat("很长", 75)
		r.Problem = strings.Repeat("\uFDFA"+strings.Repeat("long", 2000)+" é", 20) + " needle"
		w.add(r)
		same(w, []string{"FR-1"}, func(tx *store.Tx) ([]string, error) {
			rs, err := tx.FindRequests(ctx, "atlas", "needle 很长", 5, anything)
			return ids(rs), err
		})
	})
}

func FuzzNoQueryIsAnError(f *testing.F) {
	for _, q := range []string{`" OR * ( NEAR`, "a AND", "'", `\`, "東", "FR-", "a:*", "\u0301"} {
		f.Add(q)
	}
	db := openForFuzz(f)
	f.Fuzz(func(t *testing.T, query string) {
		err := db.View(ctx, func(tx *store.Tx) error {
			_, err := tx.FindRequests(ctx, "atlas", query, 5, anything)
			return err
		})
		if err != nil {
			t.Errorf("%q: %v", query, err)
		}
	})
}

func TestWhatMayNotBeFoundTakesNoRoomAndHidesNothing(t *testing.T) {
	records(t, func(t *testing.T, w world) {
		for n := range int64(40) {
			r := request(n + 1)
			switch r.Title = "Export"; {
			case n == 0:
				r.Title = "Exporters of coffee"
			case n > 2:
				r.Private = true
			}
			w.add(r)
		}
		public := func(r ritual.Request) bool { return !r.Private }
		for query, want := range map[string]string{"export": "FR-3 FR-2", "40": "", "FR-2": "FR-2"} {
			same(w, want, func(tx *store.Tx) (string, error) {
				rs, err := tx.FindRequests(ctx, "atlas", query, 2, public)
				return strings.Join(ids(rs), " "), err
			})
		}
		same(w, "FR-1", func(tx *store.Tx) (string, error) { // nobody learns that others have the word whole
			rs, err := tx.FindRequests(ctx, "atlas", "exporter", 2, func(r ritual.Request) bool { return r.Number == 1 })
			return strings.Join(ids(rs), " "), err
		})
	})
}
