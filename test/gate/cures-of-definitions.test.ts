import { describe, expect, it } from 'vitest';
import { changeOf, type SpelledCure, spelledCures } from '../../src/catalogue/cures/cure-words.js';
import { isOfDefinitions, notationOf } from '../../src/catalogue/cures/notations/spelling.js';
import type { RuleId } from '../../src/catalogue/rules/rules.js';
import { readSite } from '../../src/config/site/read.js';
import { siteOf } from '../../src/config/site/resolve.js';
import { sourceText } from '../../src/config/text.js';
import { candidatesOf } from '../../src/gate/candidates.js';
import type { Runner } from '../../src/gate/runner.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import type { NotationId } from '../../src/model/notation.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import { readers } from '../config/readers.js';
import { only, read } from '../config/reading.js';
import { proved } from '../search/jobs.js';
import { type Definition, definitions, type Said } from './definitions.js';

const known = new Map<string, readonly RuleId[]>();

/** The rules that are to blame on a machine. */
function rulesOn(configuration: Configuration, fault: FaultId): readonly RuleId[] {
  const key = JSON.stringify([configuration, fault]);
  const rules =
    known.get(key) ??
    ['append-fdatasync', 'odsync-log', 'wal-commit'].flatMap((name) =>
      proved(`scenarios/${name}.yaml`, configuration, fault).findings.map(
        ({ rule }) => rule as RuleId,
      ),
    );
  known.set(key, rules);
  return rules;
}

const runner: Runner = { release: '11.1', machine: 'newest' };
const siteText = 'default:\n  image: { allocation: full }\n';

interface Made {
  readonly disk: VmDisk;
  readonly configurations: readonly Configuration[];
  readonly refused: string;
}

function made({ format, write }: Definition, said: Said, site: string): Made {
  const definition = only(read(readers[format], write(said), { qemuVersion: '11.1' }));
  const [disk] = definition.disks;
  const found = readSite(sourceText('site.yaml', siteText + site));
  if (disk === undefined || 'diagnostics' in found) throw new Error(`not read: ${write(said)}`);
  const place = { file: 'input', definition, isOneOfSeveral: false, disk };
  const candidates = candidatesOf(disk, siteOf(found.site, place), runner);
  return { disk, ...candidates };
}

interface Case {
  readonly said: Said;
  readonly site: string;
  readonly fault: FaultId;
}

const plain = { werror: '', dpofua: '', 'config-wce': '', format: 'raw' } as const;

/** Disks that the format can describe, and the guests that make a difference. */
function casesOf({ frontends, caches, engines, policies }: Definition): readonly Case[] {
  const disks = frontends.flatMap((frontend) =>
    caches.flatMap((cache) => engines.map((aio) => ({ ...plain, frontend, cache, aio }))),
  );
  const isUsual = ({ aio }: Said) => aio === 'threads' || aio === '';
  return [
    ...disks.map((said) => ({ said, site: '', fault: 'power-loss' as const })),
    ...['windows', 'freebsd'].flatMap((system) =>
      disks
        .filter((said) => isUsual(said) && /virtio-blk|ahci|cracker|cloud/.test(said.frontend))
        .map((said) => ({
          said,
          site: `  guest: { system: ${system} }\n`,
          fault: 'power-loss' as const,
        })),
    ),
    ...disks
      .filter(({ frontend, cache }) => /virtio-blk|ahci/.test(frontend) && cache !== 'unsafe')
      .flatMap((said) => policies.map((werror) => ({ ...said, werror })))
      .map((said) => ({ said, site: '', fault: 'io-error' as const })),
  ];
}

/** What the definition says once a cure is made; null where something outside it is changed. */
function changed(said: Said, { cure, place }: SpelledCure): Said | null {
  const keys = Object.keys(cure.settings);
  if (place === 'outside' || keys.length === 0) return null;
  return keys.every(isOfDefinitions) ? { ...said, ...cure.settings } : null;
}

