// confirm.js asks before something is done.
import { el, button, freshId } from "./dom.js";
import { bare, textObject } from "./mrkdwn.js";

// confirmed shows a confirmation dialog and tells whether the person agreed.
export function confirmed(c) {
  return new Promise((resolve) => {
    const id = freshId("confirm");
    const dialog = el(
      "dialog",
      { class: "confirm", "aria-labelledby": id, data: { confirm: "" } },
      el("h2", { id, text: bare(c.title) }),
      el("p", {}, textObject(c.text)),
      el(
        "div",
        { class: "buttons" },
        button(bare(c.deny) || "Cancel", () => dialog.close("no"), { class: "btn", data: { confirm: "no" } }),
        button(bare(c.confirm) || "OK", () => dialog.close("yes"), {
          class: `btn ${c.style === "danger" ? "danger solid" : "primary"}`,
          data: { confirm: "yes" },
        }),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[data-confirm=yes]").focus();
  });
}
