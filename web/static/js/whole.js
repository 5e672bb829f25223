// The network of the whole library, drawn by the graphics card. Without WebGL the page says so and keeps its table.
import { fits, startFilters } from "./filters.js";
import { colour, savePng, saveSvg, short, svgOf } from "./picture.js";

const box = document.querySelector("[data-whole]");
const given = document.getElementById("graph-words");
const ROUNDS = 160;
// Each call copies the whole network in and out: rounds are taken together, few enough for the page to answer in between.
const TOGETHER = 4;
// How far away a crowd is taken as one body: at the library's own 0.5 a round takes three times as long, and looks no better.
const THETA = 1.2;
const FRAME_MS = 40;
const FULL_SIZE = 1200;
// Names are drawn beside dots of this radius and more.
const NAMED_RADIUS = 6;
const NAMED_IN_FILE = 300;

if (box && given) {
  if (hasWebgl()) start(JSON.parse(box.dataset.words), JSON.parse(given.textContent));
  else document.querySelector("[data-no-webgl]").hidden = false;
}

function hasWebgl() {
  try { return Boolean(document.createElement("canvas").getContext("webgl2")); } catch { return false; }
}

async function start(words, names) {
  box.hidden = false;
  const state = box.querySelector("[data-state]");
  try {
    const [vendor, data] = await Promise.all([import(box.dataset.vendor), fetch(box.dataset.source).then((answer) => answer.json())]);
    const graph = graphOf(vendor, data);
    await arrange(vendor, graph, (share) => { state.textContent = `${words.arranging} ${share}%`; });
    state.textContent = "";
    run(vendor, graph, words, names, state);
  } catch {
    state.textContent = words.lost;
  }
}

// Thousands of dots are drawn smaller, so that the lines between them can be seen.
function scaleOf(count) {
  return Math.max(0.5, Math.min(1, Math.sqrt(FULL_SIZE / count)));
}

function graphOf({ Graph }, data) {
  const graph = new Graph({ multi: true, type: "directed" });
  const scale = scaleOf(data.nodes.length);
  data.nodes.forEach(([iri, name, type, degree], i) => {
    // A sunflower, the most joined in the middle: the same picture every time.
    graph.addNode(iri, { label: name, kind: type, degree, size: scale * (2 + 1.4 * Math.sqrt(degree)), x: Math.sqrt(i) * Math.cos(i * 2.39996), y: Math.sqrt(i) * Math.sin(i * 2.39996) });
  });
  for (const [a, b, relation, weight] of data.edges) graph.addEdge(data.nodes[a][0], data.nodes[b][0], { relation, weight });
  return graph;
}

// A few rounds a frame, so that the page answers meanwhile.
async function arrange({ forceAtlas2 }, graph, tell) {
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: graph.order > 400, barnesHutTheta: THETA, gravity: 1, slowDown: 2 };
  for (let done = 0; done < ROUNDS;) {
    tell(Math.round((100 * done) / ROUNDS));
    await new Promise((next) => { window.setTimeout(next, 0); });
    for (const until = performance.now() + FRAME_MS; performance.now() < until && done < ROUNDS; done += TOGETHER) forceAtlas2.assign(graph, { iterations: TOGETHER, settings });
  }
}

