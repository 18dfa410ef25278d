/** `frames.*`: what a caller hears, in both languages; the frames themselves have tests of their own. */
import { expect, it } from 'vitest';
import type { SetRecordedOutcome } from '../../../main/acquisition/recorder/recorders.ts';
import { EventLog } from '../../../main/events/event-log.ts';
import { readFrames, setRecorded } from '../../../main/handlers/frames.ts';
import type { DeviceStatus } from '../../../shared/model/device.ts';
import type { FramePage } from '../../../shared/model/frame.ts';
import { HandClock } from '../support/hand-clock.ts';

const PAGE: FramePage = {
  records: [],
  older: null,
  recorder: { state: 'recording', bytes: 0, limitBytes: 1, lost: 0 },
};
const ORDER = { device: 'PLC', isRecorded: false, who: 'Li', why: 'too much traffic' };

function parts(outcome: SetRecordedOutcome = { kind: 'done' }) {
  const asked: unknown[] = [];
  const status = { device: 'PLC', name: { zh: '站控', en: 'Station PLC' } } as DeviceStatus;
  return {
    asked,
    acquisition: { status: () => [status] },
    events: new EventLog(new HandClock()),
    recorders: {
      read: async (channel: string, query: unknown) => {
        asked.push(query);
        return channel === 'plc' ? PAGE : null;
      },
      setRecorded: async (device: string, isRecorded: boolean) => {
        asked.push([device, isRecorded]);
        return outcome;
      },
    },
  };
}

it('hands the question on and the page back', async () => {
  const p = parts();
  expect(await readFrames(p, { channel: 'plc', onlyProblems: true, limit: 7, device: 'PLC' })).toBe(PAGE);
  expect(p.asked).toEqual([{ onlyProblems: true, limit: 7, device: 'PLC' }]);
});

it('names a channel that does not exist', async () => {
  const reading = readFrames(parts(), { channel: 'x', onlyProblems: false, limit: 7 });
  await expect(reading).rejects.toMatchObject({
    code: 'unknown-channel',
    message: 'There is no channel "x".',
    zh: { message: '没有通道“x”。' },
  });
});

it('passes the order on and says in an event who gave it and why, in both languages', async () => {
  const p = parts();
  await setRecorded(p, ORDER);
  await setRecorded(p, { ...ORDER, isRecorded: true });
  expect(p.asked).toEqual([
    ['PLC', false],
    ['PLC', true],
  ]);
  expect(p.events.recent(9).map(e => [e.kind, e.source, e.text.zh, e.text.en])).toEqual([
    [
      'operation',
      'PLC',
      'Li 关闭 站控 的报文记录：too much traffic',
      'Li switches the frame recorder off for Station PLC: too much traffic',
    ],
    [
      'operation',
      'PLC',
      'Li 开启 站控 的报文记录：too much traffic',
      'Li switches the frame recorder on for Station PLC: too much traffic',
    ],
  ]);
});

it.each([
  [{ kind: 'unknown-device' }, 'unknown-device', 'no device "PLC"', '没有设备'],
  [{ kind: 'no-room', channel: 'plc' }, 'not-possible', 'channel "plc" no room', '通道“plc”'],
  [{ kind: 'not-kept', code: 'ENOSPC' }, 'not-possible', '(ENOSPC); nothing has changed', '（ENOSPC）'],
] as const)('refuses when the recorder answers %j, and no event says that it was done', async (outcome, code, en, zh) => {
  const p = parts(outcome);
  await expect(setRecorded(p, ORDER)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(en),
    zh: { message: expect.stringContaining(zh) },
  });
  expect(p.events.recent(9)).toEqual([]);
});

it('asks no recorder about a device that does not exist', async () => {
  const p = parts();
  await expect(setRecorded(p, { ...ORDER, device: 'X' })).rejects.toMatchObject({ code: 'unknown-device' });
  expect(p.asked).toEqual([]);
});
