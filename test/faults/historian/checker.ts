/**
 * A program of its own that opens what is left of a folder, reads everything back and judges it: one order (JSON, `CheckOrder`) a
 * line on stdin, one answer (`CheckAnswer`) a line on stdout.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { MarkSheet, readMarks } from './acknowledgements.ts';
import { damageOf, isLossTold, openKnown, readBack } from './history-access.ts';
import { type Found, judge, type Rules, type Verdict } from './verdict.ts';

export interface CheckOrder {
  readonly folder: string;
  readonly marks: string;
  readonly base: number;
  readonly owed?: Rules['owed'];
}

export type CheckAnswer =
  | { readonly opened: true; readonly verdict: Verdict; readonly told: readonly string[]; readonly openMs: number }
  | { readonly opened: false; readonly why: string };

async function check({ folder, marks, base, owed = 'all' }: CheckOrder): Promise<CheckAnswer> {
  const sheet = new MarkSheet(marks);
  const told: string[] = [];
  sheet.started();
  const startedAt = performance.now();
  const historian = await openKnown(folder, line => {
    told.push(line);
    sheet.told(line);
  });
  const openMs = performance.now() - startedAt;
  if (historian.report === null) {
    await historian.stop();
    return { opened: false, why: told.join(' | ') };
  }
  sheet.opened();
  let found: Found;
  try {
    found = await readBack(historian, folder);
  } finally {
    await historian.stop();
  }
  sheet.stopped();
  const whole = { ...found, damage: owed === 'told' ? [] : damageOf(folder) };
  const verdict = judge(readMarks(readFileSync(marks, 'utf8')), whole, { base, isTold: isLossTold, owed });
  return { opened: true, verdict, told, openMs };
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await check(JSON.parse(line) as CheckOrder).catch(
    (error: unknown): CheckAnswer => ({
      opened: false,
      why: error instanceof Error ? `${error.stack}` : String(error),
    }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
