import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderGateJson } from '../../src/report/gate/json.js';
import { blkcheck, temporaryFolder } from './command.js';
import { domain } from './forge.js';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What a user gets: the file that `exports` of package.json names, with the types of the source. */
const built: string = at('dist/index.js');
const library = (await import(built)) as typeof import('../../src/index.js');

const vms = at('examples/vms');
const text = `name: db
devices:
  data: { type: disk, pool: default, source: data, io.cache: unsafe }
`;
const definitions = [{ name: 'db.yaml', text }];

/** What the command prints of the same. */
async function printed(...words: readonly string[]) {
  const { stdout } = await blkcheck(words, { cwd: temporaryFolder() });
  return JSON.parse(stdout);
}

/** As it is written. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a run', () => {
  const options = { frontends: ['ide'], caches: ['writeback'], scenarios: ['wal-commit'] };

  it('gives what the command prints', async () => {
    const { cells, summary } = await library.run(options);
    const words = ['--frontend', 'ide', '--cache', 'writeback', '--scenario', 'wal-commit'];
    const report = await printed('run', ...words, '--reporter', 'json');
    expect(asJson(cells)).toEqual(report.cells);
    expect(asJson(summary)).toEqual(report.summary);
  });

  it('takes a scenario that is defined in the program, and repeats what it found', async () => {
    const scenario = library.defineScenario({
      scenario: {
        name: 'trusting',
        suite: 'careless',
        summary: 'Writes and never syncs.',
        models: 'A test.',
        disk: { sectors: 4 },
        regions: { cell: { at: 1, sectors: 1 } },
        steps: [{ write: 'cell', transaction: 1 }, 'wait', { acknowledge: { transaction: 1 } }],
      },
      recover: (disk) => disk.read(1) !== null,
      holds: (found, done) =>
        found || done.length === 0 || { kind: 'lost', effect: 'the cell is empty' },
    });
    const given = { frontends: ['scsi'], caches: ['none'], hosts: ['block-device'] };
    const { results, summary } = await library.run({ ...given, scenarios: [scenario], jobs: 2 });
    expect(summary.exitCode).toBe(1);
    const [finding] = [
      ...results.flatMap(({ findings }) => findings),
      ...summary.workloadBugs.map((bug) => bug.finding),
    ];
    if (finding === undefined) throw new Error('nothing was found');
    expect(finding.effect).toBe('the cell is empty');
    expect(await library.replay(finding.replay, { scenario })).toMatchObject({
      kind: 'reproduced',
    });
    await expect(library.replay(finding.replay)).rejects.toThrow('the recovery of trusting');
  });
});

/** A folder of two machines, one of them waived, and what lies below both. */
function twoMachines(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'vms'));
  writeFileSync(join(folder, 'vms/db.xml'), domain('none'));
  writeFileSync(join(folder, 'vms/web.xml'), domain('unsafe', 'web'));
  writeFileSync(join(folder, 'site.yaml'), 'blkcheck: config/1\n');
  const waiver = '{ rule: BLK014, disk: web/vda, reason: r, owner: o, expires: "2999-01-01" }';
  writeFileSync(join(folder, 'waivers.yaml'), `blkcheck: waivers/1\nwaivers: [${waiver}]\n`);
  return folder;
}

