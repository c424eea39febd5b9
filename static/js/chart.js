// [data-chart="<id>"]: draws the numbers of the JSON block with that id. The table beside it stays the truth; once a
// chart is drawn the table folds away. Tooltips are drawn on the canvas: an HTML one would need inline styles.
const own = document.querySelector("script[data-echarts]");
const drawn = new Map();
let library = null;
let onPaper = false;

const load = () => (library ??= import(new URL(own.dataset.echarts, location.href).href));

function colours() {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement("canvas").getContext("2d");
  const dark = !onPaper && (document.documentElement.dataset.bsTheme === "dark"
    || (!document.documentElement.dataset.bsTheme && matchMedia("(prefers-color-scheme: dark)").matches));
  const pick = (name) => {
    const pair = /light-dark\(([^,]+),\s*([^)]+)\)/.exec(style.getPropertyValue(name));
    probe.fillStyle = pair ? pair[dark ? 2 : 1].trim() : style.getPropertyValue(name).trim();
    return probe.fillStyle;
  };
  return {
    text: pick("--tblr-body-color"),
    quiet: pick("--tblr-secondary"),
    line: pick("--tblr-border-color"),
    surface: pick("--tblr-bg-surface"),
    tone: Object.fromEntries(["accent", "strength", "met", "below", "danger", "info", "quiet"].map((name) => [name, pick(`--${name}`)])),
    series: ["--accent", "--met", "--below", "--strength", "--info", "--quiet"].map(pick),
  };
}

const DECALS = [
  { color: "transparent" },
  { symbol: "line", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 },
  { symbol: "circle", dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], symbolSize: 0.6 },
  { symbol: "line", dashArrayX: [1, 0], dashArrayY: [4, 3], rotation: -Math.PI / 4 },
];

// Names of stages and channels are all shown; months and weeks may thin out.
function crowded(data) {
  if (data.kind === "line" || data.labels.length > 14) return { interval: "auto", hideOverlap: true };
  if (data.kind === "funnel") return { interval: 0 };
  return { interval: 0, rotate: data.labels.length > 5 && data.labels.some((label) => label.length > 7) ? 32 : 0 };
}

function axes(data, c) {
  const names = { type: "category", data: data.labels, axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false }, axisLabel: { color: c.quiet, fontSize: 11, ...crowded(data) } };
  const numbers = { type: "value", name: data.unit, nameTextStyle: { color: c.quiet }, axisLabel: { color: c.quiet }, splitLine: { lineStyle: { color: c.line } }, minInterval: data.unit === "%" ? 0 : 1 };
  if (data.kind === "bubble") {
    const axis = (one, more) => ({ ...numbers, name: one.name, nameLocation: "middle", nameGap: 28, min: 0, max: 10, ...more });
    return { xAxis: axis(data.series[0], {}), yAxis: axis(data.series[1], {}) };
  }
  if (data.kind === "funnel") return { xAxis: { ...numbers, name: "" }, yAxis: { ...names, inverse: true } };
  return { xAxis: names, yAxis: numbers };
}

function bubbles(data, c) {
  const [right, up, size] = data.series;
  const shown = (at) => !data.highlight || data.labels[at] === data.highlight;
  return [{
    type: "scatter",
    data: data.labels.map((label, at) => ({
      name: label,
      value: [right.values[at], up.values[at], size.values[at]],
      symbolSize: 8 + 4 * size.values[at],
      itemStyle: { color: shown(at) ? c.series[0] : c.line, borderColor: shown(at) ? c.surface : c.quiet, borderWidth: 1 },
      label: { show: true, position: "right", formatter: "{b}", color: shown(at) ? c.text : c.quiet, fontWeight: shown(at) ? "bold" : "normal", fontSize: 11 },
      tooltip: { formatter: `${label}\n${right.name}: ${right.values[at]}\n${up.name}: ${up.values[at]}\n${size.name}: ${size.values[at]}` },
    })),
    labelLayout: { moveOverlap: "shiftY" },
  }];
}

