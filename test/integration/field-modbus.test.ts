import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCrc } from '../../main/simulator/servers/rtu-bus.ts';
import type { RunningField } from '../../main/simulator/start-field.ts';
import { control, frame, openField, output, pause, portOf, RawClient, temporaryDirectory } from './field-harness.ts';

const READ_PT1101 = [3, 0, 0, 0, 2];

describe('demo field on Modbus', () => {
  const data = temporaryDirectory();
  let field: RunningField;
  let socat: ChildProcess;
  const line = { field: join(data.path, 'line-field'), client: join(data.path, 'line-client') };

  beforeAll(async () => {
    socat = spawn('socat', [`pty,raw,echo=0,link=${line.field}`, `pty,raw,echo=0,link=${line.client}`], {
      stdio: 'ignore',
    });
    for (let i = 0; i < 100 && !(existsSync(line.field) && existsSync(line.client)); i += 1) await pause(20);
    field = await openField(data.path, ['--serial', line.field]);
  });
  afterAll(async () => {
    await field?.stop();
    socat?.kill();
    data.remove();
  });

  const port = (channel: string): number => portOf(field.ready, channel);
  const poll = (...args: string[]): Promise<{ code: number; text: string }> => output('mbpoll', ['-0', '-1', ...args]);
  const values = (text: string): number[] => [...text.matchAll(/^\[\d+\]:\s+(\S+)/gm)].map(m => Number(m[1]));
  const read = async (client: RawClient): Promise<number> => {
    const reply = await client.exchange(frame(1, 1, READ_PT1101), 13);
    return Buffer.from([...reply.subarray(11, 13), ...reply.subarray(9, 11)]).readFloatBE();
  };

  it('answers mbpoll (libmodbus) with what the truth log says', async () => {
    const { text } = await poll(
      '-p',
      String(port('plc')),
      '-a',
      '1',
      '-t',
      '4:float',
      '-r',
      '0',
      '-c',
      '6',
      '127.0.0.1',
    );
    const [inlet, , temperature] = values(text);
    const truth = field.runtime.parts.truth.query({
      tags: ['PT-1101', 'TT-1101'],
      from: Date.now() - 3000,
      to: Date.now(),
    });
    const served = (tag: string): number[] => truth.filter(r => r.tag === tag).map(r => Number(r.value.toPrecision(6)));
    expect(served('PT-1101')).toContain(inlet);
    expect(served('TT-1101')).toContain(temperature);
  });

  it('serves words, bits and totals to mbpoll', async () => {
    expect(
      values((await poll('-p', String(port('plc')), '-a', '1', '-t', '4', '-r', '1000', '-c', '14', '127.0.0.1')).text),
    ).toEqual(Array.from({ length: 14 }, (_, i) => (i === 13 ? 0 : 1)));
    const bits = values(
      (await poll('-p', String(port('plc')), '-a', '1', '-t', '1', '-r', '0', '-c', '4', '127.0.0.1')).text,
    );
    expect(bits).toEqual([1, 0, 0, 1]);
    const [total] = values(
      (await poll('-p', String(port('fca')), '-a', '11', '-t', '4:int', '-r', '2000', '-c', '1', '127.0.0.1')).text,
    );
    expect(total).toBeGreaterThan(98_234_512);
  });

  it('lets mbpoll write a command word and a set point, and the station follows', async () => {
    await poll('-p', String(port('plc')), '-a', '1', '-t', '4', '-r', '4005', '127.0.0.1', '1');
    await pause(700);
    expect(field.runtime.parts.plant.read('XI-1201B') & 4).toBe(4);
    expect(field.runtime.parts.plant.read('HC-1201B')).toBe(0);
    await poll('-p', String(port('plc')), '-a', '1', '-t', '4:float', '-r', '3000', '127.0.0.1', '0.355');
    expect(field.runtime.parts.plant.read('PIC-1303.SP')).toBeCloseTo(0.355, 5);
    field.runtime.parts.plant.write('PIC-1303.SP', 0.36);
  });

  it('answers mbpoll with the exceptions of the specification', async () => {
    const missing = await poll('-p', String(port('plc')), '-a', '1', '-t', '4', '-r', '9000', '-c', '1', '127.0.0.1');
    expect(missing.text).toMatch(/Illegal data address/i);
    const readOnly = await poll('-p', String(port('plc')), '-a', '1', '-t', '4', '-r', '1000', '127.0.0.1', '5');
    expect(readOnly.text).toMatch(/Illegal data address/i);
    const nonsense = await poll('-p', String(port('plc')), '-a', '1', '-t', '4', '-r', '4005', '127.0.0.1', '77');
    expect(nonsense.text).toMatch(/Illegal data value/i);
  });

  it('resets an ESD through the coil of the SIS, which reads 1 during the pulse', async () => {
    const { plant } = field.runtime.parts;
    const client = await RawClient.open(port('sis'));
    const coil = async (): Promise<number> => (await client.exchange(frame(1, 2, [1, 0, 0, 0, 1]), 10))[9] ?? -1;
    expect(await coil()).toBe(0);
    expect(await client.exchange(frame(2, 2, [5, 0, 0, 0xff, 0]), 12)).toHaveLength(12);
    expect(await coil()).toBe(1);
    await pause(2600);
    expect(await coil()).toBe(0);
    expect(plant.read('XA-1001')).toBe(0);
    client.socket.destroy();
  });

  it('serves totalisers in two parts: hundreds and rest as floats, and whole cubic metres with a fraction', async () => {
    const rtu = (unit: number, ...args: string[]): Promise<{ text: string }> =>
      poll('-m', 'rtu', '-b', '19200', '-P', 'none', '-a', String(unit), ...args, line.client);
    const [hundreds = 0, rest = 0] = values((await rtu(51, '-t', '4:float', '-r', '8', '-c', '2')).text);
    expect(hundreds).toBeGreaterThanOrEqual(612_004);
    expect(rest).toBeLessThan(100);
    expect(Math.abs(hundreds * 100 + rest - field.runtime.parts.plant.read('FQ-1701'))).toBeLessThan(60);
    const [whole = 0] = values((await rtu(52, '-t', '4:int', '-r', '2000', '-c', '1')).text);
    const [fraction = 0] = values((await rtu(52, '-t', '4:float', '-r', '2002', '-c', '1')).text);
    expect(whole).toBeGreaterThanOrEqual(33_920_077);
    expect(fraction).toBeLessThan(1);
  });

  it('serves the RTU devices over a serial line to mbpoll, up to 125 registers', async () => {
    const rtu = (unit: number, ...args: string[]): Promise<{ text: string }> =>
      poll('-m', 'rtu', '-b', '19200', '-P', 'none', '-a', String(unit), ...args, line.client);
    const ups = await rtu(31, '-t', '4:float', '-r', '0', '-c', '4');
    expect(values(ups.text)[1]).toBeGreaterThan(215);
    // Hundredths of a kPa.
    const weather = await rtu(61, '-t', '4', '-r', '0', '-c', '3');
    expect(values(weather.text)[2]).toBeGreaterThan(9_900);
    const unknown = await rtu(77, '-o', '0.3', '-t', '4', '-r', '0', '-c', '1');
    expect(unknown.text).toMatch(/timed out/i);
    await poll(
      '-m',
      'rtu',
      '-b',
      '19200',
      '-P',
      'none',
      '-a',
      '33',
      '-t',
      '4:float',
      '-r',
      '3000',
      line.client,
      '22.5',
    );
    expect(field.runtime.parts.plant.read('AIC-1601.SP')).toBe(22.5);
    field.runtime.parts.plant.write('AIC-1601.SP', 20);
  });

  it('handles pipelined frames and frames split byte by byte', async () => {
    const client = await RawClient.open(port('plc'));
    const two = Buffer.concat([frame(7, 1, READ_PT1101), frame(8, 1, [2, 0, 0, 0, 8])]);
    const both = await client.exchange(two, 13 + 10);
    expect([both.readUInt16BE(0), both.readUInt16BE(13)]).toEqual([7, 8]);
    for (const byte of frame(9, 1, READ_PT1101)) {
      client.socket.write(Buffer.from([byte]));
      await pause(2);
    }
    await pause(50);
    expect(client.received.subarray(23).readUInt16BE(0)).toBe(9);
    client.socket.destroy();
  });

  it('answers a wrong unit with a gateway exception and ends connections that talk no Modbus', async () => {
    const client = await RawClient.open(port('plc'));
    expect((await client.exchange(frame(1, 9, READ_PT1101), 9)).subarray(7)).toEqual(Buffer.from([0x83, 0x0b]));
    await client.exchange(Buffer.from('GET / HTTP/1.1\r\n\r\n'), 1);
    expect(client.closed).toBe(true);
  });

  it('forces a value in the register at once, tells when, and releases it', async () => {
    const client = await RawClient.open(port('plc'));
    const before = Date.now();
    const { value } = await control(field.ready.controlPort, '/force', { tag: 'PT-1101', value: 2.5 });
    expect(await read(client)).toBe(2.5);
    expect(value).toMatchObject({ tag: 'PT-1101', value: 2.5 });
    const changedAt = (value as { changedAt: number }).changedAt;
    expect(changedAt).toBeGreaterThanOrEqual(before);
    expect(changedAt).toBeLessThanOrEqual(Date.now());
    const { value: rows } = await control(
      field.ready.controlPort,
      `/truth?tags=PT-1101&from=${before}&to=${Date.now()}`,
    );
    expect((rows as { value: number }[]).at(-1)?.value).toBe(2.5);
    await control(field.ready.controlPort, '/release', { tag: 'PT-1101' });
    expect(await read(client)).toBeGreaterThan(3);
    client.socket.destroy();
  });

  it('device-half-open takes requests and never answers; clearing heals new requests', async () => {
    await field.runtime.inject({ fault: 'device-half-open', target: 'PLC' });
    const client = await RawClient.open(port('plc'));
    expect(await client.exchange(frame(1, 1, READ_PT1101), 1, 400)).toHaveLength(0);
    expect(client.closed).toBe(false);
    await field.runtime.clear({ target: 'PLC' });
    expect(await read(client)).toBeGreaterThan(3);
    client.socket.destroy();
  });

  it('device-offline drops connections and refuses new ones; other devices go on; it comes back on the same port', async () => {
    const client = await RawClient.open(port('fca'));
    await field.runtime.inject({ fault: 'device-offline', target: 'FCA' });
    await pause(50);
    expect(client.closed).toBe(true);
    await expect(RawClient.open(port('fca'))).rejects.toThrow(/ECONNREFUSED/);
    const other = await RawClient.open(port('plc'));
    expect(await read(other)).toBeGreaterThan(3);
    other.socket.destroy();
    await field.runtime.clear({ fault: 'device-offline' });
    const again = await RawClient.open(port('fca'));
    expect(await again.exchange(frame(1, 11, READ_PT1101), 13)).toHaveLength(13);
    again.socket.destroy();
  });

  it('device-slow delays each reply, device-garbage answers with something else', async () => {
    const client = await RawClient.open(port('sis'));
    await field.runtime.inject({ fault: 'device-slow', target: 'SIS', value: 300 });
    expect(await client.exchange(frame(1, 2, READ_PT1101), 13, 150)).toHaveLength(0);
    await pause(300);
    expect(client.received).toHaveLength(13);
    await field.runtime.clear({ target: 'SIS' });
    await field.runtime.inject({ fault: 'device-garbage', target: 'SIS' });
    const garbage = await client.exchange(frame(0x1234, 2, READ_PT1101), 8);
    expect(garbage.subarray(0, 8)).not.toEqual(Buffer.from([0x12, 0x34, 0, 0, 0, 7, 2, 3]));
    await field.runtime.clear({ target: 'SIS' });
    client.socket.destroy();
  });

  it('device-slow on the RTU line: a late reply reaches whoever is connected to the serial server by then', async () => {
    await field.runtime.inject({ fault: 'device-slow', target: 'UPS', value: 500 });
    const upsRequest = withCrc(Buffer.from([31, 3, 0, 0, 0, 2]));
    const impatient = await RawClient.open(port('rs485'));
    expect(await impatient.exchange(upsRequest, 1, 100)).toHaveLength(0);
    impatient.socket.destroy();
    const next = await RawClient.open(port('rs485'));
    // Its own request goes to a device that is not slow; behind that reply comes the one nobody waits for any more.
    const own = await next.exchange(withCrc(Buffer.from([61, 3, 0, 0, 0, 2])), 9);
    expect([own.length, own[0]]).toEqual([9, 61]);
    const end = performance.now() + 2000;
    while (next.received.length < 18 && performance.now() < end) await pause(5);
    expect(next.received.subarray(9)).toHaveLength(9);
    expect(next.received[9]).toBe(31);
    await field.runtime.clear({ target: 'UPS' });
    expect(await next.exchange(upsRequest, 9)).toHaveLength(9);
    next.socket.destroy();
  });

  it('device-slow on a device of its own: a late reply dies with its connection', async () => {
    await field.runtime.inject({ fault: 'device-slow', target: 'SIS', value: 300 });
    const impatient = await RawClient.open(port('sis'));
    await impatient.exchange(frame(1, 2, READ_PT1101), 1, 50);
    impatient.socket.destroy();
    const next = await RawClient.open(port('sis'));
    await pause(500);
    expect(next.received).toHaveLength(0);
    await field.runtime.clear({ target: 'SIS' });
    next.socket.destroy();
  });

  it('an offline RTU device is silent while its neighbours on the line answer', async () => {
    await field.runtime.inject({ fault: 'device-offline', target: 'UPS' });
    const client = await RawClient.open(port('rs485'));
    const upsRequest = withCrc(Buffer.from([31, 3, 0, 0, 0, 2]));
    expect(await client.exchange(upsRequest, 1, 300)).toHaveLength(0);
    await field.runtime.clear({});
    expect(await client.exchange(upsRequest, 9)).toHaveLength(9);
    client.socket.destroy();
  });
});
