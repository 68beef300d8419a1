// The page: sessions, and the captions of one of them, live. Plain fetch() instead of EventSource,
// because EventSource cannot send the credential in a header.

const api = new URL("api/v1/", document.baseURI);
const at = (id) => document.getElementById(id);
let watched = null; // {id, abort, lastEventId}
const colours = new Map();

function headers() {
  const credential = sessionStorage.getItem("credential");
  if (!credential) return {};
  // A token has three parts; anything else is an API key.
  return credential.split(".").length === 3
    ? { Authorization: `Bearer ${credential}` }
    : { "X-API-Key": credential };
}

async function call(path, options = {}) {
  const response = await fetch(new URL(path, api), {
    ...options,
    headers: { ...headers(), ...options.headers },
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail || `The server answered ${response.status}.`);
  }
  return response;
}

const say = (text) => { at("status").textContent = text; };

async function guarded(work) {
  try {
    await work();
  } catch (error) {
    if (error.name !== "AbortError") say(error.message);
  }
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

async function listSessions() {
  const room = at("room").value.trim();
  const query = room ? `?room=${encodeURIComponent(room)}` : "";
  const page = await (await call(`sessions${query}`)).json();
  const sessions = page.items;
  at("sessions").replaceChildren(...sessions.map((session) => {
    const button = element("button", session.room);
    button.type = "button";
    button.setAttribute("aria-current", String(session.id === watched?.id));
    const when = new Date(session.createdAt).toLocaleString();
    button.append(document.createElement("br"), element("small", `${session.state} · ${when}`));
    button.addEventListener("click", () => guarded(() => watch(session)));
    const item = element("li");
    item.append(button);
    return item;
  }));
  if (sessions.length === 0) at("sessions").append(element("li", "None yet."));
}

async function startSession(event) {
  event.preventDefault();
  const response = await call("sessions", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ room: at("room").value.trim() }),
  });
  await watch(await response.json());
}

function showState(state, ended) {
  at("state").textContent = state;
  at("state").hidden = !state;
  at("stop").hidden = ended;
  at("downloads").hidden = false;
}

async function watch(session) {
  watched?.abort.abort();
  const mine = { id: session.id, abort: new AbortController(), lastEventId: "0", over: false };
  watched = mine;
  colours.clear();
  at("captions").replaceChildren();
  at("captions-heading").textContent = `Captions of ${session.room}`;
  showState(session.state, Boolean(session.endedAt));
  guarded(listSessions);
  while (!mine.abort.signal.aborted && !mine.over) {
    try {
      await follow(mine);
    } catch (error) {
      if (mine.abort.signal.aborted) return;
      say(`${error.message} Trying again…`);
    }
    if (!mine.over) await new Promise((resume) => setTimeout(resume, 2000));
  }
}

async function follow(mine) {
  say("Connecting…");
  const response = await call(`sessions/${encodeURIComponent(mine.id)}/captions`, {
    headers: { "Last-Event-ID": mine.lastEventId },
    signal: mine.abort.signal,
  });
  say("Live.");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    buffered += value;
    const blocks = buffered.split("\n\n");
    buffered = blocks.pop();
    blocks.forEach((block) => receive(mine, block));
  }
}

function receive(mine, block) {
  const fields = {};
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
  }
  if (!fields.data || mine !== watched) return;
  if (fields.id) mine.lastEventId = fields.id;
  const data = JSON.parse(fields.data);
  if (fields.event === "partial" || fields.event === "final") {
    show(data);
  } else if (fields.event === "state") {
    showState(data.state, data.ended);
    if (data.cause) say(data.cause);
  } else if (fields.event === "end") {
    mine.over = true;
    showState(data.state ?? at("state").textContent, true);
    say("The session has ended.");
    guarded(listSessions);
  }
}

// Whatever comes under an utterance's id replaces what was there.
function show(utterance) {
  const list = at("captions");
  const nearEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 120;
  const key = `u-${utterance.utteranceId}`;
  let item = [...list.children].reverse().find((child) => child.dataset.key === key);
  if (!item) {
    item = element("li");
    item.dataset.key = key;
    list.append(item);
  }
  item.replaceChildren(...utterance.lines.map((line) => paragraph(line, utterance.final)));
  if (nearEnd) item.scrollIntoView({ block: "end" });
}

function paragraph(line, settled) {
  const who = line.speakers.map((speaker) => speaker.name).join(", ") || "Unknown";
  const identity = line.speakers[0]?.identity ?? "";
  const text = element("p", "", `colour-${colour(identity)}${settled ? "" : " partial"}`);
  text.append(element("time", clock(line.startMs)), element("strong", who), line.text);
  return text;
}

function colour(identity) {
  if (!colours.has(identity)) colours.set(identity, colours.size % 8);
  return colours.get(identity);
}

function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

async function download(format) {
  const path = `sessions/${encodeURIComponent(watched.id)}/transcript?format=${format}`;
  const blob = await (await call(path)).blob();
  const link = element("a");
  link.href = URL.createObjectURL(blob);
  link.download = `transcript-${watched.id}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

at("credential-form").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("credential", at("credential").value.trim());
  at("credential").value = "";
  guarded(async () => { await listSessions(); say("Choose a session."); });
});
at("start-form").addEventListener("submit", (event) => guarded(() => startSession(event)));
at("refresh").addEventListener("click", () => guarded(listSessions));
at("stop").addEventListener("click", () => guarded(async () => {
  await call(`sessions/${encodeURIComponent(watched.id)}/stop`, { method: "POST" });
}));
at("downloads").addEventListener("click", (event) => {
  const format = event.target.dataset.format;
  if (format) guarded(() => download(format));
});
// A link to a session: /#<id>
guarded(async () => {
  const id = location.hash.slice(1);
  if (id) await watch(await (await call(`sessions/${encodeURIComponent(id)}`)).json());
  else await listSessions();
});
