// rich.js draws rich_text blocks.
import { el } from "./dom.js";
import { unicode } from "./emoji.js";
import { mention, channelLink, link } from "./mrkdwn.js";
import { template } from "./time.js";

const wraps = [
  ["code", "code"],
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
];

function styled(leaf, node) {
  return wraps.reduce((inner, [style, name]) => (leaf.style?.[style] ? el(name, {}, inner) : inner), node);
}

function leaf(l) {
  switch (l.type) {
    case "text":
      return styled(l, broken(l.text || ""));
    case "link":
      return styled(l, link(l.url, l.text));
    case "user":
      return styled(l, mention(l.user_id));
    case "channel":
      return styled(l, channelLink(l.channel_id));
    case "usergroup":
      return el("span", { class: "mention", text: "@group" });
    case "broadcast":
      return el("span", { class: "mention me", text: `@${l.range}` });
    case "date":
      return el("time", { title: l.fallback, text: template(l.format || "{date}", l.timestamp) });
    case "emoji":
      return el("span", { class: "emoji", title: `:${l.name}:`, text: unicode(l.name) || `:${l.name}:` });
    case "color":
      return el("code", { text: l.value });
    default:
      return l.text || "";
  }
}

function broken(text) {
  return text.split("\n").flatMap((line, i) => (i ? [el("br"), line] : [line]));
}

const leaves = (part) => (part.elements || []).map(leaf);

function list(part) {
  const node = el(
    part.style === "ordered" ? "ol" : "ul",
    { class: `indent-${Math.min(part.indent || 0, 5)}` + (part.border ? " bordered" : "") },
    (part.elements || []).map((item) => el("li", {}, leaves(item))),
  );
  if (part.offset && part.style === "ordered") node.setAttribute("start", part.offset + 1);
  return node;
}

// richText is a rich_text block's content.
export function richText(block) {
  return (block.elements || []).map((part) => {
    switch (part.type) {
      case "rich_text_list":
        return list(part);
      case "rich_text_quote":
        return el("blockquote", {}, leaves(part));
      case "rich_text_preformatted":
        return el("pre", {}, leaves(part));
      default:
        return el("div", { class: "rich-section" }, leaves(part));
    }
  });
}
