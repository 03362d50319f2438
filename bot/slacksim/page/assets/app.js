// app.js ties the page together: snapshots are drawn, addresses are kept, places are opened.
import { el } from "./dom.js";
import { store, onChange, onTrouble, listen, go, act, me, channel, nameOf, place } from "./state.js";
import { drawSidebar } from "./sidebar.js";
import { drawMessages } from "./messages.js";
import { renderBlocks, settled } from "./blocks.js";
import { drawModal } from "./modal.js";
import { drawSide } from "./side.js";
import { drawNotices, notice } from "./notices.js";
import { composer, joinBar } from "./composer.js";
import { drawHead, drawBanner } from "./head.js";

const $ = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const hidden = "guide put away";

// open is what the page shows beside the snapshot.
const open = {
  thread: query.get("thread") || query.get("thread_ts") || "",
  at: query.get("at") || "",
  readTo: store.now.place.readTo,
  panel: false,
  guide: store.guide.steps.length > 0 && !localStorage.getItem(hidden),
  built: "",
};

const nav = {
  open: (ref) => visit(me().name, ref),
  become: (name) => visit(name, store.now.place.kind === "channel" ? store.now.place.channel : "home"),
  drawer: (on) => drawer(on),
  guide: () => {
    localStorage.removeItem(hidden);
    Object.assign(open, { guide: true, panel: false });
    beside();
  },
  panel: () => {
    open.panel = true;
    beside();
    $("side").querySelector("button").focus();
  },
  closePanel: () => {
    open.panel = false;
    draw();
  },
  closeGuide: () => {
    localStorage.setItem(hidden, "yes");
    open.guide = false;
    draw();
  },
  openThread: (ts) => {
    if (narrow()) open.guide = false;
    open.thread = ts;
    remember();
    draw();
    $("side").querySelector("textarea")?.focus();
  },
  closeThread: () => {
    if (narrow()) open.guide = false;
    open.thread = "";
    remember();
    draw();
    $("composer-text")?.focus();
  },
  problems: () => store.now.problems.slice(-3).forEach(notice),
  step: async (s) => {
    await visit(s.person || me().name, s.place || place());
    if (s.type) $("composer").firstElementChild?.$write?.(s.type);
  },
};

// beside shows what stands beside the conversation instead of a thread.
function beside() {
  open.thread = "";
  drawer(false);
  remember(true);
  draw();
}

// visit opens a place as a person, and tells the app when that place is its Home or its messages.
async function visit(as, ref, { thread = "", at = "", push = true } = {}) {
  drawer(false);
  if (narrow()) Object.assign(open, { guide: false, panel: false });
  Object.assign(open, { thread, at, built: "" });
  await go(as, ref);
  if (push) remember();
  tellApp();
}

// narrow tells whether the panes lie over one another.
function narrow() {
  return window.innerWidth <= 900;
}

function tellApp() {
  if (store.now.place.kind === "home") act("home");
  if (store.now.place.kind === "app") act("chat");
}

function remember(replace = false) {
  const q = new URLSearchParams({ as: me().name, in: place() });
  if (open.thread) q.set("thread", open.thread);
  history[replace ? "replaceState" : "pushState"]({}, "", `/?${q}`);
}

function draw() {
  const { place: p } = store.now;
  const key = `${store.now.me} ${p.kind} ${p.channel || ""}`;
  const moved = open.built !== key;
  if (moved) {
    open.built = key;
    open.readTo = p.readTo;
    build(p);
  }
  drawSidebar($("sidebar"), nav);
  drawHead($("place-head"), nav);
  if (p.kind === "home") drawHome(p);
  else drawConversation(moved);
  drawSide($("side"), { thread: p.kind === "home" ? "" : open.thread, panel: open.panel, guide: open.guide, nav });
  drawModal(store.now.views);
  drawNotices();
  drawBanner($("banner"));
  title(p);
}

// build sets the main pane up for another place.
function build(p) {
  const home = p.kind === "home";
  $("home").hidden = !home;
  $("messages").hidden = $("composer").hidden = home;
  $("messages").setAttribute("aria-live", "off");
  $("messages").replaceChildren();
  $("home").replaceChildren();
  $("composer").replaceChildren();
}

