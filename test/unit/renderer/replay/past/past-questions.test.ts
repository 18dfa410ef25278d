/** What a question of a window that looks at the past is about. */
import { describe, expect, it } from 'vitest';
import { contextUntil, endedAt, isEnding } from '../../../../../renderer/replay/past/past-questions.ts';

const AT = Date.UTC(2026, 10, 3, 12);

describe('a question of a replay', () => {
  it('ends at the time that is shown, which it still has', () => {
    expect(endedAt({ from: AT - 1_000, to: AT + 60_000, who: 'Li' }, AT)).toEqual({
      from: AT - 1_000,
      to: AT + 1,
      who: 'Li',
    });
    expect(endedAt({ from: AT - 1_000, to: AT - 500 }, AT)).toEqual({ from: AT - 1_000, to: AT - 500 });
    expect(endedAt({ from: AT - 1_000, to: 8.64e15 }, undefined)).toMatchObject({ to: 8.64e15 });
  });

  it('is empty and right where all of it lies later', () => {
    expect(endedAt({ from: AT + 1_000, to: AT + 2_000 }, AT)).toEqual({ from: AT + 1_000, to: AT + 1_000 });
  });

  it('is one for the journals, their files and their figures', () => {
    expect(
      ['alarms.journal', 'alarms.export', 'alarms.performance', 'events.search', 'events.export'].filter(
        name => !isEnding(name as 'tags.list'),
      ),
    ).toEqual([]);
    expect(isEnding('tags.list')).toBe(false);
  });

  it('has of the minutes around a call those that were over', () => {
    const series = [
      { tag: 'P', t: Float64Array.of(AT - 5, AT, AT + 5), v: Float64Array.of(1, 2, 3), q: Uint16Array.of(0, 0, 0) },
    ];
    const context = { sequence: 1, from: AT - 60_000, to: AT + 60_000, isComplete: true, series };
    const until = contextUntil(context, AT);
    expect(until?.isComplete).toBe(false);
    expect([...(until?.series[0]?.v ?? [])]).toEqual([1, 2]);
    expect(contextUntil(context, AT + 60_000)).toBe(context);
    expect(contextUntil(null, AT)).toBeNull();
  });
});
