import type { PlantedBug } from './planted-bug.js';

const hosts = 'a host may tear what its disk keeps whole';
const blame = 'who tears what a workload trusts in is to blame, the lowest of those who tear alike';
const completed =
  'honest bare metal keeps what is complete for a workload that trusts in that alone';
const honest = 'honest machines keep whole what a workload trusts in, and no more';

export const bugsOfTearing: readonly PlantedBug[] = [
  {
    name: 'the page cache writes back whole what is written whole',
    file: 'stack/build.ts',
    find: 'cache.direct ? directBytes : bufferedBytes',
    replace: 'directBytes',
    caughtBy: `${hosts}: proved`,
  },
  {
    name: 'O_DIRECT is torn as the page cache is',
    file: 'stack/build.ts',
    find: 'cache.direct ? directBytes : bufferedBytes',
    replace: 'bufferedBytes',
    caughtBy: `${hosts}: proved`,
  },
  {
    name: 'what the host hands on in pieces stays whole',
    file: 'stack/disk/build-disk.ts',
    find: "    { bytes: hostBytes, rule: 'BLK030' },\n",
    replace: '',
    caughtBy: `${hosts}: proved`,
  },
  {
    name: 'a file keeps larger units aligned than its blocks',
    file: 'catalogue/whole-writes.ts',
    find: 'const inFile = {\n  bufferedBytes: 4096,\n  directBytes: 4096,',
    replace: 'const inFile = {\n  bufferedBytes: 4096,\n  directBytes: 0,',
    caughtBy: `${hosts}: proved`,
  },
  {
    name: 'of layers that tear alike the highest is blamed',
    file: 'stack/disk/build-disk.ts',
    find: 'wholes.find(',
    replace: 'wholes.findLast(',
    caughtBy: blame,
  },
  {
    name: 'a unit that is just large enough is blamed',
    file: 'search/blame.ts',
    find: 'disk.sectorsPerAtomicUnit * sectorBytes >= atomicBytes',
    replace: 'disk.sectorsPerAtomicUnit * sectorBytes > atomicBytes',
    caughtBy: blame,
  },
  {
    name: 'the strictest stack tears what a workload trusts in',
    file: 'search/stacks.ts',
    find: 'buildStrictest(atomicBytes)',
    replace: 'buildStrictest()',
    caughtBy: honest,
  },
  {
    name: 'bare metal keeps a page whole for every workload',
    file: 'stack/controls.ts',
    find: 'buildDisk({ kind, atomicBytes }, nothingAbove)',
    replace: 'buildDisk({ kind, atomicBytes: 16384 }, nothingAbove)',
    caughtBy: honest,
  },
  {
    name: 'bare metal has a volatile cache for a workload that trusts in what is complete',
    file: 'search/stacks.ts',
    find: 'const guest: GuestSettings = keepsCompleted ?',
    replace: 'const guest: GuestSettings = false ?',
    caughtBy: completed,
  },
  {
    name: 'bare metal has no volatile cache for any workload',
    file: 'search/stacks.ts',
    find: 'const guest: GuestSettings = keepsCompleted ?',
    replace: 'const guest: GuestSettings = true ?',
    caughtBy: completed,
  },
];

const guests = 'a guest tears what goes through its page cache';

/** What the guest does about a unit, above all that is configured. */
export const bugsOfTearingInGuests: readonly PlantedBug[] = [
  {
    name: 'the page cache of a guest writes a large page whole',
    file: 'search/stacks.ts',
    find: 'tornByGuest(configuredStack(configuration), guestPieceBytes(trust))',
    replace: 'tornByGuest(configuredStack(configuration), guestPieceBytes({}))',
    caughtBy: `${guests}: proved`,
  },
  {
    name: 'a guest tears what it writes with O_DIRECT, too',
    file: 'catalogue/guest-writes.ts',
    find: 'direct || atomicBytes <= pageBytes',
    replace: 'atomicBytes <= pageBytes',
    caughtBy: `${guests}: proved`,
  },
  {
    name: 'a guest is blamed for what tears below it',
    file: 'search/stacks.ts',
    find: '|| stack.disk.sectorsPerAtomicUnit <= sectors)',
    replace: '|| stack.disk.sectorsPerAtomicUnit < sectors)',
    caughtBy: 'a guest is to blame for what it tears where nothing below tears as small',
  },
];

export const bugsOfTearingInAnalysis: readonly PlantedBug[] = [
  {
    name: 'the page cache is predicted to write back whole what is written whole',
    file: 'analysis/facts/whole.ts',
    find: 'cache.direct ? row.directBytes : row.bufferedBytes',
    replace: 'row.directBytes',
    caughtBy: `${hosts}: predicted`,
  },
  {
    name: 'what the host hands on in pieces is predicted to stay whole',
    file: 'analysis/facts/whole.ts',
    find: 'piecesOf(parts).bytes === 4096 ? 4096 : atomicBytes',
    replace: 'atomicBytes',
    caughtBy: `${hosts}: predicted`,
  },
  {
    name: 'the page cache of a guest is predicted to write a large page whole',
    file: 'analysis/predict.ts',
    find: 'const sectors = guestPieceBytes(script) / 512;',
    replace: 'const sectors = guestPieceBytes({}) / 512;',
    caughtBy: `${guests}: predicted`,
  },
];
