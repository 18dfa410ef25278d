import { expect, test } from 'vitest';
import { nextLink, retryDelayMs, startLink } from '../../../renderer/host/link-state.ts';

test('the link is up with the first message and lost after three missed beats', () => {
  let link = startLink(1_000);
  expect(link.phase).toBe('connecting');
  link = nextLink(link, { kind: 'heard', at: 1_200 });
  expect(link).toEqual({ phase: 'up', heardAt: 1_200 });
  link = nextLink(link, { kind: 'tick', at: 2_700 });
  expect(link.phase).toBe('up');
  link = nextLink(link, { kind: 'tick', at: 2_701 });
  expect(link).toEqual({ phase: 'lost', heardAt: 1_200 });
});

test('a closed connection is lost at once and keeps the time of the last message', () => {
  const up = nextLink(startLink(0), { kind: 'heard', at: 500 });
  expect(nextLink(up, { kind: 'closed', at: 600 })).toEqual({ phase: 'lost', heardAt: 500 });
});

test('a host that never answers is lost too, and any message brings the link back', () => {
  const lost = nextLink(startLink(0), { kind: 'tick', at: 1_600 });
  expect(lost.phase).toBe('lost');
  expect(nextLink(lost, { kind: 'closed', at: 1_700 }).phase).toBe('lost');
  expect(nextLink(lost, { kind: 'heard', at: 9_000 })).toEqual({ phase: 'up', heardAt: 9_000 });
});

test('reconnect pauses grow from a quarter of a second to three seconds', () => {
  expect([0, 1, 2, 3, 4, 50].map(retryDelayMs)).toEqual([250, 500, 1_000, 2_000, 3_000, 3_000]);
});
