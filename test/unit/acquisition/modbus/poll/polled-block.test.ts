/** A block as its own job in the queue, and a read out of turn. */
import { describe, expect, it } from 'vitest';
import { ProbeJob } from '../../../../../main/acquisition/drivers/modbus/poll/probe-job.ts';
import { LinkFault } from '../../../../../main/acquisition/drivers/modbus/wire/fault.ts';
import { Owner, polledBlock, TIMEOUT_MS } from './poll-bench.ts';

const SILENCE = new LinkFault('timeout', 'no reply');

describe('PolledBlock', () => {
  it('asks for exactly its registers', () => {
    const block = polledBlock(0x100, 3);
    expect(Buffer.from(block.request.pdu).toString('hex')).toBe('0301000003');
    expect([block.request.unit, block.timeoutMs, block.device, block.isUrgent]).toEqual([7, TIMEOUT_MS, 'D', false]);
    expect([block.tags, block.place]).toEqual([['T-256', 'T-257', 'T-258'], 'holding:256']);
  });

  it('tells its owner what became of it, and waits for nothing then', () => {
    const owner = new Owner();
    const block = polledBlock(5, 1, { owner });
    for (const settle of [
      () => block.answered(new Uint8Array(5), 12),
      () => block.failed(SILENCE),
      () => block.notSent(),
    ]) {
      block.isPending = true;
      settle();
      expect(block.isPending).toBe(false);
    }
    expect(owner.told).toEqual(['holding:5 answered 5 bytes in 12', 'holding:5 failed: timeout', 'holding:5 not sent']);
  });

  it('tells nobody anything once it has been dropped', () => {
    const owner = new Owner();
    const block = polledBlock(5, 1, { owner });
    expect(block.isWanted()).toBe(true);
    block.isPending = true;
    block.drop();
    block.answered(new Uint8Array(5), 12);
    block.failed(SILENCE);
    block.notSent();
    expect([owner.told, block.isWanted(), block.isPending]).toEqual([[], false, false]);
  });

  it('is worth asking for at once when it is forgiven', () => {
    const block = polledBlock(5);
    Object.assign(block, { silent: 3, refusals: 2, retryAt: 1e9 });
    block.forgive();
    expect([block.silent, block.refusals, block.retryAt]).toEqual([0, 0, 0]);
  });
});

describe('ProbeJob', () => {
  it('hands on how it came out', () => {
    const told: string[] = [];
    const { request } = polledBlock(1);
    const job = new ProbeJob(
      { request, device: 'D', tags: ['T'], timeoutMs: 9, deadline: 4 },
      {
        answered: (body, ms) => void told.push(`answered ${body.length} in ${ms}`),
        failed: fault => void told.push(fault.reason),
        notSent: () => void told.push('not sent'),
      },
    );
    expect([job.request, job.device, job.tags, job.timeoutMs, job.deadline]).toEqual([request, 'D', ['T'], 9, 4]);
    expect([job.isWanted(), job.isUrgent, job.isRepeated]).toEqual([true, false, false]);
    job.answered(new Uint8Array(3), 2);
    job.failed(SILENCE);
    job.notSent();
    expect(told).toEqual(['answered 3 in 2', 'timeout', 'not sent']);
  });
});
