package kit

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// everywhere are the kinds of element that Slack takes in an actions block, beside a section and in an
// input alike; buttons and overflow menus are no inputs, and text fields are nothing else.
var everywhere = []slack.MessageElementType{
	slack.METCheckboxGroups, slack.METDatepicker, slack.METTimepicker, slack.METRadioButtons,
	slack.MessageElementType(slack.OptTypeStatic), slack.MessageElementType(slack.MultiOptTypeStatic),
	slack.MessageElementType(slack.OptTypeUser), slack.MessageElementType(slack.MultiOptTypeUser),
	slack.MessageElementType(slack.OptTypeConversations), slack.MessageElementType(slack.MultiOptTypeConversations),
}

func allowed(kind slack.MessageElementType, where string) bool {
	switch kind {
	case slack.METButton, slack.METOverflow:
		return where != "input"
	case slack.METPlainTextInput, slack.METNumber:
		return where == "input"
	}
	return slices.Contains(everywhere, kind)
}

// element checks an element in its place, which is "actions", "accessory" or "input", and returns
// its action_id.
func (c *checker) element(path string, el slack.BlockElement, where string) (action string) {
	if el == nil {
		c.want(false, path, "is missing")
		return ""
	}
	c.want(allowed(el.ElementType(), where), path, "is a %s, which does not go into %s", el.ElementType(), where)
	switch el := el.(type) {
	case *slack.ButtonBlockElement:
		c.common(path, el.ActionID, false, el.Confirm)
		c.button(path, el)
		return el.ActionID
	case *slack.OverflowBlockElement:
		c.common(path, el.ActionID, false, el.Confirm)
		c.options(path, el.Options, maxOverflow)
		return el.ActionID
	case *slack.SelectBlockElement:
		c.common(path, el.ActionID, el.FocusOnLoad, el.Confirm)
		c.menu(path, el)
		return el.ActionID
	case *slack.MultiSelectBlockElement:
		c.common(path, el.ActionID, el.FocusOnLoad, el.Confirm)
		c.menus(path, el)
		return el.ActionID
	case *slack.RadioButtonsBlockElement:
		c.common(path, el.ActionID, el.FocusOnLoad, el.Confirm)
		c.options(path, el.Options, maxTicks)
		c.among(path+".initial_option", el.Options, el.InitialOption)
		return el.ActionID
	case *slack.CheckboxGroupsBlockElement:
		c.common(path, el.ActionID, el.FocusOnLoad, el.Confirm)
		c.options(path, el.Options, maxTicks)
		c.among(path+".initial_options", el.Options, el.InitialOptions...)
		return el.ActionID
	case *slack.PlainTextInputBlockElement:
		c.common(path, el.ActionID, el.FocusOnLoad, nil)
		c.typed(path, el)
		return el.ActionID
	case *slack.NumberInputBlockElement:
		c.common(path, el.ActionID, el.FocusOnLoad, nil)
		c.number(path, el)
		return el.ActionID
	case *slack.DatePickerBlockElement:
		c.common(path, el.ActionID, el.FocusOnLoad, el.Confirm)
		c.plainOrNone(path+".placeholder", el.Placeholder, maxPlaceholder)
		c.shape(path+".initial_date", el.InitialDate, time.DateOnly)
		return el.ActionID
	case *slack.TimePickerBlockElement:
		c.common(path, el.ActionID, el.FocusOnLoad, el.Confirm)
		c.plainOrNone(path+".placeholder", el.Placeholder, maxPlaceholder)
		c.shape(path+".initial_time", el.InitialTime, "15:04")
		return el.ActionID
	}
	c.want(false, path, "is a %T, which kit does not make", el)
	return ""
}

func (c *checker) common(path, action string, focus bool, confirm *slack.ConfirmationBlockObject) {
	c.id(path+".action_id", action, maxID)
	if focus {
		c.focus++
	}
	if confirm != nil {
		c.plain(path+".confirm.title", confirm.Title, maxConfirmTitle)
		c.plain(path+".confirm.text", confirm.Text, maxConfirmText)
		c.plain(path+".confirm.confirm", confirm.Confirm, maxConfirmButton)
		c.plain(path+".confirm.deny", confirm.Deny, maxConfirmButton)
	}
}

func (c *checker) button(path string, b *slack.ButtonBlockElement) {
	c.plain(path+".text", b.Text, maxButton)
	c.atMost(path+".value", b.Value, maxValue)
	c.atMost(path+".url", b.URL, maxURL)
	c.atMost(path+".accessibility_label", b.AccessibilityLabel, maxButton)
	c.want(slices.Contains([]slack.Style{slack.StyleDefault, slack.StylePrimary, slack.StyleDanger}, b.Style), path+".style", "is %q", b.Style)
}

