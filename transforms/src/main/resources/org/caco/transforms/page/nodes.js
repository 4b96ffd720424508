// Nodes of text, and nothing but text: whatever a model wrote stays what it is.
const SVG = "http://www.w3.org/2000/svg";

const fill = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false) {
      node.append(child);
    }
  }
  return node;
};

const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes, ...children) =>
  fill(document.createElementNS(SVG, name), attributes, children);

const number = (value) => Math.round(value).toLocaleString("en-US");
const share = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)}%` : "-");
const percent = (value) => `${(100 * value).toFixed(2)}%`;
const decimals = (value, digits) =>
  value.toLocaleString("en-US", { maximumFractionDigits: digits, minimumFractionDigits: digits });
const price = (value) =>
  value.toLocaleString("en-US", value < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 });
const duration = (value) =>
  value >= 3600
    ? `${decimals(value / 3600, 1)} h`
    : value >= 100
      ? `${decimals(value / 60, 1)} min`
      : `${decimals(value, value < 10 ? 2 : 1)} s`;
const sum = (values) => values.reduce((all, one) => all + one, 0);
const words = (name) => name.replaceAll("_", " ");

// Columns of numbers stand to the right; cells of the first column head their rows.
const FIGURE = /^[\d.,%<]+( to [\d.,%]+| s| min| h)?$/;
const table = (caption, head, rows) => {
  const isFigures = head.map((_, column) => column > 0
    && rows.some((row) => FIGURE.test(String(row[column])))
    && rows.every((row) => FIGURE.test(String(row[column])) || row[column] === "-" || row[column] === "not known"));
  const side = (column) => (isFigures[column] ? "n" : undefined);
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el("table", {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, head.map((cell, column) =>
        el("th", { scope: "col", class: side(column) }, cell)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, column) => column === 0
        ? el("th", { scope: "row" }, cell)
        : el("td", { class: side(column) }, cell)))))));
};

const section = (id, title, ...children) =>
  el("section", { id, tabindex: "-1", "aria-labelledby": `${id}-title` },
    el("h2", { id: `${id}-title` }, title), children);

const text = (content, kind) => el("pre", { class: kind || "text", dir: "auto" }, content);
