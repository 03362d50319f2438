package kit

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// Button sends action and value when pressed.
func Button(action, label, value string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, plain(label, maxButton))
}

// Primary makes the button the one that most people will want. One in a row at most.
func Primary(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	return b.WithStyle(slack.StylePrimary)
}

// Danger marks a button whose press loses something.
func Danger(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	return b.WithStyle(slack.StyleDanger)
}

// Aloud is what screen readers say instead of the label: which story a "Start" starts.
func Aloud(b *slack.ButtonBlockElement, s string) *slack.ButtonBlockElement {
	b.AccessibilityLabel = plain(s, maxButton).Text
	return b
}

// Confirm asks before the press counts.
func Confirm(b *slack.ButtonBlockElement, title, text, yes, no string) *slack.ButtonBlockElement {
	return b.WithConfirm(slack.NewConfirmationBlockObject(
		plain(title, maxConfirmTitle), plain(text, maxConfirmText), plain(yes, maxConfirmButton), plain(no, maxConfirmButton)))
}

// Option is a choice. Value is ours; Help is a second, smaller line and may be empty.
type Option struct{ Value, Label, Help string }

// options turns at most max options into Slack's. A chosen one beyond max takes the last place, so that
// what was chosen before is never lost by opening a form.
func options(opts []Option, max int, chosen ...string) []*slack.OptionBlockObject {
	if len(opts) > max {
		keep := slices.Clone(opts[:max])
		place := max - 1
		for _, o := range opts[max:] {
			if slices.Contains(chosen, o.Value) && place >= 0 {
				for place > 0 && slices.Contains(chosen, keep[place].Value) {
					place--
				}
				keep[place] = o
				place--
			}
		}
		opts = keep
	}
	objects := make([]*slack.OptionBlockObject, len(opts))
	for i, o := range opts {
		objects[i] = slack.NewOptionBlockObject(o.Value, plain(o.Label, maxOption), plainOrNone(o.Help, maxOption))
	}
	return objects
}

func pick(from []*slack.OptionBlockObject, values ...string) []*slack.OptionBlockObject {
	var picked []*slack.OptionBlockObject
	for _, o := range from {
		if slices.Contains(values, o.Value) {
			picked = append(picked, o)
		}
	}
	return picked
}

func first(os []*slack.OptionBlockObject) *slack.OptionBlockObject {
	if len(os) == 0 {
		return nil
	}
	return os[0]
}

// Line is a text field of one line. A max of 0 is as long as Slack allows.
func Line(id, initial, placeholder string, max int) *slack.PlainTextInputBlockElement {
	return typed(id, strings.Join(strings.Fields(clean(initial, false)), " "), placeholder, max)
}

// Area is a text field of several lines. A max of 0 is as long as Slack allows.
func Area(id, initial, placeholder string, max int) *slack.PlainTextInputBlockElement {
	return typed(id, clean(initial, false), placeholder, max).WithMultiline(true)
}

func typed(id, initial, placeholder string, max int) *slack.PlainTextInputBlockElement {
	if max <= 0 || max > maxInput {
		max = maxInput
	}
	return slack.NewPlainTextInputBlockElement(plainOrNone(placeholder, maxPlaceholder), id).
		WithMaxLength(max).WithInitialValue(Cut(initial, max))
}

// Number is a field for a number. Initial, min and max are written as numbers, or empty.
func Number(id, initial string, decimal bool, min, max string) *slack.NumberInputBlockElement {
	return slack.NewNumberInputBlockElement(nil, id, decimal).
		WithInitialValue(initial).WithMinValue(min).WithMaxValue(max)
}

// Menu offers one of at most 100 options. Initial is a value among them, or nothing is chosen.
func Menu(id string, opts []Option, initial, placeholder string) *slack.SelectBlockElement {
	objects := options(opts, maxOptions, initial)
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainOrNone(placeholder, maxPlaceholder), id, objects...).
		WithInitialOption(first(pick(objects, initial)))
}

// Menus offers any number of at most 100 options.
func Menus(id string, opts []Option, initial []string, placeholder string) *slack.MultiSelectBlockElement {
	objects := options(opts, maxOptions, initial...)
	return slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plainOrNone(placeholder, maxPlaceholder), id, objects...).
		WithInitialOptions(pick(objects, initial...)...)
}

// Overflow offers at most 5 options behind three dots. What is chosen is pressed rather than kept.
func Overflow(id string, opts ...Option) *slack.OverflowBlockElement {
	return slack.NewOverflowBlockElement(id, options(opts, maxOverflow)...)
}

// Radio offers one of at most 10 options, all in sight.
func Radio(id string, opts []Option, initial string) *slack.RadioButtonsBlockElement {
	objects := options(opts, maxTicks, initial)
	el := slack.NewRadioButtonsBlockElement(id, objects...)
	el.InitialOption = first(pick(objects, initial))
	return el
}

// Checks offers any number of at most 10 options, all in sight.
func Checks(id string, opts []Option, initial []string) *slack.CheckboxGroupsBlockElement {
	objects := options(opts, maxTicks, initial...)
	el := slack.NewCheckboxGroupsBlockElement(id, objects...)
	el.InitialOptions = pick(objects, initial...)
	return el
}

// Person picks somebody of the workspace.
func Person(id, initial string) *slack.SelectBlockElement {
	return slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, id).WithInitialUser(initial)
}

// People picks any number of people.
func People(id string, initial []string) *slack.MultiSelectBlockElement {
	return slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, nil, id).WithInitialUsers(initial...)
}

// Conversation picks a public or private channel, no direct messages.
func Conversation(id, initial string) *slack.SelectBlockElement {
	el := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, nil, id).WithInitialConversation(initial)
	el.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeBotUsers: true}
	return el
}

// Conversations picks several public or private channels, or of one kind only.
func Conversations(id string, initial []string, public, private bool) *slack.MultiSelectBlockElement {
	el := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeConversations, nil, id).WithInitialConversations(initial...)
	el.Filter = &slack.SelectBlockElementFilter{ExcludeBotUsers: true}
	if public {
		el.Filter.Include = append(el.Filter.Include, "public")
	}
	if private {
		el.Filter.Include = append(el.Filter.Include, "private")
	}
	return el
}

// DateField picks a day. Initial is YYYY-MM-DD, or empty.
func DateField(id, initial string) *slack.DatePickerBlockElement {
	el := slack.NewDatePickerBlockElement(id)
	el.InitialDate = initial
	return el
}

// TimeField picks a time of day. Initial is HH:MM, or empty.
func TimeField(id, initial string) *slack.TimePickerBlockElement {
	el := slack.NewTimePickerBlockElement(id)
	el.InitialTime = initial
	return el
}
