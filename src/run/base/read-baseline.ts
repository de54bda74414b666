import * as v from 'valibot';
import { readJson } from '../../config/document/json.js';
import type { DocNode } from '../../config/document/node.js';
import { limits } from '../../config/limits.js';
import { issueDiagnostic } from '../../config/site/issue.js';
import { placeOf, plainOf } from '../../config/site/located.js';
import { diagnosticAt, type SourceText, sourceText } from '../../config/text.js';
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
  const twice = repeated.map(({ key, span }) =>
    diagnosticAt(source, span, `\`${key}\` stands here twice`),
  );
  const result = v.safeParse(baselineSchema, value);
  const wrong = result.success
    ? contradictionsIn(result.output, mistakeAt)
    : result.issues.map((issue) => mistakeOf(source, root, issue));
  const mistakes = [...twice, ...wrong];
  if (mistakes.length > 0 || !result.success) throw withHelp(mistakes);
  return { baseline: result.output, mistakeAt };
}

const mistakeOf = (source: SourceText, root: DocNode, issue: v.BaseIssue<unknown>) =>
  issueDiagnostic(source, root, issue);

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

/** What a schema cannot say. What disks share is called by what it is, so that no hand can have changed it. */
function contradictionsIn(
  { disks, around, findings }: Baseline,
  mistakeAt: MistakeAt,
): readonly Diagnostic[] {
  const changed = 'it is not what was written: its name is a digest of it';
  const shared = [
    ...Object.entries(around)
      .filter(([key, each]) => key !== aroundKeyOf(each, digest))
      .map(([key]) => mistakeAt(['around', key], changed, writeAnew)),
    ...Object.entries(findings)
      .filter(([key, each]) => key !== findingKeyOf(each, digest))
      .map(([key]) => mistakeAt(['findings', key], changed, writeAnew)),
  ];
  const known = { around: new Set(Object.keys(around)), findings: new Set(Object.keys(findings)) };
  const ofDisks = disks.flatMap((disk, index) => {
    const at = (path: readonly (string | number)[], message: string) =>
      mistakeAt(['disks', index, ...path], message, writeAnew);
    const isProved = disk.findings.length === 0 && disk.undecided !== true;
    return [
      ...(known.around.has(disk.around) ? [] : [at(['around'], 'the file has no such `around`')]),
      ...disk.findings.flatMap((key, each) =>
        known.findings.has(key) ? [] : [at(['findings', each], 'the file has no such finding')],
      ),
      ...(disk.verdict === 'safe' && !isProved
        ? [at(['verdict'], '`safe`, and something is wrong with it or not decided')]
        : []),
    ];
  });
  return [...shared, ...ofDisks];
}
