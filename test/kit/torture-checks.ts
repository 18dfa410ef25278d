/** What must hold after every row of the torture table, whatever the medium. */
import { expect } from 'vitest';
import type { FakeModbusServer } from './fake-modbus-server.ts';
import type { ModbusRig } from './modbus-rig.ts';
import { waitFor } from './wait-for.ts';

/** Every tag is read again and again, every device is online, nothing was ever wrong and no connection is left over. */
export async function expectRecovery(rig: ModbusRig, server: FakeModbusServer, limitMs = 8_000): Promise<void> {
  const before = [...rig.goodSamples];
  const stuck = () => rig.goodSamples.flatMap((n, i) => (n > (before[i] ?? 0) + 1 ? [] : [i]));
  const sick = () => rig.channel.status().filter(d => d.state !== 'online');
  await waitFor('every tag and every device', () => stuck().length === 0 && sick().length === 0, limitMs).catch(() => {
    expect({ stuck: stuck(), sick: sick() }).toEqual({ stuck: [], sick: [] });
  });
  expect(rig.wrong).toEqual([]);
  // The device hears of the end of a connection after the driver has ended it.
  await waitFor('one connection alone', () => server.sockets.size === 1, 1_000);
  expectOneEventPerChange(rig);
}

/** Each change of a device was told once: no state twice in a row, and the last one told is the one it has. */
export function expectOneEventPerChange(rig: ModbusRig): void {
  for (const { device, state } of rig.channel.status()) {
    const told = rig.changes.filter(c => c.device === device).map(c => c.state);
    expect(told.at(-1)).toBe(state);
    expect(told.filter((s, i) => s === told[i - 1])).toEqual([]);
  }
}

/** Nothing of it is left at the device, and it asks nothing more. */
export async function expectGone(rig: ModbusRig, server: FakeModbusServer): Promise<void> {
  await rig.stop();
  await waitFor('the connection to end', () => server.sockets.size === 0, 1_000);
}
