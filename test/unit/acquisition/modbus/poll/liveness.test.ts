/** Is the device there? Lost soon when it is gone, never for one silence, and looked for with patience. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Liveness } from '../../../../../main/acquisition/drivers/modbus/poll/liveness.ts';
import type { PolledBlock } from '../../../../../main/acquisition/drivers/modbus/poll/polled-block.ts';
import { LinkFault } from '../../../../../main/acquisition/drivers/modbus/wire/fault.ts';
import type { ReplyShape, Request } from '../../../../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { systemClock } from '../../../../../main/platform/clock.ts';
import { polledBlock, TIMEOUT_MS } from './poll-bench.ts';

const silence = (): LinkFault => new LinkFault('timeout', 'no reply');
const GATEWAY = new LinkFault('gateway', 'exception 0x0b', 11);
const REFUSED = new LinkFault('refused', 'ECONNREFUSED');
const advance = (ms: number): void => void vi.advanceTimersByTime(ms);

function bench({
  isAlone = false,
  blocks = [] as PolledBlock[],
  isHeld = (_reply: ReplyShape): boolean => false,
  mostProbeWaitMs = 0,
} = {}) {
  const submitted: PolledBlock[] = [];
  const asked: {
    readonly request: Request;
    readonly isUrgent: boolean;
    readonly ended: (fault: LinkFault | null) => void;
  }[] = [];
  let losses = 0;
  const liveness = new Liveness({
    unit: 7,
    timeoutMs: TIMEOUT_MS,
    context: { clock: systemClock, guard: run => run },
    isAlone,
    blocks: () => blocks,
    submit: block => void submitted.push(block),
    ask: ({ request, isUrgent }, ended) => void asked.push({ request, isUrgent, ended }),
    isHeld,
    mostProbeWaitMs: () => mostProbeWaitMs,
    onLost: () => void losses++,
  });
  return { liveness, submitted, asked, losses: () => losses };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  // No jitter.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('silence', () => {
  it('calls the device lost at the second, not at the first', () => {
    const { liveness } = bench();
    expect([liveness.silence(silence()), liveness.silent]).toEqual([false, 1]);
    advance(TIMEOUT_MS);
    expect([liveness.silence(silence()), liveness.silent]).toEqual([true, 2]);
  });

  it('does not count requests twice that were on the way at once: the second look is sent after the first silence', () => {
    const { liveness } = bench();
    for (let i = 0; i < 8; i++) expect(liveness.silence(silence())).toBe(false);
    advance(TIMEOUT_MS - 2);
    expect(liveness.silence(silence())).toBe(false);
    advance(1);
    expect(liveness.silence(silence())).toBe(true);
  });

  it('counts all that goes down with one connection, and is told with one fault, once', () => {
    const { liveness } = bench();
    const fault = new LinkFault('reset', 'ECONNRESET');
    expect([liveness.silence(fault), liveness.silence(fault), liveness.silent]).toEqual([false, false, 1]);
    expect(liveness.silence(new LinkFault('reset', 'ECONNRESET'))).toBe(true);
  });

  it('needs no second look where somebody says that the device is not reached', () => {
    const { liveness } = bench();
    liveness.silence(silence());
    expect(liveness.silence(GATEWAY)).toBe(true);
    expect(liveness.fault).toBe(GATEWAY);
  });

  it('begins anew whenever something is heard', () => {
    const { liveness } = bench();
    liveness.silence(silence());
    liveness.heard();
    expect(liveness.silent).toBe(0);
    advance(10 * TIMEOUT_MS);
    expect(liveness.silence(silence())).toBe(false);
    advance(TIMEOUT_MS - 2);
    expect(liveness.silence(silence())).toBe(false);
  });

  it('knows why the last request brought nothing', () => {
    const { liveness } = bench();
    expect(liveness.fault).toMatchObject({ reason: 'timeout' });
    liveness.silence(REFUSED);
    expect(liveness.fault).toBe(REFUSED);
  });
});

describe('askAgain', () => {
  it('asks the question that costs least: a block that has answered lately, of few registers, that does not wait already', () => {
    const [large, small, deaf] = [polledBlock(0, 10), polledBlock(20, 2), polledBlock(30, 1)];
    deaf.silent = 1;
    const { liveness, submitted } = bench({ blocks: [large, small, deaf] });
    liveness.askAgain();
    expect(submitted).toEqual([small]);
  });

  it('asks nothing more while something waits for its turn', () => {
    const [one, other] = [polledBlock(0), polledBlock(20)];
    other.isPending = true;
    const { liveness, submitted, asked } = bench({ blocks: [one, other] });
    liveness.askAgain();
    expect([submitted, asked]).toEqual([[], []]);
  });

  it('has nothing to ask a device without blocks', () => {
    const { liveness, submitted, asked } = bench();
    liveness.askAgain();
    expect([submitted, asked]).toEqual([[], []]);
  });

  describe('while the line owes an answer that could be taken for that of everything that waits', () => {
    const held = (isHeld: (length: number) => boolean) => {
      const blocks = [polledBlock(0, 1), polledBlock(20, 4)];
      for (const block of blocks) block.isPending = true;
      return bench({ blocks, isHeld: reply => isHeld(reply.length) });
    };

    it('asks for fewer of the same registers: that answer cannot be mistaken', () => {
      const { liveness, asked, submitted } = held(() => false);
      liveness.askAgain();
      expect(asked).toEqual([]);
      const { liveness: stuck, asked: question } = held(length => length !== 3 + 2 * 2);
      stuck.askAgain();
      expect(question.map(q => Buffer.from(q.request.pdu).toString('hex'))).toEqual(['0300140002']);
      expect([question[0]?.request.unit, submitted]).toEqual([7, []]);
    });

    it('calls the device lost when that is not answered either', () => {
      const { liveness, asked, losses } = held(length => length !== 5 + 2);
      liveness.silence(silence());
      liveness.askAgain();
      asked[0]?.ended(null);
      expect(losses()).toBe(0);
      liveness.askAgain();
      asked[1]?.ended(silence());
      expect(losses()).toBe(1);
      liveness.heard();
      liveness.askAgain();
      asked[2]?.ended(silence());
      expect([losses(), asked.length]).toEqual([1, 3]);
    });

    it('asks one such question at a time', () => {
      const { liveness, asked } = held(length => length !== 5 + 2);
      liveness.ask();
      liveness.ask();
      expect(asked).toHaveLength(1);
    });

    it('asks for a block that is not held and does not wait, rather than any other', () => {
      const [waits, heldOne, free] = [polledBlock(0, 4), polledBlock(20, 4), polledBlock(40, 9)];
      waits.isPending = true;
      const { liveness, asked, submitted } = bench({
        blocks: [waits, heldOne, free],
        isHeld: reply => reply.length === 3 + 4 * 2,
      });
      liveness.ask();
      expect([submitted, asked]).toEqual([[free], []]);
    });

    it('asks no block that is deaf while others wait: its silence would be taken for that of the device', () => {
      const [waits, deaf] = [polledBlock(0, 1), polledBlock(20, 1)];
      waits.isPending = true;
      deaf.silent = 2;
      const { liveness, asked, submitted } = bench({ blocks: [waits, deaf], isHeld: () => true });
      liveness.ask();
      expect([submitted, asked]).toEqual([[], []]);
    });

    it('lets a block wait for its turn when there is no such question', () => {
      const [large, small] = [polledBlock(0, 4), polledBlock(20, 2)];
      const { liveness, asked, submitted } = bench({ blocks: [large, small], isHeld: () => true });
      liveness.ask();
      expect([submitted, asked]).toEqual([[small], []]);
    });

    it('asks nothing when every shorter question is as ambiguous', () => {
      const { liveness, asked, submitted } = held(() => true);
      liveness.askAgain();
      expect([asked, submitted]).toEqual([[], []]);
    });

    it('asks nothing more while one of those that wait may be sent', () => {
      const blocks = [polledBlock(0, 1), polledBlock(20, 4)];
      for (const block of blocks) block.isPending = true;
      const { liveness, asked } = bench({ blocks, isHeld: reply => reply.length === 5 });
      liveness.askAgain();
      expect(asked).toEqual([]);
    });
  });
});

describe('askUrgently', () => {
  it('asks a short question before all that waits, also when something else is on its way; one at a time', () => {
    const [waits, other] = [polledBlock(0, 4), polledBlock(20, 2)];
    waits.isPending = true;
    const { liveness, asked, submitted } = bench({ blocks: [waits, other] });
    liveness.askUrgently();
    liveness.askUrgently();
    expect([asked.map(q => q.isUrgent), submitted]).toEqual([[true], []]);
    asked[0]?.ended(null);
    liveness.askUrgently();
    expect(asked).toHaveLength(2);
  });

  it('asks for a block where no shorter question is possible', () => {
    const only = polledBlock(0, 1);
    const { liveness, asked, submitted } = bench({ blocks: [only] });
    liveness.askUrgently();
    expect([asked, submitted]).toEqual([[], [only]]);
  });
});

describe('a device that has the connection to itself', () => {
  it('is lost one timeout after the first silence also when no connection comes about for a second', () => {
    const { liveness, losses } = bench({ isAlone: true });
    liveness.silence(silence());
    liveness.askAgain();
    advance(TIMEOUT_MS + 99);
    expect(losses()).toBe(0);
    advance(1);
    expect(losses()).toBe(1);
  });

  it('is not lost when it is heard in time, nor after the watch has been stopped', () => {
    for (const save of ['heard', 'stop'] as const) {
      const { liveness, losses } = bench({ isAlone: true });
      liveness.silence(silence());
      liveness.askAgain();
      liveness[save]();
      expect(vi.getTimerCount()).toBe(0);
      advance(10 * TIMEOUT_MS);
      expect(losses()).toBe(0);
    }
  });

  it('has its whole time again when it is asked again', () => {
    const { liveness, losses } = bench({ isAlone: true });
    liveness.silence(silence());
    liveness.askAgain();
    advance(400);
    liveness.askAgain();
    advance(599);
    expect(losses()).toBe(0);
    advance(1);
    expect(losses()).toBe(1);
  });

  it('is told lost once: what is known already is not told by the watch again', () => {
    const { liveness, losses } = bench({ isAlone: true });
    liveness.silence(silence());
    liveness.askAgain();
    liveness.lost(silence());
    advance(10 * TIMEOUT_MS);
    expect(losses()).toBe(0);
  });

  it('shares no watch with devices that share a connection', () => {
    const { liveness } = bench();
    liveness.silence(silence());
    liveness.askAgain();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('looking for a lost device', () => {
  /** Waits between the attempts, to within 10 ms. */
  function waits(fault: LinkFault, mostProbeWaitMs = 0): number[] {
    const { liveness } = bench({ mostProbeWaitMs });
    return Array.from({ length: 8 }, () => {
      liveness.lost(fault);
      let ms = 0;
      for (; !liveness.isProbeDue; ms += 10) advance(10);
      return ms;
    });
  }

  it('waits 1 s, then twice as long each time: up to 8 s, where it refuses 30 s, on a shared line as its share allows', () => {
    expect(waits(silence())).toEqual([1, 2, 4, 8, 8, 8, 8, 8].map(s => s * 1_000));
    expect(waits(new LinkFault('closed', ''))).toEqual([1, 2, 4, 8, 16, 30, 30, 30].map(s => s * 1_000));
    expect(waits(silence(), 20_000)).toEqual([1, 2, 4, 8, 16, 20, 20, 20].map(s => s * 1_000));
    expect(waits(silence(), 1_000)).toEqual([1, 2, 4, 8, 8, 8, 8, 8].map(s => s * 1_000));
  });

  it('is worth it at once on a new connection, and begins with a short wait after it was heard', () => {
    const { liveness } = bench();
    for (let i = 0; i < 5; i++) liveness.lost(silence());
    expect(liveness.isProbeDue).toBe(false);
    liveness.hurry();
    expect(liveness.isProbeDue).toBe(true);
    liveness.heard();
    liveness.lost(silence());
    advance(1_000);
    expect(liveness.isProbeDue).toBe(true);
  });
});
