import { expect, it } from 'vitest';
import { MOST_WAITING_STUDIES, StudyQueue } from '../../../../main/alarms/tuning/study-queue.ts';
import { quiet } from '../support/station-rig.ts';

const NEVER = new AbortController().signal;

/** Studies that end when the test says so. */
function studies() {
  const begun: { readonly name: string; readonly end: (fails?: boolean) => void }[] = [];
  const study = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push({ name, end: fails => (fails === true ? reject(new Error(name)) : resolve(name)) });
    });
  return { begun, study };
}

it('runs one study at a time, in the order in which they were asked for, also after one that fails', async () => {
  const { begun, study } = studies();
  const queue = new StudyQueue();
  const answers = ['a', 'b', 'c'].map(name => queue.run(study(name), NEVER));
  await quiet();
  expect(begun.map(({ name }) => name)).toEqual(['a']);
  begun[0]?.end(true);
  await expect(answers[0]).rejects.toThrow('a');
  await quiet();
  expect(begun.map(({ name }) => name)).toEqual(['a', 'b']);
  begun[1]?.end();
  expect(await answers[1]).toBe('b');
  await quiet();
  begun[2]?.end();
  expect(await answers[2]).toBe('c');
});

it('is full with one that runs and those that may wait, until one of them has ended', async () => {
  const { begun, study } = studies();
  const queue = new StudyQueue();
  for (let i = 0; i <= MOST_WAITING_STUDIES; i++) {
    expect(queue.isFull).toBe(false);
    void queue.run(study(`${i}`), NEVER);
  }
  expect(queue.isFull).toBe(true);
  await quiet();
  begun[0]?.end();
  await quiet();
  expect(queue.isFull).toBe(false);
});

it('lets go whoever gives up while waiting, and never begins that study', async () => {
  const { begun, study } = studies();
  const queue = new StudyQueue();
  void queue.run(study('first'), NEVER);
  const givingUp = new AbortController();
  const waiting = Array.from({ length: MOST_WAITING_STUDIES }, () => queue.run(study('given up'), givingUp.signal));
  const after = queue.isFull;
  givingUp.abort();
  for (const answer of waiting) await expect(answer).rejects.toThrow(/abort/i);
  expect([after, queue.isFull]).toEqual([true, false]);
  void queue.run(study('last'), NEVER);
  await quiet();
  begun[0]?.end();
  await quiet();
  expect(begun.map(({ name }) => name)).toEqual(['first', 'last']);
  await expect(queue.run(study('late'), givingUp.signal)).rejects.toThrow(/abort/i);
});
