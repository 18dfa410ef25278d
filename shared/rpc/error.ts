/** The only shape in which trouble crosses a process border. No exception, no stack, no path of the machine. */
export type Retry = 'never' | 'backoff' | 'operator';

export const ERROR_CODES = [
  'unknown-method',
  'bad-input',
  'unknown-tag',
  'unknown-scene',
  'unknown-device',
  'unknown-channel',
  'not-possible',
  'forbidden',
  'link-lost',
  /** The caller gave the query up. */
  'cancelled',
  'busy',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorBody {
  readonly code: ErrorCode;
  /** English sentence: what went wrong and where. */
  readonly message: string;
  /** English sentence: how to mend it. */
  readonly hint: string;
  readonly retry: Retry;
  /** The same two sentences in Chinese. */
  readonly zh: { readonly message: string; readonly hint: string };
}

export type Envelope<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorBody };
