import { Ajv } from 'ajv';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { sarifOptions } from '../../../src/cli/sarif-options.js';
import { type Base, compared } from '../../../src/gate/compare.js';
import { waiversSchema } from '../../../src/gate/waivers-schema.js';
import type { DiskVerdict, GateResult } from '../../../src/model/gate-result.js';
import type { Waiver } from '../../../src/model/waiver.js';
import { blocksOf } from '../../../src/report/gate/causes.js';
import { gateSchema } from '../../../src/report/gate/gate-schema.js';
import { renderGithub } from '../../../src/report/gate/github.js';
import { renderGateJson } from '../../../src/report/gate/json.js';
import { renderGateJunit } from '../../../src/report/gate/junit.js';
import { markdownText, renderMarkdown } from '../../../src/report/gate/markdown.js';
import { renderGatePretty } from '../../../src/report/gate/pretty.js';
import { renderSarif } from '../../../src/report/gate/sarif.js';
import { replaySchema } from '../../../src/report/story/finding-schema.js';
import { scriptSchema } from '../../../src/report/story/script-schema.js';
import { storyRows } from '../../../src/report/story/story.js';
import { paintOf } from '../../../src/report/text/paint.js';
import { aDisk, aGateFinding, aGateResult, anUnsafeDisk } from '../../gate/machines.js';
import { schemaText, undescribedIn } from '../../json-schemas.js';
import { aFinding, onScreen } from '../fixtures.js';
import { wildText } from '../hostile.js';
import { malformedBecause } from '../xml.js';
import { isOfficialSarif } from './official-sarif.js';
import { sarifSchema } from './sarif-schema.js';

const generatedGate = () =>
  schemaText('gate-result:1', gateSchema, {
    types: ['GateResult'],
    definitions: { replay: replaySchema, script: scriptSchema },
    definitionTypes: { replay: 'Replay', script: 'Script' },
  });
const generatedWaivers = () => schemaText('waivers:1', waiversSchema, { types: ['Waiver'] });

const renderers: Readonly<Record<string, (result: GateResult) => string>> = {
  pretty: (result) =>
    renderGatePretty(result, {
      paint: paintOf(onScreen.chalk),
      sourceLine: () => '<driver cache="unsafe"/>',
      replayCommand: ({ id }) => `blkcheck replay ${id}`,
      columns: 80,
      all: true,
      story: storyRows,
    }),
  json: renderGateJson,
  junit: renderGateJunit,
  sarif: (result) => renderSarif(result, sarifOptions),
  github: renderGithub,
  markdown: renderMarkdown,
};

function waiverNamed(name: string, changes: Partial<Waiver> = {}): Waiver {
  const at = { file: name, line: 4, column: 11, endColumn: 17 };
  const words = { rule: name, disk: name, reason: name, owner: name, expires: name };
  return { ...words, isComment: false, at, ...changes };
}

const waiver = waiverNamed('blkcheck.waivers.yaml', {
  rule: 'BLK014',
  disk: 'db01/*',
  reason: 'made anew',
  owner: 'ops',
  expires: '2027-01-31',
});

/** A result whose every name is a stranger's. */
function named(name: string, changes: Partial<GateResult> = {}): GateResult {
  const at = { file: name, line: 2, column: 3, endColumn: 4 };
  const finding = aGateFinding({ at, example: aFinding() });
  const places = { id: name, machine: name, file: name, at, source: name };
  const settings = [{ field: 'format', before: name, after: name }];
  return aGateResult(
    [
      anUnsafeDisk({ ...places, findings: [finding] }),
      aDisk({ ...places, verdict: 'inconclusive', reason: name }),
      aDisk({ ...places, waived: [{ finding, by: waiverNamed(name) }] }),
    ],
    {
      unjudged: [{ ...places, reason: name }],
      assumptions: [{ key: 'qemu', value: name, by: name }],
      notes: [{ rule: 'passthrough', message: name, at }],
      waivers: [{ ...waiverNamed(name), state: 'unused' }],
      unusedRules: [at],
      comparison: {
        base: name,
        changes: [
          {
            id: name,
            machine: name,
            change: 'worse',
            settings,
            newFailures: 1,
            reason: name,
            waivedBy: [waiverNamed(name)],
            isWaived: true,
          },
        ],
        alreadyFailing: 1,
        alreadyWaived: 1,
        outdated: 1,
      },
      ...changes,
    },
  );
}

