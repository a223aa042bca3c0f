// Block Kit's interactive elements. Each knows its value, so a click can send the state of all of them.
import { h, icon, plain } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { confirmed, openMenu } from "./overlay.js";
import { safeHref } from "./mrkdwn.js";
import { publicChannels, store } from "./store.js";

const readers = new WeakMap(); // element -> () => what Slack would send for it

/** state.values of every input inside `root`: {block_id: {action_id: {type, …}}}. */
export function collect(root) {
  const values = {};
  for (const node of root.querySelectorAll("[data-input]")) {
    const { block, actionId } = node.dataset;
    (values[block] ??= {})[actionId] = readers.get(node)();
  }
  return values;
}

/** The element as a node; `context.act(action, node)` is called when a person uses it. */
export function element(spec, context) {
  return (ELEMENTS[spec.type] ?? unknownElement)(spec, context);
}

const unknownElement = (spec) => h("span", { class: "unknown", testid: "unknown-block" }, `${spec.type} is not shown in the sandbox`);

const typed = (spec, context) => context.previous?.[context.blockId]?.[spec.action_id];

function act(spec, context, node, extra) {
  return context.act({ action_id: spec.action_id, block_id: context.blockId, type: spec.type, ...extra }, node);
}

/** Marks `node` as an input whose value `read` returns; a change of it reaches the bot where Slack would tell it. */
function asInput(node, spec, context, read) {
  Object.assign(node.dataset, { input: "", block: context.blockId, actionId: spec.action_id, testid: `input-${spec.action_id}` });
  readers.set(node, () => ({ type: spec.type, ...read() }));
  const tell = async (event) => {
    if (!tells(event)) return;
    const held = read();
    if (await confirmed(spec.confirm)) act(spec, context, node, held);
  };
  if (context.live) for (const type of spoken(spec)) node.addEventListener(type, tell);
  return node;
}

/** The events that tell the bot: a text is told of when Enter is pressed, or at every character, as the app asks. */
function spoken(spec) {
  if (!spec.type.endsWith("_input") || spec.multiline) return ["change"];
  const when = spec.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return [when.includes("on_enter_pressed") && "keydown", when.includes("on_character_entered") && "input"].filter(Boolean);
}

function tells(event) {
  if (event.type !== "keydown") return true;
  if (event.key !== "Enter" || event.isComposing) return false;
  event.preventDefault(); // it is not for the form
  return true;
}

// ---- buttons ----

function buttonElement(spec, context) {
  const kind = { primary: "primary", danger: "danger" }[spec.style] ?? "";
  const press = async () => {
    if (node.getAttribute("aria-busy") === "true" || !(await confirmed(spec.confirm))) return;
    const href = spec.url && safeHref(spec.url);
    if (href) open(href, "_blank", "noopener");
    act(spec, context, node, { value: spec.value, text: spec.text });
  };
  const node = h(
    "button",
    { type: "button", class: `button ${kind}`, testid: "action", data: { actionId: spec.action_id ?? "" }, "aria-label": spec.accessibility_label, on: { click: press } },
    h("span", { class: "button-label" }, textObject(spec.text)),
  );
  return node;
}

function overflow(spec, context) {
  const choose = async (option) => {
    if (!(await confirmed(spec.confirm))) return;
    const href = option.url && safeHref(option.url);
    if (href) open(href, "_blank", "noopener");
    act(spec, context, node, { selected_option: option });
  };
  const items = spec.options.map((option) => ({ label: plain(option.text), detail: plain(option.description), testid: "menu-option", data: { value: option.value ?? "" }, run: () => choose(option) }));
  const node = h(
    "button",
    { type: "button", class: "button overflow", "aria-label": "More actions", "aria-haspopup": "menu", testid: "action", data: { actionId: spec.action_id ?? "" }, on: { click: () => openMenu(node, items, { label: "More actions" }) } },
    icon("more"),
  );
  return node;
}

// ---- text ----

function textInput(spec, context) {
  const tag = spec.multiline ? "textarea" : "input";
  const text = typed(spec, context)?.value ?? spec.initial_value ?? "";
  const kinds = { number_input: "number", email_text_input: "email", url_text_input: "url" };
  const node = h(tag, {
    class: "field",
    type: spec.multiline ? null : (kinds[spec.type] ?? "text"),
    rows: spec.multiline ? Math.min(16, Math.max(4, text.split("\n").length + 1)) : null,
    placeholder: plain(spec.placeholder) || null,
    minlength: spec.min_length,
    maxlength: spec.max_length,
    min: spec.min_value,
    max: spec.max_value,
    step: spec.type === "number_input" ? (spec.is_decimal_allowed ? "any" : "1") : null,
    autocomplete: "off",
    value: text,
  });
  return asInput(node, spec, context, () => ({ value: node.value === "" ? null : node.value }));
}

