// Small things of every page. A file, because a strict content-security policy refuses scripts inside the page.
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

// On paper the numbers behind each chart stand open; afterwards those that were shut are shut again.
let shut = [];
addEventListener("beforeprint", () => {
  shut = [...document.querySelectorAll(".vm-numbers:not([open])")];
  for (const fold of shut) fold.open = true;
});
addEventListener("afterprint", () => { for (const fold of shut) fold.open = false; });
