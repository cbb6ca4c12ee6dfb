// Runs before the page is painted: dark is dark from the first moment, and what needs scripts takes its room.
(() => {
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const page = document.documentElement.dataset;
  page.mode = kept("mode") || "auto";
  page.theme = page.mode !== "auto" ? page.mode : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  if (location.protocol !== "file:") page.scripts = "yes"; // models cannot compute in a page that is opened from a file
})();
