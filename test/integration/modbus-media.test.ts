/**
 * The torture table on the media where an answer has less to be known by: gateways of several units, gateways that answer with
 * transaction id 0, lines with local echo. Every block has the same shape, so that only the driver's care keeps them apart.
 */
import { describe, expect, it } from 'vitest';
import { type Behaviour, type Exchange, echoed, FakeModbusServer, faults, first } from '../kit/fake-modbus-server.ts';
import { ModbusRig, type RigOptions } from '../kit/modbus-rig.ts';
import { expectGone, expectRecovery } from '../kit/torture-checks.ts';
import { BOTH, type Row, RTU_ONLY, TCP_ONLY } from '../kit/torture-rows.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const UNITS = [31, 32, 33, 41].map(unit => ({ id: `U${unit}`, unit }));
const TAGS = UNITS.flatMap(({ id }) =>
  [100, 300, 500].flatMap(offset => [offset, offset + 9]).map(offset => ({ device: id, offset, periodMs: 200 })),
);
/** Whose register it is shows in its value. */
const registerOf = (unit: number, offset: number): number => unit * 1_000 + offset;

type Medium = Pick<RigOptions, 'framing' | 'inFlight' | 'isGateway' | 'hasTransactionIds' | 'hasEcho' | 'turnaroundMs'>;

async function lineOf(medium: Medium & Partial<RigOptions>): Promise<{ server: FakeModbusServer; rig: ModbusRig }> {
  const server = await new FakeModbusServer(medium.framing).listen();
  server.register = (request, offset) => registerOf(request.unit, offset);
  server.hasTransactionIds = medium.hasTransactionIds ?? true;
  const rig = new ModbusRig({
    port: server.port,
    timeoutMs: 150,
    staleAfterMs: 3_000,
    devices: UNITS,
    tags: TAGS,
    expected: tag => registerOf(Number(tag.device.slice(1)), tag.offset),
    ...medium,
  });
  return { server, rig };
}

/** Without ids nothing tells this one from the right reply: no master can. */
const isTold = (row: Row): boolean => row.fault !== faults.transactionModulo256;

const TCP = [...BOTH, ...TCP_ONLY];
const RTU = [...BOTH, ...RTU_ONLY];
const MEDIA: readonly (readonly [string, Medium, readonly Row[]])[] = [
  ['a connection of its own', { framing: 'tcp' }, []],
  ['a gateway of several units', { framing: 'tcp', isGateway: true }, TCP],
  [
    'a gateway that takes four at once',
    { framing: 'tcp', isGateway: true, inFlight: 4 },
    TCP.filter(row => row.isInPieces !== true),
  ],
  [
    'a gateway that answers with id 0',
    { framing: 'tcp', isGateway: true, hasTransactionIds: false },
    TCP.filter(isTold),
  ],
  ['a line through a serial server', { framing: 'rtu' }, RTU],
  ['a line with local echo', { framing: 'rtu', hasEcho: true }, RTU],
  ['a line with local echo and a pause', { framing: 'rtu', hasEcho: true, turnaroundMs: 3 }, RTU],
];

const onLineOf =
  ({ hasEcho = false }: Medium) =>
  (behaviour: Behaviour): Behaviour =>
    hasEcho ? echoed(behaviour) : behaviour;

describe.each(MEDIA.slice(1))('%s', (_name, medium, rows) => {
  const onLine = onLineOf(medium);

  it.concurrent.each(rows)('recovers from $name, and no unit is lost or wrong', async ({ fault }) => {
    const { server, rig } = await lineOf(medium);
    server.behave = onLine(faults.none());
    try {
      rig.start();
      await waitFor('every value', () => rig.goodSamples.every(n => n > 0));
      server.behave = onLine(first(1, fault()));
      const before = server.requests.length;
      await waitFor('the request that meets the fault', () => server.requests.length > before);
      await expectRecovery(rig, server);
      expect(rig.changes.filter(c => c.state === 'offline')).toEqual([]);
      await expectGone(rig, server);
    } finally {
      await rig.stop();
      await server.close();
    }
  });
});

describe('a server that closes the connection after each reply', () => {
  it.concurrent.each(MEDIA)('is read over %s, without being hammered', async (_name, medium) => {
    const { server, rig } = await lineOf({
      ...medium,
      devices: UNITS.slice(0, 2),
      tags: TAGS.slice(0, 6),
      staleAfterMs: 6_000,
    });
    server.behave = onLineOf(medium)(faults.closeAfterReply());
    try {
      rig.start();
      await waitFor('every value', () => rig.goodSamples.every(n => n > 2), 15_000);
      expect(rig.changes.filter(c => c.state === 'offline')).toEqual([]);
      const before = server.requests.length;
      await sleep(2_000);
      expect(server.requests.length - before).toBeLessThan(100);
      expect(rig.wrong).toEqual([]);
    } finally {
      await rig.stop();
      await server.close();
    }
  });
});

describe('a device that answers everything twice', () => {
  const cases = MEDIA.flatMap(([name, medium]) => [1, UNITS.length].map(units => ({ name, medium, units })));

  it.concurrent.each(cases)('gives no wrong value over $name with $units of its kind', async ({ medium, units }) => {
    const { server, rig } = await lineOf({
      ...medium,
      devices: UNITS.slice(0, units),
      tags: TAGS.slice(0, (TAGS.length / UNITS.length) * units),
    });
    server.behave = onLineOf(medium)(faults.duplicate());
    try {
      // From its very first answer, after which everything is asked at once.
      rig.start();
      await waitFor('every value', () => rig.goodSamples.every(n => n > 1), 10_000);
      expect(rig.wrong).toEqual([]);
    } finally {
      await rig.stop();
      await server.close();
    }
  });
});

describe('the last connection to a device that is lost', () => {
  it.concurrent.each(MEDIA)('is listened to: a late answer over %s revives it at once', async (_name, medium) => {
    const { server, rig } = await lineOf({ ...medium, devices: UNITS.slice(0, 1), tags: TAGS.slice(0, 6) });
    const onLine = onLineOf(medium);
    server.behave = onLine(faults.none());
    try {
      rig.start();
      await waitFor('every value', () => rig.goodSamples.every(n => n > 0));
      let unanswered: Exchange[] = [];
      server.behave = onLine(exchange => void unanswered.push(exchange));
      await waitFor('the device to be lost', () => rig.device('U31').state === 'offline', 3_000);
      unanswered = [];
      // Its second question since, so that the next one is two seconds away, and past its deadline.
      await waitFor('an old question', () => (unanswered[0]?.request.at ?? Infinity) < performance.now() - 300);
      const [late] = unanswered.splice(0);
      server.behave = onLine(faults.none());
      late?.socket.write(late.right);
      await waitFor('the device online', () => rig.device('U31').state === 'online', 500);
      expect(rig.diagnostics('U31').counters.lateReplies).toBe(1);
      await expectRecovery(rig, server);
    } finally {
      await rig.stop();
      await server.close();
    }
  });
});
