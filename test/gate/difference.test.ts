import { describe, expect, it } from 'vitest';
import { written } from '../../src/config/fact.js';
import { judgeDisk, keyOf } from '../../src/gate/judge-disk.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { SourceKind } from '../../src/model/vm-disk.js';
import { aFinding } from '../report/fixtures.js';
import { result2009 } from '../report/result-2009.js';
import { candidates, diskOf, subjectOf } from './machines.js';

type Test = (configuration: Configuration) => boolean;

const [aRow] = result2009().results;
if (aRow === undefined) throw new Error('no row');
const row = { ...aRow, fault: 'power-loss', reason: '', findings: [] } as const;

/** Why a disk is inconclusive that is unsafe where a test says so. */
function reason(said: string, isUnsafe: Test): string {
  const found = diskOf(undefined, `default:\n  disk: { ${said} }\n`);
  const made = candidates(found);
  const rows = made.configurations.map((configuration) => {
    const verdict = isUnsafe(configuration) ? ('unsafe' as const) : ('safe' as const);
    return [keyOf(configuration), [{ ...row, verdict }]] as const;
  });
  return judgeDisk(subjectOf(found, made), new Map(rows)).reason;
}

const isLying: Test = ({ disk }) => disk.kind === 'wce-lying';
const isSparse: Test = ({ image }) => image.allocation === 'sparse';
const size = 'if its cache had no limit: what one of 4096 bytes loses is not modelled';
const sparse = 'unsafe if allocation=sparse, which the file does not say';

describe('a finding of some of what a disk may be', () => {
  /** The findings of a disk of which those that a test names are unsafe. */
  const findings = (isUnsafe: Test, said = 'kind: wce-honest', kind: SourceKind = 'file') => {
    const of = diskOf(undefined, `default:\n  disk: { ${said} }\n`);
    const source = { ...of.disk.source, kind: written(kind, of.disk.at) };
    const found = { ...of, disk: { ...of.disk, source } };
    const made = candidates(found);
    const rows = made.configurations.map((configuration) => {
      const unsafe = [{ ...aFinding(), rule: 'BLK014', kind: 'lost' as const }];
      const isBroken = isUnsafe(configuration);
      const of = { configuration, verdict: isBroken ? ('unsafe' as const) : ('safe' as const) };
      return [keyOf(configuration), [{ ...row, ...of, findings: isBroken ? unsafe : [] }]] as const;
    });
    return judgeDisk(subjectOf(found, made), new Map(rows)).findings;
  };
  const whens = (...of: Parameters<typeof findings>) => findings(...of).map(({ when }) => when);

  it('is told with what makes it so, and without where all of it is', () => {
    expect(whens(isSparse)).toEqual(['if allocation=sparse, which the file does not say']);
    expect(whens(() => true)).toEqual(['']);
    expect(whens(isLying, 'kind: wce-lying, cacheBytes: 4096')).toEqual(['']);
  });

  it('names no setting of a file for what another process has', () => {
    const spelled = (kind: SourceKind) =>
      findings(() => true, 'kind: wce-honest', kind).map((finding) => finding.spelled);
    expect([spelled('file'), spelled('vhost-user')]).toEqual([['cache of <driver>'], ['']]);
  });
});

describe('a cache whose size the file says', () => {
  it.each<[string, Test, string]>([
    ['its size alone decides', isLying, `unsafe ${size}`],
    ['something else alone decides', isSparse, sparse],
    ['both must be so', (each) => isLying(each) && isSparse(each), `${sparse}, ${size}`],
    ['one is enough', (each) => isLying(each) || isSparse(each), `${sparse}; unsafe ${size}`],
  ])('is said where %s', (_, isUnsafe, because) => {
    expect(reason('kind: wce-lying, cacheBytes: 4096', isUnsafe)).toBe(because);
  });

  it.each([
    'kind: wce-lying, cacheBytes: 1048576',
    'cacheBytes: 511',
    'kind: plp, cacheBytes: 4096',
  ])('is not said of %s', (said) => {
    expect(reason(said, isSparse)).toBe(sparse);
  });
});
