/** Trouble that a person or a script can act on. Device trouble is data (quality, events), never one of these. */
import type { Retry } from '../../shared/rpc/error.ts';

export interface StationErrorBody {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly retry: Retry;
  readonly zh: { readonly message: string; readonly hint: string };
}

export class StationError extends Error {
  override readonly name = 'StationError';
  readonly code: string;
  readonly hint: string;
  readonly retry: Retry;
  readonly zh: { readonly message: string; readonly hint: string };

  constructor(body: StationErrorBody, options?: ErrorOptions) {
    super(body.message, options);
    this.code = body.code;
    this.hint = body.hint;
    this.retry = body.retry;
    this.zh = body.zh;
  }
}

/** What went wrong, as printed for a person at a terminal: Chinese first, then English. */
export function describeError(error: unknown): string {
  if (error instanceof StationError) {
    return `${error.zh.message}\n  → ${error.zh.hint}\n${error.message}\n  → ${error.hint}`;
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
