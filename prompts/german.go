package prompts

import "strings"

const (
	deAdverb = `(?:\s+(?:auch|noch|dringend|unbedingt|bitte|sehr|wirklich|einfach|nur|jetzt|dann|gern|gerne|mal|nun))*`
	deWant   = `(?:möchten?|will|wollen|brauchen?|braucht|bräuchten?|benötig(?:e|en|t)|hätten?\s+gerne?|würden?\s+gerne?|(?:wünsche|wünschen|wünscht)\s+(?:mir|uns|sich))`
	deRole   = `(?P<role>(?:(?:unsere?|mein|meine|das|die|der|ein|eine|alle|viele|mehrere|einige|zwei|drei|vier|\d+)\s+)?(?:[\p{L}-]+en?\s+)?` +
		`(?:[\p{L}-]*(?:team|abteilung|kunden?|kundin|kundinnen|nutzer|nutzerinnen|nutzer:innen|anwender|admins?|administrator(?:en)?|support|vertrieb|buchhaltung|` +
		`einkauf|mitarbeiter(?:innen)?|mitarbeitenden|entwickler(?:innen)?|kollegen|kolleginnen|lehrer|fahrer|redaktion|verwaltung|leitung|manager)))`
	deGood = `(?:(?:sehr|echt|richtig|wirklich|super)\s+)?(?:toll|schön|super|gut|hilfreich|klasse|prima|cool|genial|nett|praktisch|wünschenswert|spitze)`
	deGive = `(?:einbauen|hinzufügen|ergänzen|bereitstellen|anbieten|einführen|implementieren|umsetzen|unterstützen|nachrüsten)`
	deNum  = `(?:\d[\d.,]*|eine?[rnms]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|zwanzig|dreißig|sechzig)`
)

// deBid is a plea not to do something, which is a rule.
const deBid = `^bitte\s+(?:keine?n?\s+\p{L}+|nicht)\s+(?:[\p{L}-]+,?\s+){0,5}?(?:anzeigen|löschen|entfernen|ändern|umbenennen|verschieben|schicken|verschicken|senden|ausblenden|teilen|speichern|einbauen)$|^bitte\s+keine?n?\s+\p{L}+\s+mehr\s`

// deVague are words that promise nothing that could be checked.
const deVague = `(?:(?:sehr|viel|wirklich|so)\s+)?(?:intuitiv|schnell|schneller|einfach|einfacher|leicht|übersichtlich|modern|stabil|performant|benutzerfreundlich|schön|sicher|flexib(?:el|ler)|gut|besser|robust|zuverlässig|skalierbar|umfassend|zukunftssicher)`

