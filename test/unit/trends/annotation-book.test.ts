/** Notes of people: a new version each, durable before anybody is told, and never over what somebody has not seen. */
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../main/platform/log.ts';
import { AnnotationBook } from '../../../main/trends/annotation-book.ts';
import type { Annotation } from '../../../shared/model/annotation.ts';
import { HandClock } from '../support/hand-clock.ts';

const BY = { who: '李', where: 'console' };
const AGAIN = { who: 'Wang', where: null };

function bookOver(rows: Annotation[] = []) {
  const clock = new HandClock();
  const store = {
    isRefusing: false,
    keepAnnotation: (annotation: Annotation) => {
      if (store.isRefusing) return Promise.reject(new Error('no room'));
      rows.push(annotation);
      return Promise.resolve();
    },
    annotations: () => Promise.resolve({ annotations: rows, hasMore: false }),
    annotationVersions: (id: string) => Promise.resolve(rows.filter(row => row.id === id)),
  };
  const log = createLog('annotations', { level: 'error', write: () => undefined });
  const book = new AnnotationBook({ store, clock, log });
  let told = 0;
  book.subscribe(() => told++);
  return { book, store, rows, clock, told: () => told };
}

const added = async (book: AnnotationBook): Promise<Annotation> => {
  const outcome = await book.add({ tag: 'PT-1', at: 7, text: 'first' }, BY);
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  return outcome.annotation;
};

describe('annotations', () => {
  it('are kept with who, from where and when, and told when they are durable', async () => {
    const { book, rows, clock, told } = bookOver();
    const annotation = await added(book);
    expect(rows).toEqual([
      {
        id: annotation.id,
        version: 1,
        tag: 'PT-1',
        at: 7,
        text: 'first',
        isRemoved: false,
        ...BY,
        writtenAt: clock.now(),
      },
    ]);
    expect([told(), book.revision]).toEqual([1, 1]);
  });

  it('are changed by a new version that leaves the old one', async () => {
    const { book, rows } = bookOver();
    const { id } = await added(book);
    expect(await book.edit({ id, version: 1 }, 'second', AGAIN)).toMatchObject({
      kind: 'done',
      before: { text: 'first' },
    });
    expect(await book.remove({ id, version: 2 }, BY)).toMatchObject({ kind: 'done' });
    expect(await book.edit({ id, version: 3 }, 'back', BY)).toMatchObject({ kind: 'done' });
    expect(rows.map(({ version, text, who, isRemoved }) => [version, text, who, isRemoved])).toEqual([
      ...[
        [1, 'first', '李', false],
        [2, 'second', 'Wang', false],
      ],
      ...[
        [3, 'second', '李', true],
        [4, 'back', '李', false],
      ],
    ]);
  });

  it('refuse a change of what the person has not seen, also of two at once', async () => {
    const { book, rows, told } = bookOver();
    const { id } = await added(book);
    const both = await Promise.all([
      book.edit({ id, version: 1 }, 'mine', BY),
      book.edit({ id, version: 1 }, 'theirs', AGAIN),
    ]);
    expect(both).toMatchObject([{ kind: 'done' }, { kind: 'changed', newest: { text: 'mine', version: 2 } }]);
    expect(await book.edit({ id: 'none', version: 1 }, 'x', BY)).toEqual({ kind: 'unknown' });
    expect([rows.length, told()]).toEqual([2, 2]);
  });

  it('say so when the disk takes nothing, and tell nobody', async () => {
    const { book, store, told } = bookOver();
    store.isRefusing = true;
    expect(await book.add({ tag: 'PT-1', at: 7, text: 'lost' }, BY)).toEqual({ kind: 'not-kept' });
    store.isRefusing = false;
    await added(book);
    expect([told(), book.revision]).toEqual([1, 1]);
  });
});
