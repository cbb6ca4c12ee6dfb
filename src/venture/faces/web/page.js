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

for (const root of document.querySelectorAll('section.venture-model[data-live="page"]')) {
  if (location.protocol === "file:") {
    root.querySelector(".vm-status").textContent = words.file;
    continue;
  }
  const wake = () => start().catch(() => {}); // a failure has been told by then
  const bar = document.createElement("p");
  bar.className = "vm-progress";
  bar.hidden = true;
  bar.setAttribute("aria-hidden", "true");
  bar.append(document.createElement("progress"), document.createElement("span"));
  root.querySelector(".vm-status").after(bar);
  models.push({ root, bar, status: ventureBind(root, ask, { wake }).status });
}
