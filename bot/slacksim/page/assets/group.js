// group.js asks with whom one wants to write, and opens that conversation.
import { el, button, freshId } from "./dom.js";
import { avatar } from "./avatar.js";
import { store } from "./state.js";

// newMessage shows the question. open(ref) opens a conversation: "@ben", or "@ben,@eve".
export function newMessage(open) {
  const label = freshId("label");
  const people = store.now.users.filter((u) => !u.bot && !u.gone && u.id !== store.now.me);
  const go = el("button", { type: "submit", class: "btn primary", disabled: true, text: "Write to them", data: { tool: "write" } });
  const chosen = () => [...form.querySelectorAll("input:checked")].map((i) => `@${i.value}`);
  const form = el(
    "form",
    {
      on: {
        change: () => {
          go.disabled = chosen().length === 0;
        },
        submit: (e) => {
          e.preventDefault();
          dialog.close();
          open(chosen().join(","));
        },
      },
    },
    el("h2", { id: label, text: "Whom do you want to write to?" }),
    el(
      "div",
      { class: "checks people", role: "group", "aria-labelledby": label },
      people.map((u) =>
        el(
          "label",
          { class: "check" },
          el("input", { type: "checkbox", value: u.name, data: { with: u.name } }),
          avatar(u.id, "small"),
          el("span", {}, u.real, u.title && el("span", { class: "help", text: u.title })),
        ),
      ),
    ),
    el("div", { class: "buttons" }, button("Cancel", () => dialog.close(), { class: "btn" }), go),
  );
  const dialog = el("dialog", { class: "confirm", "aria-labelledby": label }, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  form.querySelector("input")?.focus();
}
