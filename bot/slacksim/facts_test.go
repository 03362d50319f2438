package slacksim

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// facts are what is known of Slack's limits, by topic, each with what holds it here: a kind of object, whose fields all
// have rows; a law or a place; a refusal of a method; a manner; a method that is absent; or a test of its own.
var facts = []struct {
	fact string
	held []string
}{
	// Handles that expire.
	{"a trigger_id lives three seconds, works once, and says which of the two is over", []string{"test TestTriggersLiveThreeSecondsAndWorkOnce"}},
	{"a loading form is opened first and updated by its id", []string{"test TestUpdatingAFormKeepsWhatWasEnteredAndMindsItsHash"}},
	{"a response_url works five times in half an hour, privately unless it says else, in a thread, in place of the original, or to delete it", []string{"test TestAResponseURLAnswersFiveTimesInHalfAnHour", "manner a `response_type` is `ephemeral` or `in_channel`"}},
	{"a response_url works where the app is no member", []string{"test TestAMessageShortcutCarriesTheMessage"}},
	{"a hash that is not the latest is a conflict", []string{"refusal views.publish hash_conflict", "test TestUpdatingAFormKeepsWhatWasEnteredAndMindsItsHash"}},
	{"an external_id is there once in a team", []string{"refusal views.publish duplicate_external_id", "test TestAnExternalIDIsUniqueWhereverAViewIsShown", "test TestAnAcknowledgmentIsHeldToTheLimitsOfViews"}},
	{"three forms stand on one another", []string{"test TestAStackHoldsThreeForms", "test TestAnAcknowledgmentIsHeldToTheLimitsOfViews"}},
	{"a view has 250 kB", []string{"test TestAViewThatIsTooLargeIsRefused", "test TestEveryWayToShowAViewMindsItsSize"}},
	{"without a Home tab nothing is published", []string{"test TestWithoutAHomeTabNothingIsPublished"}},

	// Messages.
	{"a text of more than 4,000 is split or refused: refused", []string{"refusal chat.postMessage msg_too_long", "refusal chat.update msg_too_long", "refusal chat.postEphemeral msg_too_long"}},
	{"markdown_text stands alone and has 12,000", []string{"refusal chat.postMessage markdown_text_conflict", "refusal chat.update markdown_text_conflict", "refusal chat.postMessage msg_too_long"}},
	{"a message has 50 blocks, and they are not too long together", []string{"place 50 blocks in a message", "refusal chat.postMessage invalid_blocks", "refusal chat.update invalid_blocks", "refusal chat.postMessage msg_blocks_too_long", "refusal chat.update msg_blocks_too_long", "refusal chat.postMessage invalid_blocks_format"}},
	{"a message has 100 attachments with a fallback of 300", []string{"refusal chat.postMessage too_many_attachments", "refusal chat.postMessage invalid_attachments"}},
	{"blocks come with text", []string{"manner a message with blocks has words too, for screen readers and notifications", "refusal chat.postMessage no_text", "refusal chat.update no_text"}},
	{"metadata is small, of a shape, and read by those who ask", []string{"refusal chat.postMessage metadata_too_large", "refusal chat.update metadata_too_large", "refusal chat.postMessage invalid_metadata_schema", "refusal chat.postMessage invalid_metadata_format", "test TestAMessageKeepsItsMetadataForThoseWhoAsk"}},
	{"a message to a person opens the direct messages, unless that tab is off", []string{"refusal chat.postMessage channel_not_found", "test TestWithoutAMessagesTabNothingIsSent"}},
	{"messages are not scheduled here", []string{"absent chat.scheduleMessage", "absent chat.deleteScheduledMessage", "absent chat.scheduledMessages.list"}},
	{"an ephemeral message is for a member, and is not updated", []string{"refusal chat.postEphemeral user_not_in_channel", "refusal chat.postEphemeral not_in_channel", "test TestAnEphemeralMessageHasButtonsAndCanBeReplaced"}},
	{"not_in_channel, channel_not_found, is_archived", []string{"refusal chat.postMessage not_in_channel", "refusal chat.postMessage channel_not_found", "refusal chat.update channel_not_found", "refusal chat.postMessage is_archived"}},
	{"restricted_action", []string{"refusal chat.postMessage restricted_action", "test TestOnlyAdminsWriteInALockedChannel"}},
	{"message_not_found, cant_update_message, edit_window_closed", []string{"refusal chat.update message_not_found", "refusal chat.update cant_update_message", "refusal chat.update edit_window_closed", "refusal chat.delete message_not_found", "refusal chat.delete cant_delete_message"}},
	{"a thread is there", []string{"refusal chat.postMessage invalid_thread_ts"}},
	{"account_inactive, token_revoked, missing_scope", []string{"test TestAnAppThatWasTakenOutIsTurnedAway", "test TestEveryMethodChecksItsToken", "test TestScopesComeFromTheManifest"}},
	{"emoji under a message", []string{"refusal reactions.add invalid_name", "refusal reactions.add no_item_specified", "refusal reactions.add bad_timestamp", "refusal reactions.add message_not_found", "refusal reactions.add channel_not_found", "refusal reactions.add not_in_channel", "refusal reactions.add already_reacted",
		"refusal reactions.remove invalid_name", "refusal reactions.remove message_not_found", "refusal reactions.remove not_in_channel", "refusal reactions.remove no_reaction", "test TestAMessageTakesSoManyEmoji"}},
	{"messages are read page by page, in channels that the app is in", []string{"test TestReadingIsRefusedWithSlacksWords", "test TestAThreadIsReadPageByPage", "test TestReadingTakesTheScopeForTheConversation"}},
	{"what users.info says of zones, guests, bots and strangers", []string{"test TestWhoIsGoneABotOrAStrangerIsToldSo"}},
	{"what conversations say of types, archives and members", []string{"test TestPeopleAndChannelsHaveSlacksShape"}},
	{"a conversation is opened with eight people who are there", []string{"refusal conversations.open too_many_users", "refusal conversations.open users_list_not_supplied", "refusal conversations.open user_not_found", "refusal conversations.open user_disabled", "refusal conversations.open cannot_dm_bot"}},
	{"channels are not joined here", []string{"absent conversations.join"}},
	{"links of the app's own posts are not unfurled, and those of others not by it", []string{"manner a post with a link says that no page is shown below it", "absent chat.unfurl"}},
	{"the Home tab is published to a person, with 100 blocks", []string{"test TestTheHomeTabIsPublishedAndPressed", "refusal views.publish user_not_found", "refusal views.publish invalid_arguments"}},
	{"a view that is gone is not updated", []string{"refusal views.update not_found"}},

	{"a file is shown a moment after its upload, if it is a picture, by messages to a conversation and by forms", []string{"test TestASlowFileIsInvalidForAWhile", "test TestOnlyMessagesToAConversationAndFormsShowAFileAndOnlyAPicture"}},

	// Block Kit.
	{"blocks of a message", []string{"place 50 blocks in a message", "place one table", "place unique block_id", "test TestASurfaceTakesOnlyItsBlocks"}},
	{"modal", []string{"kind modal", "law modal: submit with inputs", "law modal: one focus"}},
	{"Home tab", []string{"kind home", "law home: one focus", "test TestAViewIsOfItsOwnType"}},
	{"interactive elements have an action_id, once in their block", []string{"law actions: unique action_id", "law context_actions: unique action_id", "test TestEveryElementHasItsPlaces"}},
	{"text object", []string{"kind plain_text", "kind mrkdwn", "test TestAFieldThatSlackDoesNotKnowIsRefused", "test TestAFieldOfAnotherKindIsRefused"}},
	{"section", []string{"kind section", "law section: text or fields"}},
	{"header, context, actions, divider", []string{"kind header", "kind context", "kind actions", "kind divider"}},
	{"context_actions", []string{"kind context_actions", "kind icon_button", "kind feedback_buttons", "kind feedback"}},
	{"image", []string{"kind image", "kind image element", "kind slack_file", "law image: one source", "law image element: one source", "law slack_file: one that is there"}},
	{"input", []string{"kind input", "law modal: submit with inputs"}},
	{"rich_text", []string{"kind rich_text", "kind rich_text_section", "kind rich_text_list", "kind rich_text_quote", "kind rich_text_preformatted", "kind text", "kind link", "kind user", "kind channel", "kind usergroup", "kind broadcast", "kind date", "kind emoji", "kind color", "kind rich style"}},
	{"markdown", []string{"kind markdown", "place 12,000 characters in all"}},
	{"video", []string{"kind video", "test TestAVideoNeedsItsScope"}},
	{"table", []string{"kind table", "kind column", "kind raw_text", "kind raw_number", "law table: 10,000 characters", "place one table"}},
	{"data_table", []string{"kind data_table", "law data_table: equal rows", "law data_table: a header of raw_text"}},
	{"card and carousel", []string{"kind card", "kind carousel", "law card: something to show"}},
	{"container and layout", []string{"kind container", "kind layout", "kind layout row", "kind layout item", "law container: a title"}},
	{"alert", []string{"kind alert", "test TestASurfaceTakesOnlyItsBlocks"}},
	{"plan and task_card", []string{"kind plan", "kind task_card", "kind url"}},
	{"data_visualization", []string{"kind data_visualization", "kind pie", "kind bar", "kind area", "kind line", "kind segment", "kind series", "kind point", "kind axes", "law segment: more than nothing", "law bar: a point for each category", "law area: a point for each category", "law line: a point for each category"}},
	{"button", []string{"kind button"}},
	{"option and option group", []string{"kind option", "kind marked option", "kind overflow option", "kind option_group"}},
	{"selects", []string{"kind static_select", "kind multi_static_select", "kind users_select", "kind multi_users_select", "kind conversations_select", "kind multi_conversations_select", "kind channels_select", "kind multi_channels_select", "kind filter", "law static_select: options or option_groups", "law multi_static_select: options or option_groups", "law filter: not empty"}},
	{"external_select and the answer to it", []string{"kind external_select", "kind multi_external_select", "kind suggestions", "law suggestions: options or option_groups", "test TestOptionsThatSlackRefusesAreAViolation"}},
	{"checkboxes, radio_buttons, overflow", []string{"kind checkboxes", "kind radio_buttons", "kind overflow"}},
	{"plain_text_input", []string{"kind plain_text_input", "kind dispatch_action_config", "law plain_text_input: lengths"}},
	{"number_input, email_text_input, url_text_input", []string{"kind number_input", "kind email_text_input", "kind url_text_input", "law number_input: range"}},
	{"rich_text_input", []string{"kind rich_text_input", "test TestAFormTakesFilesAndRichText"}},
	{"pickers", []string{"kind datepicker", "kind timepicker", "kind datetimepicker"}},
	{"file_input", []string{"kind file_input", "law input: where files go", "place files go into forms only"}},
	{"confirm", []string{"kind confirm"}},
	{"what is chosen at first is among the options", []string{"law static_select: initial_option", "law multi_static_select: initial_options", "law checkboxes: initial_options", "law radio_buttons: initial_option"}},
	{"one focus in a view", []string{"place one focus", "law modal: one focus", "law home: one focus"}},
	{"errors of a submission are for input blocks of the view", []string{"test TestTheAcknowledgmentDecidesWhatBecomesOfAForm"}},
	{"workflow and feedback buttons", []string{"kind workflow_button", "kind workflow", "kind workflow trigger", "kind workflow parameter", "kind feedback"}},
	{"every element has its places", []string{"test TestEveryElementHasItsPlaces"}},

	// Markup.
	{"people's words are escaped, then measured", []string{"manner `&`, `<` and `>` are escaped where they are not Slack's markup, in messages and views", "test TestAViewsWordsAreEscaped", "test TestSlacksMarkupIsKnownFromPeoplesWords", "kind mrkdwn"}},
	{"nothing pings a channel unseen", []string{"test TestPingsOfWholeChannelsAreKept", "manner neither `link_names` nor `parse=full` makes mentions of people's words"}},
}

