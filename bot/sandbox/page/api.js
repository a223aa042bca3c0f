// The sandbox's own API: every answer is {"ok": …}; a request that got none becomes {"ok": false, "error": …}.

async function request(path, options) {
  try {
    const response = await fetch(path, options);
    const body = await response.json();
    return response.ok ? { ok: true, ...body } : { ...body, ok: false, error: body.error ?? `The sandbox answered ${response.status}.` };
  } catch {
    return { ok: false, error: "The sandbox did not answer. Is it still running?" };
  }
}

function post(path, body) {
  return request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

export const getState = () => request("/sandbox/state");
export const getAws = () => request("/sandbox/aws");
export const sendMessage = (message) => post("/sandbox/messages", message);
export const sendAction = (action) => post("/sandbox/actions", action);
export const submitView = (id, user, values) => post(`/sandbox/views/${encodeURIComponent(id)}/submit`, { user, state: { values } });
export const closeView = (id, user) => post(`/sandbox/views/${encodeURIComponent(id)}/close`, { user });
export const openHome = (user, tab) => post("/sandbox/home", { user, tab });
export const failAws = (id, wanted) => post("/sandbox/aws/failures", { id, wanted });
export const crashBot = () => post("/sandbox/bot/crash", {});

export function uploadFile(user, file) {
  const form = new FormData();
  form.append("user", user);
  form.append("file", file, file.name || "pasted.png");
  return request("/sandbox/files", { method: "POST", body: form });
}

const FIRST_RETRY = 400;
const LONGEST_RETRY = 5_000;

/**
 * Follows the server's events for as long as the page lives. After a break it asks for the whole state
 * again (the server may be a new one) and goes on from that state's cursor.
 */
export function follow({ since, onEvent, onConnected, onState }) {
  let cursor = since;
  let wait = FIRST_RETRY;

  function listen() {
    const source = new EventSource(`/sandbox/events?since=${cursor}`);
    source.onopen = () => {
      wait = FIRST_RETRY;
      onConnected(true);
    };
    source.onmessage = ({ data, lastEventId }) => {
      if (lastEventId) cursor = Number(lastEventId);
      onEvent(JSON.parse(data));
    };
    source.onerror = () => {
      source.close();
      onConnected(false);
      setTimeout(resume, wait);
      wait = Math.min(wait * 2, LONGEST_RETRY);
    };
  }

  async function resume() {
    const state = await getState();
    if (!state.ok) {
      setTimeout(resume, wait);
      wait = Math.min(wait * 2, LONGEST_RETRY);
      return;
    }
    cursor = state.cursor;
    onState(state);
    listen();
  }

  listen();
}
