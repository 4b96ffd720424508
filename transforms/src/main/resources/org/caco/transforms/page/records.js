// One record, whatever there is of it: a row, a program that is no row yet, or a rejection.
const pretty = (json) => {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
};

const recordParts = (record, heading) => {
  const part = (title, ...content) =>
    el("div", { class: "part-of" }, el(heading, {}, title), content);
  const parts = [];
  const add = (field, title, kind) => {
    if (record[field]) {
      parts.push(part(title, text(record[field], kind)));
    }
  };
  add("evidence", "Evidence", "evidence");
  add("text", "Line that was read");
  add("seed", "Seed");
  add("seed_solution", "Solution of the seed");
  add("problem", "Problem");
  add("code", "Program", "code");
  if (record.input || record.result || record.error) {
    parts.push(part("Run in the sandbox", el("dl", { class: "pairs" },
      record.input && [el("dt", {}, "input"), el("dd", {}, text(pretty(record.input), "code"))],
      record.result && [el("dt", {}, "output"), el("dd", {}, text(record.result, "code"))],
      record.error && [el("dt", {}, "error"), el("dd", {}, text(record.error, "code"))],
      record.isolation && [el("dt", {}, "isolation"), el("dd", {}, record.isolation)])));
  }
  add("solution", "Solution");
  add("answer", "Answer");
  if (record.solutions) {
    parts.push(part("What the solutions answer",
      table("Solutions", ["", "answer", "agrees", "as"],
        record.solutions.map((one, i) => [String(i + 1), one.answer || "none", one.agrees ? "yes" : "no",
          words(one.reason)])),
      record.solutions.filter((one) => one.text).map((one) => text(one.text))));
  }
  if (record.verdicts) {
    parts.push(part("Verdicts", table("Verdicts", ["step", "verdict"],
      record.verdicts.map((one) => [one.step, words(one.reason || "passed")]))));
  }
  if (record.tests) {
    parts.push(part("Tests", table(
      `Tests: ${record.tests.length} of ${record.tests_in_all}`, ["input", "output"],
      record.tests.map((one) => [el("code", {}, one.input), el("code", {}, one.answer)]))));
  }
  const from = lineageOf(record);
  if (from.length) {
    parts.push(part("Lineage", el("dl", { class: "pairs" },
      from.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))));
  }
  if (record.calls) {
    parts.push(part("Model calls", table("Model calls",
      ["role", "model", "tokens in", "out", "finished", "prompt", "parameters"],
      record.calls.map((one) => [one.role, one.model, number(one.input_tokens), number(one.output_tokens),
        one.finish_reason, el("code", {}, one.prompt_hash.slice(0, 12)), el("code", {}, one.parameters)]))));
  }
  return parts;
};

const lineageOf = (record) => {
  const ids = (list) => list.map((id) => el("code", { class: "id" }, id));
  const from = [];
  if (record.id) {
    from.push(["id", ids([record.id])]);
  }
  if (record.position) {
    from.push(["place in the plan", number(record.position)]);
  }
  if (record.original) {
    from.push(["origin", "a seed itself, as it was published"]);
  }
  if (record.seeds) {
    from.push(["seeds", ids(record.seeds)]);
  }
  if (record.origins) {
    const named = record.origins.map((one) =>
      [one.data_set, one.split, one.row && `row ${one.row}`, one.license, one.domain].filter(Boolean).join(", "));
    from.push(["from", [...new Set(named)].join("; ") || "not told"]);
  }
  if (record.examples) {
    from.push(["programs that the model was shown", ids(record.examples)]);
  }
  return from;
};

/** What search looks through: all texts of a record, in small letters. */
const searched = (record) => {
  const found = [];
  const look = (value) => {
    if (typeof value === "string") {
      found.push(value.toLowerCase());
    } else if (value && typeof value === "object") {
      Object.values(value).forEach(look);
    }
  };
  look(record);
  return found.join("\n");
};

