// What is simulated, and what a developer wants to see or break.
import { crashBot } from "./api.js";
import { h, icon } from "./dom.js";
import { button, openDialog, openMenu, toast } from "./overlay.js";
import { change, setOnline, store } from "./store.js";

export function showSimulated() {
  const rows = store.simulated.map(({ what, how }) => h("li", {}, h("strong", {}, what), h("span", {}, how)));
  const { close } = openDialog({
    title: "What is simulated?",
    body: [
      h("p", { class: "lead" }, "The bot you talk to is the real program. Whatever it talks to that is simulated runs on this machine, behind the same interface as the real one."),
      h("ul", { class: "simulated" }, rows),
      h("p", { class: "small-print" }, "Nothing you do here leaves this machine unless a line above says so, and this page is not made by Slack or AWS."),
    ],
    footer: button("Got it", { kind: "primary", on: { click: () => close() } }),
    testid: "simulated-panel",
    className: "wide",
  });
}

export function showDeveloperMenu(anchor) {
  const crash = {
    label: "Crash the bot (kill -9)",
    detail: "Its process is killed and started again. Work in progress carries on after the restart; nothing is launched twice.",
    icon: icon("bolt"),
    danger: true,
    testid: "crash",
    run: crashNow,
  };
  const count = store.rejected.length;
  const rejected = {
    label: count ? `Refused payloads (${count})` : "Refused payloads: none",
    detail: "What the bot sent that Slack itself would refuse.",
    icon: icon("warning"),
    testid: "rejected-log",
    run: showRejected,
  };
  openMenu(anchor, store.bot.can_crash ? [crash, rejected] : [rejected], { label: "Developer", testid: "developer-menu", className: "wide" });
}

async function crashNow() {
  change(() => setOnline(false));
  const answer = await crashBot();
  if (answer.ok) return toast("Killed the bot", { details: ["It is starting again. What was in progress carries on where it stopped."] });
  change(() => setOnline(true));
  return toast("The bot was not killed", { details: [answer.error], kind: "error" });
}

function showRejected() {
  const entries = [...store.rejected].reverse().map(({ method, error, detail }) => h("li", {}, h("strong", {}, `${method}: ${error}`), (detail ?? []).map((line) => h("code", {}, line))));
  openDialog({ title: "Refused payloads", body: entries.length ? h("ul", { class: "simulated" }, entries) : h("p", {}, "The bot has sent nothing that Slack would refuse."), testid: "rejected-panel", className: "wide" });
}

export function reportRejected({ method, error, detail }) {
  toast(`Slack would refuse this: ${method} → ${error}`, { details: (detail ?? []).slice(0, 5), kind: "developer", lasting: true });
}