function drawHome(p) {
  const v = p.home,
    send = (name) => (e, b, value) => act(name, { surface: "home", action: e.action_id, block: b.block_id, value });
  if (!v) {
    $("home").replaceChildren(el("p", { class: "empty", text: `${store.now.app.name} has not drawn this tab yet.` }));
    return;
  }
  let box = $("home").firstElementChild;
  if (!box?.classList.contains("home-blocks")) {
    box = el("div", { class: "blocks home-blocks" });
    $("home").replaceChildren(box);
  }
  renderBlocks(box, v.blocks, {
    surface: "home",
    values: v.values,
    warnings: v.warnings,
    press: send("press"),
    choose: send("choose"),
    fill: settled(send("choose")),
  });
}

function drawConversation(moved) {
  const box = $("messages"),
    c = channel(store.now.place.channel);
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const list = store.now.messages.filter((m) => !m.thread || m.broadcast);
  drawMessages(box, list, { days: true, readTo: open.readTo, cut: store.now.place.cut, openThread: nav.openThread });
  box.classList.toggle("empty", list.length === 0);
  box.dataset.empty = list.length ? "" : `This is the very beginning of ${c?.kind === "channel" ? `#${c.name}` : nameOf(c)}.`;
  const writable = c && !c.archived && (c.member || c.kind !== "channel");
  const state = `${store.now.me} ${c?.id} ${writable}`;
  if ($("composer").$state !== state || moved) {
    $("composer").$state = state;
    $("composer").replaceChildren(writable ? composer({ channel: c.id, textId: "composer-text" }) : c ? joinBar(c) : "");
    if (writable && moved && !store.now.views.length && !narrow()) $("composer-text").focus({ preventScroll: true });
  }
  if (open.at && find(open.at)) return;
  if (moved || atEnd) box.scrollTop = box.scrollHeight;
  if (moved) requestAnimationFrame(() => box.setAttribute("aria-live", "polite"));
  const last = list[list.length - 1];
  const mark = `${store.now.me} ${c?.id} ${last?.ts}`;
  if (last && document.visibilityState === "visible" && last.ts > (store.now.place.readTo || "") && open.read !== mark) {
    open.read = mark;
    act("read", { channel: c.id, ts: last.ts });
  }
}

// find scrolls to a message that an address names, and opens its thread when it is a reply.
function find(ts) {
  const m = store.now.messages.find((x) => x.ts === ts);
  open.at = "";
  if (!m) return false;
  if (m.thread) {
    open.thread = m.thread;
    return false;
  }
  const node = document.querySelector(`#messages [data-message-ts="${CSS.escape(ts)}"]`);
  node?.classList.add("target");
  node?.scrollIntoView({ block: "center" });
  return true;
}

function drawer(on) {
  document.body.classList.toggle("drawer", on);
  $("shade").hidden = !on;
  document.querySelector(".drawer-open")?.setAttribute("aria-expanded", String(on));
  if (on) $("sidebar").querySelector("button, a").focus();
}

function title(p) {
  const waiting = store.now.channels.reduce((n, c) => n + (c.unread || 0), 0);
  const c = channel(p.channel),
    name = p.kind === "home" ? store.now.app.name : `${c?.kind === "channel" ? "#" : ""}${nameOf(c)}`;
  document.title = `${waiting ? `(${waiting}) ` : ""}${name} – ${me().real} – ${store.guide.workspace}`;
}

// A link to a place or a message of this workspace opens here.
document.addEventListener("click", (e) => {
  const link = e.target.closest("a[data-go], a[data-link]");
  if (!link || e.metaKey || e.ctrlKey) return;
  const to = new URL(link.href, location.href);
  const at = /^\/archives\/(\w+)(?:\/p(\d+))?/.exec(to.pathname);
  if (!(link.dataset.go || at) || ![location.host, "sim.slack.com"].includes(to.host)) return;
  e.preventDefault();
  if (link.dataset.go) {
    visit(me().name, link.dataset.go);
    return;
  }
  visit(me().name, at[1], { at: at[2] ? at[2].replace(/(\d{6})$/, ".$1") : "", thread: to.searchParams.get("thread_ts") || "" });
});

window.addEventListener("popstate", () => {
  const q = new URLSearchParams(location.search);
  visit(q.get("as") || me().name, q.get("in") || place(), { thread: q.get("thread") || "", push: false });
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") draw();
});
document.addEventListener("keydown", (e) => {
  if (e.key === "Escape" && open.thread && $("side").contains(document.activeElement)) nav.closeThread();
  if (e.key === "Escape" && document.body.classList.contains("drawer")) drawer(false);
});
window.addEventListener("pointermove", (e) => {
  if (e.pointerType === "mouse") document.body.classList.add("mouse");
});
$("shade").addEventListener("click", () => drawer(false));

onTrouble(notice);
onChange(draw);
draw();
remember(true);
listen();
tellApp();
document.body.dataset.ready = "true";
