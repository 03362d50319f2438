package standup

import (
	"context"

	"tandem/bot/engine"
	"tandem/prompts"
)

// A Finder asks a model for the themes of a day's answers, outside of any transaction, and keeps what that has cost. It is nil
// where there is no model.
type Finder func(ctx context.Context, b *engine.Bot, f prompts.StandupFacts) ([]prompts.StandupTheme, error)

func themesRoutes(Finder) engine.Ritual { return engine.Ritual{} }
