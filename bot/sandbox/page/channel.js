// The open conversation: its header, the first-meeting introduction, messages, and the bot's Home.
import { renderBlocks } from "./blocks.js";
import { fill, h, icon, keyed } from "./dom.js";
import { collect } from "./elements.js";
import { acceptDrops, createComposer } from "./composer.js";
import { drawMessages, stickToEnd } from "./messages.js";
import { showSimulated } from "./panels.js";
import { go, openThread } from "./route.js";
import { botStatus, conversation, rootMessages, store } from "./store.js";

const byId = (id) => document.getElementById(id);
let composer = null;
let scroll = null;
let shown = ""; // which conversation is drawn, and for whom

export function setUpChannel() {
  composer = createComposer(byId("channel-composer"), {
    prefix: "",
    place: () => ({ channel: store.channel, thread: null }),
    placeholder: () => (conversation()?.is_im ? `Message ${store.bot.name}` : `Message #${conversation()?.name ?? ""}`),
    onSent: () => scroll.toEnd(),
  });
  acceptDrops(byId("channel"), composer, "Drop to attach");
  const toEnd = byId("to-end");
  scroll = stickToEnd(byId("channel-scroll"), byId("messages"), (away) => (toEnd.hidden = !away));
  toEnd.append(icon("down"), "Jump to latest");
  toEnd.addEventListener("click", () => scroll.toEnd());
  for (const tab of ["home", "messages"]) byId(`tab-${tab}`).addEventListener("click", () => go(store.channel, tab));
}

export const channelComposer = () => composer;

export function drawChannel() {
  const channel = conversation();
  if (!channel) return;
  drawHeader(channel);
  const home = channel.is_im && store.tab === "home";
  byId("tabs").hidden = !channel.is_im;
  for (const tab of ["home", "messages"]) byId(`tab-${tab}`).setAttribute("aria-selected", String(store.tab === tab));
  byId("home").hidden = !home;
  byId("conversation").hidden = home;
  if (home) drawHome(store.homes[store.me]);
  else drawConversation(channel);
  composer.update();
  const notice = byId("notice");
  notice.hidden = store.bot.online || home;
  fill(notice, icon("bolt"), `${store.bot.name} is ${botStatus()}. ${store.botWasOnline ? "Work in progress carries on when it is back." : ""}`);
}

function drawHeader(channel) {
  const name = channel.is_im ? store.bot.name : channel.name;
  fill(byId("channel-name"), channel.is_im ? null : icon("hash"), h("span", {}, name));
  fill(byId("channel-topic"), channel.is_im ? (`App · ${botStatus()}`) : channel.topic);
}

function drawConversation(channel) {
  const messages = rootMessages(channel.id);
  const empty = !messages.some((message) => message.user === store.me || message.is_bot);
  drawMessages(byId("messages"), messages, { openThread, newFrom: store.newFrom, before: [introduction(channel, empty)] });
  const now = `${channel.id} ${store.me}`;
  if (now === shown) return;
  shown = now;
  if (empty) scroll.toStart();
  else scroll.toEnd();
}

function introduction(channel, empty) {
  const version = [channel.id, empty, store.examples, store.bot.name];
  return { key: "introduction", version, render: () => (empty ? firstMeeting(channel) : beginning(channel)) };
}

const beginning = (channel) =>
  h("div", { class: "beginning" }, h("h2", {}, channel.is_im ? store.bot.name : `#${channel.name}`), h("p", {}, channel.is_im ? "Only you and the bot can read this." : `This is the start of #${channel.name}.`));

const STEPS = [
  ["Ask", "Say what you need in plain words, or drop a picture of it."],
  ["Review", "The bot answers in the thread with a plan: what, why, cost and risks."],
  ["Approve", "Only then is exactly that plan launched. Be a colleague for a while with “Acting as” in the sidebar."],
];

function firstMeeting(channel) {
  const cards = store.examples.map((example) =>
    h(
      "button",
      { type: "button", class: example.picture ? "try-card with-picture" : "try-card", testid: "try-card", on: { click: () => composer.fillIn(example) } },
      example.picture && h("img", { class: "try-picture", src: example.picture, alt: "" }),
      h("span", { class: "try-words" }, h("span", { class: "try-title" }, "Try: ", example.title), h("span", { class: "try-text" }, example.text)),
    ),
  );
  return h(
    "div",
    { class: "first-meeting" },
    h("img", { class: "hero-logo", src: "/static/logo.svg", alt: "" }),
    h("h2", {}, "Say it or sketch it. See the plan. Approve it."),
    h("p", { class: "lead" }, channel.is_im ? `Write to ${store.bot.name} here; no mention needed.` : `Mention @${store.bot.name} in #${channel.name} and it turns your words and diagrams into AWS infrastructure.`),
    h("ol", { class: "steps" }, STEPS.map(([title, text]) => h("li", {}, h("strong", {}, title), h("span", {}, text)))),
    cards.length > 0 && h("div", { class: "try-cards" }, cards),
    h("p", { class: "small-print" }, "This is a sandbox on your own machine. ", h("button", { type: "button", class: "text-button", on: { click: showSimulated } }, "What is simulated?")),
  );
}

function drawHome(view) {
  keyed(byId("home-content"), [view ?? { id: "none", blocks: null }], {
    key: ({ id }) => id,
    version: (item) => [item, store.me],
    render: (item, old) => (item.blocks ? homeView(item, old) : h("div", { class: "home-empty" }, h("img", { class: "hero-logo", src: "/static/logo.svg", alt: "" }), h("p", {}, "The bot's Home appears here in a moment."))),
  });
}

function homeView(view, old) {
  const shownBlocks = renderBlocks(view.blocks, { container: { type: "view", view_id: view.id }, previous: old ? collect(old) : view.state?.values });
  shownBlocks.classList.remove("card");
  return shownBlocks;
}
