/** What the station and its demo history worker say to each other (pure types). Samples go over a port of their own. */
import type { DemoPastFailure } from '../../../shared/model/history.ts';
import type { StationProject } from '../../project/types.ts';

/** Given to the thread at its start. */
export interface DemoHistoryOrder {
  readonly project: StationProject;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  /** Where totalisers end, m³ by tag. */
  readonly ends: Readonly<Record<string, number>>;
  /** Time of the last stored demo sample by tag; nothing up to there is sent again. Empty at the first start. */
  readonly reached: ReadonlyMap<string, number>;
}

export interface DemoHistoryStop {
  readonly kind: 'stop';
}

export type DemoHistoryReport =
  /** `share` 0…1; `doneTo`: epoch ms up to which the plant has run. At most once a second. */
  | { readonly kind: 'progress'; readonly share: number; readonly doneTo: number }
  | { readonly kind: 'finished'; readonly samples: number }
  | { readonly kind: 'stopped' }
  | ({ readonly kind: 'failed' } & DemoHistoryFailure);

/** `why` is for the log and for who mends the program. */
export interface DemoHistoryFailure {
  readonly failure: DemoPastFailure;
  readonly why: string;
}
