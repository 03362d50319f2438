package ritual

import "regexp"

// ownConnector is how a reason begins, or in Japanese ends, that is no purpose and brings its own connector.
var ownConnector = regexp.MustCompile(`(?i)^(?:because|since|otherwise|or else|weil|denn|da|sonst|andernfalls|ansonsten|um)[\s,]|(?:ので|ため|ために|から)$`)

// SaysBecause reports whether the story's reason brings its own connector: "because we lose two hours". Put behind
// "so that", a cause would say the opposite of what was said.
func (s Story) SaysBecause() bool { return ownConnector.MatchString(s.SoThat) }
