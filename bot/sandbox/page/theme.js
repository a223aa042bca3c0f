// Light or dark: the system's wish until the person chooses, then what they chose.

const KEY = "sandbox.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function currentTheme() {
  return localStorage.getItem(KEY) ?? (dark.matches ? "dark" : "light");
}

export function toggleTheme() {
  localStorage.setItem(KEY, currentTheme() === "dark" ? "light" : "dark");
  applyTheme();
}

/** Calls `listener` when the system's wish changes. */
export function onSystemTheme(listener) {
  dark.addEventListener("change", listener);
}

function applyTheme() {
  document.documentElement.dataset.theme = currentTheme();
}

dark.addEventListener("change", applyTheme);
applyTheme();
