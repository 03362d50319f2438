// attach.js is the file that goes with a message: chosen, shown in the composer, taken away again.
import { el, button } from "./dom.js";
import { notice } from "./notices.js";

const most = 10e6; // bytes

// attachment is a button that lets one choose a file, and the line that names it. held() is the file, or null.
export function attachment(changed) {
  let file = null;
  const input = el("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true", data: { composer: "file" } });
  const choose = button("📎", () => input.click(), {
    class: "icon",
    "aria-label": "Attach a file",
    title: "Attach a file",
    data: { tool: "attach" },
  });
  const line = el("div", { class: "attached", hidden: true });
  function show(f) {
    file = f;
    input.value = "";
    line.hidden = !f;
    line.replaceChildren(
      ...(f
        ? [
            el("span", { "aria-hidden": "true", text: "📄" }),
            el("span", { class: "words", text: f.name }),
            button(
              "×",
              () => {
                show(null);
                choose.focus();
              },
              { "aria-label": `Remove ${f.name}` },
            ),
          ]
        : []),
    );
    changed();
  }
  input.addEventListener("change", () => {
    const [f] = input.files;
    if (f?.size > most) notice("Files of up to 10 MB can be attached here.");
    else if (f) show(f);
  });
  return { input, choose, line, show, held: () => file };
}

// sendable is a file as it is sent.
export async function sendable(file) {
  return file && { name: file.name, data: await base64(file) };
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
