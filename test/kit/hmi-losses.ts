/** What is lost looks lost, nothing else does, and all is right again by itself. */
import { describe, expect, test } from 'vitest';
import type { TagReading } from '../../shared/model/tag.ts';
import type { RecentSeries } from '../../shared/rpc/contract.ts';
import { type AtBench, qualityOn, showsOn } from './hmi-bench.ts';
import { textReport } from './hmi-texts.ts';
import { sleep, waitFor } from './wait-for.ts';

/** Long enough for several attempts at a unit that is gone, each of which costs its line a timeout. */
const LOOKED_AT_MS = 5_000;

export function describeLosses(at: AtBench): void {
  const qualityOf = (tag: string) => qualityOn(at().page, tag);
  const shows = (tag: string, quality: string, limitMs: number) => showsOn(at().page, tag, quality, limitMs);
  describe('when something is lost', () => {
    test('a device that is gone makes its values old, leaves the others good, and comes back by itself', async () => {
      await at().field.fault('device-offline', 'PLC');
      await shows('PT-1101', 'stale', 5_000);
      expect(await qualityOf('FI-1701')).toBe('good');
      const { overlaps } = await textReport(at().page);
      expect(overlaps).toEqual([]);
      const [reading] = await at().host.value<TagReading[]>('tags.read', { tags: ['PT-1101'] });
      expect(reading).toMatchObject({ value: null, quality: 'bad' });
      expect(reading?.lastGood?.value).toBeGreaterThan(1);
      await at().field.clear();
      await shows('PT-1101', 'good', 15_000);
    });

    test('a unit that is silent on a line makes only its own values old, and its neighbours keep theirs', async () => {
      const neighbours = ['FI-1701', 'FI-1703'];
      for (const tag of [...neighbours, 'FI-1702']) await shows(tag, 'good', 15_000);
      await at().field.fault('device-half-open', 'EVC2');
      await shows('FI-1702', 'stale', 8_000);
      const seen = new Set<string | null>();
      for (const until = performance.now() + LOOKED_AT_MS; performance.now() < until; await sleep(100)) {
        for (const tag of neighbours) seen.add(await qualityOf(tag));
      }
      expect([...seen]).toEqual(['good']);
      expect(await qualityOf('FI-1702')).toBe('stale');
      await at().field.clear();
      await shows('FI-1702', 'good', 40_000);
    });

    test('a half-open device is never shown as good after its deadline', async () => {
      const startedAt = Date.now();
      await at().field.fault('device-half-open', 'FCA');
      await shows('FI-1401A', 'stale', 6_000);
      const [series] = await at().host.value<RecentSeries[]>('history.recent', { tags: ['FI-1401A'], from: startedAt });
      const times = Array.from(series?.t ?? []);
      const lastGood = times.findLast((_, i) => (series?.q[i] ?? 0) >> 8 === 2) ?? startedAt;
      const firstBad = times.find((t, i) => t > lastGood && (series?.q[i] ?? 0) >> 8 === 0) ?? Number.POSITIVE_INFINITY;
      // Three scans of 1 s, and one second to say so.
      expect(firstBad - lastGood).toBeLessThanOrEqual(4_000);
      await at().field.clear();
      await shows('FI-1401A', 'good', 40_000);
    });

    test('a killed field is started again, values heal and no totaliser runs backwards', async () => {
      const totaliser = async () =>
        (await at().host.value<TagReading[]>('tags.read', { tags: ['FQ-1401A'] }))[0]?.value ?? null;
      const before = await totaliser();
      process.kill(at().field.pid, 'SIGKILL');
      await shows('PT-1101', 'stale', 5_000);
      await shows('PT-1101', 'good', 20_000);
      const analyser = async () =>
        (await at().host.value<TagReading[]>('tags.read', { tags: ['AT-1501.C1'] }))[0]?.quality;
      await waitFor('the analyser', async () => (await analyser()) === 'good', 20_000);
      await waitFor('the totaliser', async () => (await totaliser()) !== null, 20_000);
      expect(await totaliser()).toBeGreaterThanOrEqual(before ?? 0);
    });
  });
}