const pickers = { datepicker: ["date", "date"], timepicker: ["time", "time"], datetimepicker: ["datetime-local", "date_time"] };

function picker(spec, context) {
  const [type, name] = pickers[spec.type];
  const initial = typed(spec, context)?.[`selected_${name}`] ?? spec[`initial_${name}`] ?? "";
  const node = h("input", { class: "field picker", type, value: name === "date_time" && initial ? localTime(initial) : initial });
  const read = () => (name === "date_time" && node.value ? Math.floor(new Date(node.value).getTime() / 1000) : node.value || null);
  return asInput(node, spec, context, () => ({ [`selected_${name}`]: read() }));
}

function localTime(seconds) {
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

// ---- choices ----

const groups = (spec) => spec.option_groups ?? [{ label: null, options: spec.options ?? [] }];
const allOptions = (spec) => groups(spec).flatMap((group) => group.options);

function select(spec, context) {
  const options = allOptions(spec);
  const chosen = typed(spec, context)?.selected_option ?? spec.initial_option;
  const choice = (option) => h("option", { value: String(options.indexOf(option)), selected: option.value === chosen?.value }, plain(option.text));
  const list = h(
    "select",
    { class: "field" },
    h("option", { value: "", selected: !chosen }, plain(spec.placeholder) || "Choose…"),
    groups(spec).map((group) => (group.label ? h("optgroup", { label: plain(group.label) }, group.options.map(choice)) : group.options.map(choice))),
  );
  asInput(list, spec, context, () => ({ selected_option: options[Number.parseInt(list.value, 10)] ?? null }));
  return h("span", { class: "select" }, list, icon("chevron"));
}

const asOptions = (items, prefix) => items.map(({ id, name }) => ({ text: { type: "plain_text", text: prefix + name }, value: id }));

const idSelect = (source, name) => (spec, context) => {
  const before = typed(spec, context)?.[`selected_${name}`] ?? spec[`initial_${name}`];
  const node = select({ ...spec, options: source(), initial_option: before ? { value: before } : null }, { ...context, previous: null, live: false });
  const list = node.querySelector("select");
  const options = source();
  asInput(list, spec, context, () => ({ [`selected_${name}`]: options[Number.parseInt(list.value, 10)]?.value ?? null }));
  return node;
};

// One form for every "some of these" and "one of these": rows of real checkboxes or radio buttons.
function choices(spec, context, type) {
  const options = allOptions(spec);
  const single = type === "radio";
  const before = typed(spec, context);
  const initial = single ? [before ? before.selected_option : spec.initial_option] : (before?.selected_options ?? spec.initial_options ?? []);
  const name = `choice-${Math.random().toString(36).slice(2)}`;
  const boxes = options.map((option) => h("input", { type, name, checked: initial.some((one) => one?.value === option.value), value: option.value }));
  const row = (option) => h("label", { class: "choice" }, boxes[options.indexOf(option)], h("span", {}, textObject(option.text), option.description && h("small", {}, textObject(option.description))));
  const rows = groups(spec).map((group) => [group.label && h("div", { class: "choice-group" }, plain(group.label)), group.options.map(row)]);
  const many = spec.type.startsWith("multi_");
  const node = h("div", { class: many ? "choices boxed" : "choices", role: single ? "radiogroup" : "group" }, rows);
  const picked = () => options.filter((_, index) => boxes[index].checked);
  const keepToMost = () => {
    const full = picked().length >= (spec.max_selected_items ?? Infinity);
    for (const box of boxes) box.disabled = full && !box.checked;
  };
  node.addEventListener("change", keepToMost);
  keepToMost();
  return asInput(node, spec, context, () => (single ? { selected_option: picked()[0] ?? null } : { selected_options: picked() }));
}

const ELEMENTS = {
  button: buttonElement,
  workflow_button: buttonElement,
  overflow,
  plain_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  datepicker: picker,
  timepicker: picker,
  datetimepicker: picker,
  static_select: select,
  users_select: idSelect(() => asOptions([...store.users.values()], "@"), "user"),
  channels_select: idSelect(() => asOptions(publicChannels(), "#"), "channel"),
  conversations_select: idSelect(() => asOptions(publicChannels(), "#"), "conversation"),
  multi_static_select: (spec, context) => choices(spec, context, "checkbox"),
  checkboxes: (spec, context) => choices(spec, context, "checkbox"),
  radio_buttons: (spec, context) => choices(spec, context, "radio"),
};
