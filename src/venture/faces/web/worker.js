// The reader's own Python: one module worker a page. It fetches the files that lie beside it, tells
// how many bytes have come, starts Pyodide, unpacks the package `venture` and answers requests.
// Whatever goes wrong is told as {failed, reason}; the page then keeps its last result.
const here = new URL("./", import.meta.url).href;
const tell = (message) => self.postMessage(message);
let loaded = 0;

// The first failure is the one to tell; the page ends this worker when it hears of it.
function fail(failed, reason) {
  tell({ failed, reason: String(reason) });
  throw new Error(reason);
}

// A file's bytes as they come, counted. The web server need not know any type or packing.
async function stream(name) {
  const answer = await fetch(here + name).catch(() => fail("network", name));
  if (!answer.ok || !answer.body) fail("network", `${name}: ${answer.status}`);
  const reader = answer.body.getReader();
  return new ReadableStream({
    async pull(out) {
      const part = await reader.read().catch(() => fail("network", name));
      if (part.done) { out.close(); return; }
      loaded += part.value.byteLength;
      tell({ loaded });
      out.enqueue(part.value);
    },
  }, { highWaterMark: Infinity }); // never slow the download down
}

async function script(name, size) {
  const module = await import(here + name).catch(() => fail("network", name));
  loaded += size;
  tell({ loaded });
  return module;
}

// Pyodide asks for its files by address and, where its WebAssembly does not start, it never answers.
// So it is handed what is being fetched already, and a failure to start is told here.
async function boot(files) {
  const wasm = stream("pyodide.asm.wasm.bin").then((packed) =>
    new Response(packed.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": "application/wasm" } }));
  const library = stream("stdlib.zip").then((bytes) => new Response(bytes));
  const venture = stream("venture.zip").then((bytes) => new Response(bytes).arrayBuffer());
  const [main, asm] = await Promise.all(
    ["pyodide.mjs", "pyodide.asm.mjs"].map((name) => script(name, files[name])));
  const held = { "pyodide.asm.wasm": wasm, "stdlib.zip": library };
  const [realFetch, realStart] = [self.fetch, WebAssembly.instantiateStreaming];
  self.fetch = (what, how) => held[String(what.url ?? what).split("/").pop()] ?? realFetch(what, how);
  WebAssembly.instantiateStreaming = (source, imports) =>
    realStart.call(WebAssembly, source, imports).catch((error) => fail("start", error.message));
  const python = await main.loadPyodide({ indexURL: here, createPyodideModule: asm.default, stdLibURL: here + "stdlib.zip" });
  [self.fetch, WebAssembly.instantiateStreaming] = [realFetch, realStart];
  python.unpackArchive(new Uint8Array(await venture), "zip", { extractDir: "/home/pyodide" });
  return python.pyimport("venture.faces.live").dispatch;
}

let dispatch = null;
self.onmessage = async ({ data }) => {
  if (!data.files) {
    tell({ number: data.number, answer: dispatch(data.request) });
  } else if (typeof DecompressionStream === "undefined") {
    tell({ failed: "old", reason: "" });
  } else {
    dispatch = await boot(data.files).catch((error) => fail("start", String(error.message).trim().split("\n").pop().trim()));
    tell({ ready: true });
  }
};
