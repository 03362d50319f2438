package prompts

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"tandem/bot/ritual"
)

const (
	needMax  = 400  // runes of the quote
	fieldMax = 1000 // runes of any other field
)

// Template drafts a story from what was said and nothing else. The answers of the previous version are used and kept, what
// was skipped in it is not asked again. Where nothing was said, the request's own title and problem are, as evidence "0". The
// caller sets the request, version and time of the story. Note, frame, examples and people are for a Model.
func Template(a Ask) ritual.Story {
	return newDraft(a.Request, a.Said).template(a)
}

// template drafts the story. The draft is used up by it.
func (d *draft) template(a Ask) ritual.Story {
	r, before := d.request, a.Before
	d.story.Need, d.story.NeedSource = d.need()
	if r.Kind == ritual.Praise {
		return d.story
	}
	d.before = before
	var missing []string
	d.hear()
	if id := d.idle(); id != "" {
		d.story.Questions = asked(r, before, d.tongue, []string{id})
		return d.story
	}
	if r.Kind == ritual.Problem {
		missing = d.problem()
	} else {
		missing = d.feature()
		if d.broken() { // a problem that was recorded as a feature, as a command's words are at first
			missing = slices.DeleteFunc(missing, func(id string) bool { return id != "done" })
			missing, r.Kind = append(missing, "see"), ritual.Problem
		}
	}
	d.outOfScope()
	d.story.Questions = asked(r, before, d.tongue, missing)
	if !a.Checklist && r.Kind == ritual.Feature {
		d.form()
	}
	return d.story
}

// A draft is a story in the making.
type draft struct {
	request ritual.Request
	said    []ritual.Evidence // the requester's own words first
	before  ritual.Story
	all     []sentence
	tongue  *tongue // of the request
	bare    bool    // nothing was said but the request itself
	story   ritual.Story
}

func newDraft(r ritual.Request, said []ritual.Evidence) *draft {
	said = slices.DeleteFunc(slices.Clone(said), func(e ritual.Evidence) bool { return plain(e.Text) == "" })
	bare := len(said) == 0
	if bare {
		said = []ritual.Evidence{{ID: "0", Author: r.Reporter, Text: strings.TrimSpace(r.Title + "\n" + r.Problem)}}
	}
	for i := range said {
		said[i].Text = shield(said[i].Text) // a draft is read by more people than the message
	}
	who := r.Asked()
	slices.SortStableFunc(said, func(a, b ritual.Evidence) int {
		switch ma, mb := a.Author == who, b.Author == who; {
		case ma == mb:
			return 0
		case ma:
			return -1
		}
		return 1
	})
	var text strings.Builder
	text.WriteString(r.Title)
	for _, e := range said {
		text.WriteString("\n" + head(e.Text, messageMax))
	}
	d := &draft{request: r, said: said, bare: bare, tongue: tongueOf(plain(codeBlock.ReplaceAllString(head(text.String(), messageMax), "")), nil)}
	for _, e := range said {
		if len(d.all) < saidMax {
			d.all = append(d.all, sentences(e, strings.TrimSpace(r.Customer), d.tongue)...)
		}
	}
	d.all = d.all[:min(len(d.all), saidMax)]
	d.story.Origin = ritual.FromTemplate
	return d
}

// answer is a person's answer in the previous version.
func (d *draft) answer(id string) string { return given(d.before, d.tongue, id) }

// feature fills who, want, why and the criteria, and tells what is missing.
func (d *draft) feature() (missing []string) {
	s := &d.story
	at := d.wish()
	if d.request.Customer != "" && !d.namedSelf() {
		s.As = cut(strings.Join(strings.Fields(plain(d.request.Customer)), " "), fieldMax)
	}
	if s.As == "" {
		s.As = cut(d.tongue.bareAnswer(d.answer("who")), fieldMax)
	}
	if s.SoThat == "" {
		s.SoThat = cut(d.tongue.glueAnswer(d.answer("why")), fieldMax)
	}
	d.named()
	s.Criteria = pick(d.criteria(func(i int) bool { return i == at && !d.all[i].bounded() }), d.answeredCriteria())

	lacks := func(id string, yes bool) {
		if yes {
			missing = append(missing, id)
		}
	}
	lacks("several", d.several())
	lacks("who", s.As == "" && (at < 0 || d.all[at].tongue.forWhom(s.Want) == ""))
	lacks("why", s.SoThat == "")
	lacks("done", !slices.ContainsFunc(s.Criteria, func(c ritual.Criterion) bool { return !c.Failure }))
	lacks("failure", !hasFailure(s.Criteria))
	return missing
}

// broken reports whether the request wishes for nothing and tells of something that does not work.
func (d *draft) broken() bool {
	i := d.first()
	if i < 0 || d.story.Want != "" || d.story.SoThat != "" || d.all[i].question {
		return false
	}
	_, rule := d.all[i].criterion()
	return !rule && d.all[i].tongue.broken.MatchString(d.all[i].start)
}

