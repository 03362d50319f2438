// messages.js draws conversations: days, messages, reactions, files, and the tools at a message.
import { el, button, reconcile, busy } from "./dom.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { renderBlocks, settled } from "./blocks.js";
import { avatar, statusSign } from "./avatar.js";
import { unicode } from "./emoji.js";
import { act, store, user, isApp } from "./state.js";
import { ofTS, clock, full, dayKey, dayName, shortDay } from "./time.js";
import { tools } from "./tools.js";
import { files } from "./files.js";

// drawMessages draws messages with their days. how: readTo (where "New" stands), days, openThread(ts) or null inside a thread.
export function drawMessages(container, messages, how) {
  const items = [];
  if (how.cut) items.push({ cut: true });
  let last = null,
    marked = false;
  for (const m of messages) {
    const at = ofTS(m.ts);
    if (how.days && (!last || dayKey(ofTS(last.ts)) !== dayKey(at))) {
      items.push({ day: dayKey(at), name: dayName(at) });
      last = null;
    }
    if (how.readTo && !marked && m.ts > how.readTo && m.user !== store.now.me) {
      marked = true;
      items.push({ fresh: true });
      last = null;
    }
    const joined =
      last && last.user === m.user && !m.system && !last.system && !m.private && !last.private && at - ofTS(last.ts) < 300000;
    items.push({ m, joined: Boolean(joined), how });
    last = m;
  }
  const people = JSON.stringify(store.now.users.map((u) => [u.id, u.real, u.emoji]));
  reconcile(container, items, {
    key: (i) => (i.m ? `${i.m.ts} ${i.m.private ? "private" : ""}` : i.day ? `day ${i.day}` : i.cut ? "cut" : "new"),
    sign: (i) => (i.m ? JSON.stringify([i.m, i.joined, store.now.me, people, unreadReplies(i)]) : i.day ? i.name : ""),
    make: (i) => (i.m ? fill(el("article", { class: "message", tabindex: "-1" }), i) : divider(i)),
    update: (node, i) => i.m && fill(node, i),
  });
}

function divider(i) {
  if (i.cut) return el("p", { class: "cut help", text: "Earlier messages are not shown." });
  return i.day
    ? el("div", { class: "day", role: "separator" }, el("span", { text: i.name }))
    : el("div", { class: "fresh", role: "separator" }, el("span", { text: "New" }));
}

function unreadReplies(i) {
  return (i.how.openThread && store.now.place.threads?.[i.m.ts]) || 0;
}

const places = ["gutter", "head", "words", "blocks", "files", "reactions", "thread", "tools"];

// fill draws a message into its element, part by part; a part that looks the same is left alone.
function fill(node, i) {
  const { m, joined, how } = i,
    c = store.now.place.channel;
  node.classList.add("message");
  for (const [name, on] of Object.entries({ joined, private: m.private, system: m.system }))
    node.classList.toggle(name, Boolean(on));
  Object.assign(node.dataset, { messageTs: m.ts, channel: c, user: user(m.user).name });
  if (!node.$parts) {
    node.$parts = Object.fromEntries(places.map((p) => [p, el("div", { class: `m-${p}` })]));
    const { gutter, tools: bar, ...rest } = node.$parts;
    node.append(gutter, el("div", { class: "m-main" }, ...Object.values(rest)), bar);
  }
  const part = (name, sign, build) => {
    const p = node.$parts[name],
      s = JSON.stringify(sign);
    if (p.$sign === s) return;
    p.$sign = s;
    p.replaceChildren(...[build()].flat(Infinity).filter(Boolean));
  };
  const u = user(m.user),
    at = ofTS(m.ts);
  part("gutter", [m.user, joined, u.real, at], () =>
    joined ? el("time", { class: "hover-time", text: clock(at).replace(/ [AP]M/, "") }) : avatar(m.user),
  );
  part("head", [m.user, joined, u.real, u.emoji, m.private, at, dayKey(at)], () => [
    joined ? null : head(m, u, at),
    m.private && el("div", { class: "only-you" }, el("span", { "aria-hidden": "true", text: "👁 " }), "Only visible to you"),
  ]);
  const bare = m.blocks.length === 0;
  part("words", [bare && m.text, m.edited, m.attached, store.now.me], () => [
    bare && el("div", { class: "text" }, mrkdwn(m.text), m.edited && edited()),
    (m.attached || []).map(attachment),
  ]);
  renderBlocks(node.$parts.blocks, m.blocks, blockUse(m, c));
  node.$parts.blocks.classList.add("blocks");
  part("files", m.files, () => files(m.files || []));
  part("reactions", [m.reactions, !bare && m.edited], () => [!bare && m.edited && edited(), reactions(m, c)]);
  part("thread", [how.openThread && [m.replies, m.whispers, m.lastReply, m.repliers, unreadReplies(i)], m.thread && m.broadcast], () => [
    how.openThread && (m.replies || m.whispers) ? replies(m, how, unreadReplies(i)) : null,
    how.openThread && m.thread ? button("replied in a thread", () => how.openThread(m.thread), { class: "link" }) : null,
  ]);
  part("tools", [m.user, m.private, Boolean(how.openThread)], () => tools(node, () => node.$message, how));
  node.$message = m;
  return node;
}