describe('schemas', () => {
  it('are in schemas/ as they are in the code (vitest run -u writes them)', async () => {
    const of = (name: string) => `../../../schemas/${name}.schema.json`;
    expect(undescribedIn(generatedGate())).toEqual([]);
    expect(undescribedIn(generatedWaivers())).toEqual([]);
    await expect(generatedGate()).toMatchFileSnapshot(of('gate-result'));
    await expect(generatedWaivers()).toMatchFileSnapshot(of('waivers'));
  });

  it('hold for what is printed', () => {
    const data = JSON.parse(renderGateJson(named('a')));
    expect(v.safeParse(gateSchema, data).issues ?? []).toEqual([]);
    const { $schema: _schema, ...schema } = JSON.parse(generatedGate());
    expect(new Ajv({ strict: false }).compile(schema)(data)).toBe(true);
  });
});

const isSarif = new Ajv({ strict: false }).compile(sarifSchema);

describe('disks of one block that fail otherwise', () => {
  const more = aGateFinding({ kinds: ['torn'], faults: ['qemu-kill'] });
  const disks = [
    anUnsafeDisk(),
    anUnsafeDisk({ id: 'vdb' }),
    anUnsafeDisk({ id: 'vdc', findings: [more] }),
  ];
  const of = (name: string) => (renderers[name]?.(aGateResult(disks)) ?? '').split('\n');
  const extent = 'torn at qemu-kill in the scenario wal-commit';

  it('are told apart in pretty', () => {
    const lines = of('pretty').map((line) => line.trim());
    expect(lines).toContain('= also: db01/vdb (vm.xml:3:5)');
    expect(lines).toContain(`= ${extent}: db01/vdc (vm.xml:3:5)`);
  });

  it('and in markdown', () => {
    const places = of('markdown').filter((line) => /^- db01/u.test(line));
    expect(places).toEqual(
      [
        markdownText('db01/vda (vm.xml:3:5)'),
        markdownText('db01/vdb (vm.xml:3:5)'),
        markdownText(`db01/vdc (vm.xml:3:5): ${extent}`),
      ].map((line) => `- ${line}`),
    );
  });
});

it('markdown lists what is not judged, but for what is told as a change', () => {
  const at = { file: 'vm.xml', line: 9, column: 5, endColumn: 6 };
  const drive = (id: string) => ({ id, machine: 'db01', file: 'vm.xml', at, reason: 'a CD-ROM' });
  const listed = (changes: Partial<GateResult> = {}) =>
    renderMarkdown(aGateResult([], { unjudged: [drive('sda'), drive('sdb')], ...changes })).match(
      /^- .*CD-ROM$/gmu,
    );
  const lines = ['sda', 'sdb'].map(
    (id) => `- ${markdownText(`db01/${id} (vm.xml:9:5): a CD-ROM`)}`,
  );
  expect(listed()).toEqual(lines);
  const change = { id: 'sda', machine: 'db01', change: 'unjudged' as const };
  const told = { settings: [], newFailures: 0, reason: '', waivedBy: [], isWaived: false };
  const changes = [{ ...change, ...told }];
  const comparison = { base: 'main', changes, alreadyFailing: 0, alreadyWaived: 0, outdated: 0 };
  expect(listed({ comparison })).toEqual(lines.slice(1));
});

it('that a machine does not start is no change to make', () => {
  const findings = [{ ...aGateFinding({ rule: 'refused-by-qemu', change: '' }), scenarios: [] }];
  const result = aGateResult([anUnsafeDisk({ findings })]);
  expect(renderers['pretty']?.(result)).toMatch(/^ +\| .*\n.*= the machine does not start$/mu);
  expect(renderMarkdown(result)).not.toContain('change:');
});

