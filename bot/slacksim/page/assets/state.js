// state.js holds the newest snapshot, hears of newer ones, and sends what the person does.

const boot = JSON.parse(document.getElementById("boot").textContent);

// store.now is the snapshot that is drawn. Everything reads it; only accept changes it.
export const store = { now: boot.state, guide: boot.guide, clockAt: performance.now() };

const listeners = new Set();
let source = null;

// onChange calls listener with every new snapshot.
export function onChange(listener) {
  listeners.add(listener);
}

// accept takes a snapshot, unless it is older than what is drawn or of another person or place.
function accept(state, { force = false } = {}) {
  const same =
    state.me === store.now.me && state.place.channel === store.now.place.channel && state.place.kind === store.now.place.kind;
  if (!force && (!same || state.version < store.now.version)) return;
  store.now = state;
  store.clockAt = performance.now();
  for (const listener of listeners) listener(state);
}

// place is the address part that names what is open.
export function place(state = store.now) {
  return state.place.channel || "home";
}

// listen follows the workspace from the version that is drawn on, so nothing in between is lost.
export function listen() {
  source?.close();
  const { me, version } = store.now;
  source = new EventSource(`/page/stream?as=${encodeURIComponent(me)}&in=${encodeURIComponent(place())}&after=${version}`);
  source.addEventListener("state", (e) => accept(JSON.parse(e.data)));
  source.addEventListener("clock", (e) => {
    store.now.now = JSON.parse(e.data);
    store.clockAt = performance.now();
  });
  source.addEventListener("open", () => document.body.classList.remove("offline"));
  source.addEventListener("error", () => document.body.classList.add("offline"));
}

// workspaceTime is the workspace's clock, in milliseconds.
export function workspaceTime() {
  return store.now.now + (performance.now() - store.clockAt);
}

let journeys = 0;
// go opens a place as a person. Of two at once the later one counts.
export async function go(as, where) {
  const journey = ++journeys;
  const response = await fetch(`/page/state?as=${encodeURIComponent(as)}&in=${encodeURIComponent(where)}`);
  const state = await response.json();
  if (journey !== journeys) return;
  accept(state, { force: true });
  listen();
}

let tell = () => {};
// onTrouble sets who shows what went wrong with an action.
export function onTrouble(teller) {
  tell = teller;
}

// act does something as the person on the page, and draws what came of it. It returns false when it failed.
export async function act(name, fields = {}) {
  const { me } = store.now;
  let outcome;
  try {
    const response = await fetch(`/page/do/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: me, in: place(), ...fields }),
    });
    outcome = await response.json();
  } catch {
    tell("The workspace does not answer. Is it still running?");
    return false;
  }
  if (outcome.state) accept(outcome.state);
  if (outcome.error) tell(outcome.error);
  return !outcome.error;
}

// user is somebody by id; unknown people have a name too.
export function user(id) {
  return store.now.users.find((u) => u.id === id) || { id, name: id, real: id, title: "", zone: "UTC" };
}

export function me() {
  return user(store.now.me);
}

export function channel(id) {
  return store.now.channels.find((c) => c.id === id);
}

export function isApp(id) {
  return id === store.now.app.user;
}

// nameOf is what a conversation is called by the person on the page.
export function nameOf(c) {
  if (!c) return "a private channel";
  if (c.kind === "channel") return c.name;
  return (c.with || []).map((id) => user(id).real).join(", ") || "You";
}