var german = tongue{
	name: "de",
	filler: rx(`^(?:(?:hallo|hi|hey|moin|servus|guten (?:tag|morgen)|liebe[rs]?)(?:\s+(?:zusammen|team|leute|alle|ihr lieben|@\S+))?\s*[,!.:–-]*\s+|` +
		`(?:und|aber|also|außerdem|zudem|ja|ok|okay|übrigens|dann|erstens|zweitens|drittens|kurz|grundsätzlich|eigentlich|idealerweise)[,:]?\s+|(?:korrektur|nachtrag|berichtigung)\s*[:–-]\s*|was\s+(?:uns|mir)\s+(?:\p{L}+\s+)?(?:helfen\s+würde|hilft|fehlt)\s*[:,]\s*|` +
		`(?:ich|wir)\s+(?:glaube|denke|finde|glauben|denken|finden),?\s+|` +
		`(?:wunsch|idee|frage|vorschlag|feedback|anforderung|story)\s*:\s*|<[@#!][^>]*>[,:]?\s*|@\S+[,:]?\s+|:[a-z0-9_+-]+:\s*|[^\p{L}\p{N}<@"„“'’]+\s*)`),
	negation: rx(`(?:^|[^\p{L}])(?:nicht|kein|keine|keinen|keinem|keiner|keines|nie|niemals|niemand|nichts|ohne|statt|anstatt|stattdessen|weder|kaum|außer|vermeiden|aufhören|stoppen)(?:$|[^\p{L}])`),
	retract:  rx(`^(?:(?:ach|oh|sorry|moment|doch|nein)[,.]?\s+)*(?:vergesst (?:das|es)|vergiss (?:das|es)|hat sich erledigt|doch nicht|ich nehme das zurück|wir brauchen (?:das|es) (?:doch )?nicht)`),
	asking:   rx(`^(?:wie|wer|was|wo|wann|welche\p{L}*|gibt es|ist das|sind die)(?:$|[^\p{L}])`),
	correct:  rx(`^(?:korrektur|berichtigung)\s*[:–-]`),
	hostile:  rx(`\b(?:ignorier|vergiss|missachte)\w*\s+(?:alle|jede|die|deine|meine|vorherigen?|bisherigen?)\b.*(?:anweisung|regel|prompt|instruktion)|system.?prompt|du bist (?:jetzt|nun|ein)\b|sprachmodell`),

	asRole: rx(`^als\s+(?:eine?\s+)?([\p{L}][\p{L}\s&-]{1,60}?)\s+(?:möchten?|wollen|will|brauchen?|bräuchten?|benötigen?|hätten?|würden?|wünschen?|müssen|muss|können|kann)\s+(?:ich|wir)(?:$|[^\p{L}])|` +
		`^als\s+(?:eine?\s+)?([\p{L}-]*(?:erin|istin|antin|entin|orin|leiter|mitarbeiter|entwickler|nutzer|berater|käufer|halter|lehrer|fahrer|manager|techniker|admin|kunde|kundin|team))\s+\p{L}+\s+(?:ich|wir)(?:$|[^\p{L}])`),
	actor:    rx(`^` + deRole + `\s+(?:` + deWant + `|frag(?:t|en|ten?)|bitte(?:t|n)|bat(?:en)?|können|kann|müssen|muss|beschwer(?:t|en) sich|klag(?:t|en)|verlier(?:t|en)|sag(?:t|en))(?:$|[^\p{L}])`),
	article:  rx(`^(?:als\s+(?:eine?\s+)?|(?:unser(?:e[nrms]?)?|mein|meine[nrms]?|das|die|der|den|ein|eine|alle|viele|mehrere|einige|zwei|drei|vier|\d+)\s+)`),
	empty:    rx(`^(?:(?:das|dies|dieses|es|hilfe|etwas|was|eure hilfe|jemanden|mehr)(?:$|[^\p{L}]))`),
	courtesy: rx(`[\s,.!?–-]*(?:\b(?:bitte|danke(?: schön| im voraus| euch)?|vielen dank|viele grüße|lg|vg|asap)|:[a-z0-9_+-]+:|[\x{2190}-\x{2BFF}\x{200D}\x{FE0F}\x{1F000}-\x{1FAFF}]+)$`),
	wishes: []wish{
		{shape: rx(`^als\s+(?:eine?\s+)?(?P<role>[\p{L}][\p{L}\s&-]{1,60}?)\s+` + `(?:möchten?|wollen|will|brauchen?|bräuchten?|benötigen?|hätten?|würden?|wünschen?)\s+(?:ich|wir)(?:\s+(?:mir|uns|gerne?))*` + deAdverb + `,?\s+(?P<want>.+)`), plain: true},
		{shape: rx(`^(?:ich|wir)(?:\s+(?:in|aus|von|im)\s+(?P<role>(?:der|dem)?\s*[\p{L}-]+))?\s+` + deWant + deAdverb + `,?\s+(?P<want>.+)`), plain: true},
		{shape: rx(`^` + deRole + `\s+` + deWant + deAdverb + `,?\s+(?P<want>.+)`), plain: true},
		{shape: rx(`^` + deRole + `\s+(?:frag(?:t|en)\s+nach|bitte(?:t|n)\s+um)\s+(?P<want>.+)`), plain: true},
		{shape: rx(`^(?:es\s+)?(?:wäre|wär)\s+(?:es\s+)?` + deGood + `,?\s+wenn\s+es\s+(?P<want>.+?)\s+gäbe$`)},
		{shape: rx(`^(?:es\s+)?(?:wäre|wär)\s+(?:es\s+)?` + deGood + `,?\s+wenn\s+(?:ich|wir|man)\s+(?P<want>.+?)\s+(?:könnten?|kann|können)$`)},
		{shape: rx(`^(?:könnt|könntet|können|könnten)\s+(?:ihr|sie)\s+(?:bitte\s+)?(?P<want>.+?)\s+` + deGive + `$`)},
		{shape: rx(`^(?:können|könnten)\s+wir\s+(?:bitte\s+)?(?P<want>.+?)\s+(?:haben|bekommen|kriegen)$`)},
		{shape: rx(`^(?:bitte\s+)(?P<want>.+?)\s+` + deGive + `$`)},
		{shape: rx(`^(?:bitte\s+)(?:fügt?|füge|baut?|baue)\s+(?:bitte\s+)?(?P<want>.+?)\s+(?:hinzu|ein)$`)},
		{shape: rx(`^(?P<want>[^,;:]{3,80}?)\s+(?:wäre|wären)\s+` + deGood + `$`)},
		{shape: rx(`^(?P<want>[^,;:]{3,80}?),?\s+bitte$`)},
	},
	judge: germanWant,
	duty:  never,

	reason:  rx(`[\s,;–—-]+(damit|da (?:ich|wir|sie|es|man|unsere?|heute|derzeit|aktuell|momentan)|weil|denn|um|sonst|andernfalls|ansonsten|sodass|so dass)\s+`),
	leads:   rx(`^(?:und\s+)?(damit|weil|denn|um|sonst|andernfalls|ansonsten|sodass|so dass),?\s+`),
	before:  rx(`^((?:weil|damit|da)\s+[^,]+),\s+`),
	burden:  rx(`(?:verlier|verschwend|dauert|kostet|müssen|muss|können nicht|kann nicht|beschwer|nervt|fehlt|heute|aktuell|derzeit|momentan|jedes mal|jede woche|jeden tag|von hand|manuell)`),
	relief:  rx(`(?:nicht mehr|weniger|statt|endlich|könnte|schneller|keine|nie mehr)`),
	since:   "denn ",
	purpose: germanPurpose,
	aim:     germanAim,
	intro:   germanIntro,
	broken:  rx(`(?:^|\s)(?:(?:geht|gehen|funktioniert|funktionieren|lädt|laden|reagiert|startet|öffnet\s+sich)\s+(?:\p{L}+\s+){0,3}?nicht|stürzt\s+(?:.+\s)?ab|bricht\s+(?:.+\s)?ab|hängt|ist\s+(?:kaputt|falsch)|kaputt|schlägt\s+(?:.+\s)?fehl)(?:$|[^\p{L}])`),

	norm:    rx(`(?:^|[^\p{L}])(?:muss|müssen|soll|sollen|sollte|sollten|darf|dürfen|nur wenn|nur für|erst wenn|fertig,? wenn|akzeptanzkriteri\w+)(?:$|[^\p{L}])|` + deBid),
	bound:   rx(`^(?:(?:dauert|lädt|öffnet|antwortet|fertig)\s+(?:in\s+)?)?(?:höchstens|maximal|innerhalb (?:von )?|nicht mehr als|weniger als|unter)\s*` + deNum + `(?:\s+[\p{L}%]+)?(?:\s+(?:pro|je|im|am)\s+\p{L}+)?$|^mindestens\s+` + deNum + `\s+\p{L}+$`),
	wishing: rx(`^(?:als\s+[^,;:]{2,60}?\s+)?(?:ich|wir|(?:möchten?|wollen|will|brauchen?|bräuchten?|benötigen?|hätten?|würden?)\s+(?:ich|wir))(?:$|\s)` + deAdverb + `\s*(?:` + deWant + `)?(?:$|[^\p{L}])`),
	system:  rx(`(?:möchten?|will|wollen|brauchen?),?\s+dass\s+(?:der|die|das|es|ein|eine)\s`),
	today:   rx(`(?:^|[^\p{L}])(?:derzeit|aktuell|momentan|im moment|zurzeit|zur zeit|bisher)(?:$|[^\p{L}])|^heute\s|(?:weil|da|denn)\s+(?:\p{L}+\s+)?heute\s`),
	noNorm: rx(`(?:muss|müssen)\s+(?:ich|wir|man)\s|^[^,;]{1,40}\s(?:muss|müssen|soll|sollen|sollte|sollten)\s+` + deVague + `(?:\s*(?:,|und)\s*` + deVague + `)*\s+(?:sein|werden|aussehen|laufen)$|^(?:ich|wir|man|sie|ihr)\s+(?:muss|müssen|müsst|soll|sollen|sollten|sollte|darf|dürfen)\s|^(?:das|dies|es)\s+(?:muss|sollte|soll|müsste)\s+(?:\p{L}+\s+)?(?:einfach|leicht|schnell|möglich|behoben|gefixt|gemacht|erledigt|besser)|` +
		`(?:muss|müssen)\s+(?:\p{L}+\s+)?(?:nicht|kein)|(?:dauert|kostet|verlier\p{L}*|warten?|brauchen?|brauche)\s+(?:\p{L}+\s+){0,3}?(?:mehr als|mindestens|bis zu|alle)|^(?:warum|wieso|wer|was|wie|wo)\s|hätte[n]?\s.*(?:müssen|sollen)|(?:von hand|manuell|händisch|jedes ?mal)(?:$|[^\p{L}])|(?:das|dies|es)\s+(?:muss|sollte|soll)\s+(?:aufhören|sich ändern)|` +
		`(?:^|\s(?:und|aber)\s+)` + deRole + `\s+(?:muss|müssen)\s.*(?:\d|jede[nrsm]?\s|einzeln|(?:zu)?erst\s|ständig|warten|klicken|suchen|tippen|kopieren|anrufen|fragen)`),
	when:     rx(`(?:^|,\s*|\s)(?:wenn|falls|sobald|bei)\s`),
	mood:     rx(`(?:^|[^\p{L}])(?:muss|müssen|soll|sollen|sollte|sollten|darf|dürfen|wird|werden|dann|bitte|möchte|möchten)(?:$|[^\p{L}])`),
	listOf:   rx(`(?:muss|müssen|soll|sollen|sollte|sollten|brauch|möchte|anforderung|kriteri|fertig|wichtig|bitte|bräucht|wünsch)`),
	leaveOut: rx(`nicht (?:nötig|notwendig|erforderlich|teil davon|im umfang)|^(?:das|es|die [\p{L}-]+|der [\p{L}-]+)\s+(?:muss|müssen|braucht|brauchen)\s+(?:\p{L}+\s+)?nicht|außerhalb des umfangs|out of scope`),
	limit:    rx(`(?:höchstens|maximal|mindestens|innerhalb (?:von)?|bis zu|weniger als|mehr als|nicht mehr als)\s+` + deNum + `(?:$|[^\p{L}])`),
	failure:  rx(`(?:fehler|fehlgeschlagen|schlägt .*fehl|ungültig|falsch|fehlt|fehlen|leer|offline|zeitüberschreitung|timeout|zu (?:groß|lang|viele|kurz|alt)|limit|grenze|überschr|abgelaufen|verweigert|keine berechtigung|ohne berechtigung|nicht erlaubt|abgelehnt|doppelt|nicht erreichbar|nicht verfügbar|abst[uü]rz|verloren|keine verbindung|verbindung|nicht gefunden|nichts gefunden|kaputt|abgebrochen|unbekannt|ausf[aä]ll|gesperrt|(?:wenn|falls)\s.*kein\p{L}*\s.*(?:gibt|hat|haben|da ist|vorhanden)|ohne\s+(?:netz|internet|empfang|treffer))`),

	expected:  rx(`^(?:erwartet(?:es verhalten)?|erwartung|soll|sollte)\s*:\s*(.+)|^(?:ich|wir)\s+(?:hätten?\s+erwartet|erwarten?|habe\s+erwartet),?\s+(.+)`),
	should:    rx(`(?:^|[^\p{L}])(?:sollte|sollten|müsste|müssten|soll|sollen|muss)(?:$|[^\p{L}])`),
	insteadOf: rx(`(?:zeigt|steht|stand|kommt|liefert|öffnet)\s+.+\s+(?:statt|anstatt|anstelle von)\s+(.+)`),
	actual:    rx(`^(?:tatsächlich|ist|ist-zustand|stattdessen|beobachtet)\s*[:,]\s*(.+)`),
	steps:     rx(`schritte|reproduzier|nachstellen|so geht`),
	doing:     rx(`^(?:(?:zuerst|dann|danach|jetzt|einfach)[\s,]+)*(?:öffnen?|öffne|klicke?n?|drücke?n?|tippe?n?|wähle?n?|gehe? (?:auf|zu|in)|melde dich|lade|scrolle?n?)\b`),
	whenI:     rx(`(?:^|\s)((?:wenn|sobald|nachdem)\s+(?:ich|man|wir|du|nutzer|jemand)\s+[^,;]+|beim\s+\p{L}+(?:\s+(?:der|des|von|einer|eines|meiner|unserer)\s+[\p{L}-]+)?)`),

	command: rx(`^(?:bitte\s+)?(?:das\s+|dies\s+|den thread\s+)?(?:bitte\s+)?(?:aufnehmen|notieren|festhalten|speichern|merken|aufschreiben|notier das|merk dir das|nimm das auf|halte das fest)(?:\s+bitte)?$`),
	dunno:   rx(`^(?:\?+|-+|k\.?\s?a\.?|keine ahnung|weiß (?:ich )?nicht|weiß nicht|unklar|unbekannt|nichts|nein|später|offen|keine)$`),
	ask:     germanPhrases,
}