// wish takes who, want and why from the first statement that has a wish to pour, and who and why from a wish that
// cannot be poured where there is none. It answers that statement's index, or -1.
func (d *draft) wish() int {
	s := &d.story
	from, found := d.retracted(), -1
	theirs, spare := false, "" // a wish of others is told; the reason of what may be a duty
	for i := from; i < len(d.all); i++ {
		w := d.all[i].wish
		if w.want != "" && w.as == "" && !w.them && d.self(i) != "" {
			s.As = d.self(i) // whoever else was told of, the wish is the writer's own
		}
		if s.As == "" {
			s.As = w.as
		}
		if w.want == "" && !w.weak {
			continue
		}
		theirs = theirs || w.them
		if w.duty {
			spare = cmp.Or(spare, w.soThat)
			continue
		}
		if w.want != "" {
			s.Want, found = w.want, i
		}
		if s.SoThat == "" {
			s.SoThat = w.soThat
		}
		if s.SoThat == "" {
			d.after(i)
		}
		if found >= 0 {
			break
		}
	}
	for i := from; i < len(d.all) && s.As == ""; i++ {
		s.As = d.all[i].wish.as
	}
	if s.As == "" && !theirs {
		s.As = d.self(found)
	}
	if found < 0 && s.SoThat == "" {
		s.SoThat = spare
	}
	return found
}

// retracted is the index after the last statement that takes back what was said before it, or of one that corrects it.
func (d *draft) retracted() int {
	for i := len(d.all) - 1; i >= 0; i-- {
		switch s := d.all[i]; {
		case s.tongue.retract.MatchString(s.text):
			return i + 1
		case s.tongue.correct.MatchString(s.text):
			return i
		}
	}
	return 0
}

// criteria are what the statements say, but for those that are used up.
func (d *draft) criteria(used func(int) bool) []ritual.Criterion {
	var cs []ritual.Criterion
	for i := d.retracted(); i < len(d.all); i++ {
		if c, ok := d.all[i].criterion(); ok && !used(i) {
			cs = append(cs, c)
		}
	}
	return cs
}

// answeredCriteria are what people answered to how one would see that it is done, and to what happens when it goes
// wrong: one a line.
func (d *draft) answeredCriteria() []ritual.Criterion {
	var cs []ritual.Criterion
	for _, id := range []string{"done", "failure"} {
		for line := range strings.Lines(plain(d.answer(id))) {
			text := trimEnds(bulletMark.ReplaceAllString(strings.TrimSpace(line), ""))
			if len(words(text)) == 0 {
				continue
			}
			c := ritual.Criterion{Text: cut(text, fieldMax), Source: AnswerSource + id}
			c.Failure = id == "failure" || d.tongue.failure.MatchString(text)
			cs = append(cs, c)
		}
	}
	return cs
}

// problem fills what happens, what should and how to see it, and tells what is missing.
func (d *draft) problem() (missing []string) {
	s := &d.story
	var used map[int]bool
	from := d.retracted()
	if d.bare && from == 0 && d.request.Problem != "" { // the title names it, the rest tells it
		from = slices.IndexFunc(d.all, func(s sentence) bool { return !strings.Contains(d.request.Title, s.text) })
		from = max(from, 0)
	}
	s.Happens, s.Should, s.See, used = problem(d.all[from:])
	s.Happens = cmp.Or(s.Happens, d.nameOfProblem(from))
	said := d.criteria(func(i int) bool { return i < from || used[i-from] })
	if s.Should == "" {
		s.Should = cut(trimEnds(plain(d.answer("done"))), fieldMax)
	}
	if s.See == "" {
		s.See = cut(trimEnds(plain(d.answer("see"))), fieldMax)
	}
	s.Criteria = pick(said, d.answeredCriteria())
	if s.Should == "" {
		missing = append(missing, "done")
	}
	if s.See == "" {
		missing = append(missing, "see")
	}
	return missing
}

// nameOfProblem is the title where nothing else says what happens.
func (d *draft) nameOfProblem(from int) string {
	if from == 0 || !says(d.request.Title) {
		return ""
	}
	return cut(plain(d.request.Title), fieldMax)
}

// outOfScope keeps what people said is not needed.
func (d *draft) outOfScope() {
	for _, s := range d.all[d.retracted():] {
		listed := s.bullet && s.under != "" && s.tongue.leaveOut.MatchString(s.under)
		if (listed || s.tongue.leaveOut.MatchString(s.start)) && !s.question && !s.tongue.hostile.MatchString(s.text) &&
			utf8.RuneCountInString(s.text) <= criterionMax && len(d.story.OutOfScope) < criteriaMax {
			d.story.OutOfScope = append(d.story.OutOfScope, s.text)
		}
	}
}

// bareAnswer is the answer to "who" as it may stand behind "As a".
func (t *tongue) bareAnswer(answer string) string {
	answer = trimEnds(strings.Join(strings.Fields(plain(answer)), " "))
	return t.article.ReplaceAllString(answer, "")
}
