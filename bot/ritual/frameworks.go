package ritual

// A FrameworkID names a way to prioritize. Its text is kept in the database and never renamed.
type FrameworkID string

// The frameworks.
const (
	ValueEffort FrameworkID = "value_effort"
	RICE        FrameworkID = "rice"
	WSJF        FrameworkID = "wsjf"
	MoSCoW      FrameworkID = "moscow"
)

// The classes of MoSCoW, as they are kept and as people read them.
const (
	Must   = "Must"
	Should = "Should"
	Could  = "Could"
	Wont   = "Won't"
)

// FrameworkList are all frameworks in the order of the setup form; the first is the default.
var FrameworkList = []FrameworkID{ValueEffort, RICE, WSJF, MoSCoW}

// Frameworks are all frameworks by id.
var Frameworks = map[FrameworkID]Framework{
	ValueEffort: {
		ID: ValueEffort, Name: "Value / effort", Formula: "Value ÷ Effort",
		Source: "the value and effort matrix, as a quotient",
		Inputs: []Input{
			{ID: "value_effort.value", Label: "Value", Hint: "1 is little, 10 is most", Scale: tenths},
			{ID: "value_effort.effort", Label: "Effort", Hint: "1 is little, 10 is most", Scale: tenths},
		},
		score: func(v map[string]float64) float64 { return v["value_effort.value"] / v["value_effort.effort"] },
		why:   "value {1} ÷ effort {2} = {score}",
	},
	RICE: {
		ID: RICE, Name: "RICE", Formula: "Reach × Impact × Confidence ÷ Effort",
		Source: "Sean McBride, RICE: simple prioritization for product managers, Intercom",
		Inputs: []Input{
			{ID: RICEReach, Label: "Reach", Hint: "People a quarter", Min: 0, Max: 1e9},
			{ID: "rice.impact", Label: "Impact", Start: "1", Scale: scale("3 massive", "2 high", "1 medium", "0.5 low", "0.25 minimal")},
			{ID: "rice.confidence", Label: "Confidence", Start: "80", Scale: scale("100 % high", "80 % medium", "50 % low")},
			{ID: "rice.effort", Label: "Effort", Hint: "Person-weeks", Min: 0.01, Max: 10_000},
		},
		score: func(v map[string]float64) float64 {
			return v[RICEReach] * v["rice.impact"] * v["rice.confidence"] / 100 / v["rice.effort"]
		},
		why: "reach {1} × impact {2} × confidence {3} % ÷ effort {4} = {score}",
	},
	WSJF: {
		ID: WSJF, Name: "WSJF", Formula: "(Business value + Time criticality + Risk or opportunity) ÷ Job size",
		Source: "weighted shortest job first: cost of delay by job size, Scaled Agile Framework (SAFe)",
		Inputs: []Input{
			{ID: "wsjf.value", Label: "Business value", Hint: "To users and to the business, beside the other stories", Scale: fibonacci},
			{ID: "wsjf.time", Label: "Time criticality", Hint: "How much is lost by waiting", Scale: fibonacci},
			{ID: "wsjf.risk", Label: "Risk or opportunity", Hint: "What it makes safer, or possible", Scale: fibonacci},
			{ID: "wsjf.size", Label: "Job size", Hint: "How much work it is, beside the other stories", Scale: fibonacci},
		},
		score: func(v map[string]float64) float64 {
			return (v["wsjf.value"] + v["wsjf.time"] + v["wsjf.risk"]) / v["wsjf.size"]
		},
		why: "(business value {1} + time criticality {2} + risk or opportunity {3}) ÷ job size {4} = {score}",
	},
	MoSCoW: {
		ID: MoSCoW, Name: "MoSCoW", Formula: "Must before Should before Could",
		Source: "Dai Clegg; DSDM Agile Project Framework, MoSCoW prioritization",
		Inputs: []Input{
			{ID: "moscow.class", Label: "Class", Scale: []Choice{{Must, Must, 3}, {Should, Should, 2}, {Could, Could, 1}, {Wont, Wont, 0}}},
			{ID: "moscow.revisit", Label: "Revisit on", Hint: "For Won't: the day on which it comes back", Date: true},
		},
		score: func(v map[string]float64) float64 { return v["moscow.class"] },
		why:   "{1}",
	},
}

// RICEReach is the input for which the people who asked are a hint.
const RICEReach = "rice.reach"

var (
	tenths    = scale("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
	fibonacci = scale("1", "2", "3", "5", "8", "13", "20") // SAFe's modified Fibonacci numbers
)
