/** When a serial port raises the line that switches its adapter to sending; pseudo terminals have no such line. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SerialTransport } from '../../../../../main/acquisition/drivers/modbus/wire/serial-transport.ts';

/** What was done to the port, in order, and how the system says that everything has left it. */
const seen = vi.hoisted(() => ({ done: [] as string[], drained: [] as (() => void)[] }));

vi.mock('serialport', () => ({
  SerialPort: class {
    readonly isOpen = true;
    open(opened: (error: Error | null) => void): void {
      opened(null);
    }
    on(): this {
      return this;
    }
    set({ rts }: { rts: boolean }): void {
      seen.done.push(rts ? 'raise' : 'lower');
    }
    write(bytes: Buffer): void {
      seen.done.push(bytes.toString('hex'));
    }
    drain(left: () => void): void {
      seen.drained.push(left);
    }
  },
}));

async function openPort(raisesRts: boolean): Promise<SerialTransport> {
  const transport = new SerialTransport({
    path: '/dev/stub',
    baudRate: 9_600,
    parity: 'none',
    dataBits: 8,
    stopBits: 1,
    raisesRts,
  });
  await transport.open({ onData: () => undefined, onEnd: () => undefined });
  return transport;
}

describe('SerialTransport', () => {
  beforeEach(() => {
    seen.done.length = 0;
    seen.drained.length = 0;
  });

  it('raises RTS before it writes and lowers it when the last byte has left', async () => {
    const port = await openPort(true);
    port.write(Buffer.from([0xaa]));
    expect([seen.done, port.isDrained]).toEqual([['raise', 'aa'], false]);
    seen.drained.shift()?.();
    expect([seen.done, port.isDrained]).toEqual([['raise', 'aa', 'lower'], true]);
  });

  it('keeps RTS raised while a second frame is leaving', async () => {
    const port = await openPort(true);
    port.write(Buffer.from([0xaa]));
    port.write(Buffer.from([0xbb]));
    seen.drained.shift()?.();
    expect(seen.done).not.toContain('lower');
    seen.drained.shift()?.();
    expect(seen.done.at(-1)).toBe('lower');
  });

  it('leaves RTS alone where the adapter switches by itself', async () => {
    const port = await openPort(false);
    port.write(Buffer.from([0xaa]));
    seen.drained.shift()?.();
    expect(seen.done).toEqual(['aa']);
  });
});
