package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/bot/engine"
	"tandem/bot/kit"
	"tandem/bot/slacksim"
	"tandem/store"
	"tandem/store/dbtest"
)

// dot is a picture of one color.
func dot(shade uint8) *kit.Picture {
	return &kit.Picture{Name: "dot.png", Alt: fmt.Sprintf("a dot of the shade %d", shade), Draw: func() ([]byte, error) {
		im := image.NewNRGBA(image.Rect(0, 0, 1, 1))
		im.Set(0, 0, color.NRGBA{R: shade, A: 255})
		var b bytes.Buffer
		err := png.Encode(&b, im)
		return b.Bytes(), err
	}}
}

// pictureIn is the picture that a message shows somebody, by its alternative text; the words are its own text.
func (w *world) pictureIn(who, where string, m store.Message) (alt, words string) {
	w.t.Helper()
	for _, one := range w.sim.Person(who).Sees(where) {
		if one.Metadata == nil || one.Metadata.EventPayload["key"] != m.ID {
			continue
		}
		words = one.Text
		for _, b := range one.Blocks {
			if b["type"] == "image" {
				alt, _ = b["alt_text"].(string)
				id, _ := b["slack_file"].(slacksim.Block)["id"].(string)
				f, ok := w.sim.File(id)
				if _, err := png.Decode(bytes.NewReader(f.Data)); !ok || err != nil || len(f.Shared) > 0 {
					w.t.Errorf("the picture %s is there: %v, shared in %v, %v", id, ok, f.Shared, err)
				}
			}
		}
	}
	return alt, words
}

// uploads counts the files that Slack was given.
func (w *world) uploads() int { return len(w.sim.Calls("files.completeUploadExternal")) }

func TestAPictureIsUploadedOnceForAllMessagesAndAnewWhenItLooksOtherwise(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		p.picture = dot(1)
		m := w.posts("sam", "1")
		other := w.posts("#atlas", "2")
		for range 2 {
			w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, "1") })
			w.settle()
		}
		if alt, _ := w.pictureIn("sam", "@tandem", m); alt != "a dot of the shade 1" || w.uploads() != 1 || len(w.sim.Calls("chat.update")) != 0 {
			t.Errorf("%q after %d uploads and %d rewrites", alt, w.uploads(), len(w.sim.Calls("chat.update")))
		}
		if alt, _ := w.pictureIn("dev", "#atlas", other); alt != "a dot of the shade 1" {
			t.Errorf("the channel sees %q", alt)
		}
		p.picture = dot(2)
		w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, "1") })
		w.settle()
		if alt, _ := w.pictureIn("sam", "@tandem", m); alt != "a dot of the shade 2" || w.uploads() != 2 || w.there("sam", "@tandem", m) != 1 {
			t.Errorf("%q after %d uploads", alt, w.uploads())
		}
		w.passes(100 * 24 * time.Hour) // it is forgotten
		w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, "1") })
		w.settle()
		if alt, _ := w.pictureIn("sam", "@tandem", m); alt != "a dot of the shade 2" || w.uploads() != 3 {
			t.Errorf("%q after %d uploads", alt, w.uploads())
		}
	})
}

func TestNoMessageIsLostLateOrDoubledBecauseOfItsPicture(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		shade := uint8(0)
		tries := func(name string, fault slacksim.Fault, picture bool) {
			t.Helper()
			shade++
			p.picture = dot(shade)
			w.sim.InjectFault(fault)
			m := w.leaves(store.Message{To: "sam", Subject: name})
			after := w.leaves(store.Message{To: "sam", Subject: name + " next"})
			w.passes(36 * time.Second)
			if fault.Count < 0 { // nothing more is tried by itself, nor once it was shown anew
				for range 2 {
					asked := len(w.sim.Calls(""))
					w.passes(10 * time.Minute)
					if n := len(w.sim.Calls("")) - asked; n != 0 {
						t.Errorf("%s: the words stand alone, and Slack is asked %d times more", name, n)
					}
					w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, name) })
					w.passes(36 * time.Second)
				}
			}
			w.sim.ClearFaults()
			alt, words := w.pictureIn("sam", "@tandem", m)
			if n := w.there("sam", "@tandem", m); n != 1 || !strings.Contains(words, name) || (alt != "") != picture {
				t.Errorf("%s: the message is there %d times, says %q and shows %q", name, n, words, alt)
			}
			if n := w.there("sam", "@tandem", after); n != 1 {
				t.Errorf("%s: the next message is there %d times", name, n)
			}
			w.passes(time.Minute)
			w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, name) })
			w.settle()
			if alt, _ := w.pictureIn("sam", "@tandem", m); alt == "" || w.there("sam", "@tandem", m) != 1 {
				t.Errorf("%s: once nothing is wrong it is there %d times and shows %q", name, w.there("sam", "@tandem", m), alt)
			}
		}
		for _, method := range []string{"files.getUploadURLExternal", "upload", "files.completeUploadExternal"} {
			for _, trouble := range troubles(method) {
				tries(method+" "+trouble.name, trouble.fault, true)
			}
			for _, word := range []string{"internal_error", "storage_limit_reached"} {
				tries(method+" always "+word, slacksim.Fault{Method: method, Kind: slacksim.Error(word), Count: -1}, false)
			}
			tries(method+" limited for a minute", slacksim.Fault{Method: method, Kind: slacksim.RateLimit(time.Minute)}, false)
			tries(method+" always 500", slacksim.Fault{Method: method, Kind: slacksim.Status500, Count: -1}, false)
		}
		for _, trouble := range troubles("chat.postMessage") {
			tries("post "+trouble.name, trouble.fault, true)
		}
	})
}

