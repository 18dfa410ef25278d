import { beforeEach, describe, expect, test } from 'vitest';
import { createLead, type Lead, SETTLED_MS } from '../../../../renderer/alarms/banner/lead.ts';
import { obstacleOf, shownCommands, waitingByPriority } from '../../../../renderer/alarms/desk/alarm-commands.ts';
import { seenOf } from '../../../../renderer/alarms/desk/alarm-desk.ts';
import { dutyText, onDuty, readAreas, readDuty, suggestedName } from '../../../../renderer/alarms/desk/duty.ts';
import { hiddenRows } from '../../../../renderer/alarms/hidden/hidden-rows.ts';
import { type AlarmBook, createAlarmBook } from '../../../../renderer/store/alarm-book.ts';
import { type MutableObservable, observable } from '../../../../renderer/store/observable.ts';
import { type TurnableTimers, turnableTimers } from '../turnable-timers.ts';
import { descriptionOf, itemOf, statusOf } from './alarm-samples.ts';

const HOLD = { since: 0, until: 1_000, by: '李明', reason: '检修' };
const description = descriptionOf('A/H');

describe('the alarm of the banner', () => {
  let hands: TurnableTimers;
  let book: AlarmBook;
  let lead: Lead;
  let acknowledged: string[];
  let areas: MutableObservable<readonly string[] | null>;

  beforeEach(() => {
    hands = turnableTimers();
    book = createAlarmBook();
    acknowledged = [];
    areas = observable<readonly string[] | null>(null);
    lead = createLead({ book, timers: hands.timers, areas, acknowledge: ids => acknowledged.push(...ids) });
  });

  test('is acknowledged by one press', () => {
    book.apply(itemOf([statusOf('A/H')], { snapshot: true }));
    hands.advance(SETTLED_MS);
    lead.acknowledge();
    expect(acknowledged).toEqual(['A/H']);
  });

  test('that has only just come is not: the press was meant for the one before', () => {
    book.apply(itemOf([statusOf('A/H')], { snapshot: true }));
    hands.advance(10_000);
    book.apply(itemOf([statusOf('B/H', { priority: 1 })]));
    hands.advance(SETTLED_MS - 1);
    lead.acknowledge();
    expect(lead.alarm.get()?.id).toBe('B/H');
    expect(acknowledged).toEqual([]);
    hands.advance(1);
    // A change of the same alarm does not make it a new one.
    book.apply(itemOf([statusOf('B/H', { priority: 1, raisedAt: 5 })]));
    lead.acknowledge();
    expect(acknowledged).toEqual(['B/H']);
  });

  test('is one of the areas of responsibility, and another one as soon as those change', () => {
    book.apply(
      itemOf([statusOf('A/H', { priority: 1, area: '1300' }), statusOf('B/H', { area: '1400' })], { snapshot: true }),
    );
    areas.set(['1400']);
    expect(lead.alarm.get()?.id).toBe('B/H');
    areas.set(null);
    expect(lead.alarm.get()?.id).toBe('A/H');
  });

  test('is none when all are acknowledged, and a press then does nothing', () => {
    book.apply(itemOf([statusOf('A/H', { state: { isAcknowledged: true } })], { snapshot: true }));
    hands.advance(10_000);
    lead.acknowledge();
    expect(lead.alarm.get()).toBeNull();
    expect(acknowledged).toEqual([]);
  });
});

describe('what is acknowledged', () => {
  test('is what this window shows of each alarm, and nothing of one that it does not know', () => {
    const book = createAlarmBook();
    book.apply(itemOf([{ ...statusOf('A/H'), sequence: 7 }], { snapshot: true, sequence: 9 }));
    expect(seenOf(book, ['A/H', 'X/H'])).toEqual({ 'A/H': 7, 'X/H': 0 });
    expect(book.summary.get()?.sequence).toBe(9);
  });
});

