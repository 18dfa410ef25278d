/** What goes on with the history, and for how long, in words. Pure. */
import type { HistoryWork } from '../../../shared/model/history.ts';
import { fill } from '../../../shared/text/catalog.ts';
import type { HistoryTexts } from '../../../shared/text/history.ts';
import type { CareRun, CareTask } from '../../store/care-run.ts';

export const taskWork = (task: CareTask): HistoryWork =>
  task.kind === 'backup' ? 'backup' : task.isDeep ? 'deep-check' : 'check';

/** What a run does at the moment. */
export const workOf = ({ task, isProving }: Extract<CareRun, { readonly phase: 'running' }>): HistoryWork =>
  isProving ? 'verify' : taskWork(task);

/** `Deep check for 0:12; …`: `now` and `since` are epoch ms of the station's clock. */
export function runningText(
  { kind, since }: { readonly kind: HistoryWork; readonly since: number },
  { texts, now }: { readonly texts: HistoryTexts; readonly now: number },
): string {
  return fill(texts.care.running, { work: texts.work[kind], time: elapsed(now - since) });
}

/** The same where there is little room: `Deep check 0:12`. */
export const workText = (
  { kind, since }: { readonly kind: HistoryWork; readonly since: number },
  { texts, now }: { readonly texts: HistoryTexts; readonly now: number },
): string => `${texts.work[kind]} ${elapsed(now - since)}`;

/** `0:07`, `12:34`, `1:02:03`; a clock that was set back reads `0:00`. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
