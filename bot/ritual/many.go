package ritual

import "strconv"

// Many is how far what can be long is counted: exact figures beyond it are worth nothing to people, and take long. A
// count of more than Many stands for any number of them.
const Many = 1000

// HowMany is a count as people read it: "12", or "1,000+" for more than Many.
func HowMany(n int) string {
	if n > Many {
		return "1,000+"
	}
	return strconv.Itoa(n)
}

// HowManyMore is how many there are beyond those that are shown: "12", or "many" where not all were counted.
func HowManyMore(total, shown int) string {
	if total > Many {
		return "many"
	}
	return strconv.Itoa(total - shown)
}
