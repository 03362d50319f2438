package prompts

import "strings"

// The pieces that English shapes are made of.
const (
	enAdverb = `(?:\s+(?:really|also|still|just|urgently|desperately|badly|only|now|then|both|all|definitely|absolutely))*`
	enWant   = `(?:want|wants|need|needs|would like|would love|'d like|'d love|’d like|’d love|wish for|wishes for)`
	enRole   = `(?P<role>(?:(?:our|my|the|all|some|many|most|several|a few|two|three|four|five|\d+)\s+(?:of\s+(?:our|the|my)\s+)?)?` +
		`(?:(?:[\w&-]+\s+){0,3}?` +
		`(?:team|teams|department)(?:\s+(?:in|at|of)\s+\S+)?|customers of [\w&-]+(?:\s[A-Z][\w&-]*)?|` +
		`(?:[\w&-]+\s+){0,2}?(?:customers?|clients?|users?|admins?|administrators?|managers?|agents?|accountants?|auditors?|` +
		`teachers?|students?|drivers?|editors?|developers?|engineers?|designers?|analysts?|reps?|members?|guests?|partners?|` +
		`subscribers?|colleagues|people in \w+|sales|support|finance|marketing|legal|accounting|operations)))`
	enGood    = `(?:great|nice|good|helpful|awesome|useful|cool|amazing|lovely|handy|perfect|super|wonderful|fantastic|ideal)`
	enPeople  = `(?:we|i|users|people|admins|customers|one|everyone|everybody|our team|the team)`
	enGive    = `(?:add|provide|implement|build|introduce|create|include|offer|support|bring back|restore)`
	enAct     = `(?:show|display|send|hide|remove|delete|sort|group|keep|remember|highlight|notify|warn|tell|use|rename|move|change|replace|split|merge|link|open|save|store|export|import|limit|increase|reduce|extend|round|translate|mark|list|print|sync|lock|unlock|filter|archive|update)`
	enBehave  = `(?:be|work|show|display|support|contain|include|keep|accept|reject|refuse|send|arrive|finish|load|respond|return|match|stay|remain|appear|sort|handle|allow|survive|stop|fit)`
	enNumbers = `(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|sixty|hundred)`
)

// enTold is how people tell what they have to do today, or what goes wrong, in words that look like a rule.
const enTold = `(?:,|\band|\bbut|\bso)\s+(?:(?:i|we|(?:my|our)\s+` + enRole + `)\s+(?:has|have|had)\s+to|(?:my|our)\s+` + enRole + `\s+must)\b|` +
	`^(?:i|we)\s+(?:must|should|shall|ought\s+to)\s+(?:approve|send|write|call|check|copy|type|click|enter|print|open|go|pay|answer|process|handle|make|fill|search|download|upload|prepare|sign|log|read|scroll|switch|use|spend)\b|` +
	`^(?:` + enRole + `|people|everyone|everybody|someone|somebody|you)\s+(?:must|has\s+to|have\s+to|needs?\s+to)\s+(?:\w+ly\s+)?(?:click|wait|copy|type|retype|re-?enter|scroll|guess|hunt|call|be\s+patient)\b|` +
	`^(?:` + enRole + `|people|everyone|everybody|someone|somebody|you)\s+(?:(?:has\s+to|have\s+to)\s+(?:ask|search|look|enter|open|download|log|print)\b|(?:must|should)\s+(?:know|understand|care|be\s+aware)\b)|` +
	`^(?:i|we|you|they|he|she|(?:my|our)\s+` + enRole + `)\s+(?:(?:has|have|had)\s+to|can\s+only)\b|\bonly\s+works\b|\b(?:this|that|it)\s+(?:must|should|has\s+to|needs\s+to)\s+(?:stop|end|change|improve|get\s+better)\b|` +
	`\bwill\s+(?:\w+\s+)?(?:crash|hang|freeze|lose|fail|break|disappear|time\s+out|take\s+(?:\w+\s+){0,2}?\d)|\b(?:each|every)\s+(?:one|\w+)\s+(?:has|have|needs?)\s+to\s+be\s+(?:copied|typed|entered|opened|looked|printed|clicked|downloaded|called|asked)\b|\b(?:has|have|needs?)\s+to\s+be\s+\w+\s+(?:twice|again|one by one)\b`