func TestAPictureThatSlackDoesNotShowYetIsWaitedForAndNoLongerThanHalfAMinute(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		p.picture = dot(1)
		w.sim.SlowFiles(20 * time.Second)
		m := w.leaves(store.Message{To: "sam", Subject: "slow"})
		w.passes(15 * time.Second)
		if n := w.there("sam", "@tandem", m); n != 0 {
			t.Errorf("the message is there %d times before its picture", n)
		}
		w.passes(20 * time.Second)
		if alt, _ := w.pictureIn("sam", "@tandem", m); alt == "" || w.there("sam", "@tandem", m) != 1 || w.uploads() != 1 {
			t.Errorf("it shows %q after %d uploads", alt, w.uploads())
		}

		p.picture = dot(2)
		w.sim.SlowFiles(time.Hour)
		m = w.leaves(store.Message{To: "sam", Subject: "slower"})
		w.passes(29 * time.Second)
		if n := w.there("sam", "@tandem", m); n != 0 {
			t.Errorf("the message is there %d times before half a minute is over", n)
		}
		w.passes(2 * time.Second)
		if alt, words := w.pictureIn("sam", "@tandem", m); alt != "" || !strings.Contains(words, "slower") || w.there("sam", "@tandem", m) != 1 {
			t.Errorf("it shows %q and says %q", alt, words)
		}

		p.picture = dot(3)
		w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, "slow") })
		w.passes(31 * time.Second)
		if alt, _ := w.pictureIn("sam", "@tandem", w.messageAbout("slow")); alt != "" {
			t.Errorf("the rewritten message shows %q", alt)
		}

		w.sim.SlowFiles(0)
		w.update(func(ctx context.Context, tx *store.Tx) error { return engine.Refresh(ctx, tx, "slow") })
		w.settle()
		if alt, _ := w.pictureIn("sam", "@tandem", w.messageAbout("slow")); alt == "" {
			t.Error("the picture that came late is not shown by the next rewrite")
		}
	})
}

func TestAPictureThatSomebodyDeletedIsGivenToSlackAgain(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		p.picture = dot(1)
		w.posts("sam", "1")
		w.passes(time.Hour)
		w.sim.DeleteFiles()
		m := w.posts("#atlas", "2")
		w.passes(10 * time.Second)
		if alt, _ := w.pictureIn("sam", "#atlas", m); alt == "" || w.uploads() != 2 || w.there("sam", "#atlas", m) != 1 {
			t.Errorf("it shows %q after %d uploads", alt, w.uploads())
		}
	})
}

func TestAPictureThatCannotBeDrawnDoesNotKeepItsMessageBack(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		for name, draw := range map[string]func() ([]byte, error){
			"broken": func() ([]byte, error) { return nil, errors.New("no ink") },
			"panics": func() ([]byte, error) { panic("no ink") },
			"empty":  func() ([]byte, error) { return nil, nil },
		} {
			p.picture = &kit.Picture{Name: "a.png", Alt: "a", Draw: draw}
			m := w.posts("sam", name)
			if alt, words := w.pictureIn("sam", "@tandem", m); alt != "" || words == "" {
				t.Errorf("%s: it shows %q and says %q", name, alt, words)
			}
		}
	})
}

