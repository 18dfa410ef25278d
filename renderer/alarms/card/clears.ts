/** Where an alarm clears and how long it waits, from its limit, deadband and delays. Pure. */
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';

/** Clears at the limit less the deadband for high limits, at the limit and the deadband for low ones; null without a limit. */
export function clearsAt({
  kind,
  limit,
  deadband,
}: Pick<AlarmDescription, 'kind' | 'limit' | 'deadband'>): { readonly side: '<' | '>'; readonly at: number } | null {
  if (limit === null) return null;
  if (kind === 'L' || kind === 'LL') return { side: '>', at: limit + (deadband ?? 0) };
  if (kind === 'H' || kind === 'HH' || kind === 'DEV' || kind === 'ROC')
    return { side: '<', at: limit - (deadband ?? 0) };
  return null;
}

/** `2 s`, or `2 / 5 s` where coming and going differ. */
export function delayText({ onDelayMs, offDelayMs }: Pick<AlarmDescription, 'onDelayMs' | 'offDelayMs'>): string {
  const on = onDelayMs / 1_000;
  const off = offDelayMs / 1_000;
  return on === off ? `${on} s` : `${on} / ${off} s`;
}

/** How much of the time to respond is used, 0 … 1, and what is left, ms; null when the alarm is not there or nobody has said. */
export function responseLeft(
  {
    process,
    raisedAt,
    timeToRespondS,
  }: { readonly process: 'normal' | 'alarm'; readonly raisedAt: number | null; readonly timeToRespondS: number | null },
  now: number,
): { readonly share: number; readonly leftMs: number; readonly allMs: number } | null {
  if (process !== 'alarm' || raisedAt === null || timeToRespondS === null || timeToRespondS <= 0) return null;
  const allMs = timeToRespondS * 1_000;
  const usedMs = Math.max(0, now - raisedAt);
  return { share: Math.min(1, usedMs / allMs), leftMs: Math.max(0, allMs - usedMs), allMs };
}
