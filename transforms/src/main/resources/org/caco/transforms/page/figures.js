const distributions = (data) => {
  const numbers = data.sample.numbers || {};
  const names = data.sample.names || {};
  const drawn = [];
  const rates = Object.entries(data.facts.pass_rates || {});
  if (rates.length) {
    const value = ([key]) => { const [a, b] = key.split("/").map(Number); return b ? a / b : 0; };
    drawn.push(bars("Difficulty: solutions that agree", "rows", rates.sort((a, b) => value(a) - value(b)).map(
      ([key, count]) => [key.replace("/", " of "), count, number(count)])));
  }
  const categories = (title, what) => {
    const counts = Object.entries(names[what] || {}).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (counts.length) {
      drawn.push(bars(title, "records", counts.map(([name, count]) =>
        [name, count, `${number(count)} (${share(count, data.sample.records)})`])));
    }
  };
  const lengths = (title, what, unit) => {
    if (numbers[what]) {
      drawn.push(histogram(title, unit, numbers[what]));
    }
  };
  categories("Kinds of answers", "answers");
  categories("Operations that programs use", "operations");
  lengths("Length of problems", "problem_characters", "characters");
  lengths("Length of solutions", "solution_characters", "characters");
  lengths("Length of programs", "code_lines", "lines of code");
  lengths("Tests of a row", "tests", "tests");
  lengths("Tokens that led to a row", "tokens", "tokens, in and out");
  return drawn.length ? section("distributions", "Distributions", el("div", { class: "grid" }, drawn)) : undefined;
};

const problemMap = (data, select) => {
  const { points, clusters } = data.map;
  if (!points) {
    return undefined;
  }
  const rows = data.sample.rows;
  const picture = svg("svg", { viewBox: "-20 -20 1040 1040", role: "img", "aria-labelledby": "map-caption" },
    points.map(([x, y, cluster], i) =>
      svg("circle", { cx: x, cy: 1000 - y, r: 8, class: `dot c${cluster % 8}`, "data-cluster": cluster,
        onclick: () => select.row(i) },
        tip((rows[i].problem || rows[i].code || "").slice(0, 200)))));
  const mark = (cluster) => picture.setAttribute("data-marked", cluster);
  return section("map", "Map of the problems",
    el("p", { class: "lead" }, "Problems that share their telling words lie close together. "
      + "Choose a cluster to read its rows, or a point to read its row."),
    el("div", { class: "map" },
      el("figure", {},
        el("figcaption", { id: "map-caption" },
          `${number(points.length)} rows in ${clusters.length} clusters, named by the words that set them apart`),
        picture),
      el("ul", { class: "clusters" }, clusters.map((one, i) => el("li", {},
        el("button", { type: "button", onclick: () => select.cluster(i), onfocus: () => mark(i),
            onblur: () => mark(""), onmouseenter: () => mark(i), onmouseleave: () => mark("") },
          svg("svg", { viewBox: "0 0 16 16", class: "swatch", "aria-hidden": "true" },
            svg("circle", { cx: 8, cy: 8, r: 7, class: `dot c${i % 8}` })),
          el("span", { class: "what" }, one.label || "no telling words"),
          el("span", { class: "aside" }, number(one.size))))))));
};

const tokensOf = (model) => ({
  in: (model.input_tokens || 0) + (model.cached_input_tokens || 0),
  out: (model.output_tokens || 0) + (model.cached_output_tokens || 0),
});

const cost = (data, rows) => {
  const models = data.models;
  const steps = Object.entries(data.seconds).filter((step) => step[1] > 0).sort((a, b) => b[1] - a[1]).slice(0, 12);
  if (!models.length && !steps.length) {
    return undefined;
  }
  const priced = models.every((model) => model.cost !== undefined);
  const each = (value) => (rows ? value / rows : 0);
  const seconds = (times, field) => (times && times[field] ? duration(times[field]) : "-");
  return section("cost", "Cost and time by stage",
    models.length > 0 && [
      table("Model calls, tokens and price by role",
        ["role", "model", "calls", "cached", "failed", "tokens in", "tokens out", "tokens per record", "paid",
          "paid per record", "latency, median", "99 in 100"],
        models.map((model) => {
          const tokens = tokensOf(model);
          return [model.role, model.model, number(model.calls), number(model.cached), number(model.failed),
            number(tokens.in), number(tokens.out), rows ? number(each(tokens.in + tokens.out)) : "-",
            model.cost === undefined ? "not known" : price(model.cost),
            model.cost === undefined || !rows ? "-" : price(each(model.cost)),
            seconds(model.latency, "p50_seconds"), seconds(model.latency, "p99_seconds")];
        })),
      el("p", { class: "lead" }, "\"Per record\" is per record that was accepted at the end; the tokens of what was "
        + "rejected on the way, and of responses that the journal had, count too."
        + (priced ? "" : " Some prices are not known: --prices tells them.")),
    ],
    el("div", { class: "grid" },
      models.length > 0 && bars("Tokens by role", "tokens", models.map((model) => {
        const tokens = tokensOf(model);
        return [model.role, tokens.in + tokens.out, number(tokens.in + tokens.out)];
      })),
      models.some((model) => model.latency?.p50_seconds) && bars("Latency of a call, median", "seconds",
        models.map((model) => [model.role, model.latency.p50_seconds, duration(model.latency.p50_seconds)])),
      steps.length > 0 && bars("Time of steps, summed over threads", "seconds", steps.map(
        ([step, value]) => [step, value, duration(value)]))));
};

const TITLES = { rows: "its rows", seeds: "seeds removed", problems: "problems removed" };
const titled = (column) => TITLES[column] || words(column);

const decontamination = (data) => {
  if (!data.benchmarks.length) {
    return undefined;
  }
  const columns = Object.keys(data.benchmarks[0]).filter((column) => column !== "name");
  return section("decontamination", "Decontamination",
    table("Copies of benchmarks that were removed", ["benchmark", ...columns.map(titled)],
      data.benchmarks.map((one) => [one.name, ...columns.map((column) => number(one[column]))])));
};

const calibration = (data) => {
  const measured = data.calibration;
  if (!measured || !measured.planted) {
    return undefined;
  }
  const line = (name, rate) => [words(name), rate.items === undefined ? "-" : number(rate.items), percent(rate.share),
    rate.low === undefined ? "-" : `${percent(rate.low)} to ${percent(rate.high)}`];
  return section("calibration", "Error rates of the checks",
    el("p", { class: "lead" }, "Mistakes that were planted into right samples and got through, and right samples "
      + "that were lost, with 95% intervals."),
    table("Error rates", ["planted", "items", "share", "interval"], [
      ...Object.entries(measured.planted).map(([name, rate]) => line(name, rate)),
      line("right samples that were lost", measured.right)]));
};

const sources = (data) => data.sources.length
  ? section("sources", "Sources of the seeds",
    table("Sources", ["data set", "split", "licence", "domain", "read", "accepted at the end"],
      data.sources.map((one) => [one.data_set || "not told", one.split || "-", one.license || "not told",
        one.domain || "-", number(one.in), number(one.accepted)])))
  : undefined;

const settings = (data) => section("settings", "Settings that decide the results",
  el("details", {}, el("summary", {}, `${Object.keys(data.options).length} options of ${data.command}`),
    table("Options", ["option", "value"],
      Object.entries(data.options).map(([name, value]) => [`--${name}`, el("code", {}, value)]))));
