// select.js is the menu of one or several choices: a line that opens a list and narrows it while one types.
import { el, button, freshId, popup } from "./dom.js";
import { bare } from "./mrkdwn.js";
import { avatar } from "./avatar.js";
import { store, nameOf } from "./state.js";

// choices are what an element offers: {value, label, help, group, icon}.
function choices(e) {
  const kind = e.type.replace(/^multi_/, "");
  if (kind === "users_select")
    return people().map((u) => ({ value: u.id, label: u.real, help: u.title, icon: avatar(u.id, "small") }));
  if (kind === "channels_select") return rooms(["public"]);
  if (kind === "conversations_select") return conversations(e.filter || {});
  const one = (group) => (o) => ({ value: o.value, label: bare(o.text), help: bare(o.description), group });
  if (e.option_groups) return e.option_groups.flatMap((g) => g.options.map(one(bare(g.label))));
  return (e.options || []).map(one());
}

// people are the members, the app itself last.
function people() {
  return store.now.users.filter((u) => !u.gone).sort((a, b) => Number(Boolean(a.bot)) - Number(Boolean(b.bot)));
}

function rooms(kinds) {
  return store.now.channels
    .filter((c) => c.kind === "channel" && !c.archived && kinds.includes(c.private ? "private" : "public"))
    .map((c) => ({
      value: c.id,
      label: c.name,
      icon: el("span", { class: "hash", "aria-hidden": "true", text: c.private ? "🔒" : "#" }),
    }));
}

function conversations({ include, exclude_bot_users: noBots, exclude_external_shared_channels: noShared }) {
  const kinds = include || ["public", "private", "im", "mpim"];
  let found = rooms(kinds);
  if (noShared) found = found.filter((o) => !store.now.channels.find((c) => c.id === o.value)?.shared);
  const direct = store.now.channels.filter(
    (c) =>
      (c.kind === "group" && kinds.includes("mpim")) ||
      (kinds.includes("im") && (c.kind === "direct" || (c.kind === "app" && !noBots))),
  );
  return [...found, ...direct.map((c) => ({ value: c.id, label: nameOf(c), icon: avatar(c.with[0], "small") }))];
}

