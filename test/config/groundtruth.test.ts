import { describe, expect, it } from 'vitest';
import { readQemu } from '../../src/config/qemu/read.js';
import { sourceText } from '../../src/config/text.js';
import { only, read, shown } from './reading.js';
import { hasSamples, sample } from './shared.js';

interface Node {
  readonly drv: string;
  readonly file: string;
  readonly cache: { readonly direct: boolean; readonly 'no-flush': boolean };
}

interface Answer {
  readonly error?: string;
  readonly drives?: readonly {
    readonly device: string;
    readonly file: string | null;
    readonly qdev: string | null;
    readonly ro: boolean;
    readonly cache: { readonly writeback: boolean } | null;
  }[];
  readonly nodes?: readonly Node[];
}

interface Case {
  readonly argv: string;
  readonly result: Answer;
}

const cases: readonly Case[] = hasSamples
  ? JSON.parse(sample('qemu-groundtruth', 'results.json')).cases
  : [];

function readArgv(argv: string) {
  const machine = /(^| )(-M|-machine) /.test(argv) ? '' : ' -M pc';
  const related = (name: string) => sourceText(name, sample('qemu-groundtruth', name));
  return only(read(readQemu, `qemu-system-x86_64${machine} ${argv}\n`, { related }));
}

/** What each writable drive does, by the device's flag and by its protocol node's. */
function truthOf({ drives = [], nodes = [] }: Answer) {
  const files = nodes.filter(({ drv }) => drv === 'file');
  return drives
    .filter(({ file, ro, qdev }) => file !== null && !ro && qdev !== null)
    .map(({ cache, file }) => {
      const node = files.find((each) => each.file === file) ?? files[0];
      return {
        writeback: cache?.writeback,
        direct: node?.cache.direct,
        noFlush: node?.cache['no-flush'],
      };
    });
}

/** What QEMU refuses for a reason that lies in files or builds, not in the command line. */
const notOfTheCommandLine = /json:/;

describe.skipIf(!hasSamples)("QEMU 7.2's own answers", () => {
  it('are there', () => {
    expect(cases.length).toBeGreaterThan(70);
  });

  it.each(cases.filter(({ result }) => result.error === undefined))('$argv', ({ argv, result }) => {
    const { disks, notes } = readArgv(argv);
    const found = disks.map(({ writeback, direct, noFlush }) => ({
      writeback: shown(writeback),
      direct: shown(direct),
      noFlush: shown(noFlush),
    }));
    expect(found).toEqual(truthOf(result));
    expect(notes.filter(({ rule }) => rule === 'refused-by-qemu')).toEqual([]);
  });

  it.each(
    cases.filter(
      ({ argv, result }) => result.error !== undefined && !notOfTheCommandLine.test(argv),
    ),
  )('refuses $argv', ({ argv }) => {
    const { disks, notes } = readArgv(argv);
    const all = [...notes, ...disks.flatMap((disk) => disk.notes)];
    expect(all.map(({ rule }) => rule)).toContain('refused-by-qemu');
  });
});
