import { UsageError } from '../run/usage-error.js';

/** The flags that messages name, by the options of the library that say the same. */
const optionOf: Readonly<Record<string, string>> = {
  '--assume': 'assume',
  '--base': 'base',
  '--crash-recovery': 'crashRecovery',
  '--fault': 'faults',
  '--frontend': 'frontends',
  '--host-note': 'hostNotes',
  '--input-format': 'inputFormat',
  '--max-executions': 'maxExecutions',
  '--module FILE': 'module or scenario',
  '--only': 'only',
  '--param': 'parameters',
  '--profile': 'profile',
  '--qemu': 'qemu',
  '--runs': 'runs',
  '--seed': 'seed',
  '--time': 'timeSeconds',
  '--vary': 'vary',
  '--write-base': 'baselineDefinitions',
};

const flags = new RegExp(Object.keys(optionOf).join('|'), 'gu');

function inOptions(text: string): string {
  return text.replaceAll(flags, (flag) => optionOf[flag] ?? flag);
}

/** Runs what the command runs too, and tells its mistakes in the words of the library. */
export async function inOptionWords<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      error.diagnostics.map((each) => ({
        ...each,
        message: inOptions(each.message),
        help: inOptions(each.help),
      })),
    );
  }
}
