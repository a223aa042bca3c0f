// Slack's rich_text block and its pieces.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, safeHref } from "./mrkdwn.js";
import { personName, channelName } from "./store.js";
import { formatDate } from "./time.js";

const STYLES = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"]];

const PIECES = {
  text: (piece) => piece.text,
  link: (piece) => {
    const href = safeHref(piece.url);
    return href ? link(href, piece.text || piece.url) : (piece.text ?? piece.url);
  },
  user: (piece) => h("span", { class: "mention", data: { user: piece.user_id } }, `@${personName(piece.user_id)}`),
  channel: (piece) => h("a", { class: "mention", href: `#${piece.channel_id}` }, `#${channelName(piece.channel_id)}`),
  broadcast: (piece) => h("span", { class: "mention loud" }, `@${piece.range}`),
  emoji: (piece) => h("span", { class: "emoji", role: "img", "aria-label": piece.name }, emoji(piece.name) ?? `:${piece.name}:`),
  date: (piece) => formatDate(piece.timestamp, piece.format) ?? piece.fallback,
  color: (piece) => piece.value,
  file: () => "", // shown below the message
};

function piece(item) {
  const inner = PIECES[item.type]?.(item) ?? `[${item.type}]`;
  return STYLES.reduce((shown, [style, tag]) => (item.style?.[style] ? h(tag, {}, shown) : shown), inner);
}

const pieces = (items) => (items ?? []).map(piece);

const SECTIONS = {
  rich_text_section: (part) => h("div", { class: "rich-section" }, pieces(part.elements)),
  rich_text_preformatted: (part) => h("pre", {}, h("code", {}, pieces(part.elements))),
  rich_text_quote: (part) => h("blockquote", {}, pieces(part.elements)),
  rich_text_list: (part) =>
    h(
      part.style === "ordered" ? "ol" : "ul",
      { class: `rich-list indent-${Math.min(part.indent ?? 0, 4)}`, start: part.offset ? part.offset + 1 : null },
      (part.elements ?? []).map((item) => h("li", {}, pieces(item.elements))),
    ),
};

export function richText(block) {
  return (block?.elements ?? []).map((part) => SECTIONS[part.type]?.(part) ?? h("div", { class: "unknown" }, part.type));
}