/** Without quotes, and without the bus that the name of a device of QEMU ends with. */
const unquoted = (text: string): string => text.replace(/["']|-pci\b/gu, '');

/** Whether it stands there, and is not only how a longer word begins. */
function isWhole(text: string, part: string): boolean {
  return text
    .split(part)
    .slice(1)
    .some((rest) => !/^[\w-]/u.test(rest));
}

/** Whether a text has the words of a cure, each part of them; a property may be XML there. */
function has(text: string, words: string): boolean {
  return unquoted(words)
    .replace(/\b(virtio|scsi|sata|ide)N/gu, '$10')
    .replace(/(scsi-hd )?(dpofua|config-wce)=off( by <qemu:override>)?$/u, '$2')
    .replace(/libvirt\.qemuargs -global /u, '')
    .split(/ with | on | and | in | as its key|qemuargs -global /u)
    .every((part) => isWhole(unquoted(text), part));
}

/** What is left of a change without the words that its notation has. */
function strangeWords(id: NotationId, change: string): string {
  const own = Object.values(notationOf(id).settings).flatMap((values) => Object.values(values));
  const named = own.flatMap((words) => [words, words.replace(/[^\s=:]+$/u, '')]);
  return named
    .sort((a, b) => b.length - a.length)
    .reduce((text, words) => text.replaceAll(words, ''), change)
    .replace(
      /-global \S+|(dpofua|config-wce)=off by <qemu:override>|xslt: \S+|disk_cachemodes = \w+=\w+( or \w+=\w+)*/gu,
      '',
    );
}

const wordsOfQemu = /[a-z]=|-device|-drive|-blockdev|virtio-blk|scsi-hd/u;
/** The monitor has no mode that cures; of an image the cache is said in another file. */
const isElsewhere: ReadonlySet<string> = new Set(['cloud-hypervisor', 'image-properties']);
const saysItAsQemu: ReadonlySet<string> = new Set(['qemu-drive', 'qemu-blockdev']);

describe.each(definitions)('a disk as $notation', (definition) => {
  const { notation, write } = definition;
  const met = new Set<RuleId>();
  const failing: string[] = [];
  const wordless: string[] = [];
  const strange = new Set<string>();
  let applied = 0;
  for (const { said, site, fault } of casesOf(definition)) {
    const { disk, configurations } = made(definition, said, site);
    const rules = new Set(configurations.flatMap((on) => rulesOn(on, fault)));
    for (const rule of rules) {
      met.add(rule);
      const blamed = configurations.filter((on) => rulesOn(on, fault).includes(rule));
      const change = changeOf(rule, disk.notation, blamed);
      if (wordsOfQemu.test(strangeWords(notation, change))) strange.add(`${rule}: ${change}`);
      for (const cure of spelledCures(rule, disk.notation, blamed)) {
        const after = changed(said, cure);
        if (after === null) continue;
        applied += 1;
        const label = `${rule} of ${JSON.stringify(said)}${site}: ${cure.words.join(' with ')}`;
        const mended = made(definition, after, site);
        if (mended.configurations.length === 0) failing.push(`${label}: ${mended.refused}`);
        if (mended.configurations.some((on) => rulesOn(on, fault).includes(rule)))
          failing.push(label);
        const text = write(after);
        if (!cure.words.every((words) => has(text, words))) wordless.push(label);
      }
    }
  }

  it('is read as such', () => {
    const [first] = casesOf(definition);
    if (first === undefined) throw new Error('no case');
    expect(made(definition, first.said, '').disk.notation).toBe(notation);
    expect(met.size).toBeGreaterThan(0);
  });

  it('is mended by each change that is proposed', () => {
    expect(failing).toEqual([]);
    if (!isElsewhere.has(notation)) expect(applied).toBeGreaterThan(0);
  });

  it('has the words of that change in its text then', () => {
    expect(wordless).toEqual([]);
  });

  it('is told nothing in words of QEMU that it does not have', () => {
    if (!saysItAsQemu.has(notation)) expect([...strange]).toEqual([]);
  });
});
