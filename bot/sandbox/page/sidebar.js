// The left side: workspace, channels, the bot, and who the person at the keyboard is acting as.
import { fill, h, icon, keyed } from "./dom.js";
import { avatar } from "./messages.js";
import { openMenu } from "./overlay.js";
import { showDeveloperMenu, showSimulated } from "./panels.js";
import { actAs, go, openBot } from "./route.js";
import { botConversation, botStatus, me, publicChannels, store, unread } from "./store.js";
import { currentTheme, onSystemTheme, toggleTheme } from "./theme.js";

const byId = (id) => document.getElementById(id);

export function setUpSidebar() {
  byId("open-sidebar").append(icon("menu"));
  byId("show-simulated").append(icon("info"), "What is simulated?");
  byId("show-developer").append(icon("code"));
  byId("user-switcher").addEventListener("click", () => openMenu(byId("user-switcher"), people(), { label: "Act as", className: "people" }));
  byId("show-simulated").addEventListener("click", showSimulated);
  byId("show-developer").addEventListener("click", () => showDeveloperMenu(byId("show-developer")));
  byId("toggle-theme").addEventListener("click", () => {
    toggleTheme();
    drawTheme();
  });
  byId("open-sidebar").addEventListener("click", () => setOpen(true));
  byId("sidebar-veil").addEventListener("click", () => setOpen(false));
  byId("sidebar").addEventListener("keydown", (event) => event.key === "Escape" && setOpen(false));
  onSystemTheme(drawTheme);
  drawTheme();
}

// On a phone the sidebar lies over the page.
function setOpen(open) {
  document.body.classList.toggle("sidebar-open", open);
  byId("open-sidebar").setAttribute("aria-expanded", String(open));
  if (open) byId("sidebar").querySelector(".nav-item")?.focus();
}

function drawTheme() {
  const dark = currentTheme() === "dark";
  const label = dark ? "Switch to light" : "Switch to dark";
  fill(byId("toggle-theme"), icon(dark ? "sun" : "moon"));
  byId("toggle-theme").title = label;
  byId("toggle-theme").setAttribute("aria-label", label);
}

export function drawSidebar() {
  fill(byId("team-name"), store.team.name);
  keyed(byId("channels"), publicChannels(), { key: ({ id }) => id, version: ({ id, name }) => [name, ...place(id)], render: channelItem });
  const dm = botConversation();
  keyed(byId("apps"), [dm], { key: () => "bot", version: () => [dm?.id, ...place(dm?.id), store.bot], render: botItem });
  const person = me();
  if (person) fill(byId("user-switcher"), avatar(person.id), h("span", { class: "who" }, h("small", {}, "Acting as"), h("strong", {}, person.real_name), h("span", { class: "who-title" }, person.title)), icon("chevron"));
}

/** What of a conversation shows in the sidebar: whether it is open, and how much in it is new. */
function place(id) {
  const current = id === store.channel;
  return [current, current || !id ? 0 : unread(id)];
}

function navItem({ id, current, count, open, testid, label }, ...children) {
  const visit = () => {
    setOpen(false);
    open();
  };
  return h(
    "button",
    { type: "button", class: `nav-item${count ? " unread" : ""}`, "aria-current": current ? "page" : null, "aria-label": count ? `${label}, ${count} new` : label, testid, data: { channel: id }, on: { click: visit } },
    children,
    count > 0 && h("span", { class: "count", testid: "unread" }, count > 99 ? "99+" : String(count)),
  );
}

function channelItem({ id, name }) {
  const [current, count] = place(id);
  return navItem({ id, current, count, open: () => go(id), testid: `channel-${name}`, label: `Channel ${name}` }, icon("hash"), h("span", { class: "nav-name" }, name));
}

function botItem(dm) {
  const [current, count] = place(dm?.id);
  const state = botStatus();
  return navItem(
    { id: dm?.id ?? "", current, count, open: openBot, testid: "dm-bot", label: `${store.bot.name}, ${state}` },
    h("span", { class: "with-presence" }, avatar(store.bot.user_id, "small"), h("span", { class: `presence ${state}`, testid: "presence", data: { state }, title: state })),
    h("span", { class: "nav-name" }, store.bot.name),
    h("span", { class: "badge" }, store.bot.online ? "app" : `${state}…`),
  );
}

function people() {
  const note = { note: "See the workspace as someone else: their buttons, their private messages, their dialogs." };
  const options = [...store.users.values()].map((user) => ({
    label: user.real_name,
    detail: user.title,
    icon: avatar(user.id),
    checked: user.id === store.me,
    testid: "user-option",
    data: { userId: user.id },
    run: () => actAs(user.id),
  }));
  return [note, ...options];
}
