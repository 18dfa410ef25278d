import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AlarmTransition } from '../../../../shared/model/alarm.ts';
import { AlarmRig, alarm, MemoryJournal, OPERATOR } from '../support/alarm-rig.ts';

/** Takes rows when the test says so. */
class SlowJournal extends MemoryJournal {
  readonly #open: (() => void)[] = [];

  override append(rows: readonly AlarmTransition[]): Promise<void> {
    return new Promise(resolve => {
      this.#open.push(() => {
        this.rows.push(...rows);
        resolve();
      });
    });
  }

  get asked(): number {
    return this.#open.length;
  }

  takeNext(): void {
    this.#open.shift()?.();
  }
}

const limits = { retryMs: 1_000, tellAfterMs: 5_000 };
const alarms = [alarm('A/H'), alarm('B/H')];
const listen = (rig: AlarmRig): { sequence: number; isDurable: boolean }[] => {
  const heard: { sequence: number; isDurable: boolean }[] = [];
  rig.engine.board.subscribe((rows, isDurable) => heard.push(...rows.map(({ sequence }) => ({ sequence, isDurable }))));
  return heard;
};
const flush = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

describe('from the engine to the journal and to everybody', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('offers a row at once that comes in the very moment in which the last one was told', async () => {
    const rig = new AlarmRig(alarms, { limits });
    rig.set({ A: 12 });
    await rig.engine.settled();
    rig.set({ B: 12 });
    await flush();
    expect(rig.journal.rows.map(row => row.id)).toEqual(['A/H', 'B/H']);
    expect(rig.engine.journalStatus.waiting).toBe(0);
  });

  it('tells nobody before the row is durable, and shows nothing on the board either', async () => {
    const journal = new SlowJournal();
    const rig = new AlarmRig(alarms, { journal, limits });
    const heard = listen(rig);
    rig.set({ A: 12 });
    await flush();
    expect(journal.asked).toBe(1);
    expect(heard).toEqual([]);
    expect(rig.engine.board.status('A/H', 0)?.name).toBe('NORMAL');
    expect(rig.engine.board.sound().priority).toBeNull();
    journal.takeNext();
    await flush();
    expect(heard).toEqual([{ sequence: 1, isDurable: true }]);
    expect(rig.engine.board.status('A/H', 0)?.name).toBe('UNACK');
  });

  it('answers an action when its row has been told', async () => {
    const journal = new SlowJournal();
    const rig = new AlarmRig(alarms, { journal, limits });
    rig.set({ A: 12 });
    const answered = vi.fn();
    void rig.engine.acknowledge(['A/H'], OPERATOR).then(answered);
    await flush();
    expect(answered).not.toHaveBeenCalled();
    journal.takeNext();
    await flush();
    expect(answered).toHaveBeenCalledOnce();
  });

  it('asks for one append at a time, in order', async () => {
    const journal = new SlowJournal();
    const rig = new AlarmRig(alarms, { journal, limits });
    rig.set({ A: 12 });
    await flush();
    rig.set({ A: 1 });
    rig.set({ B: 12 });
    await flush();
    expect(journal.asked).toBe(1);
    journal.takeNext();
    await flush();
    journal.takeNext();
    await flush();
    expect(journal.rows.map(row => row.sequence)).toEqual([1, 2, 3]);
  });

  it('loses nothing to a journal that refuses, asks again, and tells people after a moment all the same', async () => {
    const journal = new MemoryJournal();
    journal.isRefusing = true;
    const rig = new AlarmRig(alarms, { journal, limits });
    const heard = listen(rig);
    rig.set({ A: 12 });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(heard).toEqual([]);
    expect(rig.engine.journalStatus).toEqual({ waiting: 1, refusals: 5, isRefusing: true, lost: 0 });
    await vi.advanceTimersByTimeAsync(1);
    expect(heard).toEqual([{ sequence: 1, isDurable: false }]);
    rig.set({ B: 12 });
    journal.isRefusing = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(journal.rows.map(row => row.sequence)).toEqual([1, 2]);
    expect(heard).toEqual([
      { sequence: 1, isDurable: false },
      { sequence: 2, isDurable: true },
    ]);
    expect(rig.engine.journalStatus).toMatchObject({ waiting: 0, isRefusing: false, lost: 0 });
  });

  it('gives up and counts the oldest rows when there is no more room, and tells of them first', async () => {
    const journal = new MemoryJournal();
    journal.isRefusing = true;
    const rig = new AlarmRig(alarms, { journal, limits: { ...limits, capacity: 4 } });
    const heard = listen(rig);
    for (const v of [12, 1, 12, 1, 12, 1]) rig.set({ A: v });
    await flush();
    expect(rig.engine.journalStatus).toMatchObject({
      waiting: 4,
      lost: rig.engine.recordOf('A/H')?.chatter === null ? 2 : 3,
    });
    journal.isRefusing = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(heard.map(h => h.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(journal.rows.at(-1)?.after).toEqual(rig.engine.recordOf('A/H'));
  });

  it('offers everything once more when it stops', async () => {
    const journal = new MemoryJournal();
    journal.isRefusing = true;
    const rig = new AlarmRig(alarms, { journal, limits });
    rig.set({ A: 12 });
    await flush();
    journal.isRefusing = false;
    await rig.engine.stop();
    expect(journal.rows).toHaveLength(1);
  });

  it('does not stop before a slow journal has what people were told already', async () => {
    const journal = new SlowJournal();
    const rig = new AlarmRig(alarms, { journal, limits });
    const heard = listen(rig);
    rig.set({ A: 12 });
    await vi.advanceTimersByTimeAsync(5_000);
    rig.set({ B: 12 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(heard.map(({ isDurable }) => isDurable)).toEqual([false, false]);
    const stopped = vi.fn();
    void rig.engine.stop().then(stopped);
    journal.takeNext();
    await flush();
    expect(stopped).not.toHaveBeenCalled();
    journal.takeNext();
    await flush();
    expect(stopped).toHaveBeenCalledOnce();
    expect(journal.rows).toHaveLength(2);
  });

  it('stops after a while without a journal that never answers, and says what it has not taken', async () => {
    const rig = new AlarmRig(alarms, { journal: new SlowJournal(), limits: { ...limits, stopMs: 7_000 } });
    rig.set({ A: 12, B: 12 });
    await flush();
    const stopped = vi.fn();
    void rig.engine.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(6_999);
    expect(stopped).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(stopped).toHaveBeenCalledOnce();
    expect(rig.engine.journalStatus.waiting).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });
});
