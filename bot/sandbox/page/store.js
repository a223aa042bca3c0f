// All that the page knows, in one place. `change` is the only way to alter it and redraws once per turn.

export const store = {
  loaded: false,
  team: { id: "", name: "" },
  bot: { user_id: "", name: "", online: false, can_crash: false },
  botWasOnline: false, // away after that means it is coming back
  users: new Map(),
  channels: [],
  messages: new Map(), // channel id -> Map(ts -> message), in ts order
  homes: {},
  modals: {},
  examples: [],
  simulated: [],
  cursor: 0,
  aws: null, // {instances, security_groups, stacks}; null until it answers
  me: "",
  channel: "",
  thread: null,
  tab: "messages", // of the conversation with the bot: "home" or "messages"
  connected: true,
  read: new Map(), // "person channel" -> ts read up to
  newFrom: null, // {channel, ts}: where the "New" line stands in the open channel
  rejected: [],
};

const listeners = new Set();
let queued = false;

export function subscribe(listener) {
  listeners.add(listener);
}

export function change(alter) {
  alter(store);
  if (queued) return;
  queued = true;
  queueMicrotask(() => {
    queued = false;
    for (const listener of listeners) listener();
  });
}

/** Takes over GET /sandbox/state; objects that did not change stay the same objects, so they are not redrawn. */
export function adopt(state) {
  change(() => {
    store.team = state.team;
    store.bot = state.bot;
    store.botWasOnline ||= state.bot.online;
    store.users = new Map(state.users.map((user) => [user.id, user]));
    store.channels = state.channels;
    store.examples = state.examples ?? [];
    store.simulated = state.simulated ?? [];
    store.cursor = state.cursor;
    store.messages = new Map(state.channels.map(({ id }) => [id, messageMap(id, state.messages[id] ?? [])]));
    store.homes = keepSame(store.homes, state.homes ?? {});
    store.modals = keepSame(store.modals, state.modals ?? {});
    if (!store.users.has(store.me)) store.me = state.users[0]?.id ?? "";
    if (!store.loaded) markAllRead();
    store.loaded = true;
  });
}

function messageMap(channel, messages) {
  const before = store.messages.get(channel);
  return new Map(messages.map((message) => [message.ts, same(before?.get(message.ts), message)]));
}

const same = (old, now) => (old && JSON.stringify(old) === JSON.stringify(now) ? old : now);

function keepSame(before, now) {
  return Object.fromEntries(Object.entries(now).map(([key, value]) => [key, same(before[key], value)]));
}

/** Applies one server-sent event. */
export function apply(event) {
  change(() => APPLY[event.type]?.(event));
}

const APPLY = {
  message: ({ message }) => putMessage(message),
  message_deleted: ({ channel, ts }) => store.messages.get(channel)?.delete(ts),
  modals: ({ user, views }) => (store.modals = { ...store.modals, [user]: same(store.modals[user], views) }),
  home: ({ user, view }) => (store.homes = { ...store.homes, [user]: same(store.homes[user], view) }),
  bot: ({ online }) => setOnline(online),
  rejected: (event) => (store.rejected = [...store.rejected, event].slice(-50)),
};

export function setOnline(online) {
  store.bot = { ...store.bot, online };
  store.botWasOnline ||= online;
}

function putMessage(message) {
  const all = store.messages.get(message.channel) ?? new Map();
  const last = [...all.keys()].at(-1);
  all.set(message.ts, message);
  const sorted = !last || last <= message.ts || all.size === 1;
  store.messages.set(message.channel, sorted ? all : new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1))));
}

// ---- reading ----

export const me = () => store.users.get(store.me);
export const channelById = (id) => store.channels.find((channel) => channel.id === id);
export const conversation = () => channelById(store.channel);
export const publicChannels = () => store.channels.filter((channel) => !channel.is_im);
export const botConversation = () => store.channels.find((channel) => channel.is_im && channel.user === store.me);

/** Someone to show beside a message: a person, the bot, or an id nobody knows. */
export function author(id) {
  if (id === store.bot.user_id) return { id, name: store.bot.name, real_name: store.bot.name, is_bot: true };
  return store.users.get(id) ?? { id, name: id, real_name: id, color: "" };
}

export const botStatus = () => (store.bot.online ? "online" : store.botWasOnline ? "restarting" : "starting");

export const personName = (id, label) => (id === store.bot.user_id ? store.bot.name : (store.users.get(id)?.name ?? label?.replace(/^@/, "") ?? id));
export const channelName = (id, label) => channelById(id)?.name ?? label ?? id;

const visible = (message) => !message.ephemeral_to || message.ephemeral_to === store.me;
export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

const everything = (channel) => [...(store.messages.get(channel)?.values() ?? [])].filter(visible);

/** What stands in the channel itself: no replies, unless they were also sent to the channel. */
export const rootMessages = (channel) => everything(channel).filter((message) => !isReply(message) || message.reply_broadcast);
export const replies = (channel, ts) => everything(channel).filter((message) => isReply(message) && message.thread_ts === ts);
export const messageAt = (channel, ts) => store.messages.get(channel)?.get(ts);

// ---- unread ----

const readKey = (channel) => `${store.me} ${channel}`;
const lastTs = (channel) => everything(channel).at(-1)?.ts ?? "0";

function markAllRead() {
  for (const user of store.users.keys()) for (const { id } of store.channels) store.read.set(`${user} ${id}`, lastOfAll(id));
}

const lastOfAll = (channel) => [...(store.messages.get(channel)?.keys() ?? [])].at(-1) ?? "0";

export const readUpTo = (channel) => store.read.get(readKey(channel)) ?? "0";

export function unread(channel) {
  const from = readUpTo(channel);
  return everything(channel).filter((message) => message.ts > from && message.user !== store.me).length;
}

export function markRead(channel) {
  if (lastTs(channel) > readUpTo(channel)) store.read.set(readKey(channel), lastTs(channel));
}
