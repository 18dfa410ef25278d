/** What a station holds: its heap after a collection, asked through the inspector that the rig opens. */
import type { StationProcess } from '../../../kit/station-process.ts';
import { residentMb } from '../../bench.ts';

export interface Held {
  readonly rssMb: number;
  /** Objects and buffers that are still in use. */
  readonly heapMb: number;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

const LISTENING = /Debugger listening on (ws:\S+)/;
const MB = 1_048_576;

/** @throws when the station was started without an inspector */
export async function heldBy(station: StationProcess): Promise<Held> {
  const rssMb = residentMb(station.pid);
  const address = LISTENING.exec(station.run.stderr)?.[1];
  if (address === undefined) throw new Error('the station has no inspector');
  const socket = new WebSocket(address);
  try {
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    await ask(socket, 'HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = await ask<HeapUsage>(socket, 'Runtime.getHeapUsage');
    return { rssMb, heapMb: (usedSize + backingStorageSize) / MB };
  } finally {
    socket.close();
  }
}

/** One question at a time. */
function ask<T>(socket: WebSocket, method: string): Promise<T> {
  return new Promise((resolve, reject) => {
    socket.onmessage = ({ data }) => {
      const { id, result }: { id?: number; result: T } = JSON.parse(String(data));
      if (id === 1) resolve(result);
    };
    socket.onclose = () => reject(new Error('the station has ended'));
    socket.send(JSON.stringify({ id: 1, method }));
  });
}
