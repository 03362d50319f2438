package prompts

import "strings"

// problem reads what happens, what should, and how to see it. used are the statements that it took for one of these.
func problem(all []sentence) (happens, should, see string, used map[int]bool) {
	used = map[int]bool{}
	var steps []string
	for i, s := range all {
		t, text := s.tongue, s.start
		if t.hostile.MatchString(s.text) || t.command.MatchString(text) {
			continue
		}
		under := strings.Trim(s.under, "*_: ")
		switch {
		case s.under != "" && t.steps.MatchString(s.under):
			steps = append(steps, s.text)
		case stepsOf(s) != "":
			steps = append(steps, stepsOf(s))
		case !s.question && t.doing.MatchString(text):
			steps = append(steps, s.text)
		case should == "" && (t.expected.MatchString(text) || t.expected.MatchString(under+": "+text)):
			should = firstGroup(t.expected, text)
			if should == "" {
				should = text
			}
		case happens == "" && t.actual.MatchString(text):
			happens = firstGroup(t.actual, text)
		case should == "" && !s.question && t.should.MatchString(text) && !t.noNorm.MatchString(text):
			should = text
		default:
			if happens == "" && !s.question && s.wish.want == "" && says(text) {
				happens = text
				if see == "" {
					see = strings.TrimSpace(firstGroup(t.whenI, text))
				}
			}
			continue
		}
		used[i] = true
	}
	for _, s := range all {
		if should == "" {
			should = firstGroup(s.tongue.insteadOf, s.start)
		}
	}
	if len(steps) > 0 {
		see = strings.Join(steps, "\n")
	}
	for _, s := range all {
		if see != "" {
			break
		}
		if !s.question && !s.tongue.should.MatchString(s.text) {
			see = strings.TrimSpace(firstGroup(s.tongue.whenI, s.text))
		}
	}
	return cut(happens, fieldMax), cut(should, fieldMax), cut(see, fieldMax), used
}

// stepsOf are the steps in a sentence that names them so: "Steps: open the list, press Export". Empty where it does not.
func stepsOf(s sentence) string {
	head, rest, _ := strings.Cut(strings.ReplaceAll(s.text, "：", ":"), ":")
	if len(head) > headMost || !s.tongue.steps.MatchString(strings.ToLower(head)) {
		return ""
	}
	return strings.TrimSpace(rest)
}

// headMost is how many bytes may stand before the colon of what names itself.
const headMost = 40
