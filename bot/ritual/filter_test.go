package ritual

import (
	"maps"
	"testing"
)

func TestFiltersAreReadAsPeopleTypeThem(t *testing.T) {
	const example = "/backlog customer:Acme"
	for words, want := range map[string]map[string]string{
		"":                                   {},
		"customer:Acme":                      {"customer": "Acme"},
		"CUSTOMER: Acme":                     {"customer": "Acme"},
		"customer:Acme Corp text:csv export": {"customer": "Acme Corp", "text": "csv export"},
		`text:"csv export" objective:"Larger customers" customer:Acme`: {"customer": "Acme", "text": "csv export", "objective": "Larger customers"},
		`text:“csv export” objective:„Größere Kunden“ customer:«Acme»`: {"customer": "Acme", "text": "csv export", "objective": "Größere Kunden"},
		`text: "a customer: who" customer:O'Neil`:                      {"text": "a customer: who", "customer": "O'Neil"},
		`text:10:30 at night`:                 {"text": "10:30 at night"},
		`text:5" pipe customer:Acme`:          {"text": `5" pipe`, "customer": "Acme"},
		`text:"it does not end customer:Acme`: {"text": "it does not end customer:Acme"},
		`text:"csv" export`:                   {"text": "csv export"},
		`customer:Acme | Söhne`:               {"customer": "Acme | Söhne"},
		`customer:株式会社 text:輸出`:               {"customer": "株式会社", "text": "輸出"},
		"text:\tcsv\n customer:Acme":          {"text": "csv", "customer": "Acme"},
	} {
		got, err := Filters(words, example, "objective", "customer", "text")
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %v %v", words, got, err)
		}
	}
	for words, want := range map[string]string{
		"export":                 ": Begin with what “export” is to be found in: `objective:`, `customer:` and `text:`, as in `/backlog customer:Acme`.",
		`"customer:Acme"`:        ": Begin with what “customer:Acme” is",
		"customer:":              ": `customer:` has no value. It goes as in `/backlog customer:Acme`.",
		"customer: text:csv":     ": `customer:` has no value.",
		`customer:"" text:csv`:   ": `customer:` has no value.",
		"text:csv customer:  ":   ": `customer:` has no value.",
		"region:EMEA":            ": There is no filter `region:`. There are `objective:`, `customer:` and `text:`, as in `/backlog customer:Acme`. What has a colon in it goes in quotes.",
		"text:see https://x.com": ": There is no filter `https:`.",
		"text:a text:b":          ": `text:` is there twice, and can be there once.",
		":Acme":                  ": Begin with what “:Acme” is",
	} {
		got, err := Filters(words, example, "objective", "customer", "text")
		checkRefusals(t, err, want)
		if got != nil {
			t.Errorf("%s: %v", words, got)
		}
	}
}
