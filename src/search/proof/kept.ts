/** So many answers are kept: the rows of a scenario ask for one of them after the other. */
const keptMax = 256;

/** Remembers the last answers: many configurations make the same machine. */
export function createKept<Answer>() {
  const kept = new Map<string, Answer>();
  return (key: string, answer: () => Answer): Answer => {
    const found = kept.get(key) ?? answer();
    if (kept.size >= keptMax) kept.clear();
    kept.set(key, found);
    return found;
  };
}