describe('what may be done with an alarm', () => {
  test('priority 1 is never shelved, others as long as their definition lets them', () => {
    expect(obstacleOf('shelve', statusOf('A/H', { priority: 1 }), description)).toBe('priority-1');
    expect(obstacleOf('shelve', statusOf('A/H'), { maxShelveMs: 0, equipment: null })).toBe('not-shelvable');
    expect(obstacleOf('shelve', statusOf('A/H', { state: { shelved: HOLD } }), description)).toBe('shelved-already');
    expect(obstacleOf('shelve', statusOf('A/H'), description)).toBeNull();
  });

  test('is acknowledged while it waits for somebody and is not hidden', () => {
    expect(obstacleOf('acknowledge', statusOf('A/H'), description)).toBeNull();
    expect(obstacleOf('acknowledge', statusOf('A/H', { state: { process: 'normal' } }), description)).toBeNull();
    expect(obstacleOf('acknowledge', statusOf('A/H', { state: { isAcknowledged: true } }), description)).toBe(
      'nothing-to-acknowledge',
    );
    expect(obstacleOf('acknowledge', statusOf('A/H', { state: { shelved: HOLD } }), description)).toBe('hidden');
    expect(obstacleOf('acknowledge', undefined, undefined)).toBe('none-chosen');
  });

  test('a latch is reset when its cause is gone and somebody has acknowledged it', () => {
    const gone = { process: 'normal', isLatched: true } as const;
    expect(obstacleOf('reset', statusOf('A/H'), description)).toBe('still-active');
    expect(obstacleOf('reset', statusOf('A/H', { state: gone }), description)).toBe('acknowledge-first');
    expect(obstacleOf('reset', statusOf('A/H', { state: { ...gone, isAcknowledged: true } }), description)).toBeNull();
  });

  test('its equipment is taken out once, and only where it belongs to one', () => {
    const out = statusOf('A/H', { state: { suppressed: [{ kind: 'equipment', of: 'Reg1', hold: HOLD }] } });
    const ofEquipment = { maxShelveMs: 0, equipment: 'Reg1' };
    expect(obstacleOf('take-equipment-out', statusOf('A/H'), { maxShelveMs: 0, equipment: null })).toBe('no-equipment');
    expect(obstacleOf('take-equipment-out', statusOf('A/H'), ofEquipment)).toBeNull();
    expect(obstacleOf('take-equipment-out', out, ofEquipment)).toBe('out-already');
    expect(obstacleOf('return-equipment', out, ofEquipment)).toBeNull();
    expect(obstacleOf('return-equipment', statusOf('A/H'), ofEquipment)).toBe('not-out');
    expect(shownCommands(out, { isLatching: false, equipment: 'Reg1' }).at(-1)).toBe('return-equipment');
  });

  test('what was done is taken back by the button in the same place', () => {
    expect(shownCommands(statusOf('A/H'), { isLatching: false, equipment: null })).toEqual([
      'acknowledge',
      'shelve',
      'remove-from-service',
    ]);
    const hidden = statusOf('A/H', { state: { shelved: HOLD, outOfService: HOLD } });
    expect(shownCommands(hidden, { isLatching: true, equipment: null })).toEqual([
      'acknowledge',
      'reset',
      'unshelve',
      'return-to-service',
    ]);
  });

  test('a page is counted by priority, without what waits for nobody', () => {
    const page = [
      statusOf('A/H', { priority: 1 }),
      statusOf('B/H'),
      statusOf('C/H', { state: { isAcknowledged: true } }),
      undefined,
    ];
    expect(waitingByPriority(page)).toEqual([1, 0, 1, 0]);
  });
});

describe('hidden alarms', () => {
  test('are told by what hides them, the one that comes back first on top', () => {
    const rows = [
      statusOf('A/H', { state: { shelved: { ...HOLD, until: 9_000 } } }),
      statusOf('B/H', { state: { shelved: HOLD } }),
      statusOf('C/H', { state: { suppressed: [{ kind: 'device', of: 'PLC', hold: null }] } }),
      statusOf('D/H', { state: { outOfService: HOLD, shelved: HOLD } }),
      statusOf('E/H'),
    ];
    expect(hiddenRows(rows, 'shelved').map(row => row.status.id)).toEqual(['B/H', 'A/H']);
    const hidden = hiddenRows(rows, 'hidden');
    expect(hidden.map(row => [row.status.id, row.kind])).toEqual([
      ['D/H', 'out-of-service'],
      ['C/H', 'suppressed'],
    ]);
    expect(hidden[1]?.because).toEqual([{ kind: 'device', of: 'PLC', hold: null }]);
  });
});

describe('who is on duty', () => {
  test('is kept until the end of the shift and not longer', () => {
    const duty = readDuty(dutyText({ name: '王海涛', until: 1_000 }));
    expect(onDuty(duty, 999)).toBe('王海涛');
    expect(onDuty(duty, 1_000)).toBeNull();
    expect(onDuty(null, 0)).toBeNull();
  });

  test('is suggested to dialogs, else the name that one was given last in this shift; that name is nobody’s duty', () => {
    const [duty, last] = [
      { name: '王海涛', until: 1_000 },
      { name: 'Li', until: 1_000 },
    ];
    expect(suggestedName({ duty, last }, 999)).toBe('王海涛');
    expect(suggestedName({ duty: null, last }, 999)).toBe('Li');
    expect(suggestedName({ duty, last }, 1_000)).toBe('');
    expect(suggestedName({ duty: null, last: null }, 0)).toBe('');
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"name":"","until":1}',
    '{"name":"x"}',
    '{"name":5,"until":1}',
  ])('is nobody when the storage holds %j', text => {
    expect(readDuty(text)).toBeNull();
  });

  test('areas that cannot be read are the whole station', () => {
    expect(readAreas('["1300","1400"]')).toEqual(['1300', '1400']);
    for (const text of [null, '[]', '{}', '[5]', '{']) expect(readAreas(text)).toBeNull();
  });
});
