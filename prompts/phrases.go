package prompts

// The drafter's questions, language by language. They are asked beside the request's title, so they do not repeat it.

var englishPhrases = phrases{
	who:     "Who needs this? A role or a customer's name is enough.",
	why:     "What would it change for them?",
	done:    "How would you see that it is done?",
	failure: "What should happen when it goes wrong?",
	suchAs:  "What should happen when it goes wrong, for example when %s?",
	should:  "What should happen instead?",
	see:     "How can we see it for ourselves? The steps, or where and when you saw it.",
	left:    "This reads as if it were settled. Is anything left to do?",
	what:    "What would you like to be different? One sentence is enough.",
	several: "These are several wishes. Which one matters most?",
	examples: []example{
		{rx(`import|upload|attach|\bfiles?\b`), "the file cannot be read"},
		{rx(`export|download|csv|pdf|report`), "there are too many rows"},
		{rx(`log.?in|sign.?in|sso|saml|password|permission|\broles?\b`), "somebody has no access"},
		{rx(`mail|notif|remind|alert|slack|digest`), "a message cannot be delivered"},
		{rx(`search|filter|find`), "nothing is found"},
		{rx(`\bpay|billing|checkout|credit card`), "a payment is declined"},
		{rx(`\bapi\b|sync|integrat|webhook|jira|salesforce`), "the other system does not answer"},
	},
}

var germanPhrases = phrases{
	who:     "Wer braucht das? Eine Rolle oder der Name eines Kunden genügt.",
	why:     "Was würde sich für sie dadurch ändern?",
	done:    "Woran würdet ihr sehen, dass es fertig ist?",
	failure: "Was soll geschehen, wenn etwas schiefgeht?",
	suchAs:  "Was soll geschehen, wenn etwas schiefgeht, zum Beispiel wenn %s?",
	should:  "Was sollte stattdessen geschehen?",
	see:     "Wie können wir es selbst sehen? Die Schritte, oder wo und wann es aufgetreten ist.",
	left:    "Das klingt, als hätte es sich erledigt. Bleibt noch etwas zu tun?",
	what:    "Was soll anders werden? Ein Satz genügt.",
	several: "Das sind mehrere Wünsche. Welcher ist der wichtigste?",
	examples: []example{
		{rx(`import|upload|hochlad|anhang|datei`), "die Datei nicht lesbar ist"},
		{rx(`export|download|csv|pdf|bericht|herunterlad`), "es zu viele Zeilen sind"},
		{rx(`login|anmeld|einlog|sso|saml|passwort|berechtigung|\brolle`), "jemand keinen Zugang hat"},
		{rx(`mail|benachrichtig|erinner|slack`), "eine Nachricht nicht zugestellt werden kann"},
		{rx(`\bsuche|[^er]suche|filter|finden`), "nichts gefunden wird"},
		{rx(`\bzahl|bezahl|kreditkarte|kasse`), "eine Zahlung abgelehnt wird"},
		{rx(`schnittstelle|\bapi\b|sync|integration|jira`), "das andere System nicht antwortet"},
	},
}

var japanesePhrases = phrases{
	who:     "どなたが必要としていますか。役割やお客様の名前だけでかまいません。",
	why:     "それで何ができるようになりますか。",
	done:    "何を見れば完成したとわかりますか。",
	failure: "うまくいかないときは、どうなるとよいですか。",
	suchAs:  "うまくいかないとき、たとえば%sときは、どうなるとよいですか。",
	should:  "本来はどうなるべきですか。",
	see:     "どうすれば再現できますか。手順や、いつどこで起きたかを教えてください。",
	left:    "解決済みのようです。まだ必要なことはありますか。",
	what:    "何がどう変わるとよいですか。一文でかまいません。",
	several: "ご要望がいくつかあるようです。いちばん大切なのはどれですか。",
	examples: []example{
		{rx(`インポート|アップロード|添付|ファイル`), "ファイルが読めない"},
		{rx(`エクスポート|ダウンロード|出力|csv|pdf|レポート`), "行が多すぎる"},
		{rx(`ログイン|sso|パスワード|権限`), "権限がない"},
		{rx(`メール|通知|リマインド`), "通知が届かない"},
		{rx(`検索|絞り込み|フィルタ`), "何も見つからない"},
		{rx(`支払|カード決済`), "支払いが拒否された"},
		{rx(`api|連携|同期`), "連携先が応答しない"},
	},
}