func TestWithoutTheScopeMessagesGoWithoutPicturesAndTheLogSaysSoOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, open func(*store.Clock) *store.DB) {
		w := newWorldWith(t, open, func(c *slacksim.Config) { c.Without = engine.Optional })
		p := w.probed()
		p.picture, p.files = dot(1), func() ([]engine.File, error) { return []engine.File{{Name: "a.csv", Data: []byte("a")}}, nil }
		before := w.logged.with("go without their pictures")
		for i := range 3 {
			m := w.posts("sam", fmt.Sprint(i))
			if alt, words := w.pictureIn("sam", "@tandem", m); alt != "" || words == "" {
				t.Errorf("it shows %q and says %q", alt, words)
			}
		}
		if n := w.logged.with("go without their pictures"); n != before || before == 0 || len(w.sim.Calls("files.getUploadURLExternal")) > 0 {
			t.Errorf("logged %d times at the start and %d times in all, and uploads %d times", before, n, len(w.sim.Calls("files.getUploadURLExternal")))
		}
		w.leaves(store.Message{Kind: filesKind, To: "sam", Subject: "1"})
		w.settle()
		w.sees("sam", "@tandem", "Your files follow.", "↳ I may not send files here yet.")
		w.ended()
	})
}

// messageAbout is the probe's message about a subject.
func (w *world) messageAbout(subject string) (m store.Message) {
	w.t.Helper()
	w.update(func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.MessagesAbout(ctx, subject)
		m = all[0]
		return err
	})
	return m
}

// filesBelow are the names of the files in the thread of a message, a reply after another.
func (w *world) filesBelow(who string, m store.Message) (replies []string) {
	for _, one := range w.sim.Person(who).Sees("@tandem") {
		if one.ThreadTS == m.TS && one.TS != m.TS && len(one.Files) > 0 {
			var names []string
			for _, f := range one.Files {
				names = append(names, f.Title+": "+string(f.Data))
			}
			replies = append(replies, strings.Join(names, ", "))
		}
	}
	return replies
}

func TestFilesFollowTheirMessageOnceWhateverGoesWrong(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		p.files = func() ([]engine.File, error) {
			return []engine.File{{Name: "atlas.csv", Data: []byte("a,b")}, {Name: "atlas.md", Data: []byte("# A")}}, nil
		}
		none := slacksim.Fault{Method: "none", Kind: slacksim.Status500}
		all := []trouble{{"nothing", none, false}}
		for _, method := range []string{"chat.postMessage", "files.getUploadURLExternal", "upload", "files.completeUploadExternal"} {
			for _, one := range troubles(method) {
				one.name = method + " " + one.name
				all = append(all, one)
			}
		}
		for _, trouble := range all {
			w.sim.InjectFault(trouble.fault)
			m := w.leaves(store.Message{Kind: filesKind, To: "sam", Subject: trouble.name})
			w.passes(3 * time.Minute)
			w.sim.ClearFaults()
			if got := w.filesBelow("sam", w.message(m.ID)); !slices.Equal(got, []string{"atlas.csv: a,b, atlas.md: # A"}) || w.there("sam", "@tandem", m) != 1 {
				t.Errorf("%s: below the message stands %q", trouble.name, got)
			}
		}
		w.seesNot("sam", "@tandem", "I could not send", "did not take")
	})
}

func TestFilesMayTakeLongerToMakeThanOtherJobs(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		p.files = func() ([]engine.File, error) {
			w.clock.Wind(4 * time.Minute)
			if job, ok, err := w.db.Claim(context.Background(), "another", time.Minute); ok || err != nil {
				t.Errorf("another worker takes %s meanwhile: %v", job.Kind, err)
			}
			return []engine.File{{Name: "atlas.csv", Data: []byte("a,b")}}, nil
		}
		m := w.leaves(store.Message{Kind: filesKind, To: "sam", Subject: "slow"})
		w.passes(5 * time.Minute)
		if got := w.filesBelow("sam", w.message(m.ID)); !slices.Equal(got, []string{"atlas.csv: a,b"}) {
			t.Errorf("below the message stands %q", got)
		}
	})
}

func TestFilesThatSlackDoesNotTakeAreSaidBelowTheirMessage(t *testing.T) {
	outboxWorld(t, func(w *world, p *probe, _ string) {
		p.files = func() ([]engine.File, error) { return []engine.File{{Name: "atlas.csv", Data: []byte("a,b")}}, nil }
		for word, says := range map[string]string{
			"missing_scope": "I may not send files here yet", "storage_limit_reached": "no room for files left", "some_new_word": "did not take the files (some_new_word)",
			"internal_error": "though I tried for some minutes",
		} {
			w.sim.InjectFault(slacksim.Fault{Method: "files.completeUploadExternal", Kind: slacksim.Error(word), Count: -1})
			m := w.leaves(store.Message{Kind: filesKind, To: "sam", Subject: word})
			w.passes(time.Hour)
			w.sim.ClearFaults()
			w.sees("sam", "@tandem", "↳ ", says)
			if got := w.filesBelow("sam", w.message(m.ID)); len(got) > 0 {
				t.Errorf("%s: below the message stands %q", word, got)
			}
		}
	})
}
