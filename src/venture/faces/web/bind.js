// Wakes the controls of one model. Knows nothing of where the answer comes from: `ask` takes a
// request and promises an answer (see venture/faces/live.py). Shared by notebook and page.
function ventureBind(root, ask, options = {}) {
  const REST = 250; // milliseconds
  const form = root.querySelector(".vm-form");
  const boxes = new Map(), sliders = new Map();
  for (const box of root.querySelectorAll("[data-vm-input]")) boxes.set(box.dataset.vmInput, box);
  for (const slider of root.querySelectorAll("[data-vm-slider]")) sliders.set(slider.dataset.vmSlider, slider);
  const cases = root.querySelector("[data-vm-preset]");
  const status = root.querySelector(".vm-status");
  const first = new Map([...boxes].map(([name, box]) => [name, box.value]));
  const firstCase = cases ? cases.value : "";
  let under_way = false, waiting = null, typing = 0;
  let taken = {}; // each input's text as the model took it

  const say = (text) => { status.textContent = text; };

  function showErrors(errors) {
    for (const [name, box] of boxes) {
      const place = document.getElementById(box.id + "-error") || root.querySelector("#" + box.id + "-error");
      const text = errors[name] || "";
      if (place.textContent !== text) place.textContent = text;
      place.hidden = !text;
      if (text) box.setAttribute("aria-invalid", "true"); else box.removeAttribute("aria-invalid");
    }
  }

  function place(slider, value, text) {
    if (slider !== document.activeElement) slider.value = value;
    slider.setAttribute("aria-valuetext", (text + " " + slider.dataset.unit).trim());
  }

  // The box that a person is typing in is theirs; every other one shows what the model took.
  function show(answer) {
    showErrors({});
    taken = answer.shown;
    for (const [name, html] of Object.entries(answer.parts)) {
      const part = root.querySelector(`[data-vm-part="${name}"]`);
      if (part.innerHTML !== html) part.innerHTML = html;
    }
    for (const [name, text] of Object.entries(answer.shown)) {
      const box = boxes.get(name), slider = sliders.get(name);
      if (box && box !== document.activeElement) box.value = text;
      if (slider) place(slider, answer.sliders[name], text);
    }
  }

  // One request at a time; of those that wait only the newest is worth asking.
  async function send(request) {
    if (under_way) { waiting = request; return; }
    under_way = true;
    root.dataset.state = "busy";
    try {
      const answer = await ask(request);
      if (waiting === null) {
        if (answer.ok) { show(answer); say(""); }
        else { showErrors(answer.errors || {}); say(answer.message || ""); }
        root.dataset.state = typing ? "busy" : answer.message ? "failed" : "ready";
      }
    } catch (error) {
      say(String(error.message || error));
      root.dataset.state = "failed";
    }
    under_way = false;
    if (waiting !== null) { const next = waiting; waiting = null; send(next); }
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
    for (const [name, text] of first) boxes.get(name).value = text;
    send(request());
  }
  if (cases) cases.addEventListener("change", () => {
    if (cases.value) send(request(cases.value, {})); else backToTheFirst(); // no name: the numbers it began with
  });
  root.querySelector("[data-vm-reset]").addEventListener("click", () => {
    if (cases) cases.value = firstCase;
    backToTheFirst();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  if (options.wake) for (const kind of ["focusin", "pointerover"]) form.addEventListener(kind, options.wake, { once: true });
  form.hidden = false;
  root.dataset.bound = "yes";
  return { status: say };
}
