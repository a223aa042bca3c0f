// @names in the composer: what may be picked, and how what was typed becomes <@U…>.
import { h } from "./dom.js";
import { avatar } from "./messages.js";
import { store } from "./store.js";

const everyone = () => [
  { id: store.bot.user_id, name: store.bot.name, detail: "App" },
  ...[...store.users.values()].map(({ id, name, real_name, title }) => ({ id, name, detail: [real_name, title].filter(Boolean).join(" · "), real_name })),
];

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function pattern() {
  const names = everyone().map(({ name }) => name).filter(Boolean).sort((a, b) => b.length - a.length);
  return new RegExp(`(^|[^\\w@<])@(${names.map(literal).join("|")})(?![\\w-])`, "gi");
}

/** What goes to Slack: every known @name as its <@id>. */
export function encode(text) {
  const ids = new Map(everyone().map(({ id, name }) => [name.toLowerCase(), id]));
  return text.replace(pattern(), (_, before, name) => `${before}<@${ids.get(name.toLowerCase())}>`);
}

/** The typed text with its mentions marked, for the layer behind the text field. */
export function highlighted(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(pattern())) {
    const start = match.index + match[1].length;
    parts.push(text.slice(from, start), h("mark", {}, text.slice(start, match.index + match[0].length)));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}

/** Offers names while an @word is typed. `field` is the text field, `list` the element that holds the offers. */
export function offerMentions(field, list, onPick) {
  let offers = [];
  let active = 0;

  const partial = () => field.value.slice(0, field.selectionStart).match(/(?:^|[\s(])@([\w.-]*)$/)?.[1];

  function close() {
    offers = [];
    draw();
  }

  function draw() {
    list.hidden = offers.length === 0;
    field.setAttribute("aria-expanded", String(offers.length > 0));
    list.replaceChildren(...offers.map((person, index) => option(person, index)));
    if (offers.length) field.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function option(person, index) {
    const pickThis = (event) => {
      event.preventDefault(); // keeps the focus, and the caret, in the field
      pick(person);
    };
    return h(
      "div",
      { class: "mention-option", role: "option", id: `${list.id}-${index}`, "aria-selected": String(index === active), testid: "mention-option", data: { userId: person.id }, on: { mousedown: pickThis } },
      avatar(person.id, "small"),
      h("strong", {}, person.name),
      h("small", {}, person.detail),
    );
  }

  function pick(person) {
    const caret = field.selectionStart;
    const start = caret - partial().length - 1;
    field.setRangeText(`@${person.name} `, start, caret, "end");
    close();
    onPick();
  }

  field.addEventListener("blur", close);
  return {
    update() {
      const word = partial()?.toLowerCase();
      offers = word === undefined ? [] : everyone().filter(({ name, real_name = "" }) => [name, real_name].some((one) => one.toLowerCase().startsWith(word)));
      active = 0;
      draw();
    },
    /** True if the key was for the list. */
    takes(event) {
      if (!offers.length) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) active = (active + step + offers.length) % offers.length;
      if (event.key === "Enter" || event.key === "Tab") pick(offers[active]);
      else if (event.key === "Escape") close();
      else if (step) draw();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
