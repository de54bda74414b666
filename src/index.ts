/**
 * blkcheck as a library: what the command does, without its colours, its files and its exit status.
 *
 * What a function needs is loaded when it is called first. Paths are relative to the current folder.
 * docs/library.md has examples.
 *
 * @packageDocumentation
 */

export type { Clause, Order } from './advise/explain.js';
export type { Conditional, StacksExplanation } from './advise/explain-together.js';
export type { Risk } from './advise/risks.js';
export type { Stop } from './advise/stops.js';
export type { DiskClassId } from './catalogue/disk-classes.js';
export type { Confidence, Known } from './catalogue/known.js';
export type { Rule } from './catalogue/rules/rule.js';
export type { DefinitionFormat } from './config/formats.js';
export type { FailOn } from './gate/summary.js';
export type { DefinitionsBaseline } from './library/baseline-definitions.js';
export type {
  BaselineText,
  ChangeSearchOptions,
  CheckOptions,
  DefinitionOptions,
  DefinitionText,
  ExplainDefinitionsOptions,
  FixDefinitionsOptions,
  FixStackOptions,
} from './library/definition-options.js';
export type { DefinitionsExplained, DisksExplained, StackExplained } from './library/explain.js';
export {
  baselineDefinitions,
  checkDefinitions,
  explainDefinitions,
  fixDefinitions,
  readDefinitions,
} from './library/of-definitions.js';
export { explainRule, explainStack, fix, list, matrix, replay, run } from './library/of-stacks.js';
export type { DefinedDisk, Definitions } from './library/read-definitions.js';
export type { ReplayOptions } from './library/replay-options.js';
export type { TopicName } from './library/topic-names.js';
export type { TopicRow } from './library/topics.js';
export type { Choice, ChoiceKind, PowerCut } from './model/choice.js';
export type { ConfigRule } from './model/config-rule.js';
export type {
  AioId,
  AllocationId,
  AtomicBytes,
  CacheFlags,
  CacheModeId,
  Configuration,
  ConfigWceId,
  DeviceSettings,
  DiskSettings,
  DpofuaId,
  ElevatorId,
  FormatId,
  FrontendId,
  FsyncErrorId,
  GuestKernelId,
  GuestSettings,
  HostNoteId,
  MachineId,
  MachineVersion,
  MountId,
  PatchId,
  QemuReleaseId,
  QemuSettings,
  QueueDepthId,
  ReleaseWithMachines,
  WerrorId,
  WriteCacheId,
} from './model/configuration.js';
export type { Diagnostic } from './model/diagnostic.js';
export type { DiskSource, SaidOfGuest, SaidOfHost } from './model/disk-source.js';
export type { FaultId, FaultOrNone } from './model/fault.js';
export type { Finding, Incident, Replay, StackChoice, TraceRow } from './model/finding.js';
export type {
  AppliedChange,
  CommitCost,
  DefinitionsFixResult,
  DisksFix,
  FixHeader,
  FixOption,
  FixResult,
  StackFix,
} from './model/fix-result.js';
export type {
  DiskChange,
  DiskEvidence,
  DiskVerdict,
  GateComparison,
  GateFinding,
  GateResult,
  UnjudgedDisk,
  UnreadFile,
  WaivedFinding,
} from './model/gate-result.js';
export type {
  Axis,
  Literal,
  MatrixCell,
  MatrixResult,
  UnsafeCondition,
} from './model/matrix-result.js';
export type { NotationId } from './model/notation.js';
export type { Overriding } from './model/overriding.js';
export type {
  Assumption,
  Cell,
  Cost,
  Explored,
  NotRun,
  ResultRow,
  RunResult,
  Suite,
  Summary,
  WorkloadBug,
} from './model/result.js';
export type {
  AtomicGroup,
  Extent,
  Lba,
  LogRecords,
  Obligation,
  Operation,
  OperationId,
  OperationKind,
  Ordering,
  RecoverySpec,
  RefusedBarrier,
  Region,
  Requirement,
  Script,
  VersionId,
} from './model/script.js';
export type {
  DataMode,
  DiskSite,
  FirmwareTreatment,
  FsyncReach,
  GuestWriteCache,
  SiteAllocation,
  SiteAtomicBytes,
  SiteDiskKind,
  SiteFilesystem,
  SiteGuestFilesystem,
  SiteLayer,
  SiteMount,
  SiteNbdServer,
  SiteStorage,
  SiteSystem,
} from './model/site.js';
export type { DiskId, HostId } from './model/storage.js';
export type { LayerId, Verdict, ViolationKind } from './model/verdict.js';
export type {
  ConfigNote,
  ErrorPolicy,
  Fact,
  Origin,
  Position,
  SkippedDrive,
  SourceKind,
  Unresolved,
  VmAssumption,
  VmDefinition,
  VmDisk,
  VmFile,
  VmFrontend,
  ZeroDetection,
} from './model/vm-disk.js';
export type { AppliedWaiver, Waiver } from './model/waiver.js';
export type { Assume } from './run/assume.js';
export type { MatrixOptions } from './run/matrix/matrix.js';
export type { EffortOption, Progress, RunOptions } from './run/options.js';
export type { ReplayNotReproduced, ReplayOutcome, ReplayReproduced } from './run/replay/replay.js';
export { UsageError } from './run/usage-error.js';
export { defineScenario, type ScenarioDefinition, ScenarioError } from './scenario/define.js';
export type { DefinedScenario } from './scenario/defined.js';
export type { BrokenPromise, RecoveryDisk, SectorContent } from './scenario/module/recovery.js';