// select is the control of any select element. onChange gets a value, null, or for multi selects an array.
export function select(e, { held, optional, onChange, hooks, describe, multi = e.type.startsWith("multi_") }) {
  let chosen = multi ? [...(held || [])] : held ? [held] : [];
  let open = null,
    active = -1,
    offered = [],
    typed = false;
  const listId = freshId("list");
  const input = el("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    id: describe.id,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-labelledby": describe.labelledBy,
    "aria-label": describe.label,
    "aria-describedby": describe.describedBy,
    "aria-required": describe.required,
    data: hooks,
  });
  const chips = el("span", { class: "chips" });
  const clear = button(
    "×",
    () => {
      choose(null);
      input.focus();
    },
    { class: "clear", "aria-label": "Clear the choice", tabindex: "-1" },
  );
  const node = el(
    "div",
    { class: multi ? "select multi" : "select" },
    multi && chips,
    input,
    !multi && optional && clear,
    el("span", { class: "arrow", "aria-hidden": "true" }),
  );

  const all = () => choices(e);
  const labelOf = (value) => all().find((o) => o.value === value)?.label ?? value;

  function draw() {
    typed = false;
    clear.hidden = chosen.length === 0;
    input.placeholder = multi && chosen.length ? "" : bare(e.placeholder) || (multi ? "Choose…" : "Choose one…");
    if (!multi) {
      input.value = chosen.length ? labelOf(chosen[0]) : "";
      return;
    }
    input.value = "";
    chips.replaceChildren(
      ...chosen.map((value) =>
        el(
          "span",
          { class: "chip", data: { value } },
          labelOf(value),
          button(
            "×",
            (ev) => {
              ev.stopPropagation();
              drop(value);
            },
            { "aria-label": `Remove ${labelOf(value)}` },
          ),
        ),
      ),
    );
  }
  function drop(value) {
    chosen = chosen.filter((v) => v !== value);
    changed();
  }
  function changed() {
    draw();
    onChange(multi ? [...chosen] : (chosen[0] ?? null));
    if (open) fill();
  }
  function choose(value) {
    if (!multi) {
      chosen = value === null ? [] : [value];
      hide();
      changed();
      return;
    }
    if (chosen.includes(value)) {
      drop(value);
      return;
    }
    if (e.max_selected_items && chosen.length >= e.max_selected_items) return;
    chosen.push(value);
    changed();
  }

  const list = el("ul", {
    class: "listbox",
    role: "listbox",
    id: listId,
    "aria-multiselectable": multi ? "true" : null,
    on: {
      pointerdown: (ev) => {
        ev.preventDefault();
      },
      click: (ev) => {
        const o = ev.target.closest("[role=option]");
        if (o) choose(o.dataset.value);
      },
    },
  });

  function fill() {
    const words = typed ? fold(input.value).split(/\s+/).filter(Boolean) : [];
    offered = all().filter((o) => words.every((w) => fold(`${o.label} ${o.help || ""}`).includes(w)));
    let group = null;
    list.replaceChildren(
      ...offered.flatMap((o, i) => {
        const item = el(
          "li",
          { role: "option", id: `${listId}-${i}`, "aria-selected": String(chosen.includes(o.value)), data: { value: o.value } },
          el("span", { class: "tick", "aria-hidden": "true" }),
          o.icon,
          el("span", { class: "words" }, el("span", { text: o.label }), o.help && el("span", { class: "help", text: o.help })),
        );
        const head = o.group && o.group !== group ? [el("li", { class: "group", role: "presentation", text: o.group })] : [];
        group = o.group;
        return [...head, item];
      }),
    );
    if (!offered.length) list.append(el("li", { class: "none", role: "presentation", text: "Nothing matches." }));
    const at = offered.findIndex((o) => chosen.includes(o.value));
    mark(typed ? (offered.length ? 0 : -1) : at);
  }
  function mark(i) {
    active = i;
    list.querySelectorAll(".active").forEach((n) => n.classList.remove("active"));
    const item = i >= 0 ? list.querySelector(`#${CSS.escape(`${listId}-${i}`)}`) : null;
    item?.classList.add("active");
    item?.scrollIntoView({ block: "nearest" });
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
  }
  function show() {
    if (open) return;
    fill(); // before it is placed: its height decides whether it goes below or above
    input.setAttribute("aria-expanded", "true");
    open = popup(node, list, {
      manual: true,
      onClose: () => {
        open = null;
        input.setAttribute("aria-expanded", "false");
        input.removeAttribute("aria-activedescendant");
        draw();
      },
    });
    mark(active);
    if (!multi && !typed) input.select();
  }
  function hide() {
    open?.();
  }

  function key(ev) {
    // What is typed narrows the list; it does not go on with the name of what is chosen.
    if (!open && !typed && !multi && ev.key.length === 1 && !ev.ctrlKey && !ev.metaKey) input.select();
    const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
    if (step) {
      ev.preventDefault();
      if (!open) show();
      else if (offered.length) mark((active + step + offered.length) % offered.length);
    } else if (ev.key === "Enter") {
      ev.preventDefault();
      if (!open) show();
      else if (active >= 0) choose(offered[active].value);
    } else if (ev.key === "Tab") {
      if (open && typed && active >= 0 && !multi) choose(offered[active].value);
      hide();
    } else if (ev.key === "Backspace" && multi && !input.value && chosen.length) {
      drop(chosen[chosen.length - 1]);
    }
  }
  input.addEventListener("keydown", key);
  input.addEventListener("keypress", (ev) => {
    if (ev.key === "Enter") ev.preventDefault();
  }); // Enter chooses here, it sends no form
  input.addEventListener("input", () => {
    typed = true;
    show();
    fill();
  });
  node.addEventListener("click", (ev) => {
    if (ev.target.closest("button")) return;
    if (document.activeElement !== input) input.focus();
    show();
  });
  input.addEventListener("blur", () => {
    if (typed && !input.value && !multi && optional && chosen.length) choose(null);
    hide();
  });
  draw();
  node.$read = () => (multi ? [...chosen] : (chosen[0] ?? null));
  return node;
}

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
