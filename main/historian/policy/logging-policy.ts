/**
 * Which samples of a tag are kept for years (pure types). Applied when the journal is sealed, never on the way in: the journal
 * and the newest minutes hold every sample, and nothing that the live value needs is ever gated.
 */
export type LoggingPolicy =
  /** Every sample. */
  | { readonly kind: 'all' }
  /** None: the tag is live only. */
  | { readonly kind: 'none' }
  /** A sample that differs by more than `deadband` from the last one kept, and one at least every `maxIntervalMs`. */
  | { readonly kind: 'change'; readonly deadband: number; readonly maxIntervalMs: number }
  /** Swinging door: the straight lines between kept samples miss no sample by more than `deviation`. */
  | { readonly kind: 'compress'; readonly deviation: number; readonly maxIntervalMs: number };
