// Colours for templates: a text as pieces that keep every character, so what is copied is what was sent.
import { h } from "./dom.js";

const YAML = /(?<comment>(?:^|(?<=\s))#.*$)|(?<key>^\s*(?:- +)*(?:"[^"\n]*"|'[^'\n]*'|[\w.:/${}*-]+)(?=:(?:\s|$)))|(?<tag>(?<=\s|^)![\w.]+)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')|(?<value>(?<=[:,[-]\s*)\b(?:true|false|null|-?\d+(?:\.\d+)?)\b(?=\s*(?:[,\]}#]|$)))/gmu;
const JSON_TEXT = /(?<key>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\\n]|\\.)*")|(?<value>\b(?:true|false|null|-?\d+(?:\.\d+)?)\b)/gu;
const LANGUAGES = { yaml: YAML, yml: YAML, template: YAML, json: JSON_TEXT };

/** Nodes and strings whose text is exactly `text`. */
export function highlight(text, language) {
  const pattern = LANGUAGES[language];
  if (!pattern) return [text];
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [kind] = Object.entries(match.groups).find(([, found]) => found !== undefined);
    parts.push(text.slice(end, match.index), h("span", { class: `syntax-${kind}` }, match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}