// enBid is a plea not to do something, which is a rule. Idioms that begin alike are none.
const enBid = `^please\s+(?:do\s+not|don['’]t|never)\s+(?:remove|delete|change|rename|move|show|hide|send|share|store|ask|log|sort|close|open|replace|reset|overwrite|display|include|add|merge|use|auto\w*|require|force|track|notify|block|touch|drop)\b`

// enVague are words that promise nothing that could be checked.
const enVague = `(?:(?:more|very|really|super|highly|as)\s+)?(?:intuitive|performant|fast|faster|quick|easy(?:\s+to\s+\w+)?|simple|user[- ]friendly|modern|clean|nice|beautiful|robust|scalable|reliable|secure|flexible|powerful|seamless|smooth|responsive|accessible|stable|consistent|efficient|elegant|pretty|good|better|great|comprehensive|enterprise[- ]grade|world[- ]class|state[- ]of[- ]the[- ]art|best[- ]in[- ]class|future[- ]proof)`

var english = tongue{
	name: "en",
	filler: rx(`^(?:(?:hi|hey|hello|good morning|dear)(?:\s+(?:team|all|folks|everyone|everybody|there|guys|product team|@\S+))?\s*[,!.:–-]*\s+|` +
		`(?:so|ok|okay|well|also|and|but|plus|yeah|yes|basically|honestly|again|ideally|overall|personally|btw|fyi|then|firstly?|secondly?|thirdly?|finally|additionally|furthermore|moreover|in short|in general|tl;?dr|imho|imo)[,:]?\s+|` +
		`(?:i|we)\s+(?:think|guess|believe|feel)(?:\s+that)?\s+|` +
		`(?:feature\s+)?(?:request|idea|wish|question|suggestion|feedback|user story|story|summary|correction|edit)\s*:\s*|(?:just\s+)?(?:one|two)\s+(?:(?:small|little|more|last)\s+)?(?:things?|wish|wishes|nit|suggestion)(?:\s+(?:though|only|however))?\s*[:,–-]\s*|` +
		`<[@#!][^>]*>[,:]?\s*|@\S+[,:]?\s+|:[a-z0-9_+-]+:\s*|[^\p{L}\p{N}<@"“'’]+\s*)`),
	negation: rx(`\b(?:not|no|never|nobody|none|nothing|nor|neither|without|stop|stopped|stops|avoid|hardly|cannot|instead|rather than|no longer|quit|unless|except|unable|\w+n['’]t|dont|cant|wont|doesnt|isnt)\b`),
	retract:  rx(`^(?:(?:oh|nice|ah|hm+|sorry|wait|actually|ok|no)[,.]?\s+)*(?:scratch that|never ?mind|forget (?:that|it|about)|on second thought|i take (?:that|it) back|please ignore my|ignore (?:that|this|my)|we do(?:n['’]t| not) need (?:it|this|that) any|actually,?\s+(?:no\b|not\b|we don['’]t|don['’]t)|(?:that|this|it)\s+(?:solves|solved|settles)\s+it)|\bthat\s+solves\s+it\b`),
	asking:   rx(`^(?:how|who|what|where|when|which|is there|are there|is it|are they|does|do)\b`),
	correct:  rx(`^(?:correction|edit|erratum)\s*[:–-]`),
	hostile:  rx(`\b(?:ignore|disregard|forget|override)\s+(?:all|any|every|the|your|my|previous|prior|above|earlier)\b.*\b(?:instruction|prompt|rule|guideline|message)|system prompt|you are (?:now|a|an)\b|as an ai\b|language model|\bact as\b|jailbreak|api key|your (?:instructions|prompt)`),

	asRole:   rx(`^(?:speaking\s+)?as\s+an?\s+([^,.;:]{2,80}?)(?:,\s*|\s+)(?:(?:i|we)\b)`),
	actor:    rx(`^` + enRole + `\s+(?:would|want|wants|need|needs|keep|keeps|ask|asks|asked|are asking|is asking|has asked|have asked|complain|complains|can['’]?t|cannot|struggle|struggles|has to|have to|spend|spends|lose|loses|says?|said)\b`),
	article:  rx(`^(?:as\s+an?\s+|(?:our|my|the|an?|all|some|many|most|several|a few|two|three|four|five|\d+)\s+(?:of\s+(?:our|the|my)\s+)?)`),
	empty:    rx(`^(?:to\s+(?:do|have|fix|solve|get)\s+)?(?:this|that|it|these|those|one|them|something|someone|somebody|help|more|an? answer|your help|a fix|a hand|a workaround)(?:$|\s+(?:like|to|in|by|so|asap|urgently|with|from|for|please|now|fixed|done|back|soon|too|as|really|very|before|until|when|today|working|would|will|changed)\b|[^\p{L}\p{N}\s])`),
	courtesy: rx(`[\s,.!?–-]*(?:\b(?:please|pls|plz|thanks(?: a lot| so much| in advance)?|thank you(?: very much| so much)?|thx|asap|cheers|kind regards|best regards)|:[a-z0-9_+-]+:|[\x{2190}-\x{2BFF}\x{200D}\x{FE0F}\x{1F000}-\x{1FAFF}]+)$`),
	wishes:   englishWishes,
	judge:    englishWant,
	duty:     rx(`^(?:i|we)` + enAdverb + `\s+needs?\s+to\b`),

	reason:  rx(`[\s,;–—-]+(since (?:today|currently|right now|at the moment|now),? (?:i|we|they|it|our|my|the|there|everyone|everybody|customers|users|people)\b|so that|so (?:we|i|they|our|users|customers|people|everyone|nobody|it|the)\b|because|in order to|to be able to|otherwise|or else)\s+`),
	leads:   rx(`^(?:and\s+|this is\s+|that['’]?s\s+|that is\s+)?(so that|because|in order to|otherwise|that way|this way),?\s+`),
	before:  rx(`^((?:because|since|in order to|so that|to be able to)\s+[^,]+),\s+`),
	burden:  rx(`\b(?:lose|losing|lost|waste|wasting|takes?|costs?|can['’]?t|cannot|have to|has to|complain\w*|annoy\w*|churn\w*|missing|too (?:slow|long|hard)|today|currently|right now|at the moment|every (?:time|day|week|month)|manual\w*|by hand)\b`),
	relief:  rx(`\b(?:no longer|less|fewer|stop|instead|(?:do|does|did)n['’]t|(?:do|does) not|won['’]t|never|any ?more|could|can (?:\w+)|would|faster|sooner)\b`),
	since:   "because ",
	purpose: englishPurpose,

	aim:    englishAim,
	intro:  englishIntro,
	broken: rx(`\b(?:(?:does|do|did)\s+nothing|(?:does|do|did|will|wo)(?:n['’]?t|\s+not)\s+(?:work|load|open|save|respond|start|appear|show\s+up)|(?:is|are|isn['’]t|not|stopped)\s+(?:broken|down|working|wrong|stuck)|(?:login|log-in|page|button|app|export|import|search|link|upload|sync)\s+(?:is\s+)?broken|crash(?:es|ed|ing)|hangs|freezes|fails|cuts\s+off|throws\s+an?\s+error)\b`),

	norm:    rx(`\b(?:must|should|shall|ought to|(?:has|have|needs?) to ` + enBehave + `|is (?:only )?allowed to|only (?:when|if|for|after|once|admins)|done when|acceptance|may\s+(?:only|not|never))\b|^only\s+[\w ]{2,40}?\s(?:may|should|must)\b|\bno\s+\w+\s+may\b|^[^,;]{2,40}\s(?:is|are)\s+` + enNumbers + `\s+\w+\s+at\s+(?:the\s+)?(?:most|least)$|` + enBid + `|^(?:it|the|an?|each|every)\s[^,;]*\b(?:can|may)\s+(?:be|have|contain|take)\s+(?:at most|no more than|not more than|up to)\s+` + enNumbers + `\b`),
	bound:   rx(`^(?:(?:takes?|loads?|opens?|finish(?:es)?|arrives?|answers?|responds?|done|ready)\s+(?:in\s+)?)?(?:at most|no more than|not more than|within|less than|fewer than|under|a maximum of|max\.?|maximum)\s+` + enNumbers + `(?:\s+[\w%]+)?(?:\s+(?:a|an|per|each)\s+\w+)?$|^at least\s+` + enNumbers + `\s+\w+$`),
	wishing: rx(`^(?:as\s+an?\s+[^,;:]{2,60}?,?\s+)?(?:i|we)` + enAdverb + `\s*(?:` + enWant + `|wish|have\s+to\s+be\s+able)\b`),
	system:  rx(`\b(?:` + enWant + `)\s+(?:it|this|that|the|an?|our|all|every|each)\b.*\sto\s+` + enBehave + `\b`),
	today:   rx(`\b(?:currently|at the moment|right now|nowadays|these days|so far)\b|^today\b|\b(?:because|since)\s+today\b`),
	noNorm: rx(`\bshould(?:n['’]t)? have (?:\w+ly )?(?:\w{2,}ed|been|known|gone|done|got|had|seen|told|thought|come|made|taken|given|sent|kept|left|built|said|run|won|lost)\b|^[^,;]{1,40}\s(?:should|must|has\s+to|needs\s+to)\s+(?:be|feel|look)\s+` + enVague + `(?:\s*(?:,|and|,\s*and)\s*` + enVague + `)*$|` +
		`(?:^|,\s+)(?:i|we)\s+(?:\w+ly\s+)?(?:should|must|shall)\s+(?:leverage|drive|unlock|embrace|adopt|aim|strive|focus|invest|explore|enable|improve|enhance|optimi[sz]e|streamline|rethink|revisit|offer|provide|introduce|build|add|create|use|support|become|switch|go|start|make)\b|\bmust have been\b|\bi must (?:say|admit|confess)|\bmust be (?:a |an |some|joking|kidding|missing|wrong|broken|down|because)|` +
		`^(?:this|that|it)\s+(?:should|must|shouldn['’]t|has to|needs to)\s+(?:not\s+)?be\s+(?:easy|simple|quick|possible|fixed|trivial|hard|done|solved|doable|prioriti\w+|a |an |the |in the|on the|high|top)|` +
		`\b(?:has|have|needs?|must|should)\s+(?:to\s+)?(?:be\s+)?(?:fixed|done|solved|changed|improved|prioriti[sz]ed)\b|` +
		`^(?:i|we|you|they|he|she|someone|somebody)(?:['’]ll)?\s+(?:\w+\s+)?(?:have|has|needs?|had) to\b|` +
		`^(?:i|we|you|they|he|she)\s+(?:really\s+)?(?:must|should|shall)\s+(?:\w+\s+)?(?:talk|think|discuss|meet|decide|ask|try|look|consider|do|fix|build|ship|prioriti\w+|get (?:this|it|that)|have (?:this|it|that)|work|start|stop|wait)\b|` +
		`\b(?:not|never|n['’]t|no longer)\s+(?:have|need|has)\s+to\b|\bnobody (?:should|has to)\b.*\bneed|\bhow (?:should|must)\b|\b(?:by hand|manually|every (?:single )?time|each time)\b|` +
		`\b(?:ask|asks|asked|asking|wonder\w*)\s+(?:when|if)\b|^(?:why|what|who|how|where|should|shall|does|do|is|are)\b|\bshould (?:i|we|you)\b|\b(?:takes?|took|lost?|loses?|spend|spends|waited?|waits?|wasted?|costs?)\s+(?:\w+\s+){0,3}?(?:more than|over|at least|up to|every)\b|\bevery (?:one|a|an) of\b|` + enTold),
	when:     rx(`(?:^|,\s*|\s)(?:when|whenever|if|once|as soon as|given)\s`),
	mood:     rx(`\b(?:must|should|shall|will|then|please)\b|,\s*(?:i|we)(?:['’]d)?\s+(?:want|would\s+like|like)\b|,[^,]*\b(?:it|this|that|the\s[\w ]+|users?|customers?|people|admins?|someone)\s+(?:can|needs?)\b|,\s*(?:please\s+)?(?:do not|don['’]t|never|` + enAct + `|ask|say|explain|reject|refuse|block|allow|stop|fall back)\b|\b(?:retry|try again)\b|^(?:please\s+)?` + enAct + `\b`),
	listOf:   rx(`\b(?:must|should|shall|needs? to|has to|want|wants|needs?|would like|accept\w*|criteri\w+|requirements?|done|definition of done|allow|able to|rules?|expect\w*|please|can we|could we)\b`),
	leaveOut: rx(`\bout of scope\b|^(?:[^,;]{2,60}\s)?(?:is|are) not (?:needed|necessary|required|part of)\b|^(?:it|that|this|the [\w ]{2,40})\s+(?:does not|doesn['’]t|do not|don['’]t)\s+(?:have|need)\s+to\b|^no need (?:to|for)\b|^not needed\b`),
	limit:    rx(`\b(?:at most|at least|no more than|not more than|up to|within|less than|fewer than|a maximum of|a minimum of|max\.?|min\.?)\s+` + enNumbers + `\b`),
	failure: rx(`\b(?:errors?|fail\w*|invalid|wrong\w*|incorrect|missing|empty|offline|time[sd]?[- ]?out|too (?:large|big|long|many|short|old)|limits?|exceed\w*|expire[sd]?|expired|denied|` +
		`no permission|without permission|not allowed|unauthori[sz]ed|refuse\w*|reject\w*|cannot|can['’]t|duplicates?|unavailable|is down|crash\w*|lost|no connection|connection drops|not found|nothing (?:is )?found|broken|corrupt\w*|interrupted|declined|bounces?|undeliver\w*|lock(?:ed)? out|unknown|unreachable|mistake|typo)\b|\b(?:is|are|was|were|ca|could)(?:n['’]t|\s+not)\s+(?:be\s+)?(?:found|delivered|reached|read|matched|recogni[sz]ed)\b|\b(?:if|when|where)\s+(?:there\s+(?:is|are)\s+(?:no|not|none|nothing)|(?:\w+\s+){1,5}?ha(?:s|ve)\s+no)\b`),

	expected:  rx(`^(?:what i\s+)?(?:expected|expectation|expected (?:behaviou?r|result|outcome)|should(?: be)?)\s*:\s*(.+)|^(?:i|we)(?:['’]d| would)? expect(?:ed)?\s+(?:that\s+)?(.+)`),
	should:    rx(`\b(?:should|must|is supposed to|are supposed to|ought to)\b`),
	insteadOf: rx(`\b(?:shows?|showed|displays?|gives?|gave|returns?|returned|says?|said|prints?|sends?|sent|opens?|opened|lands? on|goes to|see|saw|gets?|got|is|are|was|were)\s+.+\s+instead of\s+(.+)`),
	actual:    rx(`^(?:actual(?:ly)?|actual (?:behaviou?r|result)|what happens?|instead|observed)\s*[:,]\s*(.+)`),
	steps:     rx(`\bsteps\b|reproduce|\brepro\b|how to see|what i did`),
	doing:     rx(`^(?:(?:first|then|next|now|just)[\s,]+)*(?:go to|open|click|press|tap|select|choose|pick|log in|sign in|upload|scroll|hover|drag|type|enter)\b`),
	whenI:     rx(`(?:^|\s)((?:when|whenever|if|after|as soon as|every time)\s+(?:i|we|you|one|someone|somebody|a user|users|people)\s+[^,;]+|(?:when|after|while)\s+\w+ing\s+[^,;]+)`),

	command: rx(`^(?:please\s+)?(?:record|note|capture|save|log|write down|track|file|add)\s+(?:this|that|it|the thread|these)(?:\s+(?:please|down|thread|as (?:a )?(?:request|feature request|bug|feedback)))*$`),
	dunno:   rx(`^(?:\?+|-+|n/?a|none|no idea|unknown|idk|(?:i )?do(?:n['’]t| not) know(?: yet)?|not sure(?: yet)?|tbd|skip|no|nothing|dunno|later)$`),
	ask:     englishPhrases,
}

