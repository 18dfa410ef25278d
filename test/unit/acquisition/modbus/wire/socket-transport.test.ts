/** TCP on real sockets: names that nobody resolves, and what is left of a connection that was given up. */
import type { LookupAddress } from 'node:dns';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { NameLookup } from '../../../../../main/acquisition/drivers/modbus/wire/name-lookup.ts';
import { SocketTransport } from '../../../../../main/acquisition/drivers/modbus/wire/socket-transport.ts';
import { sleep, waitFor } from '../../../../kit/wait-for.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) cleanUp();
});

/** Takes connections and reads nothing from them until somebody does. */
async function listen(): Promise<{ port: number; sockets: Socket[]; stop: () => void }> {
  const sockets: Socket[] = [];
  const server = createServer({ pauseOnConnect: true }, socket => void sockets.push(socket));
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const stop = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  cleanUps.push(stop);
  return { port: (server.address() as AddressInfo).port, sockets, stop };
}

const silent = { onData: () => undefined, onEnd: () => undefined };

function transportTo(host: string, port: number, options: { names?: NameLookup; timeoutMs?: number } = {}) {
  const transport = new SocketTransport({ host, port }, options.timeoutMs ?? 2_000, options.names);
  cleanUps.push(() => transport.destroy());
  return transport;
}

const never = new Promise<LookupAddress[]>(() => undefined);
const failureOf = (transport: SocketTransport): Promise<unknown> =>
  transport.open(silent).then(
    () => null,
    (fault: unknown) => fault,
  );

describe('SocketTransport and names', () => {
  it('reaches localhost and IP addresses while ten dead names keep the name server', async () => {
    const { port } = await listen();
    const asked: string[] = [];
    const names = new NameLookup(name => {
      asked.push(name);
      return never;
    });
    const dead = Array.from({ length: 10 }, (_, n) =>
      failureOf(transportTo(`dead-${n}`, port, { names, timeoutMs: 300 })),
    );
    await transportTo('127.0.0.1', port, { names }).open(silent);
    await transportTo('localhost', port, { names }).open(silent);
    const faults = await Promise.all(dead);
    expect(faults[9]).toMatchObject({
      reason: 'unreachable',
      message: 'the name dead-9 could not be resolved: no answer from the name server in time',
    });
    expect(asked).toEqual(['dead-0', 'dead-1']);
  });

  it('comes back to a named device at its last address when the name server has died', async () => {
    const { port } = await listen();
    let isDead = false;
    const names = new NameLookup(() => (isDead ? never : Promise.resolve([{ address: '127.0.0.1', family: 4 }])));
    await transportTo('plc', port, { names }).open(silent);
    isDead = true;
    // Also where the whole connect may take less than a lookup is waited for elsewhere.
    await transportTo('plc', port, { names, timeoutMs: 200 }).open(silent);
  });

  it('says that a name could not be resolved, at once when the system knows', async () => {
    const names = new NameLookup(() => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })));
    expect(await failureOf(transportTo('plc', 502, { names, timeoutMs: 60_000 }))).toMatchObject({
      reason: 'unreachable',
      message: 'the name plc could not be resolved: nobody has this name (ENOTFOUND)',
    });
  });

  it('says refused of a named device that refuses', async () => {
    const { port, stop } = await listen();
    stop();
    expect(await failureOf(transportTo('localhost', port))).toMatchObject({ reason: 'refused' });
  });

  it('gives up while the name is being looked up, without an address afterwards', async () => {
    const { port, sockets } = await listen();
    let answer: (found: LookupAddress[]) => void = () => undefined;
    const names = new NameLookup(() => new Promise(resolve => void (answer = resolve)));
    const transport = transportTo('plc', port, { names });
    const failure = failureOf(transport);
    await sleep(20);
    transport.destroy();
    expect(await failure).toMatchObject({ reason: 'closed' });
    answer([{ address: '127.0.0.1', family: 4 }]);
    await sleep(50);
    expect(sockets).toEqual([]);
  });
});

describe('SocketTransport given up', () => {
  it('ends with a reset: what the device had no room for never arrives, nor what is written afterwards', async () => {
    const { port, sockets } = await listen();
    const transport = transportTo('127.0.0.1', port);
    await transport.open(silent);
    const socket = await waitFor('the connection', () => sockets[0]);
    // More than both kernels hold for a device that does not read.
    const megabytes = 32;
    for (let n = 0; n < megabytes; n++) transport.write(Buffer.alloc(1 << 20, 1));
    await sleep(100);
    expect(transport.isDrained).toBe(false);
    transport.destroy();
    transport.write(Buffer.alloc(64, 2));
    const end = { error: '', isClosed: false, bytes: 0, hasLate: false };
    socket.on('data', chunk => {
      end.bytes += chunk.length;
      if (chunk.includes(2)) end.hasLate = true;
    });
    socket.on('error', error => (end.error = 'code' in error ? String(error.code) : error.message));
    socket.on('close', () => (end.isClosed = true));
    socket.resume();
    await waitFor('the end of the connection', () => end.isClosed);
    expect(end.error).toBe('ECONNRESET');
    expect(end.bytes).toBeLessThan(megabytes << 20);
    expect(end.hasLate).toBe(false);
  });

  it('resets also when everything was sent', async () => {
    const { port, sockets } = await listen();
    const transport = transportTo('127.0.0.1', port);
    await transport.open(silent);
    const socket = await waitFor('the connection', () => sockets[0]);
    let error = '';
    socket.on('error', e => (error = 'code' in e ? String(e.code) : e.message)).resume();
    transport.write(Buffer.from([1, 2, 3]));
    await waitFor('sent', () => socket.bytesRead === 3);
    transport.destroy();
    transport.destroy();
    await waitFor('the end', () => socket.destroyed);
    expect(error).toBe('ECONNRESET');
  });
});
