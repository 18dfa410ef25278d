/** Finding out what a device refuses, one read at a time and without haste, and never from a device that refuses everything. */
import { beforeEach, describe, expect, it } from 'vitest';
import { LearnedHoles } from '../../../../../main/acquisition/drivers/modbus/plan/learned-holes.ts';
import { ReadBlock } from '../../../../../main/acquisition/drivers/modbus/plan/read-block.ts';
import { HoleHunter, isRefusal } from '../../../../../main/acquisition/drivers/modbus/poll/hole-hunter.ts';
import type { ProbeOutcome } from '../../../../../main/acquisition/drivers/modbus/poll/probe-job.ts';
import { LinkFault } from '../../../../../main/acquisition/drivers/modbus/wire/fault.ts';
import { exceptionFault, type Request } from '../../../../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { channelContext, projectDevice } from '../../../../kit/project-parts.ts';
import { HandClock } from '../../../support/hand-clock.ts';
import { tagItem } from './poll-bench.ts';

const REFUSAL = exceptionFault(2);
const SILENCE = new LinkFault('timeout', 'no reply');

interface Asked {
  readonly request: Request;
  readonly tags: readonly string[];
  readonly outcome: ProbeOutcome;
}

describe('HoleHunter', () => {
  let clock: HandClock;
  let holes: LearnedHoles;
  let hunter: HoleHunter;
  let asked: Asked[];
  let delivered: number[];
  let plans: number;
  let readSince: number[];
  let hasRead: boolean;

  beforeEach(() => {
    clock = new HandClock();
    const { limits } = projectDevice({ id: 'D' });
    holes = new LearnedHoles({ directory: '', device: 'D', limits, clock, log: channelContext().log });
    asked = [];
    delivered = [];
    plans = 0;
    readSince = [];
    hasRead = false;
    hunter = new HoleHunter({
      unit: 7,
      holes,
      ask: (request, tags, outcome) => void asked.push({ request, tags, outcome }),
      deliver: block => void delivered.push(...block.items.map(i => i.offset)),
      hasReadSince: since => {
        readSince.push(since);
        return hasRead;
      },
      onLearned: () => void plans++,
    });
  });

  const block = (count: number) =>
    new ReadBlock('holding', {
      offset: 0,
      count,
      items: Array.from({ length: count }, (_, i) => tagItem(i, { offset: i })),
    });
  const pduOf = ({ request }: Asked) => Buffer.from(request.pdu).toString('hex');
  /** Answers the question that waits, as a device does that refuses these registers. */
  const answer = (...refused: number[]): void => {
    const one = asked.shift();
    if (one === undefined) throw new Error('nothing was asked');
    const from = ((one.request.pdu[1] ?? 0) << 8) | (one.request.pdu[2] ?? 0);
    const count = one.request.pdu[4] ?? 0;
    if (refused.some(r => r >= from && r < from + count)) one.outcome.failed(REFUSAL);
    else one.outcome.answered(new Uint8Array(one.request.reply.length), 1);
  };
  const known = () => holes.view().map(h => [h.table, h.from, h.to]);

  it('asks one question at a time, delivers what can be read, and learns what cannot', () => {
    expect(hunter.search(block(4), 5)).toBe(true);
    expect(asked.map(pduOf)).toEqual(['0300000002']);
    expect(asked[0]?.tags).toEqual(['T-0', 'T-1']);
    expect(asked[0]?.request.unit).toBe(7);
    while (asked.length > 0) {
      expect(asked).toHaveLength(1);
      answer(2);
    }
    expect(known()).toEqual([['holding', 2, 2]]);
    expect([delivered.toSorted((a, b) => a - b), plans, hunter.isBusy]).toEqual([[0, 1, 3], 1, false]);
  });

  it('learns nothing from a device that refuses everything: it is stopped, or another one', () => {
    hunter.search(block(4), 4_321);
    while (asked.length > 0) answer(0, 1, 2, 3);
    expect([known(), plans, hunter.isBusy, readSince]).toEqual([[], 0, false, [4_321]]);
  });

  it('learns it all the same when the device has answered something else meanwhile', () => {
    hasRead = true;
    hunter.search(block(1), 0);
    expect([known(), plans]).toEqual([[['holding', 0, 0]], 1]);
  });

  it('learns nothing where nothing is refused any more', () => {
    // A limit of nothing at all would be no finding; both halves are read and the whole has been given before.
    hunter.noteRead('holding', 3);
    hunter.search(block(4), 0);
    while (asked.length > 0) answer();
    expect([known(), holes.maxCount('holding', 125)]).toEqual([[], 3]);
  });

  it('remembers the largest read of each table, to tell a border from a limit', () => {
    hunter.noteRead('holding', 4);
    hunter.noteRead('holding', 2);
    hunter.noteRead('input', 100);
    hunter.search(block(4), 0);
    while (asked.length > 0) answer();
    expect([known(), holes.maxCount('holding', 125)]).toEqual([[['holding', 2, 1]], 125]);
  });

  it('does one search at a time', () => {
    expect(hunter.search(block(4), 0)).toBe(true);
    expect(hunter.search(block(4), 0)).toBe(false);
    expect([hunter.isBusy, asked.length]).toEqual([true, 1]);
    holes.learn('holding', { holes: [{ from: 90, to: 90 }], maxCount: null });
    holes.hurry();
    hunter.tryDueHole();
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['silence', (outcome: ProbeOutcome) => outcome.failed(SILENCE)],
    ['another exception', (outcome: ProbeOutcome) => outcome.failed(exceptionFault(6))],
    ['a lost connection', (outcome: ProbeOutcome) => outcome.notSent()],
    ['being stopped', () => hunter.stop()],
  ] as const)('forgets what it has found so far upon %s, and can begin anew', (_what, interrupt) => {
    hunter.search(block(4), 0);
    const [first] = asked;
    answer(2);
    const [second] = asked;
    if (second !== undefined) interrupt(second.outcome);
    expect([hunter.isBusy, known(), plans]).toEqual([false, [], 0]);
    asked.length = 0;
    expect(hunter.search(block(4), 0)).toBe(true);
    delivered.length = 0;
    // What the first search had asked is nobody's answer any more.
    first?.outcome.answered(new Uint8Array(7), 1);
    second?.outcome.failed(REFUSAL);
    second?.outcome.failed(SILENCE);
    second?.outcome.notSent();
    expect([delivered, asked.length, hunter.isBusy]).toEqual([[], 1, true]);
  });

  describe('tryDueHole', () => {
    const HOLE = { from: 10, to: 12 };

    it('tries nothing before its time', () => {
      holes.learn('input', { holes: [HOLE], maxCount: null });
      hunter.tryDueHole();
      expect(asked).toEqual([]);
      clock.advance(2_000);
      hunter.tryDueHole();
      expect(asked.map(pduOf)).toEqual(['04000a0003']);
      expect([asked[0]?.tags, hunter.isBusy]).toEqual([[], true]);
    });

    it('reads across a border', () => {
      holes.learn('holding', { holes: [{ from: 10, to: 9 }], maxCount: null });
      clock.advance(2_000);
      hunter.tryDueHole();
      expect(asked.map(pduOf)).toEqual(['0300090002']);
    });

    it('plans anew when the hole is gone, and waits longer when it is not', () => {
      holes.learn('holding', { holes: [HOLE], maxCount: null });
      clock.advance(2_000);
      hunter.tryDueHole();
      asked.shift()?.outcome.failed(exceptionFault(3));
      expect([known().length, plans, hunter.isBusy, holes.due]).toEqual([1, 0, false, null]);
      clock.advance(4_000);
      hunter.tryDueHole();
      asked.shift()?.outcome.answered(new Uint8Array(9), 1);
      expect([known(), plans, hunter.isBusy]).toEqual([[], 1, false]);
    });

    it('takes silence for no answer: the hole is as due as before', () => {
      holes.learn('holding', { holes: [HOLE], maxCount: null });
      clock.advance(2_000);
      for (const settle of [(o: ProbeOutcome) => o.failed(SILENCE), (o: ProbeOutcome) => o.notSent()]) {
        hunter.tryDueHole();
        const one = asked.shift();
        if (one !== undefined) settle(one.outcome);
        expect([hunter.isBusy, holes.due]).toMatchObject([false, HOLE]);
      }
    });

    it('does not mind an answer that comes after it was stopped', () => {
      holes.learn('holding', { holes: [HOLE], maxCount: null });
      clock.advance(2_000);
      hunter.tryDueHole();
      hunter.stop();
      asked[0]?.outcome.answered(new Uint8Array(9), 1);
      expect([known().length, plans]).toEqual([1, 0]);
    });
  });
});

describe('isRefusal', () => {
  it('is an illegal address or value, and nothing else', () => {
    const codes = Array.from({ length: 256 }, (_, code) => code).filter(code => isRefusal(exceptionFault(code)));
    expect(codes).toEqual([2, 3]);
    expect(isRefusal(SILENCE)).toBe(false);
  });
});