func (c *checker) menu(path string, m *slack.SelectBlockElement) {
	c.plainOrNone(path+".placeholder", m.Placeholder, maxPlaceholder)
	if m.Type == slack.OptTypeStatic {
		c.options(path, m.Options, maxOptions)
		c.among(path+".initial_option", m.Options, m.InitialOption)
	}
}

func (c *checker) menus(path string, m *slack.MultiSelectBlockElement) {
	c.plainOrNone(path+".placeholder", m.Placeholder, maxPlaceholder)
	if m.Type == slack.MultiOptTypeStatic {
		c.options(path, m.Options, maxOptions)
		c.among(path+".initial_options", m.Options, m.InitialOptions...)
	}
}

func (c *checker) options(path string, os []*slack.OptionBlockObject, max int) {
	path += ".options"
	c.want(1 <= len(os) && len(os) <= max, path, "are %d, 1 to %d", len(os), max)
	seen := map[string]bool{}
	for i, o := range os {
		path := fmt.Sprintf("%s[%d]", path, i)
		if o == nil {
			c.want(false, path, "is nil")
			continue
		}
		c.plain(path+".text", o.Text, maxOption)
		c.plainOrNone(path+".description", o.Description, maxOption)
		c.id(path+".value", o.Value, maxOption)
		c.want(!seen[o.Value], path+".value", "%q is there twice", o.Value)
		seen[o.Value] = true
	}
}

// among wants every chosen option to equal one of those offered, text and value, as Slack does.
func (c *checker) among(path string, offered []*slack.OptionBlockObject, chosen ...*slack.OptionBlockObject) {
	for _, o := range chosen {
		if o == nil {
			continue
		}
		c.want(slices.ContainsFunc(offered, func(p *slack.OptionBlockObject) bool {
			return p != nil && o.Value == p.Value && o.Text != nil && p.Text != nil && o.Text.Text == p.Text.Text
		}), path, "%q is not among the options", o.Value)
	}
}

func (c *checker) typed(path string, t *slack.PlainTextInputBlockElement) {
	c.plainOrNone(path+".placeholder", t.Placeholder, maxPlaceholder)
	max := t.MaxLength
	if max == 0 {
		max = maxInput
	}
	c.want(1 <= max && max <= maxInput, path+".max_length", "is %d, 1 to %d", max, maxInput)
	c.want(0 <= t.MinLength && t.MinLength <= max, path+".min_length", "is %d, 0 to %d", t.MinLength, max)
	if t.InitialValue != "" {
		c.atMost(path+".initial_value", t.InitialValue, max)
		n := utf8.RuneCountInString(t.InitialValue)
		c.want(n >= t.MinLength, path+".initial_value", "has %d code points, at least %d", n, t.MinLength)
	}
}

var aNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

func (c *checker) number(path string, n *slack.NumberInputBlockElement) {
	c.plainOrNone(path+".placeholder", n.Placeholder, maxPlaceholder)
	read := func(name, s string) *big.Rat {
		if s == "" {
			return nil
		}
		if !aNumber.MatchString(s) {
			c.want(false, path+name, "%q is not a number", s)
			return nil
		}
		r, _ := new(big.Rat).SetString(s)
		c.want(n.IsDecimalAllowed || r.IsInt(), path+name, "%q is not a whole number", s)
		return r
	}
	min, max, initial := read(".min_value", n.MinValue), read(".max_value", n.MaxValue), read(".initial_value", n.InitialValue)
	below := func(a, b *big.Rat) bool { return a != nil && b != nil && a.Cmp(b) < 0 }
	c.want(!below(max, min), path+".max_value", "%s is below %s", n.MaxValue, n.MinValue)
	c.want(!below(initial, min), path+".initial_value", "%s is below %s", n.InitialValue, n.MinValue)
	c.want(!below(max, initial), path+".initial_value", "%s is above %s", n.InitialValue, n.MaxValue)
}

func (c *checker) shape(path, s, layout string) {
	if s == "" {
		return
	}
	_, err := time.Parse(layout, s)
	c.want(err == nil && len(s) == len(layout), path, "%q is not written as %s", s, layout)
}

func accessoryElement(a *slack.Accessory) slack.BlockElement {
	switch {
	case a.ButtonElement != nil:
		return a.ButtonElement
	case a.OverflowElement != nil:
		return a.OverflowElement
	case a.SelectElement != nil:
		return a.SelectElement
	case a.MultiSelectElement != nil:
		return a.MultiSelectElement
	case a.RadioButtonsElement != nil:
		return a.RadioButtonsElement
	case a.CheckboxGroupsBlockElement != nil:
		return a.CheckboxGroupsBlockElement
	case a.DatePickerElement != nil:
		return a.DatePickerElement
	case a.TimePickerElement != nil:
		return a.TimePickerElement
	}
	return nil
}
