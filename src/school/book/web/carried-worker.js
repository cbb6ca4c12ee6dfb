// Before worker.js, in a worker that is made from text: files come by message, not from a server, and Pyodide's two
// scripts stand here as functions, because such a worker may import nothing.
const carried = {};
self.addEventListener("message", (event) => {
  if (!event.data.carried) return;
  Object.assign(carried, event.data.carried);
  event.stopImmediatePropagation();
});
self.fetch = async (what) => new Response(carried[String(what.url ?? what).split("/").pop()]);
const bring = async (address) => modules[address.split("/").pop()]();
