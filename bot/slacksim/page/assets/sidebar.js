// sidebar.js draws the workspace's side: who one is, the conversations, the clock.
import { el, button, menu, reconcile } from "./dom.js";
import { avatar, statusSign } from "./avatar.js";
import { act, store, user, me, nameOf, place, workspaceTime } from "./state.js";
import { wall } from "./time.js";
import { newMessage } from "./group.js";

let parts = null;

// drawSidebar draws the side. nav has open(place), become(person), guide(), problems().
export function drawSidebar(node, nav) {
  if (!parts) {
    parts = {
      who: el("button", {
        type: "button",
        class: "who",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        data: { tool: "who" },
      }),
      lists: el("div", { class: "lists" }),
      foot: el("div", { class: "foot" }),
    };
    parts.who.addEventListener("click", () => menu(parts.who, "Whom you play", people(nav), { align: "start" }));
    node.append(
      el(
        "div",
        { class: "workspace" },
        el("span", { class: "workspace-name", text: store.guide.workspace }),
        button("×", () => nav.drawer(false), { class: "icon drawer-close", "aria-label": "Close the sidebar" }),
      ),
      parts.who,
      parts.lists,
      parts.foot,
    );
    parts.clock = el("time", { class: "clock-time" });
    parts.foot.append(...foot(nav));
    setInterval(tick, 1000);
  }
  const self = me();
  const others = store.now.users.reduce((n, u) => n + (u.unread || 0), 0);
  parts.who.replaceChildren(
    avatar(self.id),
    el(
      "span",
      { class: "words" },
      el("span", { class: "you-are", text: "You are:" }),
      el("strong", {}, self.real, " ", statusSign(self)),
      described(self) && el("span", { class: "help", text: described(self) }),
    ),
    others
      ? el("span", { class: "dot", role: "img", "aria-label": "Something waits for others", title: "Something waits for others" })
      : "",
    el("span", { class: "caret", "aria-hidden": "true", text: "▾" }),
  );
  reconcile(parts.lists, sections(), {
    key: (s) => s.name,
    sign: (s) => JSON.stringify([s, place(), store.now.me]),
    make: (s) => section(s, nav),
  });
  parts.problems.hidden = store.now.problems.length === 0;
  parts.problems.textContent = `⚠ ${store.now.problems.length} protocol ${store.now.problems.length === 1 ? "error" : "errors"}`;
  tick();
}

function tick() {
  const shown = wall(workspaceTime());
  if (parts.clock.textContent !== shown) parts.clock.textContent = shown;
}

function people(nav) {
  const all = store.now.users.filter((u) => !u.bot && !u.gone);
  const status = (emoji, text, icon, label) => ({
    icon,
    label,
    data: { status: emoji || "none" },
    run: () => act("status", { emoji, text }),
  });
  return [
    { heading: "Who do you want to be?" },
    ...all.map((u) => ({
      icon: avatar(u.id, "small"),
      label: u.real,
      help: described(u),
      badge: u.unread,
      checked: u.id === store.now.me,
      data: { person: u.name },
      run: () => nav.become(u.name),
    })),
    "-",
    { heading: `Status of ${me().real}` },
    status("palm_tree", "Vacationing", "🌴", "Vacationing"),
    status("face_with_thermometer", "Out sick", "🤒", "Out sick"),
    status("", "", "·", "No status"),
  ];
}

function described(u) {
  return [u.title, u.guest && "guest", u.foreign && "another organization"].filter(Boolean).join(", ");
}

