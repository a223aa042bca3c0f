// Starts the page: state, events, and one redraw of everything that changed.
import { follow as followEvents, getState } from "./api.js";
import { drawAws, refreshAws, setUpAws } from "./aws.js";
import { drawChannel, setUpChannel } from "./channel.js";
import { h } from "./dom.js";
import { updateModals } from "./modals.js";
import { flat } from "./mrkdwn.js";
import { announce } from "./overlay.js";
import { reportRejected } from "./panels.js";
import { follow, go, rememberedPerson } from "./route.js";
import { drawSidebar, setUpSidebar } from "./sidebar.js";
import { adopt, apply, author, change, channelById, markRead, messageAt, store, subscribe, unread } from "./store.js";
import { drawThread, noticeForThread, setUpThread } from "./thread.js";

const byId = (id) => document.getElementById(id);

function draw() {
  drawSidebar();
  drawChannel();
  drawThread();
  drawAws();
  updateModals();
  byId("connection").hidden = store.connected;
  const news = store.channels.filter(({ id, is_im: im, user }) => id !== store.channel && (!im || user === store.me)).reduce((sum, { id }) => sum + unread(id), 0);
  const { name = "" } = channelById(store.channel)?.is_im ? store.bot : (channelById(store.channel) ?? {});
  document.title = `${news ? `(${news}) ` : ""}${name} · ${store.team.name}`;
}

function onEvent(event) {
  if (event.type === "message") return onMessage(event);
  if (event.type === "aws") return refreshAws();
  if (event.type === "rejected") reportRejected(event);
  return apply(event);
}

function onMessage(event) {
  const { message } = event;
  const isNew = !messageAt(message.channel, message.ts);
  apply(event);
  if (message.channel === store.channel && !document.hidden) markRead(store.channel);
  if (!isNew || (message.ephemeral_to && message.ephemeral_to !== store.me)) return;
  noticeForThread(message);
  if (message.user !== store.me) announce(`${author(message.user).real_name}: ${flat(message.text)}`.slice(0, 300));
}

// A permalink the bot posts leads to the message on this page.
function onLink(event) {
  const [, channel, digits] = event.target.closest?.("a")?.href.match(/\/archives\/(\w+)\/p(\d+)/) ?? [];
  if (!channel || !channelById(channel)) return;
  event.preventDefault();
  const ts = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  const message = messageAt(channel, ts);
  go(channel, message?.thread_ts ?? ts);
}

async function start() {
  const state = await getState();
  if (!state.ok) {
    byId("starting").replaceChildren(h("p", {}, state.error), h("p", {}, "Trying again…"));
    return setTimeout(start, 1_000);
  }
  change(() => (store.me = rememberedPerson()));
  adopt(state);
  setUpSidebar();
  setUpChannel();
  setUpThread();
  setUpAws();
  subscribe(draw);
  follow();
  addEventListener("hashchange", follow);
  document.addEventListener("click", onLink);
  document.addEventListener("visibilitychange", () => !document.hidden && change(() => markRead(store.channel)));
  followEvents({
    since: state.cursor,
    onEvent,
    onConnected: (connected) => change(() => (store.connected = connected)),
    onState: (fresh) => {
      adopt(fresh);
      follow();
      refreshAws();
    },
  });
  byId("starting").remove();
  return undefined;
}

// Files dropped beside the drop areas must not replace the page.
for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
start();
