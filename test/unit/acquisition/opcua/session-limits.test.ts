import { describe, expect, test } from 'vitest';
import { ServiceFaultError } from '../../../../main/acquisition/drivers/opcua/client/requests.ts';
import { ChunkSize } from '../../../../main/acquisition/drivers/opcua/client/session-limits.ts';

const all = Array.from({ length: 10 }, (_none, at) => at);

describe('size of a request', () => {
  test('cuts a list into parts, in order, nothing twice', async () => {
    const parts: (readonly number[])[] = [];
    await new ChunkSize(4).each(all, part => Promise.resolve(void parts.push(part)));
    expect(parts).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
  });

  test('is halved for a server that takes less than it says, and stays so', async () => {
    const size = new ChunkSize(8);
    const seen: number[] = [];
    const ask = (part: readonly number[]): Promise<void> => {
      if (part.length > 3) return Promise.reject(new ServiceFaultError('Read', 'BadTooManyOperations'));
      seen.push(...part);
      return Promise.resolve();
    };
    await size.each(all, ask);
    expect(seen).toEqual(all);
    expect(size.value).toBe(2);
  });

  test('is not to blame for anything else, nor for a single operation', async () => {
    const refuse = (status: string) => () => Promise.reject(new ServiceFaultError('Read', status));
    await expect(new ChunkSize(4).each(all, refuse('BadTimeout'))).rejects.toThrow('BadTimeout');
    await expect(new ChunkSize(1).each(all, refuse('BadTooManyOperations'))).rejects.toThrow('BadTooManyOperations');
    await expect(new ChunkSize(4).each(all, () => Promise.reject(new Error('closed')))).rejects.toThrow('closed');
  });
});
