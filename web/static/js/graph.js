// The network as a picture to explore. The table beside it holds the same content and works without this.
import { arrange } from "./layout.js";
import { fits, startFilters } from "./filters.js";
import { colour, pathOf, savePng, saveSvg, short, svgOf } from "./picture.js";

const box = document.querySelector("[data-graph]");
const given = document.getElementById("graph-data");
const rows = [...document.querySelectorAll("[data-graph-table] tbody tr")];
const NODE_PX = 28;
const MOST_ZOOM = 1.6;
const LEAST_STRETCH = 1.35;
const MOST_STRETCH = 1.7;
const NAMED = 15;
const DERIVED = "sharedSections";
const SHAPES = {
  Person: "ellipse", Organization: "rectangle", Place: "round-diamond", Program: "round-rectangle", Event: "round-hexagon",
  Award: "round-pentagon", Slogan: "barrel", Policy: "cut-rectangle", Platform: "round-octagon", Concept: "ellipse",
};
let glyphs = {};
let chosen = { type: new Set(), relation: new Set() };

if (box && given && window.cytoscape) start(JSON.parse(given.textContent));

function start(data) {
  box.hidden = false;
  glyphs = data.glyphs;
  const picture = window.cytoscape({
    container: box.querySelector("[data-canvas]"),
    elements: elementsOf(data, data),
    style: styleOf(),
    layout: { name: "preset" },
    minZoom: 0.1,
    maxZoom: 3,
    textureOnViewport: data.nodes.length > 200,
    hideEdgesOnViewport: data.nodes.length > 300,
  });
  place(picture, new Map(), stretch());
  fit(picture);
  nameMost(picture);
  window.cetuGraph = picture;
  listen(picture, data);
  const filters = document.querySelector("[data-filters]");
  if (filters) {
    chosen = startFilters(filters, (now) => { chosen = now; show(picture); });
    show(picture);
  }
  box.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", () => act(picture, button.dataset.do)));
  const repaint = () => picture.style(styleOf());
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  // A frame of another size, as when a telephone is turned: what was in the picture is in it again.
  let width = picture.width();
  new ResizeObserver(() => {
    picture.resize();
    if (Math.abs(picture.width() - width) < 20) return;
    width = picture.width();
    fit(picture);
    nameMost(picture);
  }).observe(box.querySelector("[data-canvas]"));
}

function listen(picture, data) {
  let lastTap = { id: "", at: 0 };
  picture.on("tap", "node", (event) => {
    const node = event.target;
    const now = Date.now();
    if (lastTap.id === node.id() && now - lastTap.at < 350) {
      window.location.assign(pathOf(node.id()));
      return;
    }
    lastTap = { id: node.id(), at: now };
    expand(picture, node, data);
  });
  picture.on("mouseover", "edge", (event) => event.target.addClass("named"));
  picture.on("mouseout", "edge", (event) => event.target.removeClass("named"));
  picture.on("mouseover", "node", (event) => focus(picture, event.target));
  picture.on("mouseout", "node", () => focus(picture, null));
  // The row under the hand or the keyboard is the link that is lit.
  rows.forEach((row) => {
    const light = () => focus(picture, picture.getElementById(edgeId(row.dataset.source, row.dataset.relation, row.dataset.target)));
    row.addEventListener("mouseenter", light);
    row.addEventListener("focusin", light);
    row.addEventListener("mouseleave", () => focus(picture, null));
    row.addEventListener("focusout", () => focus(picture, null));
  });
}

function focus(picture, element) {
  picture.batch(() => {
    picture.elements().removeClass("faded focus");
    if (!element || element.empty()) return;
    const near = element.isNode() ? element.closedNeighborhood() : element.union(element.connectedNodes());
    picture.elements().difference(near).addClass("faded");
    near.addClass("focus");
  });
}

