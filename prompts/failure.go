package prompts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/sashabaranov/go-openai"
)

// The kinds of errors of a Model. Whatever it is, the request is safe and the built-in drafter stands ready.
var (
	// ErrNonsense: the model answered, twice if that could help, and it cannot be used.
	ErrNonsense = errors.New("the model's answer cannot be used")
	// ErrAway: nobody answered, too late, or "later". It may pass by itself.
	ErrAway = errors.New("the model cannot be reached")
	// ErrRejected: the server refuses the key, the model's name or the call. Somebody has to mend the settings.
	ErrRejected = errors.New("the model's server refuses the call")
)

// errRefused is the nonsense that asking again does not mend.
var errRefused = errors.New("it refused to answer")

// nonsense is an ErrNonsense with what is wrong, in our own words: none of the model's are ever in an error.
func nonsense(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrNonsense, fmt.Sprintf(format, args...))
}

// A Failure is a call that brought no answer. Its text says what to do, and holds nothing of what was sent or came
// back; the cause below it may.
type Failure struct {
	Kind   error // ErrAway, ErrRejected or ErrNonsense
	Status int   // of HTTP; 0 where none came
	text   string
	cause  error
}

func (f *Failure) Error() string   { return fmt.Sprintf("%v: %s", f.Kind, f.text) }
func (f *Failure) Unwrap() []error { return []error{f.Kind, f.cause} }

// failure reads an error of the client's.
func (m *Model) failure(err error) error {
	f := &Failure{cause: err}
	var api *openai.APIError
	var req *openai.RequestError
	switch {
	case errors.As(err, &api):
		f.Status = api.HTTPStatusCode
	case errors.As(err, &req):
		f.Status = req.HTTPStatusCode
	}
	switch {
	case f.Status != 0:
		f.text, f.Kind = m.refused(f.Status, api)
	case errors.Is(err, circuitbreaker.ErrOpen):
		f.Kind, f.text = ErrAway, m.host+" failed several times in a row and is left alone for a minute"
	case errors.Is(err, context.DeadlineExceeded):
		f.Kind, f.text = ErrAway, m.host+" did not answer in time; if it is always so, take a smaller model in OPENAI_MODEL"
	case errors.Is(err, context.Canceled):
		f.Kind, f.text = ErrAway, "the call was given up"
	case unreadable(err):
		f.Kind = ErrNonsense
		f.text = m.host + " answers, but not as OpenAI's protocol has it; OPENAI_BASE_URL should be the address that ends in /v1"
	default:
		f.Kind, f.text = ErrAway, "nobody answers at "+m.host+"; is it running, and is OPENAI_BASE_URL right?"
	}
	return f
}

// refused says what an HTTP status means here.
func (m *Model) refused(status int, api *openai.APIError) (text string, kind error) {
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return fmt.Sprintf("%s does not take OPENAI_API_KEY (status %d); make a new one there", m.host, status), ErrRejected
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		return fmt.Sprintf("%s knows no model %q, or no such call (status %d); check OPENAI_MODEL, and that OPENAI_BASE_URL ends in /v1", m.host, m.name, status), ErrRejected
	case status == http.StatusTooManyRequests && api != nil && api.Code == "insufficient_quota":
		return m.host + " says that the quota is used up; look at the plan and the billing there", ErrRejected
	case status == http.StatusTooManyRequests:
		return m.host + " says that it was asked too often; it is tried again later", ErrAway
	case status >= 500:
		return fmt.Sprintf("%s has a fault of its own (status %d); it is tried again later", m.host, status), ErrAway
	}
	return fmt.Sprintf("%s does not take the call (status %d); does the model %q take chat completions?", m.host, status, m.name), ErrRejected
}

// unreadable reports whether an answer came that is no completion. A url.Error means that none came.
func unreadable(err error) bool {
	var none *url.Error
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	return !errors.As(err, &none) && (errors.As(err, &syntax) || errors.As(err, &kind) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF))
}

// statusOf is a call's end in a word for the log.
func statusOf(err error) string {
	var f *Failure
	switch {
	case err == nil:
		return "200"
	case errors.As(err, &f) && f.Status != 0:
		return strconv.Itoa(f.Status)
	case errors.Is(err, ErrNonsense):
		return "nonsense"
	case errors.Is(err, circuitbreaker.ErrOpen):
		return "resting"
	case errors.Is(err, context.DeadlineExceeded):
		return "late"
	case errors.Is(err, context.Canceled):
		return "given up"
	}
	return "unreachable"
}
