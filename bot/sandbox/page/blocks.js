// Block Kit -> nodes. A block this page does not know is a grey box that names its type.
import { h, icon, plain } from "./dom.js";
import { collect, element } from "./elements.js";
import { viewable } from "./files.js";
import { markdown } from "./markdown.js";
import { link, safeHref, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { sendAction } from "./api.js";
import { store } from "./store.js";

/**
 * The blocks of a message or a view. Options: `container` (where a click says it happened), `previous`
 * (state.values typed before a redraw), `errors` ({block_id: text}), `files` (of the message).
 */
export function renderBlocks(blocks, options) {
  const root = h("div", { class: blocks[0]?.type === "header" ? "blocks card" : "blocks" });
  root.append(...blocks.map((block, index) => renderBlock(block, contextOf(block, index, root, options))));
  return root;
}

function contextOf(block, index, root, options) {
  const blockId = block.block_id ?? `block-${index}`;
  const live = block.type !== "input" || Boolean(block.dispatch_action);
  return { ...options, root, blockId, live, act: (action, node) => dispatch(action, node, root, options.container) };
}

/** Sends a click; the control shows it is waiting, and a warning if the bot did not take it. */
async function dispatch(action, node, root, container) {
  const scope = root.closest("[data-state-scope]") ?? root;
  const place = node.closest(".actions") ?? node.closest(".select")?.parentElement ?? node.parentElement;
  place.querySelectorAll(".action-error").forEach((old) => old.remove());
  node.setAttribute("aria-busy", "true");
  const answer = await sendAction({ user: store.me, container, action, state: { values: collect(scope) } });
  node.removeAttribute("aria-busy");
  if (answer.ok) return;
  const warning = h("span", { class: "action-error", role: "alert", title: answer.error, testid: "action-error" }, icon("warning"), h("span", {}, answer.error));
  place.append(warning);
}

function renderBlock(block, context) {
  const node = (BLOCKS[block.type] ?? unknownBlock)(block, context);
  node.classList.add("block");
  node.dataset.blockId = context.blockId;
  return node;
}

const unknownBlock = (block) => h("div", { class: "unknown", testid: "unknown-block" }, `${block.type} block: not shown in the sandbox`);

function section(block, context) {
  const text = block.text && h("div", { class: "section-text" }, textObject(block.text));
  const fields = block.fields?.length && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field-text" }, textObject(field))));
  const accessory = block.accessory && h("div", { class: "accessory" }, part(block.accessory, context));
  return h("div", { class: "section" }, h("div", { class: "section-main" }, text, fields), accessory);
}

const part = (spec, context) => (spec.type === "image" ? picture(spec, "thumb", context) : element(spec, context));

// Only our own pictures are loaded: a stranger's address would tell the stranger who is looking.
function picture(spec, kind, context) {
  const id = spec.slack_file && (spec.slack_file.id ?? spec.slack_file.url?.match(/\bF[A-Z0-9]{8,}\b/)?.[0]);
  const raw = id ? `/sandbox/files/${encodeURIComponent(id)}` : (spec.image_url ?? "");
  const url = new URL(raw, location.href);
  if (url.origin === location.origin) {
    const shown = h("img", { class: kind, src: url.pathname + url.search, alt: spec.alt_text ?? "", decoding: "async" });
    return kind === "picture" ? viewable(shown, url.pathname + url.search, plain(spec.title) || spec.alt_text) : shown;
  }
  const href = safeHref(raw);
  return h("span", { class: `picture-off ${kind}` }, spec.alt_text || "Picture", href && link(href, " (open)"));
}

const contextBlock = (block, context) =>
  h("div", { class: "context" }, block.elements.map((item) => h("span", { class: "context-item" }, item.type === "image" ? picture(item, "tiny", context) : textObject(item))));

function image(block, context) {
  return h("figure", { class: "image-block" }, block.title && h("figcaption", {}, textObject(block.title)), picture(block, "picture", context));
}

function input(block, context) {
  const field = element(block.element, context);
  const control = field.matches("[data-input]") ? field : (field.querySelector("[data-input]") ?? field);
  const id = `in-${Math.random().toString(36).slice(2)}`;
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  const error = context.errors?.[context.blockId];
  if (error) control.setAttribute("aria-invalid", "true");
  const single = control.matches("input, textarea, select");
  const label = h(single ? "label" : "div", { class: "label", for: single ? id : null, id: `${id}-label` }, textObject(block.label), block.optional && h("span", { class: "optional" }, " (optional)"));
  if (!single) control.setAttribute("aria-labelledby", `${id}-label`);
  return h(
    "div",
    { class: error ? "input-block invalid" : "input-block" },
    label,
    field,
    h("div", { class: "field-error", id: `${id}-error`, testid: "field-error", role: "alert", hidden: !error }, error),
    block.hint && h("div", { class: "hint", id: `${id}-hint` }, textObject(block.hint)),
  );
}

// ---- tables ----

const CELLS = {
  raw_text: (cell) => cell.text,
  raw_number: (cell) => cell.text ?? new Intl.NumberFormat().format(cell.value),
  rich_text: richText,
};

const cellContent = (cell) => (CELLS[cell?.type] ? CELLS[cell.type](cell) : plain(cell));

function table(block) {
  const [head = [], ...rows] = block.rows;
  const cell = (tag) => (content, column) => {
    const setting = block.column_settings?.[column];
    const align = setting?.align ?? (content?.type === "raw_number" ? "right" : "left");
    return h(tag, { class: `align-${align}${setting?.is_wrapped === false ? " nowrap" : ""}`, scope: tag === "th" ? "col" : null }, cellContent(content));
  };
  return h(
    "div",
    { class: "table-wrap", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, h("tr", {}, head.map(cell("th")))), h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell("td")))))),
  );
}

// ---- the rest ----

function file(block, context) {
  const known = context.files?.find(({ id }) => id === block.file_id || id === block.external_id);
  return h("div", { class: "file-line" }, icon("file"), known?.name ?? block.external_id ?? "File");
}

function alert(block) {
  const level = block.level ?? "default";
  return h("div", { class: `alert ${level}`, role: "note" }, icon(level === "success" ? "check" : level === "default" || level === "info" ? "info" : "warning"), h("div", {}, textObject(block.text)));
}

const TASK_ICONS = { complete: "check", error: "cross", in_progress: "spark", pending: "more" };

function task(block) {
  const detail = [block.details, block.output].filter(Boolean).map((text) => h("div", { class: "task-detail" }, richText(text)));
  return h("div", { class: `task ${block.status}` }, icon(TASK_ICONS[block.status] ?? "more"), h("div", {}, h("div", { class: "task-title" }, plain(block.title)), detail));
}

const BLOCKS = {
  section,
  header: (block) => h("h3", { class: "header" }, textObject(block.text)),
  divider: () => h("hr", { class: "divider" }),
  context: contextBlock,
  actions: (block, context) => h("div", { class: "actions" }, block.elements.map((spec) => element(spec, context))),
  image,
  input,
  table,
  markdown: (block) => markdown(block.text),
  rich_text: (block) => h("div", { class: "rich" }, richText(block)),
  file,
  alert,
  task_card: task,
  plan: (block) => h("div", { class: "plan" }, h("div", { class: "plan-title" }, plain(block.title)), (block.tasks ?? []).map(task)),
};
