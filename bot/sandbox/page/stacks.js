// Stacks in the drawer: each with its status, its resources as they come and go, and its outputs.
import { fill, h, icon, keyed } from "./dom.js";
import { ago } from "./time.js";

const NONE = "–";
const LEGEND = "not really modelled here: only its existence is simulated";

export const isChanging = ({ status }) => status.endsWith("_IN_PROGRESS") && !status.startsWith("REVIEW");
export const isStanding = ({ status }) => /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(status);

/** good, busy, bad or gone: what colour a CloudFormation status gets. */
function mood(status) {
  if (/FAILED|ROLLBACK/.test(status)) return "bad";
  if (status === "DELETE_COMPLETE") return "gone";
  if (status === "DELETE_SKIPPED") return "kept";
  if (status === "REVIEW_IN_PROGRESS") return "waiting";
  return status.endsWith("_IN_PROGRESS") ? "busy" : "good";
}

const words = (status) => (status === "DELETE_SKIPPED" ? "Kept" : inWords(status));
const inWords = (status) => status.charAt(0) + status.slice(1).toLowerCase().replaceAll("_", " ");

/** A mark for every status, so that colour is not all that tells them apart. */
const MARKS = { good: "check", busy: "spark", bad: "cross", gone: "cross", kept: "lock", waiting: "more" };

function chip(status, reason) {
  return h("span", { class: `pill ${mood(status)}`, title: reason ? `${status}: ${reason}` : status }, icon(MARKS[mood(status)]), words(status));
}

export function drawStacks(parent, stacks) {
  keyed(parent, stacks, { key: ({ id, region }) => `${region} ${id}`, version: (stack) => [JSON.stringify(stack)], render: (stack, old) => stackNode(stack, old) });
}

// A stack's node stays while it changes, so that it can be read, folded and scrolled all the while.
function stackNode(stack, old) {
  const node = old ?? emptyNode(stack);
  const changing = isChanging(stack);
  if (changing && node.dataset.changing !== "true") node.open = true; // once: folding it again is respected
  Object.assign(node.dataset, { status: stack.status, mood: mood(stack.status), changing: String(changing) });
  const { summary, detail } = node.parts;
  const standing = stack.resources.filter(({ status }) => status.endsWith("_COMPLETE") && status !== "DELETE_COMPLETE").length;
  fill(
    summary,
    cell("Name", icon("chevron"), h("strong", {}, stack.name)),
    cell("State", chip(stack.status, stack.reason)),
    cell("Resources", h("span", {}, `${standing} of ${stack.resources.length}`), meter(standing, stack.resources.length)),
    cell("Region", stack.region),
    age(stack),
  );
  fill(detail.reason, stack.reason);
  detail.reason.hidden = !stack.reason;
  keyed(detail.resources, stack.resources, { key: ({ logical_id: id }) => id, version: (one) => [JSON.stringify(one)], render: resourceNode });
  const left = leftBehind(stack);
  detail.left.hidden = left.length === 0;
  keyed(detail.left, left, { key: ({ logical_id: id, physical_id: physical }) => `${id} ${physical}`, version: (one) => [JSON.stringify(one)], render: leftNode });
  const outputs = Object.entries(stack.outputs ?? {});
  detail.outputs.hidden = outputs.length === 0;
  fill(detail.outputs, h("h4", {}, "Outputs"), h("dl", {}, outputs.map(outputNode)));
  detail.legend.hidden = stack.resources.every(({ modelled }) => modelled);
  return node;
}

function emptyNode(stack) {
  const summary = h("summary", {});
  const detail = {
    reason: h("p", { class: "stack-reason" }),
    resources: h("div", { class: "stack-resources", role: "list", "aria-label": `Resources of ${stack.name}` }),
    left: h("div", { class: "stack-left", role: "list", "aria-label": `What ${stack.name} left behind` }),
    legend: h("p", { class: "stack-legend", testid: "aws-legend" }, h("span", { class: "unmodelled-mark", "aria-hidden": "true" }), LEGEND),
    outputs: h("div", { class: "stack-outputs", testid: "aws-outputs" }),
  };
  const node = h("details", { class: "aws-row stack arrives", testid: "aws-stack", data: { stackId: stack.id } }, summary, h("div", { class: "stack-detail" }, Object.values(detail)));
  return Object.assign(node, { parts: { summary, detail } });
}

function age({ created_at: created, updated_at: updated }) {
  const title = [`Created ${new Date(created).toLocaleString()}`, updated && `Changed ${new Date(updated).toLocaleString()}`].filter(Boolean).join("\n");
  return cell(updated ? "Changed" : "Created", h("span", { title }, updated ? `changed ${since(updated)}` : since(created)));
}

/** What still exists and belongs to no stack any more. */
const leftBehind = ({ status, left = [], resources }) => [...left, ...(status === "DELETE_COMPLETE" ? resources.filter((one) => one.status === "DELETE_SKIPPED") : [])];

function leftNode({ logical_id: id, type, physical_id: physical }) {
  return h(
    "p",
    { class: "left-behind", role: "listitem", testid: "aws-left", data: { logicalId: id } },
    icon("lock"),
    h("span", {}, h("strong", {}, id), ` (${type.replace(/^AWS::/, "")}) still exists and is no longer part of the stack: `, h("code", {}, physical || NONE)),
  );
}

const cell = (label, ...content) => h("span", { class: "aws-cell", data: { label } }, content);
const meter = (done, all) => h("progress", { class: "stack-meter", value: done, max: Math.max(all, 1), "aria-hidden": "true" });

function resourceNode(resource, old) {
  const { logical_id: id, type, physical_id: physical, status, modelled } = resource;
  return h(
    "div",
    { class: `stack-resource ${old ? "changed" : "arrives"}`, role: "listitem", testid: "aws-resource", data: { logicalId: id, mood: mood(status), modelled: String(modelled) } },
    h("span", { class: "resource-mark", title: words(status) }, icon(MARKS[mood(status)])),
    h("span", { class: "resource-name" }, h("strong", {}, id), !modelled && h("span", { class: "unmodelled-mark", role: "img", title: `${id} is ${LEGEND}`, "aria-label": LEGEND })),
    h("span", { class: "resource-type" }, type.replace(/^AWS::/, "")),
    h("code", { class: "resource-id", title: physical || null }, physical || NONE),
    h("span", { class: "resource-status" }, words(status)),
  );
}

// No links: behind a simulated address there is nothing, or somebody else.
const outputNode = ([key, value]) => [h("dt", {}, key), h("dd", {}, h("code", {}, value))];

function since(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? NONE : ago(date);
}
