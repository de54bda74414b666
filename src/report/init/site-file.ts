import type { SaidOfHost } from '../../model/disk-source.js';
import { type SiteLayer, usualSiteFaults } from '../../model/site.js';
import type { Survey } from '../../model/survey.js';
import { type DiskPlace, placesOf } from './places.js';
import { foundLines, listed } from './summary.js';

/** Columns of a comment. */
const columns = 98;

/** Places that a new file gets a rule for; the rest is counted. */
const placesMax = 8;

/** What a new file is told beside the survey. */
export interface KnownToSiteFile {
  /** Where editors find the schema. */
  readonly schema: string;
  /** What the name of a folder, with a `/` at its end, says of the host; null for nothing. */
  readonly hostNamed: (name: string) => Omit<SaidOfHost, 'at'> | null;
}

/**
 * A blkcheck.config.yaml to begin with. Nothing in it is said yet: what only the user knows stands
 * there with what is assumed without it, to be changed and uncommented.
 */
export function renderSiteFile(survey: Survey, known: KnownToSiteFile): string {
  const parts = [
    headLines(survey, known),
    qemuLines(survey),
    defaultLines,
    ruleLines(survey, known),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headLines(survey: Survey, { schema }: KnownToSiteFile): readonly string[] {
  return [
    `# yaml-language-server: $schema=${schema}`,
    '#',
    '# What no VM definition says: what lies below QEMU, and what the guests do with their disks.',
    '# What stands behind a `#` without a blank, and below it, are settings as blkcheck assumes them.',
    '# Where yours differ, take the `#` away and change them. To check: blkcheck config FILE',
    '#',
    ...foundLines(survey, columns - 2).map((line) => `# ${line}`),
    'blkcheck: config/1',
  ];
}

function qemuLines({ versions }: Survey): readonly string[] {
  const newest = versions.at(-1)?.version ?? '';
  const said =
    newest === ''
      ? ['# The version of QEMU that runs the machines. No machine type names one.']
      : [
          '# The version of QEMU that runs the machines. Without it, each machine type is a lower bound:',
          `# ${versions.map(({ version }) => version).join(', ')}.`,
        ];
  return [...said, `#qemu: "${newest || '10.0'}"`];
}

const faults = usualSiteFaults.join(', ');

const defaultLines: readonly string[] = [
  '# What holds for every disk.',
  '#default:',
  '#  # How much of the images exists: full, falloc, sparse; unknown is checked both ways.',
  '#  image: { allocation: unknown }',
  '#  # Where images lie. mount as in fstab; layers from the top: lvm, { kind: md, level: 1 }, ...',
  '#  host: { filesystem: ext4, mount: defaults, layers: [] }',
  '#  # wce-honest, wce-lying, wce-fua-ignored, no-wce, plp (capacitors), bbu (a battery).',
  '#  disk: { kind: wce-honest, atomicBytes: 512 }',
  '#  guest: { system: linux, filesystem: ext4, mount: defaults }',
  '#  # Those that matter.',
  `#  faults: [${faults}]`,
];

function ruleLines(survey: Survey, { hostNamed }: KnownToSiteFile): readonly string[] {
  const places = placesOf(survey);
  const left = places.length - placesMax;
  return [
    '# What holds for some disks: by `disk`, `path` or `file`. Of two rules that set the same, the',
    '# later counts. `disposable: REASON` is for disks that nobody misses: listed, not judged.',
    '#disks:',
    ...(places.length === 0 ? exampleLines : []),
    ...places
      .slice(0, placesMax)
      .flatMap((place) => placeLines(place, hostWords(place, hostNamed(`${place.folder}/`)))),
    ...(left > 0 ? [`# ${left} more places are not listed.`] : []),
  ];
}

const exampleLines: readonly string[] = [
  '#  - match: { disk: "scratch*/vd?" }',
  '#    disposable: made anew at every start',
];

/** Folders of /dev that hold devices of any kind. */
const ofAnyKind = /^\/dev(\/(disk|mapper|md|block|nvme|by-\w+)(\/.*)?)?$/u;

const ofLvm = '{ layers: [lvm] }';

function hostWords(
  { folder, isBlock }: DiskPlace,
  named: ReturnType<KnownToSiteFile['hostNamed']>,
): string {
  if (!isBlock) return '{ filesystem: ext4 }';
  if (named?.filesystem !== undefined) return `{ filesystem: ${named.filesystem} }`;
  const layers = (named?.layers ?? []).map(layerWords);
  // What is called /dev/GROUP/VOLUME is of LVM; how it is laid out the name does not say.
  return named === null && !ofAnyKind.test(folder) ? ofLvm : `{ layers: [${layers.join(', ')}] }`;
}

/** With the setting that somebody has to look at. */
function layerWords(layer: SiteLayer): string {
  return layer.kind === 'drbd' ? '{ kind: drbd, protocol: C }' : `{ kind: ${layer.kind} }`;
}

function placeLines({ folder, disks }: DiskPlace, host: string): readonly string[] {
  return [
    `#  # ${listed([...new Set(disks)])}`,
    ...(host === ofLvm
      ? [
          '#  # By their names of LVM: `{ kind: lvm, segment: thin }` if thin; say what is below, too.',
        ]
      : []),
    `#  - match: { path: ${JSON.stringify(`${folder}/**`)} }`,
    `#    host: ${host}`,
  ];
}
