// The standard Markdown of Slack's `markdown` block: headings, lists, tables, code, quotes, links, emphasis.
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, safeHref } from "./mrkdwn.js";

const INLINE = [
  [/^`([^`]+)`/, ([, text]) => h("code", {}, text)],
  [/^!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)/, ([whole, text, url]) => linkOr(whole, text, url)],
  [/^<((?:https?|mailto):[^>]+)>/, ([whole, url]) => linkOr(whole, url, url)],
  [/^https?:\/\/[^\s<>)\]]*[^\s<>)\].,;:!?*_]/, ([url]) => linkOr(url, url, url)],
  [/^\*\*(?=\S)(.+?)\*\*/, ([, text]) => h("strong", {}, inline(text))],
  [/^__(?=\S)(.+?)__(?!\w)/, ([, text]) => h("strong", {}, inline(text))],
  [/^~~(?=\S)(.+?)~~/, ([, text]) => h("s", {}, inline(text))],
  [/^\*(?=[^\s*])(.+?)\*/, ([, text]) => h("em", {}, inline(text))],
  [/^_(?=[^\s_])(.+?)_(?!\w)/, ([, text]) => h("em", {}, inline(text))],
  [/^:([a-z0-9_+-]+):/, ([whole, name]) => emoji(name) ?? whole],
  [/^\\([\\`*_{}[\]()#+\-.!|~>])/, ([, char]) => char],
];

function linkOr(whole, text, url) {
  const href = safeHref(url);
  return href ? link(href, text || url) : whole;
}

function inline(text) {
  const found = [];
  let run = "";
  for (let at = 0; at < text.length; ) {
    const hit = startsHere(text, at);
    if (!hit) {
      run += text[at++];
      continue;
    }
    found.push(run, hit.node);
    run = "";
    at += hit.length;
  }
  return [...found, run].filter((part) => part !== "");
}

function startsHere(text, at) {
  if (!/[`![<h*_~:\\]/.test(text[at])) return null;
  if (/[_h]/.test(text[at]) && /\w/.test(text[at - 1] ?? "")) return null;
  const rest = text.slice(at);
  for (const [pattern, build] of INLINE) {
    const match = rest.match(pattern);
    if (match) return { node: build(match), length: match[0].length };
  }
  return null;
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const BLOCKS = [
  [/^\s*$/, (lines) => (lines.shift(), null)],
  [/^\s*```/, fence],
  [/^#{1,6}\s+\S/, heading],
  [/^\s*([-*_])\s*(?:\1\s*){2,}$/, (lines) => (lines.shift(), h("hr"))],
  [/^\s*>/, quote],
  [ITEM, list],
  [/^\s*\|.*\|\s*$/, table],
];

function fence(lines) {
  lines.shift();
  const body = [];
  while (lines.length && !/^\s*```/.test(lines[0])) body.push(lines.shift());
  lines.shift();
  return h("pre", {}, h("code", {}, body.join("\n")));
}

function heading(lines) {
  const [, marks, text] = lines.shift().match(/^(#+)\s+(.*?)\s*#*$/);
  return h(`h${Math.min(marks.length + 2, 6)}`, { class: `md-h${marks.length}` }, inline(text));
}

function quote(lines) {
  const body = [];
  while (lines.length && /^\s*>/.test(lines[0])) body.push(lines.shift().replace(/^\s*>\s?/, ""));
  return h("blockquote", {}, blocks(body));
}

function list(lines) {
  const [, indent, bullet] = lines[0].match(ITEM);
  const items = [];
  while (lines.length) {
    const match = lines[0].match(ITEM);
    if (match && match[1].length <= indent.length) {
      if (match[1].length < indent.length) break;
      items.push({ text: match[3], below: [] });
    } else if (items.length && /^\s{2,}\S/.test(lines[0])) items.at(-1).below.push(lines[0].slice(indent.length + 2));
    else break;
    lines.shift();
  }
  const ordered = /\d/.test(bullet);
  return h(ordered ? "ol" : "ul", { start: ordered ? Number.parseInt(bullet, 10) : null }, items.map(listItem));
}

function listItem({ text, below }) {
  const task = text.match(/^\[([ xX])\]\s+(.*)$/);
  const content = task ? [task[1] === " " ? "☐ " : "☑ ", inline(task[2])] : inline(text);
  return h("li", {}, content, blocks(below));
}

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));

function table(lines) {
  const rows = [];
  while (lines.length && /^\s*\|.*\|\s*$/.test(lines[0])) rows.push(lines.shift());
  const ruled = /^[\s|:-]+$/.test(rows[1] ?? "");
  const row = (tag) => (line) => h("tr", {}, cells(line).map((cell) => h(tag, {}, inline(cell))));
  const head = ruled ? h("thead", {}, row("th")(rows[0])) : null;
  return h("div", { class: "table-wrap" }, h("table", {}, head, h("tbody", {}, rows.slice(ruled ? 2 : 0).map(row("td")))));
}

function paragraph(lines) {
  const body = [];
  do body.push(lines.shift());
  while (lines.length && !BLOCKS.some(([pattern]) => pattern.test(lines[0])));
  return h("p", {}, body.flatMap((line, index) => (index ? [h("br"), ...inline(line)] : inline(line))));
}

function blocks(lines) {
  const left = [...lines];
  const found = [];
  while (left.length) {
    const [, build] = BLOCKS.find(([pattern]) => pattern.test(left[0])) ?? [null, paragraph];
    found.push(build(left));
  }
  return found.filter(Boolean);
}

export function markdown(text) {
  return h("div", { class: "markdown" }, blocks((text ?? "").split("\n")));
}
