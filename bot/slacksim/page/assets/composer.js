// composer.js is the line in which one writes: messages, replies and commands.
import { el, button, menu, freshId } from "./dom.js";
import { act, store, channel, nameOf, user } from "./state.js";
import { completer } from "./complete.js";
import { attachment, sendable } from "./attach.js";

const drafts = new Map(); // person, channel and thread → what is written and not sent

// composer makes the line of a conversation, or of a thread in it.
export function composer({ channel: id, thread = "", textId }) {
  const key = `${store.now.me} ${id} ${thread}`;
  const c = channel(id);
  const label = thread ? "Reply…" : `Message ${c?.kind === "channel" ? "#" : ""}${nameOf(c)}`;
  const usage = el("div", { class: "usage", role: "status" });
  const text = el("textarea", {
    rows: "1",
    id: textId || freshId("line"),
    placeholder: label,
    "aria-label": label,
    value: drafts.get(key) || "",
    autocomplete: "off",
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    data: { composer: thread ? "thread" : "channel", channel: id },
  });
  const send = button("➤", () => submit(), {
    class: "send",
    "aria-label": "Send",
    title: "Send (Enter)",
    data: { tool: "send" },
  });
  const quickly = button("⚡", () => menu(quickly, "Shortcuts", shortcuts(text), { align: "start" }), {
    class: "icon",
    "aria-label": "Shortcuts",
    title: "Shortcuts",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    data: { tool: "shortcuts" },
  });
  const file = attachment(() => changed());
  const box = el(
    "div",
    { class: "composer" },
    text,
    file.line,
    el(
      "div",
      { class: "composer-row" },
      !thread && quickly,
      file.choose,
      file.input,
      button("@", () => insert("@"), { class: "icon", "aria-label": "Mention somebody", title: "Mention somebody" }),
      el(
        "span",
        { class: "keys", "aria-hidden": "true" },
        el("kbd", { text: "Enter" }),
        " sends, ",
        el("kbd", { text: "Shift+Enter" }),
        " new line",
      ),
      send,
    ),
  );
  const node = el("div", { class: "composer-wrap" }, box, usage);
  const list = completer(text, box, { commands: !thread });
  let eaten = false;

  function changed() {
    drafts.set(key, text.value);
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 220)}px`;
    send.disabled = !text.value.trim() && !file.held();
    usage.textContent = usageOf(text.value, thread);
    list.update();
  }
  function insert(words) {
    text.focus();
    text.setRangeText(
      text.selectionStart && !/\s$/.test(text.value.slice(0, text.selectionStart)) ? ` ${words}` : words,
      text.selectionStart,
      text.selectionEnd,
      "end",
    );
    changed();
  }
  async function submit() {
    const words = text.value;
    const held = file.held();
    if (!words.trim() && !held) return;
    file.show(null);
    text.value = "";
    changed();
    list.close();
    box.setAttribute("aria-busy", "true");
    const sent = await act("say", { channel: id, thread, text: words, file: await sendable(held) });
    box.removeAttribute("aria-busy");
    if (!sent && !text.value) {
      text.value = words;
      file.show(held);
    }
  }
  text.addEventListener("input", changed);
  text.addEventListener("keydown", (e) => {
    eaten = e.key === "Enter" && !e.shiftKey && !e.isComposing;
    if (list.key(e)) {
      changed();
      return;
    }
    if (eaten) {
      e.preventDefault();
      submit();
    }
  });
  // Some keyboards send the line break apart from the key.
  text.addEventListener("beforeinput", (e) => {
    if (eaten && e.inputType === "insertLineBreak") e.preventDefault();
  });
  text.addEventListener("keyup", () => {
    eaten = false;
  });
  node.$write = (words) => {
    text.value = words;
    changed();
    list.close();
    text.focus();
  };
  requestAnimationFrame(changed);
  return node;
}

// usageOf is the hint under a command that is being typed.
function usageOf(words, thread) {
  const name = words.trimStart().split(/\s/)[0];
  const command = name.startsWith("/") && store.now.commands.find((c) => c.command === name);
  if (!command) return "";
  return thread ? "Commands do not work in threads." : `${command.command} ${command.hint || ""} – ${command.description}`;
}

function shortcuts(text) {
  const all = store.now.shortcuts
    .filter((s) => s.type === "global")
    .map((s) => ({
      icon: "⚡",
      label: s.name,
      help: s.description,
      data: { shortcut: s.id },
      run: () => act("shortcut", { shortcut: s.id }),
    }));
  const commands = {
    icon: "/",
    label: "Commands",
    help: "The same as typing /",
    run: () => {
      text.value = "/";
      text.focus();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    },
  };
  return [{ heading: store.now.app.name }, ...all, ...(all.length ? ["-"] : []), commands];
}

// joinBar stands in the composer's place where one cannot write.
export function joinBar(c) {
  if (c.archived) return el("div", { class: "join" }, "This channel is archived. Nobody can write here.");
  return el(
    "div",
    { class: "join" },
    `You are looking at #${c.name} as ${user(store.now.me).real}.`,
    button("Join channel", () => act("join", { channel: c.id }), { class: "btn primary", data: { tool: "join" } }),
  );
}
