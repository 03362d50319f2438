package slacksim

import (
	"encoding/json"
)

// section is a section block with an optional accessory.
func section(text string, accessory ...Block) Block {
	b := Block{"type": "section", "text": Block{"type": "mrkdwn", "text": text}}
	if len(accessory) > 0 {
		b["accessory"] = accessory[0]
	}
	return b
}

func plainText(text string) Block { return Block{"type": "plain_text", "text": text} }

func button(action, value string) Block {
	return Block{"type": "button", "action_id": action, "value": value, "text": plainText("Press " + value)}
}

func inputBlock(id string, element Block, more ...any) Block {
	element["action_id"] = id
	b := Block{"type": "input", "block_id": id, "label": plainText(id), "element": element}
	for i := 0; i+1 < len(more); i += 2 {
		b[more[i].(string)] = more[i+1]
	}
	return b
}

func modal(id string, blocks ...any) Block {
	return Block{"type": "modal", "callback_id": id, "title": plainText("Form"), "submit": plainText("Save"), "close": plainText("Cancel"), "blocks": blocks}
}

func must(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}
