package modelsim

import (
	"encoding/json"
	"strings"
)

// A day is what the themes of a standup are asked for with.
type day struct {
	Answers []struct {
		ID   string `json:"id"`
		Said []struct {
			Text  string `json:"text"`
			InWay bool   `json:"in_the_way"`
		} `json:"said"`
	} `json:"answers"`
}

// dayIn is the day that is asked about; ok is false where it is something else.
func dayIn(asked string) (d day, ok bool) {
	err := json.Unmarshal([]byte(asked), &d)
	return d, err == nil && len(d.Answers) > 0
}

// themes names the first thing that is in the way, where it is told in a few words and nothing in it is hidden; else none.
func (d day) themes() string {
	themes := []any{}
	for _, a := range d.Answers {
		for _, s := range a.Said {
			n := len(strings.Fields(s.Text))
			if s.InWay && len(themes) == 0 && n > 1 && n < 13 && len(s.Text) <= 80 && !strings.ContainsAny(s.Text, "[\n.") {
				themes = append(themes, map[string]any{"answers": []string{a.ID}, "words": s.Text})
			}
		}
	}
	return string(encoded(map[string]any{"themes": themes}))
}
