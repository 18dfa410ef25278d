/**
 * How a producer of past samples (backfill, the demo's first month) talks to the historian's writer over a MessagePort. One batch
 * at a time: the next one is sent when the one before is answered, so neither side queues. What is imported is stored as it is:
 * no logging policy chooses among it, not even that of a tag that is not logged.
 */
export interface ImportBatch {
  readonly kind: 'import';
  readonly id: number;
  /** Epoch ms UTC, not descending; shared by all columns. */
  readonly t: Float64Array;
  /** Each over the whole of `t`; `q` left out means good throughout. At most 65,536 samples in all columns together are usual. */
  readonly columns: readonly ImportColumn[];
}

export interface ImportColumn {
  readonly tag: string;
  readonly v: Float64Array;
  readonly q?: Uint16Array;
  /** Texts and integers that a double cannot hold, by place in `v`, as live samples have them. */
  readonly exact?: ReadonlyMap<number, bigint | string>;
}

/** The producer has said everything. */
export interface ImportEnd {
  readonly kind: 'end';
}

export type ImportMessage = ImportBatch | ImportEnd;

export type ImportReply =
  /** On disk; `samples` is how many. */
  | { readonly kind: 'stored'; readonly id: number; readonly samples: number }
  /** Nothing of the batch was stored. `isFinal`: another attempt will fail as well. */
  | { readonly kind: 'refused'; readonly id: number; readonly why: string; readonly isFinal: boolean };
