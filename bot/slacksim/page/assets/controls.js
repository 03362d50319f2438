// controls.js makes the interactive elements of Block Kit. Each control's node has $read(), what it holds now.
import { el, button, menu, busy } from "./dom.js";
import { bare, textObject, plain } from "./mrkdwn.js";
import { select } from "./select.js";
import { confirmed } from "./confirm.js";
import { toLocal, fromLocal } from "./time.js";

const held = {
  static_select: ["selected_option", "initial_option"],
  users_select: ["selected_user", "initial_user"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_users_select: ["selected_users", "initial_users"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  checkboxes: ["selected_options", "initial_options"],
  radio_buttons: ["selected_option", "initial_option"],
};

// initialOf is what an element starts with, as Slack compares it: typed words give way when it changes.
export function initialOf(e) {
  return e[held[e.type]?.[1] || "initial_value"] ?? null;
}

// startOf is what an element holds when it is drawn anew: what the workspace remembers, else its initial value.
export function startOf(e, remembered) {
  const [now] = held[e.type] || ["value"];
  const raw = remembered && now in remembered ? remembered[now] : initialOf(e);
  const flat = (v) => (v && typeof v === "object" ? v.value : v);
  return Array.isArray(raw) ? raw.map(flat) : (flat(raw) ?? null);
}

// control is an element's node. use has: block, held, send(value, {typing, settling, enter}), describe (ids for labels), and for buttons press(value).
export function control(e, use) {
  const hooks = { actionId: e.action_id, blockId: use.block.block_id };
  const make = {
    button: pressable,
    workflow_button: pressable,
    overflow,
    checkboxes: checks,
    radio_buttons: checks,
    datepicker: moment,
    timepicker: moment,
    datetimepicker: moment,
    plain_text_input: text,
    email_text_input: text,
    url_text_input: text,
    number_input: text,
    image: picture,
  }[e.type];
  const ask = async (value, how) => {
    if (!e.confirm || (await confirmed(e.confirm))) await use.send(value, how);
  };
  if (make) return make(e, { ...use, send: ask }, hooks);
  if (/^(multi_)?(static|users|conversations|channels)_select$/.test(e.type)) {
    return select(e, { held: use.held, optional: use.block.optional, onChange: ask, hooks, describe: use.describe });
  }
  return el("span", { class: "unknown", text: `(An element of type ${e.type} is not shown here.)` });
}

function pressable(e, use, hooks) {
  const node = button(
    plain(e.text?.text || "", e.text),
    async () => {
      if (e.confirm && !(await confirmed(e.confirm))) return;
      if (e.url) window.open(e.url, "_blank", "noopener");
      await busy(node, () => use.press(e.value || ""));
    },
    { class: `btn ${e.style || ""}`, "aria-label": e.accessibility_label, data: { ...hooks, value: e.value } },
  );
  if (e.url) node.append(el("span", { class: "out", "aria-hidden": "true", text: " ↗" }));
  return node;
}

function overflow(e, use, hooks) {
  const about = use.describe.about ? `More choices: ${use.describe.about.replace(/[*_~`]/g, "").slice(0, 80)}` : "More choices";
  const node = button(
    "⋯",
    () =>
      menu(
        node,
        "More",
        (e.options || []).map((o) => ({
          label: bare(o.text),
          help: bare(o.description),
          data: { ...hooks, value: o.value },
          run: async () => {
            if (e.confirm && !(await confirmed(e.confirm))) return;
            if (o.url) window.open(o.url, "_blank", "noopener");
            await busy(node, () => use.press(o.value));
          },
        })),
      ),
    { class: "btn overflow", "aria-label": about, "aria-haspopup": "menu", "aria-expanded": "false", data: hooks },
  );
  return node;
}

function picture(e) {
  return image(e, "thumb");
}

// image shows a picture that the workspace has; another site's is named, not fetched.
export function image(e, kind = "") {
  const source = e.slack_file?.id ? `/page/file/${encodeURIComponent(e.slack_file.id)}` : e.slack_file?.url || e.image_url || "";
  const node = el("img", { src: source, alt: e.alt_text || "", class: kind, loading: "lazy" });
  node.addEventListener("error", () =>
    node.replaceWith(
      el("span", {
        class: `no-picture ${kind}`,
        role: "img",
        "aria-label": e.alt_text,
        title: e.alt_text,
        text: kind === "thumb" ? "🖼" : `🖼 ${e.alt_text || "A picture"}`,
      }),
    ),
  );
  return node;
}

function checks(e, use, hooks) {
  const many = e.type === "checkboxes";
  const on = new Set(many ? use.held || [] : use.held ? [use.held] : []);
  const name = `${use.describe.id}-choice`;
  const read = () => {
    const values = [...node.querySelectorAll("input:checked")].map((i) => i.value);
    return many ? values : (values[0] ?? null);
  };
  const node = el(
    "div",
    {
      class: "checks",
      role: many ? "group" : "radiogroup",
      id: use.describe.id,
      "aria-labelledby": use.describe.labelledBy,
      "aria-label": use.describe.label,
      "aria-describedby": use.describe.describedBy,
      "aria-required": many ? null : use.describe.required,
      data: hooks,
    },
    (e.options || []).map((o) =>
      el(
        "label",
        { class: "check" },
        el("input", {
          type: many ? "checkbox" : "radio",
          name,
          value: o.value,
          checked: on.has(o.value),
          data: { ...hooks, value: o.value },
          on: { change: () => use.send(read()) },
        }),
        el(
          "span",
          {},
          el("span", {}, textObject(o.text)),
          o.description && el("span", { class: "help" }, textObject(o.description)),
        ),
      ),
    ),
  );
  node.$read = read;
  return node;
}

function moment(e, use, hooks) {
  const type = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" }[e.type];
  const start = e.type === "datetimepicker" && use.held ? toLocal(Number(use.held)) : use.held || "";
  const node = el("input", {
    ...describe(use),
    type,
    class: "field moment",
    value: start,
    min: type === "date" ? "1900-01-01" : null,
    data: hooks,
  });
  const read = () => (!node.value ? null : e.type === "datetimepicker" ? { unix: fromLocal(node.value) } : node.value);
  // A date that is typed passes through other dates, so it is sent once it has settled.
  node.addEventListener("change", () => {
    if (node.validity.valid) use.send(read(), { settling: true });
  });
  node.$read = read;
  return node;
}

function describe({ describe: d }) {
  return {
    id: d.id,
    "aria-labelledby": d.labelledBy,
    "aria-label": d.label,
    "aria-describedby": d.describedBy,
    "aria-required": d.required,
  };
}

const kinds = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text" };

function text(e, use, hooks) {
  const props = {
    ...describe(use),
    class: "field",
    placeholder: bare(e.placeholder),
    maxlength: e.max_length,
    value: use.held ?? "",
    data: hooks,
    autocomplete: "off",
    inputmode: e.type === "number_input" ? "decimal" : null,
  };
  const input = e.multiline ? el("textarea", { ...props, rows: "4" }) : el("input", { ...props, type: kinds[e.type] });
  const read = () => input.value;
  input.addEventListener("input", () => {
    counter.textContent = left();
    use.send(read(), { typing: true });
  });
  input.addEventListener("change", () => use.send(read(), { typing: true, left: true }));
  input.addEventListener("keydown", (ev) => {
    if (ev.key !== "Enter" || ev.isComposing || (e.multiline && !ev.ctrlKey && !ev.metaKey)) return;
    if (use.block.dispatch_action) {
      ev.preventDefault();
      use.send(read(), { enter: true });
    }
  });
  input.addEventListener("keypress", (ev) => {
    if (ev.key === "Enter" && use.block.dispatch_action && !e.multiline) ev.preventDefault();
  });
  // The counter appears when the limit comes near.
  const left = () => (e.max_length && input.value.length > e.max_length * 0.8 ? `${e.max_length - input.value.length} left` : "");
  const counter = el("span", { class: "counter", "aria-live": "polite", text: left() });
  const node = el("div", { class: "text-control" }, input, counter);
  node.$read = read;
  return node;
}
