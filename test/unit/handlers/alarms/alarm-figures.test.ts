/** What is refused of figures and suggestions before anything is read. */
import { afterEach, expect, it } from 'vitest';
import { MOST_WAITING_STUDIES, StudyQueue } from '../../../../main/alarms/tuning/study-queue.ts';
import { readPerformance, suggestTuning } from '../../../../main/handlers/alarms/alarm-figures.ts';
import { alarm } from '../../alarms/support/alarm-rig.ts';
import { StationRig } from '../../alarms/support/station-rig.ts';

type Parts = Parameters<typeof suggestTuning>[0];
const NEVER = new AbortController().signal;
const DAY = 86_400_000;

const rigs: StationRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.alarms.stop();
});

function partsOf(historian: Pick<Parts['historian'], 'trend' | 'stream'>) {
  const rig = new StationRig([alarm('A/H')]).start();
  rigs.push(rig);
  const station = { timeZone: 'UTC', name: { zh: '站', en: 'Station' }, areas: [] };
  const parts = { alarms: rig.alarms, catalogue: { tags: [] }, clock: rig.clock, historian, describe: () => station };
  // Only these are looked at.
  return { ...(parts as object as Parts), studies: new StudyQueue() };
}
const NO_HISTORY = {
  trend: () => Promise.reject(new Error('nobody asked')),
  stream: () => {
    throw new Error('nobody asked');
  },
};

it('figures of more than 400 days are refused in both languages, of 400 they are counted', async () => {
  const parts = partsOf(NO_HISTORY);
  await expect(readPerformance(parts, { from: -6e13, to: 8.64e15 }, NEVER)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('400 days'),
    zh: { message: expect.stringContaining('400 天') },
  });
  const found = await readPerformance(parts, { from: -400 * DAY, to: 0 }, NEVER);
  expect([found.calls, found.tenMinutes.length]).toEqual([0, 400 * 144]);
});

it('one suggestion is worked out at a time, a few wait, and the next one is told that it is busy', async () => {
  let asked = 0;
  const parts = partsOf({
    ...NO_HISTORY,
    trend: () => {
      asked++;
      return new Promise(() => undefined);
    },
  });
  const end = new AbortController();
  const ask = () => suggestTuning(parts, { id: 'A/H', days: 1 }, end.signal);
  const waiting = Array.from({ length: MOST_WAITING_STUDIES + 1 }, ask);
  await expect(ask()).rejects.toMatchObject({ code: 'busy', zh: { message: expect.stringContaining('排队已满') } });
  expect(await suggestTuning(parts, { id: 'X/H', days: 1 }, NEVER)).toBeNull();
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(asked).toBe(1);
  end.abort();
  for (const answer of waiting.slice(1)) await expect(answer).rejects.toThrow(/abort/i);
});
