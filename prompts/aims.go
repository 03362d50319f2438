package prompts

// Whom a thing is for, language by language. "For" stands before many things that are no people: "for the dashboard",
// "for example", "for 10,000 rows", "for now". So only known words for people count, and only where nothing follows
// that would change whom they name: "for managers" yes, "for managers in PDF" no.

const (
	// enGroup need nothing before them; enMany are people by being many; enOne need a word such as "our".
	enGroup = `(?:[\w-]+\s+(?:teams?|departments?|staff|crew|office)|teams|staff|everyone|everybody|sales|support|finance|marketing|legal|accounting|operations|hr|procurement|compliance|engineering|customer success|customer support)`
	enMany  = `(?:customers|clients|users|admins|administrators|managers|agents|accountants|auditors|teachers|students|pupils|nurses|doctors|patients|drivers|editors|developers|engineers|designers|analysts|reps|members|guests|partners|subscribers|colleagues|coworkers|employees|people|buyers|sellers|suppliers|vendors|visitors|operators|planners|testers|moderators|contributors|freelancers|contractors|volunteers|parents|beginners|newcomers|consultants|lawyers|recruiters|marketers|stakeholders|product owners|bookkeepers|technicians|tenants)`
	enOne   = `(?:team|department|squad|office|crew|customer|client|user|admin|administrator|manager|accountant|auditor|teacher|student|nurse|doctor|patient|editor|developer|engineer|designer|analyst|guest|partner|colleague|boss|ceo|cfo|cto|lead|buyer|operator|planner|bookkeeper|product owner|lawyer)`
	enOwn   = `(?:(?:all|some|many|most|both|several)\s+(?:of\s+)?)?(?:our|my|the|these|those|an?|each|every)`
	enKind  = `(?:[a-z0-9&-]+\s+){0,2}?`
	enWho   = `(?:` + enOwn + `\s+` + enKind + `(?:` + enGroup + `|` + enMany + `|` + enOne + `)|` + enGroup + `|(?P<bare>(?:(?:all|some|many|most|both|several)\s+)?` + enKind + enMany + `))`
	enToo   = `(?:` + enOwn + `\s+)?` + enKind + `(?:` + enGroup + `|` + enMany + `|` + enOne + `)`
	// enThen ends the people: what follows says nothing of who they are.
	enThen = `(?:$|\s*[,;:()–—]|\s+-\s|\s+(?:so|because|since|to|in order|otherwise|or else|when|whenever|if|while|until|by|before|after|asap|please|pls|plz|only|too|as well|again|today|now|soon|this|next)\b)`
)

var englishAim = aim{
	prep:   rx(`(?:^|\s)for\s+`),
	people: rx(`^(?P<role>` + enWho + `(?:(?:,\s+|\s*&\s*|\s+and\s+|\s+or\s+)` + enToo + `)*)` + enThen),
	noLead: rx(`^(?:why|what|who|how|where|when|which|whose|whether|if|as)\b|\b(?:i|we|he|she|they|you|was|were|had|did|built|made|found|worked|who|which)\b|` +
		`\b(?:ask|asks|asked|asking|wait\w*|look\w*|search\w*|find|filter|lookup|apply|pay\w*|vote|call|account|accounts|blam\w*|sorry|responsible|room|case|known|thank\w*|as|up|hard|bad|good|great|easy|requests?|need|time)$`),
	object: rx(`\b(?:imports?|exports?|delet\w+|sort\w*|merg\w+|lists?|tables?|columns?|fields?|tags?|labels?|ids?|records?|profiles?|pages?|views?|forms?|permissions?|rights?|roles?|limits?|quotas?|validation|invit\w+|api|endpoints?|add|edit\w*|bulk)(?:\s+\w+)?$`),
	tool: rx(`\b(?:password|task|file|package|tag|window|session|device|download|asset|content|layout)\s+managers?\b|\b(?:mobile|web|desktop|api|mail|email|http|rest|ssh|sql|git|vpn|chat)\s+clients?\b|\buser\s+agents?\b|` +
		`\b(?:text|code|image|video|rich|markdown|diagram|page)\s+editors?\b|\b(?:printer|device|graphics|database)\s+drivers?\b|\b(?:ms|microsoft)\s+(?:teams|office)\b|` +
		`\b(?:to|of|in|on|at|with|from|as|into|between|their|your|his|her|that|which|who|for|is|are|adding|removing|creating|managing|deleting|inviting|finding|showing|sending|exporting|importing|editing|blocking|assigning)\s|^the\s+(?:case|sake|time)\b`),
	is: rx(`^(?:(?:it|this|that)(?:['’]s|\s+is|\s+would\s+be)?)?(?:\s*\b(?:mainly|mostly|only|just|especially))?$`),
	report: rx(`\b(?:is|are|am|was|were|been|has|have|had|does|did|can|could|will|would|break|breaks|broke|broken|crash\w*|hangs|hung|freezes|froze|disappear\w*|works|worked|takes|took|returns|returned|gives|gave|keeps|kept|gets|got|goes|went|comes|came|looks|seems|says|said|lets|makes|made|loses|lost|misses|ignores|jumps|resets|appears|stays|spins|flickers|forgets|happens|happened|fails|failed|stuck|gone|wrong|slow|down|useless|annoying|great|love|loved|hate|complain\w*|thanks|thank)\b|` +
		`^(?:i|we|you|he|she|they|it|why|what|who|how|where|when|which|if)\b`),
	without: rx(`^(?:(?P<role>(?-i:\p{Lu})[\p{L}\d&-]+(?:\s(?-i:\p{Lu})[\p{L}\d&-]+)?)\s+(?:won['’]t|will\s+not|can['’]?t|cannot)\s+(?:sign|buy|purchase)|[^,;:?]+\s(?:won['’]t|will\s+not|can['’]t|cannot|can\s+not|refuses?\s+to)\s+[^,;:?]+)\s+without\s+(?:it|this|that|one)$`),
}

