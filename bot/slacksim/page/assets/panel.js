// panel.js is the workspace's panel: what a maintainer does to Slack, to a channel and to people, to see how the app bears it.
import { el, button, busy, reconcile } from "./dom.js";
import { avatar } from "./avatar.js";
import { act, store, channel } from "./state.js";

// panelPane is the panel, empty.
export function panelPane() {
  return el("div", { class: "scroll panel", data: { panel: "" } });
}

// fillPanel shows how things stand.
export function fillPanel(node) {
  const c = channel(store.now.place.channel);
  const here = c?.kind === "channel" ? c : null;
  reconcile(node, [slack(), ...(here ? [place(here)] : []), people()], {
    key: (s) => s.name,
    sign: (s) => JSON.stringify([s, store.now.me]),
    make: section,
  });
}

function slack() {
  const { workspace, app } = store.now;
  return {
    name: "Slack",
    rows: [
      {
        label: workspace.outage ? "Slack is down: every call fails" : "Slack works",
        help: "What the app owes meanwhile has to come once Slack is back: wind the clock on to see it.",
        does: [["outage", workspace.outage ? "End the outage" : "Start an outage", "outage", { on: !workspace.outage }]],
      },
      {
        label: "Too many requests",
        help: "Refuse the next three posts with 429 and a wait of five seconds.",
        does: [["refuse", "Refuse", "refuse", {}]],
      },
      {
        label: `${app.name} has ${workspace.sockets === 1 ? "1 connection" : `${workspace.sockets} connections`}`,
        help: "Slack renews connections now and then; networks cut them without a word.",
        does: [
          ["refresh", "Renew", "disconnect", { text: "refresh" }],
          ["cut", "Cut", "disconnect", { text: "cut" }],
        ],
      },
      {
        label: workspace.out ? `${app.name} was taken out of the workspace` : `${app.name} is installed`,
        does: [["install", workspace.out ? "Install again" : "Uninstall", "install", { on: workspace.out }]],
      },
    ],
  };
}

function place(c) {
  const { app } = store.now;
  const at = (on) => ({ channel: c.id, on });
  return {
    name: `#${c.name}`,
    rows: [
      {
        label: c.appIn ? `${app.name} is a member` : `${app.name} is not a member`,
        does: [["membership", c.appIn ? `Remove ${app.name}` : `Invite ${app.name}`, "membership", at(!c.appIn)]],
      },
      {
        label: c.shared ? "Shared with another organization" : "Not shared with another organization",
        does: [["share", c.shared ? "Stop sharing" : "Share", "share", at(!c.shared)]],
      },
      {
        label: c.archived ? "Archived" : "In use",
        does: [["archive", c.archived ? "Take it back" : "Archive", "archive", at(!c.archived)]],
      },
    ],
  };
}

function people() {
  const others = store.now.users.filter((u) => !u.bot && u.id !== store.now.me);
  return {
    name: "People",
    rows: others.map((u) => ({
      user: u.id,
      label: u.real,
      help: u.gone ? "has left the workspace" : u.title,
      does: [[`gone.${u.name}`, u.gone ? "Bring back" : "Deactivate", "gone", { who: u.id, on: !u.gone }, u.real]],
    })),
  };
}

function section(s) {
  return el(
    "section",
    {},
    el("h3", { text: s.name }),
    s.rows.map((r) =>
      el(
        "div",
        { class: "panel-row" },
        r.user && avatar(r.user, "small"),
        el("span", { class: "words" }, el("span", { text: r.label }), r.help && el("span", { class: "help", text: r.help })),
        el("span", { class: "panel-does" }, r.does.map(does)),
      ),
    ),
  );
}

function does([id, label, name, fields, whom]) {
  const node = button(label, () => busy(node, () => act(name, fields)), {
    class: "btn",
    "aria-label": whom && `${label}: ${whom}`,
    data: { actionId: `panel.${id}` },
  });
  return node;
}
