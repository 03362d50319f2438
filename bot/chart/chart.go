// Package chart draws what Tandem shows as pictures: it turns data into PNG bytes, and into the words that say the same.
//
// It is pure. A picture follows from its data alone: no time, no random number, no map's order. So the same data gives the
// same bytes, and whoever keeps a picture by its bytes never sends the same one twice.
//
// Beside each picture stands its alternative text, made of the same data. Nothing is said by color alone, or by the picture
// alone: a bar stands beside its number, a badge has a word. Text keeps a contrast of at least 4.5 to 1 to what it stands on
// (WCAG 2.2, 1.4.3; a test computes it).
//
// A picture is 1,200 pixels wide, which Slack shows whole on a phone; its letters are so large that they can be read there.
// The height follows from what is shown, within a limit: what is too much is counted ("and 42 more").
//
// The letters are those of the Go fonts: Latin, Greek and Cyrillic. They have no Chinese, Japanese or Korean, no
// right-to-left scripts and no emoji. Ornaments that they lack are left out of a name; a name whose letters they lack is
// replaced by a mark ("#3") that the words beside the picture explain. So a picture never shows a box in place of a letter:
// see [Drawable].
//
//	chart.go  the page, its colors, its letters
//	text.go   what can be drawn, and how it is broken and cut
//	board.go  columns of cards: the roadmap
//	flow.go   steps below one another: from asked to shipped
//	axes.go   lines over days, and bars over sprints
//	burndown*.go  what is left of a sprint, day by day
//	burnup.go    what was done for each objective, sprint by sprint
//	velocity.go  what was done in each sprint
package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strings"
	"sync"

	"git.sr.ht/~sbinet/gg"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Width is how wide every picture is, in pixels.
const Width = 1200

// The colors. Which text stands on which ground is in grounds, for the test of their contrast.
var (
	white  = color.NRGBA{0xff, 0xff, 0xff, 0xff} // the page, and cards
	panel  = color.NRGBA{0xee, 0xf3, 0xf5, 0xff} // what cards stand on
	ink    = color.NRGBA{0x17, 0x2b, 0x36, 0xff} // names and headings
	soft   = color.NRGBA{0x47, 0x5a, 0x66, 0xff} // what is said beside them
	line   = color.NRGBA{0xcf, 0xda, 0xdf, 0xff} // borders
	track  = color.NRGBA{0xdd, 0xe6, 0xea, 0xff} // what a bar runs on
	accent = color.NRGBA{0x1f, 0x6f, 0x8b, 0xff} // bars and rules
	badge  = color.NRGBA{0xdc, 0xee, 0xe3, 0xff} // what is reached
	reach  = color.NRGBA{0x1c, 0x5b, 0x38, 0xff} // the word for it
	marked = color.NRGBA{0x8f, 0x4a, 0x0b, 0xff} // the whole that something is part of, and how it changed
)

// grounds are the colors that a text stands on.
var grounds = map[color.NRGBA][]color.NRGBA{
	ink: {white, panel}, soft: {white, panel}, reach: {badge, white}, white: {accent}, marked: {white, panel},
}

// fonts are parsed once. They are part of the program: one that cannot be read is a mistake of ours.
var fonts = sync.OnceValue(func() (f struct{ regular, bold *sfnt.Font }) {
	var err error
	if f.regular, err = opentype.Parse(goregular.TTF); err != nil {
		panic(err)
	}
	if f.bold, err = opentype.Parse(gobold.TTF); err != nil {
		panic(err)
	}
	return f
})

// A style is how a text looks. Sizes are in pixels.
type style struct {
	bold  bool
	size  float64
	color color.NRGBA
}

// height is from one line of the text to the next.
func (s style) height() float64 { return s.size * 1.25 }

// A canvas is what is drawn on.
type canvas struct {
	dc    *gg.Context         // nil while it is only measured how much room things take
	faces map[style]font.Face // without their color
}

// drawn is what draw draws, and then as high as draw says.
func drawn(draw func(c *canvas) (height float64)) ([]byte, error) { return encoded(painted(draw)) }

func painted(draw func(c *canvas) (height float64)) image.Image {
	c := &canvas{faces: map[style]font.Face{}}
	height := int(math.Ceil(draw(c)))
	c.dc = gg.NewContext(Width, height)
	c.dc.SetColor(white)
	c.dc.Clear()
	draw(c)
	return c.dc.Image()
}

func encoded(im image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := png.Encode(&b, im)
	return b.Bytes(), err
}

// Sheet is pictures below one another, as one.
type Sheet []interface {
	draw(c *canvas) (height float64)
	Alt() string
}

// PNG draws the sheet.
func (s Sheet) PNG() ([]byte, error) {
	var all []image.Image
	height := 0
	for _, part := range s {
		im := painted(part.draw)
		all = append(all, im)
		height += im.Bounds().Dy()
	}
	whole := image.NewRGBA(image.Rect(0, 0, Width, height))
	y := 0
	for _, im := range all {
		draw.Draw(whole, im.Bounds().Add(image.Pt(0, y)), im, im.Bounds().Min, draw.Src)
		y += im.Bounds().Dy()
	}
	return encoded(whole)
}

// Alt says in words what the sheet shows.
func (s Sheet) Alt() string {
	var all []string
	for _, part := range s {
		all = append(all, part.Alt())
	}
	return strings.Join(all, " ")
}

// measured is the same canvas, on which nothing is drawn.
func (c *canvas) measured() *canvas { return &canvas{faces: c.faces} }

// face is a style's letters. They are not shared between canvases: a face may be used by one at a time.
func (c *canvas) face(s style) font.Face {
	s.color = color.NRGBA{}
	if f, ok := c.faces[s]; ok {
		return f
	}
	from := fonts().regular
	if s.bold {
		from = fonts().bold
	}
	f, err := opentype.NewFace(from, &opentype.FaceOptions{Size: s.size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // the size is ours
	}
	c.faces[s] = f
	return f
}

// width is how wide a line of text is.
func (c *canvas) width(s style, text string) float64 {
	return float64(font.MeasureString(c.face(s), text)) / 64
}

// put writes a line of text; its upper left corner is at x, y. It returns where the next line begins.
func (c *canvas) put(s style, x, y float64, text string) float64 {
	if c.dc != nil {
		d := font.Drawer{Dst: c.dc.Image().(draw.Image), Src: image.NewUniform(s.color), Face: c.face(s), Dot: fixed.P(int(x), int(y+s.size))}
		d.DrawString(text)
	}
	return y + s.height()
}

// putAll writes lines below one another.
func (c *canvas) putAll(s style, x, y float64, lines []string) float64 {
	for _, l := range lines {
		y = c.put(s, x, y, l)
	}
	return y
}

// box draws a rounded rectangle, with a border where there is one.
func (c *canvas) box(x, y, w, h, round float64, fill color.NRGBA, border *color.NRGBA) {
	if c.dc == nil {
		return
	}
	c.dc.DrawRoundedRectangle(x, y, w, h, min(round, h/2, w/2))
	c.dc.SetColor(fill)
	if border == nil {
		c.dc.Fill()
		return
	}
	c.dc.FillPreserve()
	c.dc.SetColor(*border)
	c.dc.SetLineWidth(2)
	c.dc.Stroke()
}

// bar draws how much something is: of is the whole of it, which is at least part and above zero.
func (c *canvas) bar(x, y, w, h float64, part, of int) {
	corner := min(h/2, 10)
	c.box(x, y, w, h, corner, track, nil)
	if part > 0 {
		c.box(x, y, max(2*corner, w*float64(part)/float64(of)), h, corner, accent, nil)
	}
}
