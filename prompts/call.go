package prompts

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/sashabaranov/go-openai"
	"github.com/sashabaranov/go-openai/jsonschema"
)

// A schema is the shape that an answer is to have.
type schema struct {
	name string
	def  *jsonschema.Definition
}

// coolness is the temperature of all calls: the likeliest words rather than the liveliest.
const coolness = 0.2

// ask makes one call and returns what the model said. A server that refuses the schema or the temperature is asked once
// more without them, and from then on always: the prompt describes the shape too.
func (m *Model) ask(ctx context.Context, prompt string, said []openai.ChatCompletionMessage, shape *schema, u *Usage) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, m.limit)
	defer cancel()
	req := openai.ChatCompletionRequest{Model: m.name, Messages: said}
	plain := m.plain.Load()
	if !plain && shape != nil {
		req.Temperature = coolness
		if openai.NewReasoningValidator().Validate(req) != nil {
			req.Temperature = 0 // left out: these models take none
		}
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: shape.name, Schema: shape.def, Strict: true}}
	}
	text, err := m.call(ctx, prompt, req, u)
	var f *Failure
	if plain || shape == nil || !errors.As(err, &f) || f.Status != http.StatusBadRequest && f.Status != http.StatusUnprocessableEntity {
		return text, err
	}
	req.Temperature, req.ResponseFormat = 0, nil
	if text, err = m.call(ctx, prompt, req, u); err == nil {
		m.plain.Store(true)
	}
	return text, err
}

// call makes one call, counts what it cost and logs a line of it, which never holds what was said.
func (m *Model) call(ctx context.Context, prompt string, req openai.ChatCompletionRequest, u *Usage) (string, error) {
	start := m.now()
	resp, err := m.client.CreateChatCompletion(ctx, req)
	text, tokens := "", 0
	if err == nil {
		if tokens = resp.Usage.TotalTokens; tokens <= 0 {
			tokens = estimate(req.Messages, resp.Choices)
		}
		text, err = said(resp)
	} else {
		err = m.failure(err)
	}
	if !errors.Is(err, circuitbreaker.ErrOpen) {
		u.Calls++
	}
	u.Tokens += tokens
	m.log.Info("asked the model", "prompt", prompt, "model", m.name, "status", statusOf(err), "tokens", tokens,
		"ms", m.now().Sub(start).Milliseconds())
	return text, err
}

// said is what the model said in a response.
func said(resp openai.ChatCompletionResponse) (string, error) {
	if len(resp.Choices) == 0 {
		return "", nonsense("it gave no answer")
	}
	c := resp.Choices[0]
	text := strings.TrimSpace(strings.ToValidUTF8(c.Message.Content, ""))
	switch {
	case c.Message.Refusal != "" || c.FinishReason == openai.FinishReasonContentFilter:
		return "", fmt.Errorf("%w: %w", ErrNonsense, errRefused)
	case text == "" && c.FinishReason == openai.FinishReasonLength:
		return "", nonsense("it came to its limit before it said anything")
	case text == "":
		return "", nonsense("it said nothing")
	}
	return text, nil
}

// estimate is about how many tokens were read and written, where the server does not count: a token is about four
// characters of English, as OpenAI's help says.
func estimate(asked []openai.ChatCompletionMessage, answers []openai.ChatCompletionChoice) int {
	n := 0
	for _, m := range asked {
		n += utf8.RuneCountInString(m.Content)
	}
	for _, c := range answers {
		n += utf8.RuneCountInString(c.Message.Content)
	}
	return (n + 3) / 4
}
