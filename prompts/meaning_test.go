package prompts

import (
	"errors"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"tandem/bot/ritual"
	"tandem/prompts/modelsim"
)

// meaningsOf is a client that asks for meanings.
func meaningsOf(t *testing.T, s *modelsim.Server) *Model {
	t.Helper()
	m, err := newModel(Config{BaseURL: s.URL, Key: testKey, Model: "test-1", Embedding: "small-1", Now: func() time.Time { return time.UnixMilli(0) }}, hasty)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMeaningsComeInTheOrderOfTheTexts(t *testing.T) {
	s := modelsim.Start(t)
	s.Embeds(func(text string) []float32 {
		return []float32{float32(strings.Count(text, "a")), float32(strings.Count(text, "b")), -0.5}
	})
	all, u, err := meaningsOf(t, s).Meanings(t.Context(), []string{"aaa", "bbb", "aab"})
	if err != nil || len(all) != 3 || u.Calls != 1 || u.Tokens == 0 {
		t.Fatalf("%v, %+v, %v", all, u, err)
	}
	if a, b := all[2].Like(all[0]), all[2].Like(all[1]); a <= b || a > 1 || math.Abs(all[0].Like(all[0])-1) > 1e-9 {
		t.Errorf("%f and %f", a, b)
	}
	if got := MeaningFrom(all[2].Bytes()); got.Like(all[2]) < 0.999 {
		t.Errorf("%v came back as %v", all[2], got)
	}
	if q := s.Asked()[0]; q.Path != "/v1/embeddings" || q.Model != "small-1" || q.Key != testKey {
		t.Errorf("%+v", q)
	}
}

func TestNoSecretIsInWhatAMeaningIsMadeOf(t *testing.T) {
	r := ritual.Request{Title: "Log in with SSO", Problem: "Ask ana@example.com, password: hunter2hunter2. " + strings.Repeat("x ", 3000)}
	words := MeaningOf(r)
	if strings.Contains(words, "ana@") || strings.Contains(words, "hunter2") || !strings.HasPrefix(words, "Log in with SSO\n") || len([]rune(words)) > meaningWords {
		t.Errorf("%q", words)
	}
}

func TestAnswersThatAreNoMeaningsAreNonsense(t *testing.T) {
	for body, name := range map[string]string{
		`{"data":[]}`: "none",
		`{"data":[{"index":0,"embedding":[1,2]}]}`:                                 "one of two",
		`{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}`:     "of other lengths",
		`{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}`:       "the same twice",
		`{"data":[{"index":0,"embedding":[1]},{"index":7,"embedding":[1]}]}`:       "of nothing",
		`{"data":[{"index":0,"embedding":[0,0]},{"index":1,"embedding":[0,0]}]}`:   "without direction",
		`{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}`:         "empty",
		`{"data":[{"index":0,"embedding":"x"},{"index":1,"embedding":{"a":"b"}}]}`: "words",
		`<html>`: "a page",
	} {
		s := modelsim.Start(t)
		s.Next(modelsim.Raw(http.StatusOK, "application/json", body))
		if all, _, err := meaningsOf(t, s).Meanings(t.Context(), []string{"a", "b"}); !errors.Is(err, ErrNonsense) || all != nil {
			t.Errorf("%s: %v, %v", name, all, err)
		}
	}
}

func TestAServerWithoutMeaningsRefusesThem(t *testing.T) {
	s := modelsim.Start(t)
	s.Next(modelsim.Status(http.StatusNotFound, ""))
	if _, u, err := meaningsOf(t, s).Meanings(t.Context(), []string{"a"}); !errors.Is(err, ErrRejected) || u.Calls != 1 {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestTheNameOfTheModelOfMeaningsIsChecked(t *testing.T) {
	for name, ok := range map[string]bool{"": true, "text-embedding-3-small": true, "a b": false, strings.Repeat("x", 201): false} {
		_, err := NewModel(Config{BaseURL: "http://localhost:1/v1", Model: "m", Embedding: name, Now: time.Now})
		if (err == nil) != ok || err != nil && !strings.Contains(err.Error(), "OPENAI_EMBEDDING_MODEL") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func FuzzMeaningsAreLikeThemselves(f *testing.F) {
	f.Add([]byte{1, 2, 255}, []byte{3, 4, 5})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		x, y := MeaningFrom(a), MeaningFrom(b)
		if like := x.Like(y); math.IsNaN(like) || like > 1.000001 || like < -1.000001 || math.Abs(like-y.Like(x)) > 1e-9 {
			t.Errorf("%v and %v: %f", x, y, like)
		}
	})
}
