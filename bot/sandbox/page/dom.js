// Building elements. All text becomes text nodes: nothing here can turn data into markup.

const PROPERTIES = new Set(["value", "checked", "selected", "disabled", "hidden", "multiple", "open"]);

/** One element. `on` holds listeners, `data` the data-* attributes, `testid` the hook for browser tests. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...nodes(children));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "testid") node.dataset.testid = value;
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "on") for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}

/** Replaces everything inside `node`. */
export function fill(node, ...children) {
  node.replaceChildren(...nodes(children));
  return node;
}

/**
 * Makes `parent` show `items` in order, reusing the element of an item whose version did not change,
 * so focus, scroll position and half-typed text survive an update elsewhere.
 */
export function keyed(parent, items, { key, version, render }) {
  const before = parent.keyedChildren ?? new Map();
  const after = new Map();
  for (const item of items) {
    const id = key(item);
    const now = version(item);
    const old = before.get(id);
    after.set(id, old && sameVersion(old.version, now) ? old : { version: now, node: render(item, old?.node) });
  }
  for (const [id, entry] of before) if (after.get(id)?.node !== entry.node) entry.node.remove();
  let place = parent.firstChild;
  for (const { node } of after.values()) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  parent.keyedChildren = after;
}

function sameVersion(a, b) {
  return a.length === b.length && a.every((part, index) => Object.is(part, b[index]));
}

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13M3 12.5h13",
  send: "M3 10 17 3.5 12.5 17l-3-5.5L3 10ZM9.5 11.5 17 3.5",
  plus: "M10 4v12M4 10h12",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12.5 4.5 7 10l5.5 5.5",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  chevron: "M5.5 8 10 12.5 14.5 8",
  sun: "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  moon: "M16.5 11.5A7 7 0 0 1 8.5 3.5a7 7 0 1 0 8 8Z",
  code: "M7 6 3 10l4 4M13 6l4 4-4 4",
  cloud: "M6 15.5a3.5 3.5 0 0 1-.4-7A4.8 4.8 0 0 1 15 9.6a3 3 0 0 1-.4 5.9H6Z",
  reply: "M4 4.5h12v9H9.5L6 16.5v-3H4v-9Z",
  warning: "M10 3.5 17.5 16h-15L10 3.5ZM10 8.5v3.5M10 14v.1",
  info: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM10 9.2V14M10 6.4v.1",
  check: "M4 10.5 8 14.5 16 5.5",
  cross: "M6 6l8 8M14 6l-8 8",
  file: "M5 3h6.5L15 6.5V17H5V3ZM11 3v4h4",
  spark: "M10 3l1.6 5.4L17 10l-5.4 1.6L10 17l-1.6-5.4L3 10l5.4-1.6L10 3Z",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm0 0v1.2a2 2 0 0 0 4 0V10a7 7 0 1 0-2.8 5.6",
  more: "M4.5 10h.1M10 10h.1M15.5 10h.1",
  eye: "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5ZM12 10a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z",
  shield: "M10 3l6 2v4.5c0 3.6-2.5 6.3-6 7.5-3.5-1.2-6-3.9-6-7.5V5l6-2Z",
  lock: "M5.5 9h9v7.5h-9V9ZM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
  bolt: "M11 3 4.5 11.5H10L9 17l6.5-8.5H10L11 3Z",
  calendar: "M4 5h12v11.5H4V5ZM4 8.5h12M7 3v3M13 3v3",
  down: "M10 4v12M5 11l5 5 5-5",
  download: "M10 3v10M5.5 9 10 13.5 14.5 9M4 16.5h12",
  clip: "M15.5 9.5 9.8 15.2a3.6 3.6 0 0 1-5.1-5.1l6.4-6.4a2.4 2.4 0 0 1 3.4 3.4l-6.3 6.3a1.2 1.2 0 0 1-1.7-1.7l5.6-5.6",
  copy: "M7.5 7.5h8.5v9H7.5v-9ZM4 12.5v-9h8.5",
  link: "M8.5 11.5a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.3l1-1",
  stack: "M10 3 17 6.5 10 10 3 6.5 10 3ZM3.5 10 10 13.3 16.5 10M3.5 13.5 10 16.8l6.5-3.3",
};

/** A line icon; decorative, so a control that holds only an icon carries its own aria-label. */
export function icon(name, extra = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name} ${extra}`.trim());
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** The text of a Slack text object, or of a plain string. */
export function plain(text) {
  return typeof text === "string" ? text : (text?.text ?? "");
}
