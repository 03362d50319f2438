// time.js shows instants in the viewer's zone.
import { me, workspaceTime } from "./state.js";

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) {
    try {
      formats.set(key, new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }));
    } catch {
      formats.set(key, new Intl.DateTimeFormat("en-US", { timeZone: "UTC", ...options }));
    }
  }
  return formats.get(key);
}

const show = (ms, options) => format(me().zone || "UTC", options).format(new Date(ms));

// ofTS is a message timestamp as milliseconds.
export function ofTS(ts) {
  return Number.parseFloat(ts) * 1000;
}

export function clock(ms) {
  return show(ms, { hour: "numeric", minute: "2-digit" });
}

export function full(ms) {
  return show(ms, { weekday: "long", month: "long", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit" });
}

export function dayKey(ms) {
  return format(me().zone || "UTC", { year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(ms));
}

const day = 86400000;

function relativeDay(ms) {
  const key = dayKey(ms),
    now = workspaceTime();
  if (key === dayKey(now)) return "Today";
  if (key === dayKey(now - day)) return "Yesterday";
  if (key === dayKey(now + day)) return "Tomorrow";
  return null;
}

export function dayName(ms) {
  return relativeDay(ms) || show(ms, { weekday: "long", month: "long", day: "numeric" });
}

export function shortDay(ms) {
  return relativeDay(ms) || show(ms, { month: "short", day: "numeric" });
}

// wall is the workspace's clock as the sidebar shows it.
export function wall(ms) {
  return show(ms, { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
}

const ordinal = (n) => n + (["th", "st", "nd", "rd"][((n % 100) >> 3) ^ 1 && n % 10 < 4 ? n % 10 : 0] || "th");

function longDate(ms, month) {
  const parts = Object.fromEntries(
    format(me().zone || "UTC", { month, day: "numeric", year: "numeric", weekday: "long" })
      .formatToParts(new Date(ms))
      .map((p) => [p.type, p.value]),
  );
  return { ...parts, nth: ordinal(Number(parts.day)) };
}

const tokens = {
  date_num: (ms) =>
    format(me().zone || "UTC", { year: "numeric", month: "2-digit", day: "2-digit" })
      .formatToParts(new Date(ms))
      .reduce((o, p) => ({ ...o, [p.type]: p.value }), {}),
  date: (ms) => {
    const d = longDate(ms, "long");
    return `${d.month} ${d.nth}, ${d.year}`;
  },
  date_short: (ms) => show(ms, { month: "short", day: "numeric", year: "numeric" }),
  date_long: (ms) => {
    const d = longDate(ms, "long");
    return `${d.weekday}, ${d.month} ${d.nth}, ${d.year}`;
  },
  time: clock,
  time_secs: (ms) => show(ms, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

function ago(ms) {
  const diff = Math.round((ms - workspaceTime()) / 1000);
  const rel = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });
  for (const [unit, size] of [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(diff) >= size) return rel.format(Math.round(diff / size), unit);
  }
  return "just now";
}

// template fills Slack's date tokens: "{date_short_pretty} at {time}".
export function template(text, seconds) {
  const ms = seconds * 1000;
  return text
    .replace(/\{(\w+)\}/g, (whole, name) => {
      const plain = name.replace(/_pretty$/, "");
      if (!tokens[plain]) return whole;
      if (plain === "date_num") {
        const p = tokens.date_num(ms);
        return `${p.year}-${p.month}-${p.day}`;
      }
      if (name !== plain) {
        const near = relativeDay(ms);
        if (near) return near.toLowerCase();
      }
      return tokens[plain](ms);
    })
    .replace(/^[a-z]/, (c) => (/^\{date\w*_pretty\}/.test(text) ? c.toUpperCase() : c));
}

// toLocal is an instant as a datetime-local field holds it, in the viewer's zone.
export function toLocal(seconds) {
  const p = format(me().zone || "UTC", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  })
    .formatToParts(new Date(seconds * 1000))
    .reduce((o, x) => ({ ...o, [x.type]: x.value }), {});
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

// fromLocal is the instant of a datetime-local field's value in the viewer's zone.
export function fromLocal(value) {
  const wanted = Date.parse(`${value}Z`) / 1000;
  let guess = wanted;
  for (let i = 0; i < 3; i++) guess += wanted - Date.parse(`${toLocal(guess)}Z`) / 1000;
  return guess;
}
