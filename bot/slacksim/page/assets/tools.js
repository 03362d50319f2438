// tools.js is the row of tools that appears at a message, and its menu.
import { el, button, menu, popup, moveFocus } from "./dom.js";
import { unicode, quick } from "./emoji.js";
import { act, store } from "./state.js";
import { confirmed } from "./confirm.js";
import { decode } from "./mrkdwn.js";

// tools are the buttons at a message. now() is the message as it is at the click.
export function tools(node, now, how) {
  const m = now() || {},
    at = () => ({ channel: store.now.place.channel, ts: now().ts });
  const private_ = node.classList.contains("private");
  const more = button("⋮", () => menu(more, "Message", entries(node, now, how, at)), {
    "aria-label": "More actions",
    title: "More actions",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    data: { tool: "more" },
  });
  if (private_) return el("div", { class: "tools", role: "group", "aria-label": "Message tools" }, more);
  const react = button("☺", () => picker(react, (emoji) => act("react", { ...at(), emoji })), {
    "aria-label": "Add a reaction",
    title: "Add a reaction",
    "aria-haspopup": "true",
    "aria-expanded": "false",
    data: { tool: "react" },
  });
  return el(
    "div",
    { class: "tools", role: "group", "aria-label": "Message tools" },
    button("💡", () => act("react", { ...at(), emoji: "bulb" }), {
      "aria-label": "React with a light bulb",
      title: "React with :bulb:",
      data: { tool: "bulb" },
    }),
    react,
    how.openThread &&
      button("💬", () => how.openThread(now().thread || now().ts), {
        "aria-label": "Reply in thread",
        title: "Reply in thread",
        data: { tool: "reply" },
      }),
    more,
  );
}

function entries(node, now, how, at) {
  const m = now(),
    mine = m.user === store.now.me && !m.private;
  const shortcuts = m.private ? [] : store.now.shortcuts.filter((s) => s.type === "message");
  return [
    ...shortcuts.map((s) => ({
      icon: "⚡",
      label: s.name,
      help: store.now.app.name,
      data: { shortcut: s.id },
      run: () => act("shortcut", { ...at(), shortcut: s.id }),
    })),
    ...(shortcuts.length ? ["-"] : []),
    ...(how.openThread && !m.private
      ? [{ icon: "💬", label: "Reply in thread", data: { tool: "reply" }, run: () => how.openThread(m.thread || m.ts) }]
      : []),
    ...(m.private
      ? []
      : [
          {
            icon: "☺",
            label: "Add a reaction",
            data: { tool: "react" },
            run: () => picker(node.querySelector("[data-tool=more]"), (emoji) => act("react", { ...at(), emoji })),
          },
        ]),
    {
      icon: "🔗",
      label: "Copy link",
      run: () => navigator.clipboard?.writeText(`${location.origin}/archives/${at().channel}/p${m.ts.replace(".", "")}`),
    },
    ...(mine
      ? [
          { icon: "✏️", label: "Edit message", data: { tool: "edit" }, run: () => editor(node, m, at()) },
          { icon: "🗑", label: "Delete message", danger: true, data: { tool: "delete" }, run: () => remove(at()) },
        ]
      : []),
  ];
}

async function remove(at) {
  const sure = await confirmed({
    title: { text: "Delete message" },
    text: { type: "plain_text", text: "Are you sure? This cannot be undone." },
    confirm: { text: "Delete" },
    deny: { text: "Cancel" },
    style: "danger",
  });
  if (sure) act("delete", at);
}

// picker is a small table of emoji.
function picker(anchor, choose) {
  let close = () => {};
  const box = el(
    "div",
    { class: "picker", role: "menu", "aria-label": "Reactions" },
    quick.map((name) =>
      button(
        unicode(name),
        () => {
          close();
          anchor.focus();
          choose(name);
        },
        { role: "menuitem", "aria-label": name.replace(/_/g, " "), title: `:${name}:`, data: { emoji: name } },
      ),
    ),
  );
  box.addEventListener("keydown", (e) => moveFocus(e, [...box.children]));
  close = popup(anchor, box, { align: "end" });
  box.firstElementChild.focus();
}

// editor puts a message's words into a line to change them.
function editor(node, m, at) {
  const words = node.$parts.words;
  const area = el("textarea", { class: "field", "aria-label": "Edit message", value: editable(m.text), rows: "2" });
  const done = () => {
    words.$sign = "";
    node.$sign = "";
    words.replaceChildren(...before);
    node.$parts.blocks.hidden = false;
    node.focus();
  };
  const before = [...words.childNodes];
  const save = async () => {
    const text = area.value.trim();
    done();
    if (text && text !== editable(m.text)) await act("edit", { ...at, text });
  };
  area.addEventListener("keydown", (e) => {
    if (e.key === "Escape") {
      e.stopPropagation();
      done();
    }
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      save();
    }
  });
  words.replaceChildren(
    el(
      "div",
      { class: "editing" },
      area,
      el(
        "div",
        { class: "buttons" },
        button("Cancel", done, { class: "btn" }),
        button("Save", save, { class: "btn primary", data: { tool: "save" } }),
      ),
    ),
  );
  node.$parts.blocks.hidden = true;
  area.focus();
}

// editable is a text as its author would type it.
function editable(text) {
  return decode(
    text
      .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id) => `@${store.now.users.find((u) => u.id === id)?.name || id}`)
      .replace(
        /<#([A-Z0-9]+)(?:\|([^>]*))?>/g,
        (whole, id, name) => `#${store.now.channels.find((c) => c.id === id)?.name || name || id}`,
      )
      .replace(/<(https?:[^>|]*)(?:\|[^>]*)?>/g, "$1"),
  );
}
