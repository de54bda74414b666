/** @throws Error for an id that the catalogue does not have */
export function rowOf<Row extends { readonly id: string }>(
  rows: readonly Row[],
  id: Row['id'],
): Row {
  const row = rows.find((candidate) => candidate.id === id);
  if (row === undefined) throw new Error(`the catalogue has no row ${id}`);
  return row;
}
