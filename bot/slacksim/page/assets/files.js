// files.js draws uploaded files: pictures as pictures, the rest to download.
import { el } from "./dom.js";

export function files(all) {
  return all.map((f) => (f.mime.startsWith("image/") && f.mime !== "image/svg+xml" ? picture(f) : card(f)));
}

const address = (f) => `/page/file/${encodeURIComponent(f.id)}`;

function picture(f) {
  return el(
    "figure",
    { class: "file-picture", data: { file: f.id } },
    el("figcaption", { text: f.title || f.name }),
    el(
      "a",
      { href: address(f), target: "_blank", rel: "noopener" },
      el("img", { src: address(f), alt: f.alt || f.title || f.name, class: "wide", loading: "lazy" }),
    ),
  );
}

function card(f) {
  return el(
    "a",
    { class: "file-card", href: address(f), download: f.name, data: { file: f.id } },
    el("span", { class: "file-sign", "aria-hidden": "true", text: (f.name.split(".").pop() || "").slice(0, 4).toUpperCase() }),
    el(
      "span",
      { class: "words" },
      el("strong", { text: f.title || f.name }),
      el("span", { class: "help", text: `${f.name} · ${size(f.size)}` }),
    ),
  );
}

function size(n) {
  return n < 1000 ? `${n} bytes` : n < 1e6 ? `${(n / 1000).toFixed(1)} kB` : `${(n / 1e6).toFixed(1)} MB`;
}
