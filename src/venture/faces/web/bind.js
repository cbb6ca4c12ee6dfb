// Wakes the controls of one model. Knows nothing of where the answer comes from: `ask` takes a
// request and promises an answer (see venture/faces/live.py). Shared by notebook and page.

// Turns `now` into `next` and touches only what differs: the browser then lays out and paints only that.
function ventureMorph(now, next) {
  for (const { name } of [...now.attributes]) if (!next.hasAttribute(name)) now.removeAttribute(name);
  for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  let old = now.firstChild;
  for (const node of [...next.childNodes]) {
    const after = old ? old.nextSibling : null;
    if (!old) now.append(node);
    else if (old.isEqualNode(node)) { /* most are */ }
    else if (old.nodeName !== node.nodeName) old.replaceWith(node);
    else if (old.nodeType !== Node.ELEMENT_NODE) { if (old.data !== node.data) old.data = node.data; }
    else ventureMorph(old, node);
    old = after;
  }
  while (old) { const gone = old; old = old.nextSibling; gone.remove(); }
}

// What a spreadsheet takes for a number: without thin spaces, with a hyphen for a minus.
function venturePlain(text) { return text.replace(/\u202f/g, "").replace(/\u2212/g, "-").replace(/\s+/g, " ").trim(); }

async function ventureCopy(text, near) {
  try { await navigator.clipboard.writeText(text); return true; } catch { /* an old browser, or a page without https */ }
  const box = document.createElement("textarea");
  box.value = text;
  near.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}

