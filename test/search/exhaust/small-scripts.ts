import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import type { Configuration } from '../../../src/model/configuration.js';
import type { Script } from '../../../src/model/script.js';
import { cellOf, differenceOf } from '../../../src/run/configurations/configurations.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import {
  randomConfiguration,
  sampleMailConfigurations,
} from '../../analysis/all-configurations.js';
import { randomScript } from '../../analysis/random-scripts.js';
import { mailProfile } from '../../mail-profile.js';
import { randomRounds } from './rounds.js';
import { randomThreads } from './threads.js';

export type Random = (below: number) => number;

const mailConfigurations = sampleMailConfigurations(499);

/** Stacks on which a flush may be skipped, so that the order of completions shows. */
const skipping = [
  'virtio-scsi/none',
  'virtio-scsi/writeback@elevator=noop',
  'usb-storage/none',
  'virtio-blk/writethrough',
  'ide/directsync@elevator=noop',
  'xen-block/writethrough',
  'nvme/directsync@allocation=sparse',
  'megasas/none',
].map((name) => configurationNamed(name, defaultProfile));

/** The mail's stacks, any others, and those on which a flush may be skipped. */
export function configurationFrom(random: Random): Configuration {
  const kind = random(3);
  if (kind === 0) return randomConfiguration(random);
  const list = kind === 1 ? mailConfigurations : skipping;
  const configuration = list[random(list.length)];
  if (configuration === undefined) throw new Error('there are no configurations');
  return configuration;
}

/** The next of what comes out that is a script and small enough. */
function next(make: () => Script | null, operationsMax: number): Script {
  for (;;) {
    const script = make();
    if (script !== null && script.operations.length <= operationsMax) return script;
  }
}

export function smallScript(random: Random, operationsMax: number, overlap: boolean): Script {
  return next(() => randomScript(random, overlap), operationsMax);
}

export function smallThreads(random: Random, operationsMax: number): Script {
  return next(() => randomThreads(random), operationsMax);
}

export function smallRounds(random: Random, operationsMax: number): Script {
  return next(() => randomRounds(random), operationsMax);
}

export function textOf({ threads, operations }: Script, configuration: Configuration): string {
  const stepOf = (id: number) => {
    const operation = operations.find((each) => each.id === id);
    if (operation === undefined) return '';
    const { label, lba, sectorCount, fua, refused, kind } = operation;
    const started = kind === 'parallel' ? ` ${operation.threads.join(' ')}` : '';
    const more = `${fua ? ' fua' : ''}${kind === 'barrier' ? ` ${refused}` : ''}${started}`;
    return `${id} ${label} at ${lba}+${sectorCount}${more}`;
  };
  const where = `${cellOf(configuration)}${differenceOf(configuration, mailProfile)}`;
  return `${where}\n${threads.map((ids) => ids.map(stepOf).join('; ')).join('\n')}`;
}
