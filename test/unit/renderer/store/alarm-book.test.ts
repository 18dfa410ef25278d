import { beforeEach, describe, expect, test } from 'vitest';
import { type AlarmBook, createAlarmBook } from '../../../../renderer/store/alarm-book.ts';
import { itemOf, statusOf } from '../alarms/alarm-samples.ts';

let book: AlarmBook;
let heard: string[];

const listen = (id: string): (() => void) => book.subscribe(id, () => heard.push(id));

beforeEach(() => {
  book = createAlarmBook();
  heard = [];
  book.apply(itemOf([statusOf('A/H'), statusOf('B/H')], { snapshot: true }));
});

describe('the alarms of a window', () => {
  test('a change of one alarm is heard by whoever shows that one, and by nobody else', () => {
    listen('A/H');
    listen('B/H');
    book.apply(itemOf([statusOf('B/H', { state: { isAcknowledged: true } })]));
    expect(heard).toEqual(['B/H']);
    expect(book.status('B/H')?.name).toBe('ACK');
    expect(book.status('A/H')?.name).toBe('UNACK');
  });

  test('a snapshot takes away what it does not have, and its listeners hear of it', () => {
    listen('B/H');
    book.apply(itemOf([statusOf('A/H')], { snapshot: true }));
    expect(heard).toEqual(['B/H']);
    expect(book.status('B/H')).toBeUndefined();
    expect([...book.all()].map(status => status.id)).toEqual(['A/H']);
  });

  test('an item is one version, however many alarms it brings; one that brings none is no version', () => {
    const before = book.version.get();
    book.apply(itemOf(Array.from({ length: 50 }, (_, i) => statusOf(`C${i}/H`))));
    expect(book.version.get()).toBe(before + 1);
    book.apply(itemOf([], { sound: { priority: 1, ids: ['A/H'] } }));
    expect(book.version.get()).toBe(before + 1);
    expect(book.summary.get()?.sound.priority).toBe(1);
  });

  test('the version counts on only when every alarm of the item can be read', () => {
    const seen: (string | undefined)[] = [];
    book.version.subscribe(() => seen.push(book.status('D/H')?.name));
    book.apply(itemOf([statusOf('D/H')]));
    expect(seen).toEqual(['UNACK']);
  });

  test('who has stopped listening hears nothing more', () => {
    const stop = listen('A/H');
    listen('A/H');
    stop();
    book.apply(itemOf([statusOf('A/H')]));
    expect(heard).toEqual(['A/H']);
  });
});
