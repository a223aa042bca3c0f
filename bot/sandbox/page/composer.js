// Where people write: one in the channel, one in the thread; a draft and its files per place and person.
import { sendMessage, uploadFile } from "./api.js";
import { fill, h, icon, keyed } from "./dom.js";
import { isPicture } from "./files.js";
import { encode, highlighted, offerMentions } from "./mentions.js";
import { iconButton, openMenu, toast } from "./overlay.js";
import { conversation, store } from "./store.js";
import { bytes } from "./time.js";

const drafts = new Map(); // "person channel thread" -> {text, files}
let attachments = 0; // numbers them, over all drafts

/** `prefix` names the hooks ("" in the channel, "thread-" in the thread); `place` says where a message would go. */
export function createComposer(host, { prefix, place, placeholder, onSent = () => {} }) {
  let key = null;
  const draft = () => drafts.get(key) ?? { text: "", files: [] };

  const list = h("div", { class: "mention-list", role: "listbox", id: `${prefix}mentions`, "aria-label": "People to mention", hidden: true });
  const attached = h("div", { class: "attachments" });
  const mirror = h("div", { class: "mirror", "aria-hidden": "true" });
  const field = h("textarea", { rows: 1, testid: `${prefix}composer`, role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": `${prefix}mentions`, "aria-expanded": "false", spellcheck: "true" });
  const chooser = h("input", { type: "file", multiple: true, class: "visually-hidden", tabindex: "-1", "aria-label": "Attach files", testid: `${prefix}file-input` });
  const sendButton = h("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send (Enter)", testid: `${prefix}send` }, icon("send"));
  const examples = h("button", { type: "button", class: "bar-button", testid: `${prefix}examples`, "aria-haspopup": "menu", on: { click: () => openMenu(examples, exampleItems(), { label: "Examples", className: "wide" }) } }, icon("spark"), "Examples");
  const form = h(
    "form",
    { class: "composer" },
    list,
    attached,
    h("div", { class: "writing" }, mirror, field),
    h(
      "div",
      { class: "composer-bar" },
      iconButton("clip", "Attach files", { testid: `${prefix}attach`, on: { click: () => chooser.click() } }),
      iconButton("at", "Mention someone", { on: { click: startMention } }),
      !prefix && examples,
      chooser,
      h("span", { class: "composer-hint" }, h("kbd", {}, "Enter"), " sends, ", h("kbd", {}, "Shift"), "+", h("kbd", {}, "Enter"), " starts a new line"),
      sendButton,
    ),
  );
  host.append(form);
  const mentions = offerMentions(field, list, typed);

  function typed() {
    drafts.set(key, { ...draft(), text: field.value });
    draw();
  }

  function draw() {
    const { files } = draft();
    fill(mirror, highlighted(field.value), "\u200b");
    keyed(attached, files, { key: ({ number }) => number, version: (item) => [item], render: attachment });
    attached.hidden = files.length === 0;
    const waiting = files.some(({ state }) => state === "uploading");
    sendButton.disabled = waiting || !(field.value.trim() || files.some(({ state }) => state === "ready"));
  }

  function attachment(item) {
    const note = { uploading: "Uploading…", ready: bytes(item.size), failed: item.error }[item.state];
    return h(
      "div",
      { class: `attachment ${item.state}`, testid: "attachment", data: { state: item.state } },
      item.preview ? h("img", { src: item.preview, alt: "" }) : h("span", { class: "file-icon" }, icon(item.state === "failed" ? "warning" : "file")),
      h("span", { class: "file-label" }, h("strong", {}, item.name), h("small", {}, note)),
      iconButton("close", `Remove ${item.name}`, { testid: "attachment-remove", on: { click: () => alter(key, (files) => files.filter(({ number }) => number !== item.number)) } }),
    );
  }

  function alter(where, change) {
    const before = drafts.get(where) ?? { text: "", files: [] };
    drafts.set(where, { ...before, files: change(before.files) });
    if (where === key) draw();
  }

  async function attach(fileList) {
    const where = key;
    field.focus();
    await Promise.all([...fileList].map((file) => upload(where, file)));
  }

  // The preview is there at once; a message can go when the file is with Slack.
  async function upload(where, file, { example = false } = {}) {
    const item = { number: (attachments += 1), name: file.name || "pasted.png", size: file.size, state: "uploading", example, preview: isPicture({ mimetype: file.type }) ? URL.createObjectURL(file) : null };
    alter(where, (files) => [...files, item]);
    const answer = await uploadFile(store.me, file);
    const done = answer.ok ? { ...item, state: "ready", file: answer.file } : { ...item, state: "failed", error: answer.error };
    alter(where, (files) => files.map((one) => (one === item ? done : one)));
  }

  async function attachExample(address) {
    const where = key;
    const response = await fetch(address).catch(() => null);
    if (!response?.ok) return toast("The example picture is not there", { kind: "error" });
    const content = await response.blob();
    return upload(where, new File([content], address.split("/").at(-1), { type: content.type }), { example: true });
  }

  async function send() {
    if (sendButton.disabled) return;
    const where = key;
    const sent = draft();
    const { channel, thread } = place();
    const files = sent.files.filter(({ state }) => state === "ready").map(({ file }) => file.id);
    set({ text: "", files: [] });
    onSent();
    const message = { user: store.me, channel, text: encode(sent.text.trim()) };
    const answer = await sendMessage({ ...message, ...(thread && { thread_ts: thread }), ...(files.length && { files }) });
    if (answer.ok) {
      for (const { preview } of sent.files) if (preview) URL.revokeObjectURL(preview);
      return;
    }
    drafts.set(where, sent); // nothing a person wrote is lost
    if (where === key) set(sent);
    toast("Not sent", { details: [answer.error], kind: "error" });
  }

  function set({ text, files }) {
    drafts.set(key, { text, files });
    field.value = text;
    draw();
  }

  function startMention() {
    field.focus();
    const before = field.value.slice(0, field.selectionStart);
    field.setRangeText(/(^|\s)$/.test(before) ? "@" : " @", field.selectionStart, field.selectionEnd, "end");
    typed();
    mentions.update();
  }

  function exampleItems() {
    return store.examples.map((example) => ({ label: example.title, detail: example.text, icon: example.picture && h("img", { class: "example-picture", src: example.picture, alt: "" }), testid: "example", run: () => setTimeout(() => api.fillIn(example)) }));
  }

  field.addEventListener("input", () => {
    typed();
    mentions.update();
  });
  field.addEventListener("keydown", (event) => {
    if (mentions.takes(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  });
  field.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    attach(event.clipboardData.files);
  });
  chooser.addEventListener("change", async () => {
    await attach(chooser.files);
    chooser.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });

  const api = {
    attach,
    focus: () => field.focus(),
    isEmpty: () => !field.value.trim() && !draft().files.length,
    /** Puts an example here in place of the one before, addressed to the bot where that is needed. */
    fillIn({ text, picture = null }) {
      const bare = text.replace(/^<@\w+>\s*/, "");
      const own = draft().files.filter(({ example }) => !example);
      set({ text: conversation()?.is_im ? bare : `@${store.bot.name} ${bare}`, files: own });
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
      if (picture) attachExample(picture);
    },
    update() {
      const { channel, thread } = place();
      const now = `${store.me} ${channel} ${thread ?? ""}`;
      field.placeholder = placeholder();
      field.setAttribute("aria-label", placeholder());
      examples.hidden = !store.examples.length;
      if (now === key) return;
      key = now;
      field.value = draft().text;
      draw();
    },
  };
  return api;
}

/** Files may be dropped anywhere on `area`. */
export function acceptDrops(area, composer, title) {
  const veil = h("div", { class: "drop-veil", testid: "drop-target", hidden: true }, icon("file"), h("strong", {}, title), h("span", {}, "Diagrams, screenshots and sketches"));
  area.append(veil);
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  area.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    veil.hidden = false;
  });
  area.addEventListener("dragleave", (event) => {
    if (!area.contains(event.relatedTarget)) veil.hidden = true;
  });
  area.addEventListener("drop", (event) => {
    veil.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    composer.attach(event.dataTransfer.files);
  });
}
