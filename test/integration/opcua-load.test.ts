/** 10,000 items that change every second: each of them counts up by one, so that a single lost value shows as a gap. */
import { expect, test } from 'vitest';
import { GOOD } from '../../shared/model/quality.ts';
import { opcuaTag, until } from '../kit/channel-recorder.ts';
import { kitNode, OPEN, useOpcuaRig } from '../kit/opcua-rig.ts';

const rig = useOpcuaRig();
const COUNT = 10_000;
const SECONDS = 10;

test('10,000 items that change every second for 10 s arrive whole, each value once and in its order', async () => {
  await rig.serve({ ...OPEN, counters: COUNT });
  const tags = Array.from({ length: COUNT }, (_none, at) => opcuaTag(at, kitNode(`N${at}`), 1_000));
  const { recorder, channel } = rig.open(tags, { timeoutMs: 5_000 });
  const last = new Float64Array(COUNT).fill(-1);
  let gaps = 0;
  let values = 0;
  recorder.onValue = (handle, value) => {
    if (value !== (last[handle] ?? -1) + 1) gaps += 1;
    last[handle] = value;
    values += 1;
  };
  await until('online', () => recorder.last === 'online/none', 60_000);
  await until('all there', () => last.every(value => value === 0), 30_000);
  rig.server.order({ kind: 'count-up', everyMs: 1_000, times: SECONDS });
  await until('all counted', () => last.every(value => value === SECONDS), 60_000);
  expect([gaps, values]).toEqual([0, COUNT * (SECONDS + 1)]);
  expect(recorder.changes.map(change => change.state)).toEqual(['connecting', 'online']);
  expect(channel.status()[0]?.overruns).toBe(0);
  expect(tags.every(({ handle }) => recorder.of(handle).q === GOOD)).toBe(true);
}, 180_000);
