package prompts

import "strings"

// isIBAN reports whether a text is the number of a bank account, by its checksum (ISO 13616: modulo 97 of the number with
// its first four characters at its end, letters counted from 10).
func isIBAN(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		default:
			rest = (rest*100 + int(r-'A') + 10) % 97
		}
	}
	return rest == 1
}

// isCard reports whether a text is the number of a payment card, by its first digit and its checksum (ISO/IEC 7812: every
// second digit from the right doubled, the sum of all digits ends in zero).
func isCard(s string) bool {
	digits := strings.NewReplacer(" ", "", "-", "").Replace(s)
	if len(digits) < 13 || len(digits) > 19 || !strings.ContainsRune("23456", rune(digits[0])) {
		return false
	}
	sum := 0
	for i, r := range digits {
		d := int(r - '0')
		if (len(digits)-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
