export interface ColourQuestion {
  /** `--color` is true, `--no-color` false; undefined where neither was given. */
  readonly flag: boolean | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the stream that is asked for: standard output and standard error may differ. */
  readonly isTty: boolean;
}

/**
 * Whether to colour a stream: flag, then NO_COLOR (not empty), then FORCE_COLOR, then a terminal
 * that is not dumb. It is resolved here because chalk does not read NO_COLOR.
 */
export function wantsColour({ flag, env, isTty }: ColourQuestion): boolean {
  if (flag !== undefined) return flag;
  if (isSet(env['NO_COLOR'])) return false;
  const force = env['FORCE_COLOR'];
  // An empty FORCE_COLOR is a yes, as it is for chalk and for Node.
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTty && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
