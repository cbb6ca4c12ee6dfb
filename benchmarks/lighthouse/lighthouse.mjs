// Lighthouse on one page after another, as JSON lines: node lighthouse.mjs CHROMIUM RUNS ADDRESS…
// Its own slow phone (a fourth of this processor, 1.6 Mbit/s, 150 ms), which it works out from a fast load.
import { launch } from "chrome-launcher";
import lighthouse, { defaultConfig } from "lighthouse";

const [chromePath, runs, ...addresses] = process.argv.slice(2);
const settings = { ...defaultConfig.settings, onlyCategories: ["performance", "accessibility", "best-practices", "seo"] };
const chrome = await launch({
  chromePath,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run"],
  logLevel: "error",
});
try {
  for (const address of addresses) {
    for (let run = 0; run < Number(runs); run += 1) {
      const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "error" }, { extends: "lighthouse:default", settings });
      const number = (id) => lhr.audits[id]?.numericValue ?? null;
      // What costs points, by category: the audit and what it found first.
      const faults = Object.values(lhr.categories).flatMap((category) => category.auditRefs
        .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
        .map(({ id }) => `${category.id}: ${id} ${lhr.audits[id].displayValue ?? ""} ${lhr.audits[id].details?.items?.[0]?.node?.selector ?? ""}`.trim()));
      process.stdout.write(JSON.stringify({
        address,
        error: lhr.runtimeError?.message ?? null,
        scores: Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)])),
        lcp: number("largest-contentful-paint"),
        fcp: number("first-contentful-paint"),
        tbt: number("total-blocking-time"),
        cls: number("cumulative-layout-shift"),
        bytes: number("total-byte-weight"),
        faults,
      }) + "\n");
    }
  }
} finally {
  chrome.kill();
}
