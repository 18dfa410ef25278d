/** What the flight recorder kept of the wire, as the diagnostics screen and scripts read it. Times are epoch ms UTC with µs. */

export interface RecordedFrame {
  readonly kind: 'frame';
  /** Increases along a channel, also over restarts and clock steps; not by one. */
  readonly sequence: number;
  readonly time: number;
  readonly direction: 'sent' | 'received';
  /** Null when it could not be told whose it is. */
  readonly device: string | null;
  /** Bytes on the wire; more than `hex` holds when the frame was too long to be kept whole. */
  readonly length: number;
  /** Two lower-case digits a byte: the same on every transport, and readable. */
  readonly hex: string;
  /** Tags that the request asks for or writes. */
  readonly tags: readonly string[];
  /** What is wrong with it, in English as the driver said it; null = nothing. */
  readonly problem: string | null;
}

/** Something that happened to the connection or to the recorder itself. */
export interface RecordedMark {
  readonly kind: 'mark';
  readonly sequence: number;
  readonly time: number;
  readonly text: string;
}

export type FrameRecord = RecordedFrame | RecordedMark;

export interface RecorderStatus {
  /** `off`: the project gives the channel no room. `paused`: the disk takes nothing at present. */
  readonly state: 'recording' | 'paused' | 'off';
  /** On disk, of this channel. */
  readonly bytes: number;
  readonly limitBytes: number;
  /** Frames since the start that were not kept, because the disk was slower than the wire or took nothing. */
  readonly lost: number;
}

/** One page of a channel, newest first. */
export interface FramePage {
  readonly records: readonly FrameRecord[];
  /** `before` of the next older page; null when there is nothing older. A page may be short, or empty, and not the last. */
  readonly older: number | null;
  readonly recorder: RecorderStatus;
}
