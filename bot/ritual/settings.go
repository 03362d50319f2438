package ritual

// Settings are what a product's people chose beyond the defaults. The zero value is the default of each.
type Settings struct {
	PMStandIn string        `json:"pm_stand_in,omitempty"` // who aligns while the PM is away
	POStandIn string        `json:"po_stand_in,omitempty"` // who prioritizes while the PO is away
	Guests    bool          `json:"guests,omitempty"`      // guests of the workspace may ask too
	Shared    bool          `json:"shared,omitempty"`      // so may people in channels shared with other organizations
	Checklist bool          `json:"checklist,omitempty"`   // the story's checklist is asked for
	NoDraft   bool          `json:"no_draft,omitempty"`    // no story is drafted by itself
	NoModel   bool          `json:"no_model,omitempty"`    // nothing of the product reaches a model
	Zone      string        `json:"zone,omitempty"`        // IANA name
	From      string        `json:"from,omitempty"`        // HH:MM: working hours begin
	Until     string        `json:"until,omitempty"`       // HH:MM: and end
	Holidays  []string      `json:"holidays,omitempty"`    // YYYY-MM-DD
	Was       []FrameworkID `json:"was,omitempty"`         // frameworks used before the present one, the latest first
}
