package chart

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/image/font"
)

var (
	update = flag.Bool("update", false, "rewrite the golden pictures")
	look   = flag.String("look", "", "a folder in which to leave the pictures, to look at them")
)

// A drawing is a picture with its words.
type drawing interface {
	PNG() ([]byte, error)
	Alt() string
}

// drawings are all pictures that the tests draw, by name.
func drawings() map[string]drawing {
	all := map[string]drawing{}
	for name, b := range boards() {
		all["board-"+name] = b
	}
	for name, f := range flows() {
		all["flow-"+name] = f
	}
	for name, b := range burndowns() {
		all["burndown-"+name] = b
	}
	for name, b := range burnups() {
		all["burnup-"+name] = b
	}
	for name, v := range velocities() {
		all["velocity-"+name] = v
	}
	all["sheet"] = Sheet{flows()["plain"], velocities()["eight"]}
	return all
}

func TestEveryPictureLooksAsItDid(t *testing.T) {
	for name, d := range drawings() {
		t.Run(name, func(t *testing.T) {
			raw, err := d.PNG()
			if err != nil {
				t.Fatal(err)
			}
			if again, _ := d.PNG(); !bytes.Equal(raw, again) {
				t.Error("the same data was drawn otherwise the second time")
			}
			whole, err := png.Decode(bytes.NewReader(raw))
			if err != nil || whole.Bounds().Dx() != Width || whole.Bounds().Dy() > 3000 {
				t.Fatalf("it is %v, %v", whole.Bounds(), err)
			}
			if *look != "" {
				leave(t, filepath.Join(*look, name+".png"), raw)
			}
			got, file := shrunk(whole), filepath.Join("testdata", name+".png")
			if *update {
				var b bytes.Buffer
				if err := png.Encode(&b, got); err != nil {
					t.Fatal(err)
				}
				leave(t, file, b.Bytes())
			}
			kept, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := png.Decode(bytes.NewReader(kept))
			if err != nil {
				t.Fatal(err)
			}
			if n := different(got, want); n > 0 {
				t.Errorf("%d pixels are otherwise than in %s: run the test with -look=/tmp, look at it, and run it with -update if it is meant", n, file)
			}
		})
	}
}

func leave(t *testing.T, file string, raw []byte) {
	t.Helper()
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// shrink is how many pixels of a picture are one of its golden file.
const shrink = 4

// shrunk is a picture as its golden file keeps it: in gray, each pixel the mean of a square.
func shrunk(im image.Image) *image.Gray {
	b := im.Bounds()
	small := image.NewGray(image.Rect(0, 0, b.Dx()/shrink, b.Dy()/shrink))
	for y := range small.Rect.Dy() {
		for x := range small.Rect.Dx() {
			sum := 0
			for i := range shrink * shrink {
				sum += int(color.GrayModel.Convert(im.At(x*shrink+i%shrink, y*shrink+i/shrink)).(color.Gray).Y)
			}
			small.SetGray(x, y, color.Gray{Y: uint8(sum / (shrink * shrink))})
		}
	}
	return small
}

// different counts the pixels that differ by more than another machine's rounding.
func different(got *image.Gray, want image.Image) (n int) {
	if got.Bounds() != want.Bounds() {
		return got.Bounds().Dx() * got.Bounds().Dy()
	}
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			a, b := int(got.GrayAt(x, y).Y), int(color.GrayModel.Convert(want.At(x, y)).(color.Gray).Y)
			if a-b > 2 || b-a > 2 {
				n++
			}
		}
	}
	return n
}

func TestEveryPictureIsSaidInWords(t *testing.T) {
	for name, want := range map[string]string{
		"board-none": "Roadmap of Atlas, as a board. Now, 0: nothing here yet. Next, 0: nothing here yet. Later, 0: nothing here yet. 1 open request serves no objective so far.",
		"board-one": "Roadmap of Atlas, as a board. Now, 1: Win larger customers, 3 open requests, 0 in backlog, 0 shipped. Next, 0: nothing here yet. Later, 0: nothing here yet. " +
			"Every open request serves an objective.",
		"board-achieved": "Roadmap of Atlas, as a board. Now, 2: Win larger customers, 3 open requests, 0 in backlog, 0 shipped; " +
			"Halve the time to the first export, Achieved, 3 in backlog, 1 shipped; Support answers within one working day, nothing open. " +
			"Next, 2: Make the importer trustworthy, 5 open requests, 2 in backlog, 3 shipped; Open the public API, 12 open requests, 5 in backlog, 0 shipped. " +
			"Later, 1: Accessible for everybody, 0 open requests, 1 in backlog, 1 shipped. 7 open requests serve no objective so far.",
	} {
		if got := drawings()[name].Alt(); got != want {
			t.Errorf("%s says\n%s\nand not\n%s", name, got, want)
		}
	}
	if got := boards()["thousands"].Alt(); !strings.Contains(got, "Now, 5,000: ") || !strings.Contains(got, "; and 4,992 more.") {
		t.Error(got)
	}
	if got := boards()["scripts"].Alt(); !strings.Contains(got, "Later, 4: #1 顧客を増やす, 3 open") || !strings.Contains(got, "; 🚀 Launch the 👩‍🚀 program, 5 open") {
		t.Error(got)
	}
}

