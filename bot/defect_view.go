package bot

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/sprint"
	"tandem/store"
)

// defectFields are what the form for a defect is drawn from.
type defectFields struct {
	data     engine.FormData
	product  ritual.Product
	products []ritual.Product // to choose from, where the product is not known
	sprint   ritual.Sprint    // the active one; may be none
	story    []slack.Block    // the field for it; may be none
	words    string
}

// defectModal is the form for a defect.
func defectModal(f defectFields) kit.Modal {
	m := kit.Modal{ID: defectForm, Title: "Report a defect", Submit: "Report", Close: "Cancel", Data: f.data.Encode()}
	switch {
	case f.product.ID == "":
		m.Blocks = append(m.Blocks, kit.Input("product", "Product", kit.Menu("product", request.ProductOptions(f.products), "", "Which product is it about?")))
	case f.sprint.ID == "":
		m.Blocks = append(m.Blocks, kit.Context(request.Dotted(kit.F("For *%s*", f.product.Name), kit.Raw("no sprint is active, so it is kept as a problem of its story alone"))))
	default:
		m.Blocks = append(m.Blocks, kit.Context(request.Dotted(kit.F("For *%s*", f.product.Name), kit.F("found in %s", f.sprint.SprintName()))))
	}
	m.Blocks = append(m.Blocks, kit.Input("happens", "What happens?", kit.Area("happens", f.words, "The export stops after 1,000 rows. It should hold all of them.", ritual.ProblemMax)))
	m.Blocks = append(m.Blocks, f.story...)
	return m
}

// defectSaid is what a command answers beside the id of a defect, from what it is about.
func defectSaid(about kit.Text) kit.Text {
	if about == "" {
		return ""
	}
	return about + kit.Raw(".")
}

// defective are the statuses at which a story is there to have a defect.
var defective = []ritual.Status{ritual.InSprint, ritual.Done, ritual.Accepted, ritual.Shipped}

// defectButtons offer on the record of a story to report a defect in it, to those who may.
func defectButtons(at request.Matter, by string) []slack.BlockElement {
	if !slices.Contains(defective, at.Request.Status) || at.May(ritual.ToDefect, at.People.Of(by)) != nil {
		return nil
	}
	return []slack.BlockElement{request.Button(at.Request.ID, sprint.DefectOpen, "Report a defect")}
}

// concernWords say in what a defect was found, or what a request is feedback on; nothing where it is neither.
func concernWords(ctx context.Context, tx *store.Tx, at request.Matter) (kit.Text, error) {
	feedback, err := tx.FeedbackBy(ctx, at.Request.ID)
	if err != nil {
		return "", err
	}
	said, err := feedbackWords(ctx, tx, feedback)
	if err != nil || at.Request.Kind != ritual.Problem {
		return said, err
	}
	defect, err := tx.DefectOf(ctx, at.Request.ID)
	if err != nil || defect.Request == "" {
		return said, err
	}
	words := kit.Raw("Defect")
	if defect.Story != "" {
		words = kit.F("Defect in *%s*", defect.Story)
	}
	if defect.Sprint != "" {
		s, err := tx.Sprint(ctx, defect.Sprint)
		if err != nil {
			return "", err
		}
		words = kit.Join(map[bool]string{true: ", ", false: " "}[defect.Story != ""], words, kit.F("found in %s", s.SprintName()))
	} else {
		words += kit.Raw(" (no sprint was active)")
	}
	return request.Dotted(words, said), nil
}

// concernedMost is how many of its defects, and how much feedback on it, the record of a story shows.
const concernedMost = 5

// concernBlocks are what the record of a story lists: its defects, and the feedback on it.
func concernBlocks(ctx context.Context, tx *store.Tx, at request.Matter) ([]slack.Block, error) {
	var blocks []slack.Block
	for _, list := range []struct {
		of             func(ctx context.Context, story string, limit int) ([]ritual.Request, int, error)
		single, plural string
	}{{tx.DefectsIn, "defect", "defects"}, {tx.FeedbackOn, "piece of feedback", "pieces of feedback"}} {
		all, total, err := list.of(ctx, at.Request.ID, concernedMost)
		if err != nil {
			return nil, err
		}
		if total == 0 {
			continue
		}
		rd, err := request.Informed(ctx, tx, at.Reader, all...)
		if err != nil {
			return nil, err
		}
		lines := []kit.Text{kit.F("*%s*", kit.Count(total, list.single, list.plural))}
		for _, r := range all {
			lines = append(lines, request.Dotted(kit.F("• *%s*  %s", r.ID, kit.OneLine(r.TitleTo(rd, at.Product))), kit.T(r.Standing().String())))
		}
		if total > len(all) {
			lines = append(lines, kit.F("and %d more", total-len(all)))
		}
		blocks = append(blocks, kit.Sections(lines)...)
	}
	return blocks, nil
}
