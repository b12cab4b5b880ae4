// The organs as a tree: each under its superior, in the order the server gives them.
import type { Organ } from "../directories";

export interface TreeRow {
  organ: Organ;
  depth: number;
}

export function treeOf(organs: Organ[]): TreeRow[] {
  const known = new Set(organs.map((organ) => organ.organ_id));
  const below = new Map<string, Organ[]>();
  for (const organ of organs) {
    const above = organ.superior_id && known.has(organ.superior_id) ? organ.superior_id : "";
    below.set(above, [...(below.get(above) ?? []), organ]);
  }
  const rows: TreeRow[] = [];
  const walk = (above: string, depth: number) => {
    for (const organ of below.get(above) ?? []) {
      rows.push({ organ, depth });
      walk(organ.organ_id, depth + 1);
    }
  };
  walk("", 0);
  return rows;
}
