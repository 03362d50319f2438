package prompts

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands in the place of what a model is not to see.
const (
	hiddenMail  = "[e-mail]"
	hiddenPhone = "[phone]"
	hiddenKey   = "[key]"
)

var (
	mailAddress = regexp.MustCompile(`[\p{Latin}\p{N}._%+'-]+[@＠][\p{Latin}\p{N}-]+(?:\.[\p{Latin}\p{N}-]+)+`)

	// Keys with a prefix of their own: Slack, OpenAI and its kin, Stripe, GitHub, GitLab, AWS, Google, npm, SendGrid,
	// Hugging Face; a JSON web token; a header's bearer; a private key in lines.
	knownKey = regexp.MustCompile(`xox[a-z]-[\w-]{6,}|xapp-[\w-]{6,}|\b(?:sk|pk|rk)[-_][\w-]{16,}|\bgh[pousr]_\w{16,}|\bgithub_pat_\w{16,}|\bglpat-[\w-]{16,}` +
		`|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bAIza[\w-]{30,}|\bya29\.[\w-]{16,}|\bnpm_\w{20,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bhf_\w{20,}|\bwhsec_[\w+/=]{16,}` +
		`|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?` +
		`|(?s:-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))`)
	bearer    = regexp.MustCompile(`(?i)\b(bearer\s+)[\w.~+/=-]{12,}`)
	loginPart = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@:]*:[^\s/@]+@`)
	// labeled is a secret by what stands before it. Its groups are the label and the secret.
	labeled = regexp.MustCompile(`(?i)((?:\b(?:password|passwort|passphrase|passcode|passwd|pwd|pass|pw|kennwort|secret|token|pin|api[-_ ]?key|access[-_ ]?key|secret[-_ ]?key|` +
		`client[-_ ]?secret|api[-_ ]?schlüssel)\b["']?(?:\s*[:=：]\s*|\s+(?:is|ist|lautet|was|war)[: ]\s*)|(?:パスワード|暗証番号|トークン|キー)(?:は|が)?\s*[:=：]?\s*)["'「『` + "`" + `]?)([!-~]+)`)
	longRun = regexp.MustCompile(`[A-Za-z0-9+/_-]{32,}={0,2}`)

	// A number that may be a phone's: with its country, with the zero of an area, in the North American shape, or by
	// the word before it.
	phoneNumber = regexp.MustCompile(`[+＋][\p{Nd}][\p{Nd} ().（）/ -－-]{5,}[\p{Nd}]` +
		`|[(（]?[0０][\p{Nd}()（） /－-]{6,}[\p{Nd}]` +
		`|(?:1[.-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[.-])[2-9]\d{2}[.-]\d{4}`)
	calledNumber = regexp.MustCompile(`(?i)((?:\b(?:tel|phone|fon|telefon|telefonnummer|mobil|mobile|handy|fax|call (?:me|us|him|her|them)(?: at| on)?)|電話番号|電話|携帯)(?:は|[.:：])*\s*)([\p{Nd}][\p{Nd} ()/－-]{4,}[\p{Nd}])`)
	dateInside   = regexp.MustCompile(`\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}\b|\b(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}/(?:19|20)\d{2}\b`)

	// Groups of three digits, and what stands before them where they are a large number's: 1 000 000 000.
	thousands = regexp.MustCompile(`^\d{3}(?: \d{3})+$`)
	larger    = regexp.MustCompile(`\b\d{1,3} $`)
)

// redact takes out of a text what a model is not to see: e-mail addresses, phone numbers, keys and passwords. Ids such
// as FR-12, dates, versions and plain numbers stay.
func redact(s string) string {
	s = loginPart.ReplaceAllString(s, "${1}"+hiddenKey+"@")
	s = knownKey.ReplaceAllString(s, hiddenKey)
	s = bearer.ReplaceAllString(s, "${1}"+hiddenKey)
	s = redactLabeled(s)
	s = longRun.ReplaceAllStringFunc(s, func(run string) string {
		if random(run) {
			return hiddenKey
		}
		return run
	})
	s = mailAddress.ReplaceAllString(s, hiddenMail)
	s = calledNumber.ReplaceAllString(s, "${1}"+hiddenPhone)
	return redactPhones(s)
}

// redactLabeled takes out what stands behind "password:" and the like, unless it is the start of a sentence about
// passwords: "password: at least 12 characters".
func redactLabeled(s string) string {
	var b strings.Builder
	for {
		at := labeled.FindStringSubmatchIndex(s)
		if at == nil {
			b.WriteString(s)
			return b.String()
		}
		label, secret := s[:at[3]], s[at[4]:at[5]]
		bare := strings.TrimRight(secret, `.,;:)"'`+"`")
		rest := s[at[4]+len(bare):]
		b.WriteString(label)
		if secretive(bare, s[at[2]:at[3]], rest) {
			b.WriteString(hiddenKey)
		} else {
			b.WriteString(bare)
		}
		s = rest
	}
}

// secretive reports whether a word behind a label is a secret. rest is what follows it.
func secretive(word, label, rest string) bool {
	line, _, _ := strings.Cut(rest, "\n")
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(line, " "))
	told := strings.HasPrefix(line, " ") && (unicode.IsLetter(next) || unicode.IsDigit(next)) // more words follow, as in a sentence
	digits := strings.IndexFunc(word, func(r rune) bool { return r < '0' || r > '9' }) < 0
	letters := strings.IndexFunc(word[min(1, len(word)):], func(r rune) bool { return !unicode.IsLower(r) && r != '-' }) < 0
	colon := strings.ContainsAny(label, ":=：")
	switch {
	case len(word) < 4 || strings.HasPrefix(word, "["):
		return false
	case digits:
		return !told && len(word) < 20
	case letters:
		return colon && !told
	}
	return true
}

// random reports whether a long run of letters and digits is a secret: hexadecimal digits, or all kinds mixed. A path
// or a name with words in it is none.
func random(run string) bool {
	var lower, upper, digit, hex, slash int
	for _, r := range run {
		switch {
		case r >= '0' && r <= '9':
			digit++
			hex++
		case r >= 'a' && r <= 'z':
			lower++
			if r <= 'f' {
				hex++
			}
		case r >= 'A' && r <= 'Z':
			upper++
			if r <= 'F' {
				hex++
			}
		case r == '/':
			slash++
		}
	}
	if digit == len(run) || slash > len(run)/16 {
		return false
	}
	return hex == len(run) || lower >= 3 && upper >= 3 && digit >= 3
}

// redactPhones takes out phone numbers. A candidate needs as many digits as a number has, and must be no date and no
// part of a longer number or word.
func redactPhones(s string) string {
	var b strings.Builder
	from := 0
	for _, at := range phoneNumber.FindAllStringIndex(s, -1) {
		found := s[at[0]:at[1]]
		before, _ := utf8.DecodeLastRuneInString(s[:at[0]])
		after, _ := utf8.DecodeRuneInString(s[at[1]:])
		digits := 0
		for _, r := range found {
			if unicode.IsDigit(r) {
				digits++
			}
		}
		least := 9
		if strings.HasPrefix(found, "+") || strings.HasPrefix(found, "＋") || strings.HasPrefix(found, "0") && strings.Count(found, "/") == 1 {
			least = 8
		}
		joined := before < 0x250 && (unicode.IsLetter(before) || unicode.IsDigit(before)) || strings.ContainsRune("-.,:/_#", before) || unicode.IsDigit(after) || after == ':'
		amount := thousands.MatchString(found) && larger.MatchString(s[max(0, at[0]-len("1000 ")):at[0]])
		if digits < least || digits > 15 || joined || amount || dateInside.MatchString(found) || from > at[0] {
			continue
		}
		b.WriteString(s[from:at[0]] + hiddenPhone)
		from = at[1]
	}
	return b.String() + s[from:]
}