var (
	deNoObject = rx(`^(?:nicht|kein\p{L}*|nie|niemand|nichts|danke|fragen|wissen,? (?:warum|wieso|ob)|sagen|anmerken|vorschlagen|kündigen|darauf|mich|uns bedanken|mal fragen|immer|jedes mal|ständig)(?:$|[^\p{L}])`)
	deCounted  = rx(`^(?:etwa|rund|ca\.|fast|über|mindestens|bis zu)?\s*(?:\d[\d.,]*|eine?|zwei|drei|vier|fünf|zehn|mehrere)\s+(?:\p{L}+\s+)?(?:klicks?|minuten?|stunden?|tage?|wochen?|sekunden?|schritte?|anläufe|versuche|leute)(?:$|[^\p{L}])`)
	deTodayBad = rx(`(?:von hand|manuell|jedes mal|jedesmal|momentan|derzeit|aktuell|im moment|immer wieder|zweimal)`)
	deContrast = rx(`(?:^|\s)(?:aber|doch|jedoch|obwohl)\s.*(?:nicht|kein\p{L}*|nie|niemand)(?:$|[^\p{L}])`)
	deInBetw   = rx(`(?:hinzufügen|einbauen)$`)
)

// germanWant judges what stands after a lead such as "Ich möchte".
func germanWant(_, want, _ string) string {
	if deContrast.MatchString(want) || deNoObject.MatchString(want) || deCounted.MatchString(want) || deTodayBad.MatchString(want) || deInBetw.MatchString(want) {
		return ""
	}
	return want
}

// germanPurpose makes a reason fit "damit …". A cause keeps its connector, for it is no purpose.
func germanPurpose(connector, rest, _ string) string {
	switch c := strings.ToLower(connector); c {
	case "damit", "sodass", "so dass":
		return rest
	default:
		return c + " " + rest
	}
}
