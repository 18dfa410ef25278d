/** What the historian has to tell a person. */
import type { DiskTrouble, OpenReport, UpkeepNews } from './messages.ts';

export type HistorianEvent =
  | UpkeepNews
  | { readonly kind: 'opened'; readonly report: OpenReport }
  | { readonly kind: 'trouble'; readonly trouble: DiskTrouble | 'failed'; readonly why: string }
  | { readonly kind: 'recovered' }
  /** Memory is full: samples are being given up until the disk takes some again. */
  | { readonly kind: 'losing' }
  /** A file that cannot be used was put aside under this name. */
  | { readonly kind: 'set-aside'; readonly file: string }
  /** A part of a month file cannot be read; the rest can. */
  | { readonly kind: 'damaged'; readonly file: string; readonly why: string };
