package standup

import (
	"time"

	"tandem/bot/engine"
	"tandem/bot/ritual"
)

func rosterRoutes() engine.Ritual { return engine.Ritual{} }

// away reports whether somebody is away, as far as a product takes them to be.
func away(_ ritual.Product, who ritual.Person, now time.Time) bool { return who.Away(now) }
