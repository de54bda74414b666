/** Plain data, each once: what says the same is the same. In the order in which each comes first. */
export function distinct<Data>(list: readonly Data[]): readonly Data[] {
  return [...new Map(list.map((each) => [JSON.stringify(each), each])).values()];
}
