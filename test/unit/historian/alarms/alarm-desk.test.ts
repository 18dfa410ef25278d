import { expect, it } from 'vitest';
import { AlarmDesk, type AlarmOrder } from '../../../../main/historian/alarms/alarm-desk.ts';
import { alarmRow } from '../../../kit/alarm-rows.ts';

it('says at the end how many rows are neither durable nor refused, and refuses them', async () => {
  const posted: AlarmOrder[] = [];
  const desk = new AlarmDesk(order => void posted.push(order));
  const durable = desk.append([alarmRow(1)], new Map());
  const left = [
    desk.append([alarmRow(2), alarmRow(3)], new Map()),
    desk.keepContext({ sequence: 1, from: 0, to: 1, isComplete: true, series: [] }),
    desk.append([alarmRow(4)], new Map()),
  ].map(answer => expect(answer).rejects.toThrow('the history has ended'));
  desk.done({ kind: 'alarms-done', id: posted[0]?.id ?? 0, why: null });
  await durable;
  expect(desk.end()).toBe(3);
  await Promise.all(left);
  expect(desk.end()).toBe(0);
});
