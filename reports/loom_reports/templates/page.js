"use strict";
// Texts reach the page through textContent only, so nothing a model wrote becomes markup.

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");
const PAGE = 50;

function element(name, text = "", kind = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

// ---- tabs

const tabs = [...document.querySelectorAll("[role=tab]")];
const panel = (tab) => $(tab.getAttribute("aria-controls"));

function openTab(tab) {
  for (const one of tabs) {
    one.setAttribute("aria-selected", String(one === tab));
    one.tabIndex = one === tab ? 0 : -1;
    panel(one).hidden = one !== tab;
  }
  history.replaceState(null, "", `#${panel(tab).id}`);
  drawSoon();
  if (panel(tab).id === "samples") openSamples();
}

function moveTab(event) {
  const here = tabs.indexOf(event.target);
  const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const tab = tabs[(next + tabs.length) % tabs.length];
  tab.focus();
  openTab(tab);
}

// ---- figures: drawn when they come into view, in the colours of the page

// The library is large, and compiling it stops everything else for a second or more: it is read once the first
// text is on the screen, and only if a figure is to be drawn.
let library;
function plotly() {
  library ??= inflate($("plotly").textContent).then((text) => {
    document.head.append(element("script", text));
    return window.Plotly;
  });
  return library;
}

const pause = () => new Promise((done) => setTimeout(done));

function drawSoon() {
  requestAnimationFrame(() => setTimeout(draw));
}

function template() {
  const style = getComputedStyle(document.documentElement);
  const [text, line] = ["--text", "--line"].map((name) => style.getPropertyValue(name).trim());
  const axis = { gridcolor: line, linecolor: line, zerolinecolor: text, zerolinewidth: 1 };
  return {
    data: { bar: [{ error_x: { color: text } }] },
    layout: {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { color: text, family: "system-ui, sans-serif", size: 13 },
      xaxis: { ...axis, zeroline: false },
      yaxis: { ...axis, zeroline: false },
      polar: { bgcolor: "rgba(0,0,0,0)", radialaxis: axis, angularaxis: axis },
      hoverlabel: { font: { family: "system-ui, sans-serif" } },
    },
  };
}

// One figure at a time, so that keys and clicks come between; the next call ends this one.
let turn = 0;
async function draw() {
  const mine = ++turn;
  const plots = [...document.querySelectorAll("[role=tabpanel] .plot")].filter((plot) => !plot.closest("[hidden]"));
  const { react } = plots.length ? await plotly() : {};
  for (const plot of plots) {
    await pause();
    if (mine !== turn) return;
    const figure = data.figures[plot.id];
    const layout = {
      margin: { l: 50, r: 10, t: 20, b: 50 },
      legend: { orientation: "h", y: 1.02, yanchor: "bottom", x: 0 },
      dragmode: false, // a finger on a figure scrolls the page
      ...structuredClone(figure.layout),
      template: template(),
    };
    react(plot, figure.data, layout, { responsive: true, displaylogo: false, displayModeBar: false });
  }
}

function chooseEntry(number) {
  for (const block of document.querySelectorAll("[data-entry]")) block.hidden = block.dataset.entry !== number;
  showEffective();
  drawSoon();
}

// ---- effective length

function effective(curve, share) {
  const least = share * curve.means[0];
  const drop = curve.means.findIndex((mean) => mean < least);
  return curve.lengths[(drop < 0 ? curve.lengths.length : drop) - 1];
}

function showEffective() {
  const share = Math.min(100, Math.max(1, Number($("threshold").value) || 85)) / 100;
  const shown = $("entry") ? Number($("entry").value) : 0;
  const head = element("tr");
  for (const name of ["", "effective length", "longest measured", "score at the shortest", "threshold"])
    head.append(element("th", name));
  const body = element("tbody");
  for (const curve of data.curves.filter((one) => one.entry === shown && one.lengths.length > 1)) {
    const row = element("tr");
    const known = curve.means[0] > 0;
    row.append(element("td", curve.benchmark ? `  ${curve.name}` : curve.name, curve.benchmark ? "" : "top"));
    row.append(element("td", known ? effective(curve, share) : "-"));
    row.append(element("td", curve.lengths.at(-1)));
    row.append(element("td", `${(100 * curve.means[0]).toFixed(1)} (${curve.lengths[0]})`));
    row.append(element("td", known ? (100 * share * curve.means[0]).toFixed(1) : "-"));
    body.append(row);
  }
  const top = element("thead");
  top.append(head);
  $("effective").replaceChildren(top, body);
}

// ---- samples

let cells = [];
let columns = {};
let found = [];
let texts = []; // of every sample, made when first searched
let first = 0; // place in `found` of the first row shown
let current = 0; // place in `found` of the row chosen
let opened = false;

async function inflate(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

async function openSamples() {
  if (opened) return;
  opened = true;
  ({ cells, columns } = JSON.parse(await inflate($("packed").textContent)));
  options("subject", cells.map((cell) => cell.subject));
  options("task", cells.flatMap((cell) => [cell.benchmark, cell.task]).sort());
  options("length", cells.map((cell) => cell.length));
  filter();
}

function options(id, values) {
  for (const value of new Set(values)) $(id).append(new Option(value, value));
}

const value = (name, sample) => columns[name]?.[sample];
const cellOf = (sample) => cells[columns.cell[sample]];
const score = (sample) => value("scores", sample)?.[cellOf(sample).metric];

function searched(sample) {
  const parts = ["doc_id", "doc_hash", "question", "completion", "prediction", "target", "error"];
  return parts.map((name) => value(name, sample) ?? "").join("\n").toLowerCase();
}

const outcomes = {
  "": () => true,
  scored: (sample) => score(sample) !== undefined,
  error: (sample) => Boolean(value("error", sample)),
  truncated: (sample) => value("truncated_tokens", sample) > 0,
  limit: (sample) => value("finish_reason", sample) === "length",
};

function filter() {
  const wanted = Object.fromEntries(
    ["subject", "task", "length", "outcome", "from", "to", "search"].map((id) => [id, $(id).value]),
  );
  const words = wanted.search.toLowerCase();
  if (words && !texts.length) texts = columns.cell.map((_, sample) => searched(sample));
  const fits = cells.map(
    (cell) =>
      (!wanted.subject || cell.subject === wanted.subject) &&
      (!wanted.task || cell.task === wanted.task || cell.benchmark === wanted.task) &&
      (!wanted.length || cell.length === wanted.length),
  );
  const within = (sample) =>
    (wanted.from === "" || 100 * score(sample) >= Number(wanted.from)) &&
    (wanted.to === "" || 100 * score(sample) <= Number(wanted.to));
  found = [...columns.cell.keys()].filter(
    (sample) =>
      fits[columns.cell[sample]] &&
      outcomes[wanted.outcome](sample) &&
      within(sample) &&
      (!words || texts[sample].includes(words)),
  );
  choose(0);
}

const percent = (share) => (share === undefined ? "-" : (100 * share).toFixed(1));

function row(sample, place) {
  const made = element("div");
  made.setAttribute("role", "option");
  made.id = `sample-${place}`;
  const top = element("div", "", "row");
  const cell = cellOf(sample);
  const subject = $("subject").length > 2 ? `, ${cell.subject}` : ""; // "all", and more than one
  top.append(element("strong", `${cell.task} ${cell.length}${subject}`));
  top.append(element("span", value("error", sample) ? "error" : percent(score(sample))));
  const text = value("error", sample) || value("prediction", sample) || value("completion", sample) || "(empty)";
  made.append(top, element("div", text.slice(0, 200), "dim"));
  made.addEventListener("click", () => choose(place));
  return made;
}

function choose(place) {
  current = Math.max(0, Math.min(place, found.length - 1));
  first = current - (current % PAGE);
  const rows = found.slice(first, first + PAGE);
  $("list").replaceChildren(...rows.map((sample, i) => row(sample, first + i)));
  const shown = rows.length ? `${first + 1} - ${first + rows.length} of ${found.length}` : "none";
  $("count").textContent = `${shown} (${columns.cell.length} samples in all)`;
  $("before").disabled = first === 0;
  $("after").disabled = first + PAGE >= found.length;
  const chosen = $(`sample-${current}`);
  if (!chosen) {
    $("list").removeAttribute("aria-activedescendant");
    return $("detail").replaceChildren();
  }
  chosen.setAttribute("aria-selected", "true");
  $("list").setAttribute("aria-activedescendant", chosen.id);
  reveal(chosen);
  show(found[current]);
}

// Scrolls the list only, not the page.
function reveal(chosen) {
  const list = $("list");
  const bottom = chosen.offsetTop + chosen.offsetHeight;
  list.scrollTop = Math.min(chosen.offsetTop, Math.max(list.scrollTop, bottom - list.clientHeight));
}

function moveSample(event) {
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined || !found.length) return;
  event.preventDefault();
  choose(current + step);
}

function block(title, text) {
  const pre = element("pre");
  pre.append(...(Array.isArray(text) ? text : [text]));
  pre.tabIndex = 0;
  return [element("h3", title), pre];
}

// Returns pieces of text, in which occurrences of the references are marked. Only whole words count, but in
// scripts without spaces.
function marked(text, references) {
  const words = references.filter(Boolean).map((one) => {
    const literal = one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return /^[\x20-\x7e]+$/.test(one) ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
  });
  if (!words.length) return [text];
  return text.split(new RegExp(`(${words.join("|")})`, "giu")).map((part, i) => (i % 2 ? element("mark", part) : part));
}

// The needle and the references that are long enough to mean something where they stand in a prompt.
function evidence(sample) {
  const wanted = [value("meta", sample)?.needle, ...(value("target", sample) ?? [])];
  return wanted.filter((one) => typeof one === "string" && new TextEncoder().encode(one).length >= 4);
}

const PROMPT = [
  ["Prompt, head", "prompt_head"],
  ["Prompt, around the evidence", "prompt_evidence"],
  ["Prompt, tail", "prompt_tail"],
];
const ANSWER = ["question", "target", "choices", "completion", "prediction", "reasoning", "error", "scores", "meta"];
const SHOWN = ["cell", ...PROMPT.map(([, name]) => name), ...ANSWER];

function show(sample) {
  const references = value("target", sample) ?? [];
  const made = [element("h2", `${cellOf(sample).task}, ${value("doc_id", sample)}`)];
  made.push(element("div", cellOf(sample).subject, "dim"));
  const scores = Object.entries(value("scores", sample) ?? {}).map(([name, one]) => `${name} ${percent(one)}`);
  if (scores.length) made.push(element("p", scores.join("   ")));
  const text = (title, name) => value(name, sample) && made.push(...block(title, value(name, sample)));
  text("Error", "error");
  text("Question", "question");
  if (value("choices", sample)?.length) made.push(...block("Choices", value("choices", sample).join("\n")));
  made.push(...block("References", references.join("\n") || "(none)"));
  made.push(...block("Completion", marked(value("completion", sample) || "(empty)", references)));
  if (value("prediction", sample) !== value("completion", sample))
    made.push(...block("Prediction", marked(value("prediction", sample) || "(empty)", references)));
  text("Reasoning", "reasoning");
  for (const [title, name] of PROMPT)
    if (value(name, sample)) made.push(...block(title, marked(value(name, sample), evidence(sample))));
  made.push(...others(sample), facts(sample));
  $("detail").replaceChildren(...made);
}

// Answers of other subjects to the same document.
function others(sample) {
  const same = [...columns.cell.keys()].filter(
    (one) =>
      one !== sample &&
      columns.doc_hash[one] === columns.doc_hash[sample] &&
      cellOf(one).task === cellOf(sample).task &&
      cellOf(one).subject !== cellOf(sample).subject,
  );
  const references = value("target", sample) ?? [];
  return same.flatMap((one) =>
    block(`${cellOf(one).subject}: ${percent(score(one))}`, marked(value("completion", one) || "(empty)", references)),
  );
}

const SECONDS = ["ttft", "tpot", "overhead"];

function readable(name, fact) {
  if (typeof fact === "string") return fact;
  if (SECONDS.includes(name)) return `${fact.toPrecision(4)} s`;
  if (name.startsWith("kv_bytes")) return `${(fact / 2 ** 20).toFixed(1)} MiB`;
  return typeof fact === "number" && !Number.isInteger(fact) ? fact.toPrecision(4) : JSON.stringify(fact);
}

function facts(sample) {
  const table = element("table", "", "facts");
  const own = Object.keys(columns).filter((name) => !SHOWN.includes(name));
  const all = [...Object.entries(value("meta", sample) ?? {}), ...own.map((name) => [name, value(name, sample)])];
  for (const [name, fact] of all) {
    if (fact === null || ["{}", "[]", '""'].includes(JSON.stringify(fact))) continue;
    const line = element("tr");
    line.append(element("td", name, "top"), element("td", readable(name, fact)));
    table.append(line);
  }
  return table;
}

// ---- start

let waiting = 0;
function filterSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(filter, 120);
}

for (const tab of tabs) {
  tab.addEventListener("click", () => openTab(tab));
  tab.addEventListener("keydown", moveTab);
}
dark.addEventListener("change", drawSoon);
$("threshold").addEventListener("input", showEffective);
$("entry")?.addEventListener("change", () => chooseEntry($("entry").value));
$("filters").addEventListener("input", filterSoon);
$("filters").addEventListener("submit", (event) => event.preventDefault());
$("list").addEventListener("keydown", moveSample);
$("before").addEventListener("click", () => choose(first - PAGE));
$("after").addEventListener("click", () => choose(first + PAGE));
chooseEntry("0");
openTab(tabs.find((tab) => `#${panel(tab).id}` === location.hash) ?? tabs[0]);
