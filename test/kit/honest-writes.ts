/** What the driver told of writes, against what the device itself carried out. */
import { expect } from 'vitest';
import type { WriteResult } from '../../main/acquisition/channel.ts';
import type { WatchedPeer } from './peer-process.ts';

/** Outcome by the value that was written, each value once. */
export type Told = Map<number, WriteResult>;

/**
 * Each of these writes to register 100 of unit 1 was carried out once if it was confirmed, never if it had not left, and else
 * once at most.
 */
export async function expectHonest(peer: WatchedPeer, told: Told): Promise<void> {
  const written = await peer.written(1, 100);
  const lies = [...told].flatMap(([value, result]) => {
    const times = written.filter(v => v === value).length;
    const isTrue = result.ok ? times === 1 : times <= (result.sentAt === null ? 0 : 1);
    return isTrue
      ? []
      : [`${value}: ${result.ok ? 'confirmed' : `${result.why} ${result.detail}`}, carried out ${times} times`];
  });
  expect(lies).toEqual([]);
}
