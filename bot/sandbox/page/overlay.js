// What lies above the page: menus, dialogs, the confirm question and toasts.
import { h, icon, fill, plain } from "./dom.js";
import { textObject } from "./mrkdwn.js";

let closeOpenMenu = null;

/**
 * A menu under (or above) its button. Items: {label, detail?, icon?, danger?, checked?, testid?, data?, run}.
 * Arrow keys move, Enter runs, Esc closes and gives the focus back.
 */
export function openMenu(anchor, items, { testid = "menu", label = "Menu", className = "" } = {}) {
  const wasOpenHere = closeOpenMenu?.anchor === anchor;
  closeOpenMenu?.();
  if (wasOpenHere) return;
  const menu = h("div", { class: `menu ${className}`, role: "menu", "aria-label": label, testid }, items.map(menuItem));
  (anchor.closest("dialog") ?? document.body).append(menu);
  place(menu, anchor);
  const buttons = [...menu.querySelectorAll("button")];

  function close({ refocus = false } = {}) {
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    menu.remove();
    closeOpenMenu = null;
    if (refocus) anchor.focus();
  }
  const outside = (event) => !menu.contains(event.target) && !anchor.contains(event.target) && close();
  menu.addEventListener("click", () => close({ refocus: true }), true);
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") close({ refocus: true });
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
    if (step || event.key === "Escape") event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", outside, true);
  anchor.setAttribute("aria-expanded", "true");
  closeOpenMenu = Object.assign(close, { anchor });
  (buttons.find((button) => button.getAttribute("aria-checked") === "true") ?? buttons[0])?.focus();
}

function menuItem(item) {
  if (item.note) return h("div", { class: "menu-note" }, item.note);
  return h(
    "button",
    {
      type: "button",
      class: `menu-item${item.danger ? " danger" : ""}`,
      role: item.checked === undefined ? "menuitem" : "menuitemradio",
      "aria-checked": item.checked === undefined ? null : String(item.checked),
      title: item.hint,
      testid: item.testid,
      data: item.data,
      on: { click: () => item.run() },
    },
    item.icon,
    h("span", { class: "menu-label" }, item.label, item.detail && h("small", {}, item.detail)),
    item.checked && icon("check"),
  );
}

function place(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + height + 8 < innerHeight || box.top < height + 8;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? Math.min(box.bottom + 6, innerHeight - height - 8) : box.top - height - 6)}px`;
}

export const iconButton = (name, label, props = {}) =>
  h("button", { type: "button", ...props, class: `icon-button ${props.class ?? ""}`, "aria-label": label, title: props.title ?? label }, icon(name));

/** A modal dialog: the browser keeps the focus inside, Esc calls `onClose`. Returns {node, close}. */
export function openDialog({ title, detail, tools = [], body, footer, testid, className = "", onClose = () => {} }) {
  const titleId = `title-${Math.random().toString(36).slice(2)}`;
  const dismiss = () => {
    close();
    onClose();
  };
  const node = h(
    "dialog",
    { class: `dialog ${className}`, testid, "aria-labelledby": titleId },
    h("header", { class: "dialog-head" }, h("h2", { id: titleId }, title, detail && h("small", {}, detail)), tools, iconButton("close", "Close", { testid: "dialog-close", on: { click: dismiss } })),
    h("div", { class: "dialog-body" }, body),
    footer && h("footer", { class: "dialog-foot" }, footer),
  );
  const close = () => {
    node.close();
    node.remove();
  };
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    dismiss();
  });
  document.body.append(node);
  node.showModal();
  return { node, close };
}

export function button(label, { kind = "", ...props } = {}) {
  return h("button", { type: "button", ...props, class: `button ${kind}` }, label);
}

/** Slack's confirm object: resolves to true only if the person says so. */
export function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((answer) => {
    const say = (yes) => () => {
      close();
      answer(yes);
    };
    const kind = confirm.style === "danger" ? "danger-solid" : "primary";
    const { node, close } = openDialog({
      title: plain(confirm.title),
      body: h("div", { class: "confirm-text" }, textObject(confirm.text)),
      footer: [
        button(plain(confirm.deny) || "Cancel", { testid: "confirm-deny", on: { click: say(false) } }),
        button(plain(confirm.confirm) || "Yes", { kind, testid: "confirm-ok", on: { click: say(true) } }),
      ],
      testid: "confirm",
      className: "confirm",
      onClose: () => answer(false),
    });
    node.querySelector("[data-testid=confirm-ok]").focus();
  });
}

let region = null;

/** A note at the edge of the page. `lasting` ones stay until dismissed. */
export function toast(title, { details = [], kind = "info", lasting = false } = {}) {
  region ??= document.getElementById("toasts");
  const node = h(
    "div",
    { class: `toast ${kind}`, testid: "toast", data: { kind }, role: kind === "info" ? "status" : "alert" },
    icon(kind === "info" ? "info" : "warning"),
    h("div", { class: "toast-text" }, h("strong", {}, title), details.map((line) => h("div", {}, line))),
    iconButton("close", "Dismiss", { testid: "toast-close", on: { click: () => node.remove() } }),
  );
  region.append(node);
  while (region.children.length > 4) region.firstChild.remove();
  raise(region);
  if (!lasting) setTimeout(() => node.remove(), 7_000);
}

// A popover shown last is drawn above any open dialog.
function raise(popover) {
  if (popover.matches(":popover-open")) popover.hidePopover();
  popover.showPopover();
}

/** Text for screen readers only. */
export function announce(text) {
  fill(document.getElementById("announcer"), text);
}
