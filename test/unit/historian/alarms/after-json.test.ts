import { describe, expect, it } from 'vitest';
import { afterFrom, afterJson } from '../../../../main/historian/alarms/after-json.ts';
import type { AlarmRecord } from '../../../../shared/model/alarm.ts';
import { alarmRow } from '../../../kit/alarm-rows.ts';

const HOLD = { since: 1, until: 2, by: 'li', reason: 'test' };
const FULL: AlarmRecord = {
  state: {
    process: 'alarm',
    isAcknowledged: false,
    isLatched: true,
    shelved: HOLD,
    suppressed: [{ kind: 'equipment', of: 'run A', hold: HOLD }],
    outOfService: HOLD,
  },
  raisedAt: 5,
  clearedAt: 6,
  raisedValue: 0,
  raisedLimit: -1.5,
  acknowledgedAt: 0,
  acknowledgedBy: '张伟',
  count: 3,
  recentRaises: [1, 2, 3],
  chatter: { since: 1, count: 9, isTrue: false },
  knownBefore: 'acknowledged',
  isOwed: true,
  shelvings: [4],
  firstOut: { episode: 7, at: 8.25, sequence: 9 },
};

describe('the whole of an alarm as JSON', () => {
  it('comes back as it was, be everything in it or nothing', () => {
    const { after } = alarmRow(1);
    const resting: AlarmRecord = { ...after, ...EMPTY };
    for (const record of [FULL, after, resting]) expect(afterFrom(afterJson(record))).toEqual(record);
  });

  it('leaves out what is as of an alarm at rest', () => {
    expect(afterJson({ ...alarmRow(1).after, ...EMPTY })).toBe('{}');
    expect(JSON.parse(afterJson({ ...FULL, ...EMPTY, count: 2 }))).toEqual({ count: 2 });
  });

  it.each(['', '{', 'null', '7'])('is nothing of “%s”', text => {
    expect(afterFrom(text)).toBeNull();
  });
});

const EMPTY: AlarmRecord = {
  state: {
    process: 'normal',
    isAcknowledged: true,
    isLatched: false,
    shelved: null,
    suppressed: [],
    outOfService: null,
  },
  raisedAt: null,
  clearedAt: null,
  raisedValue: null,
  raisedLimit: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  count: 0,
  recentRaises: [],
  chatter: null,
  knownBefore: 'no',
  isOwed: false,
  shelvings: [],
  firstOut: null,
};
