// head.js is what stands over a conversation: its name, and what is in the app's way.
import { el, button } from "./dom.js";
import { store, channel, nameOf, user } from "./state.js";
import { avatar, statusSign } from "./avatar.js";

// drawHead says which conversation is open.
export function drawHead(node, nav) {
  const p = store.now.place;
  const c = channel(p.channel),
    app = store.now.app;
  const words = [];
  if (p.kind === "home" || p.kind === "app") {
    const tab = (label, ref, on) =>
      button(label, () => nav.open(ref), { role: "tab", "aria-selected": String(on), data: { tab: label.toLowerCase() } });
    words.push(
      avatar(app.user),
      el("h1", { text: app.name }),
      el("span", { class: "app-badge", text: "APP" }),
      el(
        "div",
        { class: "tabs", role: "tablist", "aria-label": app.name },
        app.home && tab("Home", "home", p.kind === "home"),
        tab("Messages", `@${app.handle}`, p.kind === "app"),
      ),
    );
  } else if (c?.kind === "channel") {
    words.push(
      el("h1", {}, el("span", { class: "sign", text: c.private ? "🔒" : "#" }), c.name),
      c.shared && el("span", { class: "tag", title: "Shared with another organization", text: "shared" }),
      el("span", { class: "topic", title: c.topic, text: c.topic || "" }),
      el("span", { class: "members", title: "Members", text: `👥 ${c.members}` }),
    );
  } else if (c) {
    words.push(
      avatar(c.with[0]),
      el("h1", { text: nameOf(c) }),
      c.kind === "direct" && statusSign(user(c.with[0])),
      el("span", { class: "topic", text: c.kind === "direct" ? user(c.with[0]).title : "" }),
    );
  }
  const sign = JSON.stringify([p.kind, p.channel, c, app.name, store.now.users.map((u) => u.emoji)]);
  if (node.$sign === sign) return;
  node.$sign = sign;
  node.replaceChildren(
    button("☰", () => nav.drawer(true), { class: "icon drawer-open", "aria-label": "Show the sidebar", "aria-expanded": "false" }),
    ...words.filter(Boolean),
  );
}

// drawBanner says what stands in the app's way.
export function drawBanner(node) {
  const { app, workspace } = store.now;
  const says = [
    !app.connected && `${app.name} is not connected: commands, buttons and forms will fail until it is.`,
    workspace.outage && `Slack is down: every call that ${app.name} makes fails, until you end the outage in the workspace's panel.`,
  ].filter(Boolean);
  node.hidden = says.length === 0;
  if (node.textContent !== says.join(" ")) node.textContent = says.join(" ");
}
