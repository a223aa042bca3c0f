// The drawer "AWS (simulated)": what the bot's launches made, live.
import { getAws } from "./api.js";
import { fill, h, icon, keyed } from "./dom.js";
import { drawFailures } from "./failures.js";
import { drawStacks, isChanging, isStanding } from "./stacks.js";
import { change, store } from "./store.js";
import { ago } from "./time.js";

const POLL = 5_000;
const byId = (id) => document.getElementById(id);
let open = false;
let asking = false;
let askAgain = false;

export function setUpAws() {
  byId("aws-toggle").prepend(icon("cloud"));
  byId("aws-toggle").append(icon("chevron"));
  byId("aws-toggle").addEventListener("click", () => setOpen(!open));
  byId("aws").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    setOpen(false);
    byId("aws-toggle").focus();
  });
  setInterval(() => open && !document.hidden && refreshAws(), POLL);
  refreshAws();
}

function setOpen(now) {
  open = now;
  byId("aws-panel").hidden = !open;
  byId("aws-toggle").setAttribute("aria-expanded", String(open));
  if (open) refreshAws();
}

export async function refreshAws() {
  if (asking) return void (askAgain = true);
  asking = true;
  const answer = await getAws();
  asking = false;
  if (answer.ok) change(() => (store.aws = answer));
  if (!askAgain) return;
  askAgain = false;
  refreshAws();
}

export function drawAws() {
  byId("aws").hidden = !store.aws;
  if (!store.aws) return;
  const instances = [...store.aws.instances].sort((a, b) => order(a) - order(b) || String(b.launched_at).localeCompare(String(a.launched_at)));
  const groups = store.aws.security_groups;
  const stacks = store.aws.stacks ?? [];
  // With real AWS at the far end the word would be a lie.
  const simulated = store.simulated.some(({ what }) => what === "AWS");
  byId("aws-simulated").hidden = !simulated;
  drawFailures(byId("aws-failures"), simulated ? (store.aws.failures ?? []) : []);
  drawSummary(instances, stacks);
  byId("aws-empty").hidden = instances.length + stacks.length > 0;
  byId("aws-stacks-title").hidden = stacks.length === 0;
  drawStacks(byId("aws-stacks"), stacks);
  byId("aws-instances-title").hidden = instances.length === 0 || stacks.length === 0;
  byId("aws-head").hidden = instances.length === 0;
  keyed(byId("aws-instances"), instances, { key: ({ id }) => id, version: (item) => [JSON.stringify(item)], render: instanceNode });
  byId("aws-groups-title").hidden = groups.length === 0;
  keyed(byId("aws-groups"), groups, { key: ({ id, region }) => `${region} ${id}`, version: (item) => [JSON.stringify(item)], render: groupNode });
}

const order = ({ state }) => (state === "terminated" ? 2 : state === "stopped" ? 1 : 0);

function drawSummary(instances, stacks) {
  const running = instances.filter(({ state }) => state === "running").length;
  const standing = stacks.filter(isStanding).length;
  const changing = instances.filter(({ state }) => ["pending", "stopping", "shutting-down"].includes(state)).length + stacks.filter(isChanging).length;
  const parts = [standing && (standing === 1 ? "1 stack" : `${standing} stacks`), running && `${running} running`, changing && `${changing} changing`].filter(Boolean);
  const text = parts.join(" · ") || (instances.length + stacks.length ? "nothing running" : "nothing launched yet");
  const summary = byId("aws-summary");
  if (summary.textContent === text) return;
  fill(summary, text);
  summary.classList.toggle("live", running + standing + changing > 0);
}

const cell = (label, ...content) => h("span", { class: "aws-cell", data: { label } }, content);
const pill = (state) => h("span", { class: `pill ${state}` }, state);
const NONE = "–";

function instanceNode(instance, old) {
  const name = instance.name || instance.tags?.Name || instance.id;
  const volume = instance.volume_gib ? `${instance.volume_gib} GiB ${instance.volume_type ?? ""}` : NONE;
  const facts = [["Instance id", instance.id], ["Image", instance.image], ["Disk encrypted", instance.encrypted ? "yes" : "no"], ["Launched", launched(instance.launched_at)]];
  return h(
    "details",
    { class: `aws-row ${instance.state}${old ? " changed" : " arrives"}`, testid: "aws-instance", data: { instanceId: instance.id, state: instance.state }, open: old?.open ?? false },
    h(
      "summary",
      {},
      cell("Name", icon("chevron"), h("strong", {}, name)),
      cell("State", pill(instance.state)),
      cell("Type", instance.type),
      cell("Disk", volume, instance.encrypted && h("span", { class: "lock", title: "Encrypted", role: "img", "aria-label": "encrypted" }, icon("lock"))),
      cell("Address", instance.public_ip || NONE),
      cell("Region", instance.region),
      cell("Protection", instance.protected ? h("span", { class: "protected", title: "Cannot be terminated until the protection is lifted" }, icon("shield"), "on") : "off"),
    ),
    h("div", { class: "aws-detail" }, facts.map(fact), h("div", { class: "tags" }, Object.entries(instance.tags ?? {}).map(([key, value]) => h("span", { class: "tag" }, h("b", {}, key), value)))),
  );
}

const fact = ([label, value]) => h("span", { class: "fact" }, h("small", {}, label), value || NONE);

function launched(at) {
  const date = typeof at === "number" ? new Date(at * 1000) : new Date(at ?? "");
  return Number.isNaN(date.getTime()) ? NONE : `${date.toLocaleString()} (${ago(date)})`;
}

function groupNode(group) {
  const rules = group.rules.length ? group.rules.map(({ protocol, ports, source }) => h("span", { class: "rule" }, `${protocol} ${ports} ← ${source}`)) : h("span", { class: "rule" }, "nothing may come in");
  return h("div", { class: "aws-group", testid: "aws-group", data: { groupId: group.id } }, h("strong", {}, group.name), h("small", {}, `${group.id} · ${group.region}`), rules);
}
