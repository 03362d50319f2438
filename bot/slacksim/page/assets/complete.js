// complete.js is the list over a composer: commands after "/", people after "@", channels after "#", emoji after ":".
import { el, freshId } from "./dom.js";
import { avatar } from "./avatar.js";
import { names, unicode } from "./emoji.js";
import { store } from "./state.js";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// found is what fits the word before the caret: entries, and where the word starts.
function found(before, { commands }) {
  const command = /^\/\S*$/.exec(before);
  if (command && commands) {
    return {
      from: 0,
      label: "Commands",
      entries: store.now.commands
        .filter((c) => c.command.startsWith(before))
        .map((c) => ({
          words: `${c.command} `,
          label: c.command,
          hint: c.hint,
          help: c.description,
          data: { command: c.command },
        })),
    };
  }
  const m = /(?:^|[\s(])([@#:])([^\s@#:]*)$/.exec(before);
  if (!m) return null;
  const word = fold(m[2]),
    from = before.length - m[2].length - 1;
  if (m[1] === "@") {
    return {
      from,
      label: "People",
      entries: store.now.users
        .filter(
          (u) =>
            !u.gone &&
            (fold(u.name).startsWith(word) ||
              fold(u.real)
                .split(" ")
                .some((w) => w.startsWith(word))),
        )
        .slice(0, 10)
        .map((u) => ({
          words: `@${u.name} `,
          label: u.real,
          hint: `@${u.name}`,
          help: u.title || (u.bot ? "App" : ""),
          icon: avatar(u.id, "small"),
          data: { mention: u.name },
        })),
    };
  }
  if (m[1] === "#") {
    return {
      from,
      label: "Channels",
      entries: store.now.channels
        .filter((c) => c.kind === "channel" && c.name.startsWith(word))
        .slice(0, 10)
        .map((c) => ({ words: `#${c.name} `, label: `#${c.name}`, help: c.topic, data: { channel: c.id } })),
    };
  }
  if (word.length < 2) return null;
  return {
    from,
    label: "Emoji",
    entries: names(word).map((n) => ({
      words: `:${n}: `,
      label: `:${n}:`,
      icon: el("span", { class: "emoji", text: unicode(n) }),
      data: { emoji: n },
    })),
  };
}

// completer ties the list to a text line. key(event) tells whether the list took the key.
export function completer(text, box, allow) {
  const list = el("ul", { class: "listbox complete", role: "listbox", id: freshId("complete"), hidden: true });
  let now = null,
    active = 0,
    dismissed = "";
  text.setAttribute("aria-controls", list.id);
  box.prepend(list);
  list.addEventListener("pointerdown", (e) => e.preventDefault());
  list.addEventListener("click", (e) => {
    const item = e.target.closest("[role=option]");
    if (!item) return;
    take(Number(item.dataset.index));
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  text.addEventListener("blur", () => close());

  function close() {
    now = null;
    list.hidden = true;
    text.setAttribute("aria-expanded", "false");
    text.removeAttribute("aria-activedescendant");
  }
  function update() {
    const before = text.value.slice(0, text.selectionStart);
    const next = before === dismissed ? null : found(before, allow);
    if (!next || !next.entries.length || document.activeElement !== text) {
      close();
      return;
    }
    now = next;
    active = 0;
    list.setAttribute("aria-label", next.label);
    list.replaceChildren(
      el("li", { class: "group", role: "presentation", text: next.label }),
      ...next.entries.map((e, i) =>
        el(
          "li",
          { role: "option", id: `${list.id}-${i}`, data: { index: String(i), ...e.data } },
          e.icon,
          el(
            "span",
            { class: "words" },
            el("span", {}, el("strong", { text: e.label }), e.hint && el("span", { class: "syntax", text: ` ${e.hint}` })),
            e.help && el("span", { class: "help", text: e.help }),
          ),
        ),
      ),
    );
    list.hidden = false;
    text.setAttribute("aria-expanded", "true");
    mark();
  }
  function mark() {
    list.querySelectorAll("[role=option]").forEach((n, i) => {
      n.classList.toggle("active", i === active);
      n.setAttribute("aria-selected", String(i === active));
      if (i === active) n.scrollIntoView({ block: "nearest" });
    });
    text.setAttribute("aria-activedescendant", `${list.id}-${active}`);
  }
  function take(i) {
    const entry = now.entries[i];
    text.setRangeText(entry.words, now.from, text.selectionStart, "end");
    dismissed = text.value.slice(0, text.selectionStart);
    close();
    text.focus();
  }
  function key(e) {
    if (!now || e.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) {
      e.preventDefault();
      active = (active + step + now.entries.length) % now.entries.length;
      mark();
      return false;
    }
    if (e.key === "Escape") {
      e.preventDefault();
      e.stopPropagation();
      dismissed = text.value.slice(0, text.selectionStart);
      close();
      return false;
    }
    if (e.key !== "Tab" && e.key !== "Enter") return false;
    // What is typed to its end is sent by Enter.
    if (e.key === "Enter" && now.entries[active].words.trim() === text.value.slice(now.from, text.selectionStart)) {
      close();
      return false;
    }
    e.preventDefault();
    take(active);
    return true;
  }
  return { update, close, key };
}
