// Charts are drawn in SVG: a browser scales and prints them, their colours follow the page's, and
// each has its figures as a table beside it.
let charts = 0;

const chart = (title, width, height, rows, head, ...shapes) => {
  const id = `chart-${++charts}`;
  return el("figure", {},
    el("figcaption", { id }, title),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": id }, shapes),
    el("details", { class: "figures" },
      el("summary", {}, "Figures", el("span", { class: "hidden" }, ` of ${title}`)),
      table(title, head, rows)));
};

const tip = (content) => svg("title", {}, content);

/** Bars from the left, one under the other: [name, value, what is written at its end]. */
const bars = (title, unit, entries) => {
  const most = Math.max(1e-9, ...entries.map((entry) => entry[1]));
  const row = 24;
  const left = 128;
  const room = 140;
  return chart(title, 370, entries.length * row + 4,
    entries.map((entry) => [entry[0], entry[2]]), ["", unit],
    entries.map(([name, value, label], i) =>
      svg("g", {},
        tip(`${name}: ${label}`),
        svg("text", { x: left - 8, y: i * row + 16, class: "label end" },
          name.length > 19 ? `${name.slice(0, 18)}…` : name),
        svg("rect", { x: left, y: i * row + 4, height: row - 8, rx: 2, class: "bar",
          width: Math.max(value > 0 ? 1.5 : 0, (room * value) / most) }),
        svg("text", { x: left + (room * value) / most + 6, y: i * row + 16, class: "label" },
          label))));
};

/** Bars that stand, of numbers in bins: { width, last, bins: [[place, count], ...] }. */
const histogram = (title, what, distribution) => {
  const { width, last, bins } = distribution;
  const first = bins[0][0];
  const end = bins[bins.length - 1][0];
  const step = Math.max(1, Math.ceil((end - first + 1) / 24));
  const merged = [];
  for (let place = first; place <= end; place += step) {
    const count = sum(bins.filter(([bin]) => bin >= place && bin < place + step).map((bin) => bin[1]));
    const from = place * width;
    const to = (place + step) * width - 1;
    const name = place + step > last ? `${number(from)} or more`
      : from === to ? number(from) : `${number(from)} to ${number(to)}`;
    merged.push([name, count, from]);
  }
  const all = sum(merged.map((bin) => bin[1]));
  const most = Math.max(...merged.map((bin) => bin[1]));
  const height = 150;
  const room = 308;
  const each = room / merged.length;
  const ticks = [0, 0.5, 1].map((at) => Math.round(most * at)).filter((tick, i, ticks) => ticks.indexOf(tick) === i);
  const labelled = Math.max(1, Math.ceil(merged.length / 5));
  return chart(title, 370, height + 46,
    merged.map(([name, count]) => [name, `${number(count)}`, share(count, all)]), [what, "rows", "share"],
    ticks.map((tick) => {
      const y = 10 + height - (height * tick) / most;
      return [
        svg("line", { x1: 44, x2: 44 + room, y1: y, y2: y, class: "grid" }),
        svg("text", { x: 38, y: y + 4, class: "label small end" }, number(tick)),
      ];
    }),
    merged.map(([name, count, from], i) => {
      const tall = (height * count) / most;
      return [
        svg("rect", { x: 44 + i * each + 0.75, width: Math.max(1, each - 1.5), y: 10 + height - tall,
          height: Math.max(tall, count ? 1 : 0), class: "bar" }, tip(`${name}: ${number(count)}`)),
        i % labelled === 0
          && svg("text", { x: 44 + i * each, y: height + 25, class: "label small" }, number(from)),
      ];
    }),
    svg("text", { x: 44 + room / 2, y: height + 42, class: "label small middle" }, what));
};
