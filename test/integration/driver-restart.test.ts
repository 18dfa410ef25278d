/**
 * A driver that throws, wherever it does: only its own channel is started again, with growing waits; the others keep their beat, the
 * values of the failed one are called lost at once, and operators are told.
 */
import { describe, expect, it } from 'vitest';
import {
  AcquisitionBench,
  type AcquisitionBenchOptions,
  type SpoiltSink,
  type TapOf,
} from '../kit/acquisition-bench.ts';
import { type Ends, withEnds } from '../kit/ends.ts';
import { FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor, within } from '../kit/wait-for.ts';

const temporaryFolder = useTemporaryFolders();
/** Handle of the tag behind the channel that fails, and of the one behind the channel that does not. */
const SICK = 0;
const WELL = 1;
const BOOM = new Error('a mistake in the driver');

interface Site {
  readonly bench: AcquisitionBench;
  readonly sick: FakeModbusServer;
  readonly well: FakeModbusServer;
}

async function siteOf({ add }: Ends, spoilt: Partial<AcquisitionBenchOptions>): Promise<Site> {
  const [sick, well] = [add(await new FakeModbusServer().listen()), add(await new FakeModbusServer().listen())];
  const channelAt = (id: string, { port }: FakeModbusServer) =>
    ({
      id,
      port,
      framing: 'tcp',
      devices: [{ id: id.toUpperCase(), unit: 7 }],
      tags: [{ device: id.toUpperCase(), offset: 100, periodMs: 100, writeFunction: 6 }],
    }) as const;
  const channels = [channelAt('sick', sick), channelAt('well', well)];
  const bench = add(new AcquisitionBench({ channels, dataDirectory: temporaryFolder(), ...spoilt }));
  return { bench: bench.start(), sick, well };
}

/** Throws while `isBad` says so about an update of the sick channel. */
const throwingSink =
  (isBad: () => boolean): SpoiltSink =>
  sink => ({
    confirm: handles => sink.confirm(handles),
    invalidate: (handles, reason) => sink.invalidate(handles, reason),
    update: batch => {
      if (batch.handles.includes(SICK) && isBad()) throw BOOM;
      sink.update(batch);
    },
  });

const throwingTap =
  (at: 'frame' | 'mark', isBad: () => boolean): TapOf =>
  channel => {
    const fail = (): void => {
      if (channel === 'sick' && isBad()) throw BOOM;
    };
    return {
      isOn: () => true,
      frame: at === 'frame' ? fail : () => undefined,
      mark: at === 'mark' ? fail : () => undefined,
      peer: () => undefined,
    };
  };

/** True once, at the call of this number. */
function once(number: number): () => boolean {
  let calls = 0;
  return () => ++calls === number;
}

/** The well one was read at its full beat since, and nothing was told of it. */
function expectUntouched({ bench, well }: Site, since: { readonly requests: number; readonly at: number }): void {
  const beats = (performance.now() - since.at) / 100;
  // A third may be missing on a crowded machine.
  expect(well.requests.length - since.requests).toBeGreaterThan((beats * 2) / 3 - 1);
  expect(bench.quality(WELL)).toBe('good');
  expect(bench.told('WELL')).toEqual(['connecting/none', 'online/none']);
  expect(well.accepted).toBe(1);
}

const PLACES = [
  { name: 'where its values go, at the fifth', spoilt: () => ({ spoiltSink: throwingSink(once(5)) }) },
  { name: 'where its frames go, at the fifth', spoilt: () => ({ tapOf: throwingTap('frame', once(5)) }) },
  { name: 'when it says that it is connected', spoilt: () => ({ tapOf: throwingTap('mark', once(1)) }) },
] as const;

