package prompts

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The words that a clause of a recap may have besides those of the goals. None is a number or an amount, denies, says that
// something is done, is a name of the calendar, or speaks ill of anybody: a test holds them against that.
var (
	joints = strings.Fields("and as or so that which who when where while")
	loose  = strings.Fields("a an the this these their its our your of in on at to for from with by into through about between within can could be been being are is has have")
	plains = strings.Fields("again already also always back clear directly easily easy faster good here it later now open quickly reliable right safe safely simple simply " +
		"sooner straight there they them together useful us we what how you better easier clearer safer " +
		"account accounts admin admins answer answers app apps area buyer buyers case cases change changes client clients code colleague colleagues comment comments companies company content " +
		"customer customers data detail details document documents example experience feature features feedback file files form forms group groups help home idea ideas information " +
		"invoice invoices issue issues item items link links list lists message messages need needs note notes order orders page pages part parts people person place places plan plans problem " +
		"problems product products project projects question questions reader readers report reports request requests result results screen search service services setting settings site " +
		"step steps story support system systems task tasks team teams thing things tool tools user users version view views visitor visitors way ways work " +
		"add adds allow allows ask asks begin begins bring brings choose chooses come comes compare compares connect connects continue continues create creates decide decides do does download edit edits export exports " +
		"find finds follow follows get gets give gives go goes grow grows happen happens hear helps improve improves join joins keep keeps know knows learn learns let lets make makes manage manages match matches meet meets move moves needed offer offers opens " +
		"pay pays prepare prepares print prints reach reaches read reads remember remembers reply respond save saves see sees send sends share shares show shows sign start starts stay stays submit submits " +
		"take takes talk talks tell tells trust try understand understands upload use used uses using want wants watch write writes")
)

// untold are words of a goal that a clause may not have: they count, say how far something is, or when, or turn around what
// else is said.
var untold = strings.Fields("zero one ones two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen " +
	"twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions trillion dozen dozens score scores gross " +
	"first second seconds third thirds fourth fifth sixth seventh eighth ninth tenth eleventh twelfth hundredth thousandth once twice thrice single double doubled doubles triple tripled triples quadruple treble " +
	"half halves halved quarter quarters both pair pairs couple trio few several many much most more less least fewer all every each any some another none nobody nothing nowhere never neither nor not " +
	"cannot without except unless only percent percentage number numbers count counts amount majority minority everybody everyone everything everywhere whole entire total totals solo multiple numerous twofold threefold fourfold tenfold " +
	"done finished complete completed completely ready met missed failed fail fails failing failure late delayed shipped released live accepted returned closed canceled dropped lost broken broke " +
	"today tomorrow yesterday tonight week weeks month months year years day days hour hours minute minutes quarterly daily weekly monthly yearly annual annually " +
	"monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr jun jul aug sept oct nov dec " +
	"instead stop stops stopped lack lacks worse worst bad fault blame")

// goalLeast is how many letters a word of a goal has at least, to be one that a clause may have.
const goalLeast = 3

// vocabulary are the words that a clause may have, and those of them that the goals have. A word of a goal is one that
// stands there by itself in small plain letters; what begins with a capital may be a name. Goals in another language give none.
func vocabulary(goals string, names map[string]bool) (may, goal map[string]bool) {
	may, goal = map[string]bool{}, map[string]bool{}
	for _, list := range [][]string{joints, loose, plains} {
		for _, w := range list {
			if !names[w] {
				may[w] = true
			}
		}
	}
	if tongueOf(goals, &english) != &english {
		return may, goal
	}
	for _, w := range strings.Fields(goals) {
		w = strings.Trim(w, `.,;:!?"'“”‘’()`)
		if len(w) < goalLeast || !lettersOnly(w) || names[w] || numberWords[w] != "" || in(untold, w) || strings.Trim(w, "ivxlcdm") == "" {
			continue
		}
		if !in(joints, w) && !in(loose, w) && len(w) > goalLeast {
			goal[w] = true
		}
		may[w] = true
	}
	return may, goal
}

// lettersOnly reports whether a word has plain small letters and nothing else.
func lettersOnly(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}

// unaccented are letters in the way in which people write them without an accent.
var unaccented = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "ı", "i", "đ", "d", "æ", "ae", "œ", "oe", "ð", "d", "þ", "th")

// namesIn are the words that are names of people and customers, or part of one, in plain small letters, and with an s behind.
func namesIn(f RecapFacts) map[string]bool {
	all := map[string]bool{}
	add := func(full string) {
		for _, p := range partsOf(full) {
			all[p], all[p+"s"] = true, true
		}
	}
	for _, name := range f.People {
		add(name)
	}
	for _, name := range f.Customers {
		add(name)
	}
	return all
}

// partsOf are the words of a name in plain small letters, in each way in which people spell them, and all of them as one.
func partsOf(full string) []string {
	var all []string
	full = strings.ToLower(plain(full))
	for _, spelled := range []string{full, strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa").Replace(full)} {
		bare := strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFKD.String(unaccented.Replace(spelled)))
		parts := strings.FieldsFunc(bare, func(r rune) bool { return !unicode.IsLetter(r) })
		for _, p := range append(parts, strings.Join(parts, "")) {
			if len(p) > 1 {
				all = append(all, p)
			}
		}
	}
	return all
}