// The middle always stays; what the filters cut off from it goes with what they hide.
function show(picture) {
  picture.batch(() => {
    const isShown = (node) => node.data("middle") === 1 || fits(chosen.type, node.data("type"));
    const edges = picture.edges().filter((edge) => fits(chosen.relation, edge.data("relation")) && isShown(edge.source()) && isShown(edge.target()));
    const middle = picture.nodes("[middle = 1]");
    const reached = chosen.type.size || chosen.relation.size ? reach(middle, edges) : picture.nodes();
    picture.nodes().forEach((node) => node.style("display", reached.has(node) ? "element" : "none"));
    picture.edges().forEach((edge) => edge.style("display", edges.has(edge) ? "element" : "none"));
    tell(picture, reached, edges);
  });
}

function reach(middle, edges) {
  let reached = middle;
  for (;;) {
    const next = reached.union(edges.filter((edge) => reached.has(edge.source()) || reached.has(edge.target())).connectedNodes());
    if (next.length === reached.length) return reached;
    reached = next;
  }
}

function tell(picture, nodes, edges) {
  for (const row of rows) {
    const edge = picture.getElementById(edgeId(row.dataset.source, row.dataset.relation, row.dataset.target));
    row.hidden = !(edges.has(edge) && nodes.has(edge.source()) && nodes.has(edge.target()));
  }
  const count = document.querySelector("[data-count]");
  const among = edges.filter((edge) => nodes.has(edge.source()) && nodes.has(edge.target()));
  if (count) count.textContent = count.dataset.words.replace("#n", nodes.length).replace("#e", among.length);
}

function edgeId(source, relation, target) {
  return `${source} ${relation} ${target}`;
}

function elementsOf(part, words) {
  const nodes = part.nodes.map((node) => ({
    group: "nodes",
    data: { id: node.iri, name: short(node.name), whole: node.name, type: node.type, glyph: words.glyphs[node.type] ?? "", middle: node.distance === 0 ? 1 : 0 },
  }));
  const known = new Set(part.nodes.map((node) => node.iri));
  const edges = part.edges.filter((edge) => known.has(edge.source) && known.has(edge.target)).map((edge) => ({
    group: "edges",
    data: {
      id: edgeId(edge.source, edge.predicate, edge.target),
      source: edge.source,
      target: edge.target,
      relation: edge.predicate,
      label: words.labels[edge.predicate] ?? edge.predicate,
      width: 1 + Math.min(3, Math.log2(edge.weight)),
      derived: edge.predicate === DERIVED ? 1 : 0,
    },
  }));
  return [...nodes, ...edges];
}

async function expand(picture, node, data) {
  const response = await fetch(`${box.dataset.source}?entity=${encodeURIComponent(node.id())}&limit=20`);
  if (!response.ok) return;
  const more = await response.json();
  const fresh = elementsOf(more, data).filter((element) => picture.getElementById(element.data.id).empty());
  fresh.forEach((element) => { if (element.group === "nodes") element.data.middle = 0; });
  const kept = new Map(picture.nodes().map((old) => [old.id(), { ...old.position() }]));
  const at = node.position();
  fresh.filter((element) => element.group === "nodes").forEach((element, i) => { element.position = { x: at.x + 40 * Math.cos(i), y: at.y + 40 * Math.sin(i) }; });
  picture.add(fresh);
  place(picture, kept);
  show(picture);
}

// Names are wider than high: in a wide frame the picture is wide, too, and fewer of them lie on one another.
function stretch() {
  const frame = box.querySelector("[data-canvas]");
  const least = frame.clientWidth > 600 ? LEAST_STRETCH : 1;
  return Math.min(MOST_STRETCH, Math.max(least, frame.clientWidth / (frame.clientHeight || 1)));
}

// What stands already stays where it is: only what is new finds its place.
function place(picture, kept, wide = 1) {
  const ids = picture.nodes().map((node) => node.id());
  const edges = picture.edges().map((edge) => [edge.data("source"), edge.data("target")]);
  const places = arrange(ids, edges, { kept });
  picture.batch(() => picture.nodes().forEach((node) => {
    const { x, y } = places.get(node.id());
    node.position({ x: kept.has(node.id()) ? x : x * wide, y });
  }));
}

// A few entities are not blown up to fill the frame.
function fit(picture) {
  picture.fit(picture.elements(":visible"), 30);
  if (picture.zoom() > MOST_ZOOM) {
    picture.zoom(MOST_ZOOM);
    picture.center(picture.elements(":visible"));
  }
}

