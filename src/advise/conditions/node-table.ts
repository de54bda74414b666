/**
 * The nodes of decision diagrams, each of which is there once: a hash table in which nodes are looked up
 * by numbers, because a text for each lookup takes most of the time.
 */
export interface NodeTable {
  readonly levels: readonly number[];
  readonly children: readonly (readonly number[])[];
  /** The node with these children, new if there is none. */
  readonly find: (level: number, below: readonly number[]) => number;
}

const none = -1;

/** FNV-1a, of numbers instead of bytes. */
function hashOf(level: number, below: readonly number[]): number {
  let hash = Math.imul(0x811c9dc5 ^ level, 0x01000193);
  for (const child of below) hash = Math.imul(hash ^ child, 0x01000193);
  return hash ^ (hash >>> 15);
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

export function createNodeTable(): NodeTable {
  const levels: number[] = [];
  const children: (readonly number[])[] = [];
  const hashes: number[] = [];
  /** Of each node the one before it with the same bucket. */
  const next: number[] = [];
  let buckets = new Int32Array(1024).fill(none);

  const link = (node: number): void => {
    const bucket = (hashes[node] ?? 0) & (buckets.length - 1);
    next[node] = buckets[bucket] ?? none;
    buckets[bucket] = node;
  };
  const grow = (): void => {
    buckets = new Int32Array(buckets.length * 2).fill(none);
    for (const node of levels.keys()) link(node);
  };
  const find = (level: number, below: readonly number[]): number => {
    const hash = hashOf(level, below);
    let node = buckets[hash & (buckets.length - 1)] ?? none;
    while (node !== none) {
      if (hashes[node] === hash && levels[node] === level && areEqual(children[node] ?? [], below))
        return node;
      node = next[node] ?? none;
    }
    const made = levels.push(level) - 1;
    children.push(below);
    hashes.push(hash);
    if (made >= buckets.length) grow();
    else link(made);
    return made;
  };
  return { levels, children, find };
}
