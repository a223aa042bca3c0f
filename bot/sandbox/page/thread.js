// The thread pane, and when it opens by itself.
import { acceptDrops, createComposer } from "./composer.js";
import { fill, h, icon } from "./dom.js";
import { drawMessages, stickToEnd, threadCount } from "./messages.js";
import { closeThread, openThread } from "./route.js";
import { conversation, isReply, messageAt, replies, store } from "./store.js";

const byId = (id) => document.getElementById(id);
const liveRoots = new Set(); // own messages sent while this page is open
let composer = null;
let scroll = null;
let shown = "";

export function setUpThread() {
  composer = createComposer(byId("thread-composer"), {
    prefix: "thread-",
    place: () => ({ channel: store.channel, thread: store.thread }),
    placeholder: () => "Reply…",
    onSent: () => scroll.toEnd(),
  });
  acceptDrops(byId("thread"), composer, "Drop to attach to the thread");
  scroll = stickToEnd(byId("thread-scroll"), byId("thread-messages"));
  byId("thread-close").append(icon("close"));
  byId("thread-close").addEventListener("click", closeThread);
  byId("thread").addEventListener("keydown", (event) => event.key === "Escape" && closeThread());
}

export function drawThread() {
  const pane = byId("thread");
  pane.hidden = !store.thread;
  document.body.classList.toggle("thread-open", Boolean(store.thread));
  const now = `${store.channel} ${store.thread} ${store.me}`;
  if (!store.thread) {
    shown = now;
    return;
  }
  const channel = conversation();
  const root = messageAt(store.channel, store.thread);
  const answers = replies(store.channel, store.thread);
  fill(byId("thread-channel"), channel?.is_im ? store.bot.name : `#${channel?.name ?? ""}`);
  const after = root && answers.length ? new Map([[root.ts, threadCount(answers)]]) : new Map();
  const gone = { key: "gone", version: [], render: () => h("p", { class: "thread-gone" }, "The first message of this thread was deleted.") };
  drawMessages(byId("thread-messages"), root ? [root, ...answers] : answers, { before: root ? [] : [gone], after });
  composer.update();
  if (now !== shown) scroll.toEnd();
  shown = now;
}

/** The bot's first answer to what this person just asked opens the thread, unless they are writing in another. */
export function noticeForThread(message) {
  if (message.user === store.me && !isReply(message)) liveRoots.add(message.ts);
  const answersMe = message.is_bot && isReply(message) && liveRoots.has(message.thread_ts);
  if (!answersMe || (message.ephemeral_to && message.ephemeral_to !== store.me)) return;
  liveRoots.delete(message.thread_ts);
  const busyElsewhere = store.thread && !composer.isEmpty();
  if (message.channel === store.channel && !busyElsewhere) openThread(message.thread_ts);
}
