/** An alarm that cannot be judged: who says so, when, and of which tags nothing is known. */
import { afterEach, describe, expect, it } from 'vitest';
import type { JudgementNews } from '../../../../main/alarms/station/judgement-watch.ts';
import { STALE } from '../../../../shared/model/quality.ts';
import { alarm, type RigAlarm } from '../support/alarm-rig.ts';
import { StationRig } from '../support/station-rig.ts';

const rigs: StationRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.alarms.stop();
});

function stand(alarms: readonly RigAlarm[], devices: readonly string[] = [], absentTags: readonly string[] = []) {
  const news: JudgementNews[] = [];
  const rig = new StationRig(alarms, {
    onJudgement: told => void news.push(told),
    absentTags: new Set(absentTags),
  }).start(devices);
  rigs.push(rig);
  const of = (id: string) => {
    const status = rig.alarms.item(null, new Set([id])).statuses[0];
    return [status?.name, status?.isJudged];
  };
  return { rig, news, of };
}

describe('an alarm of which nothing is known', () => {
  it('says so after two minutes, in its status, in the counts and once to whoever listens, and takes it back', async () => {
    const { rig, news, of } = stand([alarm('A/H'), alarm('B/H', { area: '1400' })]);
    const told: string[] = [];
    rig.alarms.feed.subscribe(ids => told.push(...ids));
    await rig.set({ B: 1 });
    await rig.pass(120);
    expect([of('A/H'), rig.alarms.item(null, null).counts.unjudged, news]).toEqual([['NORMAL', true], 0, []]);
    await rig.pass(60);
    expect([of('A/H'), of('B/H')]).toEqual([
      ['NORMAL', false],
      ['NORMAL', true],
    ]);
    expect(rig.alarms.item(null, null).counts.unjudged).toBe(1);
    expect(rig.alarms.item(new Set(['1400']), null).counts.unjudged).toBe(0);
    expect(news).toEqual([{ blind: ['A/H'], judged: [] }]);
    expect(told).toContain('A/H');
    await rig.set({ A: 1 });
    await rig.pass(1);
    expect([of('A/H'), news.at(-1)]).toEqual([['NORMAL', true], { blind: [], judged: ['A/H'] }]);
  });

  it('does not say so for a value that is bad for a moment', async () => {
    const { rig, news } = stand([alarm('A/H')]);
    for (let i = 0; i < 5; i++) {
      await rig.set({ A: 1 });
      await rig.pass(1);
      rig.alarms.take(rig.batch({ A: Number.NaN }, STALE));
      await rig.pass(100);
    }
    expect(news).toEqual([]);
  });

  it('says so where it is looked at alone, when the project does not fill its tag yet', async () => {
    const { rig, news, of } = stand([alarm('A/H'), alarm('B/H')], [], ['A']);
    await rig.pass(180);
    expect([of('A/H'), of('B/H')]).toEqual([
      ['NORMAL', false],
      ['NORMAL', false],
    ]);
    expect([rig.alarms.item(null, null).counts.unjudged, news]).toEqual([1, [{ blind: ['B/H'], judged: [] }]]);
  });

  it('is explained where its device is lost, and beneath that alarm', async () => {
    const lost = alarm('PLC/LOST', { condition: { onDelayMs: 3_000 } });
    const { rig, news, of } = stand([lost, alarm('A/H', { device: 'PLC' })], ['PLC']);
    await rig.pass(300);
    expect([of('A/H'), news]).toEqual([['SUPPRESSED', true], []]);
  });
});
