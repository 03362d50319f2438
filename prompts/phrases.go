package prompts

// The drafter's questions, language by language.

var englishPhrases = phrases{
	open: "“", close: "”", this: "this",
	who:     "Who needs %s? A role or a customer's name is enough.",
	why:     "What would %s change for them? It helps to finish the sentence “… so that …”.",
	done:    "How would you see that %s is done? One point a line is fine.",
	failure: "What should happen when it goes wrong with %s, for example when %s?",
	should:  "What should happen instead, where you saw %s?",
	see:     "How can we see %s for ourselves? The steps, or where and when you saw it.",
	examples: []example{
		{rx(`import|upload|attach|\bfiles?\b`), "the file is too large or cannot be read"},
		{rx(`export|download|csv|pdf|report`), "there is nothing to export or there are too many rows"},
		{rx(`log.?in|sign.?in|sso|saml|password|permission|role`), "somebody may not come in"},
		{rx(`mail|notif|remind|alert|slack|digest`), "a message cannot be delivered"},
		{rx(`search|filter|find`), "nothing is found"},
		{rx(`pay|invoice|billing|checkout|card`), "a payment is declined"},
		{rx(`\bapi\b|sync|integrat|webhook|jira|salesforce`), "the other system does not answer"},
	},
	anyExample: "something is missing or the connection is lost",
}

var germanPhrases = phrases{
	open: "„", close: "“", this: "das",
	who:     "Wer braucht %s? Eine Rolle oder der Name eines Kunden genügt.",
	why:     "Was würde %s für sie ändern? Am besten als Ende des Satzes „… damit …“.",
	done:    "Woran würdet ihr sehen, dass %s fertig ist? Gern ein Punkt je Zeile.",
	failure: "Was soll bei %s geschehen, wenn etwas schiefgeht, zum Beispiel wenn %s?",
	should:  "Was sollte stattdessen geschehen, wo %s aufgetreten ist?",
	see:     "Wie können wir %s selbst sehen? Die Schritte, oder wo und wann es aufgetreten ist.",
	examples: []example{
		{rx(`import|upload|hochlad|anhang|datei`), "die Datei zu groß oder nicht lesbar ist"},
		{rx(`export|download|csv|pdf|bericht|herunterlad`), "es nichts zu exportieren gibt oder zu viele Zeilen"},
		{rx(`login|anmeld|einlog|sso|saml|passwort|berechtigung|rolle`), "jemand nicht hineindarf"},
		{rx(`mail|benachrichtig|erinner|slack`), "eine Nachricht nicht zugestellt werden kann"},
		{rx(`such|filter|finden`), "nichts gefunden wird"},
		{rx(`zahl|rechnung|karte|kasse`), "eine Zahlung abgelehnt wird"},
		{rx(`schnittstelle|\bapi\b|sync|integration|jira`), "das andere System nicht antwortet"},
	},
	anyExample: "etwas fehlt oder die Verbindung abbricht",
}

var japanesePhrases = phrases{
	open: "「", close: "」", this: "これ",
	who:     "%sを必要としているのはどなたですか。役割やお客様の名前だけでもかまいません。",
	why:     "%sによって何ができるようになりますか。「〜できるように」の形で教えてください。",
	done:    "%sが完成したことは、何を見ればわかりますか。1行に1つずつ書いてください。",
	failure: "%sがうまくいかないとき、たとえば%s、どうなるべきですか。",
	should:  "%sについて、本来はどうなるべきですか。",
	see:     "%sはどうすれば再現できますか。手順や、いつどこで起きたかを教えてください。",
	examples: []example{
		{rx(`インポート|アップロード|添付|ファイル`), "ファイルが大きすぎる場合や読めない場合に"},
		{rx(`エクスポート|ダウンロード|出力|csv|pdf|レポート`), "出力するものがない場合や行が多すぎる場合に"},
		{rx(`ログイン|sso|パスワード|権限`), "入る権限がない場合に"},
		{rx(`メール|通知|リマインド`), "通知を届けられない場合に"},
		{rx(`検索|絞り込み|フィルタ`), "何も見つからない場合に"},
		{rx(`支払|請求|カード`), "支払いが拒否された場合に"},
		{rx(`api|連携|同期`), "連携先が応答しない場合に"},
	},
	anyExample: "必要なものが足りない場合や接続が切れた場合に",
}
