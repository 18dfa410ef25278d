/** One write and everything that can become of it: told exactly once, never better than it is known. */
import { describe, expect, it } from 'vitest';
import type { WriteOrder, WriteResult } from '../../../../main/acquisition/channel.ts';
import { DeviceRecord } from '../../../../main/acquisition/device-state.ts';
import { LinkFault } from '../../../../main/acquisition/drivers/modbus/wire/fault.ts';
import { exceptionFault } from '../../../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { WriteJob } from '../../../../main/acquisition/drivers/modbus/write-job.ts';
import type { ModbusAddress } from '../../../../main/project/types.ts';
import { channelContext, projectDevice } from '../../../kit/project-parts.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { boundTag } from './bound-tag.ts';

function open(address: Partial<ModbusAddress> = { writeFunction: 6 }, order: Partial<WriteOrder> = {}) {
  const clock = new HandClock();
  const results: WriteResult[] = [];
  const record = new DeviceRecord(projectDevice({ id: 'PLC' }), channelContext(), {
    protocol: 'modbus-tcp',
    tagCount: 1,
    timeoutMs: 1_000,
    endpoint: () => '',
  });
  let unconfirmed = 0;
  const job = WriteJob.of(
    boundTag(3, address),
    { handle: 3, raw: 5, deadline: 9_000, ...order },
    {
      unit: 9,
      timeoutMs: 700,
      clock,
      record,
      resolve: result => void results.push(result),
      onUnconfirmed: () => void unconfirmed++,
      isHeard: () => true,
    },
  );
  if (!(job instanceof WriteJob)) throw new Error(job);
  const counted = () => [record.counters.writes, record.counters.writeFailures];
  return { job, clock, results, counted, unconfirmed: () => unconfirmed };
}

describe('WriteJob', () => {
  it('is a request that leaves at once, for its device and tag, with its deadline and patience', () => {
    const { job } = open();
    expect(Buffer.from(job.request.pdu).toString('hex')).toBe('0600000005');
    expect([job.request.unit, job.isUrgent, job.timeoutMs, job.deadline]).toEqual([9, true, 700, 9_000]);
    expect([job.device, job.tags]).toEqual(['PLC', ['T-3']]);
  });

  it('says why the tag takes no such write', () => {
    const surroundings = {
      unit: 9,
      timeoutMs: 700,
      clock: new HandClock(),
      record: new DeviceRecord(projectDevice({ id: 'PLC' }), channelContext(), {
        protocol: 'modbus-tcp',
        tagCount: 1,
        timeoutMs: 1_000,
        endpoint: () => '',
      }),
      resolve: () => undefined,
      onUnconfirmed: () => undefined,
      isHeard: () => true,
    };
    const order = { handle: 3, raw: 70_000, deadline: 9_000 };
    expect(WriteJob.of(boundTag(3, { writeFunction: 6 }), order, surroundings)).toBe('70000 does not fit into uint16');
    expect(WriteJob.of(boundTag(3, {}), order, surroundings)).toBe('this address takes no writes');
    const plain = boundTag(3, {});
    const opcua = { ...plain, tag: { ...plain.tag, address: { kind: 'opcua', nodeId: 'nsu=a;s=b' } as const } };
    expect(WriteJob.of(opcua, order, surroundings)).toBe('T-3 has no Modbus address');
  });

  it('is done when the device confirms it, with the times of both', () => {
    const { job, clock, results, counted, unconfirmed } = open();
    job.leaves();
    clock.advance(12);
    job.answered(new Uint8Array(6));
    expect(results).toEqual([{ ok: true, sentAt: 5_000, answeredAt: 5_012 }]);
    expect([counted(), unconfirmed()]).toEqual([[1, 0], 0]);
  });

  it('is done without an answer when it is a broadcast', () => {
    const { job, clock, results } = open();
    job.leaves();
    clock.advance(150);
    job.answered(new Uint8Array());
    expect(results).toEqual([{ ok: true, sentAt: 5_000, answeredAt: null }]);
  });

  it('is done by function 23 only when the registers hold what was written', () => {
    const address = { writeFunction: 23, type: 'uint16' } as const;
    const good = open(address, { raw: 0x102 });
    good.job.leaves();
    good.job.answered(Uint8Array.of(9, 23, 2, 1, 2));
    expect(good.results).toMatchObject([{ ok: true }]);
    const bad = open(address, { raw: 0x102 });
    bad.job.leaves();
    bad.job.answered(Uint8Array.of(9, 23, 2, 1, 3));
    expect(bad.results).toMatchObject([{ ok: false, why: 'bad-answer', sentAt: 5_000 }]);
    expect([bad.results.length, bad.counted(), bad.unconfirmed()]).toEqual([1, [1, 1], 0]);
  });

  it.each([
    ['refused', exceptionFault(2), 'exception 0x02 illegal data address'],
    ['refused', exceptionFault(6), 'exception 0x06 device busy'],
    ['unanswered', exceptionFault(11), 'exception 0x0b gateway target failed to respond'],
    ['unanswered', new LinkFault('reset', 'ECONNRESET'), 'ECONNRESET'],
    ['unanswered', new LinkFault('closed', 'closed by Citygate'), 'closed by Citygate'],
  ] as const)('is %s after a fault of that kind, and has left all the same', (why, fault, detail) => {
    const { job, clock, results, counted, unconfirmed } = open();
    job.leaves();
    clock.advance(30);
    job.failed(fault);
    expect(results).toEqual([{ ok: false, why, sentAt: 5_000, detail }]);
    // Nothing of it is under way any more.
    expect([counted(), unconfirmed()]).toEqual([[1, 1], 0]);
  });

  it.each([
    ['unanswered', new LinkFault('timeout', 'no reply within 700 ms')],
    ['bad-answer', new LinkFault('bad-frame', 'CRC error')],
  ] as const)('is %s when nobody has confirmed it, and asks that its bytes do not arrive later', (why, fault) => {
    const { job, results, unconfirmed } = open();
    job.leaves();
    job.failed(fault);
    expect(results).toEqual([{ ok: false, why, sentAt: 5_000, detail: fault.message }]);
    expect(unconfirmed()).toBe(1);
  });

  it.each([
    ['deadline', (job: WriteJob) => job.expired(), 'it could not be sent in time'],
    ['not-connected', (job: WriteJob) => job.notSent('the line is down'), 'the line is down'],
  ] as const)('has not left this computer when it is refused for %s, and counts as no write', (why, refuse, detail) => {
    const { job, results, counted, unconfirmed } = open();
    refuse(job);
    expect(results).toEqual([{ ok: false, why, sentAt: null, detail }]);
    expect([counted(), unconfirmed()]).toEqual([[0, 0], 0]);
  });
});
