/**
 * Modbus TCP from a hostile wire (invariants 5 and 6). Bytes that are no Modbus end the connection; in thousands of random
 * conversations the link does to every request exactly what a plain model of the protocol says, and nothing else.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TcpFields, tcpFrame } from '../../../../kit/modbus-frames.ts';
import { randomOf } from '../../../support/samples.ts';
import {
  type Asked,
  advance,
  type Bench,
  reading,
  registersPdu,
  stopTime,
  TIMEOUT_MS,
  tcpAnswer,
  tcpBench,
} from './link-bench.ts';

beforeEach(() => stopTime());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('bytes that are no Modbus', () => {
  const pdu = registersPdu(1, 2);
  type Change = (transaction: number) => Buffer;
  const fields =
    (change: Partial<TcpFields>): Change =>
    transaction =>
      tcpFrame({ transaction, unit: 1, pdu, ...change });

  it.each([
    ['a frame of another protocol', fields({ protocol: 1 })],
    ['a length of 0', fields({ length: 0 })],
    ['a length of 1', fields({ length: 1 })],
    ['a length of 2', fields({ length: 2 })],
    ['a length of 255', fields({ length: 255 })],
    ['a length of 65535', fields({ length: 65_535 })],
    [
      'a frame without data, though nobody asked for it',
      (id: number) => fields({ length: 2, pdu: Buffer.of(3) })(id + 9),
    ],
    ['a web page', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ] as const)('end the connection: %s', async (_what, frame) => {
    const { ask, last, transport, ends, link } = await tcpBench({ inFlight: 2 });
    const [first, second] = [ask(reading(2, 1, 1)), ask(reading(2, 1, 2))];
    transport.deliver(frame(last().readUInt16BE(0)));
    expect(ends.map(f => f.reason)).toEqual(['bad-frame']);
    expect([first.how, second.how]).toEqual(['handed back', 'handed back']);
    expect([transport.isDestroyed, link.room]).toEqual([true, 0]);
  });

  it.each([
    ['of another unit', fields({ unit: 2 })],
    ['of another function', fields({ pdu: Buffer.from([4, 4, 0, 1, 0, 2]) })],
    ['that is an exception of another function', fields({ pdu: Buffer.from([0x84, 2]) })],
    ['that is an exception, but too long', fields({ pdu: Buffer.from([0x83, 2, 0]) })],
    ['with fewer registers than asked', fields({ pdu: registersPdu(1) })],
    ['with more registers than asked', fields({ pdu: registersPdu(1, 2, 3) })],
    ['with a byte count that contradicts the length', fields({ pdu: Buffer.from([3, 6, 0, 1, 0, 2]) })],
  ] as const)('end the connection and fail that request alone: a reply %s', async (_what, frame) => {
    const { ask, last, transport, ends, link } = await tcpBench({ inFlight: 2 });
    const [first, second] = [ask(reading(2, 1, 1)), ask(reading(2, 1, 2))];
    transport.deliver(frame(last().readUInt16BE(0)));
    expect(ends.map(f => f.reason)).toEqual(['bad-frame']);
    expect([first.how, second.how]).toEqual(['handed back', 'bad-frame']);
    expect([transport.isDestroyed, link.room]).toEqual([true, 0]);
  });

  it('do not spoil the answers that came before them in the same segment', async () => {
    const { ask, last, transport, ends } = await tcpBench();
    const asked = ask(reading(2));
    transport.deliver(Buffer.concat([tcpAnswer(last(), pdu), Buffer.from('HTTP/1.1')]));
    expect([asked.registers, ends.length]).toEqual([[1, 2], 1]);
  });

  it('take the largest frame of the protocol, of 254 bytes behind the length', async () => {
    const { ask, last, transport } = await tcpBench();
    const asked = ask(reading(125));
    transport.deliver(tcpAnswer(last(), registersPdu(...new Array<number>(125).fill(7))));
    expect(asked.registers).toHaveLength(125);
    transport.deliver(tcpFrame({ transaction: 1, unit: 1, pdu: Buffer.alloc(253) }));
    expect(transport.isDestroyed).toBe(false);
  });

  it('end the connection when half a frame is not followed by its other half', async () => {
    const { ask, last, transport, ends, frames } = await tcpBench();
    const asked = ask(reading(2));
    advance(TIMEOUT_MS / 2 - 1);
    transport.deliver(tcpAnswer(last(), pdu).subarray(0, 9));
    advance(TIMEOUT_MS / 2 + 1);
    expect([asked.how, ends.map(f => f.message)]).toEqual(['timeout', ['cut off']]);
    expect(frames.at(-1)).toMatchObject({ direction: 'received', problem: 'cut off' });
  });

  it('are not suspected in a frame that begins where a slow one ended', async () => {
    const { ask, transport, ends } = await tcpBench({ inFlight: 3 });
    const asked = [ask(reading(2, 1, 1)), ask(reading(2, 1, 2)), ask(reading(2, 1, 3))];
    const [first, second] = transport.written.map(frame => tcpAnswer(frame, pdu));
    if (first === undefined || second === undefined) throw new Error('nothing was sent');
    advance(10);
    transport.deliver(first.subarray(0, 9));
    advance(TIMEOUT_MS - 11);
    transport.deliver(Buffer.concat([first.subarray(9), second.subarray(0, 1)]));
    advance(1);
    expect([asked.map(a => a.how), ends]).toEqual([['answered', 'timeout', 'timeout'], []]);
  });

  it('are not suspected in a frame that has only just begun to come', async () => {
    const { ask, last, transport, ends } = await tcpBench();
    const asked = ask(reading(2));
    const frame = tcpAnswer(last(), pdu);
    advance(TIMEOUT_MS - 1);
    transport.deliver(frame.subarray(0, 9));
    advance(1);
    transport.deliver(frame.subarray(9));
    expect([asked.how, ends]).toEqual(['timeout', []]);
    const next = ask(reading(2));
    transport.deliver(tcpAnswer(last(), registersPdu(3, 4)));
    expect(next.registers).toEqual([3, 4]);
  });
});

describe('a flood of replies that nobody asked for', () => {
  const strays = (count: number): Buffer =>
    Buffer.concat(Array.from({ length: count }, () => tcpFrame({ transaction: 9, unit: 1, pdu: registersPdu(1) })));

  it('ends the connection, and hands back what is on the way', async () => {
    const { ask, transport, ends, link } = await tcpBench();
    const asked = ask(reading(1));
    transport.deliver(strays(64));
    expect([asked.how, ends]).toEqual(['waiting', []]);
    transport.deliver(strays(1_000));
    expect([ends.map(f => f.reason), link.room, transport.isDestroyed]).toEqual([['bad-frame'], 0, true]);
  });

  it('is none as long as answers come as well', async () => {
    const { ask, last, transport, ends } = await tcpBench();
    for (let i = 0; i < 200; i++) {
      const asked = ask(reading(1));
      transport.deliver(strays(1), tcpAnswer(last(), registersPdu(7)));
      expect(asked.registers).toEqual([7]);
    }
    expect(ends).toEqual([]);
  });
});

describe('memory', () => {
  it('does not grow with requests that nobody answers', async () => {
    // Node's own collector, asked for by name: what can still be reached after it is what the link keeps.
    const { setFlagsFromString } = await import('node:v8');
    const { runInNewContext } = await import('node:vm');
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect !== 'function') throw new Error('this Node has no collector to call');
    const { ask, transport } = await tcpBench({ isRecorded: false });
    const shapes: WeakRef<object>[] = [];
    for (let i = 0; i < 1_000; i++) {
      const request = reading(1, 1, i);
      shapes.push(new WeakRef(request.reply));
      ask(request);
      advance(TIMEOUT_MS);
      transport.written.length = 0;
      // A WeakRef holds what it was asked for until the end of the job.
      await Promise.resolve();
    }
    vi.useRealTimers();
    await new Promise(resolve => setTimeout(resolve, 0));
    collect();
    expect(shapes.filter(shape => shape.deref() !== undefined).length).toBeLessThanOrEqual(66);
  });
});

/** What a plain reading of the protocol says must become of each request. */
class Model {
  readonly outcomes = new Map<Asked, string>();
  readonly #pending = new Map<number, { readonly asked: Asked; readonly count: number; readonly until: number }>();
  /** Bytes that are no whole frame yet, each with the time at which it came. */
  #stream: { readonly byte: number; readonly at: number }[] = [];
  hasEnded = false;

