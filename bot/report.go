package bot

import (
	"context"

	"tandem/bot/engine"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/bot/shown"
	"tandem/store"
)

// Report tells in figures, and as a picture, how a product's requests come along.

// The ids of the report. Old messages carry them: they are never renamed.
const (
	reportIn        = "report.product"
	reportShow      = "report.show"
	reportShown     = "report_shown"
	reportAsPicture = "report.picture"
	reportPicture   = "report_picture"
)

func reportRitual() engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{
			{Name: "/tandem", Word: "report", Does: "show how far requests came from asked to shipped, how long each step took, and velocity", Needs: engine.NeedPerson, Do: reportCommand},
		},
		Actions: []engine.Action{
			{ID: reportIn, Needs: engine.NeedPerson, Do: request.ChosenProduct(reportReply)},
			{ID: reportShow, Needs: engine.NeedPerson | engine.NeedPlace, Do: shown.InChannel(reportShown)},
			{ID: reportAsPicture, Needs: engine.NeedPerson, Do: shown.SendPicture(reportPicture)},
		},
		Messages: []engine.MessageKind{{Kind: reportShown, View: reportShownView}, {Kind: reportPicture, View: reportPictureView}},
	}
}

func reportCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if in.Words != "" {
		return commandHelp("/tandem", "report "+in.Words), nil
	}
	return request.InProduct(ctx, tx, in, reportIn, reportReply)
}

// reportReply is the report for one person.
func reportReply(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	if err := ritual.MayRead(in.Who, p, in.Channel); err != nil {
		return engine.Reply{}, err
	}
	m, err := reportMessage(ctx, tx, p, ritual.Reader{Person: in.By, Place: in.Channel})
	return engine.Reply{Say: &m}, err
}
