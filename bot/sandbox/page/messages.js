// Messages as rows: grouped by author, with their blocks, files, reactions and the way into their thread.
import { renderBlocks } from "./blocks.js";
import { h, icon, keyed } from "./dom.js";
import { collect } from "./elements.js";
import { emoji } from "./emoji.js";
import { fileNode } from "./files.js";
import { mrkdwn } from "./mrkdwn.js";
import { author, messageAt, replies, store } from "./store.js";
import { clock, dayKey, dayName, full } from "./time.js";

const GROUP_SECONDS = 300;
const EVENTS = new Set(["channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name"]);

/** The picture beside a name: initials on the person's colour, or the bot's logo. */
export function avatar(id, size = "") {
  const person = author(id);
  if (person.is_bot) return h("img", { class: `avatar ${size}`, src: "/static/logo.svg", alt: "" });
  const initials = (person.real_name || person.name).split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  const node = h("span", { class: `avatar ${size}`, "aria-hidden": "true" }, initials.toUpperCase());
  if (person.color) node.style.backgroundColor = person.color.startsWith("#") ? person.color : `#${person.color}`;
  return node;
}

/** Draws `messages` into `parent`. `openThread` is absent inside a thread. */
export function drawMessages(parent, messages, { openThread = null, newFrom = null, before = [], after = new Map() } = {}) {
  keyed(parent, [...before, ...withDividers(messages, { openThread, newFrom, after })], {
    key: (item) => item.key,
    version: (item) => item.version,
    render: (item, old) => item.render(old),
  });
}

function withDividers(messages, { openThread, newFrom, after }) {
  const items = [];
  let previous = null;
  for (const message of messages) {
    const newDay = dayKey(message.ts) !== (previous && dayKey(previous.ts));
    const isNew = newFrom && message.ts > newFrom && !(previous?.ts > newFrom) && message.user !== store.me;
    if (newDay && (openThread || previous)) items.push(divider(`day ${dayKey(message.ts)}`, dayName(message.ts), "day"));
    if (isNew) items.push(divider("new", "New", "new"));
    items.push(row(message, { compact: !newDay && !isNew && grouped(previous, message), openThread }));
    if (after.has(message.ts)) items.push(after.get(message.ts));
    previous = after.has(message.ts) ? null : message;
  }
  return items;
}

export function divider(key, text, kind) {
  return { key, version: [text], render: () => h("div", { class: `line ${kind}`, role: "separator" }, h("span", {}, text)) };
}

function grouped(before, message) {
  if (!before || before.user !== message.user || EVENTS.has(before.subtype) || EVENTS.has(message.subtype)) return false;
  if (before.reply_broadcast || message.reply_broadcast || before.ephemeral_to !== message.ephemeral_to) return false;
  return message.ts - before.ts < GROUP_SECONDS;
}

function row(message, { compact, openThread }) {
  const below = openThread && !message.reply_broadcast ? replies(message.channel, message.ts) : [];
  return {
    key: message.ts,
    version: [message, compact, below.length, below.at(-1)?.ts],
    render: (old) => messageNode(message, { compact, below, openThread, old }),
  };
}

function messageNode(message, { compact, below, openThread, old }) {
  const person = author(message.user);
  if (EVENTS.has(message.subtype)) return eventLine(message, person);
  const open = openThread && (() => openThread(message.reply_broadcast ? message.thread_ts : message.ts));
  const classes = ["message", compact && "compact", message.ephemeral_to && "ephemeral", !old && "arrives"].filter(Boolean).join(" ");
  return h(
    "article",
    { class: classes, testid: "message", data: { ts: message.ts, user: message.user }, "aria-label": `${person.real_name}, ${clock(message.ts)}` },
    h("div", { class: "gutter" }, compact ? time(message.ts) : avatar(message.user)),
    h(
      "div",
      { class: "content" },
      message.ephemeral_to && h("div", { class: "only-you", testid: "only-you" }, icon("eye"), "Only visible to you"),
      message.reply_broadcast && broadcastNote(message, open),
      !compact && h("div", { class: "byline" }, h("span", { class: "name" }, person.real_name), person.is_bot && h("span", { class: "badge" }, "app"), time(message.ts)),
      body(message, old),
      message.files?.length > 0 && h("div", { class: "files" }, message.files.map(fileNode)),
      message.reactions?.length > 0 && h("div", { class: "reactions" }, message.reactions.map(reaction)),
      below.length > 0 && replyBar(below, open),
    ),
    open && !message.ephemeral_to && toolbar(open),
  );
}

