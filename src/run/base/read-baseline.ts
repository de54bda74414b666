import * as v from 'valibot';
import { readJson } from '../../config/document/json.js';
import { limits } from '../../config/limits.js';
import { issueDiagnostic } from '../../config/site/issue.js';
import { placeOf, plainOf } from '../../config/site/located.js';
import { diagnosticAt, sourceText } from '../../config/text.js';
import { aroundKeyOf, findingKeyOf } from '../../gate/baseline/baseline.js';
import { type Baseline, baselineSchema, baselineVersions } from '../../gate/baseline/schema.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { UsageError } from '../usage-error.js';
import { digest } from './digest.js';

/** A baseline that was read, and where in it what stands. */
export interface ReadBaseline {
  readonly baseline: Baseline;
  /** Of the value at a path. */
  readonly mistakeAt: MistakeAt;
}

type MistakeAt = (path: readonly (string | number)[], message: string, help: string) => Diagnostic;

export const writeAnew = 'write it anew with --write-base';

/** @throws UsageError with the mistakes of a baseline, of another version or changed by hand. */
export function readBaseline(file: string, text: string): ReadBaseline {
  const source = sourceText(file, text);
  const read = readJson(source);
  if ('diagnostics' in read) throw withHelp(read.diagnostics);
  const [root] = read.documents;
  if (root === undefined) throw new Error(`${file} has no value`);
  const { value, repeated } = plainOf(source, root, limits.values);
  const mistakeAt: MistakeAt = (path, message, help) =>
    diagnosticAt(source, placeOf(root, path).span, message, help);
  checkVersion(value, mistakeAt);
  const twice = repeated
    .slice(0, limits.diagnostics)
    .map(({ key, span }) => diagnosticAt(source, span, `\`${key}\` stands here twice`));
  const result = v.safeParse(baselineSchema, value);
  // Each is looked for from the top: only as many as are shown.
  const wrong = result.success
    ? contradictionsIn(result.output)
        .slice(0, limits.diagnostics)
        .map(({ path, message }) => mistakeAt(path, message, writeAnew))
    : result.issues
        .slice(0, limits.diagnostics)
        .map((issue) => issueDiagnostic(source, root, issue));
  const mistakes = [...twice, ...wrong];
  if (mistakes.length > 0 || !result.success) throw withHelp(mistakes);
  return { baseline: result.output, mistakeAt };
}

function withHelp(diagnostics: readonly Diagnostic[]): UsageError {
  const ordered = [...diagnostics]
    .sort((one, other) => one.line - other.line || one.column - other.column)
    .slice(0, limits.diagnostics);
  return new UsageError(ordered.map((each) => ({ ...each, help: each.help || writeAnew })));
}

/** @throws UsageError for a version that this blkcheck does not know, whatever else is in it. */
function checkVersion(value: unknown, mistakeAt: MistakeAt): void {
  const version = Object(value).blkcheck;
  const known: readonly string[] = baselineVersions;
  if (typeof version !== 'string' || known.includes(version)) return;
  const message = `a baseline of another version: \`${version.slice(0, 40)}\``;
  const help = `this blkcheck reads ${known.join(', ')}: run the one that wrote it, or ${writeAnew}`;
  throw new UsageError([mistakeAt(['blkcheck'], message, help)]);
}

interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a schema cannot say. What disks share is called by what it is, so that no hand can have changed it. */
function contradictionsIn({ disks, around, findings }: Baseline): readonly Contradiction[] {
  const changed = (table: 'around' | 'findings') => (key: string) => ({
    path: [table, key],
    message: 'it is not what was written: its name is a digest of it',
  });
  const keys = { around: new Set(Object.keys(around)), findings: new Set(Object.keys(findings)) };
  const ofDisks = disks.flatMap((disk, index) =>
    mistakesOf(disk, keys).map(({ path, message }) => ({
      path: ['disks', index, ...path],
      message,
    })),
  );
  return [
    ...Object.entries(around)
      .filter(([key, each]) => key !== aroundKeyOf(each, digest))
      .map(([key]) => changed('around')(key)),
    ...Object.entries(findings)
      .filter(([key, each]) => key !== findingKeyOf(each, digest))
      .map(([key]) => changed('findings')(key)),
    ...ofDisks,
  ];
}

function mistakesOf(
  { around, findings, undecided, verdict }: Baseline['disks'][number],
  known: Readonly<Record<'around' | 'findings', ReadonlySet<string>>>,
): readonly Contradiction[] {
  const isProved = findings.length === 0 && undecided !== true;
  const missing = findings.flatMap((key, at) => (known.findings.has(key) ? [] : [at]));
  return [
    ...(known.around.has(around)
      ? []
      : [{ path: ['around'], message: 'the file has no such `around`' }]),
    ...missing.map((at) => ({ path: ['findings', at], message: 'the file has no such finding' })),
    ...(verdict === 'safe' && !isProved
      ? [{ path: ['verdict'], message: '`safe`, and something is wrong with it or not decided' }]
      : []),
  ];
}