describe('definitions', () => {
  it('are read as the command reads them', async () => {
    const { disks, files } = await library.readDefinitions({ definitions: [vms] });
    const { files: read } = await printed('config', vms, '--json');
    expect(files.map(({ file }) => file)).toEqual(read.map(({ file }: { file: string }) => file));
    expect(disks.map(({ disk }) => disk.id)).toEqual(
      read.flatMap(({ disks: own }: { disks: { id: string }[] }) => own.map(({ id }) => id)),
    );
    expect(disks.every(({ site }) => site.faults.known)).toBe(true);
  });

  it('are judged as the command judges them', async () => {
    const file = join(vms, '101.conf');
    const { disks, summary, assumptions } = await library.checkDefinitions({ definitions: [file] });
    const report = await printed('run', file, '--reporter', 'json');
    expect(summary).toEqual(report.summary);
    expect(assumptions).toEqual(report.assumptions);
    const told = disks.map(({ id, verdict, settings }) => ({ id, verdict, settings }));
    expect(report.disks).toMatchObject(told);
    expect(told.length).toBeGreaterThan(1);
  });

  it('may be texts, which refer to no file', async () => {
    const { disks } = await library.checkDefinitions({ definitions, scenarios: ['wal-commit'] });
    expect(disks.map(({ id, verdict, at: { file, line } }) => [id, verdict, file, line])).toEqual([
      ['data', 'unsafe', 'db.yaml', 3],
    ]);
    const folder = temporaryFolder();
    const started = 'qemu-system-x86_64 -readconfig vm.cfg\n';
    writeFileSync(join(folder, 'vm.sh'), started);
    writeFileSync(join(folder, 'vm.cfg'), '[drive]\n  file = "a.img"\n  if = "virtio"\n');
    const disksOf = async (own: Parameters<typeof library.readDefinitions>[0]['definitions']) =>
      (await library.readDefinitions({ definitions: own })).disks.length;
    expect(await disksOf([join(folder, 'vm.sh')])).toBe(1);
    expect(await disksOf([{ name: join(folder, 'vm.sh'), text: started }])).toBe(0);
  });

  it('are waived until the day that is given', async () => {
    const folder = temporaryFolder();
    const waiversFile = join(folder, 'waivers.yaml');
    const waiver =
      '{ rule: BLK014, disk: db/data, owner: me, reason: a test, expires: 2026-06-30 }';
    writeFileSync(waiversFile, `blkcheck: waivers/1\nwaivers:\n  - ${waiver}\n`);
    const options = { definitions, waiversFile, scenarios: ['wal-commit'] };
    const before = await library.checkDefinitions({ ...options, today: '2026-06-30' });
    expect([before.summary.waived, before.waivers[0]?.state]).toEqual([1, 'used']);
    const after = await library.checkDefinitions({ ...options, today: '2026-07-01' });
    expect([after.summary.waived, after.waivers[0]?.state]).toEqual([0, 'expired']);
  });

  it('are compared with another state of their files', async () => {
    const folder = temporaryFolder();
    for (const name of ['now', 'before']) mkdirSync(join(folder, name));
    cpSync(join(vms, 'db01.xml'), join(folder, 'now', 'db01.xml'));
    writeFileSync(join(folder, 'now', 'db.yaml'), text);
    writeFileSync(join(folder, 'before', 'db.yaml'), text.replace('unsafe', 'none'));
    cpSync(join(vms, 'db01.xml'), join(folder, 'before', 'db01.xml'));
    const states = { definitions: [join(folder, 'now')], base: join(folder, 'before') };
    const options = { ...states, scenarios: ['wal-commit'] };
    const { disks, comparison } = await library.checkDefinitions(options);
    expect(disks.map(({ id }) => id)).toEqual(['data']);
    expect(comparison?.changes.map(({ id, change }) => [id, change])).toEqual([['data', 'worse']]);
    const words = ['run', states.base, '--scenario', 'wal-commit', '--write-base', 'base.json'];
    await blkcheck(words, { cwd: folder });
    const kept = await library.checkDefinitions({ ...options, base: join(folder, 'base.json') });
    expect(kept.comparison).toMatchObject({ changes: comparison?.changes, outdated: 0 });
    await expect(
      library.checkDefinitions({ definitions, base: join(folder, 'before') }),
    ).rejects.toThrow('db.yaml is a text');
  });

  it('are selected as the command selects them', async () => {
    const folder = twoMachines();
    const vm = join(folder, 'vms');
    const only = ['*/vda', '!web/*'];
    const words = ['--only', '*/vda', '--only', '!web/*'];
    const scenario = ['--scenario', 'wal-commit'];
    const told = async (...command: readonly string[]) =>
      (await blkcheck([...command, ...words], { cwd: folder })).stdout;
    const options = { definitions: [vm], only, siteFile: join(folder, 'site.yaml') };
    const site = ['--config', options.siteFile];
    const scenarios = ['wal-commit'];
    const waiversFile = join(folder, 'waivers.yaml');
    const result = await library.checkDefinitions({ ...options, scenarios, waiversFile });
    const json = [...scenario, '--reporter', 'json', '--waivers', waiversFile];
    expect(renderGateJson(result)).toBe(await told('run', vm, ...site, ...json));
    expect(result.disks.map(({ machine, id }) => `${machine}/${id}`)).toEqual(['db/vda']);
    // Of the waiver of the other nobody knows.
    expect(result.waivers).toEqual([]);
    const { disks } = await library.readDefinitions(options);
    expect(disks.map(({ machine }) => machine)).toEqual(['db']);
    const fixed = await library.fixDefinitions({ ...options, scenarios });
    expect(asJson(fixed)).toEqual(
      JSON.parse(await told('fix', vm, ...site, ...scenario, '--json')),
    );
    const { groups } = await library.explainDefinitions(options);
    expect(groups.flatMap((each) => each.disks.map(({ machine }) => machine))).toEqual(['db']);
    await expect(library.readDefinitions({ ...options, only: ['db/x'] })).rejects.toThrow(
      /^only: no disk is called `db\/x`/u,
    );
  }, 60_000);

  it('have the baseline that the command writes, and are compared as it compares', async () => {
    const folder = twoMachines();
    const definitions = [join(folder, 'vms')];
    const base = join(folder, 'base.json');
    const words = ['run', ...definitions, '--scenario', 'wal-commit', '--reporter', 'json'];
    const told = async (...more: readonly string[]) => (await blkcheck([...words, ...more])).stdout;
    const options = { definitions, scenarios: ['wal-commit'] };
    const printedThen = await told('--write-base', base);
    const then = await library.baselineDefinitions(options);
    expect(then.text).toBe(readFileSync(base, 'utf8'));
    expect(renderGateJson(then.result)).toBe(printedThen);

    const states = { db: ['none', 'unsafe'], web: ['unsafe', 'none'] } as const;
    for (const [name, [, cache]] of Object.entries(states))
      writeFileSync(join(folder, 'vms', `${name}.xml`), domain(cache, name));
    const report = await told('--base', base);
    const kept = { name: base, text: then.text };
    expect(renderGateJson(await library.checkDefinitions({ ...options, base: kept }))).toBe(report);
    expect(renderGateJson(await library.checkDefinitions({ ...options, base }))).toBe(report);
    expect(JSON.parse(report).comparison.changes).toMatchObject([
      { machine: 'db', change: 'worse' },
      { machine: 'web', change: 'better' },
    ]);
    const again = await library.baselineDefinitions({ ...options, base: kept });
    expect([again.text, again.reason]).toEqual(['', '1 disk is worse']);
  }, 60_000);

  it('are mended and explained as data', async () => {
    const { answers } = await library.fixDefinitions({ definitions, scenarios: ['wal-commit'] });
    expect(answers.map(({ fix }) => fix?.current.verdict)).toEqual(['unsafe']);
    expect(answers[0]?.fix?.chosen).not.toBe('');
    const { groups } = await library.explainDefinitions({ definitions });
    expect(groups.map(({ disks }) => disks.map(({ id }) => id))).toEqual([['data']]);
    expect(groups[0]?.explanation?.stops.map(({ what }) => what)).toContain('a flush');
  });
});

describe('a stack', () => {
  it('is mended as the command mends it', async () => {
    const result = await library.fix({ stack: 'ide/none', scenarios: ['wal-commit'] });
    const report = await printed('fix', 'ide/none', '--scenario', 'wal-commit', '--json');
    expect(asJson(result)).toEqual(report);
  });

  it('is explained', async () => {
    const { stack, layers, risks } = await library.explainStack('ide/writeback');
    expect(stack).toBe('ide/writeback');
    expect(layers.map(({ layer }) => layer)).toContain('qemu');
    const rules = risks.flatMap(({ rules: own }) => own);
    expect((await library.explainRule(rules[0] ?? '')).id).toBe(rules[0]);
  });

  it('has a place in the matrix', async () => {
    const options = { vary: ['frontend', 'cache'], scenarios: ['wal-commit'] };
    const words = ['--vary', 'frontend,cache', '--scenario', 'wal-commit', '--reporter', 'json'];
    expect(asJson(await library.matrix(options))).toEqual(await printed('matrix', ...words));
  });
});

it('names are listed as the command lists them', async () => {
  const { frontends } = await printed('list', 'frontends', '--json');
  expect(asJson(await library.list('frontends'))).toEqual(frontends);
});
