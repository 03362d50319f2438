// side.js is what stands beside the conversation: a thread, the workspace's panel, or the newcomer's hints.
import { el, button } from "./dom.js";
import { drawMessages } from "./messages.js";
import { composer } from "./composer.js";
import { avatar } from "./avatar.js";
import { panelPane, fillPanel } from "./panel.js";
import { act, store, channel, nameOf } from "./state.js";

let shown = null; // what the side is built for

// drawSide shows a thread when one is open, else the panel if it was asked for, else the guide unless it was put away, else nothing.
export function drawSide(node, { thread, panel, guide, nav }) {
  const kind = thread
    ? `thread ${store.now.me} ${store.now.place.channel} ${thread}`
    : panel
      ? "panel"
      : guide
        ? `guide ${store.now.me}`
        : "";
  node.hidden = !kind;
  document.body.classList.toggle("with-side", Boolean(kind));
  node.className = thread ? "side-thread" : panel ? "side-panel" : "side-guide";
  if (shown !== kind) {
    shown = kind;
    node.replaceChildren(...paneOf(kind, thread, nav));
  }
  if (thread) fillThread(node, thread);
  else if (panel) fillPanel(node.querySelector(".panel"));
}

function paneOf(kind, thread, nav) {
  if (thread) return threadPane(thread, nav);
  if (kind === "panel") return [top("Workspace", "What the app has to live with", nav.closePanel, "Close the panel"), panelPane()];
  return kind ? guidePane(nav) : [];
}

function top(title, under, close, label) {
  return el(
    "header",
    {},
    el("div", {}, el("h2", { text: title }), under && el("span", { class: "help", text: under })),
    button("×", close, { class: "icon", "aria-label": label, data: { side: "close" } }),
  );
}

function threadPane(thread, nav) {
  const c = channel(store.now.place.channel);
  return [
    top("Thread", `${c?.kind === "channel" ? "#" : ""}${nameOf(c)}`, nav.closeThread, "Close the thread"),
    el(
      "div",
      { class: "scroll thread-scroll", role: "log", "aria-label": "Thread", tabindex: "0" },
      el("div", { class: "thread-root" }),
      el("div", { class: "thread-count" }),
      el("div", { class: "thread-replies" }),
    ),
    composer({ channel: store.now.place.channel, thread }),
  ];
}

function fillThread(node, thread) {
  const root = store.now.messages.filter((m) => m.ts === thread),
    replies = store.now.messages.filter((m) => m.thread === thread);
  const scroll = node.querySelector(".thread-scroll");
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60 || !scroll.$drawn;
  drawMessages(node.querySelector(".thread-root"), root, {});
  const said = replies.filter((m) => !m.private).length;
  node.querySelector(".thread-count").textContent = said === 1 ? "1 reply" : `${said} replies`;
  drawMessages(node.querySelector(".thread-replies"), replies, { days: false });
  scroll.$drawn = true;
  if (atEnd) scroll.scrollTop = scroll.scrollHeight;
  const last = replies[replies.length - 1];
  if (last && store.now.place.threads?.[thread] && document.visibilityState === "visible")
    act("read", { channel: store.now.place.channel, thread, ts: last.ts });
}

function guidePane(nav) {
  const g = store.guide;
  const people = store.now.users.filter((u) => !u.bot && !u.gone && u.title);
  return [
    top(g.title, "", nav.closeGuide, "Put the hints away"),
    el(
      "div",
      { class: "scroll guide", data: { guide: "" } },
      g.intro && el("p", { text: g.intro }),
      el("h3", { text: "Try in this order" }),
      el(
        "ol",
        { class: "steps" },
        g.steps.map((s) => step(s, nav)),
      ),
      people.length > 0 && [
        el("h3", { text: "Who is who" }),
        el(
          "ul",
          { class: "cast" },
          people.map((u) =>
            el(
              "li",
              {},
              avatar(u.id, "small"),
              el("span", { class: "words" }, el("strong", { text: u.real }), el("span", { class: "help", text: u.title })),
            ),
          ),
        ),
      ],
      button("Got it, put these hints away", nav.closeGuide, { class: "btn", data: { guide: "dismiss" } }),
    ),
  ];
}

function step(s, nav) {
  const who = store.now.users.find((u) => u.name === s.person);
  const label = s.type
    ? who
      ? `Be ${who.real.split(" ")[0]} and try it`
      : "Try it"
    : who
      ? `Be ${who.real.split(" ")[0]}`
      : "Take me there";
  return el(
    "li",
    {},
    el("p", { text: s.says }),
    s.type && el("p", {}, el("code", { class: "typed", text: s.type })),
    (s.person || s.place) && button(label, () => nav.step(s), { class: "btn", data: { step: s.person, place: s.place } }),
  );
}
