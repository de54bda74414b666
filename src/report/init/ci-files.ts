import type { ForgeId, Survey } from '../../model/survey.js';

/** A file of a repository, as one would write it by hand. */
export interface WrittenFile {
  /** From the root of the repository. */
  readonly name: string;
  readonly text: string;
}

/** What makes a forge check every change. */
export interface ForgeSetup {
  readonly forge: ForgeId;
  /** Files that are blkcheck's own, or could be. */
  readonly files: readonly WrittenFile[];
  /** What goes into a file that is the user's; nothing where that is not needed. */
  readonly addition: WrittenFile | null;
}

/** What the package ships for forges. */
export interface ForgeParts {
  readonly version: string;
  readonly action: string;
  readonly gitlab: string;
}

export function forgeSetups(survey: Survey, parts: ForgeParts): readonly ForgeSetup[] {
  const folders = foldersOf(survey);
  return survey.forges.map((forge) => setups[forge](folders, parts));
}

type Setup = (folders: readonly string[], parts: ForgeParts) => ForgeSetup;

const setups: Readonly<Record<ForgeId, Setup>> = {
  github: (folders, { action }) => ({
    forge: 'github',
    files: [
      { name: '.github/actions/blkcheck/action.yml', text: action },
      { name: '.github/workflows/blkcheck.yml', text: workflow(folders.join(' ')) },
    ],
    addition: null,
  }),
  gitlab: (folders, { gitlab }) => ({
    forge: 'gitlab',
    files: [{ name: '.gitlab/blkcheck.yml', text: gitlab }],
    addition: {
      name: '.gitlab-ci.yml',
      text: `include:\n  - local: .gitlab/blkcheck.yml\nvariables:\n  BLKCHECK_FILES: ${folders.join(' ')}\n`,
    },
  }),
  'pre-commit': (folders, { version }) => ({
    forge: 'pre-commit',
    files: [],
    addition: { name: '.pre-commit-config.yaml', text: hook(folders, version) },
  }),
};

function workflow(folders: string): string {
  return `name: disks
on: [pull_request]
jobs:
  blkcheck:
    runs-on: ubuntu-latest
    permissions: { contents: read, security-events: write }
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - uses: ./.github/actions/blkcheck
        with: { files: ${folders}, sarif: blkcheck.sarif }
      - uses: github/codeql-action/upload-sarif@v3
        if: always()
        with: { sarif_file: blkcheck.sarif }
`;
}

/** From npm: no mirror of blkcheck's own repository has to be there for it. */
function hook(folders: readonly string[], version: string): string {
  const pattern = folders.includes('.') ? '' : `^(${folders.map(escaped).join('|')})(/|$)`;
  return `repos:
  - repo: local
    hooks:
      - id: blkcheck
        name: blkcheck
        language: node
        additional_dependencies: [blkcheck@${version}]
        entry: blkcheck run ${folders.join(' ')}
        files: '${pattern}'
        pass_filenames: false
`;
}

const escaped = (name: string) => name.replaceAll('.', '\\.');

/**
 * The folders at the root that hold definitions, and the files there; all of the repository where a
 * name could be more than a name to a shell or a forge.
 */
function foldersOf({ files }: Survey): readonly string[] {
  const names = [...new Set(files.map(({ file }) => file.split('/')[0] ?? ''))];
  return names.every((name) => /^\w[\w.-]*$/u.test(name)) && names.length <= 10
    ? names.sort()
    : ['.'];
}
