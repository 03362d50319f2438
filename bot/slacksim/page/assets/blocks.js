// blocks.js draws Block Kit's blocks into a container and keeps, on the next drawing, whatever did not change.
import { el, freshId, reconcile } from "./dom.js";
import { bare, plain, textObject } from "./mrkdwn.js";
import { control, image, initialOf, startOf } from "./controls.js";
import { richText } from "./rich.js";
import { dayKey } from "./time.js";
import { store, workspaceTime } from "./state.js";

// renderBlocks draws blocks. use says where they are: surface, channel, ts; what is known: values, errors, warnings; and how
// to send: press(element, block, value), choose(element, block, value), fill(element, block, value, how).
export function renderBlocks(container, blocks, use) {
  const rev = `${store.now.me} ${dayKey(workspaceTime())}`;
  let serial = 0;
  reconcile(container, blocks, {
    key: (b) => b.block_id || `${b.type}-${serial++}`,
    sign: (b) => JSON.stringify([b, rev, use.errors?.[b.block_id], warned(b, use)]),
    make: (b) => block(b, use),
    update: (node, b) => b.type === "input" && updateInput(node, b, use),
  });
}

// settled passes on what an input outside a form holds, once one has left it.
export function settled(send) {
  return (e, b, value, how) => {
    if (!how?.typing || how.left || how.enter) send(e, b, value);
  };
}

function elementsOf(b) {
  return b.type === "actions" ? b.elements || [] : [b.accessory || b.element].filter(Boolean);
}

function warned(b, use) {
  return elementsOf(b)
    .map((e) => use.warnings?.[e.action_id])
    .filter(Boolean);
}

function block(b, use) {
  const make = {
    section,
    header,
    context,
    actions,
    input,
    image: figure,
    divider: () => el("hr"),
    rich_text: (r) => el("div", { class: "rich" }, richText(r)),
  }[b.type];
  const node = make ? make(b, use) : el("div", { class: "unknown", text: `(A block of type ${b.type} is not shown here.)` });
  node.classList.add("block", `block-${b.type}`);
  if (b.block_id) node.dataset.blockId = b.block_id;
  return node;
}

function header(b) {
  return el("h3", {}, plain(b.text.text, b.text));
}

function section(b, use) {
  const words = el(
    "div",
    { class: "words" },
    b.text && el("div", { class: "text" }, textObject(b.text)),
    b.fields &&
      el(
        "div",
        { class: "fields" },
        b.fields.map((f) => el("div", {}, textObject(f))),
      ),
  );
  return el("div", {}, words, b.accessory && element(b.accessory, b, use, bare(b.text)));
}

function context(b) {
  return el(
    "div",
    {},
    (b.elements || []).map((e) => (e.type === "image" ? image(e, "tiny") : el("span", {}, textObject(e)))),
  );
}

function actions(b, use) {
  return el(
    "div",
    { role: "group" },
    (b.elements || []).map((e) => element(e, b, use)),
  );
}

function figure(b) {
  const shown = image(b, "wide");
  return el(
    "figure",
    {},
    b.title && el("figcaption", {}, plain(b.title.text, b.title)),
    b.slack_file?.id ? el("a", { href: shown.src, target: "_blank", rel: "noopener" }, shown) : shown,
  );
}

// element is a control outside input blocks: what one does with it is sent at once.
function element(e, b, use, label) {
  const warning = use.warnings?.[e.action_id];
  const settle = settler((value) => use.choose(e, b, value));
  const node = control(e, {
    block: b,
    held: startOf(e, use.values?.[b.block_id]?.[e.action_id]),
    send: (value, how) => (how?.settling ? settle.soon(value) : use.choose(e, b, value)),
    press: (value) => use.press(e, b, value),
    describe: { id: freshId(), label: bare(e.placeholder) || label || "Choose", about: label },
  });
  if (e.type === "image") return node;
  node.addEventListener("focusout", settle.now);
  return el(
    "div",
    { class: `element element-${e.type}` },
    node,
    warning &&
      el(
        "span",
        { class: "warning", role: "alert", data: { warning: e.action_id } },
        "⚠ ",
        warning[0].toUpperCase() + warning.slice(1),
      ),
  );
}

