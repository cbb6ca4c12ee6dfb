// The notebook's face: the same controls, answered by the kernel over the widget's own channel.
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
  ventureBind(root, (request) => new Promise((done) => {
    number += 1;
    answers.set(number, done);
    model.send({ number, request: JSON.stringify(request) });
  }));
  // JupyterLab takes arrows, letters and Enter for its own; inside the controls they are the reader's.
  const keep = (event) => event.stopPropagation();
  root.addEventListener("keydown", keep);
  return () => { model.off("msg:custom", hear); root.removeEventListener("keydown", keep); };
}
export default { render };
