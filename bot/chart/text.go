package chart

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"
)

// Drawable is a text as it can be drawn: in one line, without the ornaments that the fonts lack. It is false where they lack
// letters of it, or where nothing but ornaments is left: then something else has to stand in its place.
func Drawable(text string) (string, bool) {
	var kept strings.Builder
	said := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			kept.WriteByte(' ')
		case hasGlyph(r):
			kept.WriteRune(r)
			said = said || unicode.IsLetter(r) || unicode.IsDigit(r)
		case !isOrnament(r):
			return "", false
		}
	}
	return strings.Join(strings.Fields(kept.String()), " "), said
}

// hasGlyph reports whether both fonts have a character.
func hasGlyph(r rune) bool {
	var b sfnt.Buffer
	f := fonts()
	regular, err := f.regular.GlyphIndex(&b, r)
	bold, errBold := f.bold.GlyphIndex(&b, r)
	return r != utf8.RuneError && err == nil && errBold == nil && regular != 0 && bold != 0 && !unicode.Is(unicode.Mn, r) && !unicode.IsControl(r)
}

// isOrnament reports whether a name can do without a character: emoji with all that they are made of, and what is not seen.
func isOrnament(r rune) bool {
	return unicode.In(r, unicode.So, unicode.Sk, unicode.Cf, unicode.Cc, unicode.Co) || unicode.Is(unicode.Variation_Selector, r) || r == utf8.RuneError || r == 0x20e3
}

// wrap breaks a text into lines of a width, at most most of them. A word that is too long is broken within; what is too much
// ends in "…".
func (c *canvas) wrap(s style, text string, width float64, most int) []string {
	var lines []string
	now := ""
	for _, word := range strings.Fields(text) {
		for {
			with := strings.TrimSpace(now + " " + word)
			if c.width(s, with) <= width {
				now = with
				break
			}
			if now != "" {
				lines, now = append(lines, now), ""
				continue
			}
			fits := c.fitting(s, word, width)
			lines, word = append(lines, word[:fits]), word[fits:]
		}
	}
	if now != "" {
		lines = append(lines, now)
	}
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], c.cut(s, lines[most-1], width))
	}
	return lines
}

// fitting is how many bytes of a word fit, at least one character.
func (c *canvas) fitting(s style, word string, width float64) int {
	_, n := utf8.DecodeRuneInString(word)
	for n < len(word) {
		_, more := utf8.DecodeRuneInString(word[n:])
		if c.width(s, word[:n+more]) > width {
			break
		}
		n += more
	}
	return n
}

// cut is a line with "…" at its end, within a width.
func (c *canvas) cut(s style, text string, width float64) string {
	for c.width(s, text+"…") > width && text != "" {
		_, last := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-last]
	}
	return strings.TrimRight(text, " .,;:-–") + "…"
}

// joined puts parts into lines of a width with a dot between them; none is broken in two while it fits into a line.
func (c *canvas) joined(s style, parts []string, width float64, most int) []string {
	var lines []string
	for _, part := range parts {
		if last := len(lines) - 1; last >= 0 && c.width(s, lines[last]+" · "+part) <= width {
			lines[last] += " · " + part
			continue
		}
		lines = append(lines, c.wrap(s, part, width, 1)...)
	}
	return lines[:min(len(lines), most)]
}

// titled writes the title of a picture, as far as it can be drawn, and returns where what follows begins: so far below it.
func (c *canvas) titled(title string, gap float64) float64 {
	title, ok := Drawable(title)
	if !ok {
		return margin
	}
	return c.putAll(titleStyle, margin, margin, c.wrap(titleStyle, title, Width-2*margin, 2)) + gap
}

// sentences are lines that begin with a capital letter each.
func sentences(lines []string) []string {
	for i, l := range lines {
		first, n := utf8.DecodeRuneInString(l)
		lines[i] = string(unicode.ToUpper(first)) + l[n:]
	}
	return lines
}

// Share is what part of a whole something is, as people write it: 62%. The whole is above zero.
func Share(part, whole int) string {
	percent := (200*part + whole) / (2 * whole) // rounded half up
	switch {
	case percent == 0 && part > 0:
		return "under 1%"
	case percent == 100 && part < whole:
		return "over 99%"
	}
	return fmt.Sprint(percent, "%")
}