// options: `wake` is called at the first touch of a control; `changed` hears {preset, texts}, what now differs
// from the first values; `given` is such a thing to begin with; `link` says the address that reproduces the model.
function ventureBind(root, ask, options = {}) {
  const REST = 250; // milliseconds
  const form = root.querySelector(".vm-form");
  const boxes = new Map(), sliders = new Map();
  for (const box of root.querySelectorAll("[data-vm-input]")) boxes.set(box.dataset.vmInput, box);
  for (const slider of root.querySelectorAll("[data-vm-slider]")) sliders.set(slider.dataset.vmSlider, slider);
  const cases = root.querySelector("[data-vm-preset]");
  const status = root.querySelector(".vm-status");
  const first = Object.fromEntries([...boxes].map(([name, box]) => [name, box.value]));
  const firstCase = cases ? cases.value : "";
  const drawn = {}; // each part's HTML as it came
  let under_way = false, waiting = null, typing = 0;
  let taken = {}; // each input's text as the model took it
  let base = first; // the texts of the case whose name stands above

  const say = (text) => { if (status.textContent !== text) status.textContent = text; };

  function showErrors(errors) {
    for (const [name, box] of boxes) {
      const place = document.getElementById(box.id + "-error") || root.querySelector("#" + box.id + "-error");
      const text = errors[name] || "";
      if (place.textContent !== text) place.textContent = text;
      place.hidden = !text;
      if (text) {
        box.setAttribute("aria-invalid", "true");
        const fold = box.closest("details"); // what is wrong must be seen
        if (fold) fold.open = true;
      } else box.removeAttribute("aria-invalid");
    }
  }

  function place(slider, value, text) {
    if (slider !== document.activeElement) slider.value = value;
    const spoken = (text + " " + slider.dataset.unit).trim();
    if (slider.getAttribute("aria-valuetext") !== spoken) slider.setAttribute("aria-valuetext", spoken);
  }

  // The box that a person is typing in is theirs; every other one shows what the model took.
  function show(answer, preset) {
    showErrors({});
    taken = answer.shown;
    if (preset) base = taken;
    for (const [name, html] of Object.entries(answer.parts)) {
      if (drawn[name] === html) continue;
      drawn[name] = html;
      const part = root.querySelector(`[data-vm-part="${name}"]`), next = part.cloneNode(false);
      next.innerHTML = html;
      ventureMorph(part, next);
    }
    for (const [name, text] of Object.entries(answer.shown)) {
      const box = boxes.get(name), slider = sliders.get(name);
      if (box && box !== document.activeElement && box.value !== text) box.value = text;
      if (slider) place(slider, answer.sliders[name], text);
    }
    if (options.changed) options.changed({
      preset: cases && cases.value !== firstCase ? cases.value : "",
      texts: Object.fromEntries(Object.entries(taken).filter(([name, text]) => text !== base[name])),
    });
  }

  // One request at a time; of those that wait only the newest is worth asking.
  async function send(request) {
    if (under_way) { waiting = request; return; }
    under_way = true;
    root.dataset.state = "busy";
    try {
      const answer = await ask(request);
      if (waiting === null) {
        if (answer.ok) { show(answer, request.preset); say(""); }
        else { showErrors(answer.errors || {}); say(answer.message || ""); }
        root.dataset.state = typing ? "busy" : answer.message ? "failed" : "ready";
      }
    } catch (error) {
      say(String(error.message || error));
      root.dataset.state = "failed";
    }
    under_way = false;
    if (waiting !== null) { const next = waiting; waiting = null; await send(next); }
  }

  function rested() { clearTimeout(typing); typing = 0; send(request()); }

  function request(preset = "", texts = Object.fromEntries([...boxes].map(([name, box]) => [name, box.value]))) {
    return { model: root.dataset.model, uid: root.id, preset, texts };
  }

  for (const [name, slider] of sliders) {
    slider.addEventListener("input", () => { boxes.get(name).value = slider.value; send(request()); });
  }
  for (const [name, box] of boxes) {
    // Half a number is no answer: wait until the fingers rest. Leaving the box or Enter ends the wait.
    box.addEventListener("input", () => {
      clearTimeout(typing);
      root.dataset.state = "busy";
      typing = setTimeout(rested, REST);
    });
    box.addEventListener("keydown", (event) => { if (event.key === "Enter" && typing) rested(); });
    box.addEventListener("blur", () => {
      if (typing) rested();
      else if (!box.hasAttribute("aria-invalid") && name in taken) box.value = taken[name]; // "9,4" becomes 9.4
    });
  }
  function backToTheFirst() {
    base = first;
    for (const [name, text] of Object.entries(first)) boxes.get(name).value = text;
    send(request());
  }
  if (cases) cases.addEventListener("change", () => {
    if (cases.value) send(request(cases.value, {})); else backToTheFirst(); // no name: the numbers it began with
  });
  root.querySelector("[data-vm-reset]").addEventListener("click", () => {
    if (cases) cases.value = firstCase;
    backToTheFirst();
  });

  // The reader's values and the result as lines of cells that a spreadsheet takes.
  function table() {
    const cells = (row, what) => [...row.querySelectorAll(what)].map((cell) => cell.textContent);
    const inputs = [...boxes.values()].map((box) => {
      const unit = box.labels[0].querySelector(".vm-unit");
      return [box.labels[0].firstChild.data, box.value, unit ? unit.textContent : ""];
    });
    const figures = [...root.querySelectorAll(".vm-figure")].map((row) => cells(row, "dt, b"));
    const rows = [...root.querySelectorAll('[data-vm-part="table"] tr')].map((row) => cells(row, "th, td"));
    return [...inputs, [], ...figures, [], ...rows].map((row) => row.map(venturePlain).join("\t")).join("\n");
  }
  const copies = { table, link: () => options.link() };
  for (const button of root.querySelectorAll("[data-vm-copy]")) {
    button.addEventListener("click", async () => {
      const done = await ventureCopy(copies[button.dataset.vmCopy](), form);
      button.focus();
      say(done ? button.dataset.done : button.dataset.refused);
    });
  }

  // Values that came with the address: the case first, so that what differs from it is known.
  async function begin({ preset, texts }) {
    if (cases && preset && [...cases.options].some((one) => one.value === preset)) {
      cases.value = preset;
      await send(request(preset, {}));
    }
    const known = Object.entries(texts).filter(([name]) => boxes.has(name));
    for (const [name, text] of known) boxes.get(name).value = text;
    if (known.length) await send(request());
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  if (options.wake) for (const kind of ["focusin", "pointerover"]) form.addEventListener(kind, options.wake, { once: true });
  form.hidden = false;
  root.dataset.bound = "yes";
  if (options.given) queueMicrotask(() => begin(options.given)); // when the page has bound all of its models
  return { status: say };
}