describe('a disk that only a waiver lets pass', () => {
  const finding = aGateFinding();
  const disks = [aDisk({ id: 'vdb', waived: [{ finding, by: waiver }] })];
  const text = (name: string) => renderers[name]?.(aGateResult(disks)) ?? '';
  const why = 'BLK014: made anew (ops, until 2027-01-31)';

  it('is called safe by nobody', () => {
    expect(text('markdown')).toContain('| db01/vdb | waived |');
    const safe = ['pretty', 'markdown'].filter((name) => /safe .*vdb|vdb .*safe/u.test(text(name)));
    expect(safe).toEqual([]);
    const waived = `vdb">\\s*<skipped message="vm.xml:3:5: waived: ${why.replaceAll(/[()]/gu, '\\$&')}">`;
    expect(text('junit')).toMatch(new RegExp(waived, 'u'));
  });

  it.each(['pretty', 'github', 'sarif'])('%s says why, on whose word and how long', (name) => {
    expect(text(name)).toContain(`db01/vdb (vm.xml:3:5): ${why}`);
  });

  it('is told in markdown too, and its rules in JSON', () => {
    expect(text('markdown')).toContain(markdownText(`db01/vdb (vm.xml:3:5): ${why}`));
    expect(JSON.parse(text('json')).disks[0].waived).toEqual(['BLK014']);
  });

  it('is one of a line for each waiver', () => {
    const many = Array.from({ length: 7 }, (_, index) =>
      aDisk({ id: `vd${index}`, waived: [{ finding, by: waiver }] }),
    );
    const lines = renderGithub(aGateResult(many)).match(/::waived: .*/gu);
    expect(lines).toEqual([expect.stringMatching(/vd4 \(vm.xml:3:5\) and 2 more: BLK014: made/u)]);
  });

  it('has its finding in SARIF, suppressed, where that is known', () => {
    const results = (isWaivedListed: boolean) =>
      JSON.parse(renderSarif(aGateResult(disks), { ...sarifOptions, isWaivedListed })).runs[0]
        .results;
    expect(results(true)).toMatchObject([
      {
        ruleId: 'BLK014',
        level: 'note',
        suppressions: [{ kind: 'external', status: 'accepted', justification: why }],
      },
    ]);
    expect(results(false)).toEqual([]);
  });
});

function baseOf(disks: readonly DiskVerdict[]): Base {
  return { name: 'main', result: aGateResult(disks), isSelected: () => true };
}

describe('a disk that a change makes worse, as a waiver lets it', () => {
  const result = (before: readonly DiskVerdict[]) => {
    const waiving = { waivers: [waiver], today: '2027-01-31', failOn: 'unsafe' as const };
    return compared(aGateResult([anUnsafeDisk()]), baseOf(before), waiving);
  };
  const text = (name: string, before = [aDisk()]) => renderers[name]?.(result(before)) ?? '';
  const said =
    'worse db01/vda: noFlush false -> true, BLK014: 1 new failure, ' +
    'waived by BLK014 because made anew (ops, until 2027-01-31)';

  it.each(['pretty', 'github', 'sarif', 'junit', 'markdown'])('is told by %s', (name) => {
    const wanted = (line: string) => (name === 'markdown' ? markdownText(line) : line);
    // XML escapes what Markdown does.
    expect(text(name).replaceAll('&gt;', '>')).toContain(wanted(said).replaceAll('&gt;', '>'));
    expect(text(name, [anUnsafeDisk()])).toContain('1 disk is waived as before');
  });

  it('is counted as waived, and fails in no report', () => {
    expect(text('pretty')).toContain('\n1 waived of 1 disk made worse · exit 0\n');
    expect(text('markdown')).toContain('| db01/vda | waived | vm.xml:3 |');
    expect(text('junit')).toMatch(/vda">\s*<skipped message="vm.xml:3:5: waived: BLK014: made/u);
    expect(text('junit')).toContain('failures="0" errors="0"');
    expect(text('github')).not.toMatch(/^::(error|warning)/mu);
  });

  it('fails in none where it fails by another rule as before', () => {
    const other = aGateFinding({ rule: 'BLK001', scenarios: ['ext3-jbd'] });
    const found = aGateResult([aDisk({ findings: [other, aGateFinding()] })]);
    const waiving = { waivers: [waiver], today: '2027-01-31', failOn: 'unsafe' as const };
    const before = baseOf([aDisk({ findings: [other] })]);
    const changed = compared(found, before, waiving);
    expect(renderGateJunit(changed)).toContain('failures="0" errors="0"');
    expect(renderMarkdown(changed)).toContain('| db01/vda | waived | vm.xml:3 |');
    expect(JSON.parse(renderGateJson(changed)).disks).toMatchObject([
      { verdict: 'unsafe', waived: ['BLK014'], findings: [] },
    ]);
  });

  it('is in JSON with the waiver, and in SARIF as suppressed', () => {
    const { rule, disk, reason, owner, expires, at } = waiver;
    const { comparison, disks, summary } = JSON.parse(text('json'));
    expect(comparison.changes).toMatchObject([
      { change: 'worse', isWaived: true, waivedBy: [{ rule, disk, reason, owner, expires, at }] },
    ]);
    expect(disks).toMatchObject([{ id: 'vda', verdict: 'safe', waived: ['BLK014'] }]);
    expect(summary).toMatchObject({ safe: 0, unsafe: 0, waived: 1, exitCode: 0 });
    const log = renderSarif(result([aDisk()]), { ...sarifOptions, isWaivedListed: true });
    const [found] = JSON.parse(log).runs[0].results;
    expect(found).toMatchObject({ ruleId: 'BLK014', level: 'note', suppressions: [{}] });
  });
});