describe('a driver that throws', () => {
  it.concurrent.each(PLACES)('$name, is started again, and only it', ({ spoilt }) =>
    withEnds(async ends => {
      const site = await siteOf(ends, spoilt());
      const { bench, sick, well } = site;
      await waitFor('the other', () => bench.quality(WELL) === 'good');
      const since = { requests: well.requests.length, at: performance.now() };
      await waitFor('the failure', () => bench.told('SICK').includes('offline/internal'), 3_000);
      expect(bench.quality(SICK)).not.toBe('good');
      expect(bench.device('SICK')).toMatchObject({ state: 'offline', cause: 'internal', detail: BOOM.message });
      expect(bench.lines.join()).toContain(BOOM.message);
      await waitFor('its connection to end', () => sick.sockets.size === 0, 1_000);
      const asked = sick.requests.length;
      await sleep(300);
      expect(sick.requests).toHaveLength(asked);
      await waitFor('its return', () => bench.quality(SICK) === 'good', 3_000);
      expect(bench.told('SICK').slice(-3)).toEqual(['offline/internal', 'connecting/none', 'online/none']);
      expect(bench.told('SICK').filter(t => t.startsWith('offline'))).toHaveLength(1);
      expect(sick.sockets.size).toBe(1);
      expectUntouched(site, since);
    }));

  it.concurrent('for ever is tried ever more rarely', () =>
    withEnds(async ends => {
      const site = await siteOf(ends, { spoiltSink: throwingSink(() => true) });
      const { bench, sick, well } = site;
      await waitFor('the other', () => bench.quality(WELL) === 'good');
      const since = { requests: well.requests.length, at: performance.now() };
      await sleep(6_000);
      // At once, and after 1, 2 and 4 s less a fifth by chance.
      expect(sick.accepted).toBeGreaterThanOrEqual(2);
      expect(sick.accepted).toBeLessThanOrEqual(4);
      expect(bench.quality(SICK)).toMatch(/^bad/);
      expect(bench.told('SICK').filter(t => t === 'online/none')).toHaveLength(sick.accepted);
      expectUntouched(site, since);
      await within('stop', bench.stop(), 2_000);
      await waitFor('no connection', () => sick.sockets.size + well.sockets.size === 0, 1_000);
    }));

  it.concurrent('while it loses its values throws no further', () =>
    withEnds(async ends => {
      let isBad = false;
      const spoiltSink: SpoiltSink = sink => ({
        update: batch => sink.update(batch),
        confirm: handles => sink.confirm(handles),
        invalidate: (handles, reason) => {
          if (isBad && handles.includes(SICK)) throw BOOM;
          sink.invalidate(handles, reason);
        },
      });
      const site = await siteOf(ends, { spoiltSink });
      const { bench, sick } = site;
      await waitFor('both', () => bench.quality(SICK) === 'good' && bench.quality(WELL) === 'good');
      const since = { requests: site.well.requests.length, at: performance.now() };
      isBad = true;
      sick.behave = faults.silence();
      await waitFor('the failure', () => bench.told('SICK').at(-1) === 'offline/internal', 4_000);
      isBad = false;
      sick.behave = faults.none();
      await waitFor('its return', () => bench.told('SICK').at(-1) === 'online/none', 6_000);
      expectUntouched(site, since);
    }));

  it.concurrent('under a write has the write settled, and the next one goes out after the restart', () =>
    withEnds(async ends => {
      let isBad = false;
      const { bench, sick } = await siteOf(ends, { tapOf: throwingTap('frame', () => isBad) });
      await waitFor('the value', () => bench.quality(SICK) === 'good');
      // Between two beats, so that the write is what meets it.
      const requests = sick.requests.length;
      await waitFor('a beat', () => sick.requests.length > requests);
      await sleep(20);
      isBad = true;
      const order = () => ({ handle: SICK, raw: 5, deadline: performance.now() + 500 });
      const result = await within('the result', bench.acquisition.write(order()), 1_000);
      isBad = false;
      expect(result.ok).toBe(false);
      expect(bench.told('SICK').at(-1)).toBe('offline/internal');
      expect(await within('meanwhile', bench.acquisition.write(order()), 100)).toMatchObject({
        ok: false,
        why: 'not-connected',
        sentAt: null,
      });
      await waitFor('its return', () => bench.quality(SICK) === 'good', 3_000);
      expect(await bench.acquisition.write(order())).toMatchObject({ ok: true });
      expect(sick.writes).toHaveLength(1);
    }));

  it.concurrent('with a write on its way has the write settled as unanswered', () =>
    withEnds(async ends => {
      let isBad = false;
      const { bench, sick } = await siteOf(ends, { tapOf: throwingTap('frame', () => isBad) });
      await waitFor('the value', () => bench.quality(SICK) === 'good');
      // Instead of the confirmation comes a frame that nobody asked for; it is only recorded.
      sick.behave = exchange => {
        if (exchange.request.code !== 6) return faults.none()(exchange);
        isBad = true;
        faults.wrongTransaction()(exchange);
      };
      const write = bench.acquisition.write({ handle: SICK, raw: 6, deadline: performance.now() + 5_000 });
      const result = await within('the result', write, 1_000);
      expect(result).toMatchObject({ ok: false, why: 'unanswered', sentAt: expect.any(Number) });
      expect(bench.told('SICK').at(-1)).toBe('offline/internal');
      isBad = false;
      sick.behave = faults.none();
      await waitFor('its return', () => bench.quality(SICK) === 'good', 3_000);
      expect(sick.writes).toHaveLength(1);
    }));

  it.concurrent('is told by its new self what has been decided about its devices, once', () =>
    withEnds(async ends => {
      let isBad = false;
      const { bench, sick } = await siteOf(ends, { spoiltSink: throwingSink(() => isBad) });
      await waitFor('the value', () => bench.quality(SICK) === 'good');
      isBad = true;
      await waitFor('the failure', () => bench.told('SICK').at(-1) === 'offline/internal');
      isBad = false;
      await bench.acquisition.setEnabled('SICK', false);
      await waitFor('the decision', () => bench.device('SICK').state === 'disabled', 3_000);
      const accepted = sick.accepted;
      await sleep(500);
      expect([sick.accepted, bench.quality(SICK)]).toEqual([accepted, 'bad/disabled']);
      expect(bench.told('SICK').slice(-2)).toEqual(['offline/internal', 'disabled/none']);
      await bench.acquisition.setEnabled('SICK', true);
      await waitFor('the value again', () => bench.quality(SICK) === 'good', 3_000);
    }));

  it.concurrent('tells nothing anew of a device that is out of operation', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer('rtu').listen());
      const devices = ['SICK', 'OFF'].map((id, i) => ({ id, unit: i + 1 }));
      const channel = {
        port: server.port,
        framing: 'rtu',
        devices,
        tags: devices.map(d => ({ device: d.id, offset: 100 })),
      } as const;
      let isBad = false;
      const spoiltSink = throwingSink(() => isBad);
      const bench = add(new AcquisitionBench({ channels: [channel], dataDirectory: temporaryFolder(), spoiltSink }));
      bench.start();
      await waitFor('both', () => [0, 1].every(i => bench.quality(i) === 'good'));
      await bench.acquisition.setEnabled('OFF', false);
      isBad = true;
      await waitFor('the failure', () => bench.told('SICK').at(-1) === 'offline/internal');
      isBad = false;
      await waitFor('the return', () => bench.quality(0) === 'good', 3_000);
      expect(bench.told('OFF')).toEqual(['connecting/none', 'online/none', 'disabled/none']);
      expect(bench.quality(1)).toBe('bad/disabled');
      expect(bench.device('OFF').state).toBe('disabled');
    }));

  it.concurrent('does not forget what its line still owes: a late answer is not taken for another after the restart', () =>
    withEnds(async ({ add }) => {
      const server = add(await new FakeModbusServer('rtu').listen());
      let isBad = false;
      const channel = {
        id: 'sick',
        port: server.port,
        framing: 'rtu',
        lateReplyMs: 2_500,
        devices: [{ id: 'SICK', unit: 1 }],
        tags: [100, 300].map(offset => ({ device: 'SICK', offset })),
      } as const;
      const tapOf = throwingTap('frame', () => isBad);
      const bench = add(new AcquisitionBench({ channels: [channel], dataDirectory: temporaryFolder(), tapOf }));
      const values = new Set<number>();
      bench.table.subscribe(({ handles, v }) =>
        handles.forEach((handle, i) => {
          if (handle === 0) values.add(v[i] ?? 0);
        }),
      );
      bench.start();
      await waitFor('both', () => [0, 1].every(i => bench.quality(i) === 'good'));
      // The answer to 300 stays in the serial server; both blocks have one shape.
      let owed: Buffer | null = null;
      server.behave = ({ request, socket, right }) => {
        if (request.offset === 300) owed ??= right;
        else socket.write(owed ?? right);
      };
      await waitFor('the silence', () => bench.device('SICK').timeouts > 0);
      isBad = true;
      for (const socket of server.sockets) socket.write('login: ');
      await waitFor('the failure', () => bench.told('SICK').at(-1) === 'offline/internal');
      isBad = false;
      await waitFor('the restart', () => bench.told('SICK').at(-1) === 'connecting/none', 2_000);
      await sleep(700);
      server.behave = faults.none();
      await waitFor('both again', () => [0, 1].every(i => bench.quality(i) === 'good'), 8_000);
      expect([...values].filter(v => !Number.isNaN(v))).toEqual([100]);
    }));
});
