// The common shortcodes; one we do not know stays as typed.

export const EMOJI = {
  "+1": "👍", "-1": "👎", "100": "💯", airplane: "✈️", alarm_clock: "⏰", arrow_down: "⬇️", arrow_right: "➡️",
  arrow_up: "⬆️", arrows_counterclockwise: "🔄", ballot_box_with_check: "☑️", bar_chart: "📊", bell: "🔔",
  bookmark: "🔖", books: "📚", boom: "💥", broom: "🧹", bug: "🐛", bulb: "💡", calendar: "📆", camera: "📷",
  chart_with_upwards_trend: "📈", clap: "👏", clipboard: "📋", clock1: "🕐", closed_lock_with_key: "🔐", cloud: "☁️",
  computer: "💻", construction: "🚧", cop: "👮", cry: "😢", desktop_computer: "🖥️", dollar: "💵",
  exclamation: "❗", eyes: "👀", file_folder: "📁", fire: "🔥", floppy_disk: "💾", game_die: "🎲", gear: "⚙️",
  globe_with_meridians: "🌐", grey_question: "❔", hammer_and_wrench: "🛠️", heart: "❤️",
  heavy_check_mark: "✔️", heavy_minus_sign: "➖", heavy_plus_sign: "➕", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  information_source: "ℹ️", joy: "😂", key: "🔑", label: "🏷️", large_blue_circle: "🔵", large_green_circle: "🟢",
  leftwards_arrow_with_hook: "↩️", large_orange_circle: "🟠", large_yellow_circle: "🟡", link: "🔗", lock: "🔒", mag: "🔍", mantelpiece_clock: "🕰️",
  memo: "📝", money_with_wings: "💸", moneybag: "💰", moyai: "🗿", no_entry: "⛔", no_entry_sign: "🚫", ok: "🆗",
  ok_hand: "👌", package: "📦", page_facing_up: "📄", paperclip: "📎", pencil: "📝", performing_arts: "🎭", pencil2: "✏️",
  point_right: "👉", pray: "🙏", pushpin: "📌", question: "❓", raised_hand: "✋", raised_hands: "🙌",
  recycle: "♻️", red_circle: "🔴", robot_face: "🤖", rocket: "🚀", rotating_light: "🚨", scroll: "📜",
  shield: "🛡️", skull: "💀", slightly_smiling_face: "🙂", smile: "😄", sob: "😭", sos: "🆘", sparkles: "✨",
  speech_balloon: "💬", star: "⭐", stop_sign: "🛑", stopwatch: "⏱️", sunny: "☀️", sweat_smile: "😅", tada: "🎉",
  thinking_face: "🤔", thumbsdown: "👎", thumbsup: "👍", timer_clock: "⏲️", unlock: "🔓", warning: "⚠️",
  wastebasket: "🗑️", wave: "👋", white_check_mark: "✅", white_circle: "⚪", wrench: "🔧", x: "❌", zap: "⚡",
};

/** The character for a shortcode without its colons, or null. Skin tones are dropped. */
export function emoji(name) {
  return EMOJI[name.split("::")[0]] ?? null;
}