const time = (ts) => h("time", { class: "time", title: full(ts) }, clock(ts));

function eventLine(message, person) {
  const said = message.text ? mrkdwn(message.text) : " joined the channel.";
  return h("article", { class: "message event", testid: "message", data: { ts: message.ts } }, h("div", { class: "gutter" }), h("div", { class: "content" }, !message.text?.includes(`<@${person.id}>`) && h("strong", {}, person.real_name, " "), said));
}

function body(message, old) {
  if (message.blocks?.length && !isTyped(message)) {
    const container = { type: "message", channel: message.channel, ts: message.ts };
    const shown = renderBlocks(message.blocks, { container, previous: old && collect(old), files: message.files });
    if (message.edited && message.user !== store.bot.user_id) shown.append(edited());
    return shown;
  }
  if (!message.text) return null;
  return h("div", { class: "text" }, mrkdwn(message.text), message.edited && edited());
}

// What a person types also comes as one rich_text block; its text says more, since it is read as mrkdwn.
const isTyped = ({ is_bot: isBot, text, blocks }) => !isBot && text && blocks.every(({ type }) => type === "rich_text");

const edited = () => h("span", { class: "edited" }, " (edited)");

function broadcastNote(message, open) {
  const root = messageAt(message.channel, message.thread_ts);
  return h("button", { type: "button", class: "broadcast-note", on: { click: open } }, "replied to a thread: ", root ? (root.text ?? "").slice(0, 60) : "");
}

function reaction({ name, users }) {
  const mine = users.includes(store.me);
  const who = users.map((id) => author(id).real_name).join(", ");
  return h("span", { class: mine ? "reaction mine" : "reaction", title: `${who} reacted with :${name}:`, testid: "reaction" }, h("span", { class: "emoji" }, emoji(name) ?? `:${name}:`), String(users.length));
}

function replyBar(below, open) {
  const people = [...new Set(below.map((reply) => reply.user))].slice(0, 4);
  const last = below.at(-1);
  const count = below.filter((reply) => !reply.ephemeral_to).length;
  return h(
    "button",
    { type: "button", class: "reply-bar", testid: "reply-count", on: { click: open } },
    people.map((id) => avatar(id, "small")),
    h("strong", {}, count ? countOf(count) : "View thread"),
    h("small", {}, `Last reply ${dayName(last.ts).toLowerCase()} at ${clock(last.ts)}`),
  );
}

function toolbar(open) {
  return h("div", { class: "toolbar" }, h("button", { type: "button", class: "tool", testid: "reply", title: "Reply in thread", "aria-label": "Reply in thread", on: { click: open } }, icon("reply")));
}

/** Keeps a scrolling list at its end while the person is at the end, whatever grows in it. */
export function stickToEnd(scroller, content, onAway) {
  let stuck = true;
  const toEnd = () => (scroller.scrollTop = scroller.scrollHeight);
  let last = 0;
  scroller.addEventListener("scroll", () => {
    const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
    // What grows below also leaves the end behind; only a person scrolls up.
    if (atEnd || scroller.scrollTop < last) stuck = atEnd;
    last = scroller.scrollTop;
    onAway?.(!stuck);
  });
  const watch = new ResizeObserver(() => stuck && toEnd());
  watch.observe(content);
  watch.observe(scroller);
  return {
    toEnd() {
      stuck = true;
      toEnd();
    },
    toStart() {
      stuck = false;
      scroller.scrollTop = 0;
    },
  };
}

const countOf = (count) => (count === 1 ? "1 reply" : `${count} replies`);

export const threadCount = (answers) => divider("replies", countOf(answers.filter((reply) => !reply.ephemeral_to).length), "replies");