var englishWishes = []wish{
	{shape: rx(`^as\s+an?\s+(?P<role>[^,.;:]{2,80}?)(?:,\s*|\s+)(?:i|we)` + enAdverb + `\s*` + enWant + `\s+(?P<want>.+)`), plain: true},
	{shape: rx(`^(?:i|we|i,|we,)\s*(?:in|from|at|on)\s+(?P<role>(?:the\s+)?[\w& -]{2,40}?),?` + enAdverb + `\s+` + enWant + `\s+(?P<want>.+)`), plain: true},
	{shape: rx(`^(?:i|we)` + enAdverb + `\s*` + enWant + `\s+(?P<want>.+)`), plain: true},
	{shape: rx(`^` + enRole + enAdverb + `\s+` + enWant + `\s+(?P<want>.+)`), plain: true},
	{shape: rx(`^(?:they|he|she)` + enAdverb + `\s+` + enWant + `\s+(?P<want>.+)`), plain: true, them: true},
	{shape: rx(`^(?:[\w&.-]+\s+){1,4}?(?:says?|said|tells? us|told (?:us|me))\s+(?:that\s+)?(?:they|he|she)` + enAdverb + `\s+` + enWant + `\s+(?P<want>.+)`), plain: true, them: true},
	{shape: rx(`^they\s+(?:says?|said|told (?:us|me))\s+(?:that\s+)?(?:they|he|she)` + enAdverb + `\s+` + enWant + `\s+(?P<want>.+)`), plain: true, them: true},
	{shape: rx(`^` + enRole + `\s+(?:(?:has|have|is|are|keeps?|both|all)\s+)*(?:ask|asks|asked|asking|beg|begging)\s+for\s+(?P<want>.+)`), plain: true},
	{shape: rx(`^(?:i|we)\s+wish\s+there\s+(?:was|were)\s+(?P<want>.+)`)},
	{shape: rx(`^(?:i|we)\s+wish\s+(?:i|we)\s+could\s+(?P<want>.+)`), pour: toDo},
	{shape: rx(`^it\s*(?:would|['’]d)\s+be\s+(?:(?:really|so|very|super)\s+)?` + enGood + `\s+if\s+there\s+(?:was|were)\s+(?P<want>.+)`)},
	{shape: rx(`^it\s*(?:would|['’]d)\s+be\s+(?:(?:really|so|very|super)\s+)?` + enGood + `\s+if\s+` + enPeople + `\s+(?:could|can)\s+(?P<want>.+)`), pour: toDo},
	{shape: rx(`^it\s*(?:would|['’]d)\s+be\s+(?:(?:really|so|very|super)\s+)?` + enGood + `\s+(?P<want>to\s+(?:have|get|see|be able to)\s+.+)`)},
	{shape: rx(`^it\s*(?:would|['’]d)\s+be\s+(?:(?:really|so|very|super)\s+)?` + enGood + `\s+if\s+you\s+(?:could|can|would)\s+(?P<want>.+)`), pour: bidden},
	{shape: rx(`^(?:can|could|may)\s+(?:we|i)\s+(?:please\s+)?(?:have|get)\s+(?P<want>.+)`)},
	{shape: rx(`^(?:can|could|may)\s+(?:we|i)\s+(?:please\s+)?(?P<want>.+)`), pour: toDo},
	{shape: rx(`^(?:please\s+)?(?:let|allow)\s+(?P<role>admins|users|customers|editors|managers|guests|agents)\s+(?:to\s+)?(?P<want>.+)`), pour: toDo},
	{shape: rx(`^(?:(?:can|could|would)\s+you\s+)?(?:please\s+)?let\s+(?:us|me|people|everyone)\s+(?P<want>.+)`), pour: toDo},
	{shape: rx(`^(?:(?:can|could|would)\s+you\s+)?(?:please\s+)?allow\s+(?:us|me|people|everyone)\s+to\s+(?P<want>.+)`), pour: toDo},
	{shape: rx(`^(?:(?:can|could|would)\s+you\s+)?(?:please\s+)?make\s+it\s+possible\s+(?:for\s+us\s+|for\s+me\s+)?to\s+(?P<want>.+)`), pour: toDo},
	{shape: rx(`^(?:please|pls|plz|(?:can|could|would)\s+you(?:\s+(?:please|pls|guys|also))*)\s+(?P<want>.+)`), pour: bidden},
	{shape: rx(`^(?P<want>(?:` + enGive + `|` + enAct + `)\s+.+),?\s+(?:please|pls|plz)$`), pour: bidden},
	{shape: rx(`^(?P<want>[^,;:]{3,80}?),?\s+(?:please|pls|plz)$`)},
	{shape: rx(`^(?P<want>[^,;:]{3,80}?)\s+(?:would|['’]d)\s+be\s+(?:(?:really|so|very|super)\s+)?` + enGood + `(?:\s+to\s+have)?$`)},
	{shape: rx(`^(?:(?:we|i)\s+(?:are|am)|we['’]re|i['’]m)\s+looking\s+for\s+(?P<want>an?\s+.+)`)},
	{shape: rx(`^is\s+there\s+(?P<want>a\s+way\s+.+)`)},
	{shape: rx(`^what\s+(?:i|we)(?:\s+would|['’]d)?` + enAdverb + `\s+(?:like|love|want|need)\s+is\s+(?P<want>.+)`), plain: true},
	{shape: rx(`^(?:need|want|would\s+love|would\s+like)\s+(?P<want>(?:an?|the|some|more|better|to)\s+.+)`), bare: true},
	{shape: rx(`^(?P<want>(?:add|introduce|implement|bring\s+back)\s+[\w“"'’].+)`), bare: true, pour: bidden},
}

