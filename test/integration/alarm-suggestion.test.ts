/** A suggestion from a real history, in files and threads: what is read of it leads to the answer that every sample would give. */
import { afterEach, expect, it } from 'vitest';
import type { AlarmSetup } from '../../main/alarms/definitions.ts';
import { suggestTuning, type TunableSetup } from '../../main/alarms/tuning/suggest.ts';
import { suggestFor } from '../../main/alarms/tuning/suggest-for.ts';
import { tuningRules } from '../../main/alarms/tuning/tuning-rules.ts';
import { historianTags, importBatch, type Rig, startRig } from '../kit/historian-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { fixed, NO_DELAY, START } from '../unit/alarms/conditions/condition-run.ts';
import { alarm } from '../unit/alarms/support/alarm-rig.ts';
import { huntingPast } from '../unit/alarms/tuning/hunting-past.ts';

const folderOf = useTemporaryFolders();
const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop();
});

const COUNT = 80_000;
const PART = 40_000;
const TAG = { name: 'T-0', signalClass: 'AI', unit: 'kPa', low: 0, high: 25 } as const;
const SETUP: AlarmSetup = {
  definition: alarm('T-0/H').definition,
  condition: { kind: 'level', tag: 'T-0', side: 'high', limit: fixed(10), deadband: 0 },
  delays: NO_DELAY,
};

it('is that of every sample, and can be given up', async () => {
  const rig = await startRig({ folder: folderOf(), tags: historianTags(1) });
  rigs.push(rig);
  const { historian } = rig;
  const { t, v, q } = huntingPast(2, COUNT);
  const port = historian.openImport('backfill');
  for (let i = 0; i < COUNT; i += PART) {
    const column = { tag: 'T-0', v: v.slice(i, i + PART), q: q.slice(i, i + PART) };
    expect(await importBatch(port, { t: t.slice(i, i + PART), columns: [column] })).toMatchObject({ kind: 'stored' });
  }
  port.postMessage({ kind: 'end' });
  const asked = { setup: SETUP, tag: TAG, setups: [SETUP], from: START, to: START + COUNT * 1000 };
  const wanted = suggestTuning({ t, v, q }, SETUP as TunableSetup, tuningRules(SETUP, TAG, [SETUP]));
  expect(wanted.before).toBeGreaterThan(50);
  expect(await suggestFor(asked, historian)).toMatchObject({
    ...{ before: wanted.before, trueExcursions: wanted.trueExcursions, suggested: wanted.suggestion?.tuning },
    ...{ after: wanted.suggestion?.after, missed: wanted.suggestion?.missed },
  });
  const stop = new AbortController();
  const given = suggestFor(asked, historian, stop.signal);
  stop.abort();
  await expect(given).rejects.toThrow(/abort/i);
});