describe('a disk of which some of what it may be fails', () => {
  const when = 'if cache=unsafe, which the file does not say';
  const open = { verdict: 'inconclusive' as const, reason: `unsafe ${when}` };
  const disk = anUnsafeDisk({ ...open, findings: [aGateFinding({ when })] });

  it.each(['pretty', 'github', 'sarif', 'markdown'])(
    'is told once by %s, with what does',
    (name) => {
      const text = (renderers[name]?.(aGateResult([disk])) ?? '').replaceAll('\\', '');
      expect(text).toContain(`${when}: QEMU was told to drop flushes`);
      expect(text.split(when)).toHaveLength(2);
      const more = { ...disk, undecided: 'not modelled: drbd below', reason: 'not modelled: drbd' };
      expect(renderers[name]?.(aGateResult([more]))).toContain('not modelled: drbd');
    },
  );

  it('is an error of JUnit with it', () => {
    expect(renderGateJunit(aGateResult([disk]))).toContain(`BLK014: ${when}: QEMU was told`);
  });
});

it('Markdown has no table where no disk was made worse', () => {
  const change = { waivers: [], today: '2027-01-31', failOn: 'unsafe' as const };
  const same = compared(aGateResult([aDisk()]), baseOf([aDisk()]), change);
  expect(renderMarkdown(same)).not.toMatch(/^\|/mu);
  expect(renderMarkdown(aGateResult([aDisk()]))).toMatch(/^\| --- /mu);
});

it.each(['pretty', 'sarif', 'github', 'markdown', 'junit'])(
  '%s names what has nothing to do, and where that stands',
  (name) => {
    const rules = [2, 3, 4, 5, 6, 7, 8].map((line) => {
      return { file: 'site.yaml', line, column: 5, endColumn: 10 };
    });
    const waivers = [{ ...waiver, state: 'unused' as const }];
    const changes = { unusedRules: rules, waivers };
    const text = renderers[name]?.(aGateResult([aDisk()], changes)) ?? '';
    expect(text.replaceAll('\\', '')).toContain(
      'waiver unused: BLK014 of db01/* (blkcheck.waivers.yaml:4, until 2027-01-31)',
    );
    expect(text).toContain('rules for no disk here: site.yaml:2, site.yaml:3, ');
    expect(text).toContain('site.yaml:6 and 2 more');
  },
);

it.each(['sarif', 'junit', 'github', 'json'])('%s names the profile and the QEMU', (name) => {
  const by = 'at least, by the machine type';
  const assumptions = [{ key: 'qemu', value: '9.2', by }];
  const text = renderers[name]?.({ ...aGateResult([aDisk()]), assumptions }) ?? '';
  expect(text).toMatch(/qemu-11\.1/u);
  expect(text).toContain('9.2');
  expect(text).toContain(by);
});