// settler sends the last of several values: soon, or now.
function settler(send) {
  let timer = 0,
    held = null;
  const now = () => {
    clearTimeout(timer);
    if (held) send(held.value);
    held = null;
  };
  const soon = (value) => {
    clearTimeout(timer);
    held = { value };
    timer = setTimeout(now, 300);
  };
  return { soon, now };
}

function input(b, use) {
  const node = el("div");
  const labelId = freshId("label"),
    hintId = freshId("hint"),
    errorId = freshId("error"),
    id = freshId("field");
  const group = ["checkboxes", "radio_buttons"].includes(b.element.type);
  const label = el(group ? "div" : "label", { class: "label", id: labelId, for: group ? null : id });
  const slot = el("div", { class: "slot" });
  node.$parts = {
    label,
    slot,
    hint: el("div", { class: "hint", id: hintId }),
    error: el("div", { class: "error", id: errorId, role: "alert" }),
    describe: { id, labelledBy: labelId, describedBy: `${hintId} ${errorId}` },
  };
  node.append(label, slot, node.$parts.hint, node.$parts.error);
  fillInput(node, b, use, startOf(b.element, use.values?.[b.block_id]?.[b.element.action_id]));
  return node;
}

// updateInput changes an input block in place. What was typed stays unless the element became another or starts with another value, as in Slack.
function updateInput(node, b, use) {
  const old = node.$block;
  if (
    !node.$parts ||
    old.type !== "input" ||
    old.element.type !== b.element.type ||
    old.element.action_id !== b.element.action_id ||
    JSON.stringify(initialOf(old.element)) !== JSON.stringify(initialOf(b.element))
  )
    return false;
  fillInput(node, b, use, node.$control.$read?.(), JSON.stringify(old.element) === JSON.stringify(b.element));
  return true;
}

// replaceKeepingCaret puts a new control in a slot. Who was typing in the old one goes on typing.
function replaceKeepingCaret(slot, control) {
  const was = slot.contains(document.activeElement) ? document.activeElement : null;
  const at = was?.dataset.value ? `[data-value="${CSS.escape(was.dataset.value)}"]` : "";
  const [from, to] = was?.matches("input[type=text], textarea") ? [was.selectionStart, was.selectionEnd] : [null, null];
  slot.replaceChildren(control);
  const now = was && (slot.querySelector(`input${at}, textarea${at}`) || slot.querySelector("input, textarea"));
  now?.focus({ preventScroll: true });
  if (from !== null && now?.matches("input[type=text], textarea")) now.setSelectionRange(from, to);
}

function fillInput(node, b, use, held, keepControl) {
  const { label, slot, hint, error, describe } = node.$parts;
  const said = use.errors?.[b.block_id];
  label.replaceChildren(
    ...plain(b.label.text, b.label),
    ...(b.optional ? [el("span", { class: "optional", text: " (optional)" })] : []),
  );
  hint.replaceChildren(...(b.hint ? plain(b.hint.text, b.hint) : []));
  if (error.textContent !== (said || "")) error.textContent = said || "";
  node.classList.toggle("wrong", Boolean(said));
  node.$block = b;
  node.$use = use;
  if (!keepControl) {
    // A control that holds an instant as {unix} is drawn from the plain number.
    const plainHeld = held && typeof held === "object" && "unix" in held ? held.unix : held;
    node.$control = control(b.element, {
      block: b,
      held: plainHeld,
      send: (value, how) => node.$use.fill(b.element, node.$block, value, how),
      press: () => {},
      describe: { ...describe, required: b.optional ? null : "true" },
    });
    replaceKeepingCaret(slot, node.$control);
  }
  const field = slot.querySelector("input, textarea");
  if (said) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
}
