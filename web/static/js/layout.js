// Places for the nodes of a small network: springs along the links, all nodes apart, the same picture every time.
const ROUNDS = 220;

// nodes: ids in order, the first in the middle; edges: pairs of ids; kept: places (id to {x, y}) that stay. Gives id to {x, y}.
export function arrange(nodes, edges, { spacing = 90, kept = new Map() } = {}) {
  const number = new Map(nodes.map((id, i) => [id, i]));
  const links = edges.filter(([a, b]) => a !== b && number.has(a) && number.has(b)).map(([a, b]) => [number.get(a), number.get(b)]);
  const n = nodes.length;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  nodes.forEach((id, i) => {
    // A sunflower: even, and no two nodes at one place.
    const start = kept.get(id) ?? { x: spacing * 0.75 * Math.sqrt(i) * Math.cos(i * 2.39996), y: spacing * 0.75 * Math.sqrt(i) * Math.sin(i * 2.39996) };
    x[i] = start.x;
    y[i] = start.y;
  });
  const isFixed = nodes.map((id) => kept.has(id));
  for (let round = 0; round < ROUNDS; round += 1) step(x, y, links, isFixed, spacing, spacing * 1.2 * (1 - round / ROUNDS) + 0.5);
  return new Map(nodes.map((id, i) => [id, { x: x[i], y: y[i] }]));
}

function step(x, y, links, isFixed, spacing, most) {
  const n = x.length;
  const dx = new Float64Array(n);
  const dy = new Float64Array(n);
  const apart = spacing * spacing;
  for (let i = 0; i < n; i += 1) {
    for (let j = i + 1; j < n; j += 1) {
      const ax = x[i] - x[j];
      const ay = y[i] - y[j];
      const force = apart / (ax * ax + ay * ay + 1);
      dx[i] += ax * force; dy[i] += ay * force;
      dx[j] -= ax * force; dy[j] -= ay * force;
    }
    // Towards the middle, so that loose pieces stay in sight.
    dx[i] -= x[i] * 0.35; dy[i] -= y[i] * 0.35;
  }
  for (const [i, j] of links) {
    const ax = x[i] - x[j];
    const ay = y[i] - y[j];
    const force = Math.sqrt(ax * ax + ay * ay) / spacing;
    dx[i] -= ax * force; dy[i] -= ay * force;
    dx[j] += ax * force; dy[j] += ay * force;
  }
  for (let i = 0; i < n; i += 1) {
    if (isFixed[i]) continue;
    const length = Math.hypot(dx[i], dy[i]) || 1;
    const way = Math.min(length, most) / length;
    x[i] += dx[i] * way;
    y[i] += dy[i] * way;
  }
}
