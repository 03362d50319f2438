// Package prompts turns what people said into the draft of a story.
//
// It holds the built-in drafter, Template, which needs no model: it looks for the shapes in which people state a wish,
// a reason, a role and a checkable behavior, and moves their own words into the story's fields. Beside it stands Model, a
// client of any server that speaks OpenAI's protocol; the drafter stays, for everybody who has no model and for every
// time a model fails.
//
// What a Model's draft promises, because a model writes fluently what nobody said:
//
//   - Nothing leaves the house that names people: they are P1, P2, by their ids and by the names that are known, the customer
//     is C1, evidence is E1, E2, links are "[link]", and addresses, phone numbers, keys, accounts and cards are taken out.
//   - What people said is data, given as JSON, and so is what the model says: it is read as JSON, stripped of mentions,
//     links, markup and unseen letters, and held against rules. It decides nothing.
//   - A line or a criterion stays only with a source: the model names the evidence and quotes it, code looks the quote
//     up, and a second call that can only take away judges whether the source bears it out. What fails is left empty or
//     becomes an open question; an assumption is marked as one; a number that nobody said is asked about.
//   - The sense stays as it was said: a "not" that is gone or new, an opposite, the wrong one of two things, a complaint that
//     became a wish, another unit or limit. A person's own words take the place of what turned them around.
//   - The need is a quote, put in by code, as are the customer's name, the ids of the evidence and what is out of scope.
//   - The objective that it suggests is one of those it was given, because of words that it quotes; its own sentence stands
//     beside it only where it says what these and the objective say, else the quote does. A person chooses.
//   - Of a recap it words two clauses, in words of a fixed list and of the Sprint Goal: no number and no name among them. The
//     stories that it chooses are named by code, and said to be done or not by code.
//   - The themes of a day's standup are words of the answers, copied by code from where somebody wrote them, with what turns their
//     sentence around. Who is named beside them shares a word with them. Nobody's id leaves: answers are A1, A2.
//   - An answer that cannot be used is asked for once more, then it is an error, and Template's draft stands.
//
// What the built-in drafter promises, because drafts that break it are worse than none:
//
//   - The need is a quote, with the id of the message it stands in.
//   - A field is filled only when the words have a shape that can be poured into it without changing what they mean.
//     A title is no wish: "dark mode" does not become "I want dark mode". What is in doubt stays empty.
//   - A negation is never lost. Where one stands outside the words to be poured, nothing is poured.
//   - A reason is not a purpose: "because we lose two hours" keeps its "because", for "so that we lose two hours" says
//     the opposite.
//   - Every criterion is a sentence that somebody wrote, and names its message. None is made up. A wish is none, and
//     neither is a tale of today: a number makes a rule only beside a demand.
//   - The only words of its own are glue that the frame "As a … I want … so that …" needs: see glue.
//   - What is missing is asked for, kindly, at most three questions in the language of the request. What was answered
//     is used, what was skipped is not asked again.
//
// Where to look:
//
//	template.go  the draft, field by field
//	said.go      from messages to sentences
//	tongue.go    what the drafter knows of a language; english.go, german.go, japanese.go
//	wish.go      who wants what, and why
//	intro.go     who the writer says they are
//	noun.go      whom a thing is for, and why, where no wish is stated; aims.go
//	criteria.go  what would be true when it is done
//	problem.go   what happens, what should, how to see it
//	questions.go what is missing
//	idle.go      where there is nothing to draft, and what is asked then
//	story.go     the draft by a model, in two calls; draft.tmpl, judge.tmpl
//	align.go     which objective a model takes it to serve; align.tmpl
//	recap.go     the words of a sprint's recap; recap_read.go and recap_words.go, what is left of a model's; recap_said.go, what
//	             code says; recap.tmpl
//	themes.go    the themes of a day's standup; themes_read.go, what is left of a model's; themes.tmpl
//	brief.go     what a model is told; hide.go, names.go, redact.go and checksum.go, what it is not
//	shape.go     the shape of its answers; clean.go, rules.go, trust.go and asks.go, what is left of them
//	sense.go     whether a claim keeps the sense of its source; opposites.go, figures.go, clauses.go and heard.go
//	model.go     the client; call.go, transport.go, failure.go
//
// The package knows no Slack. Text is expected as people read it; markup that is left over is made plain.
package prompts
