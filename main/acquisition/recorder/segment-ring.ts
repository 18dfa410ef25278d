/**
 * Arithmetic of the ring: names of the segment files, when the next one begins, which ones have to go. Pure. The bounds hold
 * because room is made before anything is written, oldest segment first; a segment is the least that can be thrown away.
 */

/** Longest that a frame is kept, ms. */
export const KEPT_MS = 24 * 3_600_000;
/**
 * A segment takes frames for this long, ms. The ring gets back a segment at a time, so it holds at least 23.5 h when its size
 * allows; shorter only makes more files.
 */
export const SEGMENT_MS = 1_800_000;
/** Segments that fill the ring. Fewer would throw away more at once; more would be many small files. */
const SEGMENTS = 16;
/** Largest segment, bytes: it is read as a whole to find a frame in it, some 50 ms. */
const LARGEST_SEGMENT = 16_000_000;
/** Sequence numbers of one segment. The smallest packet takes over 100 bytes, so a segment never has as many. */
const NUMBERS = 1_000_000;

export interface Segment {
  /** Increases from file to file, also over restarts and when the clock is set back: see `nextNumber`. */
  readonly number: number;
  /** Epoch ms of its start, whole seconds. */
  readonly startedAt: number;
  readonly bytes: number;
  /** Monotonic ms at which its oldest frame has been kept long enough. */
  readonly expiresAt: number;
}

export const segmentBytes = (limitBytes: number): number =>
  Math.min(LARGEST_SEGMENT, Math.floor(limitBytes / SEGMENTS));

const NAME = /^(\d{10})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.pcapng$/;

/** Number first, so that a folder sorted by name is in order whatever the clock did. */
export function segmentName({ number, startedAt }: Pick<Segment, 'number' | 'startedAt'>): string {
  const time = new Date(startedAt).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${String(number).padStart(10, '0')}-${time}.pcapng`;
}

/** Null for a file that is no segment. */
export function parseSegmentName(name: string): Pick<Segment, 'number' | 'startedAt'> | null {
  const match = NAME.exec(name);
  if (match === null) return null;
  const [year = 0, month = 0, ...rest] = match.slice(2).map(Number);
  const startedAt = Date.UTC(year, month - 1, ...rest);
  return { number: Number(match[1]), startedAt };
}

/** Monotonic ms at which a segment that began at `startedAt` is old. A start in the future is a clock that has been set back. */
export function expiryOf(startedAt: number, clock: { now: number; monotonic: number }): number {
  return clock.monotonic + KEPT_MS - Math.max(0, clock.now - startedAt);
}

/**
 * Number of the next segment: the second in which it begins, or one more than the last. So the numbers go on also when the ring
 * has been emptied meanwhile.
 */
export function nextNumber(segments: readonly Pick<Segment, 'number'>[], startedAt: number): number {
  return segments.reduce((highest, s) => Math.max(highest, s.number + 1), Math.floor(startedAt / 1_000));
}

export const totalBytes = (segments: readonly Segment[]): number => segments.reduce((sum, s) => sum + s.bytes, 0);

/** Segments that are old, oldest first; `current` is still being written. */
export function expired<S extends Segment>(
  segments: readonly S[],
  { monotonic, current }: { monotonic: number; current: S | null },
): readonly S[] {
  return segments.filter(s => s !== current && s.expiresAt <= monotonic);
}

/** The segment that has to go first. */
export function oldest<S extends Segment>(segments: readonly S[], spared: ReadonlySet<S>): S | null {
  const candidates = segments.filter(s => !spared.has(s));
  return candidates.reduce<S | null>((first, s) => (first === null || s.number < first.number ? s : first), null);
}

export const sequenceOf = (segment: number, index: number): number => segment * NUMBERS + index;

/** Segment of a sequence number, and its place there. */
export const placeOf = (sequence: number): { readonly segment: number; readonly index: number } => ({
  segment: Math.floor(sequence / NUMBERS),
  index: sequence % NUMBERS,
});
