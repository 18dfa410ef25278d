/** What questions for rows of a span of time have in common: the check of the span, the filter, and how a file is answered. */
import type { AlarmFile } from '../../shared/rpc/alarm-contract.ts';
import { RequestError } from './handlers.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Throws `RequestError` `bad-input`. */
export function checkSpan({ from, to }: Span): void {
  if (from <= to) return;
  throw new RequestError(
    'bad-input',
    {
      message: 'The span of time is not right: input.to is before input.from.',
      hint: 'Give from ≤ to in epoch ms UTC.',
    },
    { message: '时间范围不正确：to 早于 from。', hint: '请使 from ≤ to（UTC 毫秒时间戳）。' },
  );
}

/** What was left out is not there at all. */
export const filterOf = (input: Span) => ({
  from: input.from,
  to: input.to,
  ...Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
});

/** A Buffer turns itself into an object on its way through JSON. */
export function plainFile(file: AlarmFile): AlarmFile {
  const { buffer, byteOffset, byteLength } = file.bytes;
  return { ...file, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
}
