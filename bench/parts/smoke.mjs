// With --smoke a bench does a little of everything that it does, and holds nothing to a limit of time:
// test/docs/benches.test.ts starts each so.
export const isSmoke = process.argv.includes('--smoke');

/** What is said of a limit, where one is judged. */
export const ofLimit = (words) => (isSmoke ? '' : words);

/** What was asked for beside that. */
export const words = process.argv.slice(2).filter((word) => word !== '--smoke');
