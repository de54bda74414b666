import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hostNamed } from '../../config/device-names.js';
import type { Survey } from '../../model/survey.js';
import { type ForgeSetup, forgeSetups, type WrittenFile } from '../../report/init/ci-files.js';
import { renderSiteFile } from '../../report/init/site-file.js';
import { foundLines } from '../../report/init/summary.js';
import { siteFileName } from '../../run/definitions/site-file.js';
import { repositoryRoot, surveyOf } from '../../run/definitions/survey.js';
import { writeTextFile } from '../../run/files/write-file.js';
import { packageFile, siteSchemaAddress } from '../../run/package-files.js';
import { usageError } from '../../run/usage-error.js';
import { blkcheckVersion } from '../../run/versions.js';
import type { InitFlags } from '../init-flags.js';
import { columnsOf } from '../streams.js';

/** Looks at the repository, says what is there, and writes what a beginner needs. */
export async function initCommand(flags: InitFlags): Promise<number> {
  const root = repositoryRoot();
  const isDry = flags.dryRun === true;
  const wanted: readonly string[] = flags.ci || isDry || flags.force ? [] : [siteFileName];
  refuse(wanted, root);
  const survey = await surveyOf(root);
  const setups = forgeSetups(survey, {
    version: blkcheckVersion(),
    action: packageFile('action.yml'),
    gitlab: packageFile('templates/gitlab-ci.yml'),
  });
  const files = filesFor(survey, setups, root, flags);
  if (isDry) {
    process.stdout.write(printed(files));
    process.stderr.write(textOf(foundLines(survey, columnsOf(process.stderr))));
    return 0;
  }
  if (!flags.force) refuse(changed(files, root), root);
  process.stdout.write(textOf(foundLines(survey, columnsOf(process.stdout))));
  for (const { name, text } of files) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeTextFile(path, text);
    process.stdout.write(`wrote ${path}\n`);
  }
  process.stdout.write(textOf(setups.flatMap((setup) => adviceLines(setup, flags))));
  if (flags.ci && setups.length === 0) process.stdout.write(withoutForge);
  return 0;
}

function refuse(names: readonly string[], root: string): void {
  const [first] = names.map((name) => join(root, name)).filter((path) => existsSync(path));
  if (first === undefined) return;
  throw usageError(`${first} is there already`, '--force replaces it, --dry-run prints a new one');
}

/** With a CI job, a site's file that is there stays. */
function filesFor(
  survey: Survey,
  setups: readonly ForgeSetup[],
  root: string,
  { ci, force, dryRun }: InitFlags,
): readonly WrittenFile[] {
  const keeps = ci && !force && !dryRun && existsSync(join(root, siteFileName));
  const text = renderSiteFile(survey, { schema: siteSchemaAddress(root), hostNamed });
  return [
    ...(keeps ? [] : [{ name: siteFileName, text }]),
    ...(ci ? setups.flatMap(({ files }) => files) : []),
  ];
}

/** Names of files that hold something else. */
function changed(files: readonly WrittenFile[], root: string): readonly string[] {
  return files
    .filter(({ name, text }) => {
      const path = join(root, name);
      return existsSync(path) && readFileSync(path, 'utf8') !== text;
    })
    .map(({ name }) => name);
}

const printed = (files: readonly WrittenFile[]): string =>
  files.map(({ name, text }) => (files.length === 1 ? text : `# ${name}\n${text}`)).join('\n');

/** What is left to the user: files that are not blkcheck's are not changed. */
function adviceLines({ forge, files, addition }: ForgeSetup, { ci }: InitFlags): readonly string[] {
  const names = files.map(({ name }) => name).join(' and ');
  const offer = ci || names === '' ? [] : ['', `${forge}: \`blkcheck init --ci\` writes ${names}`];
  if (addition === null) return offer;
  const lines = addition.text.trimEnd().split('\n');
  return [
    ...offer,
    '',
    `${forge}: add this to ${addition.name}`,
    ...lines.map((line) => `  ${line}`),
  ];
}

const withoutForge =
  'no job is written: there is no .github, .gitlab-ci.yml or .pre-commit-config.yaml here; ' +
  '`blkcheck run --base REVISION` is what a job runs\n';

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
