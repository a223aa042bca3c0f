// Slack's mrkdwn: text -> tokens -> nodes. Tokens are plain data, so they can be tested without a page.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { formatDate } from "./time.js";
import { personName, channelName } from "./store.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const MARKS = { "*": "bold", _: "italic", "~": "strike" };
const URL_IN_TEXT = /^https?:\/\/[^\s<>|`"']*[^\s<>|`"'.,;:!?)\]}*_~]/;

export function unescape(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** The address if it is one a person may click, else null: javascript:, data: and the like are never links. */
export function safeHref(raw) {
  try {
    const url = new URL(raw);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Tokens of a whole text: fenced code first, then quotes, then what stands within a line. */
export function tokenize(text) {
  const found = [];
  for (const [index, part] of text.split("```").entries()) {
    const closed = index % 2 === 1 && (text.match(/```/g) ?? []).length > index;
    if (closed) found.push({ type: "pre", text: unescape(part.replace(/^\n|\n$/g, "")) });
    else found.push(...lines(index % 2 === 1 ? "```" + part : trimAroundPre(part, index)));
  }
  return found;
}

const trimAroundPre = (part, index) => (index > 0 ? part.replace(/^\n/, "") : part);

function lines(text) {
  const found = [];
  let quote = null;
  let first = true;
  const all = text.split("\n");
  for (const [index, line] of all.entries()) {
    const block = line.match(/^(?:&gt;|>){3}\s?(.*)$/);
    if (block) {
      found.push({ type: "quote", children: lines([block[1], ...all.slice(index + 1)].join("\n")) });
      return found;
    }
    const single = line.match(/^(?:&gt;|>)\s?(.*)$/);
    if (single) {
      if (quote) quote.children.push({ type: "break" });
      else found.push((quote = { type: "quote", children: [] }));
      quote.children.push(...inline(single[1]));
      first = true;
      continue;
    }
    quote = null;
    if (!first) found.push({ type: "break" });
    first = false;
    found.push(...inline(line));
  }
  return found;
}

function inline(text) {
  const found = [];
  let plainText = "";
  let at = 0;
  while (at < text.length) {
    const hit = tokenAt(text, at);
    if (!hit) {
      plainText += text[at++];
      continue;
    }
    if (plainText) found.push({ type: "text", text: unescape(plainText) });
    plainText = "";
    found.push(hit.token);
    at = hit.end;
  }
  if (plainText) found.push({ type: "text", text: unescape(plainText) });
  return found;
}

function tokenAt(text, at) {
  const char = text[at];
  if (char === "<") return angle(text, at);
  if (char === "`") return code(text, at);
  if (char === ":") return shortcode(text, at);
  if (char in MARKS) return marked(text, at);
  if (char === "h" && !/\w/.test(text[at - 1] ?? "")) return bareLink(text, at);
  return null;
}

function angle(text, at) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const [target, ...rest] = text.slice(at + 1, end).split("|");
  const token = special(target, rest.length ? rest.join("|") : null);
  return token && { token, end: end + 1 };
}

function special(target, label) {
  if (/^@\w+$/.test(target)) return { type: "user", id: target.slice(1), label };
  if (/^#\w+$/.test(target)) return { type: "channel", id: target.slice(1), label };
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!subteam^")) return { type: "broadcast", name: unescape(label ?? "group").replace(/^@/, "") };
  if (/^!\w+/.test(target)) return { type: "broadcast", name: target.slice(1) };
  const address = unescape(target);
  const href = safeHref(address);
  const shown = unescape(label || address.replace(/^mailto:/, ""));
  if (href) return { type: "link", href, text: shown };
  return /^[a-z][\w+.-]*:/i.test(address) ? { type: "text", text: shown } : null;
}

function date(target, label) {
  const [, seconds, format, link] = target.split("^");
  const text = formatDate(Number(seconds), format ?? "") ?? unescape(label ?? target);
  return { type: "date", text, seconds: Number(seconds), href: link ? safeHref(link) : null };
}

function code(text, at) {
  const end = text.indexOf("`", at + 1);
  return end > at + 1 ? { token: { type: "code", text: unescape(text.slice(at + 1, end)) }, end: end + 1 } : null;
}

function shortcode(text, at) {
  const name = text.slice(at).match(/^:([a-z0-9_+-]+(?:::skin-tone-\d)?):/)?.[1];
  const char = name && emoji(name);
  return char ? { token: { type: "emoji", name, text: char }, end: at + name.length + 2 } : null;
}

function bareLink(text, at) {
  const raw = text.slice(at).match(URL_IN_TEXT)?.[0];
  const href = raw && safeHref(unescape(raw));
  return href ? { token: { type: "link", href, text: unescape(raw) }, end: at + raw.length } : null;
}

// A mark opens after a space or punctuation and closes before one, so snake_case and 2*3*4 stay as they are.
function marked(text, at) {
  const mark = text[at];
  if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? " ") || /\s/.test(text[at + 1] ?? " ") || text[at + 1] === mark) return null;
  for (let end = at + 2; end < text.length; end++) {
    if (text[end] === "`") end = Math.max(end, text.indexOf("`", end + 1));
    if (text[end] !== mark || /\s/.test(text[end - 1]) || /[\p{L}\p{N}]/u.test(text[end + 1] ?? " ")) continue;
    return { token: { type: MARKS[mark], children: inline(text.slice(at + 1, end)) }, end: end + 1 };
  }
  return null;
}

const TAGS = { bold: "strong", italic: "em", strike: "s", quote: "blockquote" };

function node(token) {
  if (token.type in TAGS) return h(TAGS[token.type], {}, token.children.map(node));
  if (token.type === "text") return document.createTextNode(token.text);
  if (token.type === "break") return h("br");
  if (token.type === "code") return h("code", {}, token.text);
  if (token.type === "pre") return h("pre", {}, h("code", {}, token.text));
  if (token.type === "emoji") return h("span", { class: "emoji", role: "img", "aria-label": token.name, title: `:${token.name}:` }, token.text);
  if (token.type === "link") return link(token.href, token.text);
  if (token.type === "user") return h("span", { class: "mention", data: { user: token.id } }, `@${personName(token.id, token.label)}`);
  if (token.type === "channel") return h("a", { class: "mention", href: `#${token.id}` }, `#${channelName(token.id, token.label)}`);
  if (token.type === "broadcast") return h("span", { class: "mention loud" }, `@${token.name}`);
  return dateNode(token);
}

function dateNode({ text, seconds, href }) {
  const full = Number.isFinite(seconds) ? new Date(seconds * 1000).toLocaleString() : null;
  return h("time", { title: full }, href ? link(href, text) : text);
}

export function link(href, ...children) {
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
}

/** The text as nodes, ready to be put on the page. */
export function mrkdwn(text) {
  const fragment = document.createDocumentFragment();
  fragment.append(...tokenize(text ?? "").map(node));
  return fragment;
}

/** Plain text of a message, for the screen reader's announcement and the like. */
export function flat(text) {
  const words = (token) => token.text ?? (token.children ? token.children.map(words).join("") : named(token));
  const named = (token) => (token.type === "user" ? `@${personName(token.id, token.label)}` : " ");
  return tokenize(text ?? "").map(words).join("").replace(/\s+/g, " ").trim();
}

/** A Slack text object: mrkdwn is parsed, plain_text only has its shortcodes replaced. */
export function textObject(text) {
  if (typeof text === "string") return document.createTextNode(text);
  if (text?.type === "mrkdwn") return mrkdwn(text.text);
  const shown = (text?.text ?? "").replace(/:([a-z0-9_+-]+):/g, (whole, name) => (text.emoji === false ? whole : (emoji(name) ?? whole)));
  return document.createTextNode(shown);
}
