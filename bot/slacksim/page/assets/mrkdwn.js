// mrkdwn.js turns Slack's markup into elements. It never makes markup out of text.
import { el } from "./dom.js";
import { unicode, pattern } from "./emoji.js";
import { user, channel, nameOf, store } from "./state.js";
import { template } from "./time.js";

const entities = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

export function decode(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (e) => entities[e]);
}

// withEmoji is text whose short names are emoji.
function withEmoji(text) {
  const out = [];
  let at = 0;
  for (const m of text.matchAll(pattern)) {
    const sign = unicode(m[1]);
    if (!sign) continue;
    out.push(
      text.slice(at, m.index),
      el("span", { class: "emoji", role: "img", "aria-label": m[1].replace(/_/g, " "), title: m[0], text: sign }),
    );
    at = m.index + m[0].length;
  }
  return [...out, text.slice(at)].filter((x) => x !== "");
}

// plain is a plain_text object's text.
export function plain(text, { emoji = true } = {}) {
  const words = decode(text);
  return emoji === false ? [words] : withEmoji(words);
}

// mention is a person's name in text.
export function mention(id) {
  return el("span", { class: id === store.now.me ? "mention me" : "mention", data: { user: id }, text: `@${user(id).real}` });
}

export function channelLink(id, label) {
  const c = channel(id);
  const name = c ? nameOf(c) : label || "private channel";
  if (!c) return el("span", { class: "mention", text: c === undefined && !label ? "🔒 private channel" : `#${name}` });
  return el("a", {
    class: "mention",
    href: `?as=${user(store.now.me).name}&in=${id}`,
    data: { go: id },
    text: (c.kind === "channel" ? "#" : "") + name,
  });
}

// link is an address. Only web and mail addresses can be followed.
export function link(address, label) {
  if (!/^(https?:\/\/|mailto:|\/archives\/)/i.test(address)) return el("span", {}, label || address);
  return el(
    "a",
    { href: address, target: "_blank", rel: "noopener noreferrer", data: { link: address } },
    label ? label : address.replace(/^mailto:/, ""),
  );
}

// control is what stands between < and >.
function control(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelLink(target.slice(1), decode(label));
  if (target.startsWith("!date^")) return date(target.split("^"), label);
  if (target.startsWith("!subteam^")) return el("span", { class: "mention", text: decode(label) || "@group" });
  if (target.startsWith("!")) return el("span", { class: "mention me", text: `@${decode(label) || target.slice(1)}` });
  return link(decode(target), label ? inline(label) : decode(target.replace(/^mailto:/, "")));
}

function date([, seconds, words, address], fallback) {
  const when = Number(seconds);
  const shown = Number.isFinite(when) && words ? template(decode(words), when) : decode(fallback);
  const node = el("time", { title: decode(fallback), text: shown });
  return address ? link(decode(address), [node]) : node;
}

const styles = { "*": "strong", _: "em", "~": "s" };
const spans = /<([^<>\n]+)>|`([^`\n]+)`|(?<![\p{L}\p{N}*_~`])([*_~])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])/u;

// inline is one line's markup: styles, code and what stands in angle brackets.
function inline(text) {
  const out = [];
  let rest = text;
  for (let m = spans.exec(rest); m; m = spans.exec(rest)) {
    if (m.index > 0) out.push(...withEmoji(decode(rest.slice(0, m.index))));
    if (m[1] !== undefined) out.push(control(m[1]));
    else if (m[2] !== undefined) out.push(el("code", { text: decode(m[2]) }));
    else out.push(el(styles[m[3]], {}, inline(m[4])));
    rest = rest.slice(m.index + m[0].length);
  }
  if (rest) out.push(...withEmoji(decode(rest)));
  return out;
}

// mrkdwn is a whole text: preformatted parts, quotes and lines.
export function mrkdwn(text) {
  const out = [];
  text.split(/```/).forEach((part, i, all) => {
    if (i % 2 === 1 && i < all.length - 1) out.push(el("pre", { text: decode(part.replace(/^\n/, "").replace(/\n$/, "")) }));
    else if (i % 2 === 1) out.push(...lines("```" + part));
    else if (part) out.push(...lines(part.replace(i > 0 ? /^\n/ : /^$/, "")));
  });
  return out;
}

function lines(text) {
  const out = [];
  let quote = null,
    prose = null;
  const all = text.split("\n");
  for (let i = 0; i < all.length; i++) {
    const deep = /^(?:&gt;|>){3} ?/.exec(all[i]);
    if (deep) {
      out.push(el("blockquote", {}, broken([all[i].slice(deep[0].length), ...all.slice(i + 1)])));
      break;
    }
    const m = /^(?:&gt;|>) ?/.exec(all[i]);
    if (m) {
      if (!quote) {
        quote = [];
        prose = null;
        out.push({ quote });
      }
      quote.push(all[i].slice(m[0].length));
      continue;
    }
    if (!prose) {
      prose = [];
      quote = null;
      out.push({ prose });
    }
    prose.push(all[i]);
  }
  return out.flatMap((o) => (o.quote ? [el("blockquote", {}, broken(o.quote))] : o.prose ? broken(trimmed(o.prose, out)) : [o]));
}

// trimmed drops the one empty line that the end of a quote leaves behind.
function trimmed(prose, out) {
  return out.length > 1 && prose.length > 1 && prose[prose.length - 1] === "" ? prose.slice(0, -1) : prose;
}

function broken(all) {
  return all.flatMap((line, i) => (i ? [el("br"), ...inline(line)] : inline(line)));
}

// textObject is a Block Kit text, plain or marked up.
export function textObject(t) {
  if (!t) return [];
  return t.type === "plain_text" ? plainLines(t) : mrkdwn(t.text);
}

function plainLines(t) {
  return t.text.split("\n").flatMap((line, i) => (i ? [el("br"), ...plain(line, t)] : plain(line, t)));
}

// bare is a text object as one string, for labels and titles.
export function bare(t) {
  if (!t) return "";
  const words = decode(t.text || "").replace(/<(?:@[^>]*|[^>|]*\|)?([^>]*)>/g, "$1");
  return t.emoji === false ? words : words.replace(pattern, (whole, name) => unicode(name) || whole);
}
