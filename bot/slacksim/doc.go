// Package slacksim is a simulated Slack workspace, as strict as Slack, over real HTTP and a real WebSocket.
//
// An app is given APIURL and two tokens, as it would be given slack.com's. People are driven by the Go
// API: tests call Person's methods, and so does the web page that Config.Page mounts. What the
// manifest does not declare does not exist: a missing scope is refused, an event is not delivered, a
// command is unknown. What an app does wrong is refused with Slack's words and, where Slack would say
// nothing (a late acknowledgment, an answer that is too large), kept in Errors.
//
// Time: message timestamps, expiry of trigger ids and response URLs, rate limits and event retries
// follow Config.Now, so a frozen clock freezes them. Pings and the three seconds for an
// acknowledgment are the protocol's own and follow the machine's clock.
//
// The rules of Block Kit are data: rules.go and its neighbors. The methods are data: methods.go, which Methods tells.
// facts_test.go names what is known of Slack's limits, with the rule or test that holds each.
//
// The package imports nothing of the bot's and no Slack library: a shared decoder would hide the same
// mistake on both sides.
package slacksim