it('what is assumed fits on the screen, and is broken between words', () => {
  const value = 'a setting that takes many words '.repeat(8).trim();
  const text = renderers.pretty?.(
    aGateResult([aDisk()], { assumptions: [{ key: 'host', value, by: 'nobody says' }] }),
  );
  const head = text?.split('\n').slice(0, 4) ?? [];
  expect(head.every((line) => line.length <= 80)).toBe(true);
  expect(head.join(' ').replaceAll(/ +/gu, ' ')).toContain(`assuming host=${value} (nobody says)`);
});

it('a safe disk says what that rests on, and that a sample is no proof', () => {
  const disk = aDisk();
  const report = JSON.parse(renderGateJson(aGateResult([disk])));
  expect(report.disks[0].evidence).toEqual(disk.evidence);
  expect(report.seed).toBe(1);
  const evidence = { ...disk.evidence, sampled: ['litmus-sync'] };
  const text = renderers.pretty?.(aGateResult([aDisk({ evidence })])) ?? '';
  expect(text).toContain(
    'safe  db01/vda (vm.xml:3:5): proved in 1 scenario, sampled in 1 scenario',
  );
  expect(text).toContain(
    'for 1 configuration: 36 executions\nsampled, not proved: litmus-sync (seed 1)',
  );
});

it('reports from before there was evidence are reports still', () => {
  const report = JSON.parse(renderGateJson(aGateResult([aDisk()])));
  const { seed: _seed, ...old } = report;
  const { evidence: _evidence, ...disk } = report.disks[0];
  expect(v.is(gateSchema, { ...old, disks: [disk] })).toBe(true);
});