// rules are all that a fact can be held by; each has an example that passes and one that fails, as the test of its table says.
func rules(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for name, k := range kinds {
		all["kind "+name] = true
		for _, l := range k.laws {
			all["law "+name+": "+l.name] = true
		}
	}
	for _, r := range placeRows {
		all["place "+r.place] = true
	}
	for _, r := range callRows("", "", "") {
		all["refusal "+r.method+" "+r.word] = true
	}
	for _, m := range manners {
		all["manner "+m.name] = true
	}
	for _, name := range absent {
		all["absent "+name] = true
	}
	for _, name := range testNames(t) {
		all["test "+name] = true
	}
	return all
}

// testNames are the names of this package's tests.
func testNames(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(gotoken.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Test") {
				names = append(names, f.Name.Name)
			}
		}
	}
	return names
}

func TestEveryFactIsHeldAndEveryRuleIsAFact(t *testing.T) {
	all := rules(t)
	used := map[string]bool{}
	for _, f := range facts {
		if len(f.held) == 0 {
			t.Errorf("%s: nothing holds it", f.fact)
		}
		for _, rule := range f.held {
			used[rule] = true
			if !all[rule] {
				t.Errorf("%s: nothing is called %q", f.fact, rule)
			}
		}
	}
	inEach := []string{"focus", "counted", "unique block_id", "the scope for it", "one table", "12,000 characters in all"} // held by others' names
	for rule := range all {
		what, name, _ := strings.Cut(rule, " ")
		_, l, _ := strings.Cut(name, ": ")
		if !used[rule] && what != "test" && what != "absent" && !(what == "law" && slices.Contains(inEach, l)) {
			t.Errorf("%s holds no fact", rule)
		}
	}
}

func TestEveryRefusalHasAnExampleThatPasses(t *testing.T) {
	passes := map[string]bool{}
	for _, r := range callRows("", "", "") {
		passes[r.method] = passes[r.method] || r.good != nil
	}
	for method, some := range passes {
		if !some {
			t.Errorf("%s is only refused", method)
		}
	}
}
