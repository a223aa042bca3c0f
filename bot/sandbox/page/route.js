// Where the person is, kept in the address (#C123, #C123/1700000000.000100, #D123/home), so reload and Back work.
import { openHome } from "./api.js";
import { botConversation, change, channelById, conversation, markRead, publicChannels, readUpTo, store, unread } from "./store.js";

const ME = "sandbox.person"; // per tab: two tabs can be two people

export function rememberedPerson() {
  return sessionStorage.getItem(ME) ?? "";
}

export function go(channel, part = "") {
  const hash = `#${channel}${part && `/${part}`}`;
  if (location.hash === hash) follow();
  else location.hash = hash;
}

export const openThread = (ts) => go(store.channel, ts);
export const closeThread = () => go(store.channel);

/** The conversation with the bot opens at its Home, or at its messages if some are new. */
export function openBot() {
  const dm = botConversation();
  if (dm) go(dm.id, unread(dm.id) ? "messages" : "home");
}

export function actAs(user) {
  const inDm = conversation()?.is_im;
  change(() => (store.me = user));
  sessionStorage.setItem(ME, user);
  const dm = botConversation();
  if (inDm && dm) go(dm.id, store.tab);
}

/** Reads the address. An address that leads nowhere leads to the first channel. */
export function follow() {
  const [id, part = ""] = decodeURIComponent(location.hash.slice(1)).split("/");
  const channel = channelById(id) ?? publicChannels()[0];
  if (!channel || (channel.is_im && channel.user !== store.me)) {
    const home = publicChannels()[0];
    return home && home !== channel ? go(home.id) : undefined;
  }
  const tab = part === "home" ? "home" : "messages";
  const arrived = channel.id !== store.channel || (channel.is_im && tab !== store.tab);
  change(() => {
    if (channel.id !== store.channel) {
      markRead(store.channel);
      store.newFrom = unread(channel.id) ? readUpTo(channel.id) : null;
    }
    store.channel = channel.id;
    store.tab = tab;
    store.thread = /^\d+\.\d+$/.test(part) ? part : null;
    markRead(channel.id);
  });
  if (arrived && channel.is_im) openHome(store.me, tab);
}
