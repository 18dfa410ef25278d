/** What the dialogs say, by key; rules in catalog.ts. */
import type { OverrideKind } from '../model/tag.ts';

/** A command that asks who and why. */
export interface CommandTexts {
  readonly title: string;
  /** What will happen. */
  readonly consequence: string;
  /** On the button. */
  readonly act: string;
}

export interface DialogTexts {
  readonly cancel: string;
  readonly close: string;
  readonly back: string;
  readonly who: string;
  readonly why: string;
  readonly sending: string;
  readonly refused: string;
  readonly outcomeUnknown: string;
  /** Behind the name of an action that is not possible yet: why. */
  readonly lacking: { readonly tick: string; readonly who: string; readonly why: string; readonly link: string };
  readonly takeOut: CommandTexts;
  readonly putBack: CommandTexts;
  readonly record: CommandTexts;
  readonly stopRecording: CommandTexts;
  readonly release: CommandTexts;
  readonly certificates: {
    readonly title: string;
    readonly loading: string;
    readonly noChannels: string;
    readonly own: string;
    readonly noOwn: string;
    readonly user: string;
    readonly trusted: string;
    readonly noTrusted: string;
    readonly waiting: string;
    readonly noWaiting: string;
    readonly subject: string;
    readonly issuer: string;
    readonly applicationUri: string;
    readonly noUri: string;
    readonly validity: string;
    readonly period: string;
    readonly problem: string;
    readonly noProblem: string;
    readonly seen: string;
    readonly since: string;
    readonly inUse: string;
    readonly copy: string;
    readonly copied: string;
    readonly notCopied: string;
    readonly compare: string;
    readonly compared: string;
    readonly gone: string;
    readonly trust: CommandTexts;
    readonly distrust: CommandTexts;
    /** Instead of the plain consequence where the connected server shows this certificate. */
    readonly distrustInUse: string;
  };
  readonly override: {
    readonly title: string;
    readonly act: string;
    readonly tag: string;
    readonly search: string;
    readonly noMatch: string;
    readonly otherTag: string;
    readonly kind: string;
    readonly kindMeans: Record<OverrideKind, string>;
    readonly value: string;
    readonly range: string;
    readonly noRange: string;
    readonly present: string;
    readonly beyond: string;
    readonly end: string;
    readonly choice: {
      readonly 'one-hour': string;
      readonly 'eight-hours': string;
      readonly shift: string;
      readonly at: string;
    };
    readonly date: string;
    readonly time: string;
    readonly ends: string;
    readonly replaces: string;
    readonly consequence: string;
    readonly obstacle: {
      readonly 'no-tag': string;
      readonly empty: string;
      readonly 'no-number': string;
      readonly ambiguous: string;
      readonly 'beyond-range': string;
      readonly 'no-state': string;
      readonly 'no-time': string;
      readonly passed: string;
      readonly 'too-long': string;
    };
  };
}
