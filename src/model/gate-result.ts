import type { Configuration } from './configuration.js';
import type { FaultId } from './fault.js';
import type { Finding } from './finding.js';
import type { Explored } from './result.js';
import type { Verdict, ViolationKind } from './verdict.js';
import type { ConfigNote, Position, VmAssumption } from './vm-disk.js';
import type { AppliedWaiver, Waiver } from './waiver.js';

/** One way in which a disk fails, with where a change has to be made. */
export interface GateFinding {
  /** The rule of the defect, or what is wrong with the definition itself. */
  readonly rule: string;
  /** What is wrong, in one line. */
  readonly title: string;
  /** `if cache=unsafe, which the file does not say`: of what a disk may be, what makes it so; '' for all of it. */
  readonly when: string;
  /** Why, in one sentence that names the layer. */
  readonly because: string;
  /** What to change, in one sentence. */
  readonly change: string;
  /** How promises are broken, worst first; none where the definition itself is wrong. */
  readonly kinds: readonly ViolationKind[];
  /** The faults after which they are. */
  readonly faults: readonly FaultId[];
  /** Names of the scenarios whose promises they are. */
  readonly scenarios: readonly string[];
  /** Which of the disk's failures are its own. */
  readonly failures: readonly string[];
  /** The setting that decides, as `blkcheck config` names it. */
  readonly field: string;
  /** The same in the words of the definition's format; '' where it has none for it. */
  readonly spelled: string;
  /** Where the setting is, or would be: a change has to be made there. */
  readonly at: Position;
  /** Whether a default set it, so that `at` is the element that lacks it. */
  readonly isDefault: boolean;
  /** The shortest story of it; null where the definition itself is wrong. */
  readonly example: Finding | null;
}

/** What a verdict rests on, summed over all configurations, scenarios and faults of a disk. */
export interface DiskEvidence {
  /** How many configurations the disk may be. */
  readonly configurations: number;
  /** Of a configuration, a scenario and a fault each. */
  readonly rows: number;
  /** Scenarios of which everything was looked at. */
  readonly proved: readonly string[];
  /** Scenarios of which some generated runs were. */
  readonly sampled: readonly string[];
  /** What was looked at, summed over all rows. */
  readonly explored: Explored;
}

/** What is known of one disk of one file. */
export interface DiskVerdict {
  /** As in `blkcheck config`. */
  readonly id: string;
  /** The machine's name; '' where it has none. */
  readonly machine: string;
  /** The machine's name as it is written, with its namespace, by which it is found in other states of the files. */
  readonly qualified: string;
  /** Which of its names are its place among others, that moves with what stands before it. */
  readonly counted: readonly ('machine' | 'id')[];
  /** The file that defines it, as it was named. */
  readonly file: string;
  /** The element that defines it. */
  readonly at: Position;
  /** What its data lies in, as the definition names it; '' where it names nothing. */
  readonly source: string;
  /** The worst of all configurations that it may be, after waivers. */
  readonly verdict: Verdict;
  /** Why it is inconclusive; '' otherwise. */
  readonly reason: string;
  /** Why it would not be known to be safe even without the findings; '' where it would be. */
  readonly undecided: string;
  /** What is wrong, without what is waived. */
  readonly findings: readonly GateFinding[];
  /** What somebody waived of it: the verdict is that of what is left. */
  readonly waived: readonly WaivedFinding[];
  /** `scenario:fault:kind` of all that its findings are about, and the definition's own rules. */
  readonly failures: readonly string[];
  /** Every configuration that it may be, in which it was judged. */
  readonly configurations: readonly Configuration[];
  /** What the verdict rests on. */
  readonly evidence: DiskEvidence;
  /**
   * What the definition says, in words, also where a word is `true`: for whoever compares two states of a
   * disk. Where it is not known, what it may be, as in `native or threads`.
   */
  readonly settings: Readonly<Record<string, string>>;
  /** The same of what else decides: error policies, QEMU's release, and the site. */
  readonly around: Readonly<Record<string, string>>;
  /** All that a change made worse of it is waived: its verdict is that of what failed before. */
  readonly isLeftAsBefore?: true;
}

/** Nobody reads that a disk is safe of which somebody only took responsibility for what it loses. */
export function passOf({ verdict, waived, isLeftAsBefore }: DiskVerdict): Verdict | 'waived' {
  const isPassing = verdict === 'safe' || isLeftAsBefore === true;
  return isPassing && waived.length > 0 ? 'waived' : verdict;
}

