// What each step took and passed on. The bar's whole length is what went in; its pale end was
// rejected, and leads to the reasons.
const rejectedOf = (step) => step.in - step.accepted;
const reasonsOf = (step) =>
  Object.entries(step.rejected).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

const funnel = (data) => {
  const steps = data.steps;
  const most = Math.max(1, ...steps.map((step) => step.in));
  const row = 26;
  const left = 210;
  const room = 470;
  const width = 900;
  const drawn = steps.map((step, i) => {
    const y = i * row;
    const lost = rejectedOf(step);
    const kept = (room * step.accepted) / most;
    const all = Math.max(1, (room * step.in) / most);
    const top = reasonsOf(step)[0];
    const shapes = [
      tip(`${step.name}: ${number(step.in)} in, ${number(step.accepted)} accepted, ${number(lost)} rejected`),
      svg("rect", { x: 0, y, width, height: row, class: "hit" }),
      svg("text", { x: left - 10, y: y + 17, class: "label end" }, step.name),
      svg("rect", { x: left, y: y + 5, width: Math.max(step.accepted ? 1 : 0, kept), height: row - 9, class: "bar" }),
      lost > 0
        && svg("rect", { x: left + kept, y: y + 5, width: Math.max(2, all - kept), height: row - 9, class: "lost" }),
      svg("text", { x: left + all + 8, y: y + 17, class: "label" }, number(step.accepted),
        lost > 0 && svg("tspan", { class: "less" },
          `  −${number(lost)}${top ? ` ${words(top[0])}${reasonsOf(step).length > 1 ? ", …" : ""}` : ""}`)),
    ];
    return lost > 0
      ? svg("a", { href: `#reasons-${step.name}`,
          "aria-label": `${step.name}: ${number(lost)} of ${number(step.in)} rejected; reasons` }, shapes)
      : svg("g", {}, shapes);
  });
  const id = "funnel-caption";
  return section("funnel", "Funnel",
    el("p", { class: "lead" },
      "Each step passes a record on or rejects it with a reason. Choose a step to see its reasons."),
    el("figure", { class: "wide" },
      el("figcaption", { id, class: "hidden" }, "Records that each step took, passed on and rejected"),
      svg("svg", { viewBox: `0 0 ${width} ${steps.length * row}`, "aria-labelledby": id, role: "group" }, drawn),
      el("p", { class: "key" },
        el("span", { class: "swatch bar" }), " accepted ",
        el("span", { class: "swatch lost" }), " rejected"),
      el("details", { class: "figures" },
        el("summary", {}, "Figures", el("span", { class: "hidden" }, " of the funnel")),
        table("Steps", ["step", "in", "accepted", "kept", "rejected"],
          steps.map((step) => [step.name, number(step.in), number(step.accepted),
            share(step.accepted, step.in), number(rejectedOf(step))])))));
};

const reasons = (data) => {
  const examples = new Map(
    (data.sample.rejections || []).map((one) => [`${one.step}\n${one.reason}`, one.examples]));
  const blocks = data.steps.filter((step) => rejectedOf(step) > 0).map((step) =>
    el("div", { class: "step", id: `reasons-${step.name}`, tabindex: "-1" },
      el("h3", {}, step.name, el("span", { class: "aside" },
        ` ${number(rejectedOf(step))} of ${number(step.in)}`)),
      reasonsOf(step).map(([reason, count]) => {
        const known = examples.get(`${step.name}\n${reason}`) || [];
        const box = el("div", { class: "examples" });
        return el("details", { class: "reason",
            ontoggle: () => {
              // Nothing is drawn before somebody wants to see it.
              if (!box.childElementCount) {
                box.append(...known.map((example, i) => el("article", { class: "example" },
                  el("h4", {}, `Example ${i + 1} of ${known.length}`, example.file
                    && el("span", { class: "aside" }, ` ${example.file}:${example.line}`)),
                  recordParts(example, "h5"))));
                if (!known.length) {
                  box.append(el("p", {}, "The page has no example of it."));
                }
              }
            } },
          el("summary", {},
            el("span", { class: "name" }, words(reason)),
            el("span", { class: "count" }, number(count)),
            el("span", { class: "part" }, share(count, step.in)),
            el("span", { class: "meter", "aria-hidden": "true" },
              svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none" },
                svg("rect", { width: 100, height: 8, class: "grid" }),
                svg("rect", { width: Math.max(1, (100 * count) / step.in), height: 8, class: "lost" })))),
          box);
      })));
  return section("reasons", "Reasons for rejection",
    blocks.length
      ? [el("p", { class: "lead" },
          "A reason opens into examples, up to five of each, chosen by a hash. The folder ",
          el("code", {}, "rejected/"), " has them all."), blocks]
      : el("p", {}, "Nothing was rejected."));
};
