package prompts

import (
	"context"
	"errors"
	"strings"

	"github.com/sashabaranov/go-openai"

	"tandem/bot/ritual"
)

// Draft asks the model for a story in two calls: the draft, and a judgment of it by its evidence that can only take
// away. What the rules do not let pass is left out, and what turns out to rest on nothing becomes an open question. An
// answer that cannot be used is asked for once more, in all. The caller sets the request, version and time of the story.
//
// Praise needs no story, and where nobody said anything, or took it back, there is none: both cost no call and are what
// Template makes of them. The error is an ErrNonsense, ErrAway or
// ErrRejected; the usage is what was spent all the same.
func (m *Model) Draft(ctx context.Context, a Ask) (ritual.Story, Usage, error) {
	var u Usage
	if a.Request.Kind == ritual.Praise {
		return Template(a), u, nil
	}
	t := newTask(a)
	if t.ask.Note == "" && t.idle {
		return t.base, u, nil
	}
	c := conversation{model: m, usage: &u, spare: 1}
	var s sifted
	err := c.hold(ctx, "draft", t.system(), data(t.brief), schemaOf("story", t.blank()), func(text string) error {
		d, err := t.readDraft(text)
		if err != nil {
			return err
		}
		s, err = t.sift(d)
		return err
	})
	if err != nil {
		return ritual.Story{}, u, err
	}
	if claims := s.claims(); len(claims) > 0 {
		supported, err := c.judge(ctx, t, claims)
		if err != nil {
			return ritual.Story{}, u, err
		}
		s.weigh(claims, supported)
	}
	story, err := t.story(s)
	if err != nil {
		return ritual.Story{}, u, err
	}
	return story, u, nil
}

// A conversation is the calls that one draft takes.
type conversation struct {
	model *Model
	usage *Usage
	spare int // how many answers may still be asked for again
}

// hold asks for an answer until it can be read, or nothing is spare.
func (c *conversation) hold(ctx context.Context, prompt, system, user string, shape *schema, read func(string) error) error {
	said := []openai.ChatCompletionMessage{{Role: openai.ChatMessageRoleSystem, Content: system}, {Role: openai.ChatMessageRoleUser, Content: user}}
	for {
		text, err := c.model.ask(ctx, prompt, said, shape, c.usage)
		if err == nil {
			err = read(text)
		}
		var f *Failure
		if err == nil || errors.As(err, &f) || errors.Is(err, errRefused) || c.spare == 0 {
			return err
		}
		c.spare--
		if text != "" {
			said = append(said, openai.ChatCompletionMessage{Role: openai.ChatMessageRoleAssistant, Content: cut(text, heardMax)})
		}
		why := strings.TrimPrefix(err.Error(), ErrNonsense.Error()+": ")
		said = append(said, openai.ChatCompletionMessage{Role: openai.ChatMessageRoleUser,
			Content: "Your answer cannot be used: " + why + ". Answer again, with one whole JSON object of the shape above and nothing around it."})
	}
}

// judge asks which claims their sources bear out. What is not answered for with a plain yes is not.
func (c *conversation) judge(ctx context.Context, t *task, claims []claim) (map[string]bool, error) {
	var about struct {
		Evidence []heard `json:"evidence"`
		Claims   []claim `json:"claims"`
	}
	about.Claims = claims
	for _, h := range t.brief.Evidence {
		for _, k := range claims {
			if k.Source == h.ID {
				about.Evidence = append(about.Evidence, heard{ID: h.ID, Answers: h.Answers, Text: h.Text})
				break
			}
		}
	}
	shape := judgmentShape{Verdicts: []verdictShape{{}}}
	var supported map[string]bool
	err := c.hold(ctx, "judge", filled("judge.tmpl", map[string]any{"Shape": shapeOf(shape)}), data(about), schemaOf("judgment", shape), func(text string) (err error) {
		supported, err = readJudgment(text)
		return err
	})
	return supported, err
}

// readJudgment reads which claims are supported. A claim that is judged both ways is not.
func readJudgment(text string) (map[string]bool, error) {
	var j judgmentShape
	if err := readJSON(text, &j); err != nil {
		return nil, err
	}
	if len(j.Verdicts) == 0 {
		return nil, nonsense("it has no verdicts")
	}
	supported := map[string]bool{}
	for _, v := range j.Verdicts {
		yes := strings.EqualFold(strings.TrimSpace(v.Supported), "yes")
		if before, ok := supported[v.Claim]; ok {
			yes = yes && before
		}
		supported[v.Claim] = yes
	}
	return supported, nil
}
