package bot

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/slack-go/slack"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/request"
	"tandem/bot/ritual"
	"tandem/store"
)

// Export sends somebody a product's requests as a file: all of them, each as far as that person may see it.

// The ids of the export. Old messages carry them: they are never renamed.
const (
	exportIn   = "export.product"
	exportForm = "export.form"
	exportKind = "export" // its subject is the product, the format and a nonce
)

func exportRitual() engine.Ritual {
	return engine.Ritual{
		Commands: []engine.Command{
			{Name: "/tandem", Word: "export", Usage: "csv", Does: "send you the requests as a file: csv, jira, json or markdown", Needs: engine.NeedPerson, Do: exportCommand},
		},
		Actions:  []engine.Action{{ID: exportIn, Needs: engine.NeedPerson, Do: request.ChosenProduct(exportReply)}},
		Submits:  []engine.Submit{{ID: exportForm, Needs: engine.NeedPerson, Do: submitExport}},
		Messages: []engine.MessageKind{{Kind: exportKind, Class: ritual.ClassAnswer, View: exportView, Files: exportFiles, Rooms: exportRooms}},
	}
}

// exportCommand leaves an export in the format that was typed; without one, the form opens.
func exportCommand(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	if _, ok := formatNamed(in.Words); !ok && in.Words != "" {
		return engine.Reply{}, ritual.Refuse("“%s” is not a format. There are `/tandem export csv`, `jira`, `json` and `markdown`; without a word, a form asks.", short(in.Words))
	}
	if in.Words != "" {
		return request.InProduct(ctx, tx, in, exportIn, exportReply)
	}
	p, ok, err := request.ProductFor(ctx, tx, in)
	if err != nil {
		return engine.Reply{}, err
	}
	if ok {
		if err := mayExport(ctx, tx, in.Who, p); err != nil {
			return engine.Reply{}, err
		}
	}
	all, err := tx.Products(ctx)
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(exportModal(p, all)), nil
}

// mayExport says whether somebody can have a file: who may read a product's requests wherever they are, where Slack takes files.
func mayExport(ctx context.Context, tx *store.Tx, who ritual.Person, p ritual.Product) error {
	if err := ritual.MayRead(who, p, ""); err != nil {
		return err
	}
	may, err := engine.MayUpload(ctx, tx)
	if err == nil && !may {
		return ritual.Refuse("I may not send files here yet. Whoever runs Tandem can change that: update the app from `manifest.yml` in its settings, and install it again.")
	}
	return err
}

// exportReply leaves an export in the format that was typed.
func exportReply(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product) (engine.Reply, error) {
	f, ok := formatNamed(in.Words)
	if !ok {
		return engine.Reply{}, ritual.Refuse("Type the format once more: `/tandem export csv`.")
	}
	if err := leaveExport(ctx, tx, in, p, f); err != nil {
		return engine.Reply{}, err
	}
	return engine.Say(exportComes(p, f)), nil
}

// submitExport leaves the export that the form names.
func submitExport(ctx context.Context, tx *store.Tx, in engine.Input) (engine.Reply, error) {
	f, ok := formatNamed(in.Fields.One("format"))
	if !ok {
		return engine.Reply{}, ritual.RefuseField("format", "Choose a format.")
	}
	in.Subject = in.Fields.One("product")
	p, err := request.ProductNamed(ctx, tx, in)
	if err == nil {
		err = leaveExport(ctx, tx, in, p, f)
	}
	if err != nil {
		return engine.Reply{}, err
	}
	return engine.Open(engine.Note("Export", kit.Section(exportComes(p, f)))), nil
}

// leaveExport leaves the message in whose thread the file comes.
func leaveExport(ctx context.Context, tx *store.Tx, in engine.Input, p ritual.Product, f exportFormat) error {
	if err := mayExport(ctx, tx, in.Who, p); err != nil {
		return err
	}
	_, err := engine.Post(ctx, tx, store.Message{Kind: exportKind, Subject: strings.Join([]string{p.ID, f.id, store.NewID()}, "/"), Product: p.ID, To: in.By})
	return err
}

// exportOf are the product and the format of an export's message.
func exportOf(ctx context.Context, tx *store.Tx, m store.Message) (ritual.Product, exportFormat, error) {
	product, rest, _ := strings.Cut(m.Subject, "/")
	format, _, _ := strings.Cut(rest, "/")
	p, err := tx.Product(ctx, product)
	if err != nil {
		return p, exportFormat{}, err
	}
	f, ok := formatNamed(format)
	if !ok {
		return p, f, errors.New("no format of an export: " + m.Subject)
	}
	return p, f, nil
}

// zipFrom is from how many requests on an export is compressed: Slack and people take it more easily, and so does memory.
const zipFrom = 5000

