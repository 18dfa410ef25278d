/**
 * The torture table with eight requests on the way (Modbus TCP, several transactions at once): answers in any order, one of eight
 * spoilt. One lie never becomes a value, and never costs the other seven more than a second question.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { readRequest } from '../../main/acquisition/drivers/modbus/wire/pdu.ts';
import { FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { Crowd } from '../kit/modbus-crowd.ts';
import { ModbusRig, type RigOptions } from '../kit/modbus-rig.ts';
import { TestLink } from '../kit/test-link.ts';
import { expectGone, expectRecovery } from '../kit/torture-checks.ts';
import { BOTH, TCP_ONLY } from '../kit/torture-rows.ts';
import { sleep, waitFor, within } from '../kit/wait-for.ts';

const EIGHT = 8;
/** Twice as many blocks as may be on the way, all of one shape, so that a mix-up shows. */
const BLOCKS = Array.from({ length: 2 * EIGHT }, (_, i) => 100 + i * 200);
const TAGS = BLOCKS.flatMap(offset => [offset, offset + 9]).map(offset => ({ device: 'D', offset, periodMs: 100 }));

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

function rigFor(server: FakeModbusServer, options: Partial<RigOptions> = {}): ModbusRig {
  return new ModbusRig({
    port: server.port,
    framing: 'tcp',
    inFlight: EIGHT,
    timeoutMs: 300,
    devices: [{ id: 'D', unit: 7 }],
    tags: TAGS,
    ...options,
  });
}

function linkTo(server: FakeModbusServer): TestLink {
  const link = new TestLink({ framing: 'tcp', port: server.port, inFlight: EIGHT, timeoutMs: 300 });
  cleanUps.push(async () => link.close());
  return link;
}

async function serve(): Promise<FakeModbusServer> {
  const server = await new FakeModbusServer().listen();
  cleanUps.push(() => server.close());
  return server;
}

describe('a link with room for eight', () => {
  it('gives each of many answers to the one who asked, whatever their order, also when the ids begin anew', async () => {
    const server = await serve();
    const crowd = new Crowd(EIGHT);
    server.behave = crowd.behave;
    const link = linkTo(server);
    await link.connect();
    const wrong: string[] = [];
    let asked = 0;
    const askOn = async (): Promise<void> => {
      // As many as there are ids, so that they begin anew wherever they began.
      while (asked < 65_536) {
        const offset = asked++ % 60_000;
        const data = await link.ask(readRequest({ unit: 7, table: 'holding', offset, count: 2 }));
        if (data.readUInt16BE(3) !== offset || data.readUInt16BE(5) !== offset + 1) wrong.push(`${offset}`);
      }
    };
    await within('all answers', Promise.all(Array.from({ length: EIGHT }, askOn)), 60_000);
    expect(wrong).toEqual([]);
    expect(crowd.largest).toBe(EIGHT);
    expect(server.accepted).toBe(1);
    const ids = server.requests.map(r => r.transaction);
    expect(new Set(ids).size).toBe(65_536);
    expect(ids.every((id, i) => i === 0 || id === (((ids[i - 1] ?? 0) + 1) & 0xffff))).toBe(true);
  }, 90_000);
});

const ROWS = [...BOTH, ...TCP_ONLY];
const PLACED = [
  ...ROWS.map(row => ({ ...row, place: row.fault === faults.cutShort ? 'last, then nothing' : 'last' }) as const),
  ...ROWS.filter(row => row.isInPieces !== true).map(row => ({ ...row, place: 'first' }) as const),
];

describe('a device that works on eight requests at once', () => {
  it.concurrent.each(PLACED)('is not lost for $name as the $place of eight answers', async ({ fault, place }) => {
    const server = await new FakeModbusServer().listen();
    const crowd = new Crowd(EIGHT);
    server.behave = crowd.behave;
    const rig = rigFor(server).start();
    try {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 1) && crowd.largest === EIGHT);
      crowd.meet(fault(), place);
      await waitFor('the fault to be met', () => crowd.met === 1);
      await expectRecovery(rig, server);
      expect(rig.changes.filter(c => c.state === 'offline')).toEqual([]);
      // The row's own connection and one after it.
      expect(server.accepted).toBeLessThanOrEqual(2);
      await expectGone(rig, server);
    } finally {
      await rig.stop();
      await server.close();
    }
  });
});

const SICK = [
  ['is never answered', faults.silence],
  ['is always answered with a lie', faults.tooFew],
  ['always makes the device reset the connection', faults.resetAtOnce],
  ['always makes the device close the connection', faults.closeAtOnce],
] as const;

describe('a device with one block of sixteen that is sick for ever', () => {
  const ways = [
    { where: 'one on the way', inFlight: 1 },
    { where: 'eight on the way', inFlight: EIGHT },
    { where: 'eight on the way behind a gateway', inFlight: EIGHT, isGateway: true },
  ];
  const cases = SICK.flatMap(([name, sickness]) => ways.map(way => ({ name, sickness, ...way })));

  it.concurrent.each(cases)('keeps the others good when it $name, $where', async ({
    sickness,
    where: _where,
    ...way
  }) => {
    const server = await new FakeModbusServer().listen();
    const [sick, right] = [sickness(), faults.none()];
    const rig = rigFor(server, { ...way, timeoutMs: 150, staleAfterMs: 3_000 }).start();
    const others = TAGS.flatMap((tag, i) => (tag.offset >= 900 && tag.offset < 1_000 ? [] : [i]));
    const notGood = () => others.filter(i => rig.quality(i) !== 'good');
    try {
      await waitFor('every value', () => rig.goodSamples.every(n => n > 1));
      server.behave = exchange => (exchange.request.offset === 900 ? sick(exchange) : right(exchange));
      await waitFor('the sick block to be bad', () => rig.quality(TAGS.findIndex(t => t.offset === 900)) !== 'good');
      await waitFor('the others', () => notGood().length === 0);
      const accepted = server.accepted;
      const seen = new Set<string>();
      for (const until = performance.now() + 3_000; performance.now() < until; await sleep(20)) {
        for (const i of notGood()) seen.add(`${TAGS[i]?.offset} ${rig.quality(i)}`);
      }
      expect([...seen]).toEqual([]);
      expect(rig.wrong).toEqual([]);
      expect(rig.device('D').state).toBe('degraded');
      // Asked again after 1, 2 and 4 s, each time with two connections: one for the block among others, one for it alone.
      expect(server.accepted - accepted).toBeLessThanOrEqual(8);
      expect(rig.changes.filter(c => c.state === 'offline')).toEqual([]);
      server.behave = right;
      await expectRecovery(rig, server, 12_000);
    } finally {
      await rig.stop();
      await server.close();
    }
  });
});
