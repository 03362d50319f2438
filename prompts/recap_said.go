package prompts

import "strings"

// How much of a text of our own people stands in the words of a recap, in characters.
const (
	titleMax    = 60
	nextGoalMax = 200
)

// RecapTemplate words a recap without a model, from the same facts: the stories that matter most, as they are done or not,
// and what stands on top of what comes next.
func RecapTemplate(f RecapFacts) RecapWords {
	done, open := titled(f.Done), titled(f.Open)
	if f.Met == MetYes && len(done) > 0 {
		open = nil // why a goal was met is not told by what is missing
	}
	next := titled(f.Next)
	return RecapWords{Why: whySays(f.Met, done, open, ""), Focus: focusSays(f.NextGoal, next[:min(len(next), recapNext)], "")}
}

// titled are the stories that have a title to be named by.
func titled(all []RecapStory) []RecapStory {
	var have []RecapStory
	for _, s := range all {
		if s.Title = strings.Join(strings.Fields(s.Title), " "); s.Title != "" {
			s.Objective = strings.Join(strings.Fields(s.Objective), " ")
			have = append(have, s)
		}
	}
	return have
}

// whySays says which stories are done and which are not, and what that is good for, where a clause says so. Where the goal
// was missed, the clause is about what is not done.
func whySays(met Met, done, open []RecapStory, so string) string {
	var said []string
	if len(done) > 0 {
		s := naming(done, recapNamed) + isAre(done) + "done"
		if so != "" && met != MetNo {
			s, so = s+", so "+so, ""
		}
		said = append(said, s+".")
	}
	if len(open) > 0 {
		s := naming(open, recapNamed) + isAre(open) + "not done yet"
		if so != "" {
			s += ": " + map[bool]string{true: "it is", false: "they are"}[len(open) == 1] + " needed so that " + so
		}
		said = append(said, s+".")
	}
	return strings.Join(said, " ")
}

// focusSays says what comes next: the goal of the sprint that is planned, if there is one, and the stories on top.
func focusSays(goal string, next []RecapStory, aim string) string {
	goal = strings.TrimRight(cut(strings.Join(strings.Fields(goal), " "), nextGoalMax), ". ")
	if len(next) == 0 {
		if goal == "" {
			return ""
		}
		return goal + "."
	}
	s := naming(next, recapNext)
	if goal != "" {
		s = goal + ". It starts with " + s
	}
	if o := shared(next); o != "" {
		s += " for " + quoted(o)
	}
	if aim != "" {
		s += ", so that " + aim
	}
	return s + "."
}

// shared is the objective that all stories serve, if it is one.
func shared(all []RecapStory) string {
	for _, s := range all {
		if s.Objective != all[0].Objective {
			return ""
		}
	}
	return all[0].Objective
}

// naming names at most so many stories by their titles, and says that there are others. How many, the numbers say.
func naming(all []RecapStory, most int) string {
	var names []string
	for _, s := range all[:min(len(all), most)] {
		names = append(names, quoted(s.Title))
	}
	switch {
	case len(all) > most+1:
		names = append(names, "other stories")
	case len(all) > most:
		names = append(names, "another story")
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

func quoted(s string) string { return "“" + cut(s, titleMax) + "”" }

func isAre(all []RecapStory) string {
	if len(all) == 1 {
		return " is "
	}
	return " are "
}
