package page

// Guide is what a newcomer is told: who is who comes from the workspace, the rest from whoever starts it.
type Guide struct {
	Workspace string // its name, over the sidebar
	Title     string // "Start here"; a sensible one when empty
	Intro     string // a sentence or two
	Steps     []Step // things to try, in order
	Person    string // whom the newcomer plays first: a handle
	Place     string // where they start: "#atlas", "@tandem" or "home"
}

// Step is one thing to try.
type Step struct {
	Says   string // "As Sam, type a request in #atlas"
	Person string // who does it: a handle
	Place  string // where: "#atlas", "@ben", "@tandem" or "home"
	Type   string // what stands ready in the composer then
}

func (g Guide) workspace() string {
	if g.Workspace == "" {
		return "Simulated workspace"
	}
	return g.Workspace
}

type guideJSON struct {
	Workspace string     `json:"workspace"`
	Title     string     `json:"title"`
	Intro     string     `json:"intro"`
	Steps     []stepJSON `json:"steps"`
}

type stepJSON struct {
	Says   string `json:"says"`
	Person string `json:"person"`
	Place  string `json:"place"`
	Type   string `json:"type"`
}

func (g Guide) forBrowser() guideJSON {
	out := guideJSON{Workspace: g.workspace(), Title: g.Title, Intro: g.Intro, Steps: []stepJSON{}}
	if out.Title == "" {
		out.Title = "Start here"
	}
	for _, s := range g.Steps {
		out.Steps = append(out.Steps, stepJSON(s))
	}
	return out
}
