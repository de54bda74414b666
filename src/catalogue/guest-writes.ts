/** What a program trusts the disk to do, and how it writes. */
export interface Trust {
  /** Absent for a sector. */
  readonly atomicBytes?: number | undefined;
  /** What is complete is trusted to be durable. */
  readonly keepsCompleted?: boolean | undefined;
  /** Past the guest's page cache, to blocks that its file system keeps aligned to that unit. */
  readonly direct?: boolean | undefined;
}

const pageBytes = 4096;

/**
 * The largest unit that the guest writes in one piece; 0 for any. Its page cache writes a page back by
 * itself, and its file system puts blocks of 4 KiB where there is room, as those of a host do (BLK030).
 */
export function guestPieceBytes({ atomicBytes = 512, direct = false }: Trust): number {
  return direct || atomicBytes <= pageBytes ? 0 : pageBytes;
}
