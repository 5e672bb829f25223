// The network as a picture to explore. The table below it holds the same content and works without this.
const box = document.querySelector("[data-graph]");
const given = document.getElementById("graph-data");
const NODE_PX = 28;
const SHAPES = {
  Person: "ellipse", Organization: "rectangle", Place: "round-diamond", Program: "round-rectangle", Event: "round-hexagon",
  Award: "round-pentagon", Slogan: "barrel", Policy: "cut-rectangle", Platform: "round-octagon", Concept: "ellipse",
};
let glyphs = {};

if (box && given && window.cytoscape) start(JSON.parse(given.textContent));

function start(data) {
  box.hidden = false;
  glyphs = data.glyphs;
  const canvas = box.querySelector("[data-canvas]");
  const picture = window.cytoscape({
    container: canvas,
    elements: elementsOf(data, data),
    style: styleOf(),
    layout: { name: "preset" },
    minZoom: 0.15,
    maxZoom: 3,
    textureOnViewport: data.nodes.length > 200,
    hideEdgesOnViewport: data.nodes.length > 300,
  });
  arrange(picture);
  window.cetuGraph = picture;

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
  picture.on("mouseover", "node", (event) => {
    picture.elements().addClass("faded");
    event.target.closedNeighborhood().removeClass("faded").addClass("focus");
  });
  picture.on("mouseout", "node", () => picture.elements().removeClass("faded focus"));

  box.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", () => act(picture, button.dataset.do)));
  box.querySelectorAll(".graph-legend input").forEach((input) => input.addEventListener("change", () => {
    picture.nodes(`[type = "${input.value}"]`).style("display", input.checked ? "element" : "none");
  }));
  const repaint = () => picture.style(styleOf());
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
}

function elementsOf(part, words) {
  const nodes = part.nodes.map((node) => ({
    group: "nodes",
    data: { id: node.iri, name: short(node.name), type: node.type, glyph: words.glyphs[node.type] ?? "", middle: node.distance === 0 ? 1 : 0 },
  }));
  const known = new Set(part.nodes.map((node) => node.iri));
  const edges = part.edges.filter((edge) => known.has(edge.source) && known.has(edge.target)).map((edge) => ({
    group: "edges",
    data: {
      id: `${edge.source} ${edge.predicate} ${edge.target}`,
      source: edge.source,
      target: edge.target,
      label: words.labels[edge.predicate] ?? edge.predicate,
      width: 1 + Math.min(3, Math.log2(edge.weight)),
      derived: edge.predicate === "sharedSections" ? 1 : 0,
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
  const at = node.position();
  const nodes = fresh.filter((element) => element.group === "nodes");
  nodes.forEach((element, i) => {
    const angle = (2 * Math.PI * i) / nodes.length;
    element.position = { x: at.x + 130 * Math.cos(angle), y: at.y + 130 * Math.sin(angle) };
  });
  picture.add(fresh);
  if (nodes.length) arrange(picture, false);
}

function arrange(picture, isFirst = true) {
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  picture.layout({
    name: "cose",
    animate: isFirst || isCalm ? false : "end",
    animationDuration: 300,
    randomize: false,
    nodeRepulsion: () => 90000,
    idealEdgeLength: () => 95,
    edgeElasticity: () => 120,
    gravity: 0.6,
    numIter: picture.nodes().length > 150 ? 300 : 900,
    nodeDimensionsIncludeLabels: true,
    padding: 30,
  }).run();
}

function act(picture, what) {
  const centre = { x: picture.width() / 2, y: picture.height() / 2 };
  if (what === "fit") picture.fit(undefined, 30);
  else if (what === "in") picture.zoom({ level: picture.zoom() * 1.3, renderedPosition: centre });
  else if (what === "out") picture.zoom({ level: picture.zoom() / 1.3, renderedPosition: centre });
  else if (what === "png") save(picture.png({ output: "blob", scale: 2, full: true, bg: colour("--sheet") }));
}

function save(blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = "cetu.png";
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function pathOf(iri) {
  return `/id/${iri.split("/id/")[1].split("/").map((part) => encodeURIComponent(decodeURIComponent(part))).join("/")}`;
}

function short(name) {
  const points = [...name];
  return points.length > 12 ? `${points.slice(0, 11).join("")}…` : name;
}

function colour(name) {
  return window.getComputedStyle(document.documentElement).getPropertyValue(name).trim();
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
