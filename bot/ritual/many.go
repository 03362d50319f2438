package ritual

import "strconv"

// Thousands is a number as people write it: "4,992". It is for what is zero or more.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// Figure is an exact number with its noun: "1 story", "4,800 points". Figures that are to add up are said with it.
func Figure(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

// Many is how far a list is counted that can be long: how much longer it is, is worth nothing to people, and takes long to
// count. A count of more than Many stands for any number of them.
const Many = 1000

// HowMany is how long a list is as people read it: "12", or "1,000+" for more than Many.
func HowMany(n int) string {
	if n > Many {
		return Thousands(Many) + "+"
	}
	return Thousands(n)
}

// LastPage is where a page begins, which is not behind the end of a list of n that has become shorter.
func LastPage(offset, n, page int) int {
	if offset < n {
		return offset
	}
	return max(n-1, 0) / page * page
}

// HowManyMore is how many there are beyond those that are shown: "12", or "many" where not all were counted.
func HowManyMore(total, shown int) string {
	if total > Many {
		return "many"
	}
	return strconv.Itoa(total - shown)
}
