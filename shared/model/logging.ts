/**
 * Which samples of a tag are kept for years (pure types). Applied when the historian seals its journal, never on the way in: the
 * journal and the newest minutes hold every sample, and nothing that the live value needs is ever gated. The bound that a policy
 * promises is part of the tag's definition, so that whoever reads the history sees it beside the values.
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