// exportFiles makes the file of an export, of what its reader may see now.
func exportFiles(ctx context.Context, tx *store.Tx, m store.Message) ([]engine.File, error) {
	p, f, err := exportOf(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	who, err := tx.Person(ctx, m.To)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	who.ID = m.To
	if err := ritual.MayRead(who, p, ""); err != nil {
		return nil, nil //nolint:nilerr // they have become a guest meanwhile: there is nothing to send
	}
	rd, err := tx.Reader(ctx, m.To, "")
	if err != nil {
		return nil, err
	}
	n, err := tx.CountRequests(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	name := exportName(p, f, tx.Now, who.Zone)
	var out bytes.Buffer
	if n < zipFrom {
		err := writeExport(ctx, tx, &out, p, rd, f, who)
		return []engine.File{{Name: name, Data: out.Bytes()}}, err
	}
	z := zip.NewWriter(&out)
	file, err := z.Create(name)
	if err == nil {
		err = writeExport(ctx, tx, file, p, rd, f, who)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		return nil, err
	}
	return []engine.File{{Name: name + ".zip", Data: out.Bytes()}}, nil
}

// exportRooms are the channels that private requests come from, where it depends on them what the reader of an export may see.
func exportRooms(ctx context.Context, tx *store.Tx, m store.Message) ([]string, error) {
	p, _, err := exportOf(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	if rd, err := tx.Reader(ctx, m.To, ""); err != nil || rd.Steers(p) {
		return nil, err
	}
	return tx.PrivateChannels(ctx, p.ID)
}

// exportName is what the file of an export is called: "atlas-2026-11-22.csv".
func exportName(p ritual.Product, f exportFormat, now time.Time, zone string) string {
	words := strings.FieldsFunc(strings.ToLower(p.Name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(append(words, ritual.Today(now, zone)), "-") + f.ending
}

// writeExport writes all requests of a product as somebody may read them, with times in their zone.
func writeExport(ctx context.Context, tx *store.Tx, to io.Writer, p ritual.Product, rd ritual.Reader, f exportFormat, who ritual.Person) error {
	zone, err := time.LoadLocation(who.Zone)
	if err != nil {
		zone = time.UTC
	}
	x, err := newExporter(ctx, tx, p, rd, zone)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(to, 1<<16)
	out, err := f.begin(w, exportHead{Version: 1, Product: p.Name, At: x.at(tx.Now), For: who.Name})
	if err == nil {
		err = x.each(ctx, out.add)
	}
	if err == nil {
		err = out.end()
	}
	return errors.Join(err, w.Flush())
}

// exportView is the message in whose thread the file comes.
func exportView(ctx context.Context, tx *store.Tx, m store.Message) (kit.Message, error) {
	p, f, err := exportOf(ctx, tx, m)
	if err != nil {
		return kit.Message{}, err
	}
	n, err := tx.CountRequests(ctx, p.ID)
	if err != nil {
		return kit.Message{}, err
	}
	requests := exactly(n) + " requests"
	if n == 1 {
		requests = "1 request"
	}
	lead := kit.F("Here is your export of *%s*: %s, as %s.", p.Name, requests, f.name)
	more := kit.Raw("The file comes in this thread in a moment. It has what you may see; of a private request of others, its id and where it stands.")
	if f.id == "jira" {
		more += kit.Raw(" What was declined, merged, withdrawn or split is left out.")
	}
	return kit.Fitted("", kit.Section(lead), kit.Context(more, request.AsOf(tx))), nil
}

// exportComes says that an export is under way.
func exportComes(p ritual.Product, f exportFormat) kit.Text {
	return kit.F("I am writing the requests of *%s* as %s. The file comes in our direct messages.", p.Name, f.name)
}

// exportModal is the form in which somebody chooses what is exported, and as what.
func exportModal(p ritual.Product, all []ritual.Product) kit.Modal {
	if p.ID == "" && len(all) > 0 {
		p = all[0]
	}
	var formats []kit.Option
	for _, f := range exportFormats {
		formats = append(formats, kit.Option{Value: f.id, Label: f.name})
	}
	return kit.Modal{ID: exportForm, Title: "Export", Submit: "Export", Close: "Cancel", Blocks: []slack.Block{
		kit.Input("product", "Product", kit.Menu("product", request.ProductOptions(all), p.ID, "Choose a product")),
		kit.Input("format", "Format", kit.Radio("format", formats, exportFormats[0].id), kit.Hint("The file has what you may see, and comes in our direct messages.")),
	}}
}

// Export writes all requests of a product for whoever runs Tandem, private ones whole, with times in UTC. Without a name it is the
// only product.
func Export(ctx context.Context, db *store.DB, to io.Writer, product, format string) error {
	f, ok := formatNamed(format)
	if !ok {
		return fmt.Errorf("%q is not a format; there are csv, jira, json and markdown", format)
	}
	return db.View(ctx, func(tx *store.Tx) error {
		all, err := tx.Products(ctx)
		if err != nil {
			return err
		}
		var names []string
		for _, p := range all {
			names = append(names, p.Name)
			if !strings.EqualFold(p.Name, product) && (product != "" || len(all) > 1) {
				continue
			}
			operator := ritual.Reader{Person: "operator", Acts: []string{p.ID}}
			return writeExport(ctx, tx, to, p, operator, f, ritual.Person{Name: "whoever runs Tandem"})
		}
		if len(names) == 0 {
			return errors.New("no product is set up yet")
		}
		return fmt.Errorf("which product? Name one by --product: %s", strings.Join(names, ", "))
	})
}