func TestWhatTheFontsLackIsNeverDrawn(t *testing.T) {
	for text, want := range map[string]string{
		"Win larger customers":      "Win larger customers",
		"  two\n lines\t here ":     "two lines here",
		"Größe · naïve – “quoted”…": "Größe · naïve – “quoted”…",
		"Удержать клиентов":         "Удержать клиентов",
		"Υποστήριξη πελατών":        "Υποστήριξη πελατών",
		"🚀 Launch 👩‍🚀 1️⃣":          "Launch 1",
		"✨ ⭐️":                      "", "顧客": "", "고객": "", "עברית": "", "عربي": "", "ไทย": "", "ế": "", "e\u0301": "", "": "", " – ": "", "a\x00b\u202e\ufffd": "ab",
	} {
		got, ok := Drawable(text)
		if got != want && ok || ok != (want != "") {
			t.Errorf("%q is drawn as %q (%v), not %q", text, got, ok, want)
		}
	}
}

func FuzzNoPictureShowsABoxInPlaceOfALetter(f *testing.F) {
	for _, s := range []string{"plain", "顧客", "🚀🚀 a", "e\u0301", strings.Repeat("W", 300), "\xff", "a\u00ad\u200db"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, ok := Drawable(s)
		if !ok {
			return
		}
		for _, r := range text {
			if r != ' ' && !hasGlyph(r) {
				t.Errorf("%q would be drawn with %U", s, r)
			}
		}
		c := (&canvas{faces: map[style]font.Face{}}).measured()
		for _, line := range c.wrap(nameStyle, text, 200, 3) {
			if c.width(nameStyle, line) > 200 && utf8.RuneCountInString(line) > 1 || !utf8.ValidString(line) {
				t.Errorf("the line %q is %.0f wide", line, c.width(nameStyle, line))
			}
		}
	})
}

func TestWordsAreBrokenAndCutWithinTheirWidth(t *testing.T) {
	c := &canvas{faces: map[style]font.Face{}}
	for _, tt := range []struct {
		text string
		most int
		want []string
	}{
		{"one two three", 3, []string{"one two", "three"}},
		{"one two three four", 1, []string{"one tw…"}},
		{"", 3, nil},
		{"abcdefghijklmnop", 3, []string{"abcdefg", "hijklmno", "p"}},
		{"a, b, c, d, e, f, g, h", 1, []string{"a, b, c…"}},
	} {
		if got := c.wrap(nameStyle, tt.text, 130, tt.most); !slices.Equal(got, tt.want) {
			t.Errorf("%q is broken into %q, not %q", tt.text, got, tt.want)
		}
	}
	if got := c.joined(factStyle, []string{"2 in backlog", "3 shipped", strings.Repeat("long ", 40)}, 290, 3); len(got) != 2 || got[0] != "2 in backlog · 3 shipped" || !strings.HasSuffix(got[1], "…") {
		t.Errorf("the facts are %q", got)
	}
}

func TestAShareIsWrittenAsPeopleWriteIt(t *testing.T) {
	for _, tt := range []struct {
		part, whole int
		want        string
	}{{0, 3, "0%"}, {1, 3, "33%"}, {2, 3, "67%"}, {3, 3, "100%"}, {1, 1000, "under 1%"}, {5, 1000, "1%"}, {999, 1000, "over 99%"}, {1, 8, "13%"}} {
		if got := Share(tt.part, tt.whole); got != tt.want {
			t.Errorf("%d of %d is written %s", tt.part, tt.whole, got)
		}
	}
}

// luminance is how light a color is, from 0 to 1, as WCAG 2.2 defines relative luminance.
func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func TestEveryTextCanBeReadOnItsGround(t *testing.T) {
	for text, on := range grounds {
		for _, ground := range on {
			a, b := luminance(text), luminance(ground)
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("%v on %v has a contrast of %.1f", text, ground, ratio)
			}
		}
	}
	for _, s := range []style{titleStyle, headStyle, sideStyle, nameStyle, countStyle, factStyle, badgeStyle, footStyle, stepStyle, tickStyle, markStyle, pillStyle} {
		if len(grounds[s.color]) == 0 || s.size < 24 {
			t.Errorf("the style %+v is not looked at, or too small for a phone", s)
		}
	}
	if a, b := luminance(accent), luminance(track); (b+0.05)/(a+0.05) < 3 { // WCAG 2.2, 1.4.11
		t.Error("a bar cannot be told from its track")
	}
}

func BenchmarkBoard(b *testing.B) {
	for _, name := range []string{"one", "eight", "fifty", "thousands"} {
		board := boards()[name]
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := board.PNG(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
