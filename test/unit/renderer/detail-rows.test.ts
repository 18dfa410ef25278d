/** What an operator is told about a value: raw value, times, and who entered it, in the chosen language. */
import { describe, expect, test } from 'vitest';
import { lookOf } from '../../../renderer/mimic/quality-look.ts';
import type { Sample } from '../../../renderer/store/tag-store.ts';
import { type DetailInput, detailRows, qualityWords } from '../../../renderer/ui/detail-rows.ts';
import { COMM_LOSS, DEVICE_FAULT, FORCED, GOOD } from '../../../shared/model/quality.ts';
import type { TagDefinition, TagDetail, TagReading } from '../../../shared/model/tag.ts';
import { catalogEn } from '../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../shared/text/catalog-zh.ts';

const NOW = Date.UTC(2026, 0, 31, 4, 0, 10);
const up = { now: NOW, silentMs: null };
const reading = (more: Partial<TagReading> = {}): TagReading => ({
  tag: 'PT-1101',
  value: 3.214,
  quality: 'good',
  time: NOW - 500,
  raw: 9_142,
  ...more,
});
const detail = (more: Partial<TagDetail> = {}): TagDetail => ({
  tag: 'PT-1101',
  shown: reading(),
  live: reading(),
  raw: 9_142,
  receivedAt: NOW - 400,
  sourceTime: null,
  serverTime: null,
  unchangedMs: null,
  override: null,
  ...more,
});
const tag = {
  name: 'PT-1101',
  device: 'PLC',
  address: 'holding:5',
  low: 0,
  high: 10,
  limits: { H: 8 },
  unit: 'MPa',
  logging: { kind: 'compress', deviation: 0.005, maxIntervalMs: 600_000 },
} as TagDefinition;
const NOTHING: Sample = { v: Number.NaN, q: GOOD, t: NOW - 500, lastV: Number.NaN, lastT: Number.NaN };

function rows(sample: Partial<Sample>, more: Partial<DetailInput> = {}): Record<string, string> {
  const whole = { ...NOTHING, ...sample };
  const base = {
    texts: catalogEn,
    unit: 'MPa',
    decimals: 2,
    timeZone: 'Asia/Shanghai',
    now: NOW,
    tag,
    detail: detail(),
  };
  return Object.fromEntries(detailRows({ look: lookOf(whole, up), sample: whole, ...base, ...more }));
}

describe('rows of a tooltip', () => {
  test('say what came over the wire and when, and leave out what the protocol does not tell', () => {
    expect(rows({ v: 3.214 })).toEqual({
      Quality: 'good',
      'Raw value': '9142',
      'Sample time': '2026-01-31 12:00:09',
      Received: '2026-01-31 12:00:09',
      Age: '0 s',
      Device: 'PLC',
      Address: 'holding:5',
      Range: '0.00 … 10.00 MPa',
      Limits: 'H 8.00',
      Logging: 'compressed, error ≤ 0.005 MPa but beside late samples, at least every 10 min',
    });
    const opcua = rows({ v: 3.214 }, { detail: detail({ sourceTime: NOW - 3_600_000 }) });
    expect(opcua['Source time']).toBe('2026-01-31 11:00:10');
  });

  test('tell the times of one and the same sample, also when a newer one is on the screen already', () => {
    const older = detail({ shown: reading({ time: NOW - 1_200 }), receivedAt: NOW - 1_100 });
    const shown = rows({ v: 3.214, t: NOW - 100 }, { detail: older });
    expect([shown['Sample time'], shown['Received']]).toEqual(['2026-01-31 12:00:08', '2026-01-31 12:00:08']);
    expect(rows({ v: 3.214, t: NOW - 2_100 }, { detail: null })['Sample time']).toBe('2026-01-31 12:00:07');
  });

  test('tell when the last good value was taken while it is shown as old, and not when it was lost', () => {
    const lost = { q: COMM_LOSS, t: NOW - 1_000, lastV: 3.2, lastT: NOW - 5_000 };
    const shown = rows(lost, { detail: detail({ shown: reading({ time: NOW - 1_000 }), receivedAt: NOW - 5_000 }) });
    expect([shown['Sample time'], shown['Received']]).toEqual(['2026-01-31 12:00:05', '2026-01-31 12:00:05']);
  });

  test('say nothing that only the host knows before it has answered', () => {
    const shown = rows({ v: 3.214 }, { detail: null });
    expect(Object.keys(shown)).toEqual([
      'Quality',
      'Sample time',
      'Age',
      'Device',
      'Address',
      'Range',
      'Limits',
      'Logging',
    ]);
  });

  test('say who forced a value, why, until when, and what the live one is', () => {
    const override = { kind: 'force', value: 9, who: 'Li', why: 'repair', since: NOW, until: NOW + 60_000 } as const;
    const shown = rows({ v: 9, q: FORCED }, { detail: detail({ override }) });
    expect(shown).toMatchObject({
      Quality: 'uncertain · forced',
      'Forced value': '9.00 MPa',
      By: 'Li',
      Reason: 'repair',
      Until: '2026-01-31 12:01:10',
      'Live value': '3.21 MPa · good',
    });
    const lost = reading({ value: null, quality: 'bad', reason: 'comm-loss' });
    expect(rows({ v: 9, q: FORCED }, { detail: detail({ override, live: lost }) })['Live value']).toBe(
      '---- MPa · bad',
    );
    const chinese = rows({ v: 9, q: FORCED }, { detail: detail({ override }), texts: catalogZh });
    expect(chinese).toMatchObject({ 强制值: '9.00 MPa', 操作人: 'Li', 实时值: '3.21 MPa · 良好' });
  });

  test('say of a substitute whether it is in use', () => {
    const override = { kind: 'substitute', value: 9, who: 'Li', why: 'repair', since: NOW, until: NOW + 1 } as const;
    expect(rows({ v: 3.214 }, { detail: detail({ override }) }).Substitute).toBe('9.00 MPa · not in use');
    const live = reading({ value: null, quality: 'bad', reason: 'stale' });
    expect(rows({ v: 9 }, { detail: detail({ override, live }) }).Substitute).toBe('9.00 MPa');
  });

  test('give the last good value or text of a bad one, as old', () => {
    const bad = { q: DEVICE_FAULT, lastT: NOW - 10_000 };
    expect(rows({ ...bad, lastV: 3.2 })['Last good']).toBe('3.20 MPa · 2026-01-31 12:00:00');
    expect(rows({ ...bad, text: 'FC-1401A' }, { unit: '' })['Last good']).toBe('FC-1401A · 2026-01-31 12:00:00');
    expect(rows(bad)).not.toHaveProperty('Last good');
  });

  test('call a value of a screen by no tag, and an old one bad', () => {
    expect(rows({ v: 1 }, { tag: undefined, detail: null })).not.toHaveProperty('Device');
    const old = { ...NOTHING, q: COMM_LOSS, lastV: 3, lastT: NOW - 10_000 };
    expect(qualityWords(lookOf(old, up), catalogEn)).toBe('bad · communication lost');
    expect(qualityWords(lookOf(old, { now: NOW, silentMs: 2_000 }), catalogZh)).toContain('坏值');
    expect(qualityWords(lookOf({ ...NOTHING, v: 1 }, { now: NOW, silentMs: 2_000 }), catalogEn)).toContain('stale');
  });
});