/** What a change made of a disk. */
export interface DiskChange {
  /** As in {@link DiskVerdict}. */
  readonly id: string;
  /** The machine's name; '' where it has none. */
  readonly machine: string;
  /**
   * What the change did to the verdict or to the failures: `same` where it did nothing, `new` and `gone`
   * where only one state has the disk.
   */
  readonly change: 'worse' | 'better' | 'new' | 'gone' | 'unjudged' | 'same';
  /** Why it is worse, or nobody judges it any more; '' for any other change. */
  readonly reason: string;
  /** Settings that differ, old and new. */
  readonly settings: readonly {
    /** The setting, as in `cache`. */
    readonly field: string;
    /** Its value in the base. */
    readonly before: string;
    /** Its value now. */
    readonly after: string;
  }[];
  /** How many scenarios, faults and kinds fail now and did not before. */
  readonly newFailures: number;
  /** Who took responsibility for what is worse, or for a part of it. */
  readonly waivedBy: readonly Waiver[];
  /** Nothing that is worse is left without a waiver. */
  readonly isWaived: boolean;
}

/** Against which state of the definitions a run was compared, and what came of it. */
export interface GateComparison {
  /** The revision, the folder or the baseline, as it was named. */
  readonly base: string;
  /** What became of each disk that differs, also of those that are no worse. */
  readonly changes: readonly DiskChange[];
  /** Disks that fail as they did before. */
  readonly alreadyFailing: number;
  /** Disks that only a waiver lets pass, and that no change made worse. */
  readonly alreadyWaived: number;
  /** Disks of a baseline that are better than it says, gone, or not judged any more; 0 where none was compared. */
  readonly outdated: number;
}

/** What a waiver took away from a disk. */
export interface WaivedFinding {
  /** null for the disk's not being decided. */
  readonly finding: GateFinding | null;
  /** The waiver that counts: of several the one that lasts longest. */
  readonly by: Waiver;
}

/** A disk that nobody judges, and why. */
export interface UnjudgedDisk {
  /** As in {@link DiskVerdict}. */
  readonly id: string;
  /** The machine's name; '' where it has none. */
  readonly machine: string;
  /** The file that defines it. */
  readonly file: string;
  /** The element that defines it. */
  readonly at: Position;
  /** Why nobody judges it. */
  readonly reason: string;
}

/** A file of a folder that has machines, in a format that is not read. */
export interface UnreadFile {
  /** Its name. */
  readonly file: string;
  /** What it is, as in "a file of Lima". */
  readonly what: string;
  /** What to give for it. */
  readonly instead: string;
}

/** What a run over definitions of machines found. */
export interface GateResult {
  /** The version of this format. */
  readonly schemaVersion: 1;
  /** The version of blkcheck that made it. */
  readonly blkcheckVersion: string;
  /** The dated bundle of facts and defaults. */
  readonly profile: string;
  /** Of what was sampled, where anything was. */
  readonly seed: number;
  /** Whether it ended before its end. */
  readonly interrupted: boolean;
  /** The exit status that the run has whatever the disks are: 70, 130, or 1 for a scenario's own bug. */
  readonly trouble: 0 | 1 | 70 | 130;
  /** What verdicts rest on and no file says. */
  readonly assumptions: readonly VmAssumption[];
  /**
   * Every disk that was judged, in the order of the files; where a base was compared, those that it made
   * worse.
   */
  readonly disks: readonly DiskVerdict[];
  /** Disks that nobody judges, and why. */
  readonly unjudged: readonly UnjudgedDisk[];
  /** Files of folders that were not read, because nobody has filled them in. */
  readonly templates: readonly string[];
  /** Files of folders that have machines, in formats that are not read. */
  readonly strangers: readonly UnreadFile[];
  /** What is worth knowing of the definitions beside the findings. */
  readonly notes: readonly ConfigNote[];
  /** Every waiver that was given, and what became of it. */
  readonly waivers: readonly AppliedWaiver[];
  /** Rules of the site's file that fit no disk. */
  readonly unusedRules: readonly Position[];
  /** null where nothing was compared; else `disks` are those that a change made worse. */
  readonly comparison: GateComparison | null;
  /** Counts of disks, and the exit status. */
  readonly summary: {
    /** Disks that are safe and of which nothing is waived. */
    readonly safe: number;
    /** Disks that are not. */
    readonly unsafe: number;
    /** Disks of which it is not known. */
    readonly inconclusive: number;
    /** Disks that nobody judges: the length of `unjudged`. */
    readonly unjudged: number;
    /** Disks that only a waiver lets pass; they are not among those that are safe. */
    readonly waived: number;
    /**
     * The exit status that the command has: 0, 1 for unsafe, 3 for inconclusive, as far as `failOn` says
     * so; 70 for a bug of blkcheck, 130 if it was interrupted.
     */
    readonly exitCode: number;
  };
}

/** How a disk is called among those of several machines. */
export function diskName({ id, machine }: Pick<DiskVerdict, 'id' | 'machine'>): string {
  return machine === '' || id.startsWith(`${machine}/`) ? id : `${machine}/${id}`;
}
