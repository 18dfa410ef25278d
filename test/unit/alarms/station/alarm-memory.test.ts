/** Limits and commands over a restart: what is written, when, and who takes it up. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCondition } from '../../../../main/alarms/conditions/make-condition.ts';
import { AlarmMemory } from '../../../../main/alarms/station/alarm-memory.ts';
import { createLog } from '../../../../main/platform/log.ts';
import { GOOD } from '../../../../shared/model/quality.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { NO_DELAY } from '../conditions/condition-run.ts';

const folderOf = useTemporaryFolders();
const log = createLog('alarms', { level: 'error', write: () => undefined });

function stand(folder: string, id = 'X/H') {
  const clock = new HandClock();
  const limit = { schedule: [], otherwise: { kind: 'bound', tag: 'SP' } } as const;
  const condition = makeCondition(
    { condition: { kind: 'level', tag: 'X', side: 'high', limit, deadband: 0 }, delays: NO_DELAY },
    'UTC',
  );
  const memory = new AlarmMemory({ alarms: [{ definition: { id }, condition }], folder, clock, log });
  const say = (input: 0 | 1, v: number): void =>
    condition.sample(input, { t: clock.now(), v, q: GOOD }, { wall: clock.now(), monotonic: clock.monotonic() });
  return { clock, condition, memory, say };
}

describe('the memory of alarms', () => {
  it('lets an alarm go on after a restart with the limit of a device that does not answer', async () => {
    const folder = folderOf();
    const first = stand(folder);
    first.memory.recall();
    first.say(1, 60);
    first.say(0, 1);
    await first.memory.stop();
    const second = stand(folder);
    second.memory.recall();
    second.say(0, 1_000);
    expect([second.condition.state, second.condition.limit, second.condition.isLimitHeld]).toEqual(['true', 60, true]);
  });

  it('is written at the first look after a change, and then not again for ten seconds', async () => {
    const folder = folderOf();
    const file = join(folder, 'alarm-memory.json');
    const { memory, say, clock } = stand(folder);
    const kept = async () => {
      memory.advance();
      const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
      // What is under way is waited for; what is put off is not there then either.
      await new Promise(resolve => setTimeout(resolve, 50));
      return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8'))['X/H']?.limit : written;
    };
    memory.recall();
    expect(await kept()).toBe('');
    say(1, 60);
    say(0, 1);
    memory.advance();
    await expect.poll(() => existsSync(file)).toBe(true);
    say(1, 61);
    clock.advance(9_999);
    expect(await kept()).toBe(60);
    clock.advance(1);
    memory.advance();
    await expect.poll(() => JSON.parse(readFileSync(file, 'utf8'))['X/H'].limit).toBe(61);
  });

  it('forgets alarms that the project no longer has, and takes a damaged file for none', async () => {
    const folder = folderOf();
    const first = stand(folder);
    first.say(1, 60);
    await first.memory.stop();
    const other = stand(folder, 'Y/H');
    other.memory.recall();
    expect(other.condition.limit).toBeNull();
    other.say(1, 5);
    await other.memory.stop();
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'alarm-memory.json'), 'utf8')))).toEqual(['Y/H']);
    writeFileSync(join(folder, 'alarm-memory.json'), '{"X/H": 3}');
    const third = stand(folder);
    third.memory.recall();
    third.say(0, 1_000);
    expect(third.condition.state).toBe('unknown');
  });
});