const browser = (data, select) => {
  const rows = data.sample.rows || [];
  const clusters = data.map.points || [];
  const entries = [
    ...rows.map((record, i) => ({ record, kind: "accepted", cluster: clusters[i] && clusters[i][2],
      title: record.problem || record.code || record.id })),
    ...(data.sample.rejections || []).flatMap(({ step, reason, examples }) =>
      examples.map((record) => ({ record, kind: step, reason,
        title: record.evidence || record.problem || record.code || reason }))),
  ];
  const PAGE = 50;
  let shown = [];
  let limit = PAGE;
  let current;
  const list = el("ul", { class: "list", "aria-label": "Records" });
  const status = el("p", { role: "status", class: "status" });
  const more = el("button", { type: "button", class: "more", onclick: () => {
    const next = limit;
    limit += PAGE;
    draw();
    list.children[next]?.firstChild.focus();
  } }, "Show more");
  const detail = el("article", { class: "detail", id: "record", tabindex: "-1", "aria-label": "Record" });
  const search = el("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false",
    oninput: () => update() });
  const kinds = el("select", { id: "kind", onchange: () => update() },
    el("option", { value: "accepted" }, `Accepted (${number(rows.length)})`),
    el("option", { value: "" }, `All (${number(entries.length)})`),
    [...new Set(entries.map((entry) => entry.kind))].filter((kind) => kind !== "accepted").map((kind) =>
      el("option", { value: kind }, `Rejected by ${kind}`)));
  const cluster = el("select", { id: "cluster", onchange: () => update() },
    el("option", { value: "" }, "Any"),
    (data.map.clusters || []).map((one, i) => el("option", { value: String(i) }, one.label)));

  const open = (entry, focus) => {
    current = entry;
    detail.replaceChildren(
      el("h3", {}, entry.kind === "accepted" ? "Accepted" : `${entry.kind}: ${words(entry.reason)}`,
        entry.record.samples > 0 && el("span", { class: "aside" },
          ` solutions that agree: ${entry.record.agree} of ${entry.record.samples}`)),
      ...recordParts(entry.record, "h4"));
    detail.scrollTop = 0;
    for (const button of list.querySelectorAll("button")) {
      const is = button.entry === entry;
      button.setAttribute("aria-current", is ? "true" : "false");
      if (is && focus) {
        button.focus();
      }
    }
  };
  const draw = () => {
    list.replaceChildren(...shown.slice(0, limit).map((entry) => {
      const button = el("button", { type: "button", onclick: () => open(entry),
          "aria-current": entry === current ? "true" : "false" },
        el("span", { class: "what" }, entry.title.slice(0, 160)),
        el("span", { class: "aside" }, entry.kind === "accepted"
          ? (entry.record.answer || "").slice(0, 40) : words(entry.reason)));
      button.entry = entry;
      return el("li", {}, button);
    }));
    more.hidden = shown.length <= limit;
    status.textContent = shown.length
      ? `${number(Math.min(limit, shown.length))} of ${number(shown.length)} shown`
      : "Nothing is like that.";
  };
  const update = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = entries.filter((entry) => {
      if ((kinds.value && entry.kind !== kinds.value)
          || (cluster.value && String(entry.cluster) !== cluster.value)) {
        return false;
      }
      entry.searched ??= searched(entry.record);
      return wanted.every((word) => entry.searched.includes(word));
    });
    limit = PAGE;
    draw();
    if (shown.length && !shown.includes(current)) {
      open(shown[0]);
    }
  };
  list.addEventListener("keydown", (event) => {
    const item = event.target.closest("li");
    const to = { ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling,
      Home: list.firstElementChild, End: list.lastElementChild }[event.key];
    if (to) {
      event.preventDefault();
      open(to.firstChild.entry, true);
    }
  });
  update();
  select.row = (i) => {
    search.value = "";
    kinds.value = "accepted";
    cluster.value = "";
    update();
    limit = Math.max(PAGE, i + 1);
    draw();
    open(entries[i], true);
  };
  select.cluster = (i) => {
    search.value = "";
    kinds.value = "accepted";
    cluster.value = String(i);
    update();
    cluster.focus();
  };
  return section("records", "Records",
    el("p", { class: "lead" }, `${number(rows.length)} of ${number(data.sample.records || 0)} accepted records`
      + " and examples of what was rejected, chosen by a hash, long texts cut. To look through all of them: ",
      el("code", {}, "caco show --run=DIR --grep=TEXT"), "."),
    el("div", { class: "controls", role: "search" },
      el("label", { for: "search" }, "Search ", search),
      el("label", { for: "kind" }, "Show ", kinds),
      data.map.clusters && el("label", { for: "cluster" }, "Cluster ", cluster)),
    status,
    el("div", { class: "browser" }, el("div", { class: "side" }, list, more), detail));
};