function head(m, u, at) {
  return el(
    "div",
    { class: "m-name" },
    el("span", { class: "name", text: u.real }),
    (m.app || isApp(m.user)) && el("span", { class: "app-badge", text: "APP" }),
    statusSign(u),
    el("time", { title: full(at), datetime: new Date(at).toISOString(), text: clock(at) }),
  );
}

function edited() {
  return el("span", { class: "edited", text: " (edited)" });
}

function blockUse(m, c) {
  const send = (name) => (e, b, value) =>
    act(name, { surface: "message", channel: c, ts: m.ts, action: e.action_id, block: b.block_id, value });
  return {
    surface: "message",
    warnings: m.warnings,
    press: send("press"),
    choose: send("choose"),
    fill: settled(send("choose")),
  };
}

function attachment(a) {
  const node = el(
    "div",
    { class: "attachment" },
    a.title && el("strong", {}, plain(a.title)),
    a.text && el("div", {}, mrkdwn(a.text)),
    !a.text && !a.blocks && a.fallback && el("div", {}, plain(a.fallback)),
  );
  if (a.blocks) {
    const box = el("div", { class: "blocks" });
    renderBlocks(box, a.blocks, { press() {}, choose() {}, fill() {} });
    node.append(box);
  }
  return node;
}

function reactions(m, c) {
  return (m.reactions || [])
    .filter((r) => r.users.length)
    .map((r) => {
      const mine = r.users.includes(store.now.me);
      const who = r.users.map((id) => (id === store.now.me ? "you" : user(id).real)).join(", ");
      const node = button(
        [
          el("span", { class: "emoji", "aria-hidden": "true", text: unicode(r.name) || `:${r.name}:` }),
          el("span", { text: String(r.users.length) }),
        ],
        () => busy(node, () => act(mine ? "unreact" : "react", { channel: c, ts: m.ts, emoji: r.name })),
        {
          class: "reaction",
          "aria-pressed": String(mine),
          title: `${who} reacted with :${r.name}:`,
          "aria-label": `${r.name.replace(/_/g, " ")}: ${who}`,
          data: { emoji: r.name },
        },
      );
      return node;
    });
}

function replies(m, how, unread) {
  const at = ofTS(m.lastReply);
  return button(
    [
      el(
        "span",
        { class: "repliers", "aria-hidden": "true" },
        (m.repliers || []).map((id) => avatar(id, "small")),
      ),
      m.replies ? el("strong", { text: m.replies === 1 ? "1 reply" : `${m.replies} replies` }) : null,
      m.whispers ? el("strong", { text: m.replies ? `and ${m.whispers} only visible to you` : "Only visible to you" }) : null,
      unread ? el("span", { class: "badge", text: `${unread} new` }) : null,
      el("span", { class: "help", text: `${shortDay(at)} at ${clock(at)}` }),
    ],
    () => how.openThread(m.ts),
    { class: "replies", data: { thread: m.ts } },
  );
}