const (
	deOwn   = `(?:(?:all|viele|einige|mehrere)e?\s+)?(?:unser(?:e[nrms]?)?|mein(?:e[nrms]?)?|de[nmr]|die|das|eine[nmr]?|ein|jede[nsrm]?|alle)`
	deGroup = `(?:[\p{L}-]*(?:team|teams|abteilung|abteilungen|support|vertrieb|buchhaltung|einkauf|personalabteilung|marketing|kundendienst|außendienst|innendienst)|geschäftsführung|redaktion|hr|rechtsabteilung)`
	deMany  = `(?:[\p{L}-]*(?:kunden|kundinnen|nutzer|nutzerinnen|nutzer:innen|anwender|admins|administratoren|mitarbeiter|mitarbeiterinnen|mitarbeitende|mitarbeitenden|entwickler|entwicklerinnen|kollegen|kolleginnen|lehrer|lehrerinnen|fahrer|prüfer|prüferinnen|partner|gäste|buchhalter|buchhalterinnen|verkäufer|techniker)|manager|leute|praxen)`
	deOne   = `(?:chef|chefin|kunde|kundin|kollegin|admin|administrator|nutzerin|mitarbeiterin|buchhalterin|steuerberater|steuerberaterin|product owner)`
	deKind  = `(?:[\p{L}-]+e[nrm]?\s+)?`
	deThen  = `(?:$|\s*[,;:()–—]|\s+-\s|\s+(?:damit|weil|denn|um|sonst|sodass|bitte|bis|wenn|falls|dringend|asap)(?:$|[^\p{L}]))`
	deAll   = `(?:` + deGroup + `|` + deMany + `|` + deOne + `)`
)

var germanAim = aim{
	prep:    rx(`(?:^|\s)für\s+`),
	people:  rx(`^(?P<role>(?:` + deOwn + `\s+` + deKind + deAll + `|` + deGroup + `|(?P<bare>` + deKind + deMany + `))(?:(?:,\s+|\s+und\s+|\s+oder\s+)(?:` + deOwn + `\s+)?` + deKind + deAll + `)*)` + deThen),
	noLead:  rx(`^(?:warum|wieso|wer|was|wie|wo|wann|welche\p{L}*|ob)(?:$|\s)|(?:^|\s)(?:ich|wir|er|sie|ihr|du|habe|haben|hatte|hatten|war|waren|danke|dank|verantwortlich|zuständig|schwer|schlecht|gut|suche|was)(?:$|\s)`),
	object:  rx(`(?:import|export|löschen|sortier\p{L}*|liste|tabelle|spalte|felder|feld|tags?|profile?|seite|formular|rechte|rollen?|limits?|suche|filter|einladung\p{L}*)$`),
	tool:    rx(`(?:passwort|datei|task)-?\s?manager|(?:drucker|geräte)|microsoft teams|zusammenarbeit`),
	is:      rx(`^(?:(?:das|es|dies)\s+(?:ist|wäre))?(?:\s*(?:vor allem|nur|hauptsächlich))?$`),
	report:  rx(`(?:^|\s)(?:ist|sind|war|waren|wird|wurde|wurden|hat|haben|hatte|geht|gehen|ging|funktioniert|zeigt|bricht|hängt|stürzt|fehlt|fehlen|kommt|lädt|dauert|kann|können|konnte|konnten|liefert|öffnet|bleibt|verschwindet|kaputt|falsch|langsam|danke|super|toll)(?:$|[^\p{L}])|^(?:ich|wir|er|sie|ihr|du|es|warum|wieso|wer|was|wie|wo|wann|wenn)\s`),
	without: rx(`^(?:(?P<role>$^)|ohne\s+(?:das|dies|sso)\s+[^,;:?]+\s+(?:nicht|kein\p{L}*)(?:\s+\p{L}+)?|[^,;:?]+\s+sonst\s+nicht(?:\s+\p{L}+)?)$`),
}

var japaneseAim = aim{
	prep:    rx(`^`),
	people:  rx(`^` + jaRole + `(?P<bare>$^)?(?:向け|用)(?:の|に|、)`),
	noLead:  never,
	object:  never,
	tool:    never,
	is:      never,
	report:  never,
	without: rx(`(?P<role>$^)`),
}