function run({ Sigma }, graph, words, names, state) {
  let chosen = startFilters(box.querySelector("[data-filters]"), (now) => { chosen = now; renderer.refresh(); });
  let near = null;
  let colours = coloursOf(names);
  const isShown = (data) => fits(chosen.type, data.kind);
  const renderer = new Sigma(graph, box.querySelector("[data-canvas]"), {
    labelFont: "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif",
    labelSize: 12,
    labelColor: { color: colours.ink },
    labelDensity: 1,
    labelGridCellSize: 140,
    labelRenderedSizeThreshold: NAMED_RADIUS * scaleOf(graph.order),
    defaultDrawNodeLabel: (context, data, settings) => drawName(context, data, settings, colours.paper),
    zIndex: true,
    stagePadding: 40,
    nodeReducer: (id, data) => ({
      ...data,
      label: short(data.label),
      hidden: !isShown(data),
      color: near && !near.has(id) ? colours.faint : colours.types[data.kind],
      forceLabel: Boolean(near?.has(id)) && near.size < 60,
      zIndex: near?.has(id) ? 1 : 0,
    }),
    edgeReducer: (id, data) => {
      const [a, b] = graph.extremities(id);
      const isNear = near && near.has(a) && near.has(b);
      return { ...data, size: isNear ? 1.6 : 0.6, color: isNear ? colours.strong : colours.faint, hidden: !fits(chosen.relation, data.relation) || Boolean(near && !isNear), zIndex: isNear ? 1 : 0 };
    },
  });
  const repaint = () => {
    colours = coloursOf(names);
    renderer.setSetting("labelColor", { color: colours.ink });
  };
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  window.cetuWhole = renderer;

  const choose = (id) => {
    near = id ? new Set([id, ...graph.neighbors(id)]) : null;
    renderer.refresh();
    state.replaceChildren();
    if (!id) return;
    const link = document.createElement("a");
    link.href = `${box.dataset.graphPage}?entity=${encodeURIComponent(id)}`;
    link.textContent = words.explore;
    state.append(`${graph.getNodeAttribute(id, "label")} · ${names.types[graph.getNodeAttribute(id, "kind")]} · ${words.joined.replace("#", near.size - 1)}　`, link);
  };
  renderer.on("clickNode", ({ node }) => choose(node));
  renderer.on("clickStage", () => choose(null));
  renderer.on("doubleClickNode", (event) => {
    event.preventSigmaDefault();
    window.location.assign(`${box.dataset.graphPage}?entity=${encodeURIComponent(event.node)}`);
  });
  startFind(graph, renderer, choose, words, state);
  box.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", () => act(renderer, graph, isShown, () => chosen, button.dataset.do)));
}

// A name has an edge of the colour of the paper, so that it can be read over lines and dots.
function drawName(context, data, settings, paper) {
  if (!data.label) return;
  context.font = `${settings.labelSize}px ${settings.labelFont}`;
  const at = [data.label, data.x + data.size + 3, data.y + settings.labelSize / 3];
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = paper;
  context.strokeText(...at);
  context.fillStyle = settings.labelColor.color;
  context.fillText(...at);
}

function coloursOf(names) {
  return { paper: colour("--sheet"), ink: colour("--ink"), types: Object.fromEntries(Object.keys(names.types).map((type) => [type, colour(`--t-${type}`)])), faint: colour("--rule"), strong: colour("--rule-strong") };
}

function startFind(graph, renderer, choose, words, state) {
  const form = box.querySelector("[data-find]");
  const byName = new Map(graph.mapNodes((id, data) => [data.label, id]));
  form.querySelector("datalist").append(...[...byName.keys()].slice(0, 500).map((name) => {
    const option = document.createElement("option");
    option.value = name;
    return option;
  }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = form.querySelector("input").value.trim();
    const name = byName.has(asked) ? asked : [...byName.keys()].find((known) => asked && known.includes(asked));
    const id = byName.get(name);
    choose(id ?? null);
    if (!id) { state.textContent = words.nothing; return; }
    const at = renderer.getNodeDisplayData(id);
    renderer.getCamera().setState({ x: at.x, y: at.y, ratio: 0.25 });
  });
}

function act(renderer, graph, isShown, chosen, what) {
  const camera = renderer.getCamera();
  const { ratio } = camera.getState();
  if (what === "fit") camera.setState({ x: 0.5, y: 0.5, ratio: 1 });
  else if (what === "in") camera.setState({ ratio: ratio / 1.4 });
  else if (what === "out") camera.setState({ ratio: ratio * 1.4 });
  else if (what === "svg") saveSvg(drawn(graph, isShown, chosen()));
  else if (what === "png") savePng(drawn(graph, isShown, chosen()));
}

function drawn(graph, isShown, chosen) {
  const size = 2400;
  const all = graph.mapNodes((id, data) => ({ id, ...data })).filter(isShown);
  const spread = Math.max(...all.map((node) => Math.abs(node.x)), ...all.map((node) => Math.abs(node.y)), 1);
  const nodes = all.map((node, i) => ({
    id: node.id, x: (node.x / spread) * size, y: (-node.y / spread) * size, radius: node.size, colour: colour(`--t-${node.kind}`), name: node.label, label: i < NAMED_IN_FILE ? short(node.label) : "",
  }));
  const edges = graph.mapEdges((_id, data, source, target) => ({ source, target, relation: data.relation })).filter((edge) => fits(chosen.relation, edge.relation));
  return svgOf(nodes, edges, { paper: colour("--sheet"), ink: colour("--ink"), line: colour("--rule-strong") }, 16);
}
