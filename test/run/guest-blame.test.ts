import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/model/configuration.js';
import type { StackChoice } from '../../src/model/finding.js';
import { cellOf, configurationsOf } from '../../src/run/configurations/configurations.js';
import { selectDimensions } from '../../src/run/configurations/dimensions.js';
import { shippedScenarios } from '../../src/run/scenarios/shipped-scenarios.js';
import { oracleWith } from '../../src/run/scenarios/workload.js';
import { type ExamineJob, examine } from '../../src/search/examine/examine.js';
import { methodFor } from '../../src/search/examine/method.js';
import { mailProfile } from '../mail-profile.js';
import { engines } from '../search/jobs.js';

const withoutBarriers = configurationsOf(
  mailProfile,
  selectDimensions({ mounts: ['nobarrier'] }, mailProfile),
);
const bareMetal: StackChoice = { kind: 'bare-metal', guest: 'configured' };
const scenarios = (await shippedScenarios()).filter(({ suite }) => suite === 'completion');

function findingsOf(name: string, configuration: Configuration, stack: StackChoice) {
  const scenario = scenarios.find((each) => each.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const job: ExamineJob = {
    id: `${name}:${cellOf(configuration)}:power-loss`,
    workload: { scenario, oracleOf: oracleWith(null), members: null },
    parameters: {},
    stack,
    configuration,
    fault: 'power-loss',
    faults: ['power-loss'],
    method: methodFor(scenario, {}),
    runs: 300,
    seed: 1,
    blkcheckVersion: '0.1.0',
  };
  return examine(job, engines).findings;
}

/** The blame comes from what the layers noted; bare metal with the same guest is a second opinion. */
describe('a guest that is mounted without barriers', () => {
  const [configuration] = withoutBarriers;
  if (configuration === undefined) throw new Error('no configuration');

  it.each(scenarios.map(({ name }) => name))(
    '%s: is blamed only where bare metal fails too',
    (name) => {
      const onBareMetal = findingsOf(name, configuration, bareMetal).map(({ kind }) => kind);
      for (const each of withoutBarriers) {
        const blamed = findingsOf(name, each, { kind: 'configuration' }).filter(
          ({ blame }) => blame === 'guest',
        );
        for (const { kind } of blamed) expect(onBareMetal).toContain(kind);
      }
    },
  );

  it('is blamed for all that fails above an honest device', () => {
    const honest = withoutBarriers.filter((each) => cellOf(each) === 'scsi/none');
    const findings = honest.flatMap((each) =>
      findingsOf('wal-commit', each, { kind: 'configuration' }),
    );
    expect(findings.length).toBeGreaterThan(0);
    expect(new Set(findings.map(({ blame }) => blame))).toEqual(new Set(['guest']));
  });
});
