/** What the main thread counts of what the writer thread says. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Historian } from '../../../main/historian/historian.ts';
import type { FromWriter } from '../../../main/historian/messages.ts';
import { DEFAULT_HISTORY } from '../../../main/historian/settings.ts';
import type { WriterHostParts } from '../../../main/historian/writer-host.ts';
import { createLog } from '../../../main/platform/log.ts';
import { batchOf, historianTags } from '../../kit/historian-rig.ts';
import { HandClock } from '../support/hand-clock.ts';

const threads: WriterHostParts[] = [];

vi.mock('../../../main/historian/writer-host.ts', async original => ({
  ...(await original()),
  WriterHost: class {
    constructor(parts: WriterHostParts) {
      threads.push(parts);
    }
    send(): void {}
    hurry(): void {}
    stop(): Promise<void> {
      return Promise.resolve();
    }
  },
}));

let historian: Historian;
beforeEach(() => {
  threads.length = 0;
  historian = new Historian({
    folder: '/nowhere',
    tags: historianTags(4),
    settings: DEFAULT_HISTORY,
    clock: new HandClock(),
    log: createLog('historian', { level: 'error', write: () => undefined }),
    onEvent: () => undefined,
  });
});
afterEach(() => historian.stop());

const says = (message: FromWriter): void => threads[0]?.onMessage(message);

it('samples that a seal cannot answer for are unaccounted for, over all seals, and nothing else is', () => {
  historian.record(batchOf(1_000, [1, 2, 3, 4]));
  expect(historian.figures).toMatchObject({ offered: 4, pending: 4, unaccounted: 0 });
  says({ kind: 'sealed', id: null, samples: 300, unaccounted: 0 });
  expect(historian.figures.unaccounted).toBe(0);
  says({ kind: 'sealed', id: null, samples: 300, unaccounted: 2 });
  says({ kind: 'sealed', id: null, samples: 300, unaccounted: 1 });
  expect(historian.figures.unaccounted).toBe(3);
  void historian.flush();
  says({ kind: 'committed', id: 1, samples: 3, at: 0, ms: 0 });
  // One that was handed over, and that the writer has not counted.
  expect(historian.figures).toMatchObject({ stored: 3, pending: 0, unaccounted: 4 });
});