// sections are the lists of the sidebar: what there is, in order.
function sections() {
  const { channels, users, app, me: self } = store.now;
  const entry = (c, name, sign, ref) => ({
    ref: ref || c.id,
    name,
    sign,
    any: c?.any,
    unread: c?.unread || 0,
    here: c ? c.id === store.now.place.channel : store.now.place.kind === ref,
    dim: c?.kind === "channel" && !c.member,
    shared: c?.shared,
  });
  const rooms = channels
    .filter((c) => c.kind === "channel" && !c.archived)
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((c) => entry(c, c.name, c.private ? "🔒" : "#"));
  const direct = users
    .filter((u) => !u.bot && !u.gone && u.id !== self)
    .map((u) => ({
      ...entry(
        channels.find((c) => c.kind === "direct" && c.with?.[0] === u.id),
        u.real,
        u.id,
        `@${u.name}`,
      ),
      user: u.id,
    }));
  for (const d of direct) {
    const c = channels.find((x) => x.kind === "direct" && x.with?.[0] === d.user);
    d.here = Boolean(c && c.id === store.now.place.channel);
  }
  const groups = channels.filter((c) => c.kind === "group").map((c) => entry(c, nameOf(c), "👥"));
  const chat = channels.find((c) => c.kind === "app" && c.with?.includes(app.user));
  const tandem = [
    ...(app.home ? [{ ref: "home", name: "Home", sign: "⌂", here: store.now.place.kind === "home" }] : []),
    { ...entry(chat, "Messages", "💬", `@${app.handle}`), here: store.now.place.kind === "app" },
  ];
  return [
    { name: "Channels", entries: rooms },
    { name: "Apps", app: app.name, entries: tandem },
    { name: "Direct messages", write: true, entries: [...groups, ...direct] },
  ];
}

function section(s, nav) {
  const head = s.app
    ? el(
        "div",
        { class: "app-name" },
        avatar(store.now.app.user, "small"),
        el("strong", { text: s.app }),
        el("span", { class: "app-badge", text: "APP" }),
      )
    : null;
  return el(
    "section",
    { "aria-label": s.name },
    el(
      "h2",
      {},
      s.name,
      s.write &&
        button("+", () => newMessage(nav.open), {
          class: "add",
          "aria-label": "New message",
          title: "Write to one or several people",
          data: { tool: "new-message" },
        }),
    ),
    head,
    el(
      "ul",
      {},
      s.entries.map((e) => el("li", {}, row(e, nav))),
    ),
  );
}

function row(e, nav) {
  const u = e.user && user(e.user);
  return el(
    "a",
    {
      href: `?as=${me().name}&in=${encodeURIComponent(e.ref)}`,
      class: `row${e.any || e.unread ? " unread" : ""}${e.dim ? " dim" : ""}`,
      "aria-current": e.here ? "page" : null,
      data: { place: e.ref, name: e.name },
      on: {
        click: (ev) => {
          if (ev.metaKey || ev.ctrlKey) return;
          ev.preventDefault();
          nav.open(e.ref);
        },
      },
    },
    u ? avatar(e.user, "small") : el("span", { class: "sign", "aria-hidden": "true", text: e.sign }),
    el("span", { class: "row-name", text: e.name }),
    u && statusSign(u),
    e.shared && el("span", { class: "shared", role: "img", "aria-label": "shared", title: "Shared with another organization", text: "⧉" }),
    e.unread ? el("span", { class: "badge", "aria-label": `${e.unread} unread`, text: String(e.unread) }) : null,
  );
}

function foot(nav) {
  // Winding takes a moment: what is due meanwhile happens one after the other. Further clicks are wound after it.
  let winding = 0;
  const winds = el("div", { class: "winds", role: "group", "aria-labelledby": "clock-name" });
  const windBy = async (by) => {
    winding += 1;
    winds.setAttribute("aria-busy", "true");
    await act("wind", { text: by });
    winding -= 1;
    if (winding === 0) winds.removeAttribute("aria-busy");
  };
  const wind = (by, label, title) =>
    button(label, () => windBy(by), { class: "wind", title, "aria-label": title, data: { wind: by } });
  winds.append(
    wind("hour", "+1 hour", "Wind the clock on by an hour"),
    wind("day", "+1 day", "Wind the clock on by a day"),
    wind("monday", "Mon 09:00", "Wind the clock on to next Monday 09:00"),
  );
  parts.problems = button("", nav.problems, { class: "link problems", hidden: true, data: { tool: "problems" } });
  return [
    el(
      "div",
      { class: "clock" },
      el("span", { class: "clock-name", id: "clock-name", text: "Workspace clock" }),
      parts.clock,
      winds,
    ),
    el(
      "div",
      { class: "foot-links" },
      button("Start here", nav.guide, { class: "link", data: { tool: "guide" } }),
      button("Workspace", nav.panel, { class: "link", title: "Outages, connections, members", data: { tool: "panel" } }),
      parts.problems,
    ),
  ];
}
