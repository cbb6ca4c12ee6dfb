// The page's face: the same controls as in the notebook, answered by Python in one worker a page.
// Nothing is fetched before the reader turns to a model. Joined behind bind.js when the book is built.
const script = document.currentScript;
const live = JSON.parse(script.dataset.live); // {folder, files: {name: bytes}, words}
const folder = new URL(live.folder, script.src); // beside this script, wherever the book lies
const words = live.words;
const size = Object.values(live.files).reduce((sum, bytes) => sum + bytes, 0);
const STALL = 20000; // ms without a byte while loading
const START = 60000; // ms for Python to start once all is there
const ANSWER = 20000; // ms for one result

const models = []; // {root, status, bar}
const waiting = new Map(); // request's number -> {done, timer}
let worker = null, started = null, number = 0;

function status(text) { for (const model of models) model.status(text); }

// The bar and its megabytes are for the eye; a screen reader hears the one line before them.
function progress(loaded) {
  for (const { bar } of models) {
    bar.hidden = loaded === null;
    if (loaded === null) continue;
    bar.firstChild.value = loaded / size;
    const got = (loaded / 1e6).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    bar.lastChild.textContent = words.loaded.replace("{got}", got);
  }
}

function stop(kind, reason = "") {
  if (worker) worker.terminate();
  worker = started = null;
  const message = words[kind].replace("{reason}", reason || kind);
  progress(null);
  status(message);
  for (const { root } of models) root.dataset.state = "failed";
  for (const { done, timer } of waiting.values()) { clearTimeout(timer); done({ ok: false, message }); }
  waiting.clear();
  return new Error(message);
}

function start() {
  started ??= new Promise((ready, fail) => {
    let timer = 0;
    const within = (ms) => { clearTimeout(timer); timer = setTimeout(() => fail(stop("slow")), ms); };
    worker = new Worker(new URL("worker.js", folder), { type: "module" });
    worker.onerror = (event) => { clearTimeout(timer); event.preventDefault(); fail(stop("network", "worker.js")); };
    worker.onmessage = ({ data }) => {
      if (data.loaded) {
        progress(data.loaded);
        if (data.loaded < size) within(STALL);
        else { status(words.starting); within(START); }
      } else if (data.ready) {
        clearTimeout(timer);
        progress(null);
        status(words.ready);
        ready();
      } else if (data.failed) {
        clearTimeout(timer);
        fail(stop(data.failed, data.reason));
      } else {
        const asked = waiting.get(data.number);
        waiting.delete(data.number);
        clearTimeout(asked.timer);
        asked.done(JSON.parse(data.answer));
      }
    };
    status(words.loading);
    progress(0);
    within(STALL);
    worker.postMessage({ files: live.files });
  });
  return started;
}

async function ask(request) {
  await start();
  return new Promise((done) => {
    number += 1;
    waiting.set(number, { done, timer: setTimeout(() => stop("slow"), ANSWER) });
    worker.postMessage({ number, request: JSON.stringify(request) });
  });
}

// The reader's values live in the address: ?m2.price=10 is the price of the page's second model, ?m1=f the case of
// its first. What stands there is text for a type-in, never more: the model reads it as if it had been typed.
const KEY = /^m(\d+)(?:\.(\w+))?$/;
const LONGEST = 60; // characters of a value; no input takes more

function given(place) {
  const found = { preset: "", texts: {} };
  for (const [key, text] of new URLSearchParams(location.search)) {
    const [, model, name] = KEY.exec(key) || [];
    if (Number(model) !== place) continue;
    if (name) found.texts[name] = text.slice(0, LONGEST); else found.preset = text;
  }
  return found.preset || Object.keys(found.texts).length ? found : null;
}

let writing = 0;
const values = new Map(); // a model's place on the page -> what of it differs from the first values
function address(anchor = location.hash) {
  const at = new URL(location.href), kept = [...at.searchParams].filter(([key]) => {
    const [, model] = KEY.exec(key) || [];
    return !values.has(Number(model));
  });
  for (const [place, { preset, texts }] of values) {
    if (preset) kept.push([`m${place}`, preset]);
    for (const [name, text] of Object.entries(texts)) kept.push([`m${place}.${name}`, text]);
  }
  at.search = new URLSearchParams(kept);
  at.hash = anchor;
  return at.href;
}

// Browsers refuse to write the address at every move of a slider; once it rests is soon enough.
function remember(place, differing) {
  values.set(place, differing);
  clearTimeout(writing);
  writing = setTimeout(() => history.replaceState(history.state, "", address()), 300);
}

function wakeable(root, place) {
  if (location.protocol === "file:") {
    root.querySelector(".vm-status").textContent = words.file;
    return;
  }
  const wake = () => start().catch(() => {}); // a failure has been told by then
  const bar = document.createElement("p");
  bar.className = "vm-progress";
  bar.hidden = true;
  bar.setAttribute("aria-hidden", "true");
  bar.append(document.createElement("progress"), document.createElement("span"));
  root.querySelector(".vm-status").after(bar);
  const { status } = ventureBind(root, ask, {
    wake,
    given: given(place),
    changed: (differing) => remember(place, differing),
    link: () => address("#" + root.id),
  });
  models.push({ root, bar, status });
}

// One after another, so that a page with many models answers the reader's finger in between.
[...document.querySelectorAll('section.venture-model[data-live="page"]')].forEach((root, before) => {
  if (before) setTimeout(wakeable, 0, root, before + 1); else wakeable(root, 1);
});