function series(data, c) {
  if (data.kind === "bubble") return bubbles(data, c);
  const many = data.series.length > 1;
  return data.series.map((one, at) => {
    const colour = c.tone[one.tone] ?? c.series[at % c.series.length];
    if (data.kind === "line") {
      return { name: one.name, type: "line", data: one.values, connectNulls: false, symbolSize: 6, symbol: ["circle", "rect", "triangle", "diamond"][at % 4], lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][at % 3] }, itemStyle: { color: colour } };
    }
    if (data.kind === "scatter") return { name: one.name, type: "scatter", data: one.values, itemStyle: { color: colour } };
    return {
      name: one.name,
      type: "bar",
      data: one.values,
      stack: data.kind === "stacked" ? "all" : undefined,
      barMaxWidth: 28,
      itemStyle: { color: colour, borderRadius: data.kind === "stacked" ? 0 : 3, decal: many ? DECALS[at % DECALS.length] : undefined },
      label: data.kind === "funnel" && !many ? { show: true, position: "right", color: c.text } : undefined,
    };
  });
}

function room(data, many) {
  const whole = { outerBoundsMode: "same", outerBoundsContain: "axisLabel" };
  if (data.kind === "bubble") return { ...whole, left: 24, right: 88, top: 16, bottom: 28 };
  const unit = data.unit && data.kind !== "funnel" ? 18 : 0;
  return { ...whole, left: 4, right: 24, top: (many ? 32 : 12) + unit, bottom: 4 };
}

function options(data) {
  const c = colours();
  const many = data.series.length > 1 && data.kind !== "bubble";
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: c.text },
    grid: room(data, many),
    legend: many ? { top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 10, textStyle: { color: c.text } } : undefined,
    tooltip: { trigger: ["scatter", "bubble"].includes(data.kind) ? "item" : "axis", renderMode: "richText", confine: true, backgroundColor: c.surface, borderColor: c.line, textStyle: { color: c.text, fontSize: 12 }, axisPointer: { type: "shadow", shadowStyle: { color: c.quiet, opacity: 0.08 } } },
    ...axes(data, c),
    series: series(data, c),
  };
}

// The chart as it is seen, in double resolution; the button is hidden where nothing was drawn.
function offerPicture(figure, chart, data) {
  const button = figure.querySelector("[data-chart-png]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: colours().surface });
    link.download = `${data.title.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}.png`;
    link.click();
  });
}

async function draw(figure) {
  if (drawn.has(figure)) return;
  drawn.set(figure, null);
  // Fragments come without scripts; there the numbers lie in a template.
  const block = figure.querySelector("script, template");
  const data = JSON.parse((block.content ?? block).textContent);
  const canvas = figure.querySelector("[data-chart-canvas]");
  const echarts = await load();
  canvas.hidden = false;
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  chart.setOption(options(data));
  chart.on("click", (point) => {
    const link = data.series[point.seriesIndex]?.links[point.dataIndex];
    if (link) location.assign(link);
  });
  new ResizeObserver(() => chart.resize()).observe(canvas);
  drawn.set(figure, { chart, data });
  offerPicture(figure, chart, data);
  figure.querySelector("[data-chart-table]").open = false;
}

function drawAll() {
  for (const [figure, one] of drawn) {
    if (figure.isConnected || !one) continue;
    one.chart.dispose();
    drawn.delete(figure);
  }
  document.querySelectorAll("[data-chart]").forEach(draw);
}

function redraw() {
  for (const one of drawn.values()) one?.chart.setOption({ ...options(one.data), animation: !onPaper }, true);
}

document.addEventListener("theme:changed", redraw);
// Paper is white, whatever the screen is.
for (const [event, paper] of [["beforeprint", true], ["afterprint", false]]) {
  addEventListener(event, () => {
    onPaper = paper;
    redraw();
  });
}
document.addEventListener("htmx:load", drawAll);
drawAll();
