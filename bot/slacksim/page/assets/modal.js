// modal.js shows the stack of forms and sends what is filled in, in order.
import { el, button, freshId } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { act, store } from "./state.js";
import { decode } from "./mrkdwn.js";

const frames = new Map(); // view id → its form; only the top one is in the document, the others stay as they are
let dialog = null,
  shownTop = "",
  shownErrors = "",
  chain = Promise.resolve(),
  timer = 0;

const waiting = new Map(); // view id and block → what is typed and not sent yet
const sent = new Map(); // view id and block → what was sent last

// drawModal shows the form on top, or none.
export function drawModal(views) {
  for (const id of [...frames.keys()])
    if (!views.some((v) => v.id === id)) {
      frames.delete(id);
      forget(id);
    }
  if (!views.length) {
    shownTop = "";
    if (dialog) {
      dialog.remove();
      dialog = null;
    }
    return;
  }
  if (!dialog) {
    entered = false;
    dialog = el("dialog", {
      class: "modal",
      on: {
        cancel: (e) => e.preventDefault(),
        keydown: pressed,
        keypress: typed,
        keyup: () => (entered = false),
        close: () => dialog?.isConnected && dialog.showModal(),
      },
    });
    document.getElementById("forms").append(dialog);
    dialog.showModal();
  }
  const top = views[views.length - 1];
  if (!frames.has(top.id)) frames.set(top.id, frameOf(top));
  const form = frames.get(top.id);
  fill(form, top, views.length);
  if (shownTop !== top.id) {
    shownTop = top.id;
    shownErrors = "";
    dialog.querySelector("form")?.remove();
    dialog.prepend(form);
    dialog.setAttribute("aria-labelledby", form.$parts.title.id);
    focusFirst(form, top);
  }
  showErrors(form, top);
}

// showErrors leads to the first field with an error when errors have come.
function showErrors(form, view) {
  const errors = JSON.stringify(view.errors || {});
  if (errors === shownErrors) return;
  const more = Object.keys(view.errors || {}).length > Object.keys(JSON.parse(shownErrors || "{}")).length;
  shownErrors = errors;
  const wrong = more && form.querySelector("[aria-invalid=true]");
  if (!wrong) return;
  wrong.focus();
  wrong.closest(".block").scrollIntoView({ block: "nearest" });
}

let entered = false; // Enter was pressed in the form, and not let go yet

function pressed(e) {
  if (e.key === "Enter" && !e.repeat) entered = true;
  if (e.key !== "Escape") return;
  e.preventDefault();
  back();
}

// typed keeps the Enter that sent a command, and is still held, from sending the form that the command opened.
function typed(e) {
  if (e.key === "Enter" && !entered) e.preventDefault();
}

// back does not wait for what is under way: a form can always be left.
function back() {
  return act("back");
}

function frameOf(view) {
  const p = {
    back: button("←", back, { class: "icon", "aria-label": "Back", data: { modal: "back" } }),
    title: el("h2", { id: freshId("title") }),
    trouble: el("div", { class: "trouble", role: "alert" }),
    body: el("div", { class: "blocks modal-body" }),
    close: button("Close", back, { class: "btn", data: { modal: "cancel" } }),
    submit: el("button", { type: "submit", class: "btn primary", data: { modal: "submit" } }),
  };
  const x = button("×", () => act(store.now.views.length > 1 ? "close" : "back"), {
    class: "icon",
    "aria-label": "Close",
    data: { modal: "close" },
  });
  const form = el(
    "form",
    {
      novalidate: true,
      data: { viewId: view.id, callbackId: view.callback },
      on: {
        submit: (e) => {
          e.preventDefault();
          submit(form);
        },
      },
    },
    el("header", {}, p.back, p.title, x),
    p.trouble,
    p.body,
    el("footer", {}, p.close, p.submit),
  );
  form.$parts = p;
  return form;
}

function fill(form, view, depth) {
  const p = form.$parts;
  form.$view = view;
  p.title.textContent = decode(view.title);
  p.back.hidden = depth < 2;
  p.close.textContent = decode(view.close) || (view.submit ? "Cancel" : "Close");
  p.submit.hidden = !view.submit;
  if (p.submit.getAttribute("aria-busy") !== "true") p.submit.textContent = decode(view.submit);
  if (p.trouble.textContent !== (view.trouble || "")) p.trouble.textContent = view.trouble || "";
  renderBlocks(p.body, view.blocks, {
    surface: "modal",
    values: view.values,
    errors: view.errors,
    warnings: view.warnings,
    press: (e, b, value) => then("press", { surface: "modal", action: e.action_id, block: b.block_id, value }),
    choose: (e, b, value) => then("choose", { surface: "modal", action: e.action_id, block: b.block_id, value }),
    fill: (e, b, value, how) => filled(view.id, e, b, value, how || {}),
  });
}

function focusFirst(form, view) {
  const wanted = view.blocks.find((b) => b.element?.focus_on_load);
  const scope = wanted ? form.querySelector(`[data-block-id="${CSS.escape(wanted.block_id)}"]`) : form.$parts.body;
  const field =
    scope?.querySelector("input:not([tabindex='-1']), textarea") ||
    form.$parts.body.querySelector("button") ||
    (form.$parts.submit.hidden ? form.$parts.close : form.$parts.submit);
  field.focus();
}

// filled keeps what an input block holds and decides when the workspace hears of it: at once when it is chosen, soon when
// it is typed, and on Enter only where the block says so.
function filled(view, e, b, value, how) {
  const key = `${view} ${b.block_id}`;
  if (how.left && !waiting.has(key) && sent.get(key) === JSON.stringify(value)) return; // the last word was heard already
  waiting.set(key, { block: b.block_id, action: e.action_id, value });
  const triggers = e.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  if (how.typing && b.dispatch_action && !triggers.includes("on_character_entered")) return;
  clearTimeout(timer);
  if (!how.typing && !how.settling) flush();
  else timer = setTimeout(flush, how.typing && b.dispatch_action ? 150 : 400);
}

// flush sends what waits, one after another.
function flush() {
  clearTimeout(timer);
  chain = chain
    .catch(() => {})
    .then(async () => {
      for (const key of [...waiting.keys()]) {
        if (!key.startsWith(`${shownTop} `)) continue; // its form lies below; it is sent when that is on top again
        const what = waiting.get(key); // as it is by now: one goes on typing while an earlier one is under way
        if (!what) continue; // its form is gone
        waiting.delete(key);
        sent.set(key, JSON.stringify(what.value));
        await act("fill", what);
      }
    });
  return chain;
}

// then does something after what waits has been sent, and before what comes later.
function then(name, fields) {
  flush();
  const done = chain.then(() => act(name, fields));
  chain = done;
  return done;
}

function forget(view) {
  for (const map of [waiting, sent]) for (const key of [...map.keys()]) if (key.startsWith(`${view} `)) map.delete(key);
}

async function submit(form) {
  const { submit: node } = form.$parts;
  if (node.hidden || node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  node.textContent = "One moment…";
  try {
    await then("submit");
  } finally {
    node.removeAttribute("aria-busy");
    node.textContent = decode(form.$view.submit);
  }
}
