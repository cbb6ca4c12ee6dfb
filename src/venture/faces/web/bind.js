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

// Where a table's numbers say where they come from: each becomes a button, and one origin is read beneath the table.
// `part` holds the table, `told` the origin. Of all buttons one is reached by Tab; arrow keys lead to the others.
function ventureOrigins(part, told) {
  let chosen = ""; // "row-column" of the cell that the reader asked for; empty: the one that the model begins with

  const place = (button) => { const cell = button.parentNode; return `${cell.parentNode.rowIndex - 1}-${cell.cellIndex}`; };
  const at = (where) => {
    const [row, column] = where.split("-").map(Number);
    const cell = part.querySelector("table").rows[row + 1]?.cells[column];
    return cell ? cell.querySelector("button") : null;
  };

  function buttons(within) {
    for (const cell of within.querySelectorAll("[data-origin]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "vm-cell";
      button.tabIndex = -1;
      button.append(...cell.childNodes);
      cell.append(button);
    }
  }

  function reach(button) {
    for (const one of part.querySelectorAll('.vm-cell[tabindex="0"]')) if (one !== button) one.tabIndex = -1;
    button.tabIndex = 0;
  }

  // Spoken when the reader asked for it, not at each move of a slider.
  function explain(asked) {
    const began = told.querySelector("[data-cell]");
    const button = (chosen && at(chosen)) || (began && at(began.dataset.cell));
    if (!button) return;
    for (const one of part.querySelectorAll(".vm-cell[aria-current]")) if (one !== button) one.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    if (!part.contains(document.activeElement)) reach(button);
    const cell = button.parentNode, heads = part.querySelectorAll("thead th");
    told.setAttribute("aria-live", asked ? "polite" : "off");
    const [title, text] = told.querySelectorAll("p");
    title.textContent = `${cell.parentNode.cells[0].textContent}, ${heads[cell.cellIndex].textContent}: ${button.textContent}`;
    text.textContent = cell.dataset.origin;
  }

  part.addEventListener("click", (event) => {
    const button = event.target.closest(".vm-cell");
    if (!button) return;
    chosen = place(button);
    told.dataset.asked = "yes"; // from now on it stays in view
    reach(button);
    explain(true);
  });
  part.addEventListener("focusin", (event) => { if (event.target.matches(".vm-cell")) reach(event.target); });
  part.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step || !event.target.matches(".vm-cell")) return;
    event.preventDefault();
    const rows = part.querySelectorAll("tr").length;
    let [row, column] = place(event.target).split("-").map(Number);
    do { row += step[0]; column += step[1]; } while (step[0] && row >= 0 && row < rows && !at(`${row}-${column}`)); // past a heading
    const next = row >= 0 && at(`${row}-${column}`);
    if (next) next.focus();
  });
  buttons(part);
  explain(false);
  return { buttons, explain };
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
  const part = (name) => root.querySelector(`[data-vm-part="${name}"]`);
  const origins = part("origin") ? ventureOrigins(part("table"), part("origin")) : null;
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
    const unit = slider.dataset.unit; // a word, such as “months”, would be wrong behind a 1; a sign is not
    const spoken = text === "1" && /^\p{L}/u.test(unit) ? text : (text + " " + unit).trim();
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
      const now = part(name), next = now.cloneNode(false);
      next.innerHTML = html;
      if (origins && name === "table") origins.buttons(next);
      ventureMorph(now, next);
    }
    if (origins) origins.explain(false);
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
