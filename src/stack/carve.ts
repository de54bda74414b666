type Carved<Name extends string> = Readonly<Record<Name | 'memory', Int32Array>>;

/** One block of memory with a view for each name: a reset is then one fill. */
export function carve<Name extends string>(sizes: Readonly<Record<Name, number>>): Carved<Name> {
  const names = Object.keys(sizes) as Name[];
  const memory = new Int32Array(names.reduce((sum, name) => sum + sizes[name], 0));
  let offset = 0;
  const views: Partial<Record<Name | 'memory', Int32Array>> = { memory } as Partial<
    Record<Name | 'memory', Int32Array>
  >;
  for (const name of names) {
    views[name] = new Int32Array(memory.buffer, offset, sizes[name]);
    offset += sizes[name] * Int32Array.BYTES_PER_ELEMENT;
  }
  return views as Carved<Name>;
}
