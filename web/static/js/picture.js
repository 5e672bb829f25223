// A network as a picture file, written from places and colours: the same for every way of drawing it on the screen.
const SVG = "http://www.w3.org/2000/svg";
const PAD = 40;
const SANS = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif";
const MOST_PX = 8000;

// nodes: {id, x, y, radius, colour, name, glyph?}; edges: {source, target, label?, isDashed?}; colours: {paper, ink, line}.
export function svgOf(nodes, edges, colours, labelPx = 12) {
  const places = new Map(nodes.map((node) => [node.id, node]));
  const reach = nodes.reduce((most, node) => Math.max(most, node.radius), 0) + PAD;
  const left = Math.min(...nodes.map((node) => node.x)) - reach;
  const top = Math.min(...nodes.map((node) => node.y)) - reach;
  const width = Math.max(...nodes.map((node) => node.x)) + reach - left;
  const height = Math.max(...nodes.map((node) => node.y)) + reach + labelPx - top;
  const at = (value) => value.toFixed(1);
  const root = element("svg", { xmlns: SVG, viewBox: `${at(left)} ${at(top)} ${at(width)} ${at(height)}`, width: at(width), height: at(height), "font-family": SANS, "font-size": labelPx });
  root.append(element("rect", { x: at(left), y: at(top), width: at(width), height: at(height), fill: colours.paper }));
  for (const edge of edges) {
    const a = places.get(edge.source);
    const b = places.get(edge.target);
    if (!a || !b) continue;
    const line = element("line", { x1: at(a.x), y1: at(a.y), x2: at(b.x), y2: at(b.y), stroke: colours.line, "stroke-width": edge.width ?? 1, "stroke-opacity": 0.6 });
    if (edge.isDashed) line.setAttribute("stroke-dasharray", "4 4");
    if (edge.label) line.append(titleOf(`${a.name} · ${edge.label} · ${b.name}`));
    root.append(line);
  }
  for (const node of nodes) {
    const dot = element("circle", { cx: at(node.x), cy: at(node.y), r: at(node.radius), fill: node.glyph ? colours.paper : node.colour, stroke: node.colour, "stroke-width": 1.5 });
    dot.append(titleOf(node.name));
    root.append(dot);
    if (node.glyph) root.append(textOf(node.glyph, node.x, node.y + node.radius * 0.36, { "font-size": at(node.radius), fill: node.colour }));
    if (node.label) root.append(textOf(node.label, node.x, node.y + node.radius + labelPx + 1, { fill: colours.ink, stroke: colours.paper, "stroke-width": 3, "paint-order": "stroke" }));
  }
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

export function saveSvg(picture) {
  save(new Blob([picture.text], { type: "image/svg+xml" }), "cetu.svg");
}

export async function savePng(picture) {
  const scale = Math.min(2, MOST_PX / Math.max(picture.width, picture.height));
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([picture.text], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((blob) => save(blob, "cetu.png"), "image/png");
}

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function colour(name) {
  return window.getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function pathOf(iri) {
  return `/id/${iri.split("/id/")[1].split("/").map((part) => encodeURIComponent(decodeURIComponent(part))).join("/")}`;
}

export function short(name, most = 12) {
  const points = [...name];
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : name;
}

function element(name, values) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) if (key !== "xmlns") made.setAttribute(key, value);
  return made;
}

function titleOf(text) {
  const title = element("title", {});
  title.textContent = text;
  return title;
}

function textOf(text, x, y, values) {
  const made = element("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": "middle", ...values });
  made.textContent = text;
  return made;
}