  sent(id: number, asked: Asked, count: number): void {
    this.#pending.set(id, { asked, count, until: performance.now() + TIMEOUT_MS });
  }

  heard(bytes: Buffer): void {
    for (const byte of bytes) this.#stream.push({ byte, at: performance.now() });
    while (!this.hasEnded && this.#stream.length >= 7) {
      const head = Buffer.from(this.#stream.slice(0, 6).map(b => b.byte));
      const length = head.readUInt16BE(4);
      if (head.readUInt16BE(2) !== 0 || length < 3 || length > 254) return this.#end();
      if (this.#stream.length < 6 + length) return;
      const body = Buffer.from(this.#stream.splice(0, 6 + length).map(b => b.byte)).subarray(6);
      this.#frame(head.readUInt16BE(0), body);
    }
  }

  #frame(id: number, body: Buffer): void {
    const known = this.#pending.get(id);
    if (known === undefined) return;
    const { asked, count } = known;
    const isReply = body[0] === 1 && body[1] === 3 && body[2] === count * 2 && body.length === 3 + count * 2;
    const isException = body[0] === 1 && body[1] === 0x83 && body.length === 3;
    this.#pending.delete(id);
    if (!isReply && !isException) {
      this.outcomes.set(asked, 'bad-frame');
      return this.#end();
    }
    this.outcomes.set(asked, isReply ? body.toString('hex') : 'exception');
  }

  passed(): void {
    const now = performance.now();
    for (const [id, { asked, until }] of this.#pending) {
      if (this.hasEnded || until > now) return;
      this.#pending.delete(id);
      this.outcomes.set(asked, 'timeout');
      const [first] = this.#stream;
      if (first !== undefined && now - first.at > TIMEOUT_MS / 2) this.#end();
    }
  }

  #end(): void {
    this.hasEnded = true;
    for (const { asked } of this.#pending.values()) this.outcomes.set(asked, 'handed back');
    this.#pending.clear();
  }
}

const ODD_REPLIES: readonly ((id: number, words: number[]) => Buffer)[] = [
  (id, words) => tcpFrame({ transaction: id, unit: 2, pdu: registersPdu(...words) }),
  (id, words) => tcpFrame({ transaction: id, unit: 1, pdu: registersPdu(...words, 9) }),
  (id, words) => tcpFrame({ transaction: id, unit: 1, pdu: registersPdu(...words.slice(1)) }),
  (id, words) => tcpFrame({ transaction: id, unit: 1, pdu: registersPdu(...words), length: 4 }),
  (id, words) => tcpFrame({ transaction: id, unit: 1, pdu: registersPdu(...words), length: 200 }),
  (id, words) => tcpFrame({ transaction: id, unit: 1, pdu: registersPdu(...words), protocol: 256 }),
  (id, words) => tcpFrame({ transaction: id, unit: 1, pdu: registersPdu(...words) }).subarray(0, 8),
];

interface Sent {
  readonly asked: Asked;
  readonly id: number;
  readonly words: number[];
}

/** One conversation; returns how many requests were answered, and whether the connection ended. */
async function converse(seed: number): Promise<{ answered: number; hasEnded: boolean }> {
  const random = randomOf(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  // The first transaction id is drawn at random.
  vi.spyOn(Math, 'random').mockReturnValue(random());
  const bench: Bench = await tcpBench({ inFlight: 1 + whole(8), isRecorded: false });
  const { link, transport } = bench;
  const model = new Model();
  const sent: Sent[] = [];
  const deliver = (bytes: Buffer): void => {
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + 1 + whole(random() < 0.5 ? 6 : 300));
      if (!model.hasEnded) model.heard(piece);
      transport.deliver(piece);
      at += piece.length;
      if (random() < 0.1) pass(whole(20));
    }
  };
  const pass = (ms: number): void => {
    for (let i = 0; i < ms; i++) {
      advance(1);
      model.passed();
    }
  };
  const hostility = random() < 0.5 ? 0 : 0.04;
  for (let step = 0; step < 80 && !model.hasEnded; step++) {
    const some = sent[random() < 0.7 ? Math.max(0, sent.length - 1 - whole(8)) : whole(sent.length)];
    const dice = random();
    if (dice < 0.4) {
      if (link.room === 0) continue;
      const words = Array.from({ length: 1 + whole(5) }, () => sent.length);
      const asked = bench.ask(reading(words.length, 1, sent.length));
      const id = bench.last().readUInt16BE(0);
      sent.push({ asked, id, words });
      model.sent(id, asked, words.length);
    } else if (dice < 0.4 + hostility && some !== undefined) {
      deliver(ODD_REPLIES[whole(ODD_REPLIES.length)]?.(some.id, some.words) ?? Buffer.alloc(0));
    } else if (dice < 0.4 + hostility * 1.2) {
      deliver(Buffer.from(Array.from({ length: whole(40) }, () => whole(256))));
    } else if (dice < 0.5 && some !== undefined) {
      deliver(tcpFrame({ transaction: some.id, unit: 1, pdu: Buffer.from([0x83, whole(10)]) }));
    } else if (dice < 0.9 && some !== undefined) {
      deliver(tcpFrame({ transaction: some.id, unit: 1, pdu: registersPdu(...some.words) }));
    } else {
      pass(whole(90));
    }
    for (const { asked } of sent) {
      const became = asked.how === 'answered' ? asked.answer : asked.how;
      const expected = model.outcomes.get(asked) ?? 'waiting';
      if (became !== expected) throw new Error(`seed ${seed}, step ${step}: ${became} instead of ${expected}`);
    }
    if (bench.ends.length > 0 !== model.hasEnded)
      throw new Error(`seed ${seed}, step ${step}: ends when it should not`);
  }
  link.close();
  return { answered: [...model.outcomes.keys()].filter(a => a.how === 'answered').length, hasEnded: model.hasEnded };
}

describe('random conversations', () => {
  it('come out as the protocol says, request by request, also when the other side lies (seeds 1 – 1,500)', async () => {
    let answered = 0;
    let ended = 0;
    for (let seed = 1; seed <= 1_500; seed++) {
      const result = await converse(seed);
      answered += result.answered;
      ended += Number(result.hasEnded);
    }
    // Neither kind of conversation is missing.
    expect(answered).toBeGreaterThan(3_000);
    expect(ended).toBeGreaterThan(300);
    expect(ended).toBeLessThan(1_200);
  });
});
