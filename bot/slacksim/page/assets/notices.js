// notices.js shows what Slack's client would tell outside messages, until one puts it away.
import { el, button } from "./dom.js";
import { store } from "./state.js";

const box = document.getElementById("notices");
let seen = { me: "", count: 0 };

// drawNotices shows the notices that came since the person was opened.
export function drawNotices() {
  const { me, notices } = store.now;
  if (!box.isConnected) document.body.append(box); // it was in a form that has closed
  if (seen.me !== me) seen = { me, count: notices.length };
  notices.slice(seen.count).forEach(notice);
  seen.count = notices.length;
}

// notice shows one sentence.
export function notice(sentence) {
  const node = el(
    "div",
    { class: "notice", data: { notice: "" } },
    el("span", { "aria-hidden": "true", class: "notice-sign", text: "⚠" }),
    el("span", { class: "words", text: sentence }),
    button("×", () => node.remove(), { class: "icon", "aria-label": "Put this notice away" }),
  );
  (document.querySelector("dialog.modal[open]") || document.body).append(box);
  box.append(node);
  while (box.children.length > 3) box.firstElementChild.remove();
  setTimeout(() => node.remove(), 15000);
}
