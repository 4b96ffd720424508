const data = JSON.parse(document.getElementById("data").textContent);
// Whoever makes a section tells here how it is led to a record.
const select = {};

const rows = data.facts.rows ?? data.sample.records ?? 0;
const toy = (data.facts.toy || 0) > 0 || data.models.some((model) => model.toy);
const all = sum(data.models.map(tokensOf).map((tokens) => tokens.in + tokens.out));
const paid = sum(data.models.map((model) => model.cost || 0));
const tiles = [
  [number(rows), data.facts.rows === undefined ? "programs" : "rows"],
  [number(sum(data.steps.map(rejectedOf))), "rejected on the way"],
  data.facts.tests > 0 && [number(data.facts.tests), "tests"],
  all > 0 && rows > 0 && [number(all / rows), "tokens per record"],
  paid > 0 && rows > 0 && [price(paid / rows), "paid per record"],
  paid > 0 && [price(paid), "paid in all"],
].filter(Boolean);

document.getElementById("head").replaceChildren(
  el("p", { class: "kicker" }, "Caco on Beam"),
  el("h1", {}, `Report of ${data.command}`),
  toy ? el("p", { class: "note", role: "note" }, el("strong", {}, "This is toy data."),
    " The embedded model, which follows rules, made it or a part of it: it is for trying out and testing, not for"
    + " training.") : "",
  el("ul", { class: "tiles" }, tiles.map(([value, name]) =>
    el("li", {}, el("strong", {}, value), el("span", {}, name)))));

const sections = [funnel(data), reasons(data), browser(data, select), distributions(data), problemMap(data, select),
  cost(data, rows), decontamination(data), calibration(data), sources(data), settings(data)].filter(Boolean);
document.getElementById("main").append(...sections);
document.getElementById("nav").append(el("ul", {}, sections.map((one) =>
  el("li", {}, el("a", { href: `#${one.id}` }, `${one.id[0].toUpperCase()}${one.id.slice(1)}`)))));

// The sections are made after the browser has looked for the place that the address names.
const go = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) {
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  }
};
addEventListener("hashchange", go);
go();
document.documentElement.dataset.ready = "true";
