package prompts

import (
	"strings"
	"testing"
)

func TestWhatIsNobodysBusinessIsRedacted(t *testing.T) {
	hex := strings.Repeat("0a1b2c3d", 4)
	for text, want := range map[string]string{
		"mail ana.meier+x@example.co.uk please":                         "mail [e-mail] please",
		"<ana@example.com>, ben@example.com.":                           "<[e-mail]>, [e-mail].",
		"bitte an jörg.müller@büro.example schicken":                    "bitte an [e-mail] schicken",
		"連絡先はtaro@example.jpです":                                         "連絡先は[e-mail]です",
		"taro＠example.jp":                                               "[e-mail]",
		"call +49 30 1234567 now":                                       "call [phone] now",
		"call +1 (555) 123-4567, then":                                  "call [phone], then",
		"+4915112345678":                                                "[phone]",
		"555-234-5678 or (555) 234-5678":                                "[phone] or [phone]",
		"1-800-555-0199 or 1 (212) 555-0199":                            "[phone] or 1 [phone]",
		"089 123 456 789, 0171/2025123":                                 "[phone], [phone]",
		"Telefon: 030/1234567":                                          "Telefon: [phone]",
		"Ruf mich an: 0171 2345678":                                     "Ruf mich an: [phone]",
		"Zentrale 089/123456":                                           "Zentrale [phone]",
		"電話は03-1234-5678まで":                                             "電話は[phone]まで",
		"０９０－１２３４－５６７８にかけて":                                             "[phone]にかけて",
		"tel. 4455 667":                                                 "tel. [phone]",
		"xoxb-123456-abcdef and xapp-1-A0-99":                           "[key] and [key]",
		"sk-proj-abcdefghijklmnop1234":                                  "[key]",
		"key sk_live_abcdefghijklmnop":                                  "key [key]",
		"ghp_abcdefghijklmnopqrstuv0123456789":                          "[key]",
		"github_pat_11ABCDEFG0123456789abcdef":                          "[key]",
		"AKIAIOSFODNN7EXAMPLE":                                          "[key]",
		"AIza" + strings.Repeat("Sy", 18):                               "[key]",
		"eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM_x":                        "[key]",
		"Authorization: Bearer abc.def-123456":                          "Authorization: Bearer [key]",
		"postgres://me:hunter2@db.example/x":                            "postgres://[key]@db.example/x",
		"id " + hex + " end":                                            "id [key] end",
		"wJalrXUtnFEMI/K7MDENG/bPxRfi9YEX2MPLEKEY":                      "[key]",
		"password: hunter2":                                             "password: [key]",
		"password=correcthorse":                                         "password=[key]",
		"The password is Tr0ub4dor&3.":                                  "The password is [key].",
		`"password": "s3cr3t!",`:                                        `"password": "[key]",`,
		"Passwort: geheim1!":                                            "Passwort: [key]",
		"Kennwort lautet Geheim99":                                      "Kennwort lautet [key]",
		"PIN: 4711":                                                     "PIN: [key]",
		"api_key = abcd1234efgh":                                        "api_key = [key]",
		"パスワードはhunter2です":                                               "パスワードは[key]です",
		"パスワード：abc12345":                                                "パスワード：[key]",
		"-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc":                    "[key]",
		"a -----BEGIN PRIVATE KEY-----\nM\n-----END PRIVATE KEY----- b": "a [key] b",
	} {
		if got := redact(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}

func TestWhatIsNoSecretStays(t *testing.T) {
	for _, text := range []string{
		"FR-12 and FR-1234567 and fr 12", "ISO-27001, RFC 9110, TICKET-0012345678",
		"on 2026-03-02 at 09:30", "am 02.03.2026 um 9:30 Uhr", "02/03/2026 10:30", "02-03-2026 10", "2026年3月2日", "2026/03/02 12:00:00",
		"version 1.2.3 and v10.20.30.40", "go 1.26.8", "192.168.100.200", "10,000,000 rows", "1234567 users", "1 000 000", "1 000 000 000 USD", "12 050 000 000 rows", "07/2025 - 12/2025", "10.000.000 Zeilen",
		"12345678901234567890", "0.5 to 0.75", "from 100 to 200", "sizes 100 200 3000", "007", "09:00-17:00", "0900-1700",
		"1e10", "3-5 criteria", "24/7", "2025/26", "order 4711", "§ 203", "99,9 %", "€ 1.234.567,89",
		"password: at least 12 characters", "The password is required", "Passwort: muss 12 Zeichen haben", "password is too short",
		"the token is expired after 15 minutes", "token: 15 minutes", "a secret: nobody reads the docs", "PIN: four digits are enough",
		"reset the password", "パスワードは8文字以上にしてください", "パスワードを忘れた", "キーボードで操作したい",
		"@ana please", "a @ b", "user@localhost", "src/components/dashboard/widgets/Table2/index.tsx",
		"Donaudampfschifffahrtsgesellschaftskapitän", "averyveryverylongidentifierwithoutdigits", "risk-based-prioritization-of-work",
		"123e4567-e89b-12d3-a456-426614174000", "sk-1", "the sk-learn library", "eyJ", "bearer of bad news",
	} {
		if got := redact(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("password: hunter2, +49 30 1234567 ana@example.com")
	f.Add("password: password: pin: [key] 0" + strings.Repeat("1 ", 40))
	f.Fuzz(func(t *testing.T, text string) {
		if once := redact(text); strings.Contains(redact("ana@example.com "+text), "ana@example.com") {
			t.Errorf("%q hides an address: %q", text, once)
		}
	})
}