// Of many entities the most joined keep names that can be read at the zoom that shows all.
function nameMost(picture) {
  const scale = Math.min(4, 1 / picture.zoom());
  picture.nodes().removeStyle("font-size z-index");
  if (scale < 1.5) return;
  const size = 12 * scale;
  const placed = [];
  for (const node of picture.nodes().sort((a, b) => b.data("middle") - a.data("middle") || b.degree() - a.degree())) {
    const { x, y } = node.position();
    const half = ([...node.data("name")].length * size) / 2;
    const clashes = placed.some((other) => Math.abs(other.y - y) < 1.3 * size && Math.abs(other.x - x) < other.half + half);
    if (clashes) continue;
    placed.push({ x, y, half });
    node.style({ "font-size": size, "z-index": 10 });
    if (placed.length === NAMED) break;
  }
}

function act(picture, what) {
  const centre = { x: picture.width() / 2, y: picture.height() / 2 };
  if (what === "fit") fit(picture);
  else if (what === "in") picture.zoom({ level: picture.zoom() * 1.3, renderedPosition: centre });
  else if (what === "out") picture.zoom({ level: picture.zoom() / 1.3, renderedPosition: centre });
  else if (what === "svg") saveSvg(drawn(picture));
  else if (what === "png") savePng(drawn(picture));
}

function drawn(picture) {
  const nodes = picture.nodes(":visible").map((node) => ({
    id: node.id(), ...node.position(), radius: node.data("middle") ? 20 : NODE_PX / 2, colour: colour(`--t-${node.data("type")}`),
    name: node.data("whole"), label: node.data("name"), glyph: node.data("glyph"),
  }));
  const edges = picture.edges(":visible").map((edge) => ({
    source: edge.data("source"), target: edge.data("target"), label: edge.data("label"), width: edge.data("width"), isDashed: edge.data("derived") === 1,
  }));
  return svgOf(nodes, edges, { paper: colour("--sheet"), ink: colour("--ink"), line: colour("--rule-strong") });
}

function glyphOf(type) {
  const glyph = glyphs[type] ?? "";
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="52" height="52"><text x="26" y="35" font-size="25" text-anchor="middle" font-family="Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif" fill="${colour(`--t-${type}`)}">${glyph}</text></svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(text)}`;
}

// A type is told by colour, shape and the character in the node: not by colour alone.
function styleOf() {
  const sans = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif";
  const byType = Object.keys(SHAPES).map((type) => ({
    selector: `node[type = "${type}"]`,
    style: { shape: SHAPES[type], "border-color": colour(`--t-${type}`), color: colour("--ink"), "background-image": glyphOf(type), "background-fit": "contain" },
  }));
  return [
    { selector: "node", style: {
      width: NODE_PX, height: NODE_PX, shape: "round-rectangle", "background-color": colour("--sheet"), "border-width": 1.5,
      label: "data(name)", "font-family": sans, "font-size": 12, "text-valign": "bottom", "text-margin-y": 4, "min-zoomed-font-size": 7,
      "text-background-color": colour("--sheet"), "text-background-opacity": 0.85, "text-background-padding": 1 } },
    ...byType,
    { selector: "node[middle = 1]", style: { width: 40, height: 40, "border-width": 3, "font-size": 15, "font-weight": 700 } },
    { selector: "edge", style: {
      width: "data(width)", "line-color": colour("--rule-strong"), "target-arrow-color": colour("--rule-strong"), "target-arrow-shape": "triangle",
      "arrow-scale": 0.8, "curve-style": "bezier", opacity: 0.7 } },
    { selector: "edge[derived = 1]", style: { "line-style": "dashed", "target-arrow-shape": "none", opacity: 0.4 } },
    { selector: "edge.named, edge.focus", style: { label: "data(label)", "font-family": sans, "font-size": 11, color: colour("--soft"), "text-rotation": "autorotate",
      "text-background-color": colour("--sheet"), "text-background-opacity": 1, "text-background-padding": 2, opacity: 1 } },
    { selector: ".faded", style: { opacity: 0.18 } },
    { selector: ".focus", style: { opacity: 1 } },
  ];
}