describe('JUnit', () => {
  it('has a case for what a verdict cannot be about, which neither passes nor fails', () => {
    const at = { file: 'run.sh', line: 2, column: 7, endColumn: 9 };
    const notes = [{ rule: 'unreadable' as const, message: 'a `$@` may add options', at }];
    const text = renderGateJunit(aGateResult([aDisk()], { notes, templates: ['chart/vm.yaml'] }));
    expect(text).toContain('classname="run.sh" file="run.sh" name="unreadable: a `$@` may');
    expect(text).toContain('<skipped message="run.sh:2:7: a `$@` may add options">');
    expect(text).toMatch(
      /name="not read: a template">\s*<skipped message="chart\/vm.yaml: render/u,
    );
    expect(text).toContain('tests="3" failures="0" errors="0" skipped="2">');
    expect(renderGateJunit(aGateResult([aDisk()]))).not.toContain('notes');
  });

  it('says where a finding is, also of a disk that is not decided', () => {
    const at = { file: 'vm.xml', line: 7, column: 21, endColumn: 30 };
    const findings = [aGateFinding({ at })];
    const text = (changes: Partial<DiskVerdict>) =>
      renderGateJunit(aGateResult([anUnsafeDisk({ findings, ...changes })]));
    expect(text({})).toContain('CDATA[vm.xml:7:21: BLK014: QEMU was told to drop flushes\n');
    const open = text({ verdict: 'inconclusive', reason: 'unsafe if cache=unsafe' });
    expect(open).toContain('CDATA[vm.xml:3:5: unsafe if cache=unsafe\n\nvm.xml:7:21: BLK014: ');
  });

  it('says why a drive is not judged', () => {
    const at = { file: 'vm.xml', line: 9, column: 5, endColumn: 9 };
    const drive = { id: 'sda', machine: 'db01', file: 'vm.xml', at, reason: 'a CD-ROM' };
    const text = renderGateJunit(aGateResult([aDisk()], { unjudged: [drive] }));
    expect(text).toContain('<skipped message="vm.xml:9:5: a CD-ROM">vm.xml:9:5: a CD-ROM<');
  });

  it('has no change among what passed', () => {
    const change = { id: 'vda', machine: 'db01', settings: [], newFailures: 2, reason: '' };
    const changes = [{ ...change, change: 'worse' as const, waivedBy: [], isWaived: false }];
    const comparison = { base: 'HEAD', changes, alreadyFailing: 0, alreadyWaived: 0, outdated: 0 };
    const text = renderGateJunit(aGateResult([anUnsafeDisk()], { comparison }));
    expect(text).toMatch(/name="worse db01\/vda[^>]*>\s*<skipped/u);
  });
});

it('notes are printed for machines without what only verdicts need', () => {
  const at = { file: 'run.sh', line: 2, column: 7, endColumn: 9 };
  const note = { rule: 'unreadable' as const, message: 'a', at };
  const result = aGateResult([aDisk()], { notes: [{ ...note, ofAllDisks: true }] });
  expect(JSON.parse(renderGateJson(result)).notes).toEqual([note]);
});

it('a setting that has no effect is told in each report', () => {
  const at = { file: 'vm.yaml', line: 2, column: 3, endColumn: 4 };
  const note = { rule: 'no-effect' as const, message: 'not here', at };
  for (const render of Object.values(renderers))
    expect(render(aGateResult([aDisk()], { notes: [note] }))).toContain('not here');
});

it('with --all a finding has its story', () => {
  const result = aGateResult([aDisk({ findings: [aGateFinding({ example: aFinding() })] })]);
  expect(renderers.pretty?.(result)).toMatch(/guest +device +QEMU and host +disk/u);
});

it('a change of what is not set is told in the words of the format', () => {
  const finding = { field: 'aio', isDefault: true, change: 'aio=native' };
  const change = (spelled: string) =>
    renderers.pretty?.(aGateResult([aDisk({ findings: [aGateFinding({ ...finding, spelled })] })]));
  expect(change('io of <driver>')).toContain('change: aio=native (not set here: io of <driver>)\n');
  expect(change('')).toContain('change: aio=native\n');
});

it.each(['pretty', 'junit', 'sarif', 'github', 'markdown'])('%s says what to change', (format) => {
  const result = aGateResult([anUnsafeDisk()]);
  expect(renderers[format]?.(result)).toMatch(/change: ./u);
});

describe('whatever a definition calls its things', () => {
  const holds = (check: (text: string, name: string) => void, format: string, names = wildText) => {
    const render = renderers[format];
    if (render === undefined) throw new Error(format);
    fc.assert(
      fc.property(names, (name) => {
        check(render(named(name)), name);
      }),
      { numRuns: 60 },
    );
  };

  it.each(Object.keys(renderers))('%s obeys no control characters', (format) => {
    holds((text) => expect(text).not.toMatch(/(?!\n)[\p{Cc}\u2028\u2029\u202e]/u), format);
  });

  const plain = renderGithub(named('a')).split('\n').length;
  const command = fc.constantFrom(
    '\n::set-output name=a::b',
    '%0A::error::x',
    '\r::add-mask::a',
    ',x=::',
  );

  it('GitHub gets no command of theirs', () => {
    const check = (text: string) => {
      const lines = text.trimEnd().split('\n');
      expect(lines).toHaveLength(plain - 1);
      for (const line of lines) {
        expect(line).toMatch(
          /^::(error|warning|notice)( file=[^,:\n]*,line=\d+,col=\d+,title=[^,:\n]*)?::[^\n]*$/u,
        );
      }
    };
    holds(check, 'github');
    holds(check, 'github', command);
  });

  it('XML is well formed', () => {
    holds((text) => expect(malformedBecause(text)).toBe(''), 'junit');
  });

  it('SARIF is valid, with relative addresses', () => {
    holds((text, name) => {
      if (name === '' || /\p{Cs}/u.test(name)) return;
      expect([isSarif(JSON.parse(text)), isSarif.errors]).toEqual([true, null]);
      expect([isOfficialSarif(JSON.parse(text)), isOfficialSarif.errors]).toEqual([true, null]);
    }, 'sarif');
    expect(
      JSON.parse(renderSarif(named('a b/c:d.xml'), sarifOptions)).runs[0].results[0],
    ).toMatchObject({
      locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b/c%3Ad.xml' } } }],
    });
  });

  it.each([
    ['a level', '"level": "error"', '"level": "fatal"'],
    ['an address', '"uri": "a"', '"uri": "a b"'],
    ['a column', '"startColumn": 3', '"startColumn": 0'],
    ['a property', '"ruleIndex"', '"ruleNumber"'],
  ])('a log with %s that SARIF has not is refused', (_, right, wrong) => {
    const text = renderSarif(named('a'), sarifOptions);
    expect(text).toContain(right);
    expect(isOfficialSarif(JSON.parse(text))).toBe(true);
    expect(isOfficialSarif(JSON.parse(text.replace(right, wrong)))).toBe(false);
  });

  it('half a character in a name does not stop SARIF', () => {
    expect(() => renderSarif(named('a\ud800'), sarifOptions)).not.toThrow();
  });

  const markup = fc.constantFrom(
    '<script>alert(1)</script>',
    '[x](http://evil.example)',
    '![x](a)',
    '@everyone #1',
    '`a` | b',
    'https://evil.example',
    '<!-- a',
  );

  it('Markdown shows each character as it is', () => {
    expect(markdownText('vm@1 #2 & <a>')).toBe('vm&#64;1 &#35;2 &amp; &lt;a&gt;');
  });

  it('Markdown stays text', () => {
    holds(
      (text) => {
        expect(text.replaceAll('\\\\', '').replaceAll(/\\[[\]()|`!]/gu, '')).not.toMatch(
          /<[a-z!/]|\]\(|@[a-z]|:\/\/|`|(^|\s)#\d/iu,
        );
      },
      'markdown',
      markup,
    );
  });
});

it('several disks with one cause are one block, across files', () => {
  const files = ['a.xml', 'b.xml', 'b.xml'];
  const disks = files.map((file, index) => {
    const at = { file, line: index + 1, column: 1, endColumn: 2 };
    return anUnsafeDisk({ file, id: `vd${index}`, at, findings: [aGateFinding({ at })] });
  });
  const other = anUnsafeDisk({
    findings: [aGateFinding({ rule: 'BLK001', field: 'guest.mount' })],
  });
  const result = aGateResult([...disks, other]);
  expect(blocksOf(result).map(({ places }) => places.length)).toEqual([3, 1]);
  expect(renderers['pretty']?.(result).match(/^error/gmu)).toHaveLength(2);
  expect(renderMarkdown(result).match(/^### BLK/gmu)).toHaveLength(2);
});

it('as many disks with one cause as anybody can write take no time', () => {
  const findings = Array.from({ length: 512 }, () => aGateFinding());
  const disks = Array.from({ length: 512 }, () => anUnsafeDisk({ findings }));
  expect(blocksOf({ disks })).toHaveLength(1);
});

it('a fingerprint stays when lines move, and differs between disks, rules and settings', () => {
  const { fingerprint } = sarifOptions;
  const disk = anUnsafeDisk();
  const finding = aGateFinding();
  const moved = aGateFinding({ at: { file: 'x', line: 99, column: 1, endColumn: 2 } });
  expect(fingerprint({ ...disk, file: 'x' }, moved)).toBe(fingerprint(disk, finding));
  const all = [
    fingerprint(disk, finding),
    fingerprint({ ...disk, id: 'vdb' }, finding),
    fingerprint(disk, { ...finding, rule: 'BLK001' }),
    fingerprint(disk, { ...finding, field: 'direct' }),
  ];
  expect(new Set(all).size).toBe(4);
});

it('a story is a code flow', () => {
  const { runs } = JSON.parse(renderSarif(named('a'), sarifOptions));
  const [flow] = runs[0].results[0].codeFlows[0].threadFlows;
  expect(flow.locations.length).toBe(aFinding().trace.length);
});

it('disks of which something else has to be changed are not told together', () => {
  const disks = (changes: readonly string[]) =>
    changes.map((change, nth) =>
      anUnsafeDisk({ id: `vd${nth}`, findings: [aGateFinding({ change })] }),
    );
  const blocks = (changes: readonly string[]) =>
    blocksOf(aGateResult(disks(changes))).map(({ places }) => places.length);
  expect(blocks(['cache=none', 'cache=none', "cache='none'"])).toEqual([2, 1]);
});

it('says what to do where nothing but what is open decides the status, and not where a finding does', () => {
  const open = aDisk({ verdict: 'inconclusive', reason: 'not modelled: drbd below' });
  const text = (exitCode: number) => {
    const result = aGateResult([open]);
    const summary = { ...result.summary, exitCode };
    return renderers['pretty']?.({ ...result, summary } as GateResult);
  };
  expect(text(3)).toContain('a waiver of the rule `inconclusive`');
  expect(text(1)).not.toContain('a waiver');
});
