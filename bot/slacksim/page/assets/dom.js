// dom.js makes and keeps elements. People's words only ever become text nodes here.

// el makes an element. Properties: class, text, on (event → listener), data (→ data-*), style is not
// available (the policy forbids it); everything else is an attribute; null, undefined and false leave it out.
export function el(name, props = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "text") node.textContent = value;
    else if (key === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (key === "data")
      for (const [k, v] of Object.entries(value)) {
        if (v !== undefined && v !== null) node.dataset[k] = v;
      }
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

// button is a button that does something. It never submits a form.
export function button(label, onClick, props = {}) {
  return el("button", { type: "button", ...props, on: { click: onClick, ...(props.on || {}) } }, label);
}

let serial = 0;
// freshId ties a label to its field.
export function freshId(prefix = "f") {
  return `${prefix}-${++serial}`;
}

// reconcile makes parent's children be the items, in order. Each item has a key (what it is) and a sign
// (how it looks). An element with the same key and sign is left alone, so focus, caret and what is being
// typed stay; with another sign, update may change it in place by returning true, else it is replaced.
export function reconcile(parent, items, { key, sign, make, update }) {
  const old = new Map();
  for (const child of [...parent.children]) {
    if (child.$key === undefined) child.remove();
    else old.set(child.$key, child);
  }
  const wanted = items.map((item) => {
    const k = key(item),
      s = sign(item);
    let node = old.get(k);
    if (node && node.$sign !== s) {
      if (!(update && update(node, item))) node = replaceKeepingFocus(node, make(item));
    } else if (!node) {
      node = make(item);
    }
    old.delete(k);
    node.$key = k;
    node.$sign = s;
    return node;
  });
  for (const gone of old.values()) gone.remove();
  let at = parent.firstElementChild;
  for (const node of wanted) {
    if (node === at) at = at.nextElementSibling;
    else parent.insertBefore(node, at);
  }
}

// replaceKeepingFocus puts a new element in an old one's place. Focus moves to the same control in it.
function replaceKeepingFocus(node, fresh) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  const path = focused && hook(focused);
  node.replaceWith(fresh);
  if (path) (fresh.matches(path) ? fresh : fresh.querySelector(path))?.focus({ preventScroll: true });
  return fresh;
}

function hook(node) {
  const { actionId, value } = node.dataset;
  if (!actionId) return null;
  return `[data-action-id="${CSS.escape(actionId)}"]` + (value ? `[data-value="${CSS.escape(value)}"]` : "");
}

// popup shows an element above everything, beside an anchor. It closes by Escape, a click elsewhere or the returned function.
export function popup(anchor, content, { onClose, align = "start", manual = false } = {}) {
  content.setAttribute("popover", "manual");
  const root = anchor.closest("dialog") || document.body;
  root.append(content);
  content.showPopover();
  place(anchor, content, align);
  const outside = (e) => {
    if (!content.contains(e.target) && !anchor.contains(e.target)) close();
  };
  const escape = (e) => {
    if (e.key === "Escape") {
      e.preventDefault();
      e.stopPropagation();
      close();
      if (!manual) anchor.focus();
    }
  };
  const moved = (e) => {
    if (e.target instanceof Node && content.contains(e.target)) return; // it scrolls by itself
    if (!anchor.isConnected || outOfSight(anchor, e.target)) close();
    else place(anchor, content, align);
  };
  const watch = new MutationObserver(() => {
    if (!anchor.isConnected) close();
  });
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", escape, true);
  window.addEventListener("resize", moved);
  document.addEventListener("scroll", moved, true);
  watch.observe(document.body, { childList: true, subtree: true });
  let open = true;
  function close() {
    if (!open) return;
    open = false;
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", escape, true);
    window.removeEventListener("resize", moved);
    document.removeEventListener("scroll", moved, true);
    watch.disconnect();
    content.remove();
    onClose?.();
  }
  return close;
}

// outOfSight tells whether an element has left the part of a scrolled box that one sees.
function outOfSight(node, scrolled) {
  if (!(scrolled instanceof Element) || !scrolled.contains(node)) return false;
  const at = node.getBoundingClientRect(),
    seen = scrolled.getBoundingClientRect();
  return at.bottom < seen.top || at.top > seen.bottom;
}

function place(anchor, content, align) {
  const a = anchor.getBoundingClientRect();
  content.style.minWidth = `${Math.min(a.width, 480)}px`;
  content.style.maxHeight = "";
  const room = { below: window.innerHeight - a.bottom - 12, above: a.top - 12 };
  const tall = content.getBoundingClientRect().height;
  const below = room.below >= tall || room.below >= room.above;
  if (tall > Math.max(room.below, room.above)) content.style.maxHeight = `${Math.max(below ? room.below : room.above, 120)}px`;
  const c = content.getBoundingClientRect();
  const top = below ? Math.min(a.bottom + 4, window.innerHeight - c.height - 8) : a.top - c.height - 4;
  const left = align === "end" ? a.right - c.width : a.left;
  content.style.top = `${Math.max(8, top)}px`;
  content.style.left = `${Math.max(8, Math.min(left, window.innerWidth - c.width - 8))}px`;
}

// menu is a popup of choices: arrows move, Enter or a click chooses.
export function menu(anchor, label, entries, { align = "end" } = {}) {
  const list = el("div", { class: "menu", role: "menu", "aria-label": label });
  let close = () => {};
  for (const entry of entries) {
    if (entry === "-") {
      list.append(el("hr"));
      continue;
    }
    if (entry.heading) {
      list.append(el("div", { class: "menu-heading", text: entry.heading }));
      continue;
    }
    list.append(
      button(
        [
          entry.icon && el("span", { class: "menu-icon", "aria-hidden": "true" }, entry.icon),
          el(
            "span",
            { class: "menu-words" },
            el("span", { text: entry.label }),
            entry.help && el("span", { class: "help", text: entry.help }),
          ),
          entry.badge && el("span", { class: "badge", text: String(entry.badge) }),
        ],
        () => {
          close();
          anchor.focus();
          entry.run();
        },
        {
          role: entry.checked === undefined ? "menuitem" : "menuitemradio",
          "aria-checked": entry.checked === undefined ? null : String(entry.checked),
          class: entry.danger ? "danger" : "",
          tabindex: "-1",
          data: entry.data || {},
        },
      ),
    );
  }
  list.addEventListener("keydown", (e) => moveFocus(e, [...list.querySelectorAll("button")]));
  anchor.setAttribute("aria-expanded", "true");
  close = popup(anchor, list, { align, onClose: () => anchor.setAttribute("aria-expanded", "false") });
  (list.querySelector("[aria-checked=true]") || list.querySelector("button"))?.focus();
  return close;
}

// moveFocus lets the arrows walk among buttons.
export function moveFocus(e, buttons) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key];
  const at = buttons.indexOf(document.activeElement);
  let to = null;
  if (step) to = (at + step + buttons.length) % buttons.length;
  if (e.key === "Home") to = 0;
  if (e.key === "End") to = buttons.length - 1;
  if (to === null || buttons.length === 0) return;
  e.preventDefault();
  buttons[to].focus();
}

// busy marks a button while its action is under way.
export async function busy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return undefined;
  node.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}