var (
	enNoObject = rx(`^(?:to\s+)?(?:not|no|never|nothing|nobody|talk|discuss|chat|think|decide|ask|say|thank|mention|point|raise|report|let you|scream|cry|throw|leave|quit|cancel|apologi[sz]e|wait|stress|emphasi[sz]e|make sure|know (?:why|if|whether)|understand why|hear|propose|suggest|know how you|had|been)\b|^to\s+share\s+(?:that|this|with\s+you|(?:my|our|some|an?|a\s+few)\s+(?:\w+\s+)?(?:thoughts?|feedback|ideas?|news|story|experience|frustration|concerns?|feelings?))\b|^(?:(?:an?|the)\s+)?(?:\w+\s+)?(?:call|meeting|chat|word|talk|discussion|eta|answer|moment|timeline)\b|^my money|^(?:a\s+)?refund|^(?:hours?|minutes?|days?|clicks?|people|someone)\b`)
	enNeed     = rx(`\bneeds?\s*$`)
	enNeedTo   = rx(`^to\s+(?:be\s+able\s+to|see|know|track|find|be\s+notified|be\s+told)\b`)
	// "I need to send all invoices as one file because today they click through 40 pages" states a goal: what is needed
	// takes one go, and what is told of today is toil, rather than a limit that makes the need a detour.
	enAtOnce   = rx(`\b(?:as|in|into|on)\s+(?:one|a\s+single)\s+\w+|\b(?:in bulk|automatically|with one click)\b`)
	enToil     = rx(`^to\s+(?:click|copy|type|retype|re-?enter|enter|open|close|go|log|sign|ask|wait|call|scroll|switch|search|look|check|ssh|print|download|upload|merge|combine|do|use|write|repeat|fill|paste|convert|put|make|work|keep|remember|try|start|run|re\w+)\b|\b(?:each|every|one by one|manually|again|twice|still|always|first|\d+|two|three|four|five|several|many|dozens|hundreds)\b`)
	enToilNow  = rx(`^(?:because|since)\s+(?:today|currently|right now|at the moment|now)\b.*\b(?:(?:click|scroll|copy|type|open|search|wait|ask|spend|lose|waste)\w*\b.*(?:\d|\bby hand|\beach\b|\bevery\b|\bhours\b|\bdays\b)|(?:takes?|costs?)\s+(?:\w+\s+){0,2}?(?:\d|hours|days)|by hand|one by one)`)
	enLimit    = rx(`\b(?:not|no|only|cannot|\w+n['’]t|unless|without|limit\w*|allow\w*|accept\w*|otherwise)\b`)
	enCounted  = rx(`^(?:about|around|almost|over|more than|at least|up to)?\s*(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|twenty|an?)\s+(?:\w+\s+)?(?:clicks?|minutes?|hours?|days?|weeks?|seconds?|steps?|people|attempts?|tries|workarounds?|half)\b`)
	enTodayBad = rx(`\b(?:by hand|manually|every (?:single )?time|each time|currently|at the moment|right now|over and over|again and again|twice|just to|workarounds?|just because)\b`)
	// enContrast is a wish that is taken back in the same breath: "but our finance team doesn't want it".
	enContrast = rx(`\b(?:but|though|although|however)\b.*\b(?:not|no|never|nobody|cannot|\w+n['’]t)\b|,\s*(?:i|we|they|he|she|others?|some)\s+(?:\w+n['’]t|\w+\s+not)\b`)
	enTo       = rx(`^to\b`)
	enYouTo    = rx(`^you\s+(?:guys\s+)?to\s+(.+)`)
	enGiveIt   = rx(`^(?:also\s+)?` + enGive + `\s+(.+)`)
	enActOn    = rx(`^(?:also\s+)?` + enAct + `\s+\S`)
	enPlace    = rx(`\s+to\s+(?:the|our|my|all|every|each|this|your|an?)\s`)
	enMake     = rx(`^make\s+((?:the|our|my|this|all)\s+\S+(?:\s+\S+){0,5}?\s+(?:\w+er|\w+able|(?:more|less)\s+\w+))$`)
	enIdle     = rx(`^(?:do|go|look|check|help|fix|stop|ignore|know|talk|discuss|chat|schedule|meet|agree|revisit|also know)\b`)
	enWeWant   = rx(`^(?:we|can we|could we|let us|our)\b`)
	enAsksWhy  = rx(`^(?:to\s+)?(?:request|suggest|propose)\s+((?:an?|the)\s+.+)`)
)

