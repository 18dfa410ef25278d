import { beforeEach, describe, expect, test } from 'vitest';
import { CallError } from '../../../renderer/host/call-book.ts';
import { type Client, createClient } from '../../../renderer/host/client.ts';
import type { TransportEvents } from '../../../renderer/host/transport.ts';
import type { ClientMessage } from '../../../shared/rpc/protocol.ts';
import { turnableTimers } from './turnable-timers.ts';

let sent: ClientMessage[] = [];
let events: TransportEvents[] = [];
let clock = turnableTimers();
let client: Client;

const peer = (): TransportEvents => {
  const latest = events.at(-1);
  if (latest === undefined) throw new Error('nothing has connected');
  return latest;
};
const last = <K extends ClientMessage['kind']>(kind: K): Extract<ClientMessage, { kind: K }> => {
  const found = sent.findLast((message): message is Extract<ClientMessage, { kind: K }> => message.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} was sent`);
  return found;
};

beforeEach(() => {
  sent = [];
  events = [];
  clock = turnableTimers();
  client = createClient(given => {
    events.push(given);
    return { send: message => sent.push(message), close: () => undefined };
  }, clock.timers);
});

describe('calls', () => {
  test('a reply settles its own call', async () => {
    peer().onOpen();
    const first = client.call('devices.status', {});
    const second = client.call('tags.list', {});
    const [one, two] = sent;
    if (one?.kind !== 'call' || two?.kind !== 'call') throw new Error('two calls expected');
    peer().onMessage({ kind: 'reply', id: two.id, reply: { ok: true, value: [] } });
    peer().onMessage({ kind: 'reply', id: one.id, reply: { ok: true, value: [{ device: 'PLC' }] } });
    expect(await second).toEqual([]);
    expect(await first).toEqual([{ device: 'PLC' }]);
  });

  test('a lost link rejects what is waiting and what comes after', async () => {
    peer().onOpen();
    const waiting = client.call('tags.list', {});
    peer().onClose();
    await expect(waiting).rejects.toBeInstanceOf(CallError);
    await expect(client.call('tags.list', {})).rejects.toMatchObject({ body: { code: 'link-lost' } });
  });

  test('a check of years of history is waited for as long as it takes', async () => {
    peer().onOpen();
    let isOver = false;
    const waiting = client.call('history.check', { isDeep: true }).finally(() => {
      isOver = true;
    });
    const outcome = expect(waiting).rejects.toMatchObject({ body: { code: 'link-lost' } });
    for (let second = 0; second < 3_600; second++) {
      peer().onMessage({ kind: 'beat', now: 0 });
      clock.advance(1_000);
    }
    await Promise.resolve();
    expect(isOver).toBe(false);
    peer().onClose();
    await outcome;
  });

  test('a call without an answer ends at its deadline', async () => {
    peer().onOpen();
    const waiting = client.call('tags.list', {});
    const outcome = expect(waiting).rejects.toMatchObject({ body: { code: 'busy' } });
    for (let second = 0; second < 11; second++) {
      peer().onMessage({ kind: 'beat', now: 0 });
      clock.advance(1_000);
    }
    await outcome;
  });

  test('a query that is given up rejects at once, tells the station, and takes no late reply', async () => {
    peer().onOpen();
    const giveUp = new AbortController();
    const waiting = client.call('devices.status', {}, { signal: giveUp.signal });
    const { id } = last('call');
    giveUp.abort();
    await expect(waiting).rejects.toMatchObject({ body: { code: 'cancelled' } });
    expect(last('cancel')).toEqual({ kind: 'cancel', id });
    peer().onMessage({ kind: 'reply', id, reply: { ok: true, value: [] } });
    await expect(client.call('devices.status', {}, { signal: giveUp.signal })).rejects.toMatchObject({
      body: { code: 'cancelled' },
    });
    expect(sent.filter(message => message.kind === 'call')).toHaveLength(1);
  });

  test('a query that has been answered is not given up any more', async () => {
    peer().onOpen();
    const giveUp = new AbortController();
    const waiting = client.call('devices.status', {}, { signal: giveUp.signal });
    peer().onMessage({ kind: 'reply', id: last('call').id, reply: { ok: true, value: [] } });
    expect(await waiting).toEqual([]);
    giveUp.abort();
    expect(sent.some(message => message.kind === 'cancel')).toBe(false);
  });
});

describe('streams', () => {
  test('every item is acknowledged after it was taken in', () => {
    const items: unknown[] = [];
    client.open('events', {}, item => items.push(item));
    peer().onOpen();
    const { id } = last('open');
    peer().onMessage({ kind: 'item', id, seq: 7, item: [] });
    expect(items).toHaveLength(1);
    expect(last('ack')).toEqual({ kind: 'ack', id, seq: 7 });
  });

  test('a gap in the sequence reopens the stream and delivers nothing of the old one', () => {
    const items: unknown[] = [];
    client.open('events', {}, item => items.push(item));
    peer().onOpen();
    const { id } = last('open');
    peer().onMessage({ kind: 'item', id, seq: 0, item: ['a'] });
    peer().onMessage({ kind: 'item', id, seq: 2, item: ['c'] });
    expect(items).toEqual([['a']]);
    expect(last('close').id).toBe(id);
    expect(last('open').id).not.toBe(id);
    peer().onMessage({ kind: 'item', id, seq: 3, item: ['d'] });
    expect(items).toEqual([['a']]);
  });

  test('reconnecting opens every stream again', () => {
    client.open('tags', { tags: ['PT-1101'] }, () => undefined);
    peer().onOpen();
    const before = last('open').id;
    peer().onClose();
    clock.advance(250);
    expect(events).toHaveLength(2);
    peer().onOpen();
    const again = last('open');
    expect(again.id).not.toBe(before);
    expect(again).toMatchObject({ method: 'tags', input: { tags: ['PT-1101'] } });
  });
});

describe('link', () => {
  test('silence is noticed, the connection given up and another one made', () => {
    peer().onOpen();
    peer().onMessage({ kind: 'beat', now: 0 });
    expect(client.link().phase).toBe('up');
    clock.advance(2_000);
    expect(client.link().phase).toBe('lost');
    expect(events).toHaveLength(2);
  });

  test('a connection that opens and then says nothing is given up as well', () => {
    peer().onOpen();
    clock.advance(6_000);
    expect(events.length).toBeGreaterThan(1);
  });

  test('the station clock follows the beats and not the clock of this machine', () => {
    peer().onOpen();
    clock.setWall(1_000_000);
    peer().onMessage({ kind: 'beat', now: 1_300_000 });
    clock.setWall(1_004_000);
    expect(client.stationNow()).toBe(1_304_000);
  });
});
