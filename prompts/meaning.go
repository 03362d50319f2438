package prompts

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/sashabaranov/go-openai"

	"tandem/bot/ritual"
)

// A Meaning is what a model makes of a text: the direction in which its words point, each part in steps of a 127th, which is
// precise enough to put a few texts in order.
type Meaning []int8

// meaningWords is how many characters of a request a model is shown for its meaning.
const meaningWords = 2000

// MeaningOf are the words of a request from which a model makes its meaning, without what it is not to see.
func MeaningOf(r ritual.Request) string {
	return cut(redact(strings.TrimSpace(r.Title+"\n"+r.Problem)), meaningWords)
}

// MeaningModel is the model that makes meanings; empty where there is none.
func (m *Model) MeaningModel() string { return m.meanings }

// Meanings asks for the meanings of texts, which come in the same order.
func (m *Model) Meanings(ctx context.Context, texts []string) (all []Meaning, u Usage, err error) {
	ctx, cancel := context.WithTimeout(ctx, m.limit)
	defer cancel()
	start := m.now()
	resp, err := m.client.CreateEmbeddings(ctx, openai.EmbeddingRequest{Input: texts, Model: openai.EmbeddingModel(m.meanings)})
	if err == nil {
		u.Tokens = resp.Usage.TotalTokens
		all, err = meaningsIn(resp, len(texts))
	} else {
		err = m.failure(err)
	}
	if !errors.Is(err, circuitbreaker.ErrOpen) {
		u.Calls++
	}
	m.log.Info("asked the model", "prompt", "meaning", "model", m.meanings, "status", statusOf(err), "tokens", u.Tokens,
		"ms", m.now().Sub(start).Milliseconds())
	return all, u, err
}

// meaningsIn reads a response: one for each text, all of one length.
func meaningsIn(resp openai.EmbeddingResponse, texts int) ([]Meaning, error) {
	all := make([]Meaning, texts)
	for _, d := range resp.Data {
		if d.Index < 0 || d.Index >= texts || all[d.Index] != nil {
			return nil, nonsense("it numbered its answers as nobody asked")
		}
		meaning, err := meaningIn(d.Embedding)
		if err != nil {
			return nil, err
		}
		all[d.Index] = meaning
	}
	for _, one := range all {
		if len(one) == 0 || len(one) != len(all[0]) {
			return nil, nonsense("it answered for some of the texts only")
		}
	}
	return all, nil
}

func meaningIn(embedding []float32) (Meaning, error) {
	longest := 0.0
	for _, x := range embedding {
		if f := math.Abs(float64(x)); math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, nonsense("it answered with what is no number")
		} else if f > longest {
			longest = f
		}
	}
	if longest == 0 {
		return nil, nonsense("it found no meaning")
	}
	meaning := make(Meaning, len(embedding))
	for i, x := range embedding {
		meaning[i] = int8(math.Round(float64(x) / longest * math.MaxInt8))
	}
	return meaning, nil
}

// Like is how much two meanings point in one direction, from -1 to 1 (the cosine of their angle); 0 where they were made by
// different models.
func (a Meaning) Like(b Meaning) float64 {
	if len(a) != len(b) {
		return 0
	}
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// Bytes are a meaning as it is kept, and MeaningFrom reads them.
func (a Meaning) Bytes() []byte {
	b := make([]byte, len(a))
	for i, x := range a {
		b[i] = byte(x)
	}
	return b
}

// MeaningFrom reads what Bytes has written.
func MeaningFrom(b []byte) Meaning {
	a := make(Meaning, len(b))
	for i, x := range b {
		a[i] = int8(x)
	}
	return a
}

// wrongMeanings checks the name of the model that makes meanings.
func wrongMeanings(name string) error {
	if len(name) > 200 || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return fmt.Errorf("OPENAI_EMBEDDING_MODEL is %q: a model's name has no blanks and at most 200 letters", cut(name, 60))
	}
	return nil
}
