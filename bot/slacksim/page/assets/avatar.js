// avatar.js draws people: initials on a color of their own.
import { el } from "./dom.js";
import { unicode } from "./emoji.js";
import { store, user, isApp } from "./state.js";

// color is a person's own: the first twelve have twelve.
function color(id) {
  return (
    Math.max(
      0,
      store.now.users.findIndex((u) => u.id === id),
    ) % 12
  );
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  const first = [...words[0]][0] || "?";
  const last = words.length > 1 ? [...words[words.length - 1]][0] : "";
  return (first + last).toUpperCase();
}

// avatar is decoration: the name stands beside it.
export function avatar(id, size = "") {
  const u = user(id);
  if (isApp(id)) return el("span", { class: `avatar app ${size}`, "aria-hidden": "true", text: initials(u.real) });
  return el("span", { class: `avatar color-${color(id)} ${size}`, "aria-hidden": "true", text: initials(u.real) });
}

// statusSign is the emoji that somebody set as their status.
export function statusSign(u) {
  if (!u.emoji) return null;
  return el("span", {
    class: "emoji status",
    role: "img",
    title: u.status || u.emoji,
    "aria-label": u.status || u.emoji.replace(/_/g, " "),
    text: unicode(u.emoji) || "💬",
  });
}
