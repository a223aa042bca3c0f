// Files of messages: pictures as thumbnails, others as cards; what can be shown opens above the page.
import { h, icon } from "./dom.js";
import { safeHref } from "./mrkdwn.js";
import { button, openDialog } from "./overlay.js";
import { highlight } from "./syntax.js";
import { bytes } from "./time.js";

const TEXTS = new Set(["yaml", "yml", "json", "template", "txt", "md", "mmd", "mermaid", "puml", "csv", "tsv", "xml", "drawio", "tf", "toml", "ini", "log", "sh", "py", "js", "ts", "dot"]);
const PICTURES = new Set(["png", "jpeg", "gif", "webp", "avif", "bmp", "svg+xml"].map((kind) => `image/${kind}`));
const MOST_SHOWN = 400_000; // characters; more is downloaded, not read
const LONGEST_THUMB = { width: 380, height: 260 };

const extension = ({ name }) => name.split(".").at(-1).toLowerCase();
/** Of a kind that browsers show. */
export const isPicture = ({ mimetype }) => PICTURES.has(mimetype);
const isText = (file) => file.mimetype?.startsWith("text/") || TEXTS.has(extension(file));

/** One file below a message. */
export function fileNode(file) {
  if (file.mode === "tombstone") return h("div", { class: "file gone", testid: "file" }, icon("file"), "This file was deleted.");
  if (file.mode === "external") return linked(file);
  return isPicture(file) ? pictureNode(file) : card(file);
}

function pictureNode(file) {
  return h(
    "figure",
    { class: "file picture", testid: "file" },
    h("figcaption", {}, h("strong", {}, file.title || file.name), h("small", {}, bytes(file.size ?? 0))),
    h("div", { class: "picture-frame" }, openButton(file, "picture-open", thumb(file)), download(file)),
  );
}

/** The size a picture gets before it has come, so that nothing jumps when it does. */
function thumb(file) {
  const shrink = file.width ? Math.min(1, LONGEST_THUMB.width / file.width, LONGEST_THUMB.height / file.height) : null;
  const size = shrink && { width: Math.round(file.width * shrink), height: Math.round(file.height * shrink) };
  return h("img", { src: file.url, alt: file.title || file.name, decoding: "async", ...size });
}

function card(file) {
  const label = [h("span", { class: "file-icon", data: { kind: extension(file).slice(0, 4) } }, icon("file")), labelOf(file)];
  const main = isText(file) ? openButton(file, "file-main", label) : h("a", { class: "file-main", href: file.url, download: file.name, testid: "file-open" }, label);
  return h("div", { class: "file", testid: "file" }, main, download(file));
}

function labelOf({ name, title, size }) {
  const details = [title && title !== name && name, bytes(size ?? 0)].filter(Boolean).join(" · ");
  return h("span", { class: "file-label" }, h("strong", {}, title || name), h("small", {}, details));
}

function linked(file) {
  const href = safeHref(file.link);
  const label = [h("span", { class: "file-icon" }, icon("link")), h("span", { class: "file-label" }, h("strong", {}, file.name), h("small", {}, "Kept by another service"))];
  return h("div", { class: "file", testid: "file" }, href ? h("a", { class: "file-main", href, target: "_blank", rel: "noopener noreferrer", testid: "file-open" }, label) : h("span", { class: "file-main" }, label));
}

const openButton = (file, name, content) =>
  h("button", { type: "button", class: name, "aria-label": `Open ${file.title || file.name}`, title: file.name, testid: "file-open", on: { click: () => view(file) } }, content);

const download = (file, extra = "") =>
  h("a", { class: `icon-button file-download ${extra}`, href: file.url, download: file.name, title: `Download ${file.name}`, "aria-label": `Download ${file.name}`, testid: "file-download" }, icon("download"));

// ---- above the page ----

/** Shows a picture in full, or the words of a text file. */
export function view(file) {
  const picture = isPicture(file);
  const body = picture ? h("img", { class: "viewer-picture", src: file.url, alt: file.title || file.name }) : h("div", { class: "viewer-text", "aria-busy": "true" });
  const text = picture ? null : words(file.url);
  const tools = [text && copyButton(text), download(file, "shown")];
  const { node, close } = openDialog({ title: file.title || file.name, detail: picture ? measures(file) : bytes(file.size ?? 0), tools, body, testid: "viewer", className: picture ? "viewer picture" : "viewer words" });
  node.addEventListener("click", ({ target }) => (target === node || target.matches(".viewer.picture .dialog-body")) && close());
  if (text) showText(file, text, body);
}

const measures = ({ width, height, size }) => [width && `${width} × ${height}`, size !== undefined && bytes(size)].filter(Boolean).join(" · ");

async function showText(file, coming, place) {
  const text = await coming;
  place.removeAttribute("aria-busy");
  if (text === null) return place.append(h("p", { class: "viewer-note" }, "The file could not be read."));
  const shown = text.slice(0, MOST_SHOWN);
  const lines = shown.replace(/\n$/, "").split("\n");
  place.append(
    h("div", { class: "listing", tabindex: "0", role: "region", "aria-label": file.name }, h("div", { class: "line-numbers", "aria-hidden": "true" }, lines.map((_, index) => `${index + 1}\n`)), h("div", { class: "code", testid: "viewer-code" }, highlight(shown, extension(file)))),
  );
  if (text.length > MOST_SHOWN) place.append(h("p", { class: "viewer-note" }, "This is only the beginning. Download the file for all of it."));
  return undefined;
}

async function words(url) {
  try {
    const response = await fetch(url);
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

function copyButton(text) {
  const copy = async () => {
    await navigator.clipboard.writeText((await text) ?? "");
    said.textContent = "Copied";
    setTimeout(() => (said.textContent = "Copy"), 1_500);
  };
  const said = h("span", {}, "Copy");
  return button([icon("copy"), said], { kind: "small", testid: "viewer-copy", on: { click: copy } });
}

/** A picture that is not a file of a message, such as one in a card. */
export function viewable(image, url, name) {
  const file = { name: name || "Picture", url, mimetype: "image/png" };
  return h("button", { type: "button", class: "picture-open", "aria-label": `Open ${file.name}`, testid: "picture-open", on: { click: () => view(file) } }, image);
}

