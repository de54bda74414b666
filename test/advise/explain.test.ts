import { describe, expect, it } from 'vitest';
import { explainStack } from '../../src/advise/explain.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import { rules } from '../../src/catalogue/rules/rules.js';
import { cellOf, differenceOf } from '../../src/run/configurations/configurations.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { randomConfiguration, sampleMailConfigurations } from '../analysis/all-configurations.js';
import { pseudoRandom } from '../analysis/observe.js';
import { mailProfile } from '../mail-profile.js';

function explain(name: string) {
  return explainStack(configurationNamed(name, mailProfile));
}

function stopsOf(name: string) {
  return explain(name).stops.map(({ what, where }) => `${what} ${where}`);
}

function riskOf(name: string, wanted: string) {
  const risk = explain(name).risks.find(({ fault }) => fault === wanted);
  return [risk?.atRisk, ...(risk?.rules ?? [])];
}

describe('the name of a stack', () => {
  it('is the one in the ids of results', () => {
    const all = sampleMailConfigurations(9_973);
    const possible = all.filter((configuration) => refusalOf(configuration) === '');
    expect(possible.length).toBeGreaterThan(all.length / 2);
    for (const configuration of possible) {
      const name = cellOf(configuration) + differenceOf(configuration, mailProfile);
      expect(configurationNamed(name, mailProfile)).toEqual(configuration);
    }
  });

  it.each([
    ['ide/none/file', 'is not frontend/cache'],
    ['ide/none@disk=plp,disk=no-wce', '`disk` is given twice'],
    ['ide/none@disk=!plp', 'names 4 stacks'],
    ['ide@disk=plp', '`ide` is not frontend/cache'],
    ['ide/none@disk', 'a disk is missing'],
    ['ide/none@ext3-no-barrier=yes', 'is on or off, not `yes`'],
    ['ide/none@speed=9', 'a stack has no `speed`'],
  ])('%s is refused', (name, message) => {
    expect(() => configurationNamed(name, mailProfile)).toThrow(message);
  });
});

describe('an explanation', () => {
  it('says where a write, a flush and a FUA write stop', () => {
    expect(stopsOf('ide/none')).toEqual([
      "a write reaches the disk's cache",
      'a flush never leaves the guest',
      'a FUA write is an ordinary write',
    ]);
    expect(stopsOf('scsi/none@allocation=sparse')).toEqual([
      "a write reaches the disk's cache; the allocation of its blocks only the host's page cache",
      'a flush brings all that had completed before it to the medium',
      'a FUA write is a write and then a flush: it reaches the medium',
    ]);
  });

  it('names the layers from the top down, each once', () => {
    const layers = explain('scsi/none@allocation=sparse').layers.map(({ layer }) => layer);
    expect(layers).toEqual(['guest', 'guest-driver', 'frontend', 'qemu', 'image', 'host', 'disk']);
  });

  it('says what each fault puts at risk, and which defect is to blame', () => {
    const never = 'every write, whether flushed or not, until a cache writes it out by itself';
    expect(riskOf('ide/writeback', 'power-loss')).toEqual([never, 'BLK003']);
    expect(riskOf('virtio-blk/none', 'power-loss')).toEqual([never, 'BLK004']);
    expect(riskOf('scsi/writeback@host=ext3', 'power-loss')).toEqual([never, 'BLK005']);
    expect(riskOf('scsi/writeback@disk=wce-lying', 'power-loss')).toEqual([never, 'BLK008']);
    expect(riskOf('scsi/none@mount=nobarrier', 'power-loss')).toEqual([never, 'BLK001']);
    expect(riskOf('ide/writeback', 'qemu-kill')).toEqual(['only what has not completed']);
  });

  it('promises nothing in the words of a finding', () => {
    const random = pseudoRandom(4);
    const drawn = Array.from({ length: 200 }, () => randomConfiguration(random));
    const forgetful = [
      'virtio-scsi/none@disk=wce-fua-ignored,aio=io_uring',
      'virtio-blk/none@fsync-error=retries',
      'pflash/writeback',
      'virtio-blk/none@werror=ignore',
      'nvme/none@werror=ignore',
    ].map((name) => configurationNamed(name, defaultProfile));
    const clauses = [...drawn, ...forgetful].flatMap((each) =>
      explainStack(each).layers.flatMap((at) => at.clauses),
    );
    const found = new Set(rules.map(({ because }) => because));
    expect(clauses.filter(({ says }) => found.has(says))).toEqual([]);
    const named = new Set<string>(clauses.map(({ rule }) => rule));
    expect(['BLK028', 'BLK027', 'BLK020', 'BLK019'].filter((rule) => !named.has(rule))).toEqual([]);
  });

  it('says of an error policy what the device makes of it', () => {
    const told = (name: string) =>
      explainStack(configurationNamed(name, defaultProfile)).layers.flatMap(({ clauses }) =>
        clauses.flatMap(({ says }) => /.*(?:error policy|werror=|every error).*/.exec(says) ?? []),
      );
    expect(told('nvme/none')).toEqual([]);
    for (const policy of ['stop', 'ignore'])
      expect(told(`nvme/none@werror=${policy}`)).toEqual([
        'NVMe tells the guest of every error, whatever the error policy',
      ]);
    expect(told('ahci/none@werror=stop')).toEqual([]);
    expect(told('ahci/none@werror=ignore')).toEqual([
      'tells the guest that what failed has succeeded (werror=ignore)',
    ]);
  });

  it('blames a disk that ignores FUA, where nobody flushes behind it', () => {
    const lost =
      'what no flush, sent after it completed, has covered, even if it was written with FUA';
    const onDisk = (name: string) => {
      const on = configurationNamed(`${name},disk=wce-fua-ignored`, defaultProfile);
      const risk = explainStack(on).risks.find(({ fault }) => fault === 'power-loss');
      return [risk?.atRisk, ...(risk?.rules ?? [])];
    };
    expect(onDisk('virtio-scsi/none@aio=io_uring')).toEqual([lost, 'BLK028']);
    expect(onDisk('virtio-scsi/none@host=iscsi,format=network')).toEqual([lost, 'BLK028']);
    expect(onDisk('virtio-blk/none@aio=io_uring')).toEqual([
      'what no flush, sent after it completed, has covered',
    ]);
  });

  it('names a rule for all that is lost although it was to be durable', () => {
    const random = pseudoRandom(11);
    const defective = /even if it was written with FUA|nobody is told|and goes on$|out by itself$/u;
    for (let at = 0; at < 2_000; at += 1) {
      const on = randomConfiguration(random);
      for (const { fault, atRisk, rules } of explainStack(on).risks)
        if (defective.test(atRisk))
          expect([on, fault, rules.length > 0]).toEqual([on, fault, true]);
    }
  });

  it('blames the lack of order on who refuses barriers', () => {
    expect(explain('virtio-blk/writethrough').order.rules).toEqual(['BLK002']);
    expect(explain('scsi/writethrough').order.rules).toEqual([]);
  });
});
