// The notebook's face: the same controls, answered by the kernel over the widget's own channel.
const PATIENCE = 8000; // milliseconds until a silent kernel is told

function render({ model, el }) {
  el.innerHTML = model.get("html");
  const root = el.querySelector(".venture-model");
  const answers = new Map();
  let number = 0;
  const hear = (message) => {
    const done = answers.get(message.number);
    answers.delete(message.number);
    if (done) done(JSON.parse(message.answer));
  };
  model.on("msg:custom", hear);
  ventureBind(root, (request) => new Promise((done, fail) => {
    number += 1;
    const mine = number;
    answers.set(mine, done);
    // A notebook that was closed, or whose kernel was restarted, still shows the model: nobody answers it then.
    const asleep = () => { if (answers.delete(mine)) fail(new Error(model.get("asleep"))); };
    setTimeout(asleep, PATIENCE);
    try { model.send({ number: mine, request: JSON.stringify(request) }); } catch { asleep(); }
  }));
  // JupyterLab takes arrows, letters and Enter for its own; inside the controls they are the reader's.
  const keep = (event) => event.stopPropagation();
  root.addEventListener("keydown", keep);
  return () => { model.off("msg:custom", hear); root.removeEventListener("keydown", keep); };
}
export default { render };
