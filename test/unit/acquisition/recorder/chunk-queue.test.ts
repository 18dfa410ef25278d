/** What waits for the disk: in order, bounded, and counted. */
import { expect, it } from 'vitest';
import { ChunkQueue, type OpenSegment } from '../../../../main/acquisition/recorder/chunk-queue.ts';

const segment = (): OpenSegment => ({ startedAt: 0, beganAt: 0, number: null, bytes: 0, packets: 0 });
const SIZE = 40_000;

/** Takes room and fills it with one number. */
function put(queue: ChunkQueue, to: OpenSegment, fill: number, size = SIZE): boolean {
  const place = queue.take(to, size);
  place?.target.buffer.fill(fill, place.at, place.at + size);
  return place !== null;
}

it('gives rooms one behind the other, each piece of memory for one segment, with its place in the file', () => {
  const queue = new ChunkQueue();
  const [first, second] = [segment(), segment()];
  queue.take(first, 100, 0);
  for (let i = 1; i <= 4; i++) put(queue, first, i);
  put(queue, second, 9);
  const chunks = queue.unwritten();
  expect(chunks.map(c => [c.segment === first, c.position, c.used, c.waiting])).toEqual([
    [true, 0, 100 + 3 * SIZE, 3],
    [true, 100 + 3 * SIZE, SIZE, 1],
    [false, 0, SIZE, 1],
  ]);
  expect(chunks[0]?.buffer[100 + SIZE]).toBe(2);
  expect([first.bytes, first.packets, second.packets]).toEqual([100 + 4 * SIZE, 4, 1]);
  expect(queue.waitingBytes).toBe(100 + 5 * SIZE);
});

it('goes on in the same memory behind what has been written', () => {
  const queue = new ChunkQueue();
  const only = segment();
  put(queue, only, 1);
  const [chunk] = queue.unwritten();
  if (chunk === undefined) throw new Error('nothing waits');
  // A frame that comes while the disk works is not part of what was being written.
  put(queue, only, 2);
  queue.wrote(chunk, { bytes: SIZE, packets: 1 });
  expect(queue.unwritten()).toEqual([chunk]);
  expect([chunk.written, chunk.used, chunk.waiting, queue.waitingBytes]).toEqual([SIZE, 2 * SIZE, 1, SIZE]);
  queue.wrote(chunk, { bytes: SIZE, packets: 1 });
  expect(queue.unwritten()).toEqual([]);
  put(queue, only, 3);
  expect(queue.unwritten()).toEqual([chunk]);
});

it('refuses what is more than four megabytes, and takes frames again when half of it is gone', () => {
  const queue = new ChunkQueue();
  const only = segment();
  let taken = 0;
  while (put(queue, only, 1)) taken++;
  expect(taken).toBe(4_000_000 / SIZE);
  // A small one would still fit, but then every second frame would be lost and marked.
  expect(put(queue, only, 1, 4)).toBe(false);
  const [first, ...rest] = queue.unwritten();
  if (first === undefined) throw new Error('nothing waits');
  queue.wrote(first, { bytes: first.used, packets: 3 });
  expect(put(queue, only, 1)).toBe(false);
  for (const chunk of rest.slice(0, rest.length / 2)) queue.wrote(chunk, { bytes: chunk.used, packets: 3 });
  expect(queue.waitingBytes).toBeLessThanOrEqual(2_000_000);
  expect(put(queue, only, 1)).toBe(true);
});

it('refuses a packet that no piece of memory can hold, and only that one', () => {
  const queue = new ChunkQueue();
  expect(put(queue, segment(), 1, 200_000)).toBe(false);
  expect(put(queue, segment(), 1)).toBe(true);
});

it('lets go what waits for one segment and tells how many packets that were', () => {
  const queue = new ChunkQueue();
  const [first, second] = [segment(), segment()];
  for (let i = 0; i < 5; i++) put(queue, first, 1);
  put(queue, second, 2);
  const [chunk] = queue.unwritten();
  if (chunk === undefined) throw new Error('nothing waits');
  queue.wrote(chunk, { bytes: SIZE, packets: 1 });
  expect(queue.abandon(first)).toBe(4);
  expect(queue.unwritten().map(c => c.segment === second)).toEqual([true]);
  expect(queue.waitingBytes).toBe(SIZE);
});
