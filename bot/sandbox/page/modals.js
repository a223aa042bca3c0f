// The acting person's stack of modal views; the top one is on screen in a native dialog.
import { closeView, submitView } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { fill, h, icon, plain } from "./dom.js";
import { collect } from "./elements.js";
import { button, iconButton } from "./overlay.js";
import { store } from "./store.js";

const typed = new Map(); // view id -> state.values as last seen, so going back or an update loses nothing
const refused = new Map(); // view id -> errors of the last submit

let dialog = null;
let shown = null; // the view on screen
let root = null; // its blocks
let sending = null; // id of the view whose submit waits for an answer

export function updateModals() {
  const stack = store.modals[store.me] ?? [];
  const top = stack.at(-1) ?? null;
  if (top === shown) return;
  remember();
  if (!top) return hide();
  const fresh = top.id !== shown?.id;
  shown = top;
  draw(top, stack.length, fresh);
}

function remember() {
  if (shown && root) typed.set(shown.id, collect(root));
}

function hide() {
  shown = root = null;
  dialog?.close();
}

function draw(view, depth, fresh) {
  dialog ??= createDialog();
  const errors = refused.get(view.id) ?? view.errors;
  root = renderBlocks(view.blocks, { container: { type: "view", view_id: view.id }, previous: typed.get(view.id) ?? view.state?.values, errors });
  root.dataset.stateScope = "";
  const closing = () => dismiss(view);
  const back = depth > 1;
  const hasInput = view.blocks.some((block) => block.type === "input");
  const submit = (view.submit || hasInput) && h("button", { type: "submit", class: "button primary", testid: "modal-submit", "aria-busy": sending === view.id ? "true" : null }, plain(view.submit) || "Submit");
  const before = fresh ? null : whereabouts();
  fill(
    dialog,
    h(
      "form",
      { novalidate: true, on: { submit: (event) => (event.preventDefault(), submit && send(view)) } },
      h("header", { class: "dialog-head" }, back && iconButton("back", "Back", { on: { click: closing } }), h("h2", { id: "modal-title" }, plain(view.title)), iconButton("close", "Close", { testid: "modal-x", on: { click: closing } })),
      h("div", { class: "dialog-body", data: { viewId: view.id } }, root),
      h("footer", { class: "dialog-foot" }, h("div", { class: "modal-error", role: "alert", testid: "modal-error" }), button(plain(view.close) || (submit ? "Cancel" : "Close"), { testid: "modal-close", on: { click: closing } }), submit),
    ),
  );
  if (!dialog.open) dialog.showModal();
  if (errors) focusError();
  else if (fresh) dialog.querySelector(".dialog-body :is(input, textarea, select)")?.focus();
  else before?.restore();
}

/** Where the person is in the dialog - focus, caret, scroll position - so that an update leaves them there. */
function whereabouts() {
  const top = dialog.querySelector(".dialog-body")?.scrollTop ?? 0;
  const active = dialog.contains(document.activeElement) ? document.activeElement : null;
  const owner = active?.closest("[data-input]");
  const nth = owner ? focusable(owner).indexOf(active) : -1;
  const caret = active?.matches("textarea, input:not([type=number], [type=email], [type=checkbox], [type=radio])") ? [active.selectionStart, active.selectionEnd] : null;
  return {
    restore() {
      const same = owner ? sameInput(owner.dataset) : active?.dataset.testid && dialog.querySelector(`[data-testid="${CSS.escape(active.dataset.testid)}"]`);
      const target = owner && same ? focusable(same)[nth] : same;
      target?.focus({ preventScroll: true });
      if (caret && target?.setSelectionRange) target.setSelectionRange(...caret);
      dialog.querySelector(".dialog-body").scrollTop = top;
    },
  };
}

const sameInput = ({ block, actionId }) => [...root.querySelectorAll("[data-input]")].find(({ dataset }) => dataset.block === block && dataset.actionId === actionId);
const focusable = (owner) => (owner.matches("input, select, textarea") ? [owner] : [...owner.querySelectorAll("input")]);

function createDialog() {
  const node = h("dialog", { class: "dialog modal", testid: "modal", "aria-labelledby": "modal-title" });
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (shown) dismiss(shown);
  });
  document.body.append(node);
  return node;
}

async function send(view) {
  if (sending) return;
  sending = view.id;
  refused.delete(view.id);
  say("");
  dialog.querySelector("[type=submit]").setAttribute("aria-busy", "true");
  const answer = await submitView(view.id, store.me, collect(root));
  sending = null;
  dialog.querySelector("[type=submit]")?.removeAttribute("aria-busy");
  if (!answer.ok) say(answer.error);
  if (!answer.errors || shown?.id !== view.id) return;
  refused.set(view.id, answer.errors);
  remember();
  draw(shown, store.modals[store.me]?.length ?? 1, false);
}

async function dismiss(view) {
  const answer = await closeView(view.id, store.me);
  if (!answer.ok) say(answer.error);
}

function say(error) {
  fill(dialog.querySelector(".modal-error"), error && [icon("warning"), error]);
}

function focusError() {
  const field = dialog.querySelector(".invalid :is(input, textarea, select)");
  field?.focus();
  field?.closest(".block").scrollIntoView({ block: "nearest" });
}
