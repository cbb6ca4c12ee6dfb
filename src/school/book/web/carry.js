// In the offline copy, opened by a double click: a page from a file may fetch nothing and start no worker from a file.
// So the first model that is touched brings Python as one plain script (carried.js, see school/book/offline.py), and the
// page's `new Worker(…)` gets a worker that is made from it. What needs a server is marked, and says so.
if (location.protocol === "file:") {
  window.ventureWorker = window.Worker;
  const home = new URL("./", document.currentScript.src);

  window.Worker = class {
    constructor() {
      this.waiting = [];
      const script = document.createElement("script");
      script.src = new URL("carried.js", home);
      script.onload = () => this.start(window.ventureCarried);
      script.onerror = () => { if (this.onerror) this.onerror(new Event("error", { cancelable: true })); };
      document.head.append(script);
    }
    start({ code, files }) {
      if (this.ended) return;
      this.real = new window.ventureWorker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
      this.real.onmessage = (event) => this.onmessage(event);
      this.real.onerror = (event) => this.onerror(event);
      const carried = {};
      for (const [name, text] of Object.entries(files)) carried[name] = new Blob([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))]);
      this.real.postMessage({ carried });
      for (const message of this.waiting) this.real.postMessage(message);
    }
    postMessage(message) { if (this.real) this.real.postMessage(message); else this.waiting.push(message); }
    terminate() { this.ended = true; if (this.real) this.real.terminate(); }
  };

  addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll("[data-needs-server]")) {
      const told = document.createElement("span");
      told.textContent = `${link.textContent} (start the book with start.py first)`;
      link.replaceWith(told);
    }
  });
}
