// "Let something fail": the failures of AWS that a visitor can ask for, and those that wait to happen.
import { failAws } from "./api.js";
import { fill, h, icon, keyed } from "./dom.js";
import { button, toast } from "./overlay.js";

const HINT = "It happens once, the next time it can. Then approve a plan and watch how that is told in its thread.";

/** Keeps what is chosen while the list is drawn anew. */
export function drawFailures(parent, failures) {
  parent.hidden = failures.length === 0;
  if (parent.hidden) return;
  const { choice, waiting } = (parent.parts ??= build(parent));
  const known = failures.map(({ id }) => id).join(" ");
  if (choice.dataset.known !== known) {
    fill(choice, failures.map(({ id, title }) => h("option", { value: id }, title)));
    choice.dataset.known = known;
  }
  const waits = failures.filter((one) => one.waiting);
  waiting.hidden = waits.length === 0;
  keyed(waiting, waits, { key: ({ id }) => id, version: ({ title }) => [title], render: chip });
}

function build(parent) {
  const choice = h("select", { class: "field", "aria-label": "What is to fail", testid: "aws-failure-choice" });
  const ask = button("Let it fail", { testid: "aws-fail", on: { click: () => wish(choice.value, true) } });
  const waiting = h("div", { class: "failures-waiting", role: "list", "aria-label": "Failures that wait to happen" });
  fill(
    parent,
    h("h3", { class: "aws-title" }, "Let something fail"),
    h("div", { class: "failures-form" }, h("span", { class: "select" }, choice, icon("chevron")), ask, h("span", { class: "hint" }, HINT)),
    waiting,
  );
  return { choice, waiting };
}

function chip({ id, title }) {
  const takeBack = h("button", { type: "button", class: "failure-x", "aria-label": `Not after all: ${title}`, on: { click: () => wish(id, false) } }, icon("close"));
  return h("span", { class: "failure", role: "listitem", testid: "aws-failure", data: { failureId: id } }, icon("bolt"), h("span", {}, title), takeBack);
}

async function wish(id, wanted) {
  const answer = await failAws(id, wanted);
  if (!answer.ok) toast("That cannot be made to fail", { details: [answer.error], kind: "error" });
}