// glue are the words that the drafter may put in, because the frame around its fields needs them: "can we filter" is
// poured as "to filter", "please add X to Y" as "X added to Y", "please hide X" as "you to hide X", "in order to
// close" as "I can close" or "they can close". They name nothing that was not said.
var glue = []string{"to", "added", "you", "i", "we", "they", "can", "because", "denn"}

// toDo pours "filter by date" from "let us filter by date".
func toDo(want string) string {
	if enTo.MatchString(want) {
		return want
	}
	if enIdle.MatchString(want) {
		return ""
	}
	return "to " + want
}

// bidden pours what the product was bidden to do. The frame's "I want" would turn "please hide the price" into the
// requester's own doing, so the doer stays.
func bidden(want string) string {
	if m := enGiveIt.FindStringSubmatch(want); m != nil {
		if at := enPlace.FindStringIndex(m[1]); at != nil {
			return m[1][:at[0]] + " added" + m[1][at[0]:]
		}
		return m[1]
	}
	if m := enMake.FindStringSubmatch(want); m != nil {
		return m[1]
	}
	if enActOn.MatchString(want) {
		return "you to " + want
	}
	return ""
}

// englishWant judges what stands after a lead such as "I want": whether it is a wish at all.
func englishWant(lead, want, why string) string {
	if m := enAsksWhy.FindStringSubmatch(want); m != nil {
		want = m[1]
	}
	if m := enYouTo.FindStringSubmatch(want); m != nil {
		return bidden(m[1])
	}
	if enContrast.MatchString(want) || enNoObject.MatchString(want) || enCounted.MatchString(want) || enTodayBad.MatchString(want) {
		return ""
	}
	goal := enNeedTo.MatchString(want) || enAtOnce.MatchString(want) && !enToil.MatchString(want) && enToilNow.MatchString(why) && !enLimit.MatchString(why)
	if enNeed.MatchString(lead) && enTo.MatchString(want) && !goal {
		return "" // "I need to click five times" complains
	}
	return want
}

// englishPurpose makes a reason fit "so that …". A cause keeps its connector, for it is no purpose.
func englishPurpose(connector, rest, whole string) string {
	c := strings.ToLower(connector)
	switch {
	case c == "so that", c == "that way", c == "this way":
		return rest
	case strings.HasPrefix(c, "so "):
		return strings.TrimSpace(connector[3:]) + " " + rest
	case c == "in order to", c == "to be able to", c == "to":
		if enWeWant.MatchString(whole) {
			return "we can " + rest
		}
		return "I can " + rest
	case c == "since", strings.HasPrefix(c, "since "):
		return lowerFirst(connector) + " " + rest
	}
	return c + " " + rest
}
